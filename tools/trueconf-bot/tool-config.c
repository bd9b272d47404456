/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "tool-command.h"
#include "tool-config.h"
#include "tool-file.h"
#include "tool-print.h"
#include "tool-secret.h"
#include "tool-status.h"
#include "tool-terminal.h"

#define DEFAULT_PROFILE "default"
#define PROFILE_PREFIX  "profile "
#define ALIASES         "aliases"

/* In the order in which they win. */
typedef enum
{
  LEVEL_FALLBACK,
  LEVEL_FILE,
  LEVEL_ENVIRONMENT,
  LEVEL_CREDENTIALS,
  LEVEL_OPTIONS,
} SettingLevel;

typedef struct
{
  char *value;
  char *source;
  SettingLevel level;
} SettingState;

struct _ToolConfig
{
  GPtrArray *given;
  ToolConfigStdin read_stdin;
  gpointer data;
  char *profile;
  gboolean profile_chosen;
  gboolean profile_found;
  gboolean only_names;
  SettingState states[TOOL_N_SETTINGS];
  GHashTable *aliases;
  GHashTable *profiles;
};

static gboolean
set (ToolConfig *self,
     ToolSetting setting,
     const char *value,
     const char *source,
     SettingLevel level,
     GError **error)
{
  SettingState *state = &self->states[setting];

  if (!tool_setting_check (setting, value))
    {
      /* Translators: where a value comes from, what it has to be */
      g_set_error (error, TOOL_ERROR, level == LEVEL_OPTIONS ? TOOL_STATUS_USAGE : TOOL_STATUS_CONFIG,
                   _ ("%s is not %s"), source, tool_setting_describe_kind (setting));
      return FALSE;
    }

  g_free (state->value);
  g_free (state->source);
  state->value = g_strdup (value);
  state->source = g_strdup (source);
  state->level = level;

  return TRUE;
}

/* ---- secrets */

static gboolean
set_secret_from_file (ToolConfig *self,
                      ToolSetting setting,
                      const char *path,
                      const char *source,
                      SettingLevel level,
                      GError **error)
{
  g_autofree char *full_source = NULL;
  g_autofree char *secret = NULL;

  if (level == LEVEL_OPTIONS && g_str_equal (path, "-"))
    {
      g_autoptr (GBytes) bytes = self->read_stdin (self->data, source, TOOL_SECRET_MAX, error);

      if (bytes == NULL)
        return FALSE;
      secret = tool_secret_take (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                 _ ("Standard input"), error);
    }
  else
    {
      secret = tool_secret_read (path, error);
      if (secret == NULL)
        g_prefix_error (error, "%s: ", source);
    }
  if (secret == NULL)
    return FALSE;

  full_source = level == LEVEL_CREDENTIALS ? g_strdup (source) : g_strdup_printf ("%s %s", source, path);

  return set (self, setting, secret, full_source, level, error);
}

/* What wins is used alone: the password of one account does not renew the token of another. */
static void
drop_overridden_secret (ToolConfig *self)
{
  SettingState *password = &self->states[TOOL_SETTING_PASSWORD];
  SettingState *token = &self->states[TOOL_SETTING_TOKEN];
  SettingState *loser;

  if (password->value == NULL || token->value == NULL || password->level == token->level)
    return;

  loser = password->level < token->level ? password : token;
  g_clear_pointer (&loser->value, g_free);
  g_clear_pointer (&loser->source, g_free);
}

/* ---- the four places */

static gboolean
read_profile (ToolConfig *self, GKeyFile *file, const char *path, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *source = g_strdup_printf ("%s: %s", path, keys[i]);
      /* as it stands: a password may have a backslash */
      g_autofree char *value = g_key_file_get_value (file, group, keys[i], NULL);
      ToolSetting setting;
      gboolean is_file;

      if (!tool_setting_find (keys[i], &setting, &is_file))
        {
          /* Translators: path of a file, name of a section, name of a key */
          g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG, _ ("%s: [%s] has the unknown key “%s”"), path,
                       group, keys[i]);
          return FALSE;
        }
      /* GKeyFile leaves what is behind a value */
      if (is_file || tool_settings[setting].kind != TOOL_SETTING_IS_SECRET)
        g_strchomp (value);
      if (is_file ? !set_secret_from_file (self, setting, value, source, LEVEL_FILE, error)
                  : !set (self, setting, value, source, LEVEL_FILE, error))
        return FALSE;
      if (tool_settings[setting].kind == TOOL_SETTING_IS_SECRET && !is_file)
        tool_secret_warn_if_open (path);
    }

  return TRUE;
}

