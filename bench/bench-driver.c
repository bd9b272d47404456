/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A server that does nothing but load a client: it lets it log in, keeps a number of messages in flight, and counts the
 * echoes. Much leaner than the sandbox, so that the client is what is measured. */

#include <glib-unix.h>
#include <libsoup/soup.h>
#include <string.h>

static int messages = 20000;
static int in_flight = 32;
static int size = 400;
static gboolean describe_chats;

static GMainLoop *loop;
static char *padding;

typedef struct
{
  SoupWebsocketConnection *connection;
  int sent;
  int echoed;
  int id;
} Client;

static void
send_event (Client *client)
{
  /* as servers from 5.5.6 on do */
  const char *chat =
      describe_chats ? ",\"chat\":{\"chatId\":\"c\",\"chatTitle\":\"Nora\",\"chatType\":1}" : "";
  g_autofree char *frame = g_strdup_printf (
      "{\"type\":1,\"id\":%d,\"method\":\"sendMessage\",\"payload\":{\"messageId\":\"%08x-0000-4000-8000-000000000000\","
      "\"chatId\":\"%040x\",\"timestamp\":1795348700123,\"isEdited\":false,\"author\":{\"id\":\"nora@bench.local\","
      "\"type\":1},\"box\":{\"id\":%d,\"position\":\"0\"},\"type\":200,\"content\":{\"text\":\"%s\","
      "\"parseMode\":\"text\"}%s}}",
      ++client->id, (guint) client->sent, (guint) (client->sent % in_flight), client->sent, padding, chat);

  client->sent++;
  soup_websocket_connection_send_text (client->connection, frame);
}

static const char *
find_number (const char *text, const char *name)
{
  const char *at = strstr (text, name);

  return at != NULL ? at + strlen (name) : "0";
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  Client *client = user_data;
  const char *text = g_bytes_get_data (bytes, NULL);
  g_autofree char *answer = NULL;
  int id;

  /* Python's JSON has spaces */
  if (strstr (text, "\"type\":2") != NULL || strstr (text, "\"type\": 2") != NULL)
    return;

  id = atoi (find_number (text, "\"id\":"));
  if (strstr (text, "\"method\":\"auth\"") != NULL || strstr (text, "\"method\": \"auth\"") != NULL)
    {
      answer = g_strdup_printf ("{\"type\":2,\"id\":%d,\"payload\":{\"userId\":\"bot@bench.local/1\"%s}}", id,
                                describe_chats ? ",\"connectionId\":\"1\"" : "");
      soup_websocket_connection_send_text (connection, answer);
      for (int i = 0; i < in_flight && client->sent < messages; i++)
        send_event (client);
      return;
    }

  answer = g_strdup_printf (
      "{\"type\":2,\"id\":%d,\"payload\":{\"chatId\":\"c\",\"messageId\":\"m%d\",\"timestamp\":1795348700124}}",
      id, id);
  soup_websocket_connection_send_text (connection, answer);

  if (++client->echoed >= messages && messages > 0)
    soup_websocket_connection_close (connection, 1000, NULL);
  else if (client->sent < messages)
    send_event (client);
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer user_data)
{
  Client *client = user_data;

  g_object_unref (client->connection);
  g_free (client);
}

static void
connected_cb (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  Client *client = g_new0 (Client, 1);

  client->connection = g_object_ref (connection);
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), client);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), client);
}

/* The vendor's client does not start without the version of the server. */
static void
version_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  static const char answer[] = "{\"product\":{\"display_name\":\"bench.local\",\"version\":\"5.5.6.10301\"}}";

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer,
                                    sizeof answer - 1);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  const GOptionEntry entries[] = {
    { "messages", 0, 0, G_OPTION_ARG_INT, &messages, "How many messages to have echoed", "N" },
    { "in-flight", 0, 0, G_OPTION_ARG_INT, &in_flight, "How many at a time", "N" },
    { "size", 0, 0, G_OPTION_ARG_INT, &size, "Bytes of text in each", "N" },
    { "describe-chats", 0, 0, G_OPTION_ARG_NONE, &describe_chats, "Let messages say what chat they are of",
      NULL },
    { NULL },
  };
  static char *protocols[] = { (char *) "json.v1", NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  padding = g_strnfill ((gsize) size, 'x');
  loop = g_main_loop_new (NULL, FALSE);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, "/api/v4/server", version_cb, NULL, NULL);
  soup_server_add_websocket_handler (server, "/websocket/chat_bot", NULL, protocols, connected_cb, NULL,
                                     NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  uris = soup_server_get_uris (server);
  g_print ("%d\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_unix_signal_add (SIGTERM, quit_cb, NULL);
  g_main_loop_run (loop);
  g_free (padding);
  g_main_loop_unref (loop);

  return 0;
}
