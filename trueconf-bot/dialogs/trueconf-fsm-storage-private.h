/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-storage.h"

G_BEGIN_DECLS

/* Told when a dialog was stored through this object that expires, in milliseconds since 1970. */
typedef void (*TrueconfFsmStorageFunc) (gint64 expires_at, gpointer data);

void trueconf_fsm_storage_watch (TrueconfFsmStorage *self, TrueconfFsmStorageFunc func, gpointer data);
void trueconf_fsm_storage_unwatch (TrueconfFsmStorage *self, TrueconfFsmStorageFunc func, gpointer data);

G_END_DECLS
