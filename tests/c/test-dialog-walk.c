/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Users who write faster than a bot answers, which is killed again and again: a dialog takes each message once, in order,
 * whatever keeps it. The bot is a process of its own. */

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tc-bot.h"
#include "tc-redis.h"

#define N_MESSAGES   20
#define LAST_MESSAGE 19
#define MAX_POINTS   9
#define MAX_KILLS    400

static const char *const users[] = { "nora", "omar" };
static const char *program;

/* ---- storages */

/* `place` is a path, or an address. */
static TrueconfFsmStorage *
open_memory (const char *place)
{
  return TRUECONF_FSM_STORAGE (trueconf_memory_storage_new ());
}

static TrueconfFsmStorage *
open_sqlite (const char *place)
{
  g_autofree char *path = g_build_filename (place, "dialogs.sqlite", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return TRUECONF_FSM_STORAGE (trueconf_sqlite_storage_new (file));
}

#ifdef HAVE_HIREDIS
static TrueconfFsmStorage *
open_redis (const char *place)
{
  return TRUECONF_FSM_STORAGE (trueconf_redis_storage_new (place));
}
#endif

typedef struct
{
  const char *name;
  TrueconfFsmStorage *(*open) (const char *place);
  gboolean outlives; /* the process, so that it can be killed */
} Kind;

static const Kind kinds[] = {
  { "memory", open_memory, FALSE },
#ifdef HAVE_SQLITE
  { "sqlite", open_sqlite, TRUE },
#endif
#ifdef HAVE_HIREDIS
  { "redis", open_redis, TRUE },
#endif
};

/* ---- the bot */

typedef struct
{
  TrueconfStatesGroup *form;
  guint points_left; /* until the process dies; 0: it does not */
  gboolean keeps;    /* a message of the first user waits until the second one has finished */
  GSource *kept;
  gboolean finished;
} Walker;

typedef struct
{
  Walker *walker;
  TrueconfContext *context;
  TrueconfFsmContext *dialog;
  TrueconfMessage *message;
} Step;

static Step *
step_new (Walker *walker, TrueconfEvent *event, TrueconfContext *context)
{
  Step *self = g_new0 (Step, 1);

  self->walker = walker;
  self->context = g_object_ref (context);
  self->dialog = trueconf_context_get_state (context);
  self->message = g_object_ref (TRUECONF_MESSAGE (event));
  trueconf_context_hold (context);

  return self;
}

static void
step_free (Step *self)
{
  trueconf_context_release (self->context);
  g_object_unref (self->context);
  g_object_unref (self->message);
  g_free (self);
}

static gboolean
step_is (Step *self, const char *user, const char *text)
{
  const char *author = trueconf_author_get_id (trueconf_message_get_author (self->message));

  return g_str_has_prefix (author, user) && g_str_equal (trueconf_message_get_text (self->message), text);
}

/* Between any two steps: not one more instruction of the process is run. */
static void
pass_point (Walker *self)
{
  if (self->points_left > 0 && --self->points_left == 0)
    kill (getpid (), SIGKILL);
}

static void
end (Step *self)
{
  Walker *walker = self->walker;

  if (walker->keeps && step_is (self, users[1], G_STRINGIFY (LAST_MESSAGE)))
    {
      walker->finished = TRUE;
      if (walker->kept != NULL)
        g_source_set_ready_time (walker->kept, 0);
    }
  /* from here on, the message is acknowledged */
  step_free (self);
}

static const char *
get_state (Step *self)
{
  const char *state = trueconf_fsm_context_get_raw_state (self->dialog);

  return state != NULL ? state : "none";
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  trueconf_fsm_context_set_state_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  g_assert_no_error (error);
  pass_point (step->walker);
  end (step);
}

static void
move_on (Step *step)
{
  TrueconfStatesGroup *form = step->walker->form;
  const char *state = trueconf_fsm_context_get_raw_state (step->dialog);
  TrueconfState *next = state != NULL ? trueconf_states_group_get_next (form, state)
                                      : trueconf_states_group_find (form, "Walk:0");

  trueconf_fsm_context_set_state_async (step->dialog, next, NULL, moved_cb, step);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (JsonObject) all =
      trueconf_fsm_context_update_data_finish (TRUECONF_FSM_CONTEXT (source), result, &error);

  g_assert_no_error (error);
  pass_point (step->walker);
  move_on (step);
}

/* A message that was being handled when the process was killed comes again: what was stored with its id tells how far it has
 * got. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  const char *id = trueconf_message_get_message_id (step->message);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data =
      trueconf_fsm_context_get_data_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  g_autoptr (JsonObject) updates = json_object_new ();
  g_autofree char *noted = NULL;

  g_assert_no_error (error);
  if (json_object_has_member (data, id))
    {
      if (g_str_has_prefix (json_object_get_string_member (data, id), get_state (step)))
        move_on (step);
      else
        end (step);
      return;
    }

  noted = g_strdup_printf ("%s=%s", get_state (step), trueconf_message_get_text (step->message));
  json_object_set_string_member (updates, id, noted);
  trueconf_fsm_context_update_data_async (step->dialog, updates, NULL, noted_cb, step);
}

static gboolean
begin (gpointer user_data)
{
  Step *step = user_data;

  pass_point (step->walker);
  trueconf_fsm_context_get_data_async (step->dialog, NULL, read_cb, step);

  return G_SOURCE_REMOVE;
}

static gboolean
dispatch_kept (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
on_step (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  static GSourceFuncs functions = { NULL, NULL, dispatch_kept, NULL, NULL, NULL };
  Walker *self = user_data;
  Step *step = step_new (self, event, context);

  if (!self->keeps || self->finished || !step_is (step, users[0], "5"))
    {
      begin (step);
      return;
    }

  self->kept = g_source_new (&functions, sizeof (GSource));
  g_source_set_callback (self->kept, begin, step, NULL);
  g_source_attach (self->kept, NULL);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data =
      trueconf_fsm_context_get_data_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  json_object_set_string_member (data, "state", get_state (step));
  node = json_node_init_object (json_node_alloc (), data);
  text = json_to_string (node, FALSE);
  trueconf_message_answer_async (step->message, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
  step_free (step);
}

/* The user asks what the dialog holds. */
static void
on_show (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Step *step = step_new (user_data, event, context);

  trueconf_fsm_context_get_data_async (step->dialog, NULL, shown_cb, step);
}

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];

  g_assert_not_reached ();
}

