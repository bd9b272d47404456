/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tool-enum.h"
#include "tool-print.h"
#include "tool-run.h"
#include "tool-terminal.h"

typedef struct
{
  ToolRun *run;
  GError *error;
} Watch;

static void
print_health (ToolRun *run, TrueconfHealth *health)
{
  gboolean good = trueconf_health_get_authorized (health);
  const GError *problem = trueconf_health_get_error (health);
  const char *user = trueconf_health_get_user_id (health);
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;

  if (tool_run_is_json (run))
    {
      g_autofree char *json = trueconf_health_to_json (health);
      g_autoptr (JsonNode) node = json_from_string (json, NULL);

      tool_print_json (node);
      return;
    }
  if (tool_run_is_quiet (run))
    return;

  text = g_strdup_printf ("%s://%s:%u%s%s%s%s", trueconf_health_get_protocol (health),
                          trueconf_health_get_server (health), trueconf_health_get_port (health),
                          user != NULL ? " " : "", user != NULL ? user : "", problem != NULL ? ": " : "",
                          problem != NULL ? problem->message : "");
  clean = tool_terminal_clean (text, FALSE);
  tool_print ("%s%s%s %s\n", tool_terminal_colour (STDOUT_FILENO, good ? TOOL_COLOUR_GOOD : TOOL_COLOUR_BAD),
              tool_enum_get_nick (TRUECONF_TYPE_STATUS, (int) trueconf_health_get_status (health)),
              tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_NONE), clean);
}

static void
watch_end (Watch *watch)
{
  tool_run_quit (watch->run);
}

static void
changed_cb (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  Watch *watch = user_data;

  print_health (watch->run, health);
  if (watch->error == NULL && !tool_print_flush (&watch->error))
    watch_end (watch);
}

static void
failed_cb (TrueconfBot *bot, const GError *error, gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->error == NULL)
    watch->error = g_error_copy (error);
  watch_end (watch);
}

/* It ends when it is interrupted, or when there is nothing more to be hoped for. */
static int
watch_health (ToolRun *run, TrueconfBot *bot)
{
  Watch watch = { run, NULL };
  int status;

  trueconf_bot_set_ws_max_retries (bot, -1);
  g_signal_connect (bot, "status-changed", G_CALLBACK (changed_cb), &watch);
  g_signal_connect (bot, "failed", G_CALLBACK (failed_cb), &watch);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  tool_run_loop (run);
  g_signal_handlers_disconnect_by_data (bot, &watch);

  status = tool_run_fail (run, watch.error);
  g_clear_error (&watch.error);

  return status;
}

static int
run_health (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot = tool_run_make_bot (run, &error);
  g_autoptr (TrueconfHealth) health = NULL;
  gboolean connected;

  if (bot == NULL)
    return tool_run_fail (run, error);
  if (tool_run_has (run, "watch"))
    return watch_health (run, bot);

  connected = tool_run_connect (run, &error) != NULL;
  health = trueconf_bot_health_check (bot);
  print_health (run, health);

  return connected ? TOOL_STATUS_OK : tool_run_fail (run, error);
}

static const ToolOption options[] = {
  { "watch", 'w', TOOL_VALUE_NONE, NULL, N_ ("Stay, and print each change until interrupted") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_health = {
  .name = "health",
  .summary = N_ ("Say whether the bot can log in"),
  .description = N_ (
      "The exit status is 0 only if the bot could log in; otherwise it says what was in the way, as with every "
      "command. With --json the state is an object, which has the same members for every program that uses "
      "the library.\n\n"
      "With --watch the connection is kept, and made anew whenever it is lost."),
  .examples = "trueconf-bot health && echo fine\n"
              "trueconf-bot health --watch --json",
  .options = options,
  .run = run_health,
};
