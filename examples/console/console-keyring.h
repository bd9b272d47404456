/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "console-login.h"

G_BEGIN_DECLS

/*
 * The log-ins in the keyring of the desktop, which is a Secret Service. Nothing is written anywhere else: without libsecret, or
 * without such a service, all calls fail, and a log-in is kept in memory only.
 */

void console_keyring_load_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* An array of ConsoleLogin. */
GPtrArray *console_keyring_load_finish (GAsyncResult *result, GError **error);
void console_keyring_store_async (const ConsoleLogin *login,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean console_keyring_store_finish (GAsyncResult *result, GError **error);
void console_keyring_forget_async (const ConsoleLogin *login,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean console_keyring_forget_finish (GAsyncResult *result, GError **error);

G_END_DECLS
