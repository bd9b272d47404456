/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A bot that asks for a chat's history, and json-glib's parser, which reads the same bytes into a tree and does nothing
 * else with them. Prints what each message has cost as one JSON line. */

#include <json-glib/json-glib.h>
#include <malloc.h>
#include <string.h>
#include <trueconf-bot.h>

#include "bench-messages.h"
#include "bench-meter.h"

#define TOKEN  "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.bm9uZQ"
#define ROUNDS 50

static GAsyncResult *result = NULL;

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

/* The I/O thread is still busy with putting away what it has read from. */
static gint64
get_heap (void)
{
  struct mallinfo2 info;

  g_usleep (G_USEC_PER_SEC / 10);
  info = mallinfo2 ();

  return (gint64) (info.uordblks + info.hblkhd);
}

static GListModel *
ask (TrueconfBot *bot, guint count)
{
  g_autoptr (GError) error = NULL;
  GListModel *list;

  trueconf_bot_get_chat_history_async (bot, "9d1c0b5e7f3a42886e01c4b7d2f95a3310ce8b64", count, NULL, NULL,
                                       done_cb, NULL);
  wait_for_result ();
  list = trueconf_bot_get_chat_history_finish (bot, result, &error);
  g_clear_object (&result);
  if (list == NULL || g_list_model_get_n_items (list) != count)
    g_error ("the history did not come: %s",
             error != NULL ? error->message : "other messages than asked for");

  return list;
}

static JsonParser *
parse (const char *text)
{
  JsonParser *parser = json_parser_new_immutable ();

  if (!json_parser_load_from_data (parser, text, -1, NULL))
    g_error ("the history is not JSON");

  return parser;
}

static void
print (const char *name, const Meter *begin, const Meter *end, gint64 bytes, guint count, const char *more)
{
  g_print ("\"%s\": {\"wall_us\": %.3f, \"cpu_us\": %.3f, \"bytes\": %.1f}%s", name,
           (double) (end->wall - begin->wall) / count / ROUNDS,
           (double) (end->cpu - begin->cpu) / count / ROUNDS, (double) bytes / count, more);
}

static void
measure_library (TrueconfBot *bot, guint count)
{
  GListModel *list;
  Meter begin;
  Meter end;
  gint64 heap;

  g_object_unref (ask (bot, count));
  heap = get_heap ();
  list = ask (bot, count);
  heap = get_heap () - heap;
  g_object_unref (list);

  begin = meter_read ();
  for (guint i = 0; i < ROUNDS; i++)
    g_object_unref (ask (bot, count));
  end = meter_read ();
  print ("library", &begin, &end, heap, count, ", ");
}

static void
measure_parser (guint count)
{
  g_autofree char *payload = bench_make_history (count);
  g_autofree char *text = g_strdup_printf ("{\"type\":2,\"id\":1,\"payload\":%s}", payload);
  JsonParser *parser;
  Meter begin;
  Meter end;
  gint64 heap;

  g_object_unref (parse (text));
  heap = get_heap ();
  parser = parse (text);
  heap = get_heap () - heap;
  g_object_unref (parser);

  begin = meter_read ();
  for (guint i = 0; i < ROUNDS; i++)
    g_object_unref (parse (text));
  end = meter_read ();
  print ("parser", &begin, &end, heap, count, ", ");
  g_print ("\"text_bytes\": %.1f", (double) strlen (text) / count);
}

int
main (int argc, char *argv[])
{
  g_autoptr (TrueconfBot) bot = NULL;
  guint count;

  if (argc < 3)
    {
      g_printerr ("usage: bench-history PORT COUNT\n");
      return 2;
    }

  count = (guint) atoi (argv[2]);
  bot = trueconf_bot_new ("127.0.0.1", TOKEN);
  trueconf_bot_set_port (bot, (guint) atoi (argv[1]));
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_start_async (bot, NULL, done_cb, NULL);
  wait_for_result ();
  if (!trueconf_bot_start_finish (bot, result, NULL))
    return 1;
  g_clear_object (&result);

  g_print ("{");
  measure_library (bot, count);
  measure_parser (count);
  g_print ("}\n");
  return 0;
}
