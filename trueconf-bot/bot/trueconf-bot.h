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

TRUECONF_AVAILABLE_IN_ALL
GType trueconf_bot_get_type (void);

/* This is G_DECLARE_FINAL_TYPE() without the typedef of TrueconfBot, which events declare as well: C99 allows it
 * only once. */
typedef struct
{
  GObjectClass parent_class;
} TrueconfBotClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfBot, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfBotClass, g_type_class_unref)

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
void trueconf_bot_run_async (TrueconfBot *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_run_finish (TrueconfBot *self, GAsyncResult *result, GError **error);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_check_thread (TrueconfBot *self, const char *function, GError **error);
TRUECONF_AVAILABLE_IN_ALL
TrueconfHealth *trueconf_bot_health_check (TrueconfBot *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
