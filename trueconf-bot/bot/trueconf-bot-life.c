/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bot/trueconf-bot-files-private.h"
#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-passage-private.h"
#include "bot/trueconf-delivery-private.h"
#include "bot/trueconf-expiry-private.h"
#include "bot/trueconf-health-private.h"
#include "bot/trueconf-observer-private.h"
#include "bot/trueconf-service-notifier-private.h"
#include "model/trueconf-changed-file-upload-limits.h"
#include "model/trueconf-removed-chat.h"
#include "model/trueconf-update.h"
#include "text/trueconf-log-line-private.h"
#include "text/trueconf-shown-private.h"
#include "routing/trueconf-dispatcher-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"
#include "trueconf-string-private.h"

/* Limits the memory that a server can take with invented names of events. */
#define MAX_UNKNOWN_METHODS 100
#define MAX_METHOD_NAME     64

static void
notify (TrueconfBot *self, TrueconfBotProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[property]);
}

static gboolean
is_same_error (const GError *a, const GError *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_error_matches (a, b->domain, b->code) && g_str_equal (a->message, b->message) &&
         trueconf_error_get_cause (a) == trueconf_error_get_cause (b);
}

static void
set_last_error (TrueconfBot *self, const GError *error)
{
  TrueconfErrorCause cause = trueconf_error_get_cause (self->last_error);

  if (is_same_error (self->last_error, error))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  g_clear_error (&self->last_error);
  self->last_error = error != NULL ? g_error_copy (error) : NULL;
  notify (self, TRUECONF_BOT_PROP_LAST_ERROR);
  if (cause != trueconf_error_get_cause (error))
    notify (self, TRUECONF_BOT_PROP_LAST_ERROR_CAUSE);
  trueconf_bot_publish (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
get_effective_https (TrueconfBot *self)
{
  return self->started != NULL ? self->started->https : self->https;
}

static void
state_changed (gpointer owner, const TrueconfTransportState *state)
{
  TrueconfBot *self = owner;
  gboolean was_connected = trueconf_bot_get_websocket_connected (self);
  gboolean was_authorized = trueconf_bot_get_authorized (self);
  g_autoptr (TrueconfHealth) health = NULL;

  TRUECONF_ASSERT_BOT_CONTEXT (self);

  if (trueconf_bot_is_disposed (self))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  self->status = state->status;
  notify (self, TRUECONF_BOT_PROP_STATUS);
  if (was_connected != trueconf_bot_get_websocket_connected (self))
    notify (self, TRUECONF_BOT_PROP_WEBSOCKET_CONNECTED);
  if (was_authorized != trueconf_bot_get_authorized (self))
    notify (self, TRUECONF_BOT_PROP_AUTHORIZED);
  if (state->user_id != NULL && g_strcmp0 (state->user_id, self->user_id) != 0)
    {
      g_free (self->user_id);
      self->user_id = g_strdup (state->user_id);
      trueconf_bot_forget_me_chat (self, NULL);
      notify (self, TRUECONF_BOT_PROP_USER_ID);
    }
  if (state->error != NULL || state->status == TRUECONF_STATUS_AUTHORIZED)
    set_last_error (self, state->error);
  trueconf_bot_publish (self);
  g_object_thaw_notify (G_OBJECT (self));

  health =
      trueconf_health_new (self->status, self->user_id, self->server, trueconf_bot_get_effective_port (self),
                           get_effective_https (self), state->time, state->error);
  trueconf_bot_tell_service (self);
  trueconf_bot_observe_status (self);
  if (trueconf_bot_is_disposed (self))
    return;

  trueconf_bot_emit_status_changed (self, health);

  if (state->status == TRUECONF_STATUS_AUTHORIZED)
    {
      trueconf_bot_files_authorized (self);
      if (self->phase == TRUECONF_BOT_RUNNING)
        trueconf_expiry_start (self->expiry);
      trueconf_bot_task_list_end (self->start_tasks, NULL);
    }
}

static void
attempt_failed (gpointer owner, const GError *error)
{
  TrueconfBot *self = owner;

  if (trueconf_bot_is_disposed (self))
    return;

  set_last_error (self, error);
  trueconf_bot_tell_service (self);
}

void
trueconf_bot_set_upload_limits (TrueconfBot *self, TrueconfUploadLimits *limits)
{
  if (g_set_object (&self->upload_limits, limits))
    notify (self, TRUECONF_BOT_PROP_UPLOAD_LIMITS);
}

static void
note_unknown (TrueconfBot *self, const char *method)
{
  g_autofree char *start = g_strndup (method, MAX_METHOD_NAME);
  char *name = trueconf_text_show (start);

  if (self->unknown_methods == NULL)
    self->unknown_methods = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);

  if (g_hash_table_size (self->unknown_methods) >= MAX_UNKNOWN_METHODS)
    g_free (name);
  else if (g_hash_table_add (self->unknown_methods, name))
    trueconf_log (G_LOG_LEVEL_MESSAGE,
                  "the server sends events named “%s”, which this version of the library does not know; "
                  "handlers get them as they are",
                  name);
}

static void
received (gpointer owner, TrueconfEvent *event, TrueconfReceipt receipt, TrueconfLoadTicket *ticket)
{
  TrueconfBot *self = owner;
  g_autoptr (TrueconfLoadTicket) owned = ticket;

  if (trueconf_bot_is_disposed (self))
    return;

  if (TRUECONF_IS_CHANGED_FILE_UPLOAD_LIMITS (event))
    {
      TrueconfUploadLimits *limits =
          trueconf_changed_file_upload_limits_get_limits (TRUECONF_CHANGED_FILE_UPLOAD_LIMITS (event));

      if (limits != NULL)
        trueconf_bot_set_upload_limits (self, limits);
      else
        trueconf_log (
            G_LOG_LEVEL_MESSAGE,
            "the server has sent upload limits that cannot be read; those that are known stay in force");
    }
  else if (TRUECONF_IS_UPLOADING_PROGRESS (event))
    {
      trueconf_bot_files_progress (self, TRUECONF_UPLOADING_PROGRESS (event));
    }
  else if (TRUECONF_IS_REMOVED_CHAT (event))
    {
      const char *chat_id = trueconf_removed_chat_get_chat_id (TRUECONF_REMOVED_CHAT (event));

      if (chat_id != NULL)
        trueconf_bot_forget_me_chat (self, chat_id);
    }
  else if (TRUECONF_IS_UPDATE (event))
    {
      note_unknown (self, trueconf_event_get_method (event));
    }

  trueconf_bot_observe_event (self, event);
  if (!trueconf_bot_is_disposed (self) && self->phase == TRUECONF_BOT_RUNNING)
    trueconf_delivery_receive (self->delivery, event, receipt, g_steal_pointer (&owned));
}

static void
skipped (gpointer owner, const char *method, guint64 size, const GError *error)
{
  TrueconfBot *self = owner;

  if (trueconf_bot_is_disposed (self))
    return;

  trueconf_log (G_LOG_LEVEL_WARNING, "an event was skipped. %s", error->message);
  trueconf_bot_emit_event_skipped (self, method, size, error);
}

static void
answered (gpointer owner, TrueconfRequest *request)
{
  TrueconfBot *self = owner;

  if (!trueconf_bot_is_disposed (self))
    trueconf_bot_observe_answer (self, request);
  /* functions of the user may have run */
  if (!trueconf_bot_is_disposed (self))
    trueconf_bot_answered (self, request);
}

static void
timer_free (GSource *timer)
{
  g_source_destroy (timer);
  g_source_unref (timer);
}

static void
gave_up (gpointer owner, const GError *error)
{
  TrueconfBot *self = owner;

  g_autoptr (GPtrArray) start_tasks = NULL;
  g_autoptr (GPtrArray) stop_tasks = NULL;
  g_autoptr (GPtrArray) run_tasks = NULL;
  gboolean heard;

  TRUECONF_ASSERT_BOT_CONTEXT (self);

  if (trueconf_bot_is_disposed (self))
    return;

  /* functions of the user run below, and may start the bot again */
  start_tasks = trueconf_bot_task_list_take (self->start_tasks);
  if (!trueconf_bot_has_file_tasks (self))
    stop_tasks = trueconf_bot_task_list_take (self->stop_tasks);
  run_tasks = trueconf_bot_task_list_take (self->run_tasks);
  heard = trueconf_bot_has_failed_handler (self) || trueconf_bot_task_list_has_listener (start_tasks) ||
          trueconf_bot_task_list_has_listener (run_tasks);
  self->phase = TRUECONF_BOT_STOPPED;
  trueconf_expiry_stop (self->expiry);
  g_clear_pointer (&self->started, trueconf_settings_unref);
  g_clear_pointer (&self->stop_timer, timer_free);
  self->start_again = FALSE;
  self->closed = FALSE;
  trueconf_bot_stop_transfers (self);
  trueconf_delivery_drop_waiting (self->delivery);
  set_last_error (self, error);
  trueconf_bot_tell_service (self);
  if (!heard)
    trueconf_bot_report_error (self, error);
  trueconf_dispatcher_end_questions (trueconf_bot_get_dispatcher (self), self);
  trueconf_bot_task_list_end (start_tasks, error);
  if (stop_tasks != NULL)
    trueconf_bot_task_list_end (stop_tasks, NULL);
  trueconf_bot_task_list_end (run_tasks, error);
  trueconf_bot_emit_failed (self, error);
}

static void launch (TrueconfBot *self);

static void
stopped (gpointer owner)
{
  TrueconfBot *self = owner;
  g_autoptr (GPtrArray) stop_tasks = NULL;
  g_autoptr (GPtrArray) run_tasks = NULL;
  g_autoptr (GError) cancelled = NULL;

  TRUECONF_ASSERT_BOT_CONTEXT (self);

  if (self->phase != TRUECONF_BOT_STOPPING)
    return;

  self->closed = trueconf_bot_has_file_tasks (self);
  if (self->closed)
    return;

  /* What the last attempt to connect has failed with is not why it has stopped. Functions of the user run meanwhile, for which it
   * still stops. */
  set_last_error (self, NULL);
  if (self->phase != TRUECONF_BOT_STOPPING)
    return;

  self->phase = TRUECONF_BOT_STOPPED;
  trueconf_bot_tell_service (self);
  g_clear_pointer (&self->started, trueconf_settings_unref);
  /* what a callback below asks for is not done yet */
  stop_tasks = trueconf_bot_task_list_take (self->stop_tasks);

  if (self->start_again)
    {
      launch (self);
    }
  else
    {
      cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                       _ ("The bot was stopped before it was connected"));
      run_tasks = trueconf_bot_task_list_take (self->run_tasks);
      trueconf_bot_task_list_end (self->start_tasks, cancelled);
      for (GSList *l = self->runs; l != NULL; l = l->next)
        g_main_loop_quit (l->data);
    }

  trueconf_bot_task_list_end (stop_tasks, NULL);
  if (run_tasks != NULL)
    trueconf_bot_task_list_end (run_tasks, NULL);
}

