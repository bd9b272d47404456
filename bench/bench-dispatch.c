/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What it costs to find the last of many handlers, and to go through middlewares, without a network. */

#include "config.h"

#include <string.h>

#include "routing/trueconf-dispatcher-private.h"
#include "routing/trueconf-middleware.h"
#include "trueconf-bot.h"
#include "wire/trueconf-wire-private.h"

#define ROUNDS     5
#define REPETITION 20000

static guint handled;

static void
handle (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  handled++;
}

static void
go_on (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  trueconf_next_run (next);
}

static void
begin (TrueconfContext *context, gint64 threshold, gpointer data)
{
}

static void
end (TrueconfContext *context, gpointer data)
{
}

static void
done (TrueconfEvent *event, gboolean failed, gpointer data)
{
}

static void
overdue (TrueconfEvent *event, gpointer data)
{
}

static gboolean
asks (TrueconfEvent *event, gpointer data)
{
  return FALSE;
}

static const TrueconfDispatchReports reports = { begin, end, done, overdue, asks };

static TrueconfEvent *
make_message (const char *text)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":1,\"id\":1,\"method\":\"sendMessage\",\"payload\":{"
                                           "\"chatId\":\"c\",\"messageId\":\"m\",\"type\":200,"
                                           "\"author\":{\"id\":\"nora@example.com\",\"type\":1},"
                                           "\"content\":{\"text\":\"%s\",\"parseMode\":\"text\"}}}",
                                           text);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_auto (TrueconfFrame) frame;
  gboolean good = trueconf_frame_init (&frame, bytes);

  g_assert_true (good);

  return trueconf_wire_read_event (&frame);
}

static gint64
measure_round (TrueconfDispatcher *dispatcher, TrueconfEvent *event)
{
  gint64 start = g_get_monotonic_time ();

  handled = 0;
  for (guint i = 0; i < REPETITION; i++)
    trueconf_dispatcher_dispatch (dispatcher, event, &reports, NULL);
  g_assert_cmpuint (handled, ==, REPETITION);

  return g_get_monotonic_time () - start;
}

/* Returns microseconds for one event: of several rounds, the best. */
static double
measure (TrueconfDispatcher *dispatcher, TrueconfEvent *event)
{
  gint64 best = G_MAXINT64;

  for (guint round = 0; round < ROUNDS; round++)
    best = MIN (best, measure_round (dispatcher, event));

  return (double) best / REPETITION;
}

static void
add_handlers (TrueconfRouter *router, guint n, gboolean commands)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%sword%u", commands ? "" : "/", i);
      g_autoptr (TrueconfFilter) filter =
          commands ? TRUECONF_FILTER (trueconf_command_filter_new (name)) : trueconf_filter_new_text (name);

      trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, filter, handle, NULL, NULL);
    }
}

static double
last_of (guint n, gboolean commands)
{
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("words");
  g_autofree char *text = g_strdup_printf ("/word%u", n - 1);
  g_autoptr (TrueconfEvent) event = make_message (text);

  add_handlers (router, n, commands);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);

  return measure (dispatcher, event);
}

/* A handler in an included router, with or without a filter for a command, and behind `n` middlewares. */
static TrueconfDispatcher *
make_dispatcher (gboolean command, guint n)
{
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("words");

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TrueconfMiddleware) middleware = trueconf_middleware_new_func (go_on, NULL, NULL);

      if (i % 2 == 0)
        trueconf_router_add_outer_middleware (TRUECONF_ROUTER (dispatcher), middleware);
      else
        trueconf_router_add_inner_middleware (router, middleware);
    }
  if (command)
    add_handlers (router, 1, TRUE);
  else
    trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, handle, NULL, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);

  return g_steal_pointer (&dispatcher);
}

/* What a filter for a command and two middlewares add. The rounds alternate, so that what else the machine does meets
 * all of them alike. At most 3 microseconds for both is the aim. */
static void
compare (void)
{
  static const struct
  {
    const char *name;
    gboolean command;
    guint n;
  } rows[] = {
    { "a handler, nothing else", FALSE, 0 },
    { "two middlewares", FALSE, 2 },
    { "a command", TRUE, 0 },
    { "a command, two middlewares", TRUE, 2 },
  };
  g_autoptr (TrueconfEvent) event = make_message ("/word0");
  TrueconfDispatcher *dispatchers[G_N_ELEMENTS (rows)];
  gint64 best[G_N_ELEMENTS (rows)];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      dispatchers[i] = make_dispatcher (rows[i].command, rows[i].n);
      best[i] = G_MAXINT64;
    }
  for (guint round = 0; round < 3 * ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
      best[i] = MIN (best[i], measure_round (dispatchers[i], event));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_print ("  %-32s %6.2f, %+6.2f\n", rows[i].name, (double) best[i] / REPETITION,
               (double) (best[i] - best[0]) / REPETITION);
      g_object_unref (dispatchers[i]);
    }
}

int
main (void)
{
  static const guint numbers[] = { 1, 20, 100, 1000 };

  g_print ("The way of an event to its handler, in microseconds:\n");
  compare ();
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_print ("  the last of %4u handlers        %6.2f by its text, %6.2f by its command\n", numbers[i],
             last_of (numbers[i], FALSE), last_of (numbers[i], TRUE));

  return 0;
}
