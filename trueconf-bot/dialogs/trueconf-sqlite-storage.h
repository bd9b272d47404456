/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "dialogs/trueconf-fsm-storage.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_SQLITE_STORAGE (trueconf_sqlite_storage_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfSqliteStorage, trueconf_sqlite_storage, TRUECONF, SQLITE_STORAGE, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfSqliteStorage *trueconf_sqlite_storage_new (GFile *file) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
GFile *trueconf_sqlite_storage_get_file (TrueconfSqliteStorage *self);

G_END_DECLS
