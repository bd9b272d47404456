/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-enum.h"
#include "tool-print.h"
#include "tool-run.h"
#include "tool-terminal.h"

/* What the library checks before it sends anything; they are the server's, as of 5.5.6. */
static const struct
{
  const char *key;
  const char *words; /* N_() */
  gint64 value;
} fixed[] = {
  { "text", N_ ("visible characters of a text or caption"), 4096 },
  { "title", N_ ("characters of a title"), 256 },
  { "button_rows", N_ ("rows of buttons"), 8 },
  { "buttons_in_row", N_ ("buttons in a row"), 8 },
  { "button_text", N_ ("characters on a button"), 32 },
  { "button_command", N_ ("characters of a button's command"), 255 },
  { "button_custom_data", N_ ("characters of a button's data"), 4096 },
};

static void
print_json (TrueconfUploadLimits *limits, const char *version)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *upload = json_object_new ();
  JsonArray *list = json_array_new ();
  const char *const *extensions = trueconf_upload_limits_get_extensions (limits);

  json_object_set_int_member (upload, "max_size", (gint64) trueconf_upload_limits_get_max_size (limits));
  json_object_set_string_member (
      upload, "mode",
      tool_enum_get_nick (TRUECONF_TYPE_EXTENSION_MODE, (int) trueconf_upload_limits_get_mode (limits)));
  for (guint i = 0; extensions != NULL && extensions[i] != NULL; i++)
    json_array_add_string_element (list, extensions[i]);
  json_object_set_array_member (upload, "extensions", list);
  json_object_set_object_member (object, "upload", upload);
  if (version != NULL)
    json_object_set_string_member (object, "server_version", version);
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    json_object_set_int_member (object, fixed[i].key, fixed[i].value);
  tool_print_object (object);
}

static void
print_extensions (TrueconfUploadLimits *limits)
{
  const char *const *extensions = trueconf_upload_limits_get_extensions (limits);
  g_autofree char *joined = extensions != NULL ? g_strjoinv (", ", (char **) extensions) : NULL;
  g_autofree char *list = tool_terminal_clean (joined, FALSE);

  switch (trueconf_upload_limits_get_mode (limits))
    {
    case TRUECONF_EXTENSION_MODE_ALLOW:
      /* Translators: file name extensions */
      tool_print (_ ("Files: only with these extensions: %s"), list);
      tool_print ("\n");
      break;
    case TRUECONF_EXTENSION_MODE_BLOCK:
      /* Translators: file name extensions */
      tool_print (_ ("Files: not with these extensions: %s"), list);
      tool_print ("\n");
      break;
    case TRUECONF_EXTENSION_MODE_ANY:
      tool_print ("%s\n", _ ("Files: with any extension"));
      break;
    case TRUECONF_EXTENSION_MODE_UNKNOWN:
    default:
      tool_print ("%s\n", _ ("Files: the server has a rule for extensions that is not known here"));
      break;
    }
}

static void
print_text (TrueconfUploadLimits *limits)
{
  guint64 max = trueconf_upload_limits_get_max_size (limits);
  g_autofree char *size = g_format_size_full (max, G_FORMAT_SIZE_LONG_FORMAT);

  if (max == 0)
    tool_print ("%s", _ ("Files: of any size"));
  else
    /* Translators: a size */
    tool_print (_ ("Files: at most %s"), size);
  tool_print ("\n");
  print_extensions (limits);
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    tool_print ("%6" G_GINT64_FORMAT "  %s\n", fixed[i].value, g_dgettext (GETTEXT_PACKAGE, fixed[i].words));
}

static int
run_limits (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfUploadLimits) limits = NULL;
  g_autofree char *version = NULL;
  TrueconfBot *bot = tool_run_connect (run, &error);

  if (bot == NULL)
    return tool_run_fail (run, error);

  trueconf_bot_get_file_upload_limits_async (bot, tool_run_get_cancellable (run), tool_run_ready, run);
  limits = trueconf_bot_get_file_upload_limits_finish (bot, tool_run_wait (run), &error);
  if (limits == NULL)
    return tool_run_fail (run, error);

  if (!tool_run_is_json (run))
    {
      print_text (limits);
      return TOOL_STATUS_OK;
    }

  /* a server whose web port is closed does not say it */
  trueconf_bot_fetch_server_version_async (bot, tool_run_get_cancellable (run), tool_run_ready, run);
  version = trueconf_bot_fetch_server_version_finish (bot, tool_run_wait (run), NULL);
  print_json (limits, version);

  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  TOOL_OPTION_END,
};

const ToolCommand tool_command_limits = {
  .name = "limits",
  .summary = N_ ("Print the limits for files and texts"),
  .description = N_ (
      "The limits for files are those that the server's administrator has set. The others are the same on "
      "all servers up to 5.5.6; “send” splits texts that are longer."),
  .examples = "trueconf-bot limits --json | jq .upload.max_size",
  .options = options,
  .run = run_limits,
};
