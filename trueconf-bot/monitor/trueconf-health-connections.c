/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "monitor/trueconf-health-connections-private.h"
#include "text/trueconf-log-line-private.h"

/* After an error such as that there are too many open files, in milliseconds. */
#define PAUSE 100

struct _TrueconfHealthConnections
{
  gatomicrefcount ref_count;
  gboolean closed;
  SoupServer *server;
  GSocketListener *listener;
  GMainContext *context;
  GCancellable *cancellable;
  GSource *pause; /* or NULL */
  gint64 limit;
  guint max_connections;
  GQueue open; /* the oldest first */
};

typedef struct
{
  TrueconfHealthConnections *owner; /* NULL once that has ended */
  GSocketConnection *connection;    /* not a reference: libsoup has it */
  GSource *timer;
  GList link;
} TrueconfHealthConnection;

static void accept_next (TrueconfHealthConnections *self);

TrueconfHealthConnections *
trueconf_health_connections_ref (TrueconfHealthConnections *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
trueconf_health_connections_unref (TrueconfHealthConnections *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->server);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_free (self);
}

static GSource *
add_timer (TrueconfHealthConnections *self, gint64 delay, GSourceFunc func, gpointer data)
{
  GSource *timer = g_timeout_source_new (0);

  g_source_set_static_name (timer, "trueconf-health");
  g_source_set_ready_time (timer, g_get_monotonic_time () + delay);
  g_source_set_callback (timer, func, data, NULL);
  g_source_attach (timer, self->context);

  return timer;
}

static void
drop_timer (GSource *timer)
{
  g_source_destroy (timer);
  g_source_unref (timer);
}

static void
leave (TrueconfHealthConnection *self)
{
  if (self->owner == NULL)
    return;

  g_queue_unlink (&self->owner->open, &self->link);
  g_clear_pointer (&self->timer, drop_timer);
  self->owner = NULL;
}

/* libsoup reads the end of the stream, and lets it go. */
static void
end (TrueconfHealthConnection *self)
{
  leave (self);
  g_socket_shutdown (g_socket_connection_get_socket (self->connection), TRUE, TRUE, NULL);
}

static gboolean
overdue (gpointer data)
{
  end (data);
  return G_SOURCE_REMOVE;
}

static void
connection_gone (gpointer data, GObject *where_it_was)
{
  TrueconfHealthConnection *self = data;

  leave (self);
  g_free (self);
}

static void
admit (TrueconfHealthConnections *self, GSocketConnection *connection)
{
  TrueconfHealthConnection *entry;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GError) error = NULL;

  /* a client that is gone already has no address, and libsoup demands one */
  if (local == NULL || remote == NULL)
    return;

  if (g_queue_get_length (&self->open) >= self->max_connections)
    end (g_queue_peek_head (&self->open));

  entry = g_new0 (TrueconfHealthConnection, 1);
  entry->owner = self;
  entry->connection = connection;
  entry->link.data = entry;
  g_queue_push_tail_link (&self->open, &entry->link);
  entry->timer = add_timer (self, self->limit, overdue, entry);
  g_object_weak_ref (G_OBJECT (connection), connection_gone, entry);

  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (connection), local, remote, &error))
    trueconf_log (G_LOG_LEVEL_DEBUG, "a connection to the health server was not accepted: %s",
                  error->message);
}

static gboolean
pause_over (gpointer data)
{
  TrueconfHealthConnections *self = data;

  g_clear_pointer (&self->pause, drop_timer);
  accept_next (self);

  return G_SOURCE_REMOVE;
}

static void
accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfHealthConnections *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);

  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_main_context_push_thread_default (self->context);
      if (connection != NULL)
        admit (self, connection);
      g_main_context_pop_thread_default (self->context);

      if (connection != NULL)
        accept_next (self);
      else
        self->pause = add_timer (self, PAUSE * G_TIME_SPAN_MILLISECOND, pause_over, self);
    }

  trueconf_health_connections_unref (self);
}

static void
accept_next (TrueconfHealthConnections *self)
{
  g_main_context_push_thread_default (self->context);
  g_socket_listener_accept_async (self->listener, self->cancellable, accepted,
                                  trueconf_health_connections_ref (self));
  g_main_context_pop_thread_default (self->context);
}

TrueconfHealthConnections *
trueconf_health_connections_new (SoupServer *server,
                                 GPtrArray *sockets,
                                 GMainContext *context,
                                 gint64 limit,
                                 guint max_connections,
                                 GError **error)
{
  TrueconfHealthConnections *self = g_new0 (TrueconfHealthConnections, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->server = g_object_ref (server);
  self->listener = g_socket_listener_new ();
  self->context = g_main_context_ref (context);
  self->cancellable = g_cancellable_new ();
  self->limit = limit;
  self->max_connections = max_connections;
  g_queue_init (&self->open);

  for (guint i = 0; i < sockets->len; i++)
    if (!g_socket_listener_add_socket (self->listener, g_ptr_array_index (sockets, i), NULL, error))
      {
        trueconf_health_connections_unref (self);
        return NULL;
      }

  accept_next (self);
  return self;
}

void
trueconf_health_connections_close (TrueconfHealthConnections *self)
{
  if (self->closed)
    return;

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_socket_listener_close (self->listener);
  g_clear_pointer (&self->pause, drop_timer);
  while (!g_queue_is_empty (&self->open))
    end (g_queue_peek_head (&self->open));
  soup_server_disconnect (self->server);
}
