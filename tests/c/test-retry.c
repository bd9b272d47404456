/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is tried again, and how often: the table in docs/errors.md, row by row, with a server for each row. */

#include "config.h"

#include <string.h>

#include "tc-sanitizer.h"
#include "tc-server.h"
#include "tc-util.h"
#include "transport/trueconf-retry-private.h"
#include "transport/trueconf-transport-private.h"
#include "trueconf-error.h"

/* “retries” of the table, and so many that there is no limit. */
/* A sanitizer follows each allocation to its caller, also in the server of this test. */
#define SHORT_TIME ((TC_WITH_SANITIZER ? 1000 : 200) * G_TIME_SPAN_MILLISECOND)

#define RETRIES 4
#define MANY    6

#define NO_LIMIT G_MAXUINT

typedef struct
{
  char *step;
  char *what;
  char *cells[2]; /* until the first log-in, and after it */
} Row;

/* One bot and its server, which lets it in first or does not, and does from then on what the row says. */
typedef struct
{
  const Row *row;
  gboolean after;
  gboolean with_password;
  guint expected;
  const char *retry_after;
  gint64 retry_date; /* seconds from now, in place of `retry_after` */

  SoupServer *server;
  GPtrArray *connections;
  guint logins;
  guint attempts;

  GObject *owner;
  TrueconfCallQueue *calls;
  TrueconfTransport *transport;
  GError *error; /* that it has given up with */
  gboolean stopped;
} Case;

static GPtrArray *rows = NULL;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->step);
  g_free (row->what);
  g_free (row->cells[0]);
  g_free (row->cells[1]);
  g_free (row);
}

static void
read_rows (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "docs", "errors.md", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  rows = g_ptr_array_new_with_free_func (row_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "|", -1);
      Row *row;

      if (g_strv_length (cells) != 6 || strchr (cells[1], '-') != NULL)
        continue;
      for (guint j = 0; cells[j] != NULL; j++)
        g_strstrip (cells[j]);
      if (g_str_equal (cells[1], "Step"))
        continue;

      row = g_new0 (Row, 1);
      row->step = g_strdup (cells[1]);
      row->what = g_strdup (cells[2]);
      row->cells[0] = g_strdup (cells[3]);
      row->cells[1] = g_strdup (cells[4]);
      g_ptr_array_add (rows, row);
    }
}

/* How many attempts a cell promises; 0: it does not occur. */
static guint
read_cell (const char *cell, gboolean with_password)
{
  guint64 n;
  char *end;

  if (g_str_equal (cell, "–"))
    return 0;
  if (g_str_equal (cell, "retries"))
    return RETRIES;
  if (g_str_equal (cell, "no limit"))
    return NO_LIMIT;

  n = g_ascii_strtoull (cell, &end, 10);
  g_assert_cmpuint (n, >, 0);
  if (g_str_equal (end, " + 1"))
    return (guint) n + (with_password ? 1 : 0);

  g_assert_cmpstr (end, ==, "");
  return (guint) n;
}

static gboolean
read_number (const char *text, const char *before, guint *number)
{
  if (!g_str_has_prefix (text, before))
    return FALSE;

  *number = (guint) g_ascii_strtoull (text + strlen (before), NULL, 10);
  g_assert_cmpuint (*number, >, 0);
  return TRUE;
}

/* The network: without one, as it cannot be broken in each of these ways here. */

static TrueconfFailure
make_network_failure (const char *what, const TrueconfSettings *settings)
{
  static const struct
  {
    const char *what;
    GQuark (*domain) (void);
    int code;
  } errors[] = {
    { "the name is not found", g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND },
    { "nothing listens at the port", g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED },
    { "there is no way to the server", g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE },
    { "there is no TLS at the port", g_tls_error_quark, G_TLS_ERROR_NOT_TLS },
    { "the proxy refuses the user name or the password", g_io_error_quark, G_IO_ERROR_PROXY_AUTH_FAILED },
    { "the proxy wants a user name and a password", g_io_error_quark, G_IO_ERROR_PROXY_NEED_AUTH },
    { "the proxy fails", g_io_error_quark, G_IO_ERROR_PROXY_FAILED },
    { "the certificate is not accepted", g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE },
  };

  if (g_str_equal (what, "the server does not answer in time"))
    return trueconf_failure_from_time_out (what, G_TIME_SPAN_SECOND, TRUE, NULL, settings);

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (g_str_equal (what, errors[i].what))
      {
        g_autoptr (GError) error = g_error_new_literal (errors[i].domain (), errors[i].code, "x");

        return trueconf_failure_from_error (error, NULL, NULL, settings);
      }

  g_error ("This test does not know how to make “%s” happen", what);
}

