/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "dialogs/trueconf-redis-address-private.h"

G_BEGIN_DECLS

/* A connection to a server of Redis, made when there is something to do and made again when it is lost. It lives on the I/O thread. */
typedef struct _TrueconfRedisLink TrueconfRedisLink;

struct redisReply;

/* Scripts are the commands: each is done wholly or not at all, and does no harm when it is sent again. */
typedef struct
{
  const char *text;
  guint n_keys;
} TrueconfRedisScript;

/* Answers @task with a reply that is no error. */
typedef void (*TrueconfRedisReplyFunc) (const struct redisReply *reply, GTask *task);

/* In any thread. */
TrueconfRedisLink *trueconf_redis_link_new (TrueconfRedisAddress *address);
/* @arguments: (transfer full): first the keys */
void trueconf_redis_link_run (TrueconfRedisLink *self,
                              const TrueconfRedisScript *script,
                              char **arguments,
                              TrueconfRedisReplyFunc replied,
                              GTask *task);
/* Closes it; nothing is on its way any more, since each task keeps the storage. */
void trueconf_redis_link_free (TrueconfRedisLink *self);

G_END_DECLS
