/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "dialogs/trueconf-fsm-key.h"
#include "dialogs/trueconf-fsm-record.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FSM_STORAGE (trueconf_fsm_storage_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (TrueconfFsmStorage, trueconf_fsm_storage, TRUECONF, FSM_STORAGE, GObject)

/**
 * TrueconfFsmStorageInterface:
 * @load: gets the record of a dialog. Answer @task with [method@FsmRecord.answer], or with an error. A dialog that is not
 *   stored has an empty record without a version
 * @store: replaces the record of a dialog if the stored one has the version @version, or if there is none and @version is
 *   `NULL`. Answer @task with a boolean: whether the record was stored. A @record that is empty need not be kept. If the
 *   stored record has the version of @record, it has been stored before, and the answer is `TRUE`
 * @find_expired: finds the dialogs whose time is over. Answer @task with [method@FsmStorage.answer_keys]. Storages that
 *   do not have it let a dialog expire when its user comes back
 *
 * What a storage implements. Each function may answer its task now or later, once. It has to take a reference on the task
 * to use it after it has returned.
 *
 * Since: 0.1
 */
struct _TrueconfFsmStorageInterface
{
  /*< private >*/
  GTypeInterface parent_iface;

  /*< public >*/
  void (*load) (TrueconfFsmStorage *self, TrueconfFsmKey *key, GTask *task);
  void (*store) (TrueconfFsmStorage *self,
                 TrueconfFsmKey *key,
                 TrueconfFsmRecord *record,
                 const char *version,
                 GTask *task);
  void (*find_expired) (TrueconfFsmStorage *self, gint64 time, guint limit, GTask *task);

  /*< private >*/
  gpointer padding[8];
};

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_storage_load_async (TrueconfFsmStorage *self,
                                      TrueconfFsmKey *key,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmRecord *trueconf_fsm_storage_load_finish (TrueconfFsmStorage *self,
                                                     GAsyncResult *result,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_storage_store_async (TrueconfFsmStorage *self,
                                       TrueconfFsmKey *key,
                                       TrueconfFsmRecord *record,
                                       const char *version,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmRecord *trueconf_fsm_storage_store_finish (TrueconfFsmStorage *self,
                                                      GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_storage_find_expired_async (TrueconfFsmStorage *self,
                                              gint64 time,
                                              guint limit,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_fsm_storage_find_expired_finish (TrueconfFsmStorage *self,
                                                      GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_storage_answer_keys (TrueconfFsmStorage *self, GTask *task, GListModel *keys);

G_END_DECLS
