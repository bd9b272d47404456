/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Everything goes to the given scheme, host and port, and nowhere else, whatever a server answers there; and what it means
 * when there is no server, or another one. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  GSocketService *service;
  guint port;
  guint status;       /* of every answer */
  guint token_status; /* of the token request, unless it is 0 */
  char *location;
  guint moves; /* how often each request is sent on, by `status` */
  GPtrArray *paths;
  GPtrArray *methods;
  GPtrArray *bodies;
  GPtrArray *hosts;
} Place;

/* Reads one request to its end, and remembers where it wanted to go. */
static gboolean
read_request (Place *place, GDataInputStream *input)
{
  g_autofree char *first = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  g_auto (GStrv) words = g_strsplit (first != NULL ? first : "", " ", -1);
  gsize length = 0;
  char *body;

  if (g_strv_length (words) < 2)
    return FALSE;

  g_ptr_array_add (place->methods, g_strdup (words[0]));
  g_ptr_array_add (place->paths, g_strdup (words[1]));
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL || line[0] == '\0')
        break;
      if (g_ascii_strncasecmp (line, "Host: ", 6) == 0)
        g_ptr_array_add (place->hosts, g_strdup (line + 6));
      if (g_ascii_strncasecmp (line, "Content-Length: ", 16) == 0)
        length = g_ascii_strtoull (line + 16, NULL, 10);
    }

  body = g_malloc0 (length + 1);
  g_ptr_array_add (place->bodies, body);
  return g_input_stream_read_all (G_INPUT_STREAM (input), body, length, &length, NULL, NULL);
}

/* In the main thread: the bot does its part on another one. */
static gboolean
answer (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  Place *place = user_data;
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *location = NULL;
  const char *body = "";
  const char *path;
  guint moved = 0;
  guint status;

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  if (!read_request (place, input))
    return FALSE;

  path = g_ptr_array_index (place->paths, place->paths->len - 1);
  while (g_str_has_prefix (path + moved * strlen ("/moved"), "/moved/"))
    moved++;
  if (moved < place->moves)
    {
      status = place->status;
      location = g_strconcat ("/moved", path, NULL);
    }
  else if (place->moves > 0 && !g_str_has_suffix (path, "/oauth/token"))
    {
      status = 503;
    }
  else if (!g_str_has_suffix (path, "/oauth/token"))
    {
      status = place->status;
    }
  else if (place->token_status != 0)
    {
      status = place->token_status;
    }
  else
    {
      status = 201;
      body = "{\"access_token\":\"e30.e30.x\",\"expires_in\":3600}";
    }

  g_string_append_printf (
      text, "HTTP/1.1 %u Whatever\r\nConnection: close\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", status,
      strlen (body));
  if (location != NULL || place->location != NULL)
    g_string_append_printf (text, "Location: %s\r\n", location != NULL ? location : place->location);
  g_string_append_printf (text, "\r\n%s", body);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text->str, text->len,
                             NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static Place *
place_new (guint status)
{
  Place *place = g_new0 (Place, 1);
  g_autoptr (GError) error = NULL;

  place->status = status;
  place->paths = g_ptr_array_new_with_free_func (g_free);
  place->hosts = g_ptr_array_new_with_free_func (g_free);
  place->methods = g_ptr_array_new_with_free_func (g_free);
  place->bodies = g_ptr_array_new_with_free_func (g_free);
  place->service = g_socket_service_new ();
  place->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (place->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (place->service, "incoming", G_CALLBACK (answer), place);

  return place;
}

static void
place_free (Place *place)
{
  g_socket_service_stop (place->service);
  g_socket_listener_close (G_SOCKET_LISTENER (place->service));
  g_object_unref (place->service);
  g_ptr_array_unref (place->paths);
  g_ptr_array_unref (place->hosts);
  g_ptr_array_unref (place->methods);
  g_ptr_array_unref (place->bodies);
  g_free (place->location);
  g_free (place);
}

static TrueconfBot *
make_bot (Place *place)
{
  TrueconfBot *bot = trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot", "secret");

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, place->port);
  trueconf_bot_set_ws_max_retries (bot, 1);

  return bot;
}

/* The password must not travel on to wherever a redirection points. */
static void
test_token_redirected (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      Place *here = place_new (404);
      Place *elsewhere = place_new (404);
      TrueconfBot *bot = make_bot (here);
      g_autoptr (GError) error = NULL;

      here->token_status = statuses[i];
      here->location =
          g_strdup_printf ("http://127.0.0.1:%u/bridge/api/client/v1/oauth/token", elsewhere->port);
      error = tc_bot_start_in_vain (bot);
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
      g_assert_cmpuint (here->paths->len, ==, 1);
      g_assert_cmpuint (elsewhere->paths->len, ==, 0);
      tc_bot_end (bot);
      place_free (here);
      place_free (elsewhere);
    }
}

