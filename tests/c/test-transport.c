/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The transport by itself, with settings that no bot has, and a server that sends its bytes as slowly as it is told. */

#include "config.h"

#include <string.h>

#include "tc-server.h"
#include "tc-util.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-transport-private.h"
#include "trueconf-error.h"

typedef struct
{
  SoupServer *server;
  SoupWebsocketConnection *connection;
  guint connections;
  guint token_requests;
  guint token_lifetime; /* in seconds, of the first token; later ones live for an hour */
  guint token_status;   /* of requests for later ones */
  gboolean expired;     /* requests are refused on the first connection */
  char *last_token;     /* of the last log-in */

  GObject *owner;
  TrueconfCallQueue *calls;
  TrueconfTransport *transport;
  TrueconfStatus status;
  guint disconnected;
  guint events;
  guint stopped;
  GError *error;      /* the last reason for having been disconnected, or for having given up */
  GPtrArray *answers; /* TrueconfRequest */
} Scene;

static Scene *scene = NULL;

static void
on_state_changed (gpointer owner, const TrueconfTransportState *state)
{
  scene->status = state->status;
  if (state->status == TRUECONF_STATUS_DISCONNECTED)
    scene->disconnected++;
  /* the next attempt may have begun before anybody looks */
  if (state->error != NULL)
    {
      g_clear_error (&scene->error);
      scene->error = g_error_copy (state->error);
    }
}

static void
on_error (gpointer owner, const GError *error)
{
  g_clear_error (&scene->error);
  scene->error = g_error_copy (error);
}

static void
on_received (gpointer owner, TrueconfEvent *event, TrueconfReceipt receipt, TrueconfLoadTicket *ticket)
{
  trueconf_load_ticket_free (ticket);
  scene->events++;
}

static void
on_skipped (gpointer owner, const char *method, guint64 size, const GError *error)
{
}

static void
on_answered (gpointer owner, TrueconfRequest *request)
{
  g_ptr_array_add (scene->answers, trueconf_request_ref (request));
}

static void
on_stopped (gpointer owner)
{
  scene->stopped++;
}

static void
on_described (gpointer owner, const TrueconfServerInfo *info, const GError *error)
{
}

static const TrueconfTransportCallbacks callbacks = {
  on_state_changed, on_error, on_received, on_skipped, on_answered, on_error, on_stopped, on_described,
};

static void
on_frame (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonNode) frame = json_from_string (text, NULL);
  g_autofree char *answer = NULL;
  gboolean is_auth;

  if (tc_json_int (frame, "type") != 1)
    return;

  is_auth = g_str_equal (tc_json_string (frame, "method"), "auth");
  if (is_auth)
    {
      g_free (scene->last_token);
      scene->last_token = g_strdup (tc_json_string (frame, "payload.token"));
    }

  if (scene->expired && scene->connections == 1 && !is_auth)
    answer = tc_json ("{'type':2,'id':%" G_GINT64_FORMAT ",'payload':{'errorCode':203}}",
                      tc_json_int (frame, "id"));
  else
    answer = tc_json ("{'type':2,'id':%" G_GINT64_FORMAT ",'payload':{'userId':'bot@test/1','chats':[]}}",
                      tc_json_int (frame, "id"));
  soup_websocket_connection_send_text (connection, answer);
}

static void
on_connection (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               SoupWebsocketConnection *connection,
               gpointer user_data)
{
  g_set_object (&scene->connection, connection);
  scene->connections++;
  g_signal_connect (connection, "message", G_CALLBACK (on_frame), NULL);
}

static void
on_token_request (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer user_data)
{
  guint n = ++scene->token_requests;
  g_autofree char *answer = tc_json ("{'access_token':'a.b.%u','expires_in':%u}", n,
                                     n == 1 && scene->token_lifetime != 0 ? scene->token_lifetime : 3600);

  soup_server_message_set_status (
      message, n > 1 && scene->token_status != 0 ? scene->token_status : SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer, strlen (answer));
}

