/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fuzz-peer.h"

#include <json-glib/json-glib.h>

#include "tc-server.h"
#include "tc-util.h"

/* Neither closed nor about to be. */
static gboolean
can_send (FuzzPeer *self)
{
  return self->connection != NULL &&
         soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN;
}

static void
answer (FuzzPeer *self, gint64 id, const char *payload)
{
  g_autofree char *text = tc_json ("{'type':2,'id':%" G_GINT64_FORMAT ",'payload':%s}", id, payload);

  if (can_send (self))
    soup_websocket_connection_send_text (self->connection, text);
}

static void
refuse (FuzzPeer *self, gint64 id)
{
  answer (self, id, "{'errorCode':1,'errorDescription':'no'}");
}

/* Whatever a bot says is a frame of the protocol. */
static void
on_frame (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  FuzzPeer *self = user_data;
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonNode) frame = json_from_string (text, NULL);
  gint64 id;

  g_assert_nonnull (frame);
  id = tc_json_int (frame, "id");
  if (tc_json_int (frame, "type") == 2)
    g_array_append_val (self->acknowledged, id);
  else if (g_strcmp0 (tc_json_string (frame, "method"), "auth") == 0)
    answer (self, id, "{'userId':'fuzz_bot@fuzz/1'}");
  else if (self->refuses)
    refuse (self, id);
  else
    g_array_append_val (self->requests, id);
}

static void
on_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  FuzzPeer *self = user_data;

  g_signal_handlers_disconnect_by_data (connection, self);
  g_clear_object (&self->connection);
}

static void
on_connection (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               SoupWebsocketConnection *connection,
               gpointer user_data)
{
  FuzzPeer *self = user_data;

  g_assert_null (self->connection);
  self->connection = g_object_ref (connection);
  g_signal_connect (connection, "message", G_CALLBACK (on_frame), self);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), self);
}

FuzzPeer *
fuzz_peer_new (void)
{
  FuzzPeer *self = g_new0 (FuzzPeer, 1);
  char *protocols[] = { (char *) "json.v1", NULL };

  self->server = tc_server_new ();
  self->port = tc_server_get_port (self->server);
  self->acknowledged = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->requests = g_array_new (FALSE, FALSE, sizeof (gint64));
  soup_server_add_websocket_handler (self->server, "/websocket", NULL, protocols, on_connection, self, NULL);

  return self;
}

void
fuzz_peer_reset (FuzzPeer *self)
{
  g_array_set_size (self->acknowledged, 0);
  g_array_set_size (self->requests, 0);
  self->refuses = FALSE;
}

/* What is not UTF-8 may not be called text. */
void
fuzz_peer_send (FuzzPeer *self, const char *data, gsize length)
{
  gboolean text = g_utf8_validate_len (data, length, NULL);

  if (!can_send (self))
    return;

  if (text)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, length);

      soup_websocket_connection_send_message (self->connection, SOUP_WEBSOCKET_DATA_TEXT, bytes);
    }
  else
    {
      soup_websocket_connection_send_binary (self->connection, data, length);
    }
}

/* All that has not been answered, and all that is still to come. */
void
fuzz_peer_refuse (FuzzPeer *self)
{
  self->refuses = TRUE;
  for (guint i = 0; i < self->requests->len; i++)
    refuse (self, g_array_index (self->requests, gint64, i));
}

/* Without a word. */
void
fuzz_peer_hang_up (FuzzPeer *self)
{
  g_autoptr (SoupWebsocketConnection) connection = g_steal_pointer (&self->connection);

  if (connection == NULL)
    return;

  g_signal_handlers_disconnect_by_data (connection, self);
  g_io_stream_close (soup_websocket_connection_get_io_stream (connection), NULL, NULL);
}
