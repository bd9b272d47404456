/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-author.h"
#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_REMOVED_MESSAGE (trueconf_removed_message_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRemovedMessage,
                      trueconf_removed_message,
                      TRUECONF,
                      REMOVED_MESSAGE,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_removed_message_get_chat_id (TrueconfRemovedMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_removed_message_get_message_id (TrueconfRemovedMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAuthor *trueconf_removed_message_get_removed_by (TrueconfRemovedMessage *self);

G_END_DECLS
