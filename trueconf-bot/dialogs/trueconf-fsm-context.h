/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include "dialogs/trueconf-fsm-storage.h"
#include "dialogs/trueconf-states-group.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FSM_CONTEXT (trueconf_fsm_context_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfFsmContext, trueconf_fsm_context, TRUECONF, FSM_CONTEXT, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmContext *trueconf_fsm_context_new (TrueconfFsmStorage *storage,
                                              TrueconfFsmKey *key) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmStorage *trueconf_fsm_context_get_storage (TrueconfFsmContext *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmKey *trueconf_fsm_context_get_key (TrueconfFsmContext *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_context_get_raw_state (TrueconfFsmContext *self);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_get_state_async (TrueconfFsmContext *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_fsm_context_get_state_finish (TrueconfFsmContext *self,
                                             GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_set_state_async (TrueconfFsmContext *self,
                                           TrueconfState *state,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_fsm_context_set_state_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_get_data_async (TrueconfFsmContext *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
JsonObject *trueconf_fsm_context_get_data_finish (TrueconfFsmContext *self,
                                                  GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_set_data_async (TrueconfFsmContext *self,
                                          JsonObject *data,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_fsm_context_set_data_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_update_data_async (TrueconfFsmContext *self,
                                             JsonObject *updates,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
JsonObject *trueconf_fsm_context_update_data_finish (TrueconfFsmContext *self,
                                                     GAsyncResult *result,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_get_value_async (TrueconfFsmContext *self,
                                           const char *member,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
JsonNode *trueconf_fsm_context_get_value_finish (TrueconfFsmContext *self,
                                                 GAsyncResult *result,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_clear_async (TrueconfFsmContext *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_fsm_context_clear_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_go_back_async (TrueconfFsmContext *self,
                                         TrueconfStatesGroup *group,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_fsm_context_go_back_finish (TrueconfFsmContext *self,
                                                    GAsyncResult *result,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_context_go_on_async (TrueconfFsmContext *self,
                                       TrueconfStatesGroup *group,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_fsm_context_go_on_finish (TrueconfFsmContext *self,
                                                  GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
