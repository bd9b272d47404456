/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-cache.h"
#include "tool-command.h"
#include "tool-complete.h"
#include "tool-config.h"
#include "tool-methods.h"
#include "tool-print.h"
#include "tool-status.h"
#include "tool-terminal.h"

typedef struct
{
  const ToolCommand *command;
  const ToolOption *pending; /* waits for its value */
  guint n_arguments;
  gboolean only_arguments; /* behind "--" */
  GPtrArray *given;        /* of ToolGiven: --config and --profile, which say where to look */
  const char *word;        /* what is to be completed, or what stands behind its "=" */
  const char *prefix;      /* what stands before, up to the "=" */
} ToolCompletion;

static void
note (ToolCompletion *self, const ToolOption *option, const char *value)
{
  ToolGiven *given;

  if (!g_str_equal (option->name, "config") && !g_str_equal (option->name, "profile"))
    return;

  given = g_new0 (ToolGiven, 1);
  given->option = option;
  given->value = (char *) value;
  g_ptr_array_add (self->given, given);
}

static const ToolOption *
find_option (ToolCompletion *self, const char *word)
{
  const char *equals = strchr (word, '=');
  g_autofree char *name = NULL;

  if (word[1] != '-')
    /* of several letters the last one can want a value */
    return tool_command_find_option (self->command, NULL, word[strlen (word) - 1]);
  name = equals != NULL ? g_strndup (word + 2, equals - word - 2) : g_strdup (word + 2);

  return tool_command_find_option (self->command, name, 0);
}

static void
pass (ToolCompletion *self, const char *word)
{
  const ToolOption *option;

  if (self->pending != NULL)
    {
      note (self, self->pending, word);
      self->pending = NULL;
    }
  else if (!self->only_arguments && g_str_equal (word, "--"))
    self->only_arguments = TRUE;
  else if (!self->only_arguments && word[0] == '-' && word[1] != '\0')
    {
      const char *equals = strchr (word, '=');

      option = find_option (self, word);
      if (option == NULL || option->value == TOOL_VALUE_NONE)
        return;
      if (equals != NULL && word[1] == '-')
        note (self, option, equals + 1);
      else
        self->pending = option;
    }
  else if (self->command == NULL)
    self->command = tool_command_find (word);
  else
    self->n_arguments++;
}

static void
suggest (ToolCompletion *self, const char *candidate, const char *description)
{
  g_autofree char *clean = NULL;

  if (!g_str_has_prefix (candidate, self->word) || !tool_terminal_is_clean (candidate))
    return;

  clean = tool_terminal_clean (description, FALSE);
  tool_print ("%s%s%s%s\n", self->prefix, candidate, *clean != '\0' ? "\t" : "", clean);
}

static void
suggest_options (ToolCompletion *self, const ToolOption *options)
{
  for (const ToolOption *option = options; option != NULL && option->name != NULL; option++)
    {
      g_autofree char *candidate = g_strconcat ("--", option->name, NULL);

      suggest (self, candidate, g_dgettext (GETTEXT_PACKAGE, option->help));
    }
}

static void
suggest_recipients (ToolCompletion *self, ToolConfig *config)
{
  g_auto (GStrv) aliases = config != NULL ? tool_config_list_aliases (config) : g_new0 (char *, 1);
  g_auto (GStrv) known =
      tool_cache_list_recipients (config != NULL ? tool_config_get_profile (config) : "default");

  for (guint i = 0; aliases[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("@", aliases[i], NULL);

      suggest (self, name, tool_config_get_alias (config, aliases[i]));
    }
  for (guint i = 0; known[i] != NULL; i++)
    {
      char *tab = strchr (known[i], '\t');

      if (tab == NULL)
        continue;
      *tab = '\0';
      suggest (self, known[i], tab + 1);
    }
}

static void
suggest_from_config (ToolCompletion *self, ToolValue kind)
{
  g_autoptr (ToolConfig) config = tool_config_load_names (self->given, NULL);
  g_auto (GStrv) profiles = NULL;

  if (kind == TOOL_VALUE_CHAT)
    {
      suggest_recipients (self, config);
      return;
    }

  profiles = config != NULL ? tool_config_list_profiles (config) : g_new0 (char *, 1);
  for (guint i = 0; profiles[i] != NULL; i++)
    suggest (self, profiles[i], NULL);
}

static void
suggest_methods (ToolCompletion *self)
{
  for (const ToolMethod *method = tool_methods; method->name != NULL; method++)
    {
      /* Translators: version of the server */
      g_autofree char *since =
          method->server != NULL ? g_strdup_printf (_ ("since TrueConf Server %s"), method->server) : NULL;

      suggest (self, method->name, since);
    }
}

static const char *
suggest_values (ToolCompletion *self, ToolValue kind, const char *words)
{
  g_auto (GStrv) list = NULL;

  if (kind == TOOL_VALUE_FILE)
    return ":files";
  if (kind == TOOL_VALUE_FOLDER)
    return ":folders";

  if (kind == TOOL_VALUE_CHAT || kind == TOOL_VALUE_PROFILE)
    suggest_from_config (self, kind);
  else if (kind == TOOL_VALUE_METHOD)
    suggest_methods (self);
  else if (kind == TOOL_VALUE_COMMAND)
    {
      for (guint i = 0; tool_commands[i] != NULL; i++)
        suggest (self, tool_commands[i]->name, g_dgettext (GETTEXT_PACKAGE, tool_commands[i]->summary));
    }
  else if (kind == TOOL_VALUE_WORD)
    {
      list = g_strsplit (words, " ", -1);
      for (guint i = 0; list[i] != NULL; i++)
        suggest (self, list[i], NULL);
    }

  return ":none";
}

static const char *
complete_last (ToolCompletion *self, const char *word)
{
  const char *equals = strchr (word, '=');
  g_autofree char *prefix = NULL;
  const ToolOption *option;

  self->word = word;
  self->prefix = "";
  if (self->pending != NULL)
    return suggest_values (self, self->pending->value, self->pending->words);

  if (!self->only_arguments && g_str_has_prefix (word, "--") && equals != NULL)
    {
      option = find_option (self, word);
      if (option == NULL)
        return ":none";
      prefix = g_strndup (word, equals + 1 - word);
      self->word = equals + 1;
      self->prefix = prefix;
      return suggest_values (self, option->value, option->words);
    }
  if (!self->only_arguments && *word == '-')
    {
      suggest_options (self, self->command != NULL ? self->command->options : NULL);
      if (self->command == NULL || !self->command->is_local)
        suggest_options (self, tool_connection_options);
      suggest_options (self, tool_general_options);
      return ":none";
    }
  if (self->command == NULL)
    return suggest_values (self, TOOL_VALUE_COMMAND, NULL);

  return suggest_values (self, self->n_arguments == 0 ? self->command->completion : TOOL_VALUE_NONE, NULL);
}

int
tool_complete (char **words)
{
  ToolCompletion self = { .given = g_ptr_array_new_with_free_func (g_free) };
  guint n = g_strv_length (words);

  for (guint i = 0; i + 1 < n; i++)
    pass (&self, words[i]);
  if (n > 0)
    tool_print ("%s\n", complete_last (&self, words[n - 1]));
  g_ptr_array_unref (self.given);

  return TOOL_STATUS_OK;
}
