/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Forms whose dialogs outlive a process, and that several processes ask together. Each bot is a process of its own. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tc-bot.h"
#include "tc-redis.h"

#define N_QUESTIONS 20

static const char *program;

typedef enum
{
  KIND_SQLITE,
  KIND_REDIS,
} Kind;

/* ---- the bot */

typedef struct
{
  TrueconfForm *form;
  const char *notes; /* a file for what the test reads */
  const char *fatal; /* the process dies before it sends this, or when the form is "finished" */
} Asker;

/* Several processes write into it. */
static void
note (Asker *self, const char *what, const char *more)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", what, more);
  int fd = g_open (self->notes, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  gssize written = write (fd, line, strlen (line));

  g_assert_cmpint ((int) written, ==, (int) strlen (line));
  close (fd);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trueconf_form_begin_finish (TRUECONF_FORM (source), result, &error));
  g_assert_no_error (error);
}

static void
on_start (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Asker *self = user_data;

  trueconf_form_begin_async (self->form, context, NULL, begun_cb, self);
}

static void
on_other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  note (user_data, "other", trueconf_message_get_text (TRUECONF_MESSAGE (event)));
}

static void
on_expired (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  note (user_data, "expired", trueconf_dialog_expired_get_state (TRUECONF_DIALOG_EXPIRED (event)));
}

static gboolean
on_error (const GError *error, TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  note (user_data, "error", error->message);
  return TRUE;
}

static void
on_finished (TrueconfForm *form, TrueconfFormResult *result, Asker *self)
{
  g_autofree char *json = trueconf_form_result_to_json (result);

  if (g_str_equal (self->fatal, "finished"))
    kill (getpid (), SIGKILL);
  note (self, "finished", json);
}

/* What was decided is stored then, and the user has not seen it. */
static void
on_request (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  Asker *self = user_data;
  const char *text = trueconf_outgoing_request_get_string (request, "content.text");

  if (self->fatal[0] != '\0' && text != NULL && g_str_has_prefix (text, self->fatal))
    kill (getpid (), SIGKILL);
  trueconf_request_next_run (next);
}

static TrueconfForm *
make_form (double timeout)
{
  TrueconfForm *form = trueconf_form_new ("order");
  g_autoptr (TrueconfFormField) gift = trueconf_form_field_new_confirm ("gift", "A gift?");

  for (guint i = 1; i <= N_QUESTIONS; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%02u", i);
      g_autofree char *question = g_strdup_printf ("question %u?", i);
      g_autoptr (TrueconfFormField) field = trueconf_form_field_new_text (name, question);

      trueconf_form_add_field (form, field);
    }
  trueconf_form_add_field (form, gift);
  trueconf_form_set_timeout (form, timeout);

  return form;
}

static TrueconfFsmStorage *
open_storage (const char *place)
{
  g_autoptr (GFile) file = NULL;

#ifdef HAVE_HIREDIS
  if (g_str_has_prefix (place, "unix:"))
    return TRUECONF_FSM_STORAGE (trueconf_redis_storage_new (place));
#endif

  file = g_file_new_for_path (place);
  return TRUECONF_FSM_STORAGE (trueconf_sqlite_storage_new (file));
}

