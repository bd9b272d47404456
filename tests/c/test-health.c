/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a bot is doing: told as it changes, asked for at any time, and bound to an application. */

#include <string.h>

#include "tc-bot.h"

static void
assert_health (TrueconfHealth *health, TrueconfStatus status, const char *user_id, guint port)
{
  GDateTime *time = trueconf_health_get_timestamp (health);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_assert_cmpint (trueconf_health_get_status (health), ==, status);
  g_assert_cmpint (trueconf_health_get_websocket_connected (health), ==,
                   status != TRUECONF_STATUS_DISCONNECTED);
  g_assert_cmpint (trueconf_health_get_authorized (health), ==, status == TRUECONF_STATUS_AUTHORIZED);
  g_assert_cmpstr (trueconf_health_get_user_id (health), ==, user_id);
  g_assert_cmpstr (trueconf_health_get_server (health), ==, "127.0.0.1");
  g_assert_cmpuint (trueconf_health_get_port (health), ==, port);
  g_assert_cmpstr (trueconf_health_get_protocol (health), ==, "http");
  g_assert_nonnull (time);
  g_assert_cmpint (g_date_time_get_utc_offset (time), ==, 0);
  g_assert_cmpint (g_date_time_difference (now, time), >=, 0);
  g_assert_cmpint (g_date_time_difference (now, time), <, 5 * G_TIME_SPAN_MINUTE);
}

static void
test_push (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  guint port = tc_sandbox_get_port (sandbox);
  g_autofree char *statuses = NULL;
  TrueconfHealth *last;

  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'close','code':1001,'reason':'going away'}");
  TC_WAIT (watch->statuses->len >= 3);

  statuses = tc_watch_get_statuses (watch);
  g_assert_true (g_str_has_prefix (statuses, "connected authorized disconnected"));
  assert_health (g_ptr_array_index (watch->statuses, 0), TRUECONF_STATUS_CONNECTED, NULL, port);
  assert_health (g_ptr_array_index (watch->statuses, 1), TRUECONF_STATUS_AUTHORIZED, "echo_bot@sandbox.local",
                 port);
  last = g_ptr_array_index (watch->statuses, 2);
  assert_health (last, TRUECONF_STATUS_DISCONNECTED, "echo_bot@sandbox.local", port);
  g_assert_null (trueconf_health_get_error (g_ptr_array_index (watch->statuses, 0)));
  g_assert_null (trueconf_health_get_error (g_ptr_array_index (watch->statuses, 1)));
  g_assert_error (trueconf_health_get_error (last), TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  tc_assert_contains (trueconf_health_get_error (last)->message, "1001");
  tc_assert_contains (trueconf_health_get_error (last)->message, "going away");

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

/* One report for each change, none without a change; and at the end one that has no error. */
static void
test_push_stop (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *statuses = NULL;

  tc_bot_start (bot);
  tc_bot_stop (bot);
  statuses = tc_watch_get_statuses (watch);
  g_assert_cmpstr (statuses, ==, "connected authorized disconnected");
  g_assert_null (trueconf_health_get_error (g_ptr_array_index (watch->statuses, 2)));
  g_assert_null (trueconf_bot_get_last_error (bot));

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
compare_with_pulled (TrueconfBot *bot, TrueconfHealth *pushed, gpointer user_data)
{
  guint *count = user_data;
  g_autoptr (TrueconfHealth) pulled = trueconf_bot_health_check (bot);

  assert_health (pulled, trueconf_health_get_status (pushed), trueconf_health_get_user_id (pushed),
                 trueconf_health_get_port (pushed));
  g_assert_cmpint (trueconf_bot_get_status (bot), ==, trueconf_health_get_status (pushed));
  if (trueconf_health_get_error (pushed) != NULL)
    g_assert_cmpstr (trueconf_health_get_error (pulled)->message, ==,
                     trueconf_health_get_error (pushed)->message);
  (*count)++;
}

static void
test_pull (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TrueconfHealth) before = trueconf_bot_health_check (bot);
  guint count = 0;

  assert_health (before, TRUECONF_STATUS_DISCONNECTED, NULL, tc_sandbox_get_port (sandbox));
  g_assert_null (trueconf_health_get_error (before));

  g_signal_connect (bot, "status-changed", G_CALLBACK (compare_with_pulled), &count);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  TC_WAIT (count >= 5);
  g_assert_true (trueconf_bot_get_authorized (bot));
  tc_bot_end (bot);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  GHashTable *counts = user_data;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, pspec->name));

  g_hash_table_insert (counts, (gpointer) pspec->name, GUINT_TO_POINTER (count + 1));
}

