/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-service-notifier-private.h"

typedef struct
{
  TrueconfBot *bot;
  GMainLoop *loop;
  GError *error;
  gboolean interrupted;
} TrueconfBotRun;

static gboolean
signal_cb (gpointer user_data)
{
  TrueconfBotRun *run = user_data;

  if (run->interrupted)
    {
      /* A second signal does not wait for answers. */
      g_main_loop_quit (run->loop);
      return G_SOURCE_CONTINUE;
    }

  run->interrupted = TRUE;
  if (run->bot->service != NULL)
    trueconf_service_notifier_stopping (run->bot->service);
  trueconf_bot_stop_async (run->bot, NULL, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  TrueconfBotRun *run = user_data;

  if (run->error == NULL)
    g_set_error_literal (&run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The bot was cancelled"));
  trueconf_bot_stop_async (run->bot, NULL, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
failed_cb (TrueconfBot *bot, const GError *error, gpointer user_data)
{
  TrueconfBotRun *run = user_data;

  g_clear_error (&run->error);
  run->error = g_error_copy (error);
  g_main_loop_quit (run->loop);
}

static GSource *
attach (GSource *source, GSourceFunc func, TrueconfBotRun *run)
{
  g_source_set_callback (source, func, run, NULL);
  g_source_attach (source, run->bot->context);

  return source;
}

static void
detach (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/**
 * trueconf_bot_run:
 * @self: a bot
 * @cancellable: (nullable): stops the bot
 * @error: return location for an error
 *
 * Starts the bot and runs a main loop until the bot is stopped or has given up.
 *
 * It is stopped by [method@Bot.stop_async], by @cancellable, and by the signals `SIGINT` and `SIGTERM`. A second
 * signal ends it without waiting for answers.
 *
 * As a service of systemd, it tells the service manager how the bot is, see [class@ServiceNotifier].
 *
 * Returns: `TRUE` if the bot was stopped, `FALSE` with @error set if it has given up or was cancelled
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_run (TrueconfBot *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (TrueconfBot) keep = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  TrueconfBotRun run = { 0 };
  GSource *interrupt;
  GSource *terminate;
  GSource *cancel = NULL;
  gulong failed;

  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trueconf_bot_check_thread (self, "trueconf_bot_run()", error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !trueconf_transport_check_process ("run", error))
    return FALSE;
  if (trueconf_bot_is_disposed (self))
    {
      g_propagate_error (error, trueconf_bot_make_disposed_error ());
      return FALSE;
    }

  keep = g_object_ref (self);
  loop = g_main_loop_new (self->context, FALSE);
  run.bot = self;
  run.loop = loop;

  interrupt = attach (g_unix_signal_source_new (SIGINT), signal_cb, &run);
  terminate = attach (g_unix_signal_source_new (SIGTERM), signal_cb, &run);
  if (cancellable != NULL)
    cancel = attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (cancelled_cb), &run);
  failed = g_signal_connect (self, "failed", G_CALLBACK (failed_cb), &run);

  trueconf_bot_begin_service (self);
  trueconf_bot_start_async (self, NULL, NULL, NULL);
  self->runs = g_slist_prepend (self->runs, loop);
  g_main_loop_run (loop);
  self->runs = g_slist_remove (self->runs, loop);

  trueconf_bot_end_service (self);

  /* g_object_run_dispose() disconnects all handlers */
  if (g_signal_handler_is_connected (self, failed))
    g_signal_handler_disconnect (self, failed);
  if (trueconf_bot_is_disposed (self) && run.error == NULL)
    run.error = trueconf_bot_make_disposed_error ();
  detach (interrupt);
  detach (terminate);
  g_clear_pointer (&cancel, detach);

  if (run.error != NULL)
    {
      g_propagate_error (error, run.error);
      return FALSE;
    }

  return TRUE;
}

static void
run_completed (GTask *task, GParamSpec *pspec, gpointer user_data)
{
  trueconf_bot_end_service (g_task_get_source_object (task));
}

static void
run_cancelled (TrueconfBot *self, GPtrArray *list)
{
  trueconf_bot_stop_async (self, NULL, NULL, NULL);
}

/**
 * trueconf_bot_run_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the operation; the bot is then stopped
 * @callback: (scope async) (closure user_data) (nullable): called when the bot was stopped, or has given up
 * @user_data: data for @callback
 *
 * Starts the bot, and ends when it was stopped or has given up.
 *
 * This is [method@Bot.run] for a program that has a main loop of its own. Signals such as `SIGINT` are left to the program. A bot that was
 * started already goes on. As [method@Bot.run], it tells the service manager how the bot is.
 *
 * It fails as [method@Bot.start_async] does. Call [method@Bot.run_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_bot_run_async (TrueconfBot *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = trueconf_bot_begin_life (self, trueconf_bot_run_async, "run", cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_bot_begin_service (self);
  g_signal_connect (task, "notify::completed", G_CALLBACK (run_completed), NULL);
  trueconf_bot_task_list_add (self->run_tasks, g_steal_pointer (&task), run_cancelled);
  trueconf_bot_start_async (self, NULL, NULL, NULL);
}

/**
 * trueconf_bot_run_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.run_async].
 *
 * Returns: `TRUE` if the bot was stopped, `FALSE` with @error set if it has given up or was cancelled
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_run_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_run_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