G_NORETURN static void
run_bot (char **arguments)
{
  g_autoptr (TrueconfFsmStorage) storage = open_storage (arguments[0]);
  g_autoptr (TrueconfBot) bot = trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot", "secret");
  g_autoptr (TrueconfForm) form = make_form (g_ascii_strtod (arguments[3], NULL));
  g_autoptr (TrueconfFilter) start = trueconf_filter_new_text ("/start");
  Asker asker = { form, arguments[1], arguments[4] };
  g_autoptr (TrueconfRequestMiddleware) middleware =
      trueconf_request_middleware_new_func (on_request, &asker, NULL);
  TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (bot);
  TrueconfRouter *root = TRUECONF_ROUTER (dispatcher);

  /* whatever becomes of the test */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, (guint) atoi (arguments[2]));
  trueconf_bot_set_ack_policy (bot, TRUECONF_ACK_POLICY_AFTER_HANDLER);
  trueconf_bot_set_receive_unread_messages (bot, TRUE);
  trueconf_bot_add_request_middleware (bot, middleware);
  trueconf_dispatcher_set_storage (dispatcher, storage);
  g_signal_connect (form, "finished", G_CALLBACK (on_finished), &asker);
  trueconf_router_add_handler (root, TRUECONF_TYPE_MESSAGE, start, on_start, &asker, NULL);
  trueconf_router_add_handler (root, TRUECONF_TYPE_DIALOG_EXPIRED, NULL, on_expired, &asker, NULL);
  trueconf_router_add_error_handler (root, on_error, &asker, NULL);
  trueconf_router_include_router (root, TRUECONF_ROUTER (form));
  trueconf_router_add_fallback (root, TRUECONF_TYPE_MESSAGE, NULL, on_other, &asker, NULL);
  tc_bot_start (bot);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- the tests */

typedef struct
{
  GSubprocess *process;
  gboolean ended;
} Child;

typedef struct
{
  TcSandbox *sandbox;
  char *folder;
  char *notes;
  char *place;
  TcRedis *redis; /* NULL for SQLite */
  Child children[2];
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->folder = g_dir_make_tmp ("form-processes-XXXXXX", NULL);
  self->notes = g_build_filename (self->folder, "notes", NULL);
  if (GPOINTER_TO_INT (data) == KIND_REDIS)
    {
      self->redis = tc_redis_new (NULL, FALSE);
      self->place = g_strdup (tc_redis_get_address (self->redis));
    }
  else
    {
      self->place = g_build_filename (self->folder, "dialogs.sqlite", NULL);
    }
}

static void
child_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Child *child = user_data;

  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL));
  child->ended = TRUE;
}

static void
spawn (Fixture *self, guint which, const char *timeout, const char *fatal)
{
  Child *child = &self->children[which];
  guint n = tc_sandbox_count_authorized (self->sandbox);
  g_autofree char *port = g_strdup_printf ("%u", tc_sandbox_get_port (self->sandbox));
  g_autoptr (GError) error = NULL;

  child->ended = FALSE;
  child->process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--bot", self->place,
                                     self->notes, port, timeout, fatal, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (child->process, NULL, child_ended_cb, child);
  TC_WAIT (child->ended || tc_sandbox_count_authorized (self->sandbox) == n + 1);
}

/* It has died by its own hand, or does so now; not by a failed assertion. */
static void
end_child (Fixture *self, guint which)
{
  Child *child = &self->children[which];

  TC_WAIT (child->ended);
  g_assert_true (g_subprocess_get_if_signaled (child->process));
  g_assert_cmpint (g_subprocess_get_term_sig (child->process), ==, SIGKILL);
  g_clear_object (&child->process);
  TC_WAIT (tc_sandbox_count_authorized (self->sandbox) == 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  for (guint i = 0; i < G_N_ELEMENTS (self->children); i++)
    if (self->children[i].process != NULL)
      {
        g_subprocess_force_exit (self->children[i].process);
        TC_WAIT (self->children[i].ended);
        g_clear_object (&self->children[i].process);
      }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_clear_pointer (&self->redis, tc_redis_free);
  g_free (self->folder);
  g_free (self->notes);
  g_free (self->place);
  tc_sandbox_free (self->sandbox);
}

/* How many of the texts of the bots contain this. */
static guint
count (Fixture *self, const char *part)
{
  g_auto (GStrv) texts = tc_sandbox_get_texts (self->sandbox, "nora", "echo_bot");
  guint n = 0;

  for (guint i = 0; texts[i] != NULL; i++)
    n += strstr (texts[i], part) != NULL;

  return n;
}

static guint
count_notes (Fixture *self, const char *part)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (!g_file_get_contents (self->notes, &text, NULL, NULL))
    return 0;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], part) != NULL;

  return n;
}

static void
say (Fixture *self, const char *text)
{
  tc_sandbox_say (self->sandbox, "nora", text);
}

