/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The blocks of the guides on buttons, errors, files, jobs, monitoring, the sandbox and threads, as they stand. */

#include "tc-chat.h"
#include "tc-server.h"

#include <glib/gstdio.h>

static GString *said;     /* what the blocks print */
static char *restarted;   /* the data of the button */
static guint n_forgotten; /* chats */

G_GNUC_PRINTF (1, 2)
static void
note (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (said, format, arguments);
  va_end (arguments);
}

static void
restart (const char *data)
{
  g_free (restarted);
  restarted = g_strdup (data);
}

static void
forget_chat (void)
{
  n_forgotten++;
}

#define g_print    note
#define g_printerr note
#include "buttons-guide.h"
#include "errors-guide.h"
#include "files-guide.h"
#include "jobs-guide.h"
#include "monitoring-guide.h"
#include "sandbox-guide.h"
#include "threads-guide.h"
#undef g_print
#undef g_printerr

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root; /* not owned */
  TrueconfMessage *message;
} Scene;

static void
on_first (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_set_object ((TrueconfMessage **) user_data, TRUECONF_MESSAGE (event));
}

/* a bot that was spoken to */
static void
begin (Scene *self)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->message = NULL;
  said = g_string_new (NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, on_first, &self->message, NULL);
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "first");
  TC_WAIT (self->message != NULL);
}

static void
end (Scene *self)
{
  g_object_unref (self->message);
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
  g_string_free (said, TRUE);
}

static JsonObject *
last_message (TcSandbox *sandbox, JsonNode **node)
{
  JsonArray *messages;

  *node = tc_sandbox_get (sandbox, "/sandbox/messages?user=nora&peer=echo_bot");
  messages = json_object_get_array_member (json_node_get_object (*node), "messages");

  return json_array_get_object_element (messages, json_array_get_length (messages) - 1);
}

static gboolean
last_text_is (TcSandbox *sandbox, const char *text)
{
  g_autoptr (JsonNode) node = NULL;

  return g_strcmp0 (json_object_get_string_member (last_message (sandbox, &node), "text"), text) == 0;
}

