/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-help.h"
#include "tool-print.h"

#define COLUMN 27
#define WIDTH  80

static const char *
translate (const char *text)
{
  return g_dgettext (GETTEXT_PACKAGE, text);
}

/* Prints words, in lines of which the first has `used` characters already and the others begin at `indent`. */
static void
print_words (const char *text, int used, int indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  int at = used;

  for (guint i = 0; words[i] != NULL; i++)
    {
      int length = (int) g_utf8_strlen (words[i], -1);

      if (i > 0 && at + 1 + length > WIDTH)
        {
          tool_print ("\n%*s", indent, "");
          at = indent;
        }
      else if (i > 0)
        {
          tool_print (" ");
          at++;
        }
      tool_print ("%s", words[i]);
      at += length;
    }
  tool_print ("\n");
}

static void
print_entry (const char *left, const char *right)
{
  int length = 2 + (int) g_utf8_strlen (left, -1);

  tool_print ("  %s", left);
  if (length + 2 > COLUMN)
    tool_print ("\n%*s", COLUMN, "");
  else
    tool_print ("%*s", COLUMN - length, "");
  print_words (right, COLUMN, COLUMN);
}

static void
print_paragraphs (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      tool_print ("\n");
      print_words (paragraphs[i], 0, 0);
    }
}

static void
print_examples (const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);

  tool_print ("\n%s\n", _ ("Examples:"));
  for (guint i = 0; lines[i] != NULL; i++)
    tool_print ("  %s\n", lines[i]);
}

static void
print_options (const char *title, const ToolOption *options)
{
  if (options == NULL || options->name == NULL)
    return;

  tool_print ("\n%s\n", title);
  for (const ToolOption *option = options; option->name != NULL; option++)
    {
      GString *left = g_string_new (NULL);
      g_autofree char *text = NULL;

      if (option->letter != 0)
        g_string_append_printf (left, "-%c, ", option->letter);
      else
        g_string_append (left, "    ");
      g_string_append_printf (left, "--%s", option->name);
      if (option->placeholder != NULL)
        g_string_append_printf (left, " %s", translate (option->placeholder));
      text = g_string_free (left, FALSE);
      print_entry (text, translate (option->help));
    }
}

static void
print_command_help (const ToolCommand *command)
{
  tool_print ("%s trueconf-bot %s", _ ("Usage:"), command->name);
  if (command->options != NULL && command->options->name != NULL)
    tool_print (" %s", _ ("[OPTION…]"));
  if (command->arguments != NULL)
    tool_print (" %s", translate (command->arguments));
  tool_print ("\n\n%s.\n", translate (command->summary));
  print_paragraphs (translate (command->description));
  if (command->examples != NULL)
    print_examples (command->examples);
  print_options (_ ("Options:"), command->options);
  if (!command->is_local)
    print_options (_ ("Connection:"), tool_connection_options);
  print_options (_ ("General:"), tool_general_options);
}

void
tool_help_print (const ToolCommand *command)
{
  if (command != NULL)
    {
      print_command_help (command);
      return;
    }

  tool_print ("%s trueconf-bot %s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…] [ARGUMENT…]"),
              _ ("Commands:"));
  for (guint i = 0; tool_commands[i] != NULL; i++)
    print_entry (tool_commands[i]->name, translate (tool_commands[i]->summary));
  print_options (_ ("Connection:"), tool_connection_options);
  print_options (_ ("General:"), tool_general_options);
  print_paragraphs (_ ("“trueconf-bot COMMAND --help” tells more, and so does “man trueconf-bot”."));
}