static void
set_up (void)
{
  char *protocols[] = { (char *) "json.v1", NULL };

  scene = g_new0 (Scene, 1);
  scene->server = tc_server_new ();
  soup_server_add_websocket_handler (scene->server, "/websocket", NULL, protocols, on_connection, NULL, NULL);
  soup_server_add_handler (scene->server, "/bridge", on_token_request, NULL, NULL);
  scene->owner = g_object_new (G_TYPE_OBJECT, NULL);
  scene->calls = trueconf_call_queue_new (NULL, "test");
  scene->transport = trueconf_transport_new (scene->owner, scene->calls, &callbacks);
  scene->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_request_unref);
}

static void
tear_down (void)
{
  trueconf_transport_stop (scene->transport, TRUECONF_TIME_NEVER);
  TC_WAIT (scene->stopped > 0);
  trueconf_call_queue_close (scene->calls);
  trueconf_transport_dispose (scene->transport);
  trueconf_call_queue_unref (scene->calls);
  g_object_unref (scene->owner);
  if (scene->connection != NULL)
    g_signal_handlers_disconnect_by_func (scene->connection, on_frame, NULL);
  g_clear_object (&scene->connection);
  g_object_unref (scene->server);
  g_ptr_array_unref (scene->answers);
  g_clear_error (&scene->error);
  g_free (scene->last_token);
  g_clear_pointer (&scene, g_free);
}

static TrueconfSettings *
make_settings (void)
{
  TrueconfSettings *settings = trueconf_settings_new ();

  settings->server = g_strdup ("127.0.0.1");
  settings->port = tc_server_get_port (scene->server);
  settings->token = g_strdup ("a.b.c");
  settings->max_retries = 1;
  settings->max_delay = 1;
  settings->timeout = 30 * G_TIME_SPAN_SECOND;
  settings->offline_timeout = 30 * G_TIME_SPAN_SECOND;
  settings->outbox_limit = 100;
  settings->max_waiting_events = 1000;
  settings->max_waiting_bytes = 64 * 1024 * 1024;
  settings->max_in_flight = 32;
  settings->ping_interval = 300 * G_TIME_SPAN_MILLISECOND;
  settings->ping_timeout = 300 * G_TIME_SPAN_MILLISECOND;
  settings->max_message_size = 1024 * 1024;

  return settings;
}

static void
start (TrueconfSettings *settings)
{
  trueconf_transport_set_settings (scene->transport, settings);
  trueconf_transport_start (scene->transport);
  TC_WAIT (scene->status == TRUECONF_STATUS_AUTHORIZED || scene->error != NULL);
  g_assert_no_error (scene->error);
}

static void
submit (void)
{
  const TrueconfMethodRow *row = trueconf_wire_get_method (TRUECONF_METHOD_OTHER);

  trueconf_transport_submit (scene->transport, trueconf_request_new (row, "getChats", g_strdup ("{}"), NULL));
}

/* All times for ever: nothing overflows, and nothing fails at once. */
static void
for_ever (const char *password)
{
  TrueconfSettings *settings;

  set_up ();
  settings = make_settings ();
  settings->timeout = TRUECONF_TIME_NEVER;
  settings->offline_timeout = TRUECONF_TIME_NEVER;
  settings->ping_interval = TRUECONF_TIME_NEVER;
  settings->ping_timeout = TRUECONF_TIME_NEVER;
  if (password != NULL)
    {
      g_clear_pointer (&settings->token, g_free);
      settings->username = g_strdup ("bot");
      settings->password = g_strdup (password);
    }

  trueconf_transport_set_settings (scene->transport, trueconf_settings_ref (settings));
  submit ();
  start (settings);
  submit ();
  TC_WAIT (scene->answers->len == 2);
  tc_drain ();
  tear_down ();
}

static void
test_for_ever (void)
{
  for_ever (NULL);
}

static void
test_for_ever_with_password (void)
{
  for_ever ("secret");
}

static void
start_with_password (void)
{
  TrueconfSettings *settings = make_settings ();

  g_clear_pointer (&settings->token, g_free);
  settings->username = g_strdup ("bot");
  settings->password = g_strdup ("secret");
  settings->ping_interval = 30 * G_TIME_SPAN_SECOND;
  start (settings);
}

