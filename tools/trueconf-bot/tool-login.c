/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tool-keyring.h"
#include "tool-login.h"
#include "tool-print.h"
#include "tool-secret.h"
#include "tool-status.h"

#define GROUP   "login"
#define KEYRING "keyring"

/* What is kept beside the token. That any certificate is accepted has to be said each time. */
static const struct
{
  ToolSetting setting;
  const char *key;
} kept[] = {
  { TOOL_SETTING_SERVER, "server" },   { TOOL_SETTING_PORT, "port" }, { TOOL_SETTING_TLS, "tls" },
  { TOOL_SETTING_CA_FILE, "ca-file" }, { TOOL_SETTING_USER, "user" },
};

static char *
make_path (ToolConfig *config, const char *kind)
{
  /* a profile's name may have what a file's must not */
  g_autofree char *name = g_uri_escape_string (tool_config_get_profile (config), NULL, TRUE);
  g_autofree char *file = g_strconcat (kind, "-", name, NULL);

  return g_build_filename (g_get_user_state_dir (), "trueconf-bot", file, NULL);
}

static GKeyFile *
read_login (ToolConfig *config)
{
  g_autofree char *path = make_path (config, "login");
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) ? g_steal_pointer (&file) : NULL;
}

/* As it is in the file, whatever the configuration calls it now. */
static char *
dup_kept (GKeyFile *login, const char *key)
{
  return g_key_file_get_string (login, GROUP, key, NULL);
}

static gboolean
write_file (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) cause = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE, "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE, cause->message);
      return FALSE;
    }
  /* the mode is only for new files */
  if (g_chmod (path, 0600) != 0)
    {
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

static gboolean
write_login (ToolConfig *config, gboolean in_keyring, GError **error)
{
  g_autofree char *path = make_path (config, "login");
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = tool_config_get (config, kept[i].setting);
      /* it is used from other folders */
      g_autofree char *full = value != NULL && kept[i].setting == TOOL_SETTING_CA_FILE
                                  ? g_canonicalize_filename (value, NULL)
                                  : g_strdup (value);

      if (full != NULL)
        g_key_file_set_string (file, GROUP, kept[i].key, full);
    }
  g_key_file_set_boolean (file, GROUP, KEYRING, in_keyring);
  text = g_key_file_to_data (file, NULL, NULL);

  return write_file (path, text, error);
}

gboolean
tool_login_store (ToolConfig *config,
                  ToolLoginPlace place,
                  const char *token,
                  char **path,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *file = NULL;
  gboolean in_keyring = FALSE;

  file = make_path (config, "token");
  if (place != TOOL_LOGIN_FILE)
    {
      const ToolKeyringItem item = { tool_config_get (config, TOOL_SETTING_SERVER),
                                     tool_config_get (config, TOOL_SETTING_USER),
                                     tool_config_get_profile (config) };

      in_keyring = tool_keyring_store (&item, token, cancellable, &cause);
      if (!in_keyring && place == TOOL_LOGIN_KEYRING)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
    }

  if (in_keyring)
    g_unlink (file);
  else if (!write_file (file, token, error))
    return FALSE;
  if (!write_login (config, in_keyring, error))
    return FALSE;

  *path = in_keyring ? NULL : g_steal_pointer (&file);
  return TRUE;
}

static gboolean
clear_keyring (ToolConfig *config, GKeyFile *login, GCancellable *cancellable, GError **error)
{
  g_autofree char *server = dup_kept (login, "server");
  g_autofree char *user = dup_kept (login, "user");
  const ToolKeyringItem item = { server, user, tool_config_get_profile (config) };

  if (server == NULL || user == NULL || !g_key_file_get_boolean (login, GROUP, KEYRING, NULL))
    return TRUE;

  return tool_keyring_clear (&item, cancellable, error);
}

