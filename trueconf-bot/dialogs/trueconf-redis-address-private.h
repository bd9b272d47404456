/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a server of Redis is, and how to log in. It does not change once it is shared between threads. */
typedef struct
{
  char *shown; /* without the user name and the password */
  char *host;
  guint16 port;
  char *path; /* of a socket, instead of the host */
  gboolean tls;
  guint database;
  char *user_name;
  char *password;
  GTlsDatabase *authorities; /* NULL: those of the system */
  gboolean verify;
  gint64 timeout; /* of a command, in microseconds */
} TrueconfRedisAddress;

/* Returns NULL with @error set if @uri is none; the error does not show what may be a password. */
TrueconfRedisAddress *trueconf_redis_address_parse (const char *uri, GError **error);
TrueconfRedisAddress *trueconf_redis_address_ref (TrueconfRedisAddress *self);
void trueconf_redis_address_unref (TrueconfRedisAddress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfRedisAddress, trueconf_redis_address_unref)

G_END_DECLS
