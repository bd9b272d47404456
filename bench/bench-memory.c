/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What an idle bot, logged in, costs in memory: the first one, and each further one. */

#include <trueconf-bot.h>

#include "bench-meter.h"

#define TOKEN   "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.bm9uZQ"
#define FURTHER 100

static guint authorized;

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (trueconf_bot_start_finish (TRUECONF_BOT (source), result, NULL))
    authorized++;
}

static TrueconfBot *
start (guint port)
{
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", TOKEN);

  trueconf_bot_set_port (bot, port);
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_start_async (bot, NULL, started_cb, NULL);
  return bot;
}

static void
wait_for (guint count)
{
  while (authorized < count)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) bots = g_ptr_array_new_with_free_func (g_object_unref);
  long empty = meter_get_rss_kib ();
  long first;
  long all;

  if (argc < 2)
    {
      g_printerr ("usage: bench-memory PORT\n");
      return 2;
    }

  g_ptr_array_add (bots, start ((guint) atoi (argv[1])));
  wait_for (1);
  first = meter_get_rss_kib ();

  for (guint i = 0; i < FURTHER; i++)
    g_ptr_array_add (bots, start ((guint) atoi (argv[1])));
  wait_for (FURTHER + 1);
  all = meter_get_rss_kib ();

  g_print ("{\"process_kib\": %ld, \"first_kib\": %ld, \"further_kib\": %.1f}\n", first, first - empty,
           (double) (all - first) / FURTHER);
  return 0;
}