static guint
get_count (GHashTable *counts, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));
}

static void
test_notify (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  g_signal_connect (bot, "notify", G_CALLBACK (count_notify), counts);
  tc_bot_start (bot);
  g_assert_cmpuint (get_count (counts, "status"), ==, 2);
  g_assert_cmpuint (get_count (counts, "websocket-connected"), ==, 1);
  g_assert_cmpuint (get_count (counts, "authorized"), ==, 1);
  g_assert_cmpuint (get_count (counts, "user-id"), ==, 1);
  g_assert_cmpuint (get_count (counts, "last-error"), ==, 0);
  TC_WAIT (get_count (counts, "upload-limits") == 1);

  tc_bot_stop (bot);
  g_assert_cmpuint (get_count (counts, "status"), ==, 3);
  g_assert_cmpuint (get_count (counts, "websocket-connected"), ==, 2);
  g_assert_cmpuint (get_count (counts, "authorized"), ==, 2);
  g_assert_cmpuint (get_count (counts, "user-id"), ==, 1);
  tc_bot_end (bot);
}

/* An action stands for a button of an application: it can be pressed while the bot is logged in. */
static void
test_binding (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GSimpleAction) action = g_simple_action_new ("send", NULL);

  g_object_bind_property (bot, "authorized", action, "enabled", G_BINDING_SYNC_CREATE);
  g_assert_false (g_action_get_enabled (G_ACTION (action)));
  tc_bot_start (bot);
  g_assert_true (g_action_get_enabled (G_ACTION (action)));
  tc_bot_stop (bot);
  g_assert_false (g_action_get_enabled (G_ACTION (action)));
  tc_bot_end (bot);
}

static gboolean
status_to_text (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  GEnumClass *klass = g_type_class_peek (TRUECONF_TYPE_STATUS);

  g_value_set_string (to, g_enum_get_value (klass, g_value_get_enum (from))->value_nick);
  return TRUE;
}

static void
test_binding_status (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TrueconfRouter) label = trueconf_router_new ("");

  g_object_bind_property_full (bot, "status", label, "name", G_BINDING_SYNC_CREATE, status_to_text, NULL,
                               NULL, NULL);
  g_assert_cmpstr (trueconf_router_get_name (label), ==, "disconnected");
  tc_bot_start (bot);
  g_assert_cmpstr (trueconf_router_get_name (label), ==, "authorized");
  tc_bot_stop (bot);
  g_assert_cmpstr (trueconf_router_get_name (label), ==, "disconnected");
  tc_bot_end (bot);
}

static char *
format_time (TrueconfHealth *health)
{
  return g_date_time_format (trueconf_health_get_timestamp (health), "%Y-%m-%dT%H:%M:%S+00:00");
}

static void
test_json (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  guint port = tc_sandbox_get_port (sandbox);
  g_autoptr (TrueconfHealth) before = trueconf_bot_health_check (bot);
  g_autofree char *time = format_time (before);
  g_autofree char *text = trueconf_health_to_json (before);
  g_autofree char *expected =
      tc_json ("{'status': 'disconnected', 'websocket_connected': false, 'authorized': false, "
               "'server': '127.0.0.1', 'port': %u, 'protocol': 'http', 'timestamp': '%s'}",
               port, time);
  g_autoptr (TrueconfHealth) health = NULL;

  g_assert_cmpstr (text, ==, expected);

  tc_bot_start (bot);
  health = trueconf_bot_health_check (bot);
  g_free (time);
  g_free (text);
  g_free (expected);
  time = format_time (health);
  text = trueconf_health_to_json (health);
  expected = tc_json ("{'status': 'authorized', 'websocket_connected': true, 'authorized': true, "
                      "'user_id': 'echo_bot@sandbox.local', 'server': '127.0.0.1', 'port': %u, "
                      "'protocol': 'http', 'timestamp': '%s'}",
                      port, time);
  g_assert_cmpstr (text, ==, expected);
  tc_bot_end (bot);
}

/* Of an object that a binding has made by itself. */
static void
test_json_empty (void)
{
  g_autoptr (TrueconfHealth) health = g_object_new (TRUECONF_TYPE_HEALTH, NULL);
  g_autofree char *text = trueconf_health_to_json (health);
  g_autoptr (GVariant) variant = g_variant_ref_sink (trueconf_health_to_variant (health));
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  g_assert_null (tc_json_find (node, "timestamp"));
  g_assert_false (g_variant_lookup (variant, "timestamp", "s", NULL));
}

