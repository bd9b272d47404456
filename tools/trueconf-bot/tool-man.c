/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-catalogue.h"
#include "tool-command.h"
#include "tool-man.h"
#include "tool-print.h"
#include "tool-setting.h"
#include "tool-status.h"

/* The language of the page, or NULL. */
static ToolCatalogue *catalogue;

static const char *
translate (const char *text)
{
  return tool_catalogue_translate (catalogue, text);
}

/* What has a meaning in roff is written so that it has none. */
static char *
escape (const char *text)
{
  GString *roff = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean begins = p == text || p[-1] == '\n';

      if (begins && (c == '.' || c == '\''))
        g_string_append (roff, "\\&");
      if (c == '\\')
        g_string_append (roff, "\\e");
      else if (c == '-')
        g_string_append (roff, "\\-");
      else if (c == '\'')
        g_string_append (roff, "\\(aq");
      else if (c == '`')
        g_string_append (roff, "\\(ga");
      else if (c == '"')
        g_string_append (roff, "\\(dq");
      /* letters can be searched for in the file; other signs are drawn in any encoding */
      else if (c > 127 && !g_unichar_isalpha (c))
        g_string_append_printf (roff, "\\[u%04X]", c);
      else
        g_string_append_unichar (roff, c);
    }

  return g_string_free (roff, FALSE);
}

/* Lines of roff have no more than 80 bytes, by its habits. */
static void
print_text (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *escaped = escape (words[i]);

      if (line->len > 0 && line->len + 1 + strlen (escaped) > 79)
        {
          tool_print ("%s\n", line->str);
          g_string_truncate (line, 0);
        }
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", escaped);
    }
  tool_print ("%s\n", line->str);
}

static void
print_section (const char *macro, const char *title)
{
  g_autofree char *escaped = escape (title);

  tool_print ("%s \"%s\"\n", macro, escaped);
}

static void
print_paragraphs (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      if (i > 0)
        tool_print (".PP\n");
      print_text (paragraphs[i]);
    }
}

static void
print_code (const char *code)
{
  g_autofree char *escaped = escape (code);

  tool_print (".PP\n.RS 4\n.nf\n%s\n.fi\n.RE\n", escaped);
}

static void
print_entry (const char *name, const char *text)
{
  g_autofree char *escaped = escape (name);

  tool_print (".TP\n.B %s\n", escaped);
  print_text (text);
}

static void
print_options (const ToolOption *options)
{
  for (const ToolOption *option = options; option != NULL && option->name != NULL; option++)
    {
      g_autofree char *name = escape (option->name);

      tool_print (".TP\n");
      if (option->letter != 0)
        tool_print ("\\fB\\-%c\\fR, ", option->letter);
      tool_print ("\\fB\\-\\-%s\\fR", name);
      if (option->placeholder != NULL)
        {
          g_autofree char *placeholder = escape (translate (option->placeholder));

          tool_print (" \\fI%s\\fR", placeholder);
        }
      tool_print ("\n");
      print_text (translate (option->help));
    }
}

static void
print_command (const ToolCommand *command)
{
  g_autofree char *usage = NULL;
  g_autofree char *escaped = NULL;

  print_section (".SS", command->name);
  usage = g_strdup_printf ("trueconf-bot %s%s%s", command->name, command->arguments != NULL ? " " : "",
                           command->arguments != NULL ? translate (command->arguments) : "");
  escaped = escape (usage);
  tool_print (".B %s\n", escaped);
  tool_print (".PP\n");
  print_paragraphs (translate (command->description));
  print_options (command->options);
  if (command->examples != NULL)
    print_code (command->examples);
}

