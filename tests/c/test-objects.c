/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every property of every class can be read, has the same value as its getter, and objects go when they should. */

#include <math.h>
#include <string.h>

#include "tc-bot.h"

/* Reads all that can be read, writes all that can be written: with the value it has. */
static void
read_all (gpointer object)
{
  guint n = 0;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      if ((properties[i]->flags & G_PARAM_READABLE) == 0)
        continue;
      g_test_message ("%s:%s", G_OBJECT_TYPE_NAME (object), properties[i]->name);
      g_object_get_property (object, properties[i]->name, &value);
      if ((properties[i]->flags & G_PARAM_WRITABLE) != 0 &&
          (properties[i]->flags & G_PARAM_CONSTRUCT_ONLY) == 0)
        g_object_set_property (object, properties[i]->name, &value);
    }
}

static void
test_message (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  TcWatch *watch = tc_watch_new (bot);
  TrueconfMessage *message;
  TrueconfBot *found = NULL;
  TrueconfAuthor *author = NULL;
  TrueconfContent *content = NULL;
  TrueconfBox *box = NULL;
  TrueconfMessageType type = TRUECONF_MESSAGE_TYPE_UNKNOWN;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  gint64 timestamp = 0;

  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "hello");
  TC_WAIT (watch->messages->len == 1);
  message = g_object_ref (g_ptr_array_index (watch->messages, 0));
  tc_watch_free (watch);

  read_all (message);
  read_all (trueconf_message_get_author (message));
  read_all (trueconf_message_get_box (message));
  read_all (trueconf_message_get_content (message));
  g_object_get (message, "text", &text, "message-id", &id, "timestamp", &timestamp, "message-type", &type,
                "author", &author, "content", &content, "box", &box, "bot", &found, NULL);
  g_assert_cmpstr (text, ==, "hello");
  g_assert_cmpstr (id, ==, trueconf_message_get_message_id (message));
  g_assert_cmpint (timestamp, ==, trueconf_message_get_timestamp (message));
  g_assert_cmpint (type, ==, TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE);
  g_assert_true (author == trueconf_message_get_author (message));
  g_assert_true (content == trueconf_message_get_content (message));
  g_assert_true (box == trueconf_message_get_box (message));
  g_assert_true (found == bot);
  g_assert_cmpstr (tc_json_string (trueconf_content_get_raw (content), "text"), ==, "hello");
  g_object_unref (found);

  /* parts live as long as somebody wants them */
  tc_drain ();
  g_assert_finalize_object (message);
  g_assert_cmpstr (trueconf_author_get_id (author), ==, "nora@sandbox.local");
  g_assert_cmpstr (tc_json_string (trueconf_content_get_raw (content), "text"), ==, "hello");
  g_assert_finalize_object (author);
  g_assert_finalize_object (content);
  g_assert_finalize_object (box);
  tc_bot_end (bot);
}

static void
test_sent_message (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  TrueconfSentMessage *sent;

  tc_bot_start (bot);
  sent = tc_bot_send (bot, chat, "x", NULL);
  g_assert_nonnull (sent);
  read_all (sent);
  g_assert_cmpstr (trueconf_sent_message_get_chat_id (sent), ==, chat);
  g_assert_nonnull (trueconf_sent_message_get_message_id (sent));
  g_assert_cmpint (trueconf_sent_message_get_timestamp (sent), >, 0);
  g_assert_finalize_object (sent);
  tc_bot_end (bot);
}

static void
test_limits (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  TcWatch *watch = tc_watch_new (bot);
  TrueconfEvent *event;
  g_autoptr (TrueconfUploadLimits) limits = NULL;

  tc_bot_start (bot);
  TC_WAIT ((event = tc_watch_find_event (watch, "getFileUploadLimits")) != NULL);
  read_all (event);
  g_object_get (event, "limits", &limits, NULL);
  g_assert_true (limits == trueconf_bot_get_upload_limits (bot));
  read_all (limits);
  tc_watch_free (watch);
  tc_bot_end (bot);
  g_assert_finalize_object (g_steal_pointer (&limits));
}