static void
test_socket_redirected (void)
{
  static const guint statuses[] = { 301, 302, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      Place *here = place_new (statuses[i]);
      Place *elsewhere = place_new (404);
      TrueconfBot *bot = make_bot (here);
      g_autoptr (GError) error = NULL;

      here->location = g_strdup_printf ("http://127.0.0.1:%u/websocket/chat_bot/", elsewhere->port);
      error = tc_bot_start_in_vain (bot);
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
      g_assert_cmpuint (elsewhere->paths->len, ==, 0);
      tc_bot_end (bot);
      place_free (here);
      place_free (elsewhere);
    }
}

/* Another path of the same server is fine, once. */
static void
test_redirected_within (void)
{
  static const guint statuses[] = { 301, 302, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      Place *here = place_new (statuses[i]);
      TrueconfBot *bot = make_bot (here);
      g_autoptr (GError) error = NULL;

      here->moves = 1;
      error = tc_bot_start_in_vain (bot);
      tc_assert_contains (error->message, "503");
      g_assert_cmpuint (here->paths->len, ==, 4);
      g_assert_cmpstr (g_ptr_array_index (here->methods, 0), ==, "POST");
      g_assert_cmpstr (g_ptr_array_index (here->methods, 1), ==, "POST");
      g_assert_cmpstr (g_ptr_array_index (here->paths, 1), ==, "/moved/bridge/api/client/v1/oauth/token");
      tc_assert_contains (g_ptr_array_index (here->bodies, 1), "secret");
      g_assert_cmpstr (g_ptr_array_index (here->bodies, 0), ==, g_ptr_array_index (here->bodies, 1));
      g_assert_cmpstr (g_ptr_array_index (here->paths, 2), ==, "/websocket/chat_bot/");
      g_assert_cmpstr (g_ptr_array_index (here->paths, 3), ==, "/moved/websocket/chat_bot/");
      tc_bot_end (bot);
      place_free (here);
    }
}

static void
test_redirected_twice (void)
{
  for (guint with_password = 0; with_password < 2; with_password++)
    {
      Place *here = place_new (302);
      TrueconfBot *bot = with_password == 1 ? make_bot (here) : trueconf_bot_new ("127.0.0.1", "e30.e30.x");
      g_autoptr (GError) error = NULL;

      trueconf_bot_set_https (bot, FALSE);
      trueconf_bot_set_port (bot, here->port);
      trueconf_bot_set_ws_max_retries (bot, 1);
      here->moves = 2;
      error = tc_bot_start_in_vain (bot);
      tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_HTTP, "http");
      tc_assert_contains (error->message, "again and again (HTTP 302)");
      g_assert_cmpuint (here->paths->len, ==, 2);
      tc_bot_end (bot);
      place_free (here);
    }
}

static void
test_redirected_to_nowhere (void)
{
  static const struct
  {
    const char *location;
    const char *words;
  } places[] = {
    { "http://other.invalid/x", "“http://other.invalid:80”" },
    { "ftp://127.0.0.1/x", "address that can be used" },
    { "http://a:b@127.0.0.1/x", "address that can be used" },
    { "//[::1]:x/", "address that can be used" },
    { NULL, "address that can be used" },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (places); i++)
    {
      Place *here = place_new (301);
      TrueconfBot *bot = make_bot (here);
      g_autoptr (GError) error = NULL;

      here->token_status = i % 2 == 0 ? 301 : 0;
      here->location = g_strdup (places[i / 2].location);
      error = tc_bot_start_in_vain (bot);
      g_test_message ("%s", error->message);
      tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_HTTP, "http");
      tc_assert_contains (error->message, places[i / 2].words);
      g_assert_cmpuint (here->paths->len, ==, i % 2 == 0 ? 1 : 2);
      tc_bot_end (bot);
      place_free (here);
    }
}

