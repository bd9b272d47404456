/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <string.h>

#include "tc-util.h"

#include "transport/trueconf-soup-send-private.h"

/* When a request is cancelled. */
typedef enum
{
  NEVER,
  BEFORE,
  UNANSWERED,
  AT_HEADERS,
  /* its answer was there at once, and who waits for it is told in the next turn of the loop */
  BEFORE_CALLBACK,
  IN_REDIRECT,
} Moment;

typedef struct
{
  Moment moment;
  GCancellable *cancellable;
  GAsyncQueue *answers;
  guint unqueued;
  guint finished;
  guint called;
  GInputStream *stream;
  GError *error;
} SendScene;

/* One request, one answer; it is known when that is in the client's socket. */
static gboolean
serve (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  SendScene *scene = data;
  const char *answer = scene->moment == IN_REDIRECT
                           ? "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 1000\r\n\r\nx"
                           : "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx";
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char buffer[4096];

  if (g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL) <= 0)
    return TRUE;
  if (scene->moment != UNANSWERED)
    g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
  g_async_queue_push (scene->answers, GINT_TO_POINTER (1));
  /* until the client goes */
  g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);

  return TRUE;
}

static gboolean
cancel_it (gpointer data)
{
  SendScene *scene = data;

  g_cancellable_cancel (scene->cancellable);
  return G_SOURCE_REMOVE;
}

static void
wrote_body (SoupMessage *message, gpointer data)
{
  SendScene *scene = data;

  g_async_queue_pop (scene->answers);
  if (scene->moment == UNANSWERED)
    g_idle_add (cancel_it, scene);
}

static void
got_headers (SoupMessage *message, gpointer data)
{
  SendScene *scene = data;

  if (scene->moment == AT_HEADERS)
    g_cancellable_cancel (scene->cancellable);
  else if (scene->moment == BEFORE_CALLBACK)
    g_idle_add_full (G_PRIORITY_DEFAULT, cancel_it, scene, NULL);
  else if (scene->moment == IN_REDIRECT)
    g_idle_add (cancel_it, scene);
}

static void
unqueued (SoupSession *session, SoupMessage *message, gpointer data)
{
  ((SendScene *) data)->unqueued++;
}

static void
finished (SoupMessage *message, gpointer data)
{
  ((SendScene *) data)->finished++;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SendScene *scene = data;

  scene->called++;
  scene->stream = soup_session_send_finish (SOUP_SESSION (source), result, &scene->error);
}

static void
send_and_cancel (Moment moment)
{
  SendScene scene = { .moment = moment };
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (10);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *uri = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);

  g_assert_cmpuint (port, !=, 0);
  scene.answers = g_async_queue_new ();
  scene.cancellable = g_cancellable_new ();
  g_signal_connect (service, "run", G_CALLBACK (serve), &scene);
  uri = g_strdup_printf ("http://127.0.0.1:%u/", port);
  message = soup_message_new (SOUP_METHOD_GET, uri);
  g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body), &scene);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers), &scene);
  g_signal_connect (message, "finished", G_CALLBACK (finished), &scene);
  g_signal_connect (session, "request-unqueued", G_CALLBACK (unqueued), &scene);

  if (moment == BEFORE)
    g_cancellable_cancel (scene.cancellable);
  trueconf_soup_send_async (session, message, scene.cancellable, sent_cb, &scene);
  TC_WAIT (scene.called > 0);

  if (scene.stream != NULL)
    {
      /* found out by whoever reads on */
      g_assert_true (moment == NEVER || moment == AT_HEADERS || moment == BEFORE_CALLBACK);
      g_assert_true (g_cancellable_is_cancelled (scene.cancellable) == (moment != NEVER));
      g_assert_true (g_input_stream_close (scene.stream, NULL, NULL));
    }
  else
    {
      g_assert_error (scene.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (moment != NEVER);
    }
  TC_WAIT (scene.unqueued > 0);
  soup_session_abort (session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (scene.called, ==, 1);
  g_assert_cmpuint (scene.finished, ==, 1);
  g_assert_cmpuint (scene.unqueued, ==, 1);

  g_socket_service_stop (service);
  g_clear_object (&scene.stream);
  g_clear_error (&scene.error);
  g_clear_object (&scene.cancellable);
  g_async_queue_unref (scene.answers);
}

static void
test_never (void)
{
  send_and_cancel (NEVER);
}

static void
test_before (void)
{
  send_and_cancel (BEFORE);
}

static void
test_unanswered (void)
{
  send_and_cancel (UNANSWERED);
}

static void
test_at_headers (void)
{
  send_and_cancel (AT_HEADERS);
}

static void
test_before_callback (void)
{
  send_and_cancel (BEFORE_CALLBACK);
}

static void
test_in_redirect (void)
{
  send_and_cancel (IN_REDIRECT);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/soup-send/never", test_never);
  g_test_add_func ("/soup-send/before", test_before);
  g_test_add_func ("/soup-send/unanswered", test_unanswered);
  g_test_add_func ("/soup-send/at-headers", test_at_headers);
  g_test_add_func ("/soup-send/before-callback", test_before_callback);
  g_test_add_func ("/soup-send/in-redirect", test_in_redirect);

  return g_test_run ();
}
