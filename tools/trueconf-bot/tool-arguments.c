/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-arguments.h"
#include "tool-status.h"

static void
given_free (gpointer data)
{
  ToolGiven *given = data;

  g_free (given->value);
  g_free (given);
}

static gboolean
is_word_of (const char *value, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, value);
}

static gboolean
check_value (const ToolOption *option, const char *value, GError **error)
{
  if (option->value == TOOL_VALUE_WORD && !is_word_of (value, option->words))
    {
      g_autofree char *words = g_strdelimit (g_strdup (option->words), " ", '|');

      /* Translators: name of an option, what was given, what may be given */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("--%s cannot be “%s”: give %s"), option->name,
                   value, words);
      return FALSE;
    }
  if (tool_value_check (option->value, value))
    return TRUE;

  if (option->value == TOOL_VALUE_SECONDS)
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                 /* Translators: name of an option, what was given */
                 _ ("--%s takes seconds, a decimal number above 0 and up to 1000000, not “%s”"), option->name,
                 value);
  else
    /* Translators: name of an option, the largest number, what was given */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("--%s takes a number from 0 to %d, not “%s”"),
                 option->name, option->value == TOOL_VALUE_PORT ? G_MAXUINT16 : G_MAXINT32, value);
  return FALSE;
}

static gboolean
add_option (ToolArguments *self, const ToolOption *option, const char *value, GError **error)
{
  ToolGiven *given;

  if (value != NULL && !check_value (option, value, error))
    return FALSE;

  given = g_new0 (ToolGiven, 1);
  given->option = option;
  given->value = g_strdup (value);
  g_ptr_array_add (self->given, given);

  return TRUE;
}

static gboolean
fail_unknown (const ToolArguments *self, const char *option, GError **error)
{
  if (self->command != NULL)
    /* Translators: an option, the name of a command, and its name again */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                 _ ("There is no option %s here. See “trueconf-bot %s --help”"), option, self->command->name);
  else
    /* Translators: an option */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                 _ ("There is no option %s in front of a command. See “trueconf-bot --help”"), option);
  return FALSE;
}

static gboolean
fail_without_value (const char *option, const char *placeholder, GError **error)
{
  /* Translators: an option, what has to follow it */
  g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("%s is not complete: give %s behind it"), option,
               g_dgettext (GETTEXT_PACKAGE, placeholder));
  return FALSE;
}

static gboolean
parse_long (ToolArguments *self, const char *text, char **next, gboolean *used_next, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strndup (text + 2, equals - text - 2) : g_strdup (text + 2);
  g_autofree char *shown = g_strconcat ("--", name, NULL);
  const ToolOption *option = tool_command_find_option (self->command, name, 0);

  if (option == NULL)
    return fail_unknown (self, shown, error);

  if (option->value == TOOL_VALUE_NONE)
    {
      if (equals != NULL)
        {
          /* Translators: an option */
          g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("%s takes no value"), shown);
          return FALSE;
        }
      return add_option (self, option, NULL, error);
    }
  if (equals != NULL)
    return add_option (self, option, equals + 1, error);
  if (*next == NULL)
    return fail_without_value (shown, option->placeholder, error);

  *used_next = TRUE;
  return add_option (self, option, *next, error);
}

static gboolean
parse_letters (ToolArguments *self, const char *text, char **next, gboolean *used_next, GError **error)
{
  for (const char *p = text + 1; *p != '\0'; p++)
    {
      /* a letter outside of ASCII is shown as a whole */
      g_autofree char *letter = g_strndup (p, g_utf8_next_char (p) - p);
      g_autofree char *shown = g_strconcat ("-", letter, NULL);
      const ToolOption *option = tool_command_find_option (self->command, NULL, *p);

      if (option == NULL)
        return fail_unknown (self, shown, error);
      if (option->value != TOOL_VALUE_NONE)
        {
          if (p[1] != '\0')
            return add_option (self, option, p + 1, error);
          if (*next == NULL)
            return fail_without_value (shown, option->placeholder, error);
          *used_next = TRUE;
          return add_option (self, option, *next, error);
        }
      if (!add_option (self, option, NULL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_word (ToolArguments *self, const char *word, GError **error)
{
  if (self->command != NULL)
    {
      g_ptr_array_add (self->words, g_strdup (word));
      return TRUE;
    }

  self->command = tool_command_look_up (word, error);

  return self->command != NULL;
}

gboolean
tool_arguments_parse (ToolArguments *self, int argc, char **argv, GError **error)
{
  gboolean only_words = FALSE;

  self->command = NULL;
  self->given = g_ptr_array_new_with_free_func (given_free);
  self->words = g_ptr_array_new_with_free_func (g_free);

  for (int i = 1; i < argc; i++)
    {
      gboolean used_next = FALSE;
      gboolean ok;

      if (!only_words && g_str_equal (argv[i], "--"))
        {
          only_words = TRUE;
          continue;
        }
      if (only_words || argv[i][0] != '-' || argv[i][1] == '\0')
        ok = add_word (self, argv[i], error);
      else if (argv[i][1] == '-')
        ok = parse_long (self, argv[i], &argv[i + 1], &used_next, error);
      else
        ok = parse_letters (self, argv[i], &argv[i + 1], &used_next, error);
      if (!ok)
        return FALSE;
      if (used_next)
        i++;
    }

  return TRUE;
}

gboolean
tool_arguments_has (const ToolArguments *self, const char *option)
{
  for (guint i = 0; i < self->given->len; i++)
    {
      const ToolGiven *given = g_ptr_array_index (self->given, i);

      if (g_str_equal (given->option->name, option))
        return TRUE;
    }

  return FALSE;
}

void
tool_arguments_clear (ToolArguments *self)
{
  g_clear_pointer (&self->given, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
}
