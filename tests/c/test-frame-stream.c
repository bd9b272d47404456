/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What passes through the stream below a WebSocket. */

#include <sys/socket.h>

#include "tc-util.h"
#include "transport/trueconf-frame-stream-private.h"

static GSocketConnection *
connect_fd (int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, &error);

  g_assert_no_error (error);
  return g_socket_connection_factory_create_connection (socket);
}

static void
receive (GSocketConnection *peer, gsize length)
{
  g_autofree char *bytes = g_malloc (length);
  gsize received;

  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (peer)), bytes, length,
                                          &received, NULL, NULL));
  g_assert_cmpuint (received, ==, length);
}

/* A server is noticed that does not read. There may be room for a pong in the system all the same. */
static void
test_written (void)
{
  static const char frame[] = { (char) 0x81, (char) 0x81, 0, 0, 0, 0, 'x' };
  g_autoptr (GSocketConnection) base = NULL;
  g_autoptr (GSocketConnection) peer = NULL;
  g_autoptr (TrueconfFrameStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  GOutputStream *output;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  base = connect_fd (fds[0]);
  peer = connect_fd (fds[1]);
  stream = trueconf_frame_stream_new (G_IO_STREAM (base), NULL, 0);
  output = g_io_stream_get_output_stream (G_IO_STREAM (stream));
  g_assert_cmpint (trueconf_frame_stream_get_last_written (stream), ==, 0);

  trueconf_frame_stream_pong (stream);
  receive (peer, 6);
  trueconf_frame_stream_ping (stream);
  receive (peer, 6);
  g_assert_cmpint (trueconf_frame_stream_get_last_written (stream), ==, 0);
  g_assert_cmpuint (trueconf_frame_stream_get_bytes_sent (stream), ==, 0);

  g_assert_cmpint (g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), frame,
                                                               sizeof frame, NULL, &error),
                   ==, sizeof frame);
  receive (peer, sizeof frame);
  g_assert_cmpint (trueconf_frame_stream_get_last_written (stream), >, 0);
  g_assert_cmpuint (trueconf_frame_stream_get_bytes_sent (stream), ==, sizeof frame);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/frame-stream/written", test_written);

  return g_test_run ();
}
