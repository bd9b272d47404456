/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The user's keyring, by libsecret, which is loaded when it is needed: no other command waits for it. A locked keyring may ask for
 * its password. */

/* What a token is found by. */
typedef struct
{
  const char *server;
  const char *user;
  const char *profile;
} ToolKeyringItem;

gboolean tool_keyring_store (const ToolKeyringItem *item,
                             const char *token,
                             GCancellable *cancellable,
                             GError **error);
char *tool_keyring_lookup (const ToolKeyringItem *item,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tool_keyring_clear (const ToolKeyringItem *item, GCancellable *cancellable, GError **error);

G_END_DECLS
