/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What passes through the stream below a WebSocket. */

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tc-util.h"
#include "transport/trueconf-frame-stream-private.h"
#include "trueconf-error.h"

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

typedef struct
{
  TrueconfFrameStream *stream;
  int peer; /* what is written here, the stream reads */
  GByteArray *read;
} Scene;

static void
set_up (Scene *scene, guint64 limit)
{
  g_autoptr (GSocketConnection) base = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  base = connect_fd (fds[0]);
  scene->peer = fds[1];
  scene->stream = trueconf_frame_stream_new (G_IO_STREAM (base), NULL, 0);
  trueconf_frame_stream_set_limit (scene->stream, limit);
  scene->read = g_byte_array_new ();
}

static void
tear_down (Scene *scene)
{
  g_byte_array_unref (scene->read);
  g_object_unref (scene->stream);
  close (scene->peer);
}

static void
give (Scene *scene, const char *bytes, gsize length)
{
  g_assert_cmpint (write (scene->peer, bytes, length), ==, length);
}

/* Reads what there is. Returns the error, and NULL if there is only no more for now. */
static GError *
take (Scene *scene)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (scene->stream));
  GError *error = NULL;

  while (TRUE)
    {
      guint8 buffer[1000];
      gssize count = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), buffer,
                                                               sizeof buffer, NULL, &error);

      if (count > 0)
        {
          g_byte_array_append (scene->read, buffer, (guint) count);
          continue;
        }
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        g_clear_error (&error);
      return error;
    }
}

static void
test_no_frames (void)
{
  static const struct
  {
    const char *what;
    const char *bytes;
    gsize length;
  } rows[] = {
    { "a reserved bit", "\xc1\x00", 2 },
    { "another one", "\x91\x00", 2 },
    { "masked by the server", "\x81\x81\0\0\0\0x", 7 },
    { "an unknown opcode", "\x83\x00", 2 },
    { "an unknown control frame", "\x8b\x00", 2 },
    { "a control frame in fragments", "\x09\x00", 2 },
    { "a large control frame", "\x89\x7e\x00\x7e", 4 },
    { "a length that is written too long", "\x81\x7e\x00\x05", 4 },
    { "a length that is written much too long", "\x81\x7f\0\0\0\0\0\0\xff\xff", 10 },
    { "a negative length", "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10 },
    { "a continuation of nothing", "\x80\x00", 2 },
    { "a message within a message", "\x01\x01x\x81\x01y", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      Scene scene;

      g_test_message ("%s", rows[i].what);
      set_up (&scene, 1000);
      give (&scene, rows[i].bytes, rows[i].length);
      error = take (&scene);
      g_assert_error (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR);
      tear_down (&scene);
    }
}

/* Byte by byte, with a ping within a message: nothing is changed. */
static void
test_dribbled (void)
{
  static const char long_frame[] = "\x82\x7e\x00\x80";
  static const char fragments[] = "\x01\x02"
                                  "ab\x89\x01p\x80\x01"
                                  "c";
  g_autofree char *payload = g_strnfill (128, 'x');
  g_autoptr (GByteArray) sent = g_byte_array_new ();
  Scene scene;

  g_byte_array_append (sent, (const guint8 *) long_frame, sizeof long_frame - 1);
  g_byte_array_append (sent, (const guint8 *) payload, 128);
  g_byte_array_append (sent, (const guint8 *) fragments, sizeof fragments - 1);

  set_up (&scene, 1000);
  for (guint i = 0; i < sent->len; i++)
    {
      g_autoptr (GError) error = NULL;

      give (&scene, (const char *) sent->data + i, 1);
      error = take (&scene);
      g_assert_no_error (error);
    }
  g_assert_cmpmem (scene.read->data, scene.read->len, sent->data, sent->len);
  tear_down (&scene);
}

/* What libsoup has of a text that is skipped is UTF-8, wherever it was cut, so that the connection goes on. */
static void
test_skipped_within_a_character (void)
{
  static const char *const texts[] = {
    "a",    "aж",       "ж1",       "\xd0",     "a\xe0",  "a\xe0\xa4",    "\xed",           "\xe2\x82",
    "\xf0", "\xf0\x9f", "\xf0\x90", "\xf4\x8f", "ab\xf4", "\xf0\x9f\x98", "ab\xf0\x9f\x98", "€",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = strlen (texts[i]);
      char head[2] = { 0x01, (char) length };
      g_autoptr (GByteArray) text = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      Scene scene;
      const guint8 *end;
      gsize added;

      set_up (&scene, 10);
      give (&scene, head, sizeof head);
      give (&scene, texts[i], length);
      /* with a ping between, which is no part of the text */
      give (&scene, "\x89\x01\xf0\x80\x0a", 5);
      give (&scene, "0123456789", 10);
      error = take (&scene);
      g_assert_no_error (error);

      end = scene.read->data + 2 + length + 3;
      added = scene.read->len - (gsize) (end - scene.read->data) - 2;
      g_assert_cmpuint (end[0], ==, 0x80);
      g_assert_cmpuint (end[1], ==, added);
      g_byte_array_append (text, (const guint8 *) texts[i], (guint) length);
      g_byte_array_append (text, end + 2, (guint) added);
      g_assert_true (g_utf8_validate_len ((const char *) text->data, text->len, NULL));
      g_assert_true (trueconf_frame_stream_take_remainder (scene.stream));
      tear_down (&scene);
    }
}

/* Each of them is small, and the message that they make never ends. */
static void
test_empty_fragments (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  set_up (&scene, 100);
  give (&scene, "\x02\x00", 2);
  for (guint i = 0; error == NULL; i++)
    {
      g_assert_cmpuint (i, <=, 16 * 100 / 2);
      give (&scene, "\x00\x00", 2);
      error = take (&scene);
    }
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL);
  tear_down (&scene);
}

static void
test_paused_within_a_message (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  set_up (&scene, 100);
  give (&scene,
        "\x02\x02"
        "ab\x00\x02"
        "c",
        7);
  error = take (&scene);
  g_assert_no_error (error);
  g_assert_cmpmem (scene.read->data, scene.read->len,
                   "\x02\x02"
                   "ab\x00\x02"
                   "c",
                   7);

  trueconf_frame_stream_set_paused (scene.stream, TRUE);
  give (&scene,
        "d\x80\x01"
        "e",
        4);
  error = take (&scene);
  g_assert_no_error (error);
  g_assert_cmpuint (scene.read->len, ==, 7);

  trueconf_frame_stream_set_paused (scene.stream, FALSE);
  error = take (&scene);
  g_assert_no_error (error);
  g_assert_cmpmem (scene.read->data, scene.read->len,
                   "\x02\x02"
                   "ab\x00\x02"
                   "cd\x80\x01"
                   "e",
                   11);
  tear_down (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/frame-stream/written", test_written);
  g_test_add_func ("/frame-stream/no-frames", test_no_frames);
  g_test_add_func ("/frame-stream/dribbled", test_dribbled);
  g_test_add_func ("/frame-stream/skipped-within-a-character", test_skipped_within_a_character);
  g_test_add_func ("/frame-stream/empty-fragments", test_empty_fragments);
  g_test_add_func ("/frame-stream/paused-within-a-message", test_paused_within_a_message);

  return g_test_run ();
}
