/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-ask.h"
#include "tool-login.h"
#include "tool-print.h"
#include "tool-run.h"
#include "tool-terminal.h"

/* Asks for what neither the options nor the configuration have. */
static gboolean
ask_for (ToolRun *run,
         ToolConfig *config,
         ToolSetting setting,
         const char *question,
         const char *otherwise,
         GError **error)
{
  gboolean secret = setting == TOOL_SETTING_PASSWORD;
  char *answer;

  if (tool_config_get (config, setting) != NULL)
    return TRUE;

  answer = tool_ask (run, question, !secret, otherwise, error);
  if (answer == NULL)
    return FALSE;
  if (*answer == '\0' || !g_utf8_validate (answer, -1, NULL))
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                           *answer == '\0' ? _ ("Nothing was typed") : _ ("What was typed is not UTF-8"));
      g_free (answer);
      return FALSE;
    }

  tool_config_set_fallback (config, setting, answer, _ ("typed"));
  g_free (answer);
  return TRUE;
}

static gboolean
ask (ToolRun *run, ToolConfig *config, GError **error)
{
  g_autofree char *question = NULL;

  if (!ask_for (run, config, TOOL_SETTING_SERVER, _ ("Server: "),
                _ ("Which server? Give --server HOST; there is no terminal to ask on"), error) ||
      !ask_for (run, config, TOOL_SETTING_USER, _ ("User name: "),
                _ ("Which user? Give --user NAME; there is no terminal to ask on"), error))
    return FALSE;

  /* Translators: user name, name of a server; the password is typed behind it */
  question = g_strdup_printf (_ ("Password of %s on %s: "), tool_config_get (config, TOOL_SETTING_USER),
                              tool_config_get (config, TOOL_SETTING_SERVER));

  return ask_for (
      run, config, TOOL_SETTING_PASSWORD, question,
      _ ("There is no terminal to ask for the password on. Give --password-file FILE, “-” for standard input"),
      error);
}

static char *
format_expiry (gint64 expires)
{
  g_autoptr (GDateTime) time = expires > 0 ? g_date_time_new_from_unix_local (expires) : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : NULL;
}

static void
print (ToolRun *run, ToolConfig *config, const char *token, const char *path)
{
  gint64 expires = tool_login_get_expiry (token);
  g_autofree char *until = format_expiry (expires);

  if (tool_run_is_json (run))
    {
      g_autoptr (JsonObject) object = json_object_new ();

      json_object_set_string_member (object, "server", tool_config_get (config, TOOL_SETTING_SERVER));
      json_object_set_string_member (object, "user", tool_config_get (config, TOOL_SETTING_USER));
      json_object_set_string_member (object, "profile", tool_config_get_profile (config));
      json_object_set_string_member (object, "place", path != NULL ? "file" : "keyring");
      if (path != NULL)
        json_object_set_string_member (object, "path", path);
      if (expires > 0)
        json_object_set_int_member (object, "expires", expires);
      tool_print_object (object);
      return;
    }
  if (tool_run_is_quiet (run))
    return;

  if (path != NULL)
    /* Translators: path of a file */
    tool_print (_ ("Logged in. The token is in %s, which only you can read"), path);
  else
    tool_print ("%s", _ ("Logged in. The token is in the keyring"));
  if (until != NULL)
    {
      tool_print (". ");
      /* Translators: date and time */
      tool_print (_ ("It is good until %s"), until);
    }
  tool_print (".\n");
}

