/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "lists/trueconf-message-item.h"

G_BEGIN_DECLS

TrueconfMessageItem *trueconf_message_item_new (TrueconfMessage *message, const char *bot_id);
/* One that is on its way. `request` finds it again. */
TrueconfMessageItem *
trueconf_message_item_new_waiting (gconstpointer request, const char *text, const char *bot_id);

gboolean trueconf_message_item_is_request (TrueconfMessageItem *self, gconstpointer request);
void
trueconf_message_item_set_delivered (TrueconfMessageItem *self, const char *message_id, gint64 timestamp);
void trueconf_message_item_set_failed (TrueconfMessageItem *self, const GError *error);
/* Returns whether anything differs. */
gboolean
trueconf_message_item_set_message (TrueconfMessageItem *self, TrueconfMessage *message, const char *bot_id);

G_END_DECLS
