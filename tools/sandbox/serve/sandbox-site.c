/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-site.h"

#include "serve/sandbox-control.h"
#include "serve/sandbox-guard.h"
#include "serve/sandbox-login.h"
#include "serve/sandbox-page.h"
#include "serve/sandbox-stream.h"
#include "serve/sandbox-transfer.h"
#include "serve/sandbox-upgrade.h"
#include "serve/sandbox-wait.h"
#include "speak/sandbox-attachment.h"
#include "speak/sandbox-dispatch.h"
#include "speak/sandbox-drip.h"
#include "speak/sandbox-events.h"

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

#define TICK_MS    50
#define BEAT_TICKS 300

static gboolean
on_tick (gpointer user_data)
{
  SandboxServer *self = user_data;
  static guint ticks = 0;

  sandbox_hub_tick (self->hub);
  sandbox_attachments_tick (self->hub);
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

/* Requests to the control interface and for the page are not logged, since tests read the log for what bots do. */
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
  /* an upgraded connection has been logged before */
  if (status == SOUP_STATUS_SWITCHING_PROTOCOLS)
    return;
  sandbox_log_http (self->hub->log, soup_server_message_get_method (msg), path, status);
  sandbox_server_say (self, "%s %s: %u", soup_server_message_get_method (msg), path, status);
}

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

static void
on_noted (SandboxConnection *connection, const char *state, const char *text, gpointer user_data)
{
  SandboxServer *self = user_data;
  const char *login = sandbox_connection_get_login (connection);

  sandbox_stream_connection (self, connection, state);
  sandbox_server_say (self, "connection %" G_GUINT64_FORMAT " (%s): %s", connection->id,
                      login != NULL ? login : "nobody", text);
}

/* Connects the parts: lower parts call the upper ones by the callbacks that are set here. */
void
sandbox_site_open (SandboxServer *self)
{
  self->hub->receive = sandbox_dispatch;
  self->hub->dribble = sandbox_drip_message;
  self->hub->noted = on_noted;
  self->hub->noted_data = self;
  sandbox_log_watch (self->hub->log, on_logged, self);
  sandbox_events_watch (self->hub);
  sandbox_stream_add (self);
  sandbox_wait_add (self);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_request_started), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (on_request_finished), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (on_request_finished), self);
  sandbox_guard_add (self);
  sandbox_upgrade_add (self);
  sandbox_login_add (self);
  sandbox_transfer_add (self);
  sandbox_control_add (self);
  sandbox_page_add (self);
  self->tick_id = g_timeout_add (TICK_MS, on_tick, self);
}

/* To be called before the server is freed. */
void
sandbox_site_close (SandboxServer *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->soup, self);
  sandbox_wait_clear (self);
}
