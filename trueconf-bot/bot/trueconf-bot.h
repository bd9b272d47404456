/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "bot/trueconf-health.h"
#include "model/trueconf-event.h"
#include "model/trueconf-upload-limits.h"
#include "routing/trueconf-dispatcher.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_BOT    (trueconf_bot_get_type ())
#define TRUECONF_BOT(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), TRUECONF_TYPE_BOT, TrueconfBot))
#define TRUECONF_IS_BOT(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), TRUECONF_TYPE_BOT))

/* G_DECLARE_FINAL_TYPE() in full, but for the typedef of TrueconfBot: events need it, too, and C99 takes it once */
typedef struct
{
  GObjectClass parent_class;
} TrueconfBotClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfBot, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfBotClass, g_type_class_unref)

TRUECONF_AVAILABLE_IN_ALL
GType trueconf_bot_get_type (void);

TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_bot_new (const char *server, const char *token) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_bot_new_from_credentials (const char *server,
                                                const char *username,
                                                const char *password) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_bot_new_from_oauth (const char *server,
                                          const char *username,
                                          const char *password,
                                          const char *client_id) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_bot_get_server (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_bot_get_port (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_port (TrueconfBot *self, guint port);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_get_https (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_https (TrueconfBot *self, gboolean https);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_bot_get_token (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_token (TrueconfBot *self, const char *token);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_bot_get_username (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_bot_get_client_id (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_get_verify_tls (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_verify_tls (TrueconfBot *self, gboolean verify_tls);
TRUECONF_AVAILABLE_IN_ALL
GTlsDatabase *trueconf_bot_get_tls_database (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_tls_database (TrueconfBot *self, GTlsDatabase *tls_database);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_bot_get_tls_ca_file (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_tls_ca_file (TrueconfBot *self, const char *tls_ca_file);
TRUECONF_AVAILABLE_IN_ALL
TrueconfDispatcher *trueconf_bot_get_dispatcher (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_dispatcher (TrueconfBot *self, TrueconfDispatcher *dispatcher);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_get_receive_unread_messages (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_receive_unread_messages (TrueconfBot *self, gboolean receive_unread_messages);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_get_receive_system_messages (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_receive_system_messages (TrueconfBot *self, gboolean receive_system_messages);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_get_skip_self_messages (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_skip_self_messages (TrueconfBot *self, gboolean skip_self_messages);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAckPolicy trueconf_bot_get_ack_policy (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_ack_policy (TrueconfBot *self, TrueconfAckPolicy ack_policy);
TRUECONF_AVAILABLE_IN_ALL
TrueconfOrdering trueconf_bot_get_ordering (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_ordering (TrueconfBot *self, TrueconfOrdering ordering);
TRUECONF_AVAILABLE_IN_ALL
int trueconf_bot_get_ws_max_retries (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_ws_max_retries (TrueconfBot *self, int ws_max_retries);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_bot_get_ws_max_delay (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_ws_max_delay (TrueconfBot *self, guint ws_max_delay);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_bot_get_timeout (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_timeout (TrueconfBot *self, double timeout);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_bot_get_offline_timeout (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_offline_timeout (TrueconfBot *self, double offline_timeout);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_bot_get_outbox_limit (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_outbox_limit (TrueconfBot *self, guint outbox_limit);
TRUECONF_AVAILABLE_IN_ALL
TrueconfResendPolicy trueconf_bot_get_resend_policy (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_resend_policy (TrueconfBot *self, TrueconfResendPolicy resend_policy);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_bot_get_ping_interval (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_ping_interval (TrueconfBot *self, guint ping_interval);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_bot_get_ping_timeout (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_ping_timeout (TrueconfBot *self, guint ping_timeout);
TRUECONF_AVAILABLE_IN_ALL
guint64 trueconf_bot_get_max_message_size (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_set_max_message_size (TrueconfBot *self, guint64 max_message_size);
TRUECONF_AVAILABLE_IN_ALL
TrueconfStatus trueconf_bot_get_status (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_get_websocket_connected (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_get_authorized (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_bot_get_user_id (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfUploadLimits *trueconf_bot_get_upload_limits (TrueconfBot *self);
TRUECONF_AVAILABLE_IN_ALL
const GError *trueconf_bot_get_last_error (TrueconfBot *self);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_start_async (TrueconfBot *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_start_finish (TrueconfBot *self, GAsyncResult *result, GError **error);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_stop_async (TrueconfBot *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_stop_finish (TrueconfBot *self, GAsyncResult *result, GError **error);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_run (TrueconfBot *self, GCancellable *cancellable, GError **error);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_check_thread (TrueconfBot *self, const char *function, GError **error);
TRUECONF_AVAILABLE_IN_ALL
TrueconfHealth *trueconf_bot_health_check (TrueconfBot *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