static guint
count_judged (const Row *row, gboolean after, gboolean with_password)
{
  g_autoptr (TrueconfSettings) settings = trueconf_settings_new ();
  TrueconfRetry retry = { 0 };

  settings->server = g_strdup ("127.0.0.1");
  if (after)
    {
      trueconf_retry_connected (&retry);
      trueconf_retry_authorized (&retry);
    }

  for (guint n = 1; n <= MANY; n++)
    {
      g_auto (TrueconfFailure) failure = make_network_failure (row->what, settings);

      switch (trueconf_retry_judge (&retry, failure.kind, with_password, RETRIES))
        {
        case TRUECONF_VERDICT_FINAL:
        case TRUECONF_VERDICT_EXHAUSTED:
          return n;

        case TRUECONF_VERDICT_AGAIN:
        case TRUECONF_VERDICT_AGAIN_WITH_NEW_TOKEN:
        default:
          break;
        }
    }

  return NO_LIMIT;
}

static void
test_network (void)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);

      if (!g_str_equal (row->step, "network"))
        continue;

      n++;
      g_test_message ("%s", row->what);
      for (guint after = 0; after < 2; after++)
        for (guint with_password = 0; with_password < 2; with_password++)
          g_assert_cmpuint (count_judged (row, after == 1, with_password == 1), ==,
                            read_cell (row->cells[after], with_password == 1));
    }
  g_assert_cmpuint (n, >=, 9);
}

/* The server. */

static gboolean
is_armed (const Case *self, const char *step)
{
  return g_str_equal (self->row->step, step) && (!self->after || self->logins > 0);
}

static void
ask_to_wait (Case *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (self->retry_after != NULL)
    {
      soup_message_headers_replace (headers, "Retry-After", self->retry_after);
    }
  else if (self->retry_date != 0)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (GDateTime) later = g_date_time_add_seconds (now, (double) self->retry_date);
      g_autofree char *text = soup_date_time_to_string (later, SOUP_DATE_HTTP);

      soup_message_headers_replace (headers, "Retry-After", text);
    }
}

static void
on_token_request (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer user_data)
{
  Case *self = user_data;
  g_autofree char *answer = NULL;
  guint status = 0;

  if (is_armed (self, "token") && read_number (self->row->what, "HTTP ", &status))
    {
      g_auto (GStrv) parts = g_strsplit (self->row->what, "`", -1);

      self->attempts++;
      answer = parts[1] != NULL ? tc_json ("{'error':'%s'}", parts[1]) : g_strdup ("{}");
      ask_to_wait (self, message);
    }
  else
    {
      /* for the rows of this step a token is too old as soon as it is there, so that there is always a request */
      answer = tc_json ("{'access_token':'a.b.c','expires_in':%d}",
                        g_str_equal (self->row->step, "token") ? 20 : 3600);
      status = SOUP_STATUS_CREATED;
    }

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer, strlen (answer));
}

static void
on_upgrade (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Case *self = user_data;
  guint status;

  if (!is_armed (self, "upgrade"))
    return;

  g_assert_true (read_number (self->row->what, "HTTP ", &status));
  self->attempts++;
  ask_to_wait (self, message);
  soup_server_message_set_status (message, status, NULL);
}

static void
end_connection (SoupWebsocketConnection *connection, guint code)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (connection);
  guint8 frame[] = { 0x88, 2, (guint8) (code >> 8), (guint8) code };

  if (code != 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), frame, sizeof frame, NULL, NULL, NULL);
  else
    g_io_stream_close (stream, NULL, NULL);
}

static void
on_frame (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  Case *self = user_data;
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonNode) frame = json_from_string (text, NULL);
  g_autofree char *answer = NULL;
  guint number = 0;

  g_assert_cmpstr (tc_json_string (frame, "method"), ==, "auth");
  if (is_armed (self, "auth"))
    {
      self->attempts++;
      if (read_number (self->row->what, "close code ", &number))
        end_connection (connection, number);
      if (!read_number (self->row->what, "error ", &number))
        return;
      answer = tc_json ("{'type':2,'id':%" G_GINT64_FORMAT ",'payload':{'errorCode':%u}}",
                        tc_json_int (frame, "id"), number);
      soup_websocket_connection_send_text (connection, answer);
      return;
    }

  self->logins++;
  answer = tc_json ("{'type':2,'id':%" G_GINT64_FORMAT ",'payload':{'userId':'bot@test/1'}}",
                    tc_json_int (frame, "id"));
  soup_websocket_connection_send_text (connection, answer);

  if (g_str_equal (self->row->step, "connection"))
    {
      self->attempts++;
      read_number (self->row->what, "close code ", &number);
      end_connection (connection, number);
    }
  else
    {
      /* that was the log-in after which the row is to happen */
      end_connection (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
    }
}

