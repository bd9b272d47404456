/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-thread-check-private.h"
#include "trueconf-error.h"

#ifdef TRUECONF_THREAD_CHECKS

/* While no thread runs the main context, all threads may call. */
static gboolean
may_call (TrueconfBot *self)
{
  if (!g_main_context_acquire (self->context))
    return FALSE;

  g_main_context_release (self->context);
  return TRUE;
}

static char *
describe (const char *function)
{
  g_autofree char *thread = trueconf_thread_describe ();

  return g_strdup_printf (
      "%s was called from the thread %s, but the main context of this bot runs in another one. "
      "Call it there, for example by g_main_context_invoke() or GLib.idle_add(): see "
      "docs/threads.md",
      function, thread);
}

#endif

/**
 * trueconf_bot_check_thread:
 * @self: a bot
 * @function: the name of the function that is called, for the message
 * @error: return location for an error
 *
 * Checks whether the calling thread may use the bot, see [Threads and the main loop](threads.html).
 *
 * This is for language bindings, which raise an exception if it fails. If the library was built without thread
 * checks, it always succeeds.
 *
 * Returns: `TRUE` if it may, `FALSE` with `TRUECONF_ERROR_FAILED` if another thread runs the bot's main context
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_check_thread (TrueconfBot *self, const char *function, GError **error)
{
#ifdef TRUECONF_THREAD_CHECKS
  g_autofree char *problem = NULL;
#endif

  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (function != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

#ifdef TRUECONF_THREAD_CHECKS
  if (!may_call (self))
    {
      problem = describe (function);
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED, problem);
      return FALSE;
    }
#endif

  return TRUE;
}

/* Logs a programming error, and ends the call with an error, so that the caller does not wait for ever. */
gboolean
trueconf_bot_refuses_thread (TrueconfBot *self,
                             gpointer source_tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
#ifdef TRUECONF_THREAD_CHECKS
  g_autoptr (GTask) task = NULL;
  g_autofree char *function = NULL;
  GError *error = NULL;

  if (may_call (self))
    return FALSE;

  function = trueconf_thread_describe_function (source_tag);
  trueconf_bot_check_thread (self, function, &error);
  if (error == NULL)
    return FALSE;

  trueconf_log (G_LOG_LEVEL_CRITICAL, "%s", error->message);
  task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);
  g_task_return_error (task, error);
  return TRUE;
#else
  return FALSE;
#endif
}