/* The next token is there before the old one expires, and the connection knows nothing of it. When the server wants a new
 * log-in there is no need to ask for a token first, and nothing is lost. */
static void
test_renew_ahead (void)
{
  set_up ();
  scene->token_lifetime = 4;
  scene->expired = TRUE;
  start_with_password ();
  g_assert_cmpstr (scene->last_token, ==, "a.b.1");
  TC_WAIT (scene->token_requests == 2);
  tc_linger (200);
  g_assert_cmpuint (scene->connections, ==, 1);
  g_assert_cmpuint (scene->disconnected, ==, 0);

  for (guint i = 0; i < 20; i++)
    submit ();
  TC_WAIT (scene->answers->len == 20);
  for (guint i = 0; i < 20; i++)
    g_assert_no_error (((TrueconfRequest *) g_ptr_array_index (scene->answers, i))->error);
  g_assert_cmpuint (scene->connections, ==, 2);
  g_assert_cmpuint (scene->token_requests, ==, 2);
  g_assert_cmpstr (scene->last_token, ==, "a.b.2");
  tear_down ();
}

/* A token that is refused ahead of time is no reason to end a connection that works, nor to ask again and again. */
static void
test_renew_in_vain (void)
{
  set_up ();
  scene->token_lifetime = 4;
  scene->token_status = SOUP_STATUS_UNAUTHORIZED;
  start_with_password ();
  TC_WAIT (scene->token_requests == 2);
  tc_linger (2500);
  submit ();
  TC_WAIT (scene->answers->len == 1);
  g_assert_no_error (((TrueconfRequest *) g_ptr_array_index (scene->answers, 0))->error);
  g_assert_cmpuint (scene->connections, ==, 1);
  g_assert_cmpuint (scene->disconnected, ==, 0);
  g_assert_cmpuint (scene->token_requests, ==, 2);
  tear_down ();
}

/* A piece of a message: the first is a text, the others go on with it. */
static gboolean
write_fragment (gboolean first, gboolean last, const char *data, gsize length)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (scene->connection);
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint8 head[10] = { (guint8) ((last ? 0x80 : 0) | (first ? 1 : 0)), (guint8) length };
  guint64 big = GUINT64_TO_BE ((guint64) length);

  /* nothing but the shortest form of a length is allowed; none between 126 and 65535 is needed here */
  if (length > G_MAXUINT16)
    {
      head[1] = 127;
      memcpy (head + 2, &big, sizeof big);
    }
  g_byte_array_append (frame, head, length > G_MAXUINT16 ? 10 : 2);
  g_byte_array_append (frame, (const guint8 *) data, (guint) length);

  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), frame->data, frame->len, NULL,
                                    NULL, NULL);
}

#define PIECE (64 * 1024)

/* An event in many pieces, of which each comes a little later than the one before: until it is whole, or the client
 * has had enough. How many bytes went out. */
static gsize
drip (gsize size)
{
  static const char head[] = "{\"type\":1,\"id\":7,\"method\":\"slow\",\"payload\":{\"a\":\"";
  static const char tail[] = "\"}}";
  g_autofree char *piece = g_strnfill (PIECE, 'x');
  gsize sent = 0;

  if (!write_fragment (TRUE, FALSE, head, strlen (head)))
    return 0;

  while (sent < size && scene->disconnected == 0)
    {
      if (!write_fragment (FALSE, FALSE, piece, PIECE))
        return sent;
      sent += PIECE;
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10000);
    }
  if (scene->disconnected == 0)
    write_fragment (FALSE, TRUE, tail, strlen (tail));

  return sent;
}

/* libsoup limits a fragment, and not the message: it would take the memory of the machine in small pieces. */
static void
test_slow_and_too_large (void)
{
  TrueconfSettings *settings;
  gsize sent;

  set_up ();
  settings = make_settings ();
  start (settings);
  sent = drip (64 * 1024 * 1024);
  TC_WAIT (scene->disconnected == 1);
  g_assert_error (scene->error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL);
  tc_assert_contains (scene->error->message, "max-message-size");
  tc_assert_contains (scene->error->message, "1048576");
  g_assert_cmpuint (sent, >, 5 * 1024 * 1024);
  g_assert_cmpuint (sent, <, 64 * 1024 * 1024);
  /* and it tries again */
  TC_WAIT (scene->status == TRUECONF_STATUS_AUTHORIZED);
  g_assert_cmpuint (scene->connections, ==, 2);
  tear_down ();
}

