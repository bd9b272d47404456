/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "model/trueconf-message.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CALLBACK_QUERY (trueconf_callback_query_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfCallbackQuery, trueconf_callback_query, TRUECONF, CALLBACK_QUERY, TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_callback_query_get_command (TrueconfCallbackQuery *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_callback_query_get_custom_data (TrueconfCallbackQuery *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_callback_query_get_button_id (TrueconfCallbackQuery *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_callback_query_get_command_id (TrueconfCallbackQuery *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_callback_query_get_message (TrueconfCallbackQuery *self);

G_END_DECLS
