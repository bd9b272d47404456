/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FSM_KEY (trueconf_fsm_key_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfFsmKey, trueconf_fsm_key, TRUECONF, FSM_KEY, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmKey *trueconf_fsm_key_new (const char *bot_id,
                                      const char *chat_id,
                                      const char *user_id,
                                      const char *destiny) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_key_get_bot_id (TrueconfFsmKey *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_key_get_chat_id (TrueconfFsmKey *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_key_get_user_id (TrueconfFsmKey *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_key_get_destiny (TrueconfFsmKey *self);

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_fsm_key_equal (TrueconfFsmKey *self, TrueconfFsmKey *other);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_fsm_key_hash (TrueconfFsmKey *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_key_to_string (TrueconfFsmKey *self);

G_END_DECLS
