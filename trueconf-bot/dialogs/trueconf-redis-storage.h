/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "dialogs/trueconf-fsm-storage.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_REDIS_STORAGE (trueconf_redis_storage_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRedisStorage, trueconf_redis_storage, TRUECONF, REDIS_STORAGE, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfRedisStorage *trueconf_redis_storage_new (const char *address) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_redis_storage_get_address (TrueconfRedisStorage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_redis_storage_get_user_name (TrueconfRedisStorage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_redis_storage_get_tls_ca_file (TrueconfRedisStorage *self);
TRUECONF_AVAILABLE_IN_ALL
GTlsDatabase *trueconf_redis_storage_get_tls_database (TrueconfRedisStorage *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_redis_storage_get_verify_tls (TrueconfRedisStorage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_redis_storage_get_key_prefix (TrueconfRedisStorage *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_redis_storage_get_timeout (TrueconfRedisStorage *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_redis_storage_get_expires (TrueconfRedisStorage *self);

G_END_DECLS
