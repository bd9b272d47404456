/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot-properties-private.h"
#include "bot/trueconf-bot-properties.h"
#include "bot/trueconf-bot.h"
#include "bot/trueconf-statistics-private.h"
#include "bot/trueconf-vitals-private.h"
#include "model/trueconf-bot-handle-private.h"
#include "transport/trueconf-thread-check-private.h"
#include "transport/trueconf-transport-private.h"
#include "wire/trueconf-wire-tables-private.h"

G_BEGIN_DECLS

/* The functions of TrueconfBot are spread over several files, which share its struct. */

typedef enum
{
  TRUECONF_BOT_STOPPED,
  TRUECONF_BOT_RUNNING,
  TRUECONF_BOT_STOPPING,
} TrueconfBotPhase;

struct _TrueconfBot
{
  GObject parent_instance;

  char *server;
  guint port;
  gboolean https;
  char *token;
  char *username;
  char *password;
  char *client_id;
  gboolean verify_tls;
  GTlsDatabase *tls_database;
  GProxyResolver *proxy_resolver;
  char *tls_ca_file;
  TrueconfDispatcher *dispatcher;
  gboolean receive_unread_messages;
  gboolean receive_system_messages;
  gboolean skip_self_messages;
  gboolean ask_server_version;
  TrueconfAckPolicy ack_policy;
  TrueconfOrdering ordering;
  int ws_max_retries;
  guint ws_max_delay;
  double timeout;
  double offline_timeout;
  double stop_timeout;
  guint outbox_limit;
  guint max_waiting_events;
  guint64 max_waiting_bytes;
  guint max_in_flight;
  TrueconfResendPolicy resend_policy;
  guint ping_interval;
  guint ping_timeout;
  guint64 max_message_size;
  guint64 max_download_size;
  double display_name_max_age;
  guint max_display_names;

  TrueconfStatus status;
  char *user_id;
  char *server_name;
  char *server_version;
  TrueconfUploadLimits *upload_limits;
  GError *last_error;
  TrueconfStatistics *statistics;
  TrueconfVitals *vitals;

  TrueconfBotHandle *handle; /* held by its events */
  GMainContext *context;
  TrueconfCallQueue *calls;
  TrueconfTransport *transport;
  struct _TrueconfDelivery *delivery;
  GTlsDatabase *ca_database; /* made from tls_ca_file */
  TrueconfSettings *started; /* the settings in use while the bot runs */
  TrueconfBotPhase phase;
  gint64 stop_deadline;
  GSource *stop_timer; /* while the bot stops and waits for its handlers */
  gboolean start_again;
  gboolean was_started;
  GSource *unstarted_timer; /* while requests wait for the first start */
  gboolean constructed;
  GQueue requests;                /* that tasks wait for */
  GQueue passages;                /* through the middlewares */
  GQueue activities;              /* that go on, not owned */
  GPtrArray *request_middlewares; /* NULL if there are none; never changed, but replaced */
  TrueconfEvent *answering;       /* while one of its functions is called, or NULL */
  GPtrArray *start_tasks;
  GPtrArray *stop_tasks;
  GPtrArray *run_tasks;
  GPtrArray *describe_tasks;
  GPtrArray *token_tasks;
  struct _TrueconfTokenRequest *token_request; /* that they wait for, or NULL */
  struct _TrueconfBotFiles *files;             /* made on demand */
  GQueue edits;                                /* tasks that wait for the buttons of their messages */
  gboolean closed;  /* the connection is closed, but transfers have not ended yet */
  char *me_chat_id; /* of the favorites chat, or NULL */
  struct _TrueconfDisplayNames *display_names; /* made on demand */
  GHashTable *unknown_methods;                 /* names of events */
  struct _TrueconfExpiry *expiry;
  GSList *runs;                             /* main loops of trueconf_bot_run() */
  GPtrArray *observers;                     /* NULL if there have never been any */
  guint observing;                          /* while they are told, how deep */
  struct _TrueconfServiceNotifier *service; /* or NULL */
};

#define TRUECONF_BOT_SHORTEST_TIMEOUT 0.1
#define TRUECONF_BOT_LONGEST_PAUSE    (G_MAXUINT / 1000)
#define TRUECONF_BOT_SMALLEST_MESSAGE 1024