gboolean
tool_login_forget (ToolConfig *config, gboolean *forgotten, GCancellable *cancellable, GError **error)
{
  g_autoptr (GKeyFile) login = read_login (config);
  g_autofree char *file = make_path (config, "login");
  g_autofree char *token = make_path (config, "token");

  if (login != NULL && !clear_keyring (config, login, cancellable, error))
    return FALSE;

  *forgotten = g_unlink (token) == 0 || login != NULL;
  if (g_unlink (file) != 0 && errno != ENOENT)
    {
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE, "%s: %s", file, g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

/* A name is meant with or without the server's behind it. */
static gboolean
is_same_user (const char *one, const char *other)
{
  gsize length = strcspn (one, "@");

  return length == strcspn (other, "@") && g_ascii_strncasecmp (one, other, length) == 0;
}

/* Whether the log-in is for what is asked for: a token goes to the server that has issued it, and to no other. */
static gboolean
is_for (GKeyFile *login, ToolConfig *config)
{
  const char *server = tool_config_get (config, TOOL_SETTING_SERVER);
  const char *user = tool_config_get (config, TOOL_SETTING_USER);
  g_autofree char *login_server = dup_kept (login, "server");
  g_autofree char *login_user = dup_kept (login, "user");

  return login_server != NULL && login_user != NULL &&
         (server == NULL || g_ascii_strcasecmp (server, login_server) == 0) &&
         (user == NULL || is_same_user (user, login_user));
}

void
tool_login_apply (ToolConfig *config)
{
  g_autoptr (GKeyFile) login = read_login (config);
  g_autofree char *path = NULL;

  if (login == NULL || tool_config_get (config, TOOL_SETTING_TOKEN) != NULL || !is_for (login, config))
    return;

  path = make_path (config, "login");
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *value = dup_kept (login, kept[i].key);

      if (value != NULL)
        tool_config_set_fallback (config, kept[i].setting, value, path);
    }
}

static char *
look_up (ToolConfig *config, GKeyFile *login, GCancellable *cancellable, GError **error)
{
  g_autofree char *server = dup_kept (login, "server");
  g_autofree char *user = dup_kept (login, "user");
  const ToolKeyringItem item = { server, user, tool_config_get_profile (config) };

  return tool_keyring_lookup (&item, cancellable, error);
}

gboolean
tool_login_apply_token (ToolConfig *config, GCancellable *cancellable)
{
  g_autoptr (GKeyFile) login = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *token = NULL;
  gboolean in_keyring;

  if (tool_config_get (config, TOOL_SETTING_TOKEN) != NULL ||
      tool_config_get (config, TOOL_SETTING_PASSWORD) != NULL)
    return FALSE;

  login = read_login (config);
  if (login == NULL || !is_for (login, config))
    return FALSE;

  path = make_path (config, "token");
  in_keyring = g_key_file_get_boolean (login, GROUP, KEYRING, NULL);
  token = in_keyring ? look_up (config, login, cancellable, &error) : tool_secret_read (path, &error);
  if (token == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        /* Translators: why */
        tool_print_warning (_ ("The token of “trueconf-bot login” cannot be had: %s"), error->message);
      return FALSE;
    }

  tool_config_set_fallback (config, TOOL_SETTING_TOKEN, token, in_keyring ? _ ("the keyring") : path);
  return TRUE;
}

gint64
tool_login_get_expiry (const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 4);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree guchar *payload = NULL;
  g_autofree char *padded = NULL;
  gsize length;
  JsonNode *root;

  if (g_strv_length (parts) != 3)
    return 0;

  g_strdelimit (g_strdelimit (parts[1], "-", '+'), "_", '/');
  padded = g_strconcat (parts[1], &"==="[3 - (4 - strlen (parts[1]) % 4) % 4], NULL);
  payload = g_base64_decode (padded, &length);
  if (!json_parser_load_from_data (parser, (const char *) payload, (gssize) length, NULL))
    return 0;

  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root)
             ? json_object_get_int_member_with_default (json_node_get_object (root), "exp", 0)
             : 0;
}
