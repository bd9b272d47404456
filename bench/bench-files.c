/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A bot that sends one file, or fetches one, and says as one JSON line what that has cost, above what it costs to be
 * logged in and idle. */

#include <stdio.h>
#include <trueconf-bot.h>

#include "bench-meter.h"

#define TOKEN "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.bm9uZQ"

static GAsyncResult *result = NULL;
static guint progress = 0;

static void
done_cb (GObject *source, GAsyncResult *outcome, gpointer user_data)
{
  result = g_object_ref (outcome);
}

static void
wait_for_result (void)
{
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
progress_cb (goffset current, goffset total, gpointer user_data)
{
  progress++;
}

static gboolean
transfer (TrueconfBot *bot, gboolean upload, const char *path, GError **error)
{
  g_autoptr (GFile) place = g_file_new_for_path (path);
  g_autoptr (TrueconfInputFile) file = NULL;
  g_autoptr (GFile) written = NULL;
  g_autofree char *id = NULL;

  if (upload)
    {
      file = trueconf_input_file_new_for_file (place);
      trueconf_bot_upload_file_async (bot, file, NULL, progress_cb, NULL, NULL, NULL, done_cb, NULL);
      wait_for_result ();
      id = trueconf_bot_upload_file_finish (bot, result, error);
    }
  else
    {
      trueconf_bot_download_file_async (bot, "f", place, progress_cb, NULL, NULL, NULL, done_cb, NULL);
      wait_for_result ();
      written = trueconf_bot_download_file_finish (bot, result, error);
    }
  g_clear_object (&result);

  return id != NULL || written != NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (TrueconfBot) bot = NULL;
  g_autoptr (GError) error = NULL;
  Meter begin;
  Meter end;
  long idle;

  if (argc < 4)
    {
      g_printerr ("usage: bench-files upload|download PORT PATH\n");
      return 2;
    }

  bot = trueconf_bot_new ("127.0.0.1", TOKEN);
  trueconf_bot_set_port (bot, (guint) atoi (argv[2]));
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_start_async (bot, NULL, done_cb, NULL);
  wait_for_result ();
  if (!trueconf_bot_start_finish (bot, result, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_clear_object (&result);

  idle = meter_get_memory_kib ();
  meter_forget_peak ();
  begin = meter_read ();
  if (!transfer (bot, g_str_equal (argv[1], "upload"), argv[3], &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  end = meter_read ();

  g_print ("{\"wall_us\": %" G_GINT64_FORMAT ", \"cpu_us\": %" G_GINT64_FORMAT
           ", \"idle_kib\": %ld, \"above_kib\": %ld, \"progress\": %u}\n",
           end.wall - begin.wall, end.cpu - begin.cpu, idle, meter_get_new_peak_kib () - idle, progress);
  return 0;
}
