/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Functions that are called at a time, and when something is cancelled, without a source for each. */

#include "config.h"

#include "transport/trueconf-time-private.h"
#include "trueconf-alarm-private.h"
#include "trueconf-cancel-watch-private.h"

#include "tc-util.h"

#define MANY 1000

typedef struct
{
  TrueconfAlarm alarm;
  GArray *rung; /* of numbers */
  guint number;
} Bell;

static void
rung_cb (gpointer data)
{
  Bell *bell = data;

  g_array_append_val (bell->rung, bell->number);
}

static void
set (Bell *bell, GArray *rung, guint number, gint64 time)
{
  bell->rung = rung;
  bell->number = number;
  trueconf_alarm_set (&bell->alarm, NULL, time, rung_cb, bell);
}

/* Each source of a context gets the next number. */
static guint
attach_probe (GMainContext *context)
{
  g_autoptr (GSource) probe = g_idle_source_new ();
  guint id = g_source_attach (probe, context);

  g_source_destroy (probe);
  return id;
}

/* The earliest first, and of two at the same time the one that was set first; more than are called in one turn. */
static void
test_order (void)
{
  g_autofree Bell *bells = g_new0 (Bell, MANY);
  g_autoptr (GArray) rung = g_array_new (FALSE, FALSE, sizeof (guint));
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < MANY; i++)
    set (&bells[i], rung, i, now + (i % 2 == 0 ? 2000 : 1000));
  TC_WAIT (rung->len == MANY);
  for (guint i = 0; i < MANY; i++)
    {
      guint wanted = i < MANY / 2 ? 2 * i + 1 : 2 * (i - MANY / 2);

      g_assert_cmpuint (g_array_index (rung, guint, i), ==, wanted);
    }
  tc_linger (5);
  g_assert_cmpuint (rung->len, ==, MANY);
}

/* One that is cleared is not called, one that is set anew is called once, at the later time. */
static void
test_cleared (void)
{
  Bell bells[3] = { 0 };
  g_autoptr (GArray) rung = g_array_new (FALSE, FALSE, sizeof (guint));
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (bells); i++)
    set (&bells[i], rung, i, now);
  trueconf_alarm_clear (&bells[0].alarm);
  set (&bells[1], rung, 1, now + 20000);
  TC_WAIT (rung->len == 2);
  g_assert_cmpuint (g_array_index (rung, guint, 0), ==, 2);
  g_assert_cmpuint (g_array_index (rung, guint, 1), ==, 1);
  g_assert_cmpint (g_get_monotonic_time (), >=, now + 20000);
  for (guint i = 0; i < G_N_ELEMENTS (bells); i++)
    trueconf_alarm_clear (&bells[i].alarm);
}

/* However many there are, a context has one source of them. */
static void
test_sources (void)
{
  g_autofree Bell *bells = g_new0 (Bell, MANY);
  g_autoptr (GArray) rung = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) watches =
      g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_cancel_watch_free);
  guint before = attach_probe (NULL);

  for (guint i = 0; i < MANY; i++)
    {
      set (&bells[i], rung, i, trueconf_time_from_now (G_GINT64_CONSTANT (3600000000)));
      g_ptr_array_add (watches, trueconf_cancel_watch_new (cancellable, NULL, rung_cb, &bells[i]));
    }
  g_assert_cmpuint (attach_probe (NULL), ==, before + 2);
  for (guint i = 0; i < MANY; i++)
    trueconf_alarm_clear (&bells[i].alarm);
  tc_drain ();
  g_assert_cmpuint (rung->len, ==, 0);
}

static void
turn_cb (gpointer data)
{
  Bell *bell = data;
  GArray *rung = bell->rung;

  rung_cb (bell);
  TC_WAIT (rung->len == 2);
}

/* What is called may wait for another one in a loop of its own. */
static void
test_nested (void)
{
  Bell bells[2] = { 0 };
  g_autoptr (GArray) rung = g_array_new (FALSE, FALSE, sizeof (guint));
  gint64 now = g_get_monotonic_time ();

  set (&bells[0], rung, 0, now);
  trueconf_alarm_set (&bells[0].alarm, NULL, now, turn_cb, &bells[0]);
  set (&bells[1], rung, 1, now + 1000);
  TC_WAIT (rung->len == 2);
  g_assert_cmpuint (g_array_index (rung, guint, 1), ==, 1);
}

