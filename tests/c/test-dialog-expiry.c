/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dialogs in which the user says nothing for too long. */

#include <glib/gstdio.h>

#include "tc-bot.h"
#include "tc-sqlite.h"
#include "tc-util.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfDispatcher *dispatcher;
  TrueconfBot *bot;
  TrueconfState *asked;
  GPtrArray *expired; /* TrueconfDialogExpired */
  guint n_seen;
} Fixture;

static void
state_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  trueconf_fsm_context_set_state_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  g_assert_no_error (error);
  g_object_unref (user_data);
}

static void
data_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) all =
      trueconf_fsm_context_update_data_finish (TRUECONF_FSM_CONTEXT (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (all);
  g_object_unref (user_data);
}

static void
on_message (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Fixture *self = user_data;
  TrueconfFsmContext *dialog = trueconf_context_get_state (context);
  g_autoptr (JsonObject) data = json_object_new ();

  json_object_set_string_member (data, "text", trueconf_message_get_text (TRUECONF_MESSAGE (event)));
  trueconf_fsm_context_update_data_async (dialog, data, NULL, data_set_cb, g_object_ref (context));
  trueconf_fsm_context_set_state_async (dialog, self->asked, NULL, state_set_cb, g_object_ref (context));
  self->n_seen++;
}

static void
on_expired (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Fixture *self = user_data;
  TrueconfDialogExpired *expired = TRUECONF_DIALOG_EXPIRED (event);

  g_assert_cmpstr (trueconf_event_get_method (event), ==, "dialogExpired");
  g_assert_null (trueconf_event_get_raw (event));
  g_assert_cmpint (trueconf_event_get_event_type (event), ==, TRUECONF_EVENT_TYPE_UNKNOWN);
  g_assert_nonnull (trueconf_context_get_state (context));
  g_ptr_array_add (self->expired, g_object_ref (expired));
  if (trueconf_dialog_expired_get_chat_id (expired) != NULL)
    trueconf_bot_send_message_async (trueconf_context_get_bot (context),
                                     trueconf_dialog_expired_get_chat_id (expired), "too late",
                                     TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
}

static void
make_bot (Fixture *self)
{
  self->bot = tc_bot_new (self->sandbox);
  trueconf_bot_set_dispatcher (self->bot, self->dispatcher);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  TrueconfRouter *router;

  self->sandbox = tc_sandbox_new ();
  self->dispatcher = trueconf_dispatcher_new ();
  self->expired = g_ptr_array_new_with_free_func (g_object_unref);
  self->asked = trueconf_state_new ("asked");
  trueconf_state_set_timeout (self->asked, 0.25);
  router = TRUECONF_ROUTER (self->dispatcher);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, on_message, self, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_DIALOG_EXPIRED, NULL, on_expired, self, NULL);
  make_bot (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tc_bot_end (self->bot);
  g_ptr_array_unref (self->expired);
  g_object_unref (self->asked);
  g_object_unref (self->dispatcher);
  tc_sandbox_free (self->sandbox);
}

static void
check_expired (Fixture *self, guint i, const char *user, const char *text)
{
  TrueconfDialogExpired *expired = g_ptr_array_index (self->expired, i);
  g_autofree char *id = g_strconcat (user, "@sandbox.local", NULL);

  g_assert_cmpstr (trueconf_dialog_expired_get_state (expired), ==, "asked");
  g_assert_cmpstr (trueconf_dialog_expired_get_user_id (expired), ==, id);
  g_assert_cmpstr (trueconf_fsm_key_get_user_id (trueconf_dialog_expired_get_key (expired)), ==, id);
  g_assert_cmpstr (json_object_get_string_member (trueconf_dialog_expired_get_data (expired), "text"), ==,
                   text);
}

static char *
get_state (Fixture *self, TrueconfFsmKey *key)
{
  g_autoptr (TrueconfFsmContext) dialog =
      trueconf_fsm_context_new (trueconf_dispatcher_get_storage (self->dispatcher), key);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *state;

  trueconf_fsm_context_get_state_async (dialog, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  state = trueconf_fsm_context_get_state_finish (dialog, result, &error);
  g_assert_no_error (error);
  return state;
}

static void
test_expires (Fixture *self, gconstpointer data)
{
  TrueconfDialogExpired *expired;
  guint of_omar;
  g_autofree char *state = NULL;
  g_autofree char *chat = NULL;
  g_autofree char *name = NULL;
  g_autofree char *of_user = NULL;
  g_autoptr (TrueconfFsmKey) key = NULL;
  g_autoptr (JsonObject) told = NULL;

  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "hello");
  TC_WAIT (self->n_seen == 1);
  tc_sandbox_say (self->sandbox, "omar", "good day");
  TC_WAIT (self->expired->len == 2);
  /* within a millisecond, either may be the first one */
  of_omar = g_strcmp0 (trueconf_dialog_expired_get_user_id (g_ptr_array_index (self->expired, 0)),
                       "omar@sandbox.local") == 0
                ? 0
                : 1;
  check_expired (self, 1 - of_omar, "nora", "hello");
  check_expired (self, of_omar, "omar", "good day");

  expired = g_ptr_array_index (self->expired, 1 - of_omar);
  chat = tc_sandbox_get_chat (self->sandbox, "nora");
  g_assert_cmpstr (trueconf_dialog_expired_get_chat_id (expired), ==, chat);
  state = get_state (self, trueconf_dialog_expired_get_key (expired));
  g_assert_null (state);
  g_object_get (expired, "state", &name, "user-id", &of_user, "key", &key, "data", &told, NULL);
  g_assert_cmpstr (name, ==, "asked");
  g_assert_cmpstr (of_user, ==, "nora@sandbox.local");
  g_assert_true (key == trueconf_dialog_expired_get_key (expired));
  g_assert_true (told == trueconf_dialog_expired_get_data (expired));

  /* what the handler sends arrives, and once more is not told */
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") == 1);
  tc_sandbox_say (self->sandbox, "nora", "again");
  TC_WAIT (self->expired->len == 3);
  check_expired (self, 2, "nora", "again");
}

/* Who goes on in time is not told off: each message sets the state, and so its time, anew. */
static void
test_in_time (Fixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  for (guint i = 1; i <= 8; i++)
    {
      gint64 until = g_get_monotonic_time () + 80 * G_TIME_SPAN_MILLISECOND;

      tc_sandbox_say (self->sandbox, "nora", "hello");
      TC_WAIT (self->n_seen == i);
      TC_WAIT (g_get_monotonic_time () >= until);
    }
  /* more than twice the time has passed since the first one */
  g_assert_cmpuint (self->expired->len, ==, 0);
  TC_WAIT (self->expired->len == 1);
}

static TrueconfFsmStorage *
open_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return TRUECONF_FSM_STORAGE (trueconf_sqlite_storage_new (file));
}

/* Dialogs expire while no program runs, and some have expired already. */
static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("dialog-expiry-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "dialogs", NULL);
  TrueconfFsmStorage *storage = open_file (path);

  trueconf_dispatcher_set_storage (self->dispatcher, storage);
  g_object_unref (storage);
  tc_bot_start (self->bot);
  /* more than one page of dialogs of another bot, which nobody looks after */
  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *user = g_strdup_printf ("user %u", i);
      g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("other bot", "chat", user, NULL);
      g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, 1000 + i, NULL);
      g_autoptr (TrueconfFsmRecord) stored = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      trueconf_fsm_storage_store_async (storage, key, record, NULL, NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      stored = trueconf_fsm_storage_store_finish (storage, result, NULL);
      g_assert_nonnull (stored);
    }
  tc_sandbox_say (self->sandbox, "nora", "hello");
  TC_WAIT (self->n_seen == 1);
  tc_bot_stop (self->bot);
  tc_bot_end (self->bot);
  g_usleep (300 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (self->expired->len, ==, 0);

  storage = open_file (path);
  trueconf_dispatcher_set_storage (self->dispatcher, storage);
  g_object_unref (storage);
  make_bot (self);
  tc_bot_start (self->bot);
  TC_WAIT (self->expired->len == 1);
  check_expired (self, 0, "nora", "hello");

  trueconf_dispatcher_set_storage (self->dispatcher, NULL);
  {
    g_autofree char *wal = g_strconcat (path, "-wal", NULL);

    tc_bot_stop (self->bot);
    TC_WAIT (!g_file_test (wal, G_FILE_TEST_EXISTS));
  }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
on_error (TrueconfDispatcher *dispatcher, const GError *error, TrueconfEvent *event, guint *n_errors)
{
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  tc_assert_contains (error->message, "is damaged");
  (*n_errors)++;
}

/* Each look finds it, since it stays until somebody clears it, but it is told once, and once more when it has changed. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("dialog-expiry-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "dialogs", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  TrueconfFsmStorage *storage = open_file (path);
  g_autoptr (TrueconfFsmKey) key = NULL;
  g_autofree char *state = NULL;
  g_autofree char *sql = NULL;
  guint n_errors = 0;

  trueconf_dispatcher_set_storage (self->dispatcher, storage);
  g_object_unref (storage);
  g_signal_connect (self->dispatcher, "error", G_CALLBACK (on_error), &n_errors);
  tc_bot_start (self->bot);
  key = trueconf_fsm_key_new (trueconf_bot_get_user_id (self->bot), "chat", "user", NULL);
  /* from then on there is a file */
  state = get_state (self, key);
  g_assert_null (state);
  sql = g_strdup_printf (
      "INSERT INTO trueconf_dialogs (key, bot_id, chat_id, user_id, destiny, state, expires_at, version) "
      "VALUES ('%s', '%s', 'chat', 'user', 'default', CAST (x'ff' AS TEXT), 1000, 'one')",
      trueconf_fsm_key_to_string (key), trueconf_bot_get_user_id (self->bot));
  tc_log_begin ();
  tc_sqlite_execute (path, sql);

  for (guint i = 1; i <= 3; i++)
    {
      tc_sandbox_say (self->sandbox, "nora", "hello");
      TC_WAIT (self->expired->len == i);
    }
  g_assert_cmpuint (n_errors, ==, 1);
  tc_sqlite_execute (path, "UPDATE trueconf_dialogs SET version = 'two' WHERE version = 'one'");
  tc_sandbox_say (self->sandbox, "nora", "hello");
  TC_WAIT (self->expired->len == 4);
  g_assert_cmpuint (n_errors, ==, 2);
  g_ptr_array_unref (tc_log_end ());

  g_signal_handlers_disconnect_by_data (self->dispatcher, &n_errors);
  trueconf_dispatcher_set_storage (self->dispatcher, NULL);
  tc_bot_stop (self->bot);
  TC_WAIT (!g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_strategies (Fixture *self, gconstpointer data)
{
  TrueconfDialogExpired *expired;

  trueconf_dispatcher_set_fsm_strategy (self->dispatcher, TRUECONF_FSM_STRATEGY_CHAT);
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "hello");
  TC_WAIT (self->expired->len == 1);
  expired = g_ptr_array_index (self->expired, 0);
  g_assert_nonnull (trueconf_dialog_expired_get_chat_id (expired));
  g_assert_null (trueconf_dialog_expired_get_user_id (expired));

  trueconf_dispatcher_set_fsm_strategy (self->dispatcher, TRUECONF_FSM_STRATEGY_GLOBAL_USER);
  tc_sandbox_say (self->sandbox, "nora", "hello");
  TC_WAIT (self->expired->len == 2);
  expired = g_ptr_array_index (self->expired, 1);
  g_assert_null (trueconf_dialog_expired_get_chat_id (expired));
  g_assert_cmpstr (trueconf_dialog_expired_get_user_id (expired), ==, "nora@sandbox.local");
}

static void
on_expired_stop (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  on_expired (event, context, user_data);
  trueconf_bot_stop_async (((Fixture *) user_data)->bot, NULL, NULL, NULL);
}

/* The handler stops the bot while others have expired as well: they are told at the next start. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfRouter) first = trueconf_router_new ("first");
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();

  trueconf_router_add_handler (first, TRUECONF_TYPE_DIALOG_EXPIRED, NULL, on_expired_stop, self, NULL);
  trueconf_router_add_handler (first, TRUECONF_TYPE_MESSAGE, NULL, on_message, self, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), first);
  trueconf_dispatcher_set_storage (dispatcher, trueconf_dispatcher_get_storage (self->dispatcher));
  trueconf_bot_set_dispatcher (self->bot, dispatcher);
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "one");
  tc_sandbox_say (self->sandbox, "omar", "two");
  TC_WAIT (self->expired->len == 1 && trueconf_bot_get_status (self->bot) == TRUECONF_STATUS_DISCONNECTED);
  tc_bot_start (self->bot);
  TC_WAIT (self->expired->len == 2);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add ("/dialog-expiry/expires", Fixture, NULL, set_up, test_expires, tear_down);
  g_test_add ("/dialog-expiry/in-time", Fixture, NULL, set_up, test_in_time, tear_down);
  g_test_add ("/dialog-expiry/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/dialog-expiry/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/dialog-expiry/strategies", Fixture, NULL, set_up, test_strategies, tear_down);
  g_test_add ("/dialog-expiry/stop", Fixture, NULL, set_up, test_stop, tear_down);

  return g_test_run ();
}
