/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_EDITED_CHAT_TITLE (trueconf_edited_chat_title_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfEditedChatTitle,
                      trueconf_edited_chat_title,
                      TRUECONF,
                      EDITED_CHAT_TITLE,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_edited_chat_title_get_chat_id (TrueconfEditedChatTitle *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_edited_chat_title_get_title (TrueconfEditedChatTitle *self);

G_END_DECLS
