/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random faults by seed, several bots at once. Whatever happens on the way: nothing that was accepted is lost, nothing is
 * handled or sent twice in silence, and memory, descriptors and threads come back.
 *
 * TRUECONF_CHAOS_SEED is the first seed, TRUECONF_CHAOS_MINUTES the time to go on; “./dev chaos” sets them. */

#include <malloc.h>
#include <string.h>

#include "tc-bot.h"
#include "tc-chaos.h"

#define SCENES 10
#define STEPS  60
#define PAUSE  200 /* milliseconds, at most, between two steps */

typedef enum
{
  OUTCOME_PENDING,
  OUTCOME_SENT,    /* it has arrived, once */
  OUTCOME_NOT,     /* it has not */
  OUTCOME_UNKNOWN, /* the bot was told that nobody knows */
} Outcome;

typedef struct
{
  guint32 seed;
  TcSandbox *sandbox;
  TcChaos *chaos;
  TrueconfBot *bot;
  GRand *rand;
  char *chat_id;
  guint said;           /* by the user */
  guint handled[STEPS]; /* how often the bot has handled it */
  guint n_sent;         /* by the bot */
  Outcome outcomes[STEPS];
  guint pending;
  GSource *source;
} Scene;

typedef struct
{
  Scene *scene;
  guint number;
} Sending;

static void
on_message (TrueconfBot *bot, TrueconfMessage *message, gpointer user_data)
{
  Scene *scene = user_data;
  guint number;

  if (sscanf (trueconf_message_get_text (message), "in %u", &number) == 1)
    {
      g_assert_cmpuint (number, <, STEPS);
      scene->handled[number]++;
    }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  Scene *scene = sending->scene;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);
  Outcome *outcome = &scene->outcomes[sending->number];

  /* no callback twice */
  g_assert_cmpint (*outcome, ==, OUTCOME_PENDING);
  if (sent != NULL)
    *outcome = OUTCOME_SENT;
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED) ||
           g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL))
    *outcome = OUTCOME_NOT;
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN) ||
           g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT))
    *outcome = OUTCOME_UNKNOWN;
  else
    g_assert_no_error (error);

  scene->pending--;
  g_free (sending);
}

static void
send (Scene *scene)
{
  g_autofree char *text = g_strdup_printf ("out %u", scene->n_sent);
  Sending *sending = g_new0 (Sending, 1);

  sending->scene = scene;
  sending->number = scene->n_sent++;
  scene->pending++;
  trueconf_bot_send_message_async (scene->bot, scene->chat_id, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                   sent_cb, sending);
}

static gboolean
step_cb (gpointer data)
{
  Scene *scene = data;
  guint choice = (guint) g_rand_int_range (scene->rand, 0, 2);

  if ((choice == 0 || scene->n_sent == STEPS) && scene->said < STEPS)
    {
      g_autofree char *text = g_strdup_printf ("in %u", scene->said++);

      tc_sandbox_say (scene->sandbox, "nora", text);
    }
  else if (scene->n_sent < STEPS)
    {
      send (scene);
    }

  if (scene->n_sent == STEPS && scene->said == STEPS)
    {
      g_clear_pointer (&scene->source, g_source_unref);
      return G_SOURCE_REMOVE;
    }

  g_source_set_ready_time (scene->source,
                           g_get_monotonic_time () + 1000 * g_rand_int_range (scene->rand, 1, PAUSE));
  return G_SOURCE_CONTINUE;
}

static void
scene_begin (Scene *scene, guint32 seed)
{
  memset (scene, 0, sizeof *scene);
  scene->seed = seed;
  scene->rand = g_rand_new_with_seed (seed);
  scene->sandbox = tc_sandbox_new ();
  tc_sandbox_say (scene->sandbox, "nora", "hello");
  scene->chat_id = tc_sandbox_get_chat (scene->sandbox, "nora");
  scene->chaos = tc_chaos_new (tc_sandbox_get_port (scene->sandbox), seed);
  scene->bot = tc_bot_new (scene->sandbox);
  g_object_set (scene->bot, "port", tc_chaos_get_port (scene->chaos), "ws-max-delay", 1, "ws-max-retries", -1,
                "ping-interval", 1, "ping-timeout", 1, "timeout", 3.0, "ack-policy",
                TRUECONF_ACK_POLICY_AFTER_HANDLER, "receive-unread-messages", TRUE, NULL);
  g_signal_connect (scene->bot, "message", G_CALLBACK (on_message), scene);
  trueconf_bot_start_async (scene->bot, NULL, NULL, NULL);

  scene->source = g_timeout_source_new (0);
  g_source_set_callback (scene->source, step_cb, scene, NULL);
  g_source_attach (scene->source, NULL);
}

