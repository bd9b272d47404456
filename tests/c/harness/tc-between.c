/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-between.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tc-util.h"

static gboolean
between_cb (GThreadedSocketService *service, GSocketConnection *client, GObject *source, gpointer data)
{
  TcBetween *self = data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (client));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (client));
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) server = NULL;
  static const gsize size = 65536;
  g_autofree char *buffer = g_malloc (size);
  gssize length;

  g_atomic_int_inc (&self->n_open);
  g_atomic_int_inc (&self->n_connections);
  if (self->redis != NULL)
    {
      g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->redis);

      server = g_socket_client_connect (connector, G_SOCKET_CONNECTABLE (address), NULL, NULL);
      g_assert_nonnull (server);
    }

  while ((length = g_input_stream_read (input, buffer, size, NULL, NULL)) > 0)
    {
      if (server == NULL)
        {
          if (!g_output_stream_write_all (output, self->answer, strlen (self->answer), NULL, NULL, NULL))
            break;
          while (self->more != NULL &&
                 g_output_stream_write_all (output, self->more, strlen (self->more), NULL, NULL, NULL))
            ;
          continue;
        }

      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (server)), buffer, (gsize) length,
                                 NULL, NULL, NULL);
      length =
          g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (server)), buffer, size, NULL, NULL);
      if (length <= 0)
        break;
      if (buffer[0] == ':' && g_atomic_int_get (&self->n_lost) > 0)
        {
          g_atomic_int_add (&self->n_lost, -1);
          break;
        }
      if (!g_output_stream_write_all (output, buffer, (gsize) length, NULL, NULL, NULL))
        break;
    }

  g_io_stream_close (G_IO_STREAM (client), NULL, NULL);
  g_atomic_int_add (&self->n_open, -1);
  return TRUE;
}

void
tc_between_begin (TcBetween *self, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "between", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;

  self->address = g_strconcat ("unix://", path, NULL);
  self->service = g_threaded_socket_service_new (4);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (between_cb), self);
}

void
tc_between_end (TcBetween *self)
{
  g_autofree char *path = g_strdup (self->address + strlen ("unix://"));

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  TC_WAIT (g_atomic_int_get (&self->n_open) == 0);
  g_remove (path);
  g_free (self->address);
  g_free (self->redis);
}