/* A context that goes away takes its alarms along, and another one, perhaps at the same address, has its own. */
static void
test_contexts (void)
{
  g_autoptr (GArray) rung = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GMainContext) context = g_main_context_new ();
      Bell bells[2] = { 0 };

      bells[0].rung = bells[1].rung = rung;
      bells[0].number = i;
      trueconf_alarm_set (&bells[0].alarm, context, g_get_monotonic_time (), rung_cb, &bells[0]);
      trueconf_alarm_set (&bells[1].alarm, context, G_MAXINT64, rung_cb, &bells[1]);
      while (rung->len == i)
        g_main_context_iteration (context, TRUE);
      g_clear_pointer (&context, g_main_context_unref);
      trueconf_alarm_clear (&bells[1].alarm);
    }
  for (guint i = 0; i < rung->len; i++)
    g_assert_cmpuint (g_array_index (rung, guint, i), ==, i);
}

static gpointer
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* It is called in the context, once, also if another thread cancels, or if that has been done before. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) rung = g_array_new (FALSE, FALSE, sizeof (guint));
  Bell bells[3] = { 0 };
  TrueconfCancelWatch *watches[3];

  for (guint i = 0; i < G_N_ELEMENTS (bells); i++)
    {
      bells[i].rung = rung;
      bells[i].number = i;
    }
  watches[0] = trueconf_cancel_watch_new (cancellable, NULL, rung_cb, &bells[0]);
  watches[1] = trueconf_cancel_watch_new (cancellable, NULL, rung_cb, &bells[1]);
  g_thread_join (g_thread_new ("cancels", cancel, cancellable));
  g_assert_cmpuint (rung->len, ==, 0);
  /* it was cancelled, but this one does not want to hear of it any more */
  trueconf_cancel_watch_free (watches[1]);
  watches[2] = trueconf_cancel_watch_new (cancellable, NULL, rung_cb, &bells[2]);
  g_assert_cmpuint (rung->len, ==, 0);
  TC_WAIT (rung->len == 2);
  tc_drain ();
  g_assert_cmpuint (rung->len, ==, 2);
  g_assert_cmpuint (g_array_index (rung, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (rung, guint, 1), ==, 2);
  trueconf_cancel_watch_free (watches[0]);
  trueconf_cancel_watch_free (watches[2]);
}

static gboolean
never_cb (gpointer data)
{
  g_assert_not_reached ();
}

static void
mark_cb (gpointer data)
{
  gboolean *gone = data;

  *gone = TRUE;
}

/* A context that is not iterated after the cancellation is freed, with what is attached to it. */
static void
test_dropped_context (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) rung = g_array_new (FALSE, FALSE, sizeof (guint));
  Bell bell = { .rung = rung };
  GMainContext *context = g_main_context_new ();
  TrueconfCancelWatch *watch = trueconf_cancel_watch_new (cancellable, context, rung_cb, &bell);
  g_autoptr (GSource) source = g_idle_source_new ();
  gboolean gone = FALSE;

  g_source_set_callback (source, never_cb, &gone, mark_cb);
  g_source_attach (source, context);
  g_thread_join (g_thread_new ("cancels", cancel, cancellable));
  trueconf_cancel_watch_free (watch);
  g_assert_false (gone);
  g_main_context_unref (context);
  g_assert_true (gone);
  g_assert_cmpuint (rung->len, ==, 0);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/alarm/order", test_order);
  g_test_add_func ("/alarm/cleared", test_cleared);
  g_test_add_func ("/alarm/sources", test_sources);
  g_test_add_func ("/alarm/nested", test_nested);
  g_test_add_func ("/alarm/contexts", test_contexts);
  g_test_add_func ("/alarm/cancelled", test_cancelled);
  g_test_add_func ("/alarm/dropped-context", test_dropped_context);

  return g_test_run ();
}
