/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include "routing/trueconf-context.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FORM_RESULT (trueconf_form_result_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfFormResult, trueconf_form_result, TRUECONF, FORM_RESULT, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_result_get_form_name (TrueconfFormResult *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfContext *trueconf_form_result_get_context (TrueconfFormResult *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_form_result_get_bot (TrueconfFormResult *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_result_get_chat_id (TrueconfFormResult *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_result_get_user_id (TrueconfFormResult *self);
TRUECONF_AVAILABLE_IN_ALL
GVariant *trueconf_form_result_get_values (TrueconfFormResult *self);

TRUECONF_AVAILABLE_IN_ALL
GVariant *trueconf_form_result_get_value (TrueconfFormResult *self,
                                          const char *name) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_form_result_to_json (TrueconfFormResult *self) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_result_hold (TrueconfFormResult *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_result_release (TrueconfFormResult *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_form_result_fail (TrueconfFormResult *self, const GError *error);

G_END_DECLS