static void
on_connection (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               SoupWebsocketConnection *connection,
               gpointer user_data)
{
  Case *self = user_data;

  g_ptr_array_add (self->connections, g_object_ref (connection));
  g_signal_connect (connection, "message", G_CALLBACK (on_frame), self);
}

/* The bot. */

static void
on_state_changed (gpointer owner, const TrueconfTransportState *state)
{
}

static void
on_attempt_failed (gpointer owner, const GError *error)
{
}

static void
on_received (gpointer owner, TrueconfEvent *event, TrueconfReceipt receipt, TrueconfLoadTicket *ticket)
{
  trueconf_load_ticket_free (ticket);
}

static void
on_skipped (gpointer owner, const char *method, guint64 size, const GError *error)
{
}

static void
on_answered (gpointer owner, TrueconfRequest *request)
{
}

static void
on_gave_up (gpointer owner, const GError *error)
{
  Case *self = g_object_get_data (owner, "case");

  g_assert_no_error (self->error);
  self->error = g_error_copy (error);
}

static void
on_stopped (gpointer owner)
{
  Case *self = g_object_get_data (owner, "case");

  self->stopped = TRUE;
}

static void
on_described (gpointer owner, const TrueconfServerInfo *info, const GError *error)
{
}

static const TrueconfTransportCallbacks callbacks = {
  on_state_changed, on_attempt_failed, on_received, on_skipped,
  on_answered,      on_gave_up,        on_stopped,  on_described,
};

static TrueconfSettings *
make_settings (Case *self)
{
  TrueconfSettings *settings = trueconf_settings_new ();
  gboolean waits = g_str_has_suffix (self->row->what, "in time");

  settings->server = g_strdup ("127.0.0.1");
  settings->port = tc_server_get_port (self->server);
  if (self->with_password)
    {
      settings->username = g_strdup ("bot");
      settings->password = g_strdup ("secret");
    }
  else
    settings->token = g_strdup ("a.b.c");
  settings->max_retries = RETRIES;
  settings->max_delay = 1;
  settings->timeout = !waits ? 60 * G_TIME_SPAN_SECOND : SHORT_TIME;
  settings->offline_timeout = 60 * G_TIME_SPAN_SECOND;
  settings->outbox_limit = 100;
  settings->max_waiting_events = 1000;
  settings->max_waiting_bytes = 64 * 1024 * 1024;
  settings->ping_interval = 60 * G_TIME_SPAN_SECOND;
  settings->ping_timeout = 60 * G_TIME_SPAN_SECOND;
  settings->max_message_size = 1024 * 1024;

  return settings;
}

static Case *
case_new (const Row *row, gboolean after, gboolean with_password)
{
  char *protocols[] = { (char *) "json.v1", NULL };
  Case *self = g_new0 (Case, 1);

  self->row = row;
  self->after = after;
  self->with_password = with_password;
  self->expected = read_cell (row->cells[after ? 1 : 0], with_password);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->server = tc_server_new ();
  soup_server_add_early_handler (self->server, "/websocket", on_upgrade, self, NULL);
  soup_server_add_websocket_handler (self->server, "/websocket", NULL, protocols, on_connection, self, NULL);
  soup_server_add_handler (self->server, "/bridge", on_token_request, self, NULL);

  self->owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_data (self->owner, "case", self);
  self->calls = trueconf_call_queue_new (NULL, "test");
  self->transport = trueconf_transport_new (self->owner, self->calls, &callbacks);
  trueconf_transport_set_settings (self->transport, make_settings (self));
  trueconf_transport_start (self->transport);

  return self;
}

static void
case_free (gpointer data)
{
  Case *self = data;

  trueconf_transport_stop (self->transport, TRUECONF_TIME_NEVER);
  TC_WAIT (self->stopped);
  trueconf_call_queue_close (self->calls);
  trueconf_transport_dispose (self->transport);
  trueconf_call_queue_unref (self->calls);
  g_object_unref (self->owner);
  for (guint i = 0; i < self->connections->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->connections, i), self);
  g_ptr_array_unref (self->connections);
  g_object_unref (self->server);
  g_clear_error (&self->error);
  g_free (self);
}

