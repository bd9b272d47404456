/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-button.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_KEYBOARD (trueconf_keyboard_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfKeyboard, trueconf_keyboard, TRUECONF, KEYBOARD, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboard *trueconf_keyboard_new (void) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboard *trueconf_keyboard_copy (TrueconfKeyboard *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_keyboard_add_row (TrueconfKeyboard *self, TrueconfButton **buttons, gsize n_buttons, GError **error);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_keyboard_get_rows (TrueconfKeyboard *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_keyboard_get_n_buttons (TrueconfKeyboard *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfButton *trueconf_keyboard_find_button (TrueconfKeyboard *self, const char *button_id);

G_END_DECLS
