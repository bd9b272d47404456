/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-doctor.h"
#include "tool-terminal.h"

static char *
advise (const GError *error)
{
  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_GRANT))
    return g_strdup (_ (
        "Log in with both in TrueConf's application to see whether they are right. The account has to be one of this "
        "server, of its own list or of LDAP"));
  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_TOKEN) ||
      g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TOKEN_EXPIRED))
    return g_strdup (_ ("Get a new token, or log in with --user and --password-file"));

  return NULL;
}

/* The library's words often say what to do themselves. */
static void
set_error (ToolDoctor *self, ToolFinding *finding, const GError *error)
{
  TrueconfBot *bot = tool_run_make_bot (self->run, NULL);
  const GError *last = bot != NULL ? trueconf_bot_get_last_error (bot) : NULL;

  /* cancelled since it took too long: the bot knows better what it was waiting for */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && last != NULL)
    error = last;
  tool_finding_set (finding, TOOL_VERDICT_BAD, tool_doctor_describe (self, error));
  tool_finding_set_advice (finding, advise (error));
}

void
tool_doctor_probe_login (ToolDoctor *self, ToolFinding *finding)
{
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot = tool_run_connect (self->run, &error);

  if (bot == NULL)
    {
      set_error (self, finding, error);
      return;
    }

  tool_finding_stop_clock (finding);
  /* Translators: id of a user */
  tool_finding_set (finding, TOOL_VERDICT_GOOD,
                    g_strdup_printf (_ ("as %s"), trueconf_bot_get_user_id (bot)));
}

void
tool_doctor_probe_version (ToolDoctor *self, ToolFinding *finding)
{
  TrueconfBot *bot = tool_run_make_bot (self->run, NULL);
  g_autofree char *version = NULL;
  g_autofree char *clean = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_fetch_server_version_async (bot, tool_run_get_cancellable (self->run), tool_run_ready,
                                           self->run);
  version = trueconf_bot_fetch_server_version_finish (bot, tool_run_wait (self->run), &error);
  if (version == NULL)
    {
      set_error (self, finding, error);
      return;
    }

  clean = tool_terminal_clean (version, FALSE);
  /* Translators: version */
  tool_finding_set (finding, TOOL_VERDICT_GOOD, g_strdup_printf (_ ("TrueConf Server %s"), clean));
}

static char *
describe_limits (TrueconfUploadLimits *limits)
{
  const char *const *extensions = trueconf_upload_limits_get_extensions (limits);
  guint64 max_size = trueconf_upload_limits_get_max_size (limits);
  g_autofree char *size = max_size > 0 ? g_format_size_full (max_size, G_FORMAT_SIZE_IEC_UNITS) : NULL;
  g_autofree char *text =
      size != NULL ? g_strdup_printf (_ ("files up to %s"), size) : g_strdup (_ ("files of any size"));
  g_autofree char *list = extensions != NULL ? g_strjoinv (", ", (GStrv) extensions) : NULL;
  g_autofree char *clean = list != NULL && *list != '\0' ? tool_terminal_clean (list, FALSE) : NULL;

  if (clean != NULL && trueconf_upload_limits_get_mode (limits) == TRUECONF_EXTENSION_MODE_ALLOW)
    /* Translators: “files up to 100 MB”, names of file types */
    return g_strdup_printf (_ ("%s; only %s"), text, clean);
  if (clean != NULL && trueconf_upload_limits_get_mode (limits) == TRUECONF_EXTENSION_MODE_BLOCK)
    /* Translators: “files up to 100 MB”, names of file types */
    return g_strdup_printf (_ ("%s; not %s"), text, clean);

  return g_steal_pointer (&text);
}

void
tool_doctor_probe_limits (ToolDoctor *self, ToolFinding *finding)
{
  TrueconfBot *bot = tool_run_make_bot (self->run, NULL);
  g_autoptr (TrueconfUploadLimits) limits = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_get_file_upload_limits_async (bot, tool_run_get_cancellable (self->run), tool_run_ready,
                                             self->run);
  limits = trueconf_bot_get_file_upload_limits_finish (bot, tool_run_wait (self->run), &error);
  if (limits != NULL)
    tool_finding_set (finding, TOOL_VERDICT_GOOD, describe_limits (limits));
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD))
    tool_finding_set (finding, TOOL_VERDICT_NOT_RUN, g_strdup (error->message));
  else
    set_error (self, finding, error);
}

void
tool_doctor_probe_round_trip (ToolDoctor *self, ToolFinding *finding)
{
  TrueconfBot *bot = tool_run_make_bot (self->run, NULL);
  g_autoptr (GListModel) chats = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_get_chats_async (bot, 1, 1, tool_run_get_cancellable (self->run), tool_run_ready, self->run);
  chats = trueconf_bot_get_chats_finish (bot, tool_run_wait (self->run), &error);
  if (chats == NULL)
    {
      set_error (self, finding, error);
      return;
    }

  tool_finding_stop_clock (finding);
  tool_finding_set (finding, TOOL_VERDICT_GOOD, g_strdup (_ ("one question and its answer")));
}