/* Two requests to one address: a token, a WebSocket. No probing of other ports and paths. */
static void
test_paths (void)
{
  Place *here = place_new (503);
  TrueconfBot *bot = make_bot (here);
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", here->port);

  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  tc_assert_contains (error->message, host);
  tc_assert_contains (error->message, "503");
  g_assert_cmpuint (here->paths->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (here->paths, 0), ==, "/bridge/api/client/v1/oauth/token");
  g_assert_cmpstr (g_ptr_array_index (here->paths, 1), ==, "/websocket/chat_bot/");
  g_assert_cmpstr (g_ptr_array_index (here->hosts, 0), ==, host);
  g_assert_cmpstr (g_ptr_array_index (here->hosts, 1), ==, host);
  tc_bot_end (bot);
  place_free (here);
}

/* A refusal is final soon, a trouble of the server is not; in both cases the number is told. */
static void
test_statuses (void)
{
  static const struct
  {
    guint status;
    guint most;
  } rows[] = {
    { 401, 3 }, { 403, 3 }, { 404, 3 }, { 500, 2 }, { 502, 2 }, { 200, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Place *here = place_new (rows[i].status);
      TrueconfBot *bot = make_bot (here);
      g_autoptr (GError) error = NULL;
      g_autofree char *number = g_strdup_printf ("%u", rows[i].status);
      guint sockets = 0;

      trueconf_bot_set_ws_max_retries (bot, 2);
      trueconf_bot_set_ws_max_delay (bot, 1);
      error = tc_bot_start_in_vain (bot);
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
      tc_assert_contains (error->message, number);
      tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_HTTP, "http");
      for (guint k = 0; k < here->paths->len; k++)
        if (g_str_equal (g_ptr_array_index (here->paths, k), "/websocket/chat_bot/"))
          sockets++;
      g_assert_cmpuint (sockets, >=, 1);
      g_assert_cmpuint (sockets, <=, rows[i].most);
      tc_bot_end (bot);
      place_free (here);
    }
}

static void
test_unknown_name (void)
{
  TrueconfBot *bot = trueconf_bot_new ("no-such-host.invalid", "e30.e30.x");
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_ws_max_retries (bot, 1);
  error = tc_bot_start_in_vain (bot);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  tc_assert_contains (error->message, "no-such-host.invalid");
  tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_DNS, "dns");
  tc_bot_end (bot);
}

/* What a web server says to those who speak TLS at its plain port. */
static gboolean
complain (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  static const char text[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, sizeof text - 1,
                             NULL, NULL, NULL);
  return FALSE;
}

static void
test_no_tls_there (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "e30.e30.x");
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_port (bot, g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL));
  g_signal_connect (service, "incoming", G_CALLBACK (complain), NULL);
  trueconf_bot_set_ws_max_retries (bot, 1);
  error = tc_bot_start_in_vain (bot);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  tc_assert_contains (error->message, "TLS");
  tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_TLS_MISSING, "tls-missing");
  tc_bot_end (bot);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

static void
test_nothing_there (void)
{
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "e30.e30.x");
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, 1);
  trueconf_bot_set_ws_max_retries (bot, 1);
  error = tc_bot_start_in_vain (bot);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_REFUSED, "refused");
  tc_bot_end (bot);
}

/* TCP has no way to an address of many machines. */
static void
test_no_way (void)
{
  TrueconfBot *bot = trueconf_bot_new ("224.0.0.1", "e30.e30.x");
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_ws_max_retries (bot, 1);
  error = tc_bot_start_in_vain (bot);
  tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_UNREACHABLE, "unreachable");
  tc_assert_contains (error->message, "network");
  tc_bot_end (bot);
}

