/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-world.h"

G_BEGIN_DECLS

struct _SandboxWorld
{
  char *server_name;
  char *server_version;
  GPtrArray *users;
  GHashTable *users_by_login;
  GPtrArray *chats;
  GHashTable *chats_by_id;
  GQueue messages;
  GHashTable *messages_by_id;
  guint64 last_seq;
  guint64 clock; /* orders chats by what happened last */
};

void sandbox_message_free (gpointer data);

G_END_DECLS
