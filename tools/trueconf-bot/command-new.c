/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-print.h"
#include "tool-run.h"
#include "tool-project.h"

static void
print_json (const char *name, const char *language, GStrv files)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; files[i] != NULL; i++)
    json_array_add_string_element (list, files[i]);
  json_object_set_string_member (object, "folder", name);
  json_object_set_string_member (object, "language", language);
  json_object_set_array_member (object, "files", list);
  tool_print_object (object);
}

static void
print_text (const ToolProject *project, const char *name, GStrv files)
{
  g_autofree char *test = tool_project_get_test_commands (project, name);
  g_auto (GStrv) lines = g_strsplit (test, "\n", -1);

  for (guint i = 0; files[i] != NULL; i++)
    tool_print ("%s/%s\n", name, files[i]);

  tool_print ("\n%s\n", _ ("It is tested like this; README.md says the rest:"));
  tool_print ("  cd %s\n", name);
  for (guint i = 0; lines[i] != NULL; i++)
    tool_print ("  %s\n", lines[i]);
}

static int
run_new (ToolRun *run)
{
  const char *name = tool_run_get_argument (run, 0);
  const char *language = tool_run_get (run, "language");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) files = NULL;

  if (language == NULL)
    return tool_run_fail_usage (run, _ ("Which language? --language takes c, js, python or vala"));
  if (!tool_project_check_name (name, &error))
    return tool_run_fail (run, error);

  files = tool_project_write (tool_project_find (language), name, &error);
  if (files == NULL)
    return tool_run_fail (run, error);

  if (tool_run_is_json (run))
    print_json (name, language, files);
  else if (!tool_run_is_quiet (run))
    print_text (tool_project_find (language), name, files);

  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  { "language", 'l', TOOL_VALUE_WORD, N_ ("LANGUAGE"), N_ ("What it is written in: c, js, python or vala"),
    FALSE, TOOL_PROJECT_LANGUAGES },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_new = {
  .name = "new",
  .arguments = N_ ("NAME"),
  .summary = N_ ("Begin a bot"),
  .description = N_ (
      "Makes the folder NAME with a bot that works: a command, a button, a dialog, a test that talks with it in the "
      "sandbox, what builds it, a unit for systemd, a file for containers, and a README. No server is needed.\n"
      "\n"
      "  trueconf-bot new lunch-bot --language python\n"
      "\n"
      "The name consists of small letters, digits and dashes, and ends in “bot”. What is there already is not "
      "overwritten."),
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .is_local = TRUE,
  .run = run_new,
};