static void
read_aliases (ToolConfig *self, GKeyFile *file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, ALIASES, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      char *value = g_key_file_get_string (file, ALIASES, keys[i], NULL);

      if (value != NULL)
        g_hash_table_replace (self->aliases, g_strdup (keys[i]), g_strchomp (value));
    }
}

/* The number of the first line that is none of a configuration, or 0. */
static guint
find_odd_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line != '\0' && *line != '#' && !(*line == '[' && g_str_has_suffix (line, "]")) &&
          (*line == '=' || strchr (line, '=') == NULL))
        return i + 1;
    }

  return 0;
}

static gboolean
load_file (GKeyFile *file, const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  const char *begin;
  gsize length;
  guint line;

  text = tool_file_read (path, &length, error);
  if (text == NULL)
    return FALSE;
  begin = tool_secret_skip_mark (text, &length);
  if (g_key_file_load_from_data (file, begin, length, G_KEY_FILE_NONE, &cause))
    return TRUE;

  line = find_odd_line (begin);
  if (line == 0)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    /* GKeyFile would show the line, which may be a password. Translators: a number */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG, _ ("line %u is neither [SECTION] nor KEY=VALUE"),
                 line);

  return FALSE;
}

/* A home that is a file, as /dev/null of accounts of services, has no configuration. */
static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
         g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

static gboolean
read_file (ToolConfig *self, const char *path, gboolean must_exist, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_auto (GStrv) groups = NULL;

  if (!load_file (file, path, &cause))
    {
      if (!must_exist && is_absent (cause))
        return TRUE;
      /* the home may be another's, as with sudo -u */
      if (!must_exist && g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES))
        {
          tool_print_warning ("%s", cause->message);
          return TRUE;
        }
      if (cause->domain == G_FILE_ERROR)
        g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_CONFIG, cause->message);
      else
        g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG, "%s: %s", path, cause->message);
      return FALSE;
    }

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], PROFILE_PREFIX))
        {
          const char *name = groups[i] + strlen (PROFILE_PREFIX);

          g_hash_table_add (self->profiles, g_strdup (name));
          if (!g_str_equal (name, self->profile))
            continue;
          self->profile_found = TRUE;
          if (!self->only_names && !read_profile (self, file, path, groups[i], error))
            return FALSE;
        }
      else if (g_str_equal (groups[i], ALIASES))
        read_aliases (self, file);
      else
        {
          /* Translators: path of a file, name of a section */
          g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG,
                       _ ("%s: the section [%s] is unknown. There are [profile NAME] and [aliases]"), path,
                       groups[i]);
          return FALSE;
        }
    }

  return TRUE;
}

GStrv
tool_config_list_files (void)
{
  const char *const *system = g_get_system_config_dirs ();
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "trueconf-bot", "config.ini", NULL);

  for (guint i = g_strv_length ((GStrv) system); i > 0; i--)
    {
      g_autofree char *path = g_build_filename (system[i - 1], "trueconf-bot", "config.ini", NULL);

      g_strv_builder_add (files, path);
    }
  g_strv_builder_add (files, own);

  return g_strv_builder_end (files);
}

static const char *
get_option (GPtrArray *given, const char *name)
{
  const char *value = NULL;

  for (guint i = 0; i < given->len; i++)
    {
      const ToolGiven *option = g_ptr_array_index (given, i);

      if (g_str_equal (option->option->name, name))
        value = option->value;
    }

  return value;
}