G_NORETURN static void
run_bot (char **arguments)
{
  const Kind *kind = find_kind (arguments[0]);
  g_autoptr (TrueconfFsmStorage) storage = kind->open (arguments[1]);
  g_autoptr (TrueconfBot) bot = trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot", "secret");
  TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (bot);
  TrueconfRouter *router = TRUECONF_ROUTER (dispatcher);
  g_autoptr (TrueconfFilter) show = trueconf_filter_new_text ("show");
  g_autoptr (TrueconfStateFilter) some = trueconf_state_filter_new_some ();
  g_autoptr (TrueconfFilter) ends =
      trueconf_filter_new_and ((TrueconfFilter *[]){ show, TRUECONF_FILTER (some) }, 2);
  g_autoptr (TrueconfStatesGroup) form = trueconf_states_group_new ("Walk");
  g_autoptr (TrueconfStateFilter) none = trueconf_state_filter_new (trueconf_state_get_none ());
  g_autoptr (TrueconfStateFilter) walking = trueconf_state_filter_new_group (form);
  Walker walker = { form, atoi (arguments[3]), atoi (arguments[4]) };

  /* whatever becomes of the test */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      trueconf_states_group_add (form, name);
    }

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, atoi (arguments[2]));
  trueconf_bot_set_ack_policy (bot, TRUECONF_ACK_POLICY_AFTER_HANDLER);
  trueconf_bot_set_receive_unread_messages (bot, TRUE);
  trueconf_dispatcher_set_storage (dispatcher, storage);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, ends, on_show, &walker, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (none), on_step, &walker, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (walking), on_step, &walker,
                               NULL);
  tc_bot_start (bot);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- the tests */

typedef struct
{
  TcSandbox *sandbox;
  char *folder;
  TcRedis *redis; /* NULL for other storages */
  GSubprocess *child;
  gboolean child_ended;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->folder = g_dir_make_tmp ("dialog-walk-XXXXXX", NULL);
  if (g_str_equal (((const Kind *) data)->name, "redis"))
    self->redis = tc_redis_new (NULL, FALSE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_clear_pointer (&self->redis, tc_redis_free);
  g_free (self->folder);
  tc_sandbox_free (self->sandbox);
}

static void
child_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL));
  self->child_ended = TRUE;
}

