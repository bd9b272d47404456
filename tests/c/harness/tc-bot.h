/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

#include "tc-sandbox.h"

G_BEGIN_DECLS

/* A bot for the sandbox's user echo_bot, and what it has said so far. */

TrueconfBot *tc_bot_new (TcSandbox *sandbox);
TrueconfBot *tc_bot_new_with_password (TcSandbox *sandbox, const char *password);

/* Until it is logged in. */
void tc_bot_start (TrueconfBot *bot);
/* Until it has failed. */
GError *tc_bot_start_in_vain (TrueconfBot *bot);
void tc_bot_stop (TrueconfBot *bot);
/* Stops it, drops the reference and makes sure that it was the last one. */
void tc_bot_end (TrueconfBot *bot);

/* Drops the last reference to a bot that runs, which warns of it. */
void tc_bot_drop (TrueconfBot *bot);

TrueconfSentMessage *tc_bot_send (TrueconfBot *bot, const char *chat_id, const char *text, GError **error);

typedef struct
{
  TrueconfBot *bot;
  GPtrArray *statuses; /* TrueconfHealth */
  GPtrArray *texts;    /* of messages */
  GPtrArray *messages; /* TrueconfMessage */
  GPtrArray *events;   /* TrueconfEvent */
  GPtrArray *failures; /* GError */
  gulong handlers[4];
} TcWatch;

TcWatch *tc_watch_new (TrueconfBot *bot);
void tc_watch_free (TcWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcWatch, tc_watch_free)

/* The nicks of the states that were reported, with spaces between them. */
char *tc_watch_get_statuses (TcWatch *self);
guint tc_watch_count_status (TcWatch *self, TrueconfStatus status);
TrueconfEvent *tc_watch_find_event (TcWatch *self, const char *method);

/* A router with a handler that answers every text that somebody writes with the same text. */
void tc_bot_add_echo (TrueconfBot *bot);

G_END_DECLS
