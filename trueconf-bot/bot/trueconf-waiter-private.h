/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot-private.h"

G_BEGIN_DECLS

/* Who waits for a request that is on its way to the server: a task, or a passage. */

typedef struct
{
  GList link; /* in the bot's list of requests */
  TrueconfRequest *request;
  GTask *task;      /* NULL if a passage waits */
  gpointer passage; /* or NULL; neither: it was abandoned */
  GCancellable *cancellable;
  gulong cancelled_id;
} TrueconfWaiter;

/* It is freed when the request comes back, or the bot is disposed of. */
TrueconfWaiter *trueconf_waiter_new (TrueconfBot *bot, TrueconfRequest *request, gpointer passage);
void trueconf_waiter_free (TrueconfBot *bot, TrueconfWaiter *waiter);
void trueconf_waiter_cancel (TrueconfBot *bot, TrueconfWaiter *waiter);
/* Cancels the request, whose outcome nobody hears of. */
void trueconf_waiter_abandon (TrueconfBot *bot, TrueconfWaiter *waiter);

/* Returns an outcome from a task. Takes the error. */
void trueconf_bot_return (TrueconfBot *bot, GTask *task, const GValue *value, GError *error);

G_END_DECLS
