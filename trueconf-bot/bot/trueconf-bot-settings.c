/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Makes the settings of the I/O thread from the properties, which are described in protocol/bot-properties.toml. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-private.h"
#include "trueconf-error.h"

/* in seconds; in microseconds it is far below G_MAXINT64 */
#define LONGEST 1e12

static gint64
to_microseconds (double seconds)
{
  return seconds < LONGEST ? (gint64) (seconds * G_TIME_SPAN_SECOND) : TRUECONF_TIME_NEVER;
}

/* UNKNOWN is no value for a property. */
gboolean
trueconf_bot_has_enum_value (GType type, int value)
{
  GEnumClass *klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);
  gboolean has = found != NULL && !g_str_equal (found->value_nick, "unknown");

  g_type_class_unref (klass);
  return has;
}

/* An environment variable that is set to nothing says nothing. */
static char *
dup_unless_empty (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}

TrueconfSettings *
trueconf_bot_make_settings (TrueconfBot *self)
{
  TrueconfSettings *settings = trueconf_settings_new ();
  GTlsDatabase *database = self->ca_database != NULL ? self->ca_database : self->tls_database;
  GProxyResolver *resolver = self->proxy_resolver;

  if (self->started != NULL)
    {
      database = self->started->tls_database;
      resolver = self->started->proxy_resolver;
    }

  /* The address, the TLS settings and the proxy do not change until the next start. */
  settings->server = g_strdup (self->server);
  settings->port = self->started != NULL ? self->started->port : self->port;
  settings->https = self->started != NULL ? self->started->https : self->https;
  settings->verify_tls = self->started != NULL ? self->started->verify_tls : self->verify_tls;
  g_set_object (&settings->tls_database, database);
  g_set_object (&settings->proxy_resolver, resolver);

  settings->token = dup_unless_empty (self->token);
  settings->username =
      settings->token != NULL ? dup_unless_empty (self->username) : g_strdup (self->username);
  settings->password = g_strdup (self->password);
  settings->client_id = dup_unless_empty (self->client_id);
  settings->receive_unread = self->receive_unread_messages;
  settings->receive_system = self->receive_system_messages;
  settings->ask_version = self->ask_server_version;
  settings->ack_policy = self->ack_policy;
  settings->max_retries = self->ws_max_retries;
  settings->max_delay = self->ws_max_delay;
  settings->timeout = to_microseconds (self->timeout);
  settings->offline_timeout = to_microseconds (self->offline_timeout);
  settings->outbox_limit = self->outbox_limit;
  settings->max_waiting_events = self->max_waiting_events;
  settings->max_waiting_bytes = self->max_waiting_bytes;
  settings->max_in_flight = self->max_in_flight;
  settings->resend_policy = self->resend_policy;
  settings->ping_interval = to_microseconds (self->ping_interval);
  settings->ping_timeout = to_microseconds (self->ping_timeout);
  settings->max_message_size = self->max_message_size;

  return settings;
}

gint64
trueconf_bot_get_stop_time (TrueconfBot *self)
{
  return to_microseconds (self->stop_timeout);
}

void
trueconf_bot_settings_changed (TrueconfBot *self)
{
  if (!self->constructed || self->transport == NULL)
    return;

  trueconf_transport_set_settings (self->transport, trueconf_bot_make_settings (self));
  trueconf_bot_publish (self);
}

/* Checks the properties before anything is sent. */
gboolean
trueconf_bot_prepare (TrueconfBot *self, GError **error)
{
  g_autoptr (TrueconfSettings) settings = NULL;

  if (self->tls_ca_file != NULL && self->ca_database == NULL)
    {
      /* GIO accepts no authority at all when the path is relative, and only warns */
      g_autofree char *path = g_canonicalize_filename (self->tls_ca_file, NULL);
      g_autoptr (GError) reason = NULL;

      self->ca_database = (GTlsDatabase *) g_tls_file_database_new (path, &reason);
      if (self->ca_database == NULL)
        {
          g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       /* Translators: path, why */
                       _ ("The file “%s” of “tls-ca-file” cannot be used: %s"), self->tls_ca_file,
                       reason->message);
          return FALSE;
        }
    }

  settings = trueconf_bot_make_settings (self);
  if (!trueconf_settings_check (settings, error))
    return FALSE;

  trueconf_transport_set_settings (self->transport, g_steal_pointer (&settings));
  return TRUE;
}
