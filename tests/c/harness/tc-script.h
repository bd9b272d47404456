/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>
#include <trueconf-bot.h>

#include "tc-util.h"

G_BEGIN_DECLS

/* A server in the process of the test that does only what it is told to, and a bot that is logged in on it. */

typedef struct
{
  SoupServer *server;
  SoupWebsocketConnection *connection;
  TrueconfBot *bot;
  GPtrArray *requests; /* JsonNode, but for the log-ins */
  GPtrArray *outcomes; /* "ok N" or "CODE N", as they came */
  GError *last;
  guint connections;
  gboolean answers;    /* each request at once */
  guint cuts;          /* connections to cut at their first request */
  const char *version; /* of the server; NULL: it does not say */
  gboolean mute;       /* does not answer who asks for it */
  guint described;     /* how often it was asked for it */
} TcScript;

void tc_script_begin (TcScript *self);
void tc_script_begin_with (TcScript *self, const char *version);

/* The bot does not ask for the version. */
void tc_script_begin_unasked (TcScript *self, const char *version);

void tc_script_end (TcScript *self);

/* Sends a text with the number, and keeps the outcome. */
void tc_script_send (TcScript *self, guint number, GCancellable *cancellable);
void tc_script_send_many (TcScript *self, guint first, guint end);

/* The server's frame, with single quotation marks. */
void tc_script_say (TcScript *self, const char *frame);
void tc_script_answer (TcScript *self, JsonNode *request, const char *payload);
void tc_script_answer_nth (TcScript *self, guint i);
void tc_script_close (TcScript *self);

guint tc_script_count_outcomes (TcScript *self, const char *code);
const char *tc_script_get_outcome (TcScript *self, guint i);

/* The number in the text that the server has seen as the request i. */
guint tc_script_get_number (TcScript *self, guint i);

G_END_DECLS