static void
test_json_error (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("video.example.com\"\\\n", "a.b.c");
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);
  g_autoptr (TrueconfHealth) health = trueconf_bot_health_check (bot);
  g_autofree char *text = trueconf_health_to_json (health);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  g_assert_cmpstr (tc_json_string (node, "error"), ==, error->message);
  g_assert_cmpstr (tc_json_string (node, "server"), ==, "video.example.com\"\\\n");
  g_assert_cmpstr (tc_json_string (node, "protocol"), ==, "https");
  g_assert_cmpint (tc_json_int (node, "port"), ==, 443);
  g_assert_null (tc_json_find (node, "user_id"));
}

static void
test_variant (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TrueconfHealth) health = NULL;
  g_autoptr (GVariant) variant = NULL;
  const char *text = NULL;
  g_autofree char *time = NULL;
  gboolean flag = FALSE;
  guint32 port = 0;

  tc_bot_start (bot);
  health = trueconf_bot_health_check (bot);
  variant = g_variant_ref_sink (trueconf_health_to_variant (health));
  time = format_time (health);

  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "a{sv}");
  g_assert_cmpuint (g_variant_n_children (variant), ==, 8);
  g_assert_true (g_variant_lookup (variant, "status", "&s", &text));
  g_assert_cmpstr (text, ==, "authorized");
  g_assert_true (g_variant_lookup (variant, "websocket_connected", "b", &flag) && flag);
  g_assert_true (g_variant_lookup (variant, "authorized", "b", &flag) && flag);
  g_assert_true (g_variant_lookup (variant, "user_id", "&s", &text));
  g_assert_cmpstr (text, ==, "echo_bot@sandbox.local");
  g_assert_true (g_variant_lookup (variant, "server", "&s", &text));
  g_assert_cmpstr (text, ==, "127.0.0.1");
  g_assert_true (g_variant_lookup (variant, "port", "u", &port));
  g_assert_cmpuint (port, ==, tc_sandbox_get_port (sandbox));
  g_assert_true (g_variant_lookup (variant, "protocol", "&s", &text));
  g_assert_cmpstr (text, ==, "http");
  g_assert_true (g_variant_lookup (variant, "timestamp", "&s", &text));
  g_assert_cmpstr (text, ==, time);
  tc_bot_end (bot);
}

/* It says why as long as there is no connection, and has nothing to say once there is one. */
static void
test_last_error (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  g_assert_null (trueconf_bot_get_last_error (bot));
  tc_bot_start (bot);
  tc_sandbox_kill (sandbox);
  TC_WAIT (trueconf_bot_get_status (bot) == TRUECONF_STATUS_DISCONNECTED);
  g_assert_nonnull (trueconf_bot_get_last_error (bot));
  TC_WAIT (strstr (trueconf_bot_get_last_error (bot)->message, "nothing listens") != NULL);
  tc_sandbox_restart (sandbox);
  TC_WAIT (trueconf_bot_get_authorized (bot));
  g_assert_null (trueconf_bot_get_last_error (bot));
  tc_bot_end (bot);
}

/* Somebody who writes a whole address finds no password in what everybody may see. */
static void
test_password_in_server (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("https://user:s3cret@video.example.com", "token");
  g_autoptr (TrueconfHealth) before = trueconf_bot_health_check (bot);
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);
  g_autoptr (TrueconfHealth) after = trueconf_bot_health_check (bot);
  g_autofree char *json = trueconf_health_to_json (after);

  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_assert_cmpstr (trueconf_health_get_server (before), ==, "@video.example.com");
  tc_assert_contains (json, "@video.example.com");
  tc_assert_lacks (json, "s3cret");
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/health/push", test_push);
  g_test_add_func ("/health/push-stop", test_push_stop);
  g_test_add_func ("/health/pull", test_pull);
  g_test_add_func ("/health/notify", test_notify);
  g_test_add_func ("/health/binding", test_binding);
  g_test_add_func ("/health/binding-status", test_binding_status);
  g_test_add_func ("/health/json", test_json);
  g_test_add_func ("/health/json-empty", test_json_empty);
  g_test_add_func ("/health/json-error", test_json_error);
  g_test_add_func ("/health/variant", test_variant);
  g_test_add_func ("/health/last-error", test_last_error);
  g_test_add_func ("/health/password-in-server", test_password_in_server);

  return g_test_run ();
}