/* The largest limits are no small ones. */
static void
test_nearly_unlimited (void)
{
  TrueconfSettings *settings;

  set_up ();
  settings = make_settings ();
  settings->max_message_size = G_MAXUINT64 - 1;
  start (settings);
  drip (12 * 1024 * 1024);
  TC_WAIT (scene->events == 1);
  g_assert_cmpuint (scene->disconnected, ==, 0);
  tear_down ();
}

static void
note_close (SoupWebsocketConnection *connection, gpointer code)
{
  *(gushort *) code = soup_websocket_connection_get_close_code (connection);
}

/* A text that is not UTF-8 ends the connection, as RFC 6455 (8.1) wants it, in however many pieces it comes. Characters may be
 * cut by the pieces. */
static void
test_text_that_is_none (void)
{
  static const char *const good[] = { "{\"type\":1,\"id\":7,\"method\":\"\xd0", "\xb6\",\"payload\":{}}" };
  static const char *const bad[] = { "{\"type\":1,\"id\":7,\"method\":\"\xd0", "\",\"payload\":{}}" };

  for (guint pieces = 1; pieces <= 2; pieces++)
    {
      g_autofree char *whole = g_strconcat (bad[0], bad[1], NULL);
      g_autoptr (SoupWebsocketConnection) connection = NULL;
      gushort code = 0;

      set_up ();
      start (make_settings ());
      connection = g_object_ref (scene->connection);
      g_signal_connect (connection, "closed", G_CALLBACK (note_close), &code);
      write_fragment (TRUE, FALSE, good[0], strlen (good[0]));
      write_fragment (FALSE, TRUE, good[1], strlen (good[1]));
      TC_WAIT (scene->events == 1);
      if (pieces == 1)
        {
          write_fragment (TRUE, TRUE, whole, strlen (whole));
        }
      else
        {
          write_fragment (TRUE, FALSE, bad[0], strlen (bad[0]));
          write_fragment (FALSE, TRUE, bad[1], strlen (bad[1]));
        }
      TC_WAIT (code != 0);
      g_assert_cmpuint (code, ==, SOUP_WEBSOCKET_CLOSE_BAD_DATA);
      TC_WAIT (scene->disconnected == 1);
      g_assert_cmpuint (scene->events, ==, 1);
      tear_down ();
    }
}

#ifdef TRUECONF_THREAD_CHECKS

static gpointer
intrude (gpointer data)
{
  g_autoptr (TrueconfSettings) settings = trueconf_settings_new ();

  trueconf_io_acquire_session (settings, TRUE);
  return NULL;
}

/* A mistake of the library itself ends the program, and says in which function, in which thread, and what to do. */
static void
test_wrong_thread (void)
{
  if (g_test_subprocess ())
    {
      g_thread_join (g_thread_new ("intruder", intrude, NULL));
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ERROR*trueconf_io_acquire_session() runs in the thread *intruder*"
                             "instead of in the I/O thread of the library*docs/threads.md*please report it*");
}

#endif

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/transport/for-ever", test_for_ever);
  g_test_add_func ("/transport/for-ever-with-password", test_for_ever_with_password);
  g_test_add_func ("/transport/renew-ahead", test_renew_ahead);
  g_test_add_func ("/transport/renew-in-vain", test_renew_in_vain);
  g_test_add_func ("/transport/slow-and-too-large", test_slow_and_too_large);
  g_test_add_func ("/transport/nearly-unlimited", test_nearly_unlimited);
  g_test_add_func ("/transport/text-that-is-none", test_text_that_is_none);
#ifdef TRUECONF_THREAD_CHECKS
  g_test_add_func ("/transport/wrong-thread", test_wrong_thread);
#endif

  return g_test_run ();
}
