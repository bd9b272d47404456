/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server of Redis in a folder of its own. What it has answered is on the disk. */

typedef struct _TcRedis TcRedis;

/* More of its configuration, one line each, or NULL. It has TLS on a port of its own if @tls is set. */
TcRedis *tc_redis_new (const char *more, gboolean tls);
void tc_redis_free (TcRedis *self);

const char *tc_redis_get_folder (TcRedis *self);
/* “unix:///…” */
const char *tc_redis_get_address (TcRedis *self);
char *tc_redis_get_socket (TcRedis *self);
guint tc_redis_get_tls_port (TcRedis *self);
/* Of the authority of its certificate, and of another one. */
char *tc_redis_get_ca_file (TcRedis *self, gboolean right);

void tc_redis_kill (TcRedis *self);
void tc_redis_start (TcRedis *self);
void tc_redis_signal (TcRedis *self, int number);

/* What redis-cli prints, without the line break. @words are separated by spaces. */
char *tc_redis_ask (TcRedis *self, const char *words);

G_END_DECLS