static void
test_update (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  TcWatch *watch = tc_watch_new (bot);
  g_autoptr (GPtrArray) log = NULL;
  TrueconfEvent *event;

  tc_bot_start (bot);
  /* the log tells of each name once */
  tc_log_begin ();
  tc_sandbox_do (sandbox, "/sandbox/send", "{'method':'dance','payload':{'a':1}}");
  tc_sandbox_do (sandbox, "/sandbox/send", "{'method':'dance','payload':{'a':2}}");
  tc_sandbox_do (sandbox, "/sandbox/send", "{'method':'sing','payload':{}}");
  TC_WAIT (tc_watch_find_event (watch, "sing") != NULL);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 2);
  g_assert_true (tc_log_has (log, "“dance”"));
  g_assert_true (tc_log_has (log, "“sing”"));
  event = tc_watch_find_event (watch, "dance");
  read_all (event);
  event = g_object_ref (event);
  tc_watch_free (watch);
  tc_drain ();
  g_assert_finalize_object (event);
  tc_bot_end (bot);
}

static void
test_health (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("video.example.com", "a.b.c");
  TrueconfHealth *health = trueconf_bot_health_check (bot);

  read_all (health);
  g_assert_finalize_object (health);
}

static void
test_bot_defaults (void)
{
  TrueconfBot *bot = trueconf_bot_new ("video.example.com", "a.b.c");

  read_all (bot);
  g_assert_cmpstr (trueconf_bot_get_server (bot), ==, "video.example.com");
  g_assert_cmpuint (trueconf_bot_get_port (bot), ==, 0);
  g_assert_true (trueconf_bot_get_https (bot));
  g_assert_cmpstr (trueconf_bot_get_token (bot), ==, "a.b.c");
  g_assert_null (trueconf_bot_get_username (bot));
  g_assert_null (trueconf_bot_get_client_id (bot));
  g_assert_true (trueconf_bot_get_verify_tls (bot));
  g_assert_null (trueconf_bot_get_tls_database (bot));
  g_assert_null (trueconf_bot_get_proxy_resolver (bot));
  g_assert_null (trueconf_bot_get_tls_ca_file (bot));
  g_assert_nonnull (trueconf_bot_get_dispatcher (bot));
  g_assert_false (trueconf_bot_get_receive_unread_messages (bot));
  g_assert_false (trueconf_bot_get_receive_system_messages (bot));
  g_assert_true (trueconf_bot_get_skip_self_messages (bot));
  g_assert_true (trueconf_bot_get_ask_server_version (bot));
  g_assert_cmpint (trueconf_bot_get_ack_policy (bot), ==, TRUECONF_ACK_POLICY_ON_RECEIPT);
  g_assert_cmpint (trueconf_bot_get_ordering (bot), ==, TRUECONF_ORDERING_PER_CHAT);
  g_assert_cmpint (trueconf_bot_get_ws_max_retries (bot), ==, 5);
  g_assert_cmpuint (trueconf_bot_get_ws_max_delay (bot), ==, 60);
  g_assert_cmpfloat_with_epsilon (trueconf_bot_get_timeout (bot), 10, 0.001);
  g_assert_cmpfloat_with_epsilon (trueconf_bot_get_offline_timeout (bot), 60, 0.001);
  g_assert_cmpuint (trueconf_bot_get_outbox_limit (bot), ==, 1000);
  g_assert_cmpuint (trueconf_bot_get_max_in_flight (bot), ==, 32);
  g_assert_cmpint (trueconf_bot_get_resend_policy (bot), ==, TRUECONF_RESEND_POLICY_IDEMPOTENT);
  g_assert_cmpuint (trueconf_bot_get_ping_interval (bot), ==, 30);
  g_assert_cmpuint (trueconf_bot_get_ping_timeout (bot), ==, 10);
  g_assert_cmpuint (trueconf_bot_get_max_message_size (bot), ==, 16 * 1024 * 1024);
  g_assert_cmpint (trueconf_bot_get_status (bot), ==, TRUECONF_STATUS_DISCONNECTED);
  g_assert_false (trueconf_bot_get_websocket_connected (bot));
  g_assert_false (trueconf_bot_get_authorized (bot));
  g_assert_null (trueconf_bot_get_user_id (bot));
  g_assert_null (trueconf_bot_get_upload_limits (bot));
  g_assert_null (trueconf_bot_get_last_error (bot));
  g_assert_finalize_object (bot);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

#define CHANGE(name, type, setter, getter, other)                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    guint count = 0;                                                                                         \
    gulong handler = g_signal_connect (bot, "notify::" name, G_CALLBACK (count_notify), &count);             \
    type old = getter (bot);                                                                                 \
                                                                                                             \
    setter (bot, old);                                                                                       \
    g_assert_cmpuint (count, ==, 0);                                                                         \
    setter (bot, other);                                                                                     \
    g_assert_true (getter (bot) == (other));                                                                 \
    g_assert_cmpuint (count, ==, 1);                                                                         \
    g_object_set (bot, name, old, NULL);                                                                     \
    g_assert_true (getter (bot) == old);                                                                     \
    g_assert_cmpuint (count, ==, 2);                                                                         \
    g_signal_handler_disconnect (bot, handler);                                                              \
  }                                                                                                          \
  G_STMT_END

