/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-help.h"
#include "tool-run.h"

static int
run_help (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  const ToolCommand *command = NULL;

  if (tool_run_get_n_arguments (run) > 0)
    {
      command = tool_command_look_up (tool_run_get_argument (run, 0), &error);
      if (command == NULL)
        return tool_run_fail (run, error);
    }
  tool_help_print (command);

  return TOOL_STATUS_OK;
}

const ToolCommand tool_command_help = {
  .name = "help",
  .arguments = N_ ("[COMMAND]"),
  .summary = N_ ("Explain a command"),
  .description = N_ ("The same as the option --help. Without COMMAND all commands are listed."),
  .examples = "trueconf-bot help send",
  .max_arguments = 1,
  .completion = TOOL_VALUE_COMMAND,
  .is_local = TRUE,
  .run = run_help,
};