void
trueconf_bot_file_task_ended (TrueconfBot *self)
{
  if (self->closed)
    stopped (self);
  else if (self->phase != TRUECONF_BOT_STOPPING && !trueconf_bot_has_file_tasks (self))
    trueconf_bot_task_list_end (self->stop_tasks, NULL);
}

static void
set_text (TrueconfBot *self, char **place, const char *text, TrueconfBotProperty property)
{
  if (text != NULL && trueconf_set_string (place, text))
    notify (self, property);
}

static void
described (gpointer owner, const TrueconfServerInfo *info, const GError *error)
{
  TrueconfBot *self = owner;

  TRUECONF_ASSERT_BOT_CONTEXT (self);

  if (trueconf_bot_is_disposed (self))
    return;

  set_text (self, &self->server_name, info->name, TRUECONF_BOT_PROP_SERVER_NAME);
  set_text (self, &self->server_version, info->version, TRUECONF_BOT_PROP_SERVER_VERSION);
  trueconf_bot_task_list_end (self->describe_tasks, error);
}

static const TrueconfTransportCallbacks callbacks = {
  state_changed, attempt_failed, received, skipped, answered, gave_up, stopped, described,
};

void
trueconf_bot_init_life (TrueconfBot *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->calls = trueconf_call_queue_new (self->context, "trueconf-bot");
  self->transport = trueconf_transport_new (G_OBJECT (self), self->calls, &callbacks);
  self->statistics = trueconf_statistics_new (trueconf_transport_get_counters (self->transport));
  self->vitals = trueconf_vitals_new (trueconf_transport_get_counters (self->transport));
  self->delivery = trueconf_delivery_new (self);
  self->expiry = trueconf_expiry_new (self);
  self->start_tasks = trueconf_bot_task_list_new ();
  self->stop_tasks = trueconf_bot_task_list_new ();
  self->run_tasks = trueconf_bot_task_list_new ();
  self->describe_tasks = trueconf_bot_task_list_new ();
  self->token_tasks = trueconf_bot_task_list_new ();
}