static const struct
{
  const char *bytes;
  gsize length;
  const char *words;
  TrueconfErrorCause cause;       /* of the WebSocket */
  TrueconfErrorCause token_cause; /* libsoup does not tell what it has read */
  const char *nick;
} others[] = {
  { "", 0, "“https” to TRUE", TRUECONF_ERROR_CAUSE_CLOSED, TRUECONF_ERROR_CAUSE_CLOSED, "closed" },
  /* as GnuTLS says that this is no TLS */
  { "\x15\x03\x01\x00\x02\x02\x46", 7, "“https” to TRUE", TRUECONF_ERROR_CAUSE_TLS_REQUIRED,
    TRUECONF_ERROR_CAUSE_TLS_REQUIRED, "tls-required" },
  { "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n", 76,
    "“https” to TRUE", TRUECONF_ERROR_CAUSE_TLS_REQUIRED, TRUECONF_ERROR_CAUSE_TLS_REQUIRED, "tls-required" },
  { "SSH-2.0-OpenSSH_9.2\r\n", 21, "not", TRUECONF_ERROR_CAUSE_PROTOCOL, TRUECONF_ERROR_CAUSE_TLS_REQUIRED,
    "protocol" },
};

static gboolean
say_other (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), others[i].bytes,
                             others[i].length, NULL, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  /* what is not read would make a reset of the end */
  while (g_input_stream_skip (input, 4096, NULL, NULL) > 0)
    continue;
  return TRUE;
}

static void
test_others_there (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (others) * 2; i++)
    {
      gboolean with_password = i % 2 == 1;
      g_autoptr (GSocketService) service = g_socket_service_new ();
      TrueconfBot *bot = with_password ? trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot", "secret")
                                       : trueconf_bot_new ("127.0.0.1", "e30.e30.x");
      g_autoptr (GError) error = NULL;

      trueconf_bot_set_https (bot, FALSE);
      trueconf_bot_set_port (bot,
                             g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL));
      g_signal_connect (service, "incoming", G_CALLBACK (say_other), GUINT_TO_POINTER (i / 2));
      trueconf_bot_set_ws_max_retries (bot, 1);
      error = tc_bot_start_in_vain (bot);
      g_test_message ("%s", error->message);
      tc_assert_contains (error->message, others[i / 2].words);
      if (with_password)
        g_assert_cmpint (trueconf_error_get_cause (error), ==, others[i / 2].token_cause);
      else
        tc_assert_cause (bot, error, others[i / 2].cause, others[i / 2].nick);
      tc_bot_end (bot);
      g_socket_service_stop (service);
      g_socket_listener_close (G_SOCKET_LISTENER (service));
    }
}

/* From the property to the first packet, whatever the address is. */
static void
test_strange_servers (void)
{
  static const struct
  {
    const char *server;
    TrueconfError code;
  } rows[] = {
    { "[127.0.0.1]", TRUECONF_ERROR_INVALID_ARGUMENT },      { "::1%", TRUECONF_ERROR_INVALID_ARGUMENT },
    { "::1%lo", TRUECONF_ERROR_CONNECTION_FAILED },          { "[::1%lo]", TRUECONF_ERROR_CONNECTION_FAILED },
    { "fe80::1%nosuch0", TRUECONF_ERROR_CONNECTION_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows) * 2; i++)
    {
      TrueconfBot *bot = i % 2 == 0
                             ? trueconf_bot_new (rows[i / 2].server, "e30.e30.x")
                             : trueconf_bot_new_from_credentials (rows[i / 2].server, "echo_bot", "secret");
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i / 2].server);
      trueconf_bot_set_port (bot, 1);
      trueconf_bot_set_ws_max_retries (bot, 1);
      error = tc_bot_start_in_vain (bot);
      g_assert_error (error, TRUECONF_ERROR, (int) rows[i / 2].code);
      tc_bot_end (bot);
    }
}

static void
test_port_too_large (void)
{
  g_autoptr (TrueconfBot) bot =
      g_object_new (TRUECONF_TYPE_BOT, "server", "127.0.0.1", "port", 70000, "token", "e30.e30.x", NULL);
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);

  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  tc_assert_contains (error->message, "70000");
}