static void
print_settings (void)
{
  print_section (".SH", translate (N_ ("CONFIGURATION")));
  print_paragraphs (translate (N_ (
      "Settings come from four places, of which the last one wins: the configuration, the environment, the credentials of systemd, the options. --print-config shows each value and where it comes from.\n\n"
      "The configuration is trueconf-bot/config.ini in the folders of XDG_CONFIG_DIRS (/etc/xdg), then in XDG_CONFIG_HOME (~/.config). A section [profile NAME] has the settings of one bot; --profile chooses another one than “default”. The section [aliases] has names for users and chats, which are written with an @ in front.")));
  print_code ("[profile default]\n"
              "server=video.example.com\n"
              "user=alert_bot\n"
              "password-file=/etc/trueconf-bot/password\n"
              "\n"
              "[aliases]\n"
              "ops=5b0e2f14-7c39-4d7a-9e55-0c1f6ab8d203");
  tool_print (".PP\n");
  print_paragraphs (translate (N_ (
      "No secret is ever an argument, since everybody on the machine sees those. A password or token is in a file, or in an environment variable, or comes through standard input. Of a password and a token, the one from the place that wins is used alone.")));
  for (guint i = 0; i < TOOL_N_SETTINGS; i++)
    {
      const ToolSettingInfo *info = &tool_settings[i];
      g_autofree char *name = g_strdup_printf ("%s=, %s", info->key, info->environment);

      print_entry (name, translate (info->description));
    }
  print_entry ("TRUECONF_PROFILE, TRUECONF_CONFIG", translate (N_ ("As --profile and --config.")));
  print_entry (
      "CREDENTIALS_DIRECTORY",
      translate (N_ ("The folder of systemd's credentials: the files “password” and “token” in it.")));
  print_entry ("NO_COLOR", translate (N_ ("If it is not empty, there are no colours.")));
}

static void
print_statuses (void)
{
  print_section (".SH", translate (N_ ("EXIT STATUS")));
  for (const ToolStatusMeaning *meaning = tool_status_meanings; meaning->meaning != NULL; meaning++)
    {
      g_autofree char *number = g_strdup_printf ("%d", (int) meaning->status);

      print_entry (number, translate (meaning->meaning));
    }
}

static void
print_page (const char *date)
{
  tool_print (".\\\" -*- coding: UTF-8 -*-\n.\\\" Made of the same tables as trueconf-bot --help\n");
  tool_print (".TH TRUECONF\\-BOT 1 \"%s\" \"trueconf\\-bot %s\"\n.nh\n.ad l\n", date, TOOL_VERSION);
  print_section (".SH", translate (N_ ("NAME")));
  tool_print ("trueconf\\-bot \\- %s\n", translate (N_ ("messages of TrueConf Server from a shell")));
  print_section (".SH", translate (N_ ("SYNOPSIS")));
  tool_print (".B trueconf\\-bot\n");
  print_text (translate (N_ ("COMMAND [OPTION…] [ARGUMENT…]")));
  print_section (".SH", translate (N_ ("DESCRIPTION")));
  print_paragraphs (translate (N_ (
      "trueconf-bot does for a bot's account of TrueConf Server what a person or a script wants done: it sends messages and files, reads chats, and looks whether the server and the account are as they should be.\n\n"
      "Results go to standard output, everything else to standard error: one line that says what is wrong and what to do. The exit status says what kind of failure it was.")));
  print_section (".SH", translate (N_ ("COMMANDS")));
  for (guint i = 0; tool_commands[i] != NULL; i++)
    print_command (tool_commands[i]);
  print_section (".SH", translate (N_ ("CONNECTION")));
  print_text (translate (N_ ("Every command that asks a server takes these options.")));
  print_options (tool_connection_options);
  print_section (".SH", translate (N_ ("GENERAL OPTIONS")));
  print_text (translate (N_ ("Every command takes these.")));
  print_options (tool_general_options);
  print_settings ();
  print_statuses ();
  print_section (".SH", translate (N_ ("FILES")));
  print_entry ("~/.config/trueconf-bot/config.ini", translate (N_ ("The configuration.")));
  print_entry ("~/.cache/trueconf-bot/",
               translate (N_ ("Whom something was sent to, for completion in a shell.")));
}

int
tool_man (const char *date, const char *catalogue_path)
{
  g_autoptr (GError) error = NULL;

  if (catalogue_path != NULL)
    {
      catalogue = tool_catalogue_load (catalogue_path, &error);
      if (catalogue == NULL)
        {
          tool_print_error ("%s", error->message);
          return (int) tool_status_from_error (error);
        }
    }
  print_page (date);
  g_clear_pointer (&catalogue, tool_catalogue_free);

  return TOOL_STATUS_OK;
}