void
trueconf_bot_constructed_life (TrueconfBot *self)
{
  self->constructed = TRUE;
  trueconf_bot_settings_changed (self);
  trueconf_bot_publish (self);
}

/* A disposed bot may still be called, and reports an error. What it needs for that stays until it is finalized. */
void
trueconf_bot_dispose_life (TrueconfBot *self)
{
  g_autoptr (GError) error = NULL;

  if (trueconf_bot_is_disposed (self))
    return;

  /* During the last g_object_unref() the count is 1; g_object_run_dispose() holds another reference. */
  if (self->phase != TRUECONF_BOT_STOPPED && g_atomic_int_get (&G_OBJECT (self)->ref_count) == 1)
    trueconf_log (
        G_LOG_LEVEL_WARNING,
        "A bot on %s was started, and nothing refers to it any more: it hears nothing from now on. Keep "
        "a reference for as long as it is to run, for example in a field of the application, or call "
        "trueconf_bot_run(). To end it, call trueconf_bot_stop_async() before the last reference goes",
        self->server != NULL ? trueconf_settings_hide_user (self->server) : "");

  trueconf_vitals_end (self->vitals);
  error = trueconf_bot_make_disposed_error ();
  self->phase = TRUECONF_BOT_STOPPED;
  trueconf_expiry_stop (self->expiry);
  g_clear_pointer (&self->started, trueconf_settings_unref);
  self->status = TRUECONF_STATUS_DISCONNECTED;
  self->start_again = FALSE;
  self->closed = FALSE;
  g_clear_pointer (&self->stop_timer, timer_free);
  g_clear_pointer (&self->unstarted_timer, timer_free);
  g_clear_error (&self->last_error);
  self->last_error = g_error_copy (error);
  g_clear_pointer (&self->transport, trueconf_transport_dispose);
  /* Functions of the user run from here on, so the bot counts as disposed already: nothing may take it in again. */
  trueconf_bot_leave_service (self);
  trueconf_bot_stop_transfers (self);
  trueconf_delivery_drop_waiting (self->delivery);

  if (self->dispatcher != NULL)
    trueconf_dispatcher_end_questions (self->dispatcher, self);
  trueconf_bot_fail_requests (self, error);
  trueconf_bot_observe_end (self);
  trueconf_bot_task_list_end (self->start_tasks, error);
  trueconf_bot_task_list_end (self->describe_tasks, error);
  trueconf_bot_end_token_tasks (self, error);
  trueconf_bot_task_list_end (self->stop_tasks, NULL);
  trueconf_bot_task_list_end (self->run_tasks, error);
  for (GSList *l = self->runs; l != NULL; l = l->next)
    g_main_loop_quit (l->data);
}

