/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The address of the server: what is accepted, what is refused in which words, and where it leads. */

#include <libsoup/soup.h>

#include "tc-util.h"
#include "transport/trueconf-settings-private.h"
#include "trueconf-error.h"

static TrueconfSettings *
make (const char *server, guint port, gboolean https)
{
  TrueconfSettings *settings = trueconf_settings_new ();

  settings->server = g_strdup (server);
  settings->port = port;
  settings->https = https;
  settings->token = g_strdup ("a.b.c");

  return settings;
}

static void
test_accepted (void)
{
  static const char *const servers[] = {
    "video.example.com",
    "localhost",
    "10.0.0.1",
    "::1",
    "[::1]",
    "2001:db8::17",
    "[2001:db8::17]",
    "xn--mller-kva.example",
    "m\xc3\xbcller.example",
    "a",
    "VIDEO.EXAMPLE.COM",
    "video.example.com.",
    "my_host",
    "tc-1.intranet",
    "127.1",
    "::1%lo",
    "[::1%lo]",
    "fe80::1%eth0",
    "[fe80::1%2]",
    "fe80::1%br-lan.100",
    "::ffff:127.0.0.1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autoptr (TrueconfSettings) settings = make (servers[i], 0, TRUE);
      g_autofree char *uri = trueconf_settings_build_uri (settings, "http", "/x");
      g_autoptr (GUri) parsed = NULL;
      g_autoptr (SoupMessage) message = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", servers[i]);
      trueconf_settings_check (settings, &error);
      g_assert_no_error (error);
      /* and an address can be made of it */
      parsed = g_uri_parse (uri, G_URI_FLAGS_SCHEME_NORMALIZE, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (g_uri_get_path (parsed), ==, "/x");
      g_assert_null (g_uri_get_userinfo (parsed));
      g_assert_true (trueconf_settings_is_own_host (settings, parsed));
      message = soup_message_new ("GET", uri);
      g_assert_nonnull (message);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *server;
    const char *advice;
  } rows[] = {
    { NULL, "empty" },
    { "", "empty" },
    { "https://video.example.com", "scheme" },
    { "wss://video.example.com/", "scheme" },
    { "video.example.com/", "path" },
    { "video.example.com/bridge", "path" },
    { "video.example.com?x", "path" },
    { "video.example.com#x", "path" },
    { "nora@video.example.com", "@" },
    { "nora:secret@video.example.com", "@" },
    { " video.example.com", "white space" },
    { "video.example.com\n", "white space" },
    { "video example", "white space" },
    { "video.example.com:443", "port" },
    { "[::1", "IPv6" },
    { "::1]", "IPv6" },
    { "[::1]:443", "IPv6" },
    { "1:2:3", "IPv6" },
    { "[video.example.com]", "IPv6" },
    { "[127.0.0.1]", "IPv6" },
    { "[127.0.0.1%lo]", "IPv6" },
    { "[", "IPv6" },
    { "[]", "IPv6" },
    { "[[::1]]", "IPv6" },
    { "::1%", "interface" },
    { "fe80::1%eth0%eth1", "interface" },
    { "fe80::1%et]h", "interface" },
    { "[fe80::1%eth0:443]", "interface" },
    { "[fe80::1]%eth0", "IPv6" },
    { "127.0.0.1%lo", "host name" },
    { ".", "host name" },
    { ".example.com", "host name" },
    { "video..example.com", "host name" },
    { "\xe2\x80\x8b", "host name" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xbc", "host name" },
    { "video%41.example.com", "host name" },
    { "video\\example", "host name" },
    { "a\x01"
      "b",
      "host name" },
    { "\xff\xfe", "host name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TrueconfSettings) settings = make (rows[i].server, 0, TRUE);
      g_autoptr (GError) error = NULL;

      g_test_message ("row %u", i);
      g_assert_false (trueconf_settings_check (settings, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      tc_assert_contains (error->message, rows[i].advice);
      tc_assert_lacks (error->message, "secret");
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *server;
    guint port;
    gboolean https;
    const char *token;
    const char *socket;
    const char *description;
  } rows[] = {
    { "video.example.com", 0, TRUE, "https://video.example.com:443/x", "wss://video.example.com:443/x",
      "video.example.com:443" },
    { "video.example.com", 0, FALSE, "http://video.example.com:4309/x", "ws://video.example.com:4309/x",
      "video.example.com:4309" },
    { "10.0.0.1", 8443, TRUE, "https://10.0.0.1:8443/x", "wss://10.0.0.1:8443/x", "10.0.0.1:8443" },
    { "::1", 80, FALSE, "http://[::1]:80/x", "ws://[::1]:80/x", "[::1]:80" },
    { "[2001:db8::17]", 0, TRUE, "https://[2001:db8::17]:443/x", "wss://[2001:db8::17]:443/x",
      "[2001:db8::17]:443" },
    { "fe80::1%nosuch0", 80, FALSE, "http://[fe80::1%25nosuch0]:80/x", "ws://[fe80::1%25nosuch0]:80/x",
      "[fe80::1%nosuch0]:80" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TrueconfSettings) settings = make (rows[i].server, rows[i].port, rows[i].https);
      g_autofree char *token = trueconf_settings_build_uri (settings, "http", "/x");
      g_autofree char *socket = trueconf_settings_build_uri (settings, "ws", "/x");
      g_autofree char *description = trueconf_settings_describe_server (settings);

      g_assert_cmpstr (token, ==, rows[i].token);
      g_assert_cmpstr (socket, ==, rows[i].socket);
      g_assert_cmpstr (description, ==, rows[i].description);
    }
}

static void
test_port (void)
{
  static const guint ports[] = { 65536, 70000, G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (TrueconfSettings) settings = make ("video.example.com", ports[i], TRUE);
      g_autoptr (GError) error = NULL;
      g_autofree char *number = g_strdup_printf ("%u", ports[i]);

      g_assert_false (trueconf_settings_check (settings, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      tc_assert_contains (error->message, number);
    }
}

static void
test_credentials (void)
{
  g_autoptr (TrueconfSettings) settings = make ("video.example.com", 0, TRUE);
  g_autoptr (GError) error = NULL;

  settings->username = g_strdup ("echo_bot");
  g_assert_false (trueconf_settings_check (settings, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  tc_assert_contains (error->message, "password");
  g_clear_error (&error);

  settings->password = g_strdup ("");
  trueconf_settings_check (settings, &error);
  g_assert_no_error (error);

  g_free (settings->username);
  settings->username = g_strdup ("");
  g_assert_false (trueconf_settings_check (settings, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  tc_assert_contains (error->message, "user name");
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/settings/accepted", test_accepted);
  g_test_add_func ("/settings/refused", test_refused);
  g_test_add_func ("/settings/addresses", test_addresses);
  g_test_add_func ("/settings/port", test_port);
  g_test_add_func ("/settings/credentials", test_credentials);

  return g_test_run ();
}
