/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

#include "tc-sandbox.h"

G_BEGIN_DECLS

/* A bot for the sandbox's user echo_bot, and what it has emitted. */

TrueconfBot *tc_bot_new (TcSandbox *sandbox);
TrueconfBot *tc_bot_new_with_password (TcSandbox *sandbox, const char *password);

void tc_bot_start (TrueconfBot *bot);
GError *tc_bot_start_in_vain (TrueconfBot *bot);
void tc_bot_stop (TrueconfBot *bot);
/* Stops it, and drops the reference, which has to be the last one. */
void tc_bot_end (TrueconfBot *bot);

/* Drops the last reference to a running bot, and expects its warning. */
void tc_bot_drop (TrueconfBot *bot);

/* That the error, the bot, its health and its JSON tell this cause. */
void tc_assert_cause (TrueconfBot *bot, const GError *error, TrueconfErrorCause cause, const char *nick);

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

/* Returns the nicks of the reported states, separated by spaces. */
char *tc_watch_get_statuses (TcWatch *self);
guint tc_watch_count_status (TcWatch *self, TrueconfStatus status);
TrueconfEvent *tc_watch_find_event (TcWatch *self, const char *method);

/* Answers text messages of users with the same text. */
void tc_bot_add_echo (TrueconfBot *bot);

G_END_DECLS