void
trueconf_bot_finalize_life (TrueconfBot *self)
{
  trueconf_call_queue_close (self->calls);
  g_clear_pointer (&self->vitals, trueconf_vitals_unref);
  g_clear_pointer (&self->files, trueconf_bot_files_free);
  g_clear_pointer (&self->expiry, trueconf_expiry_free);
  g_clear_pointer (&self->delivery, trueconf_delivery_free);
  g_clear_pointer (&self->calls, trueconf_call_queue_unref);
  g_clear_pointer (&self->start_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->stop_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->run_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->describe_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->token_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

guint
trueconf_bot_get_effective_port (TrueconfBot *self)
{
  g_autoptr (TrueconfSettings) settings = trueconf_bot_make_settings (self);

  return trueconf_settings_get_port (settings);
}

typedef struct
{
  TrueconfBot *bot; /* not a reference: the call queue is closed before the bot is finalized */
  GError *error;
} TrueconfBadStart;

static void
bad_start_free (gpointer data)
{
  TrueconfBadStart *bad = data;

  g_error_free (bad->error);
  g_free (bad);
}

static void
report_bad_start (gpointer data)
{
  TrueconfBadStart *bad = data;
  g_autoptr (TrueconfBot) self = g_object_ref (bad->bot);

  /* before functions of the user, which may start it again */
  if (!trueconf_bot_is_disposed (self))
    trueconf_transport_fail_start (self->transport, bad->error);
  gave_up (self, bad->error);
}

static void
launch (TrueconfBot *self)
{
  GError *error = NULL;

  self->phase = TRUECONF_BOT_RUNNING;
  self->start_again = FALSE;
  self->was_started = TRUE;
  g_clear_pointer (&self->unstarted_timer, timer_free);
  trueconf_bot_tell_service (self);

  /* The file may have changed since the last start. */
  g_clear_object (&self->ca_database);
  if (!trueconf_bot_prepare (self, &error))
    {
      TrueconfBadStart *bad = g_new0 (TrueconfBadStart, 1);

      bad->bot = self;
      bad->error = error;
      trueconf_call_queue_post (self->calls, report_bad_start, bad, bad_start_free);
      return;
    }

  self->started = trueconf_bot_make_settings (self);
  if (self->https && !self->verify_tls)
    trueconf_log (
        G_LOG_LEVEL_WARNING,
        "The server's certificate is not verified: anybody on the way to %s can read and change everything",
        self->server);

  trueconf_transport_start (self->transport);
}

/* Returns NULL if the bot can neither start nor run here; the task has failed then. */
GTask *
trueconf_bot_begin_life (TrueconfBot *self,
                         gpointer tag,
                         const char *word,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  if (trueconf_bot_refuses_thread (self, tag, cancellable, callback, user_data))
    return NULL;

  if (trueconf_bot_is_disposed (self))
    {
      trueconf_bot_fail (self, tag, cancellable, callback, user_data, trueconf_bot_make_disposed_error ());
      return NULL;
    }

  task = trueconf_bot_task_new (self, tag, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    return NULL;

  /* In a forked child the status may still say that the bot is authorized. */
  if (!trueconf_transport_check_process (word, &error))
    {
      trueconf_bot_task_return_error (g_steal_pointer (&task), error);
      return NULL;
    }

  return g_steal_pointer (&task);
}

static void
start_cancelled (TrueconfBot *self, GPtrArray *list)
{
  trueconf_bot_stop_async (self, NULL, NULL, NULL);
}

/**
 * trueconf_bot_start_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the operation; the bot is then stopped
 * @callback: (scope async) (closure user_data) (nullable): called when the bot is logged in, or has given up
 * @user_data: data for @callback
 *
 * Connects to the server and logs in.
 *
 * It fails with `TRUECONF_ERROR_CONNECTION_FAILED` if the server cannot be reached, with
 * `TRUECONF_ERROR_INVALID_ARGUMENT` if a property is not valid, and with `TRUECONF_ERROR_INVALID_TOKEN`,
 * `TRUECONF_ERROR_TOKEN_EXPIRED`, `TRUECONF_ERROR_INVALID_GRANT`, `TRUECONF_ERROR_PASSWORD_AUTH_DISABLED` or
 * `TRUECONF_ERROR_OAUTH_MISSING_SCOPE` if the log-in is refused.
 *
 * Call [method@Bot.start_finish] in @callback to get the result. After that the bot reconnects by itself whenever
 * the connection is lost.
 *
 * Since: 0.1
 */
void
trueconf_bot_start_async (TrueconfBot *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = trueconf_bot_begin_life (self, trueconf_bot_start_async, "start", cancellable, callback, user_data);
  if (task == NULL)
    return;

  if (self->phase == TRUECONF_BOT_RUNNING && self->status == TRUECONF_STATUS_AUTHORIZED)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  trueconf_bot_task_list_add (self->start_tasks, g_steal_pointer (&task), start_cancelled);

  if (self->phase == TRUECONF_BOT_STOPPED)
    launch (self);
  else if (self->phase == TRUECONF_BOT_STOPPING)
    self->start_again = TRUE;
}

/**
 * trueconf_bot_start_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.start_async].
 *
 * Returns: whether the bot is logged in
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_start_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_start_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
stop_now (TrueconfBot *self)
{
  g_clear_pointer (&self->stop_timer, timer_free);
  trueconf_bot_stop_transfers (self);
  trueconf_passage_fail_unsent (self);
  if (self->transport != NULL)
    trueconf_transport_stop (self->transport, self->stop_deadline);
}

static gboolean
stop_overdue (gpointer data)
{
  g_autoptr (TrueconfBot) self = g_object_ref (data);

  stop_now (self);

  return G_SOURCE_REMOVE;
}

static gboolean
is_busy (TrueconfBot *self)
{
  return trueconf_delivery_is_busy (self->delivery) || trueconf_passage_is_any_unsent (self);
}

static void
do_stop (gpointer data)
{
  /* a callback of a transfer may drop the last reference */
  g_autoptr (TrueconfBot) self = g_object_ref (data);

  if (self->phase != TRUECONF_BOT_STOPPING || self->transport == NULL)
    return;

  if (!is_busy (self) || g_get_monotonic_time () >= self->stop_deadline)
    {
      stop_now (self);
    }
  else if (self->stop_timer == NULL)
    {
      self->stop_timer = g_timeout_source_new (0);
      g_source_set_static_name (self->stop_timer, "trueconf-bot-stop");
      g_source_set_ready_time (self->stop_timer,
                               self->stop_deadline != TRUECONF_TIME_NEVER ? self->stop_deadline : -1);
      g_source_set_callback (self->stop_timer, stop_overdue, self, NULL);
      g_source_attach (self->stop_timer, self->context);
    }
}

/* Through the call queue, so that the event is acknowledged before the connection closes. */
void
trueconf_bot_handler_done (TrueconfBot *self)
{
  if (self->stop_timer != NULL && !is_busy (self))
    trueconf_call_queue_post (self->calls, do_stop, self, NULL);
}

/**
 * trueconf_bot_stop_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the waiting, not the stopping
 * @callback: (scope async) (closure user_data) (nullable): called when the connection is closed
 * @user_data: data for @callback
 *
 * Stops the bot.
 *
 * It waits for handlers that have begun, and for the answers to requests that were made while the bot was logged in, for
 * as long as [property@Bot:stop-timeout] says. Requests that wait for a connection fail, and so do transfers of files,
 * whose callbacks are called before @callback. Then it closes the connection.
 *
 * Events whose handlers have not begun are dropped. The server sends them again after the next start if
 * [property@Bot:ack-policy] is `TRUECONF_ACK_POLICY_AFTER_HANDLER` and [property@Bot:receive-unread-messages] is
 * `TRUE`.
 *
 * A stopped bot can be started again.
 *
 * Call [method@Bot.stop_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_bot_stop_async (TrueconfBot *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (trueconf_bot_refuses_thread (self, trueconf_bot_stop_async, cancellable, callback, user_data))
    return;

  task = trueconf_bot_task_new (self, trueconf_bot_stop_async, cancellable, callback, user_data);

  self->start_again = FALSE;
  if (self->phase == TRUECONF_BOT_STOPPED)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  trueconf_bot_task_list_add (self->stop_tasks, g_steal_pointer (&task), NULL);
  if (self->phase == TRUECONF_BOT_RUNNING)
    {
      /* Through the call queue: if a handler stops the bot, its event is done and acknowledged before the
       * connection closes. */
      self->phase = TRUECONF_BOT_STOPPING;
      trueconf_bot_tell_service (self);
      self->stop_deadline = trueconf_time_from_now (trueconf_bot_get_stop_time (self));
      trueconf_expiry_stop (self->expiry);
      trueconf_bot_end_activities (self);
      trueconf_delivery_drop_waiting (self->delivery);
      trueconf_dispatcher_end_questions (trueconf_bot_get_dispatcher (self), self);
      trueconf_call_queue_post (self->calls, do_stop, self, NULL);
    }
}

/**
 * trueconf_bot_stop_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.stop_async].
 *
 * Returns: whether the bot has stopped
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_stop_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_stop_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_health_check:
 * @self: a bot
 *
 * Gets the current state of the bot, without asking the server.
 *
 * Returns: (transfer full): the state
 *
 * Since: 0.1
 */
TrueconfHealth *
trueconf_bot_health_check (TrueconfBot *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return trueconf_health_new (self->status, self->user_id, self->server,
                              trueconf_bot_get_effective_port (self), get_effective_https (self), now,
                              self->last_error);
}

void
trueconf_bot_publish (TrueconfBot *self)
{
  g_autoptr (TrueconfHealth) health = trueconf_bot_health_check (self);

  trueconf_vitals_set_health (self->vitals, health);
}