static gboolean
read_files (ToolConfig *self, GError **error)
{
  const char *chosen = get_option (self->given, "config");
  g_auto (GStrv) files = NULL;

  if (chosen == NULL)
    chosen = g_getenv ("TRUECONF_CONFIG");
  if (chosen != NULL && *chosen != '\0')
    return read_file (self, chosen, TRUE, error);

  files = tool_config_list_files ();
  for (guint i = 0; files[i] != NULL; i++)
    {
      if (!read_file (self, files[i], FALSE, error))
        return FALSE;
    }

  return TRUE;
}

static const char *
get_environment (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

static gboolean
read_environment (ToolConfig *self, GError **error)
{
  for (guint i = 0; i < TOOL_N_SETTINGS; i++)
    {
      const char *name = tool_settings[i].environment;
      const char *value = get_environment (name);

      if (value != NULL && !set (self, i, value, name, LEVEL_ENVIRONMENT, error))
        return FALSE;
      if (tool_settings[i].kind == TOOL_SETTING_IS_SECRET)
        {
          g_autofree char *file_name = g_strconcat (name, "_FILE", NULL);
          const char *path = get_environment (file_name);

          if (path != NULL && !set_secret_from_file (self, i, path, file_name, LEVEL_ENVIRONMENT, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
read_credentials (ToolConfig *self, GError **error)
{
  const char *folder = get_environment ("CREDENTIALS_DIRECTORY");

  for (guint i = 0; folder != NULL && i < TOOL_N_SETTINGS; i++)
    {
      g_autofree char *path = NULL;

      if (tool_settings[i].credential == NULL)
        continue;
      path = g_build_filename (folder, tool_settings[i].credential, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS) &&
          !set_secret_from_file (self, i, path, path, LEVEL_CREDENTIALS, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_options (ToolConfig *self, GError **error)
{
  for (guint i = 0; i < self->given->len; i++)
    {
      const ToolGiven *option = g_ptr_array_index (self->given, i);
      g_autofree char *source = g_strconcat ("--", option->option->name, NULL);
      ToolSetting setting;
      gboolean is_file;
      gboolean ok = TRUE;

      if (tool_command_find_option (NULL, option->option->name, 0) != option->option)
        continue;
      if (g_str_equal (option->option->name, "no-tls"))
        ok = set (self, TOOL_SETTING_TLS, "false", source, LEVEL_OPTIONS, error);
      else if (g_str_equal (option->option->name, "insecure"))
        ok = set (self, TOOL_SETTING_VERIFY_TLS, "false", source, LEVEL_OPTIONS, error);
      else if (tool_setting_find (option->option->name, &setting, &is_file))
        ok = is_file ? set_secret_from_file (self, setting, option->value, source, LEVEL_OPTIONS, error)
                     : set (self, setting, option->value, source, LEVEL_OPTIONS, error);
      if (!ok)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_profile (ToolConfig *self, GError **error)
{
  if (!self->profile_chosen || self->profile_found)
    return TRUE;

  /* Translators: name of a profile, twice */
  g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG,
               _ ("There is no profile “%s”: no configuration has a section [profile %s]"), self->profile,
               self->profile);
  return FALSE;
}

static ToolConfig *
config_new (GPtrArray *given)
{
  ToolConfig *self = g_new0 (ToolConfig, 1);
  const char *profile = get_option (given, "profile");

  if (profile == NULL)
    profile = get_environment ("TRUECONF_PROFILE");
  self->given = given;
  self->profile_chosen = profile != NULL;
  self->profile = g_strdup (profile != NULL ? profile : DEFAULT_PROFILE);
  self->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->profiles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

ToolConfig *
tool_config_load (GPtrArray *given, ToolConfigStdin read_stdin, gpointer data, GError **error)
{
  g_autoptr (ToolConfig) self = config_new (given);

  self->read_stdin = read_stdin;
  self->data = data;
  if (!read_files (self, error) || !check_profile (self, error) || !read_environment (self, error) ||
      !read_credentials (self, error) || !read_options (self, error))
    return NULL;
  drop_overridden_secret (self);

  return g_steal_pointer (&self);
}

ToolConfig *
tool_config_load_names (GPtrArray *given, GError **error)
{
  g_autoptr (ToolConfig) self = config_new (given);

  self->only_names = TRUE;

  return read_files (self, error) ? g_steal_pointer (&self) : NULL;
}

void
tool_config_free (ToolConfig *self)
{
  for (guint i = 0; i < TOOL_N_SETTINGS; i++)
    {
      g_free (self->states[i].value);
      g_free (self->states[i].source);
    }
  g_clear_pointer (&self->aliases, g_hash_table_unref);
  g_clear_pointer (&self->profiles, g_hash_table_unref);
  g_free (self->profile);
  g_free (self);
}

/* ---- what was read */

const char *
tool_config_get_profile (ToolConfig *self)
{
  return self->profile;
}

const char *
tool_config_get (ToolConfig *self, ToolSetting setting)
{
  return self->states[setting].value != NULL ? self->states[setting].value : tool_settings[setting].otherwise;
}

gboolean
tool_config_get_boolean (ToolConfig *self, ToolSetting setting)
{
  return g_strcmp0 (tool_config_get (self, setting), "true") == 0;
}

guint
tool_config_get_number (ToolConfig *self, ToolSetting setting)
{
  return (guint) g_ascii_strtoull (tool_config_get (self, setting), NULL, 10);
}

double
tool_config_get_seconds (ToolConfig *self, ToolSetting setting)
{
  return g_ascii_strtod (tool_config_get (self, setting), NULL);
}

void
tool_config_set_fallback (ToolConfig *self, ToolSetting setting, const char *value, const char *source)
{
  if (self->states[setting].value == NULL)
    set (self, setting, value, source, LEVEL_FALLBACK, NULL);
}

const char *
tool_config_get_alias (ToolConfig *self, const char *name)
{
  return g_hash_table_lookup (self->aliases, name);
}

static int
compare (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GStrv
list_keys (GHashTable *table)
{
  g_autofree const char **keys = (const char **) g_hash_table_get_keys_as_array (table, NULL);
  GStrv list = g_strdupv ((GStrv) keys);

  qsort (list, g_strv_length (list), sizeof *list, compare);

  return list;
}

GStrv
tool_config_list_aliases (ToolConfig *self)
{
  return list_keys (self->aliases);
}

GStrv
tool_config_list_profiles (ToolConfig *self)
{
  return list_keys (self->profiles);
}

/* ---- --print-config */

static const char *
show_value (ToolConfig *self, ToolSetting setting)
{
  const char *value = tool_config_get (self, setting);

  if (tool_settings[setting].kind == TOOL_SETTING_IS_SECRET)
    return value != NULL ? _ ("(set)") : _ ("(not set)");
  if (setting == TOOL_SETTING_PORT && g_str_equal (value, "0"))
    return tool_config_get_boolean (self, TOOL_SETTING_TLS) ? "443" : "4309";

  return value != NULL ? value : _ ("(not set)");
}

static void
print_json (ToolConfig *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < TOOL_N_SETTINGS; i++)
    {
      JsonObject *setting = json_object_new ();
      const char *value = tool_config_get (self, i);

      json_object_set_boolean_member (setting, "set", self->states[i].value != NULL);
      if (tool_settings[i].kind != TOOL_SETTING_IS_SECRET && value != NULL)
        json_object_set_string_member (setting, "value", show_value (self, i));
      if (self->states[i].source != NULL)
        json_object_set_string_member (setting, "source", self->states[i].source);
      json_object_set_object_member (object, tool_settings[i].key, setting);
    }
  json_object_set_string_member (object, "profile", self->profile);
  tool_print_object (object);
}

void
tool_config_print (ToolConfig *self, gboolean json)
{
  if (json)
    {
      print_json (self);
      return;
    }

  for (guint i = 0; i < TOOL_N_SETTINGS; i++)
    {
      const char *source = self->states[i].source;
      g_autofree char *value = tool_terminal_clean (show_value (self, i), FALSE);
      g_autofree char *shown = tool_terminal_clean (source != NULL ? source : _ ("(by default)"), FALSE);

      /* printf () counts bytes */
      tool_print ("%-10s  %s%*s  %s\n", tool_settings[i].key, value,
                  (int) MAX (24 - g_utf8_strlen (value, -1), 0), "", shown);
    }
}