static void
test_buttons (void)
{
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("again", TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (JsonNode) node = NULL;
  Scene scene;

  begin (&scene);
  handle_presses (scene.root);
  ask (scene.message);
  TC_WAIT (last_text_is (scene.sandbox, "Shall I restart it?"));
  tc_sandbox_do (scene.sandbox, "/sandbox/press",
                 "{\"from\": \"nora\", \"message_id\": \"%s\", \"row\": 0, \"column\": 0}",
                 json_object_get_string_member (last_message (scene.sandbox, &node), "message_id"));
  TC_WAIT (last_text_is (scene.sandbox, "Done."));
  g_assert_cmpstr (restarted, ==, "host=db7");
  g_clear_pointer (&restarted, g_free);

  /* the buttons of a message from the chat, in another colour */
  tc_sandbox_do (
      scene.sandbox, "/sandbox/say",
      "{\"from\": \"nora\", \"to\": \"echo_bot\", \"text\": \"look\", \"buttons\": [[{\"type\": \"command\","
      " \"label\": \"One\", \"command\": \"one\", \"id\": \"b1\"}]]}");
  TC_WAIT (g_strcmp0 (trueconf_message_get_text (scene.message), "look") == 0);
  take_buttons (draft, scene.message);
  g_assert_cmpint (
      trueconf_button_get_style (trueconf_keyboard_find_button (trueconf_draft_get_keyboard (draft), "b1")),
      ==, TRUECONF_BUTTON_STYLE_SUCCESS);
  end (&scene);
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  begin (&scene);
  trueconf_bot_send_message_async (scene.bot, "nowhere", "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                   on_message_sent, NULL);
  TC_WAIT (n_forgotten == 1);

  tc_sandbox_fault (scene.sandbox,
                    "{\"fault\": \"lose-answer\", \"method\": \"sendMessage\", \"drop\": true}");
  trueconf_bot_send_message_async (scene.bot, trueconf_message_get_chat_id (scene.message), "x",
                                   TRUECONF_PARSE_MODE_TEXT, NULL, NULL, on_message_sent, NULL);
  TC_WAIT (said->len > 0);
  g_assert_cmpstr (said->str, ==, "The message may or may not have arrived.\n");

  g_string_truncate (said, 0);
  g_assert_null (tc_bot_send (scene.bot, "nowhere", "x", &error));
  log_failure (error);
  g_assert_true (g_str_has_prefix (said->str, "Failed: method sendMessage, chat nowhere: "));
  end (&scene);
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("guide-XXXXXX", NULL);
  g_autofree char *plan = g_build_filename (folder, "plan.pdf", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.pdf", NULL);
  g_autofree char *before = g_get_current_dir ();
  g_autoptr (GFile) destination = g_file_new_for_path (copy);
  g_autoptr (JsonNode) node = NULL;
  Scene scene;

  begin (&scene);
  g_assert_true (g_file_set_contents (plan, "%PDF-1.4\n", -1, NULL));
  g_assert_no_errno (g_chdir (folder));
  send_plan (scene.bot, trueconf_message_get_chat_id (scene.message));
  TC_WAIT (tc_sandbox_count_texts (scene.sandbox, "nora", "echo_bot") == 1);
  g_assert_no_errno (g_chdir (before));

  node = tc_sandbox_get (scene.sandbox, "/sandbox/files");
  download (scene.bot,
            json_object_get_string_member (
                json_array_get_object_element (
                    json_object_get_array_member (json_node_get_object (node), "files"), 0),
                "id"),
            destination, NULL, on_written);
  TC_WAIT (g_str_has_suffix (said->str, "copy.pdf\n"));
  tc_assert_contains (said->str, "9 of 9\n");

  g_remove (plan);
  g_remove (copy);
  g_rmdir (folder);
  end (&scene);
}

static void
test_jobs (void)
{
  g_autoptr (TrueconfScheduler) scheduler = trueconf_scheduler_new (NULL);
  g_autoptr (GPtrArray) messages = NULL;
  Scene scene;

  begin (&scene);
  add_jobs (scheduler, scene.bot);
  tc_log_begin ();
  trueconf_job_run (trueconf_scheduler_find_job (scheduler, "report"));
  TC_WAIT (tc_sandbox_count_frames (scene.sandbox, "in", "Time for the report") == 1);
  /* there is no chat “team”, and nobody waits for the answer */
  tc_sandbox_say (scene.sandbox, "nora", "second");
  TC_WAIT (g_strcmp0 (trueconf_message_get_text (scene.message), "second") == 0);
  messages = tc_log_end ();
  g_assert_cmpuint (messages->len, ==, 1);
  end (&scene);
}

static void
test_sandbox (void)
{
  g_autoptr (TrueconfBot) bot = NULL;
  Scene scene;

  begin (&scene);
  bot = make_bot ();
  g_assert_cmpuint (trueconf_bot_get_port (bot), ==, 4309);
  trueconf_bot_set_port (bot, tc_sandbox_get_port (scene.sandbox));
  tc_bot_start (bot);
  tc_bot_stop (bot);
  end (&scene);
}

typedef struct
{
  GMainLoop *loop;
  TrueconfBot *bot;
  GThread *thread;
} Other;

static void
on_status (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  Other *other = user_data;

  other->thread = g_thread_self ();
  if (trueconf_health_get_authorized (health))
    trueconf_bot_stop_async (bot, NULL, NULL, NULL);
  else if (trueconf_health_get_status (health) == TRUECONF_STATUS_DISCONNECTED)
    g_main_loop_quit (other->loop);
}

static gboolean
start_cb (gpointer user_data)
{
  Other *other = user_data;

  trueconf_bot_start_async (other->bot, NULL, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static gpointer
run_loop (gpointer user_data)
{
  Other *other = user_data;

  g_main_context_push_thread_default (g_main_loop_get_context (other->loop));
  g_main_loop_run (other->loop);
  g_main_context_pop_thread_default (g_main_loop_get_context (other->loop));

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autofree char *token = NULL;
  Other other = { loop, NULL, NULL };
  GThread *thread;
  Scene scene;

  begin (&scene);
  token = tc_sandbox_make_token (scene.sandbox, "echo_bot", 3600);
  other.bot = make_bot_of_context (context, "127.0.0.1", token);
  trueconf_bot_set_https (other.bot, FALSE);
  trueconf_bot_set_port (other.bot, tc_sandbox_get_port (scene.sandbox));
  g_signal_connect (other.bot, "status-changed", G_CALLBACK (on_status), &other);
  thread = g_thread_new ("other", run_loop, &other);
  answer_in_context (context, start_cb, &other);
  g_thread_join (thread);
  g_assert_true (other.thread == thread);
  g_object_unref (other.bot);
  end (&scene);
}

static guint
ask_http (guint port, const char *path)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", port, path);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  body = soup_session_send_and_read_finish (session, result, NULL);
  g_assert_nonnull (body);

  return soup_message_get_status (message);
}

static void
test_monitoring (void)
{
  Scene scene;
  g_autoptr (SoupServer) application = tc_server_new ();
  g_autoptr (TrueconfHealthServer) health = NULL;
  g_autoptr (GError) error = NULL;
  guint port;

  begin (&scene);
  health = serve_health (scene.bot, 0, &error);
  g_assert_no_error (error);
  port = trueconf_health_server_get_chosen_port (health);
  g_assert_cmpuint (ask_http (port, "/health/echo"), ==, 200);
  g_assert_cmpuint (ask_http (port, "/readyz"), ==, 200);
  g_assert_cmpuint (ask_http (port, "/bots/readyz"), ==, 404);

  serve_health_with_others (health, application);
  g_assert_cmpuint (ask_http (tc_server_get_port (application), "/bots/readyz"), ==, 200);
  g_assert_cmpuint (ask_http (tc_server_get_port (application), "/readyz"), ==, 404);
  end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/more-guides/buttons", test_buttons);
  g_test_add_func ("/more-guides/errors", test_errors);
  g_test_add_func ("/more-guides/files", test_files);
  g_test_add_func ("/more-guides/jobs", test_jobs);
  g_test_add_func ("/more-guides/monitoring", test_monitoring);
  g_test_add_func ("/more-guides/sandbox", test_sandbox);
  g_test_add_func ("/more-guides/threads", test_threads);

  return g_test_run ();
}
