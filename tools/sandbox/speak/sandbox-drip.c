/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-drip.h"

#include <string.h>

#include "base/sandbox-json.h"

/* More is sent once no more than this waits for the peer. */
#define ENOUGH (1024 * 1024)

#define DRIBBLE_MS     20
#define ENDLESS_BYTES  (16 * 1024)
#define ENDLESS_MS     5
#define FLOOD_EVENTS   10000
#define FLOOD_BYTES    1000
#define EVENTS_AT_ONCE 1000

/* A message that has begun. */
typedef struct
{
  SandboxConnection *connection;
  guint opcode; /* of the next fragment */
  GBytes *bytes;
  gsize offset;
  gsize piece;
  gboolean at_once;
  gboolean endless; /* the last piece is sent again and again */
} Drip;

static void
drip_free (gpointer data)
{
  Drip *drip = data;

  g_bytes_unref (drip->bytes);
  g_free (drip);
}

static gboolean
is_full (SandboxConnection *connection)
{
  return connection->half_open || sandbox_socket_get_waiting (connection->socket) > ENOUGH;
}

/* Returns whether there is more to come. */
static gboolean
send_piece (Drip *drip)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (drip->bytes, &length);
  gsize part = MIN (drip->piece, length - drip->offset);
  gboolean final = !drip->endless && drip->offset + part == length;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  sandbox_socket_send_part (drip->connection->socket, drip->opcode, final, data + drip->offset, part);
  drip->opcode = SANDBOX_OPCODE_CONTINUATION;
  if (!drip->endless || drip->offset + part < length)
    drip->offset += part;
  if (!final)
    sandbox_connection_send_bytes (drip->connection, SANDBOX_OPCODE_PONG, nothing, NULL);
  return !final;
}

static gboolean
on_drip (gpointer data)
{
  Drip *drip = data;
  gboolean more = TRUE;

  if (is_full (drip->connection))
    return G_SOURCE_CONTINUE;
  do
    more = send_piece (drip);
  while (more && drip->at_once && !is_full (drip->connection) &&
         sandbox_socket_is_open (drip->connection->socket));
  if (more)
    return G_SOURCE_CONTINUE;
  drip->connection->dripping = FALSE;
  sandbox_connection_send_waiting (drip->connection);
  return G_SOURCE_REMOVE;
}

static void
begin (SandboxConnection *connection,
       SandboxOpcode opcode,
       GBytes *bytes,
       gint64 piece,
       gint64 ms,
       gboolean endless)
{
  Drip *drip = g_new0 (Drip, 1);

  drip->connection = connection;
  drip->opcode = opcode;
  drip->bytes = g_bytes_ref (bytes);
  drip->piece = (gsize) MAX (piece, 1);
  drip->at_once = ms == 0;
  drip->endless = endless;
  connection->dripping = TRUE;
  sandbox_connection_later (connection, (guint) MAX (ms, 1), on_drip, drip, drip_free);
}

/* In fragments, with pongs between. Other messages wait, as WebSocket wants it. */
void
sandbox_drip_message (SandboxConnection *connection,
                      SandboxOpcode opcode,
                      GBytes *bytes,
                      JsonObject *settings)
{
  begin (connection, opcode, bytes, sandbox_json_integer_or (settings, "bytes", 1),
         sandbox_json_integer_or (settings, "ms", DRIBBLE_MS), FALSE);
}

/* An event that has a beginning, and then only more. */
void
sandbox_drip_endless (SandboxConnection *connection, JsonObject *settings)
{
  gsize piece = (gsize) MAX (sandbox_json_integer_or (settings, "bytes", ENDLESS_BYTES), 1);
  g_autofree char *head = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (connection->dripping || !sandbox_socket_is_open (connection->socket))
    return;
  head = g_strdup_printf ("{\"type\":1,\"id\":%u,\"method\":\"endless\",\"payload\":{\"filler\":\"",
                          ++connection->last_event);
  /* the last piece, which is sent again and again, is filler alone */
  length = (strlen (head) / piece + 2) * piece;
  text = g_malloc (length);
  memset (text, 'x', length);
  memcpy (text, head, strlen (head));
  bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  begin (connection, SANDBOX_OPCODE_TEXT, bytes, (gint64) piece,
         sandbox_json_integer_or (settings, "ms", ENDLESS_MS), TRUE);
}

typedef struct
{
  SandboxConnection *connection;
  gint64 left;
  gsize bytes;
  gboolean at_once;
} Flood;

static gboolean
on_flood (gpointer data)
{
  Flood *flood = data;
  gint64 turn = flood->at_once ? EVENTS_AT_ONCE : 1;

  while (flood->left > 0 && turn-- > 0 && !is_full (flood->connection))
    {
      flood->left--;
      sandbox_connection_send_padded (flood->connection, "flood", flood->bytes, NULL);
    }
  return flood->left > 0;
}

/* Events one after the other, as fast as they are read. */
void
sandbox_drip_flood (SandboxConnection *connection, JsonObject *settings)
{
  Flood *flood = g_new0 (Flood, 1);
  gint64 ms = sandbox_json_integer_or (settings, "ms", 0);

  flood->connection = connection;
  flood->left = sandbox_json_integer_or (settings, "events", FLOOD_EVENTS);
  flood->bytes = (gsize) sandbox_json_integer_or (settings, "bytes", FLOOD_BYTES);
  flood->at_once = ms == 0;
  sandbox_connection_later (connection, (guint) MAX (ms, 1), on_flood, flood, g_free);
}
