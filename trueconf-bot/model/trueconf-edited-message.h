/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "model/trueconf-text-content.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_EDITED_MESSAGE (trueconf_edited_message_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfEditedMessage, trueconf_edited_message, TRUECONF, EDITED_MESSAGE, TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_edited_message_get_chat_id (TrueconfEditedMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_edited_message_get_message_id (TrueconfEditedMessage *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_edited_message_get_timestamp (TrueconfEditedMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfTextContent *trueconf_edited_message_get_content (TrueconfEditedMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_edited_message_get_text (TrueconfEditedMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParseMode trueconf_edited_message_get_parse_mode (TrueconfEditedMessage *self);

G_END_DECLS