TrueconfBotHandle *trueconf_bot_make_handle (TrueconfBot *self);
void trueconf_bot_send (TrueconfBot *self,
                        const TrueconfSending *sending,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
void trueconf_bot_send_long (TrueconfBot *self,
                             const TrueconfSending *sending,
                             gpointer source_tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean trueconf_bot_has_enum_value (GType type, int value);
gboolean trueconf_bot_prepare (TrueconfBot *self, GError **error);
void trueconf_bot_settings_changed (TrueconfBot *self);
void trueconf_bot_init_life (TrueconfBot *self);
void trueconf_bot_constructed_life (TrueconfBot *self);
/* Tells other threads what state the bot is in. */
void trueconf_bot_publish (TrueconfBot *self);
guint trueconf_bot_get_effective_port (TrueconfBot *self);
void trueconf_bot_dispose_life (TrueconfBot *self);
void trueconf_bot_finalize_life (TrueconfBot *self);
void trueconf_bot_emit_status_changed (TrueconfBot *self, TrueconfHealth *health);
void trueconf_bot_emit_event (TrueconfBot *self, TrueconfEvent *event);
void
trueconf_bot_emit_event_skipped (TrueconfBot *self, const char *method, guint64 size, const GError *error);
void trueconf_bot_emit_failed (TrueconfBot *self, const GError *error);

/* Sends a request. The arguments have the order of the method in protocol/. */
void trueconf_bot_request (TrueconfBot *self,
                           TrueconfMethod method,
                           gpointer source_tag,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data,
                           ...);
/* The same for a further request of a task, which is the data of the callback. */
void trueconf_bot_request_step (GTask *task,
                                TrueconfMethod method,
                                gpointer source_tag,
                                GAsyncReadyCallback callback,
                                ...);
void trueconf_bot_request_other (TrueconfBot *self,
                                 const char *method,
                                 char *payload,
                                 gpointer source_tag,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Requests made in between belong to the event, which may be NULL. The first returns what the second needs. */
TrueconfEvent *trueconf_bot_begin_answering (TrueconfBot *self, TrueconfEvent *event);
void trueconf_bot_end_answering (TrueconfBot *self, TrueconfEvent *before);
/* For a later step of a task, which remembers the event that it began with. */
TrueconfEvent *trueconf_bot_begin_step (GTask *task);
gboolean trueconf_bot_is_disposed (TrueconfBot *self);
GError *trueconf_bot_make_disposed_error (void);
void trueconf_bot_fail_requests (TrueconfBot *self, const GError *error);
/* Takes the reference. */
void trueconf_bot_submit (TrueconfBot *self, TrueconfRequest *request);
gboolean trueconf_bot_has_failed_handler (TrueconfBot *self);
TrueconfSettings *trueconf_bot_make_settings (TrueconfBot *self);
gint64 trueconf_bot_get_stop_time (TrueconfBot *self);
void trueconf_bot_stop_transfers (TrueconfBot *self);
gboolean trueconf_bot_has_file_tasks (TrueconfBot *self);
void trueconf_bot_file_task_ended (TrueconfBot *self);
void trueconf_bot_free_display_names (TrueconfBot *self);
void trueconf_bot_forget_me_chat (TrueconfBot *self, const char *chat_id);
void trueconf_bot_set_upload_limits (TrueconfBot *self, TrueconfUploadLimits *limits);
void trueconf_bot_answered (TrueconfBot *self, TrueconfRequest *request);
void trueconf_bot_handler_done (TrueconfBot *self);

gboolean trueconf_bot_refuses_thread (TrueconfBot *self,
                                      gpointer source_tag,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/* Signals, callbacks and handlers run in the main context of the bot. */
#define TRUECONF_ASSERT_BOT_CONTEXT(self)                                                                    \
  TRUECONF_ASSERT_THREAD (g_main_context_is_owner ((self)->context), "the main context of the bot")

/* A task of the bot knows whether it has a callback. If it has none, a failure is reported by
 * trueconf_bot_report_error(). */

GTask *trueconf_bot_task_new (TrueconfBot *self,
                              gpointer source_tag,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean trueconf_bot_task_has_listener (GTask *task);

/* Takes the task and the error. */
void trueconf_bot_task_return_error (GTask *task, GError *error);

/* Makes a task that fails at once. Takes the error. */
void trueconf_bot_fail (TrueconfBot *self,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data,
                        GError *error);

/* A list of tasks that wait for the same event. A task that is cancelled leaves its list at once, and `cancelled`
 * is called, which may be NULL. */
typedef void (*TrueconfBotTaskCancelled) (TrueconfBot *self, GPtrArray *list);

GPtrArray *trueconf_bot_task_list_new (void);
/* Takes the task. */
void trueconf_bot_task_list_add (GPtrArray *list, GTask *task, TrueconfBotTaskCancelled cancelled);
/* Empties the list, and returns its tasks: callbacks may add tasks to the list again. */
GPtrArray *trueconf_bot_task_list_take (GPtrArray *list);
/* Returns `error` from all tasks, or TRUE if it is NULL. */
void trueconf_bot_task_list_end (GPtrArray *list, const GError *error);
gboolean trueconf_bot_task_list_has_listener (GPtrArray *list);

void trueconf_bot_report_error (TrueconfBot *self, const GError *error);

void trueconf_bot_end_activities (TrueconfBot *self);

void trueconf_bot_end_token_tasks (TrueconfBot *self, const GError *error);

GTask *trueconf_bot_begin_life (TrueconfBot *self,
                                gpointer tag,
                                const char *word,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

G_END_DECLS