/* What a container makes of variables that are not set. */
static void
test_empty_token (void)
{
  Place *here = place_new (503);
  TrueconfBot *bot =
      g_object_new (TRUECONF_TYPE_BOT, "server", "127.0.0.1", "port", here->port, "https", FALSE, "token", "",
                    "client-id", "", "username", "echo_bot", "password", "secret", "ws-max-retries", 1, NULL);
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);

  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  g_assert_cmpstr (g_ptr_array_index (here->paths, 0), ==, "/bridge/api/client/v1/oauth/token");
  g_assert_cmpstr (g_ptr_array_index (here->paths, 1), ==, "/websocket/chat_bot/");
  tc_bot_end (bot);
  place_free (here);
}

static void
test_empty_user_name (void)
{
  Place *here = place_new (503);
  TrueconfBot *bot =
      g_object_new (TRUECONF_TYPE_BOT, "server", "127.0.0.1", "port", here->port, "https", FALSE, "token",
                    "e30.e30.x", "username", "", "password", "", "ws-max-retries", 1, NULL);
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);

  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  g_assert_cmpuint (here->paths->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (here->paths, 0), ==, "/websocket/chat_bot/");
  tc_bot_end (bot);
  place_free (here);
}

/* The cause is what is known, and of other errors nothing is known. */
static void
test_cause_of_code (void)
{
  static const struct
  {
    gboolean api;
    int code;
    TrueconfErrorCause cause;
  } rows[] = {
    { FALSE, TRUECONF_ERROR_INVALID_GRANT, TRUECONF_ERROR_CAUSE_AUTH },
    { FALSE, TRUECONF_ERROR_TOKEN_EXPIRED, TRUECONF_ERROR_CAUSE_AUTH },
    { FALSE, TRUECONF_ERROR_TIMED_OUT, TRUECONF_ERROR_CAUSE_TIMEOUT },
    { FALSE, TRUECONF_ERROR_PROTOCOL, TRUECONF_ERROR_CAUSE_PROTOCOL },
    { FALSE, TRUECONF_ERROR_TEXT_TOO_LONG, TRUECONF_ERROR_CAUSE_UNKNOWN },
    { TRUE, TRUECONF_API_ERROR_USER_DISABLED, TRUECONF_ERROR_CAUSE_AUTH },
    { TRUE, TRUECONF_API_ERROR_CHAT_NOT_FOUND, TRUECONF_ERROR_CAUSE_UNKNOWN },
  };
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error =
          g_error_new_literal (rows[i].api ? TRUECONF_API_ERROR : TRUECONF_ERROR, rows[i].code, "x");

      g_assert_cmpint (trueconf_error_get_cause (error), ==, rows[i].cause);
    }
  g_assert_cmpint (trueconf_error_get_cause (foreign), ==, TRUECONF_ERROR_CAUSE_UNKNOWN);
  g_assert_cmpint (trueconf_error_get_cause (NULL), ==, TRUECONF_ERROR_CAUSE_UNKNOWN);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/address/token-redirected", test_token_redirected);
  g_test_add_func ("/address/socket-redirected", test_socket_redirected);
  g_test_add_func ("/address/redirected-within", test_redirected_within);
  g_test_add_func ("/address/redirected-twice", test_redirected_twice);
  g_test_add_func ("/address/redirected-to-nowhere", test_redirected_to_nowhere);
  g_test_add_func ("/address/paths", test_paths);
  g_test_add_func ("/address/statuses", test_statuses);
  g_test_add_func ("/address/unknown-name", test_unknown_name);
  g_test_add_func ("/address/no-tls-there", test_no_tls_there);
  g_test_add_func ("/address/nothing-there", test_nothing_there);
  g_test_add_func ("/address/no-way", test_no_way);
  g_test_add_func ("/address/others-there", test_others_there);
  g_test_add_func ("/address/strange-servers", test_strange_servers);
  g_test_add_func ("/address/port-too-large", test_port_too_large);
  g_test_add_func ("/address/empty-token", test_empty_token);
  g_test_add_func ("/address/empty-user-name", test_empty_user_name);
  g_test_add_func ("/address/cause-of-code", test_cause_of_code);

  return g_test_run ();
}
