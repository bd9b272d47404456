/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_BUTTON (trueconf_button_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfButton, trueconf_button, TRUECONF, BUTTON, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfButton *trueconf_button_new_command (const char *text, const char *command) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfButton *trueconf_button_new_url (const char *text, const char *url) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfButton *trueconf_button_new_message (const char *text, const char *message) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfButton *trueconf_button_new_copy (const char *text, const char *data) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfButtonType trueconf_button_get_button_type (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_text (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_command (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_url (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_message (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_data (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_button_id (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_button_set_button_id (TrueconfButton *self, const char *button_id);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_custom_data (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_button_set_custom_data (TrueconfButton *self, const char *custom_data);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_button_get_to (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_button_set_to (TrueconfButton *self, const char *to);
TRUECONF_AVAILABLE_IN_ALL
TrueconfButtonStyle trueconf_button_get_style (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_button_set_style (TrueconfButton *self, TrueconfButtonStyle style);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_button_get_draft (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_button_set_draft (TrueconfButton *self, gboolean draft);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_button_get_wait_reply (TrueconfButton *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_button_set_wait_reply (TrueconfButton *self, gboolean wait_reply);

G_END_DECLS
