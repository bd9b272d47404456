/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "transport/trueconf-time-private.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

/* What a bot is set to, as it was at one moment: immutable, so that it can be handed to the I/O thread. */

typedef struct
{
  char *server;
  guint port;
  gboolean https;
  char *token;
  char *username;
  char *password;
  char *client_id;
  gboolean verify_tls;
  GTlsDatabase *tls_database;
  GProxyResolver *proxy_resolver; /* NULL: that of the system */
  gboolean receive_unread;
  gboolean receive_system;
  gboolean ask_version; /* at each log-in */
  TrueconfAckPolicy ack_policy;
  int max_retries;
  guint max_delay;
  gint64 timeout;         /* microseconds, as all times here; TRUECONF_TIME_NEVER: for ever */
  gint64 offline_timeout; /* 0: do not wait */
  guint outbox_limit;
  guint max_waiting_events;
  guint64 max_waiting_bytes;
  guint max_in_flight;
  TrueconfResendPolicy resend_policy;
  gint64 ping_interval;
  gint64 ping_timeout;
  guint64 max_message_size;
} TrueconfSettings;

TrueconfSettings *trueconf_settings_new (void);
TrueconfSettings *trueconf_settings_ref (TrueconfSettings *self);
void trueconf_settings_unref (TrueconfSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfSettings, trueconf_settings_unref)

gboolean trueconf_settings_check (const TrueconfSettings *self, GError **error);
guint trueconf_settings_get_port (const TrueconfSettings *self);
char *trueconf_settings_build_uri (const TrueconfSettings *self, const char *scheme, const char *path);
gboolean trueconf_settings_is_own_host (const TrueconfSettings *self, GUri *uri);
/* A server to show to people: what somebody has written before an “@” may be a password. */
const char *trueconf_settings_hide_user (const char *server);
char *trueconf_settings_describe_server (const TrueconfSettings *self);

G_END_DECLS