static int
run_login (ToolRun *run)
{
  const char *store = tool_run_get (run, "store");
  ToolLoginPlace place = store == NULL                    ? TOOL_LOGIN_ANYWHERE
                         : g_str_equal (store, "keyring") ? TOOL_LOGIN_KEYRING
                                                          : TOOL_LOGIN_FILE;
  g_autoptr (GError) error = NULL;
  ToolConfig *config = tool_run_get_config (run, &error);
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;
  TrueconfBot *bot;

  if (config == NULL || !ask (run, config, &error))
    return tool_run_fail (run, error);
  bot = tool_run_make_bot (run, &error);
  if (bot == NULL)
    return tool_run_fail (run, error);

  trueconf_bot_fetch_token_async (bot, tool_run_get_cancellable (run), tool_run_ready, run);
  token = trueconf_bot_fetch_token_finish (bot, tool_run_wait (run), &error);
  if (token == NULL ||
      !tool_login_store (config, place, token, &path, tool_run_get_cancellable (run), &error))
    return tool_run_fail (run, error);

  print (run, config, token, path);
  return TOOL_STATUS_OK;
}

static int
run_logout (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  ToolConfig *config = tool_run_get_config (run, &error);
  gboolean forgotten;

  if (config == NULL || !tool_login_forget (config, &forgotten, tool_run_get_cancellable (run), &error))
    return tool_run_fail (run, error);

  if (!tool_run_is_quiet (run) && !tool_run_is_json (run))
    tool_print ("%s\n", forgotten ? _ ("The token is forgotten.") : _ ("There was no token to forget."));
  return TOOL_STATUS_OK;
}

/* A new one where there is a password, and else the one that is there. */
static int
run_token (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot = tool_run_make_bot (run, &error);
  g_autofree char *token = NULL;
  ToolConfig *config;

  if (bot == NULL)
    return tool_run_fail (run, error);

  config = tool_run_get_config (run, &error);
  if (tool_config_get (config, TOOL_SETTING_PASSWORD) != NULL)
    {
      trueconf_bot_fetch_token_async (bot, tool_run_get_cancellable (run), tool_run_ready, run);
      token = trueconf_bot_fetch_token_finish (bot, tool_run_wait (run), &error);
      if (token == NULL)
        return tool_run_fail (run, error);
    }
  else
    {
      token = g_strdup (tool_config_get (config, TOOL_SETTING_TOKEN));
    }

  if (tool_run_is_json (run))
    {
      gint64 expires = tool_login_get_expiry (token);
      g_autoptr (JsonObject) object = json_object_new ();

      json_object_set_string_member (object, "access_token", token);
      if (expires > 0)
        json_object_set_int_member (object, "expires", expires);
      tool_print_object (object);
    }
  else
    {
      g_autofree char *clean = tool_terminal_clean (token, FALSE);

      tool_print ("%s\n", clean);
    }

  return TOOL_STATUS_OK;
}

static const ToolOption login_options[] = {
  { "store", 0, TOOL_VALUE_WORD, "keyring|file", N_ ("Where to keep the token (the keyring if there is one)"),
    FALSE, "keyring file" },
  TOOL_OPTION_END,
};

static const ToolOption no_options[] = {
  TOOL_OPTION_END,
};

const ToolCommand tool_command_login = {
  .name = "login",
  .summary = N_ ("Get a token with a password, and keep it for the other commands"),
  .description = N_ (
      "What is not given is asked for, the password without showing it. The password is not kept, but the server, "
      "the user and the token are: other commands use them when nothing else is given. Each profile has its own.\n\n"
      "The token goes to the keyring of the desktop, and without one to a file that only you can read."),
  .examples = "trueconf-bot login --server video.example.com --user echo_bot\n"
              "pass trueconf | trueconf-bot login -s video.example.com -u echo_bot --password-file -",
  .options = login_options,
  .run = run_login,
};

const ToolCommand tool_command_logout = {
  .name = "logout",
  .summary = N_ ("Forget the token of “login”"),
  .description = N_ ("The server is not told: a token is good until it expires."),
  .options = no_options,
  .run = run_logout,
};

const ToolCommand tool_command_token = {
  .name = "token",
  .summary = N_ ("Print a token, for other programs"),
  .description = N_ (
      "With a user name and a password the server is asked for a new token; otherwise the one of “login” or of the "
      "configuration is printed. Whoever has it can do what the bot can: keep it out of logs."),
  .examples = "TRUECONF_TOKEN=$(trueconf-bot token) ./my-bot",
  .options = no_options,
  .run = run_token,
};
