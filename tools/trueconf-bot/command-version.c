/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-print.h"
#include "tool-run.h"
#include "tool-terminal.h"

typedef struct
{
  char *library;
  char *name;
  char *server;
} Versions;

static void
versions_clear (Versions *self)
{
  g_free (self->library);
  g_free (self->name);
  g_free (self->server);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Versions, versions_clear)

static void
print (ToolRun *run, const Versions *versions)
{
  if (tool_run_is_json (run))
    {
      g_autoptr (JsonObject) object = json_object_new ();

      json_object_set_string_member (object, "tool", TOOL_VERSION);
      json_object_set_string_member (object, "library", versions->library);
      if (versions->name != NULL)
        json_object_set_string_member (object, "server_name", versions->name);
      if (versions->server != NULL)
        json_object_set_string_member (object, "server", versions->server);
      tool_print_object (object);
      return;
    }

  tool_print ("trueconf-bot %s\nlibtrueconf-bot %s\n", TOOL_VERSION, versions->library);
  if (versions->server != NULL)
    {
      g_autofree char *version = tool_terminal_clean (versions->server, FALSE);
      g_autofree char *name =
          tool_terminal_clean (versions->name != NULL ? versions->name : _ ("without a name"), FALSE);

      tool_print ("TrueConf Server %s (%s)\n", version, name);
    }
}

static int
run_version (ToolRun *run)
{
  g_auto (Versions) versions = { NULL };
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot;

  versions.library = g_strdup_printf ("%u.%u.%u", trueconf_get_major_version (),
                                      trueconf_get_minor_version (), trueconf_get_micro_version ());
  if (tool_run_has (run, "remote"))
    {
      bot = tool_run_make_bot (run, &error);
      if (bot == NULL)
        return tool_run_fail (run, error);

      trueconf_bot_fetch_server_version_async (bot, tool_run_get_cancellable (run), tool_run_ready, run);
      versions.server = trueconf_bot_fetch_server_version_finish (bot, tool_run_wait (run), &error);
      if (versions.server == NULL)
        return tool_run_fail (run, error);
      versions.name = g_strdup (trueconf_bot_get_server_name (bot));
    }
  print (run, &versions);

  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  { "remote", 'r', TOOL_VALUE_NONE, NULL, N_ ("Ask the server for its version, too") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_version = {
  .name = "version",
  .summary = N_ ("Print the versions of the tool, the library and the server"),
  .description = N_ ("The server is asked only with --remote. It tells its version without a log-in."),
  .examples = "trueconf-bot version --remote",
  .options = options,
  .run = run_version,
};
