/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_SENT_MESSAGE (trueconf_sent_message_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfSentMessage, trueconf_sent_message, TRUECONF, SENT_MESSAGE, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_sent_message_get_chat_id (TrueconfSentMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_sent_message_get_message_id (TrueconfSentMessage *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_sent_message_get_timestamp (TrueconfSentMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_sent_message_get_file_id (TrueconfSentMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_sent_message_get_caption_message_id (TrueconfSentMessage *self);

G_END_DECLS
