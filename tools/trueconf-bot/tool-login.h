/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "tool-config.h"

G_BEGIN_DECLS

/* What “trueconf-bot login” leaves behind: a file with the server and the user, and a token, in the keyring if there is one and in
 * another file otherwise. Each profile of the configuration has its own. */

typedef enum
{
  TOOL_LOGIN_ANYWHERE, /* in the keyring if there is one */
  TOOL_LOGIN_KEYRING,
  TOOL_LOGIN_FILE,
} ToolLoginPlace;

/* Keeps a token for the server and the user of the configuration. Returns where: the path of the file, or NULL for the keyring. */
gboolean tool_login_store (ToolConfig *config,
                           ToolLoginPlace place,
                           const char *token,
                           char **path,
                           GCancellable *cancellable,
                           GError **error);

/* Returns whether there was something to forget. */
gboolean
tool_login_forget (ToolConfig *config, gboolean *forgotten, GCancellable *cancellable, GError **error);

/* Sets server, port, user and so on, as far as nothing else has said them. */
void tool_login_apply (ToolConfig *config);

/* Sets the token if there is neither a token nor a password. Returns whether it did. */
gboolean tool_login_apply_token (ToolConfig *config, GCancellable *cancellable);

/* When a token expires, in seconds since 1970, or 0 if it does not say. */
gint64 tool_login_get_expiry (const char *token);

G_END_DECLS
