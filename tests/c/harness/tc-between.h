/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What stands between a storage and its server of Redis, in a thread of its own for each connection. */

typedef struct
{
  GSocketService *service;
  char *address;
  char *redis; /* the real socket */
  const char *answer;
  const char *more; /* without end */
  gint n_lost;      /* answers “stored” that are lost with their connection */
  gint n_connections;
  gint n_open;
} TcBetween;

void tc_between_begin (TcBetween *self, const char *folder);
void tc_between_end (TcBetween *self);

G_END_DECLS
