/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot-private.h"

G_BEGIN_DECLS

/* The way of one request through the request middlewares of its bot, to the network, and back with its outcome. All of it
 * happens in the bot's main context; only the last reference on a step may go elsewhere. */

typedef struct _TrueconfPassage TrueconfPassage;

/* Takes the payload. */
void trueconf_passage_begin (TrueconfBot *bot,
                             const TrueconfMethodRow *row,
                             const char *method,
                             char *payload,
                             gpointer source_tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* The request has come back from the network. */
void trueconf_passage_answered (TrueconfPassage *self, TrueconfRequest *request);
void trueconf_passage_fail_all (TrueconfBot *bot, const GError *error);
/* The bot stops. */
void trueconf_passage_fail_unsent (TrueconfBot *bot);
gboolean trueconf_passage_is_any_unsent (TrueconfBot *bot);

G_END_DECLS
