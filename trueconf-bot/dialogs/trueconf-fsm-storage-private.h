/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-storage.h"

G_BEGIN_DECLS

/* Told when a dialog was stored through this object that expires, in milliseconds since 1970. */
typedef void (*TrueconfFsmStorageFunc) (gint64 expires_at, gpointer data);

void trueconf_fsm_storage_watch (TrueconfFsmStorage *self, TrueconfFsmStorageFunc func, gpointer data);
void trueconf_fsm_storage_unwatch (TrueconfFsmStorage *self, TrueconfFsmStorageFunc func, gpointer data);

/* As trueconf_fsm_storage_load_finish (), but a record that is damaged is no error. It can be replaced. */
TrueconfFsmRecord *
trueconf_fsm_storage_load_any_finish (TrueconfFsmStorage *self, GAsyncResult *result, GError **error);

G_END_DECLS