/* A new value notifies once, the same value not at all. */
static void
test_bot_changes (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("video.example.com", "a.b.c");

  CHANGE ("port", guint, trueconf_bot_set_port, trueconf_bot_get_port, 8443);
  CHANGE ("https", gboolean, trueconf_bot_set_https, trueconf_bot_get_https, FALSE);
  CHANGE ("verify-tls", gboolean, trueconf_bot_set_verify_tls, trueconf_bot_get_verify_tls, FALSE);
  CHANGE ("receive-unread-messages", gboolean, trueconf_bot_set_receive_unread_messages,
          trueconf_bot_get_receive_unread_messages, TRUE);
  CHANGE ("receive-system-messages", gboolean, trueconf_bot_set_receive_system_messages,
          trueconf_bot_get_receive_system_messages, TRUE);
  CHANGE ("skip-self-messages", gboolean, trueconf_bot_set_skip_self_messages,
          trueconf_bot_get_skip_self_messages, FALSE);
  CHANGE ("ask-server-version", gboolean, trueconf_bot_set_ask_server_version,
          trueconf_bot_get_ask_server_version, FALSE);
  CHANGE ("ack-policy", TrueconfAckPolicy, trueconf_bot_set_ack_policy, trueconf_bot_get_ack_policy,
          TRUECONF_ACK_POLICY_AFTER_HANDLER);
  CHANGE ("ordering", TrueconfOrdering, trueconf_bot_set_ordering, trueconf_bot_get_ordering,
          TRUECONF_ORDERING_NONE);
  CHANGE ("ws-max-retries", int, trueconf_bot_set_ws_max_retries, trueconf_bot_get_ws_max_retries, -1);
  CHANGE ("ws-max-delay", guint, trueconf_bot_set_ws_max_delay, trueconf_bot_get_ws_max_delay, 7);
  CHANGE ("outbox-limit", guint, trueconf_bot_set_outbox_limit, trueconf_bot_get_outbox_limit, 3);
  CHANGE ("max-in-flight", guint, trueconf_bot_set_max_in_flight, trueconf_bot_get_max_in_flight, 7);
  CHANGE ("resend-policy", TrueconfResendPolicy, trueconf_bot_set_resend_policy,
          trueconf_bot_get_resend_policy, TRUECONF_RESEND_POLICY_NEVER);
  CHANGE ("ping-interval", guint, trueconf_bot_set_ping_interval, trueconf_bot_get_ping_interval, 5);
  CHANGE ("ping-timeout", guint, trueconf_bot_set_ping_timeout, trueconf_bot_get_ping_timeout, 5);
  CHANGE ("max-message-size", guint64, trueconf_bot_set_max_message_size, trueconf_bot_get_max_message_size,
          65536);
}

#define SET(name, value)                                                                                     \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*" #name "*");                                 \
    trueconf_bot_set_##name (bot, value);                                                                    \
    g_test_assert_expected_messages ();                                                                      \
  }                                                                                                          \
  G_STMT_END
#define SET_PROPERTY(name, value) TC_ASSERT_OUT_OF_RANGE (name, g_object_set (bot, name, value, NULL))

