/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* In place of console-keyring.c where there is no libsecret. */

#include "console-keyring.h"

#include <glib/gi18n.h>

static void
refuse (gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                           _ ("The console was built without libsecret"));
}

void
console_keyring_load_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  refuse (console_keyring_load_async, cancellable, callback, user_data);
}

GPtrArray *
console_keyring_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
console_keyring_store_async (const ConsoleLogin *login,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  refuse (console_keyring_store_async, cancellable, callback, user_data);
}

gboolean
console_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
console_keyring_forget_async (const ConsoleLogin *login,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  refuse (console_keyring_forget_async, cancellable, callback, user_data);
}

gboolean
console_keyring_forget_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
