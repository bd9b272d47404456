/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-key.h"
#include "forms/trueconf-form-result.h"

G_BEGIN_DECLS

TrueconfFormResult *trueconf_form_result_new (const char *form_name,
                                              TrueconfContext *context,
                                              TrueconfFsmKey *key,
                                              GVariant *values);
/* `ended` is called once nobody holds the result, perhaps at once. */
void trueconf_form_result_wait (TrueconfFormResult *self, void (*ended) (gpointer data), gpointer data);
gboolean trueconf_form_result_has_failed (TrueconfFormResult *self);

G_END_DECLS
