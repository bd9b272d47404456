/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <json-glib/json-glib.h>
#include "dialogs/trueconf-fsm-key.h"
#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_DIALOG_EXPIRED (trueconf_dialog_expired_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfDialogExpired, trueconf_dialog_expired, TRUECONF, DIALOG_EXPIRED, TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmKey *trueconf_dialog_expired_get_key (TrueconfDialogExpired *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_dialog_expired_get_state (TrueconfDialogExpired *self);
TRUECONF_AVAILABLE_IN_ALL
JsonObject *trueconf_dialog_expired_get_data (TrueconfDialogExpired *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_dialog_expired_get_chat_id (TrueconfDialogExpired *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_dialog_expired_get_user_id (TrueconfDialogExpired *self);

G_END_DECLS
