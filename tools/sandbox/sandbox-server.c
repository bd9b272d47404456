/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-server.h"

#include "sandbox-connection.h"
#include "sandbox-files.h"
#include "sandbox-http.h"
#include "sandbox-stream.h"
#include "sandbox-transfer.h"
#include "sandbox-wait.h"

#if defined(__SANITIZE_ADDRESS__)
#  define WITH_SANITIZER 1
#elif defined(__has_feature)
#  if __has_feature(address_sanitizer)
#    define WITH_SANITIZER 1
#  endif
#endif
#ifdef WITH_SANITIZER
#  include <sanitizer/lsan_interface.h>
#endif

#define TICK_MS      50
#define BEAT_TICKS   300
#define STOP_WAIT_MS 1000

static void
on_logged (const SandboxLogEntry *entry, gpointer user_data)
{
  SandboxServer *self = user_data;

  sandbox_stream_log (self, entry);
  sandbox_wait_notify (self);
  if (self->options->verbose && entry->kind == SANDBOX_LOG_FRAME)
    {
      g_autoptr (JsonObject) object = sandbox_log_entry_to_object (entry);

      sandbox_server_say (self, "%s %s %s", entry->incoming ? ">" : "<", entry->opcode,
                          json_object_get_string_member (object, "text"));
    }
}

/* Tells the person at the terminal. */
void
sandbox_server_say (SandboxServer *self, const char *format, ...)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *text = NULL;
  va_list args;

  if (self->options->quiet)
    return;
  now = g_date_time_new_now_local ();
  clock = g_date_time_format (now, "%H:%M:%S");
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s %s\n", clock, text);
}

static void
add_users (SandboxServer *self)
{
  static const char *const usual[] = { "echo_bot:secret:Echo Bot", "nora:secret:Nora Berg",
                                       "omar:secret:Omar Haddad", NULL };
  const char *const *users =
      self->options->users != NULL ? (const char *const *) self->options->users : usual;

  for (guint i = 0; users[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (users[i], ":", 3);
      SandboxUser *user = sandbox_world_add_user (self->world, parts[0]);

      sandbox_user_set_password (user, parts[1]);
      if (parts[2] != NULL && *parts[2] != '\0')
        sandbox_user_set_display_name (user, parts[2]);
    }
}

static gboolean
on_tick (gpointer user_data)
{
  SandboxServer *self = user_data;
  gint64 now = g_get_monotonic_time ();
  static guint ticks = 0;

  for (guint i = 0; i < self->connections->len; i++)
    sandbox_connection_tick (g_ptr_array_index (self->connections, i), now);
  sandbox_transfer_tick (self);
  if (++ticks % BEAT_TICKS == 0)
    sandbox_stream_beat (self);
  return G_SOURCE_CONTINUE;
}

/* libsoup 3.2 loses a reference to every socket that it accepts: not a leak of ours. */
static void
on_request_started (SoupServer *soup, SoupServerMessage *msg, gpointer user_data)
{
#ifdef WITH_SANITIZER
  __lsan_ignore_object (soup_server_message_get_socket (msg));
#endif
}

/* The control interface and the page are not what a test wants to read about. */
static void
on_request_finished (SoupServer *soup, SoupServerMessage *msg, gpointer user_data)
{
  SandboxServer *self = user_data;
  GUri *uri = soup_server_message_get_uri (msg);
  const char *path = uri != NULL ? g_uri_get_path (uri) : "";
  guint status = soup_server_message_get_status (msg);

  if (!g_str_has_prefix (path, "/bridge/") && !g_str_has_prefix (path, "/websocket/") &&
      !g_str_has_prefix (path, "/api/"))
    return;
  /* a switched connection has been logged when it was taken over */
  if (status == SOUP_STATUS_SWITCHING_PROTOCOLS)
    return;
  sandbox_log_http (self->log, soup_server_message_get_method (msg), path, status);
  sandbox_server_say (self, "%s %s: %u", soup_server_message_get_method (msg), path, status);
}

SandboxServer *
sandbox_server_new (const SandboxOptions *options, GMainLoop *loop)
{
  SandboxServer *self = g_new0 (SandboxServer, 1);

  self->options = options;
  self->loop = g_main_loop_ref (loop);
  self->world = sandbox_world_new (options->server_name, options->server_version);
  self->files = sandbox_files_new ();
  self->arriving = g_ptr_array_new ();
  self->stalled = g_ptr_array_new_with_free_func (g_object_unref);
  self->grants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->faults = sandbox_faults_new ();
  self->log = sandbox_log_new (on_logged, self);
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_connection_free);
  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
  self->streams = g_ptr_array_new_with_free_func (sandbox_stream_free);
  g_queue_init (&self->waiters);
  add_users (self);
  self->soup = soup_server_new ("server-header", "trueconf-sandbox ", NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_request_started), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (on_request_finished), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (on_request_finished), self);
  sandbox_http_add_bridge (self);
  sandbox_oauth_add (self);
  sandbox_transfer_add (self);
  sandbox_control_add (self);
  sandbox_page_add (self);
  self->tick_id = g_timeout_add (TICK_MS, on_tick, self);
  return self;
}

