/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "dialogs/trueconf-states-group.h"
#include "forms/trueconf-form-field.h"
#include "forms/trueconf-form-result.h"
#include "routing/trueconf-router.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FORM (trueconf_form_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfForm, trueconf_form, TRUECONF, FORM, TrueconfRouter)

struct _TrueconfFormClass
{
  TrueconfRouterClass parent_class;

  /*< private >*/
  gpointer padding[8];
};

TRUECONF_AVAILABLE_IN_ALL
TrueconfForm *trueconf_form_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfForm *trueconf_form_new_from_json (const char *json, GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_add_field (TrueconfForm *self, TrueconfFormField *field);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_form_get_fields (TrueconfForm *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfStatesGroup *trueconf_form_get_states (TrueconfForm *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_form_get_summary (TrueconfForm *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_set_summary (TrueconfForm *self, gboolean summary);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_form_get_timeout (TrueconfForm *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_set_timeout (TrueconfForm *self, double timeout);
TRUECONF_AVAILABLE_IN_ALL
GTimeZone *trueconf_form_get_zone (TrueconfForm *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_set_zone (TrueconfForm *self, GTimeZone *zone);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_get_text (TrueconfForm *self, TrueconfFormText which);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_set_text (TrueconfForm *self, TrueconfFormText which, const char *text);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_begin_async (TrueconfForm *self,
                                TrueconfContext *context,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_form_begin_finish (TrueconfForm *self, GAsyncResult *result, GError **error);

G_END_DECLS