/* What is out of range changes nothing, by the setter or by the property. */
static void
test_ranges (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("video.example.com", "a.b.c");

  SET (ack_policy, 99);
  SET_PROPERTY ("ack-policy", 99);
  SET (ordering, -1);
  SET_PROPERTY ("ordering", -1);
  SET (resend_policy, 99);
  SET_PROPERTY ("resend-policy", 99);
  SET (ws_max_retries, -2);
  SET_PROPERTY ("ws-max-retries", -2);
  SET (ws_max_delay, 0);
  SET (ws_max_delay, G_MAXUINT);
  SET_PROPERTY ("ws-max-delay", G_MAXUINT);
  SET (ping_interval, G_MAXUINT);
  SET (ping_timeout, G_MAXUINT);
  SET (timeout, 0);
  SET (timeout, 0.01);
  SET (timeout, (double) NAN);
  SET_PROPERTY ("timeout", 0.01);
  SET (offline_timeout, -1);
  SET_PROPERTY ("offline-timeout", -1.0);
  SET (max_message_size, 0);
  SET_PROPERTY ("max-message-size", G_GUINT64_CONSTANT (0));

  g_assert_cmpuint (trueconf_bot_get_port (bot), ==, 0);
  g_assert_cmpint (trueconf_bot_get_ack_policy (bot), ==, TRUECONF_ACK_POLICY_ON_RECEIPT);
  g_assert_cmpint (trueconf_bot_get_ordering (bot), ==, TRUECONF_ORDERING_PER_CHAT);
  g_assert_cmpint (trueconf_bot_get_resend_policy (bot), ==, TRUECONF_RESEND_POLICY_IDEMPOTENT);
  g_assert_cmpint (trueconf_bot_get_ws_max_retries (bot), ==, 5);
  g_assert_cmpuint (trueconf_bot_get_ws_max_delay (bot), ==, 60);
  g_assert_cmpfloat_with_epsilon (trueconf_bot_get_timeout (bot), 10, 0.001);
  g_assert_cmpfloat_with_epsilon (trueconf_bot_get_offline_timeout (bot), 60, 0.001);
  g_assert_cmpuint (trueconf_bot_get_max_message_size (bot), ==, 16 * 1024 * 1024);
}

/* For ever is a duration as well, by the setter and by the property. */
static void
test_for_ever (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("video.example.com", "a.b.c");
  guint count = 0;

  g_signal_connect (bot, "notify::timeout", G_CALLBACK (count_notify), &count);
  trueconf_bot_set_timeout (bot, (double) INFINITY);
  trueconf_bot_set_timeout (bot, (double) INFINITY);
  g_object_set (bot, "timeout", (double) INFINITY, "offline-timeout", (double) INFINITY, NULL);
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (isinf (trueconf_bot_get_timeout (bot)));
  g_assert_true (isinf (trueconf_bot_get_offline_timeout (bot)));
  trueconf_bot_set_max_message_size (bot, G_MAXUINT64);
  g_assert_cmpuint (trueconf_bot_get_max_message_size (bot), ==, G_MAXUINT64);
}

/* A setter may be handed a part of what its getter has returned. */
static void
test_part_of_itself (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("video.example.com", "Bearer a.b.c");

  trueconf_bot_set_token (bot, trueconf_bot_get_token (bot) + strlen ("Bearer "));
  g_assert_cmpstr (trueconf_bot_get_token (bot), ==, "a.b.c");
  trueconf_bot_set_tls_ca_file (bot, "/etc/ssl/ca.pem");
  trueconf_bot_set_tls_ca_file (bot, trueconf_bot_get_tls_ca_file (bot) + strlen ("/etc"));
  g_assert_cmpstr (trueconf_bot_get_tls_ca_file (bot), ==, "/ssl/ca.pem");
}

/* The password can be given, and never be read. */
static void
test_password (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new_from_credentials ("video.example.com", "nora", "secret");
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (bot), "password");

  g_assert_nonnull (pspec);
  g_assert_cmpint (pspec->flags & G_PARAM_READABLE, ==, 0);
  g_assert_cmpstr (trueconf_bot_get_username (bot), ==, "nora");
}

static void
test_routers (void)
{
  TrueconfRouter *router = trueconf_router_new ("a name");
  TrueconfDispatcher *dispatcher = trueconf_dispatcher_new ();

  read_all (router);
  read_all (dispatcher);
  g_assert_cmpstr (trueconf_router_get_name (router), ==, "a name");
  g_assert_cmpfloat (trueconf_dispatcher_get_handler_timeout (dispatcher), <=, 0.0);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);
  g_object_unref (router);
  g_assert_finalize_object (dispatcher);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/objects/message", test_message);
  g_test_add_func ("/objects/sent-message", test_sent_message);
  g_test_add_func ("/objects/limits", test_limits);
  g_test_add_func ("/objects/update", test_update);
  g_test_add_func ("/objects/health", test_health);
  g_test_add_func ("/objects/bot-defaults", test_bot_defaults);
  g_test_add_func ("/objects/bot-changes", test_bot_changes);
  g_test_add_func ("/objects/ranges", test_ranges);
  g_test_add_func ("/objects/for-ever", test_for_ever);
  g_test_add_func ("/objects/part-of-itself", test_part_of_itself);
  g_test_add_func ("/objects/password", test_password);
  g_test_add_func ("/objects/routers", test_routers);

  return g_test_run ();
}