/* From the first question to the last but one. */
static void
say_answers (Fixture *self, guint from)
{
  for (guint i = from; i <= N_QUESTIONS; i++)
    {
      g_autofree char *text = g_strdup_printf ("answer %u", i);

      say (self, text);
    }
}

/* Presses a button of the last message that has it. */
static void
press (Fixture *self, const char *button_id)
{
  g_autoptr (JsonNode) answer = tc_sandbox_get (self->sandbox, "/sandbox/messages?user=nora&peer=echo_bot");
  JsonArray *messages = json_object_get_array_member (json_node_get_object (answer), "messages");
  const char *id = NULL;

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);
      g_autofree char *text = json_to_string (node, FALSE);
      g_autofree char *wanted = g_strdup_printf ("\"%s\"", button_id);

      if (strstr (text, wanted) != NULL)
        id = json_object_get_string_member (json_node_get_object (node), "message_id");
    }
  g_assert_nonnull (id);
  tc_sandbox_do (self->sandbox, "/sandbox/press", "{'from':'nora','message_id':'%s','button_id':'%s'}", id,
                 button_id);
}

static void
check_finished (Fixture *self)
{
  g_autofree char *text = NULL;

  g_assert_cmpuint (count_notes (self, "finished"), ==, 1);
  g_assert_true (g_file_get_contents (self->notes, &text, NULL, NULL));
  for (guint i = 1; i <= N_QUESTIONS; i++)
    {
      g_autofree char *member = g_strdup_printf ("\"f%02u\":\"answer %u\"", i, i);

      tc_assert_contains (text, member);
    }
  tc_assert_contains (text, "\"gift\":true");
  g_assert_cmpuint (count_notes (self, "error"), ==, 0);
}

/* Both get all that the user says, at the same moment: each answer counts once, and for its own question. */
static void
test_two (Fixture *self, gconstpointer data)
{
  spawn (self, 0, "0", "");
  spawn (self, 1, "0", "");
  say (self, "/start");
  say_answers (self, 1);
  TC_WAIT (count (self, "A gift?") == 2);
  press (self, "answer:yes");
  TC_WAIT (count (self, "Please check") == 1 && count (self, "not open any more") == 1);
  press (self, "send");
  TC_WAIT (count (self, "Thank you") == 1 && count (self, "not open any more") == 2);
  say (self, "hello");
  TC_WAIT (count_notes (self, "other hello") == 2);
  check_finished (self);
}

/* The same with words, which say nothing about the question that they belong to. */
static void
test_two_words (Fixture *self, gconstpointer data)
{
  spawn (self, 0, "0", "");
  spawn (self, 1, "0", "");
  say (self, "/start");
  say_answers (self, 1);
  say (self, "yes");
  TC_WAIT (count (self, "Please check") == 2);
  say (self, "Send");
  TC_WAIT (count (self, "Thank you") == 1);
  say (self, "hello");
  TC_WAIT (count_notes (self, "other hello") == 2);
  check_finished (self);
}

/* The process dies when an answer is stored and the next question is not sent, and when the handler of the answers runs. */
static void
test_delivered_again (Fixture *self, gconstpointer data)
{
  spawn (self, 0, "0", "question 1?");
  say (self, "/start");
  end_child (self, 0);
  spawn (self, 0, "0", "question 8?");
  TC_WAIT (count (self, "question 1?") == 1);
  say_answers (self, 1);
  end_child (self, 0);
  spawn (self, 0, "0", "A gift?");
  end_child (self, 0);
  spawn (self, 0, "0", "finished");
  TC_WAIT (count (self, "A gift?") == 1);
  say (self, "yes");
  TC_WAIT (count (self, "Please check") == 1);
  say (self, "Send");
  end_child (self, 0);

  spawn (self, 0, "0", "");
  TC_WAIT (count (self, "Please check") == 2);
  g_assert_cmpuint (count_notes (self, "finished"), ==, 0);
  say (self, "Send");
  TC_WAIT (count (self, "Thank you") == 1);
  check_finished (self);
}

