/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sockets that a health server cannot use: those of another user, and connections that are gone. */

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tc-bot.h"

static void
assert_alive (TrueconfHealthServer *server)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri =
      g_strdup_printf ("http://127.0.0.1:%u/livez", trueconf_health_server_get_chosen_port (server));
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  body = soup_session_send_and_read_finish (session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
}

/* Whether somebody listens is not known, so it is neither replaced nor called a running program. */
static void
test_unix_of_another_user (void)
{
  g_autofree char *folder = g_dir_make_tmp ("health-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();
  g_autoptr (GSocketAddress) place = g_unix_socket_address_new (path);
  g_autoptr (GSocket) left =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GError) error = NULL;
  const uid_t user = geteuid ();

  g_assert_true (g_socket_bind (left, place, FALSE, NULL));
  g_assert_true (g_socket_close (left, NULL));
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  trueconf_health_server_set_unix_path (server, path);

  /* rights do not matter to root */
  if (user == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  g_assert_false (trueconf_health_server_start (server, &error));
  if (user == 0)
    {
      g_assert_cmpint (seteuid (user), ==, 0);
      /* another user makes a process one that nobody may look into, which LeakSanitizer does */
      g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
    }

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  tc_assert_contains (error->message, path);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* They have gone before the main loop accepts them, and have no address any more. */
static void
test_reset (void)
{
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();
  g_autoptr (GSocketAddress) place = NULL;
  const struct linger reset = { 1, 0 };
  guint files;

  trueconf_health_server_set_port (server, 0);
  g_assert_true (trueconf_health_server_start (server, NULL));
  place =
      g_inet_socket_address_new_from_string ("127.0.0.1", trueconf_health_server_get_chosen_port (server));
  assert_alive (server);
  tc_drain ();
  files = tc_count_open_files ();
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GSocket) client =
          g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

      g_assert_true (g_socket_connect (client, place, NULL, NULL));
      g_assert_cmpint (setsockopt (g_socket_get_fd (client), SOL_SOCKET, SO_LINGER, &reset, sizeof reset), ==,
                       0);
      g_assert_true (g_socket_close (client, NULL));
    }
  assert_alive (server);
  TC_WAIT (tc_count_open_files () <= files);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/health-sockets/unix-of-another-user", test_unix_of_another_user);
  g_test_add_func ("/health-sockets/reset", test_reset);

  return g_test_run ();
}