static void
spawn (Fixture *self, const Kind *kind, guint points, gboolean keeps)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *port = g_strdup_printf ("%u", tc_sandbox_get_port (self->sandbox));
  g_autofree char *die = g_strdup_printf ("%u", points);

  self->child_ended = FALSE;
  self->child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--bot", kind->name,
                                  self->redis != NULL ? tc_redis_get_address (self->redis) : self->folder,
                                  port, die, keeps ? "1" : "0", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (self->child, NULL, child_ended_cb, self);
}

/* It has died by its own hand, or does so now; not by a failed assertion. */
static void
end_child (Fixture *self)
{
  g_subprocess_force_exit (self->child);
  TC_WAIT (self->child_ended);
  g_assert_true (g_subprocess_get_if_signaled (self->child));
  g_assert_cmpint (g_subprocess_get_term_sig (self->child), ==, SIGKILL);
  g_clear_object (&self->child);
}

/* Both users write faster than anybody answers. */
static void
say_all (Fixture *self)
{
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      for (guint user = 0; user < G_N_ELEMENTS (users); user++)
        tc_sandbox_say (self->sandbox, users[user], text);
    }
}

static gboolean
all_read (Fixture *self)
{
  for (guint user = 0; user < G_N_ELEMENTS (users); user++)
    if (tc_sandbox_count_read (self->sandbox, users[user]) < N_MESSAGES)
      return FALSE;

  return TRUE;
}

/* Each message was taken once, by the state that was its turn. */
static void
check_dialog (Fixture *self, const char *user)
{
  g_auto (GStrv) texts = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) steps = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *last = g_strdup_printf ("Walk:%d", LAST_MESSAGE);
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  tc_sandbox_say (self->sandbox, user, "show");
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, user, "echo_bot") == 1);
  texts = tc_sandbox_get_texts (self->sandbox, user, "echo_bot");
  root = json_from_string (texts[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tc_json_string (root, "state"), ==, last);

  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &member, &value))
    if (!g_str_equal (member, "state"))
      g_assert_true (g_hash_table_add (steps, (gpointer) json_node_get_string (value)));
  g_assert_cmpuint (g_hash_table_size (steps), ==, N_MESSAGES);
  g_assert_true (g_hash_table_contains (steps, "none=0"));
  for (guint i = 1; i < N_MESSAGES; i++)
    {
      g_autofree char *step = g_strdup_printf ("Walk:%u=%u", i - 1, i);

      g_assert_true (g_hash_table_contains (steps, step));
    }
}

static void
check_dialogs (Fixture *self)
{
  for (guint user = 0; user < G_N_ELEMENTS (users); user++)
    check_dialog (self, users[user]);
  end_child (self);
}

/* While a message of one chat is being handled, the next one of that chat waits, and the other chat walks to its end. */
static void
test_chats (Fixture *self, gconstpointer data)
{
  spawn (self, data, 0, TRUE);
  TC_WAIT (tc_sandbox_count_authorized (self->sandbox) == 1);
  say_all (self);
  TC_WAIT (self->child_ended || all_read (self));
  check_dialogs (self);
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  const Kind *kind = data;
  guint kills = 0;

  spawn (self, kind, g_test_rand_int_range (1, MAX_POINTS), FALSE);
  TC_WAIT (tc_sandbox_count_authorized (self->sandbox) == 1);
  say_all (self);
  for (;;)
    {
      TC_WAIT (self->child_ended || all_read (self));
      if (!self->child_ended)
        break;

      end_child (self);
      g_assert_cmpuint (++kills, <, MAX_KILLS);
      spawn (self, kind, g_test_rand_int_range (1, MAX_POINTS), FALSE);
    }
  g_test_message ("killed %u times", kills);
  g_assert_cmpuint (kills, >=, N_MESSAGES / 2);

  /* one that lives on */
  end_child (self);
  spawn (self, kind, 0, FALSE);
  check_dialogs (self);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 7 && g_str_equal (argv[1], "--bot"))
    run_bot (argv + 2);

  tc_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *chats = g_strdup_printf ("/dialog-walk/%s/chats", kinds[i].name);
      g_autofree char *killed = g_strdup_printf ("/dialog-walk/%s/killed", kinds[i].name);

      g_test_add (chats, Fixture, &kinds[i], set_up, test_chats, tear_down);
      if (kinds[i].outlives)
        g_test_add (killed, Fixture, &kinds[i], set_up, test_killed, tear_down);
    }

  return g_test_run ();
}