static gboolean
has_handled_all (Scene *scene)
{
  for (guint i = 0; i < STEPS; i++)
    if (scene->handled[i] == 0)
      return FALSE;

  return TRUE;
}

static void
scene_check (Scene *scene)
{
  g_auto (GStrv) texts = tc_sandbox_get_texts (scene->sandbox, "nora", "echo_bot");
  g_autofree char *faults = tc_chaos_describe (scene->chaos);
  guint outcomes[OUTCOME_UNKNOWN + 1] = { 0 };

  for (guint i = 0; i < STEPS; i++)
    {
      g_autofree char *text = g_strdup_printf ("out %u", i);
      guint arrived = 0;

      for (guint n = 0; texts[n] != NULL; n++)
        arrived += g_str_equal (texts[n], text);

      g_test_message ("seed %u, “%s”: outcome %u, arrived %u times", scene->seed, text,
                      (guint) scene->outcomes[i], arrived);
      outcomes[scene->outcomes[i]]++;
      g_assert_cmpuint (scene->handled[i], ==, 1);
      g_assert_cmpuint (arrived, <=, 1);
      if (scene->outcomes[i] == OUTCOME_SENT)
        g_assert_cmpuint (arrived, ==, 1);
      if (scene->outcomes[i] == OUTCOME_NOT)
        g_assert_cmpuint (arrived, ==, 0);
    }

  g_test_message ("seed %u: %u sent, %u not, %u unknown; %s", scene->seed, outcomes[OUTCOME_SENT],
                  outcomes[OUTCOME_NOT], outcomes[OUTCOME_UNKNOWN], faults);
}

static void
scene_end (Scene *scene)
{
  tc_bot_end (scene->bot);
  tc_chaos_free (scene->chaos);
  tc_sandbox_free (scene->sandbox);
  g_rand_free (scene->rand);
  g_free (scene->chat_id);
}

static gboolean
is_quiet (Scene *scenes, guint n)
{
  for (guint i = 0; i < n; i++)
    if (scenes[i].source != NULL || scenes[i].pending > 0)
      return FALSE;

  return TRUE;
}

static gboolean
all_handled (Scene *scenes, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!has_handled_all (&scenes[i]))
      return FALSE;

  return TRUE;
}

static void
run_round (guint32 seed, guint n)
{
  g_autofree Scene *scenes = g_new0 (Scene, n);

  tc_log_begin ();
  for (guint i = 0; i < n; i++)
    scene_begin (&scenes[i], seed + i);
  TC_WAIT (is_quiet (scenes, n));
  /* what was not acknowledged comes again with the next connection */
  for (guint i = 0; i < n; i++)
    tc_chaos_calm (scenes[i].chaos);
  TC_WAIT (all_handled (scenes, n));
  tc_linger (100);
  for (guint i = 0; i < n; i++)
    scene_check (&scenes[i]);
  for (guint i = 0; i < n; i++)
    scene_end (&scenes[i]);
  g_ptr_array_unref (tc_log_end ());
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gsize
get_memory (void)
{
  return mallinfo2 ().uordblks;
}

static guint32
get_number (const char *name, guint32 otherwise)
{
  const char *text = g_getenv (name);
  guint64 number;

  if (text == NULL)
    return otherwise;

  g_assert_true (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL));
  return (guint32) number;
}

static void
test_chaos (void)
{
  guint32 seed = get_number ("TRUECONF_CHAOS_SEED", 1);
  guint32 minutes = get_number ("TRUECONF_CHAOS_MINUTES", 0);
  gint64 end = g_get_monotonic_time () + minutes * 60 * G_TIME_SPAN_SECOND;
  guint descriptors;
  guint threads;
  gsize memory;

  /* what is made once and kept is made now */
  run_round (seed + 1000000, SCENES);
  descriptors = count_entries ("/proc/self/fd");
  threads = count_entries ("/proc/self/task");
  memory = get_memory ();

  do
    {
      run_round (seed, SCENES);
      seed += SCENES;
      g_test_message ("seeds up to %u; %" G_GSIZE_FORMAT " bytes in use, %" G_GSIZE_FORMAT " before",
                      seed - 1, get_memory (), memory);

      TC_WAIT (count_entries ("/proc/self/fd") <= descriptors);
      TC_WAIT (count_entries ("/proc/self/task") <= threads);
      /* a leak of one bot in ten would be seen; what libraries keep for later is not */
      g_assert_cmpuint (get_memory (), <, memory + 256 * 1024);
    }
  while (g_get_monotonic_time () < end);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/chaos/seeds", test_chaos);

  return g_test_run ();
}