/* A bot that is stopped while it connects is gone before the server looks at it, of which libsoup warns. */
static void
free_cases (GPtrArray *cases)
{
  g_autoptr (GPtrArray) messages = NULL;

  tc_log_begin ();
  g_ptr_array_unref (cases);
  messages = tc_log_end ();
  for (guint i = 0; i < messages->len; i++)
    tc_assert_contains (g_ptr_array_index (messages, i), "could not get remote address");
}

static void
assert_case (Case *self)
{
  TC_WAIT (self->error != NULL || self->attempts >= MANY);
  g_test_message ("%s, %s, %s, with a %s: %u attempts%s%s", self->row->step, self->row->what,
                  self->after ? "after the first log-in" : "until the first log-in",
                  self->with_password ? "password" : "token", self->attempts, self->error != NULL ? ", " : "",
                  self->error != NULL ? self->error->message : "");

  if (self->expected == NO_LIMIT)
    {
      g_assert_no_error (self->error);
      return;
    }

  g_assert_nonnull (self->error);
  g_assert_cmpuint (self->attempts, ==, self->expected);
}

/* All rows of a step at the same time, because most of the time is spent waiting. */
static void
test_step (gconstpointer data)
{
  const char *step = data;
  GPtrArray *cases = g_ptr_array_new_with_free_func (case_free);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);

      if (!g_str_equal (row->step, step))
        continue;

      for (guint after = 0; after < 2; after++)
        for (guint with_password = g_str_equal (step, "token") ? 1 : 0; with_password < 2; with_password++)
          if (read_cell (row->cells[after], with_password == 1) > 0)
            g_ptr_array_add (cases, case_new (row, after == 1, with_password == 1));
    }

  g_assert_cmpuint (cases->len, >=, 18);
  for (guint i = 0; i < cases->len; i++)
    assert_case (g_ptr_array_index (cases, i));
  free_cases (cases);
}

/* Each row is of a step that has a test. */
static void
test_steps (void)
{
  static const char *const steps[] = { "network", "token", "upgrade", "auth", "connection", NULL };

  for (guint i = 0; i < rows->len; i++)
    g_assert_true (g_strv_contains (steps, ((Row *) g_ptr_array_index (rows, i))->step));
  g_assert_cmpuint (rows->len, >=, 60);
}

static const Row *
find_row (const char *step, const char *what)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->step, step) && g_str_equal (row->what, what))
        return row;
    }

  g_assert_not_reached ();
}

/* Whatever the status is, and although the limit is a second: meanwhile a bot that was told nothing has tried often. */
static void
test_retry_after (void)
{
  static const struct
  {
    const char *step;
    const char *what;
    gboolean after;
    const char *seconds;
    int date;
  } wishes[] = {
    { "token", "HTTP 429", FALSE, "4", 0 },    { "token", "HTTP 503", FALSE, NULL, 5 },
    { "token", "HTTP 401", TRUE, "4", 0 },     { "upgrade", "HTTP 503", FALSE, "4", 0 },
    { "upgrade", "HTTP 429", FALSE, NULL, 5 }, { "upgrade", "HTTP 403", TRUE, "4", 0 },
  };
  GPtrArray *cases = g_ptr_array_new_with_free_func (case_free);
  Case *other = case_new (find_row ("upgrade", "HTTP 503"), TRUE, FALSE);
  gboolean done;

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      Case *patient = case_new (find_row (wishes[i].step, wishes[i].what), wishes[i].after, TRUE);

      patient->retry_after = wishes[i].seconds;
      patient->retry_date = wishes[i].date;
      g_ptr_array_add (cases, patient);
    }

  do
    {
      guint before = other->attempts;

      TC_WAIT (other->attempts > before);
      done = TRUE;
      for (guint i = 0; i < cases->len; i++)
        {
          Case *patient = g_ptr_array_index (cases, i);

          g_assert_no_error (patient->error);
          if (patient->attempts > 1)
            g_assert_cmpuint (other->attempts, >=, 3);
          else
            done = FALSE;
        }
    }
  while (!done);

  g_ptr_array_add (cases, other);
  free_cases (cases);
}

int
main (int argc, char **argv)
{
  int result;

  tc_init (&argc, &argv);
  read_rows ();

  g_test_add_func ("/retry/steps", test_steps);
  g_test_add_func ("/retry/network", test_network);
  g_test_add_data_func ("/retry/token", "token", test_step);
  g_test_add_data_func ("/retry/upgrade", "upgrade", test_step);
  g_test_add_data_func ("/retry/auth", "auth", test_step);
  g_test_add_data_func ("/retry/connection", "connection", test_step);
  g_test_add_func ("/retry/retry-after", test_retry_after);

  result = g_test_run ();
  g_ptr_array_unref (rows);

  return result;
}