static void
test_time_runs_out (Fixture *self, gconstpointer data)
{
  spawn (self, 0, "0.5", "");
  say (self, "/start");
  TC_WAIT (count (self, "question 1?") == 1);
  TC_WAIT (count_notes (self, "expired order:f01") == 1);
  say (self, "too late");
  TC_WAIT (count_notes (self, "other too late") == 1);
  press (self, "cancel");
  TC_WAIT (count (self, "not open any more") == 1);
  g_assert_cmpuint (count (self, "question 2?"), ==, 0);

  /* also if no process ran when it was over */
  say (self, "/start");
  TC_WAIT (count (self, "question 1?") == 2);
  g_subprocess_force_exit (self->children[0].process);
  end_child (self, 0);
  spawn (self, 0, "0", "");
  TC_WAIT (count_notes (self, "expired order:f01") == 2);
  say (self, "/start");
  say_answers (self, 1);
  say (self, "yes");
  TC_WAIT (count (self, "Please check") == 1);
  g_assert_cmpuint (count_notes (self, "error"), ==, 0);
}

#ifdef HAVE_HIREDIS
/* What is said while the server of Redis is gone is an error, and no answer; the form goes on where it was. */
static void
test_redis_stops (Fixture *self, gconstpointer data)
{
  guint n_errors;

  spawn (self, 0, "0", "");
  say (self, "/start");
  TC_WAIT (count (self, "question 1?") == 1);
  tc_redis_kill (self->redis);
  say (self, "lost");
  TC_WAIT (count_notes (self, "error") == 1);
  tc_redis_start (self->redis);
  n_errors = count_notes (self, "error");
  say_answers (self, 1);
  TC_WAIT (count (self, "A gift?") == 1);
  say (self, "yes");
  TC_WAIT (count (self, "Please check") == 1);
  g_assert_cmpuint (count (self, "20. question 20? answer 20"), ==, 1);
  g_assert_cmpuint (count (self, "lost"), ==, 0);
  g_assert_cmpuint (count_notes (self, "error"), ==, n_errors);
}

/* A Redis that stands still in the middle of twenty messages: none is lost, none counts twice. */
static void
test_redis_pauses (Fixture *self, gconstpointer data)
{
  spawn (self, 0, "0", "");
  say (self, "/start");
  TC_WAIT (count (self, "question 1?") == 1);
  tc_redis_signal (self->redis, SIGSTOP);
  say_answers (self, 1);
  g_assert_cmpuint (count (self, "question 20?"), ==, 0);
  tc_redis_signal (self->redis, SIGCONT);
  TC_WAIT (count (self, "A gift?") == 1);
  say (self, "yes");
  TC_WAIT (count (self, "Please check") == 1);
  press (self, "send");
  TC_WAIT (count (self, "Thank you") == 1);
  for (guint i = 1; i <= N_QUESTIONS; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u. question %u? answer %u", i, i, i);

      g_assert_cmpuint (count (self, line), ==, 1);
    }
  check_finished (self);
}
#endif

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    Kind kind;
  } kinds[] = {
#ifdef HAVE_SQLITE
    { "sqlite", KIND_SQLITE },
#endif
#ifdef HAVE_HIREDIS
    { "redis", KIND_REDIS },
#endif
  };
  static const struct
  {
    const char *name;
    void (*function) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "two", test_two },
    { "two-words", test_two_words },
    { "delivered-again", test_delivered_again },
    { "time-runs-out", test_time_runs_out },
  };

  if (argc == 7 && g_str_equal (argv[1], "--bot"))
    run_bot (argv + 2);

  program = argv[0];
  tc_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/form-processes/%s/%s", kinds[i].name, tests[j].name);

        g_test_add (path, Fixture, GINT_TO_POINTER (kinds[i].kind), set_up, tests[j].function, tear_down);
      }
#ifdef HAVE_HIREDIS
  g_test_add ("/form-processes/redis-stops", Fixture, GINT_TO_POINTER (KIND_REDIS), set_up, test_redis_stops,
              tear_down);
  g_test_add ("/form-processes/redis-pauses", Fixture, GINT_TO_POINTER (KIND_REDIS), set_up,
              test_redis_pauses, tear_down);
#endif

  return g_test_run ();
}
