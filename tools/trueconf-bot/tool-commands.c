/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-command.h"
#include "tool-status.h"

/* One line for each file command-….c, in the order of the help. */
extern const ToolCommand tool_command_send;
extern const ToolCommand tool_command_listen;
extern const ToolCommand tool_command_chats;
extern const ToolCommand tool_command_history;
extern const ToolCommand tool_command_participants;
extern const ToolCommand tool_command_upload;
extern const ToolCommand tool_command_download;
extern const ToolCommand tool_command_call;
extern const ToolCommand tool_command_login;
extern const ToolCommand tool_command_logout;
extern const ToolCommand tool_command_token;
extern const ToolCommand tool_command_health;
extern const ToolCommand tool_command_limits;
extern const ToolCommand tool_command_version;
extern const ToolCommand tool_command_doctor;
extern const ToolCommand tool_command_new;
extern const ToolCommand tool_command_help;

/* one line each */
/* clang-format off */
const ToolCommand *const tool_commands[] = {
  &tool_command_send,
  &tool_command_listen,
  &tool_command_chats,
  &tool_command_history,
  &tool_command_participants,
  &tool_command_upload,
  &tool_command_download,
  &tool_command_call,
  &tool_command_login,
  &tool_command_logout,
  &tool_command_token,
  &tool_command_health,
  &tool_command_limits,
  &tool_command_version,
  &tool_command_doctor,
  &tool_command_new,
  &tool_command_help,
  NULL,
};
/* clang-format on */

/* Letters that have to be changed, added or left out to make one word of the other. */
static guint
distance (const char *a, const char *b)
{
  gsize length = strlen (b);
  g_autofree guint *row = g_new (guint, length + 1);

  for (gsize j = 0; j <= length; j++)
    row[j] = (guint) j;
  for (gsize i = 1; a[i - 1] != '\0'; i++)
    {
      guint corner = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= length; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (row[j] + 1, row[j - 1] + 1), corner + (a[i - 1] != b[j - 1]));
          corner = above;
        }
    }

  return row[length];
}

const ToolCommand *
tool_command_find (const char *name)
{
  for (guint i = 0; tool_commands[i] != NULL; i++)
    if (g_str_equal (tool_commands[i]->name, name))
      return tool_commands[i];

  return NULL;
}

/* the command that was probably meant, or NULL */
static const ToolCommand *
guess_command (const char *name)
{
  const ToolCommand *best = NULL;
  guint least = 3;

  for (guint i = 0; tool_commands[i] != NULL; i++)
    {
      guint d = distance (name, tool_commands[i]->name);

      if (d < least && d < strlen (name))
        {
          least = d;
          best = tool_commands[i];
        }
    }

  return best;
}

const ToolCommand *
tool_command_look_up (const char *name, GError **error)
{
  const ToolCommand *command = tool_command_find (name);
  const ToolCommand *guess;

  if (command != NULL)
    return command;

  guess = guess_command (name);
  if (guess != NULL)
    /* Translators: what was given, name of a command */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("There is no command “%s”. Is “%s” meant?"), name,
                 guess->name);
  else
    /* Translators: what was given */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                 _ ("There is no command “%s”. “trueconf-bot --help” lists them"), name);

  return NULL;
}

const ToolOption *
tool_command_find_option (const ToolCommand *command, const char *name, char letter)
{
  const ToolOption *tables[] = {
    command != NULL ? command->options : NULL,
    command != NULL && command->is_local ? NULL : tool_connection_options,
    tool_general_options,
  };

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      for (const ToolOption *option = tables[t]; option != NULL && option->name != NULL; option++)
        {
          if (name != NULL ? g_str_equal (option->name, name) : option->letter == letter)
            return option;
        }
    }

  return NULL;
}