void
sandbox_server_free (SandboxServer *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->soup, self);
  sandbox_wait_clear (self);
  g_ptr_array_unref (self->streams);
  for (guint i = 0; i < self->hanging->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->hanging, i), self);
  g_ptr_array_unref (self->hanging);
  g_ptr_array_unref (self->connections);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  sandbox_log_free (self->log);
  sandbox_faults_free (self->faults);
  sandbox_world_free (self->world);
  sandbox_files_free (self->files);
  g_ptr_array_unref (self->arriving);
  g_ptr_array_unref (self->stalled);
  g_hash_table_unref (self->grants);
  g_hash_table_unref (self->commands);
  g_free (self->limits.mode);
  g_clear_pointer (&self->limits.extensions, json_array_unref);
  g_main_loop_unref (self->loop);
  g_free (self);
}

gboolean
sandbox_server_listen (SandboxServer *self, GError **error)
{
  const SandboxOptions *options = self->options;
  const char *host = g_str_equal (options->host, "localhost") ? "127.0.0.1" : options->host;
  SoupServerListenOptions flags = 0;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GSList) listeners = NULL;

  if (options->tls_cert != NULL)
    {
      g_autoptr (GTlsCertificate) certificate = NULL;

      certificate = g_tls_certificate_new_from_files (options->tls_cert, options->tls_key, error);
      if (certificate == NULL)
        return FALSE;
      soup_server_set_tls_certificate (self->soup, certificate);
      flags |= SOUP_SERVER_LISTEN_HTTPS;
    }
  address = g_inet_socket_address_new_from_string (host, (guint) options->port);
  if (address == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is not an IP address", host);
      return FALSE;
    }
  if (!soup_server_listen (self->soup, address, flags, error))
    return FALSE;
  listeners = soup_server_get_listeners (self->soup);
  effective = g_socket_get_local_address (listeners->data, error);
  if (effective == NULL)
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return TRUE;
}

/* Half-open connections are gone as far as anybody can tell. */
guint
sandbox_server_count_authorized (SandboxServer *self)
{
  guint count = 0;

  for (guint i = 0; i < self->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (self->connections, i);

      if (connection->authorized && !connection->half_open)
        count++;
    }
  return count;
}

void
sandbox_server_release_hanging (SandboxServer *self)
{
  for (guint i = 0; i < self->hanging->len; i++)
    {
      SoupServerMessage *msg = g_ptr_array_index (self->hanging, i);

      g_signal_handlers_disconnect_by_data (msg, self);
      sandbox_http_answer_text (msg, 503, "text/plain", "The fault that held this request is over\n");
      soup_server_message_unpause (msg);
    }
  g_ptr_array_set_size (self->hanging, 0);
}

static gboolean
on_stop_timeout (gpointer user_data)
{
  SandboxServer *self = user_data;
  static guint waited = 0;

  waited += TICK_MS;
  if (self->connections->len > 0 && waited < STOP_WAIT_MS)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

/* Says goodbye to everybody and ends the main loop soon after. */
void
sandbox_server_stop (SandboxServer *self)
{
  if (self->stopping)
    return;
  self->stopping = TRUE;
  for (guint i = 0; i < self->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (self->connections, i);

      if (connection->half_open)
        sandbox_connection_drop (connection);
      else
        sandbox_connection_close (connection, 1000, "the sandbox is shutting down");
    }
  g_timeout_add (TICK_MS, on_stop_timeout, self);
}
