/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-next-private.h"
#include "trueconf-cancel-watch-private.h"

/**
 * TrueconfNext:
 *
 * What comes after a middleware: other middlewares, and the handler.
 *
 * [method@Next.run] lets the event go on, once. A middleware that lets it go on later keeps a reference until then. If it
 * drops the last reference without that, the event is blocked.
 *
 * The event is not done before the middleware has dropped its references or has called [method@Next.end]. Languages
 * with garbage collection drop references late; the bindings for Python and JavaScript therefore call
 * [method@Next.end] when the function of the middleware, or its coroutine or promise, has ended.
 *
 * Since: 0.1
 */
struct _TrueconfNext
{
  GObject parent_instance;

  const TrueconfNextReports *reports; /* NULL once the middleware has finished */
  gpointer frame;
  guint level;

  gboolean has_run;
  gboolean back;
  gboolean finish; /* when it is back */
  gboolean handled;
  GError *error;
  GTask *waiting;
};

G_DEFINE_FINAL_TYPE (TrueconfNext, trueconf_next, G_TYPE_OBJECT)

typedef enum
{
  PROP_HAS_RUN = 1,
  PROP_HANDLED,
  PROP_RETURNED,
  PROP_ERROR,
} TrueconfNextProperty;

static GParamSpec *properties[PROP_ERROR + 1];

static void
end (TrueconfNext *self)
{
  const TrueconfNextReports *reports = self->reports;

  self->reports = NULL;
  if (reports != NULL)
    reports->finished (self->frame, self->level, !self->has_run);
}

static void
trueconf_next_dispose (GObject *object)
{
  /* while what comes next runs, there is a reference on this */
  end (TRUECONF_NEXT (object));

  G_OBJECT_CLASS (trueconf_next_parent_class)->dispose (object);
}

static void
trueconf_next_finalize (GObject *object)
{
  TrueconfNext *self = TRUECONF_NEXT (object);

  g_clear_error (&self->error);

  G_OBJECT_CLASS (trueconf_next_parent_class)->finalize (object);
}

static void
trueconf_next_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfNext *self = TRUECONF_NEXT (object);

  switch ((TrueconfNextProperty) prop_id)
    {
    case PROP_HAS_RUN:
      g_value_set_boolean (value, trueconf_next_get_has_run (self));
      break;

    case PROP_HANDLED:
      g_value_set_boolean (value, trueconf_next_get_handled (self));
      break;

    case PROP_RETURNED:
      g_value_set_boolean (value, trueconf_next_get_returned (self));
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, trueconf_next_get_error (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_next_class_init (TrueconfNextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = trueconf_next_dispose;
  object_class->finalize = trueconf_next_finalize;
  object_class->get_property = trueconf_next_get_property;

  /**
   * TrueconfNext:has-run: (getter get_has_run)
   *
   * Whether the middleware has let the event go on.
   *
   * Since: 0.1
   */
  properties[PROP_HAS_RUN] = g_param_spec_boolean (
      "has-run", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfNext:handled: (getter get_handled)
   *
   * Whether the event was handled, or blocked by another middleware.
   *
   * It is `FALSE` until the event has come back; see [property@Next:returned].
   *
   * Since: 0.1
   */
  properties[PROP_HANDLED] = g_param_spec_boolean (
      "handled", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfNext:returned: (getter get_returned)
   *
   * Whether all that comes next is done, which [method@Next.run_async] waits for.
   *
   * Since: 0.1
   */
  properties[PROP_RETURNED] = g_param_spec_boolean (
      "returned", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfNext:error: (getter get_error)
   *
   * The error of the handler, or `NULL` if it has not failed, or the event has not come back.
   *
   * Since: 0.1
   */
  properties[PROP_ERROR] = g_param_spec_boxed (
      "error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_next_init (TrueconfNext *self)
{
}

TrueconfNext *
trueconf_next_new (const TrueconfNextReports *reports, gpointer frame, guint level)
{
  TrueconfNext *self = g_object_new (TRUECONF_TYPE_NEXT, NULL);

  self->reports = reports;
  self->frame = frame;
  self->level = level;

  return self;
}

/**
 * trueconf_next_get_has_run: (get-property has-run)
 * @self: the way on
 *
 * Gets whether the middleware has let the event go on.
 *
 * Returns: `TRUE` if it has
 *
 * Since: 0.1
 */
gboolean
trueconf_next_get_has_run (TrueconfNext *self)
{
  g_return_val_if_fail (TRUECONF_IS_NEXT (self), FALSE);

  return self->has_run;
}

/**
 * trueconf_next_get_handled: (get-property handled)
 * @self: the way on
 *
 * Gets whether the event was handled, or blocked by another middleware.
 *
 * Returns: `TRUE` if it was; `FALSE` until the event has come back
 *
 * Since: 0.1
 */
gboolean
trueconf_next_get_handled (TrueconfNext *self)
{
  g_return_val_if_fail (TRUECONF_IS_NEXT (self), FALSE);

  return self->handled;
}

/**
 * trueconf_next_get_returned: (get-property returned)
 * @self: the way on
 *
 * Gets whether all that comes next is done.
 *
 * Returns: `TRUE` if the event has come back
 *
 * Since: 0.1
 */
gboolean
trueconf_next_get_returned (TrueconfNext *self)
{
  g_return_val_if_fail (TRUECONF_IS_NEXT (self), FALSE);

  return self->back;
}

/**
 * trueconf_next_get_error: (get-property error)
 * @self: the way on
 *
 * Gets the error of the handler.
 *
 * Returns: (transfer none) (nullable): the error, or `NULL` if there was none, or the event has not come back
 *
 * Since: 0.1
 */
const GError *
trueconf_next_get_error (TrueconfNext *self)
{
  g_return_val_if_fail (TRUECONF_IS_NEXT (self), NULL);

  return self->error;
}

static void
run (TrueconfNext *self)
{
  self->has_run = TRUE;
  /* until the event comes back */
  g_object_ref (self);
  self->reports->run (self->frame, self->level);
}

/**
 * trueconf_next_run:
 * @self: the way on
 *
 * Lets the event go on.
 *
 * What comes next may have run, in part or completely, when this returns.
 *
 * It is a programming error to call this twice, or after [method@Next.end].
 *
 * Since: 0.1
 */
void
trueconf_next_run (TrueconfNext *self)
{
  g_return_if_fail (TRUECONF_IS_NEXT (self));
  g_return_if_fail (!self->has_run);
  g_return_if_fail (self->reports != NULL);

  run (self);
}

static void
return_result (TrueconfNext *self, GTask *task)
{
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
cancelled_cb (gpointer data)
{
  TrueconfNext *self = data;
  g_autoptr (GTask) task = g_steal_pointer (&self->waiting);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
}

static void
free_watch (gpointer data)
{
  trueconf_cancel_watch_free (data);
}

/**
 * trueconf_next_run_async:
 * @self: the way on
 * @cancellable: (nullable): a cancellable, which ends the waiting, not the handler
 * @callback: (scope async): called when what comes next is done
 * @user_data: data for @callback
 *
 * Lets the event go on, and waits until all that comes next is done.
 *
 * It is a programming error to call this twice, or after [method@Next.run] or [method@Next.end].
 *
 * Since: 0.1
 */
void
trueconf_next_run_async (TrueconfNext *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_NEXT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (!self->has_run);
  g_return_if_fail (self->reports != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_next_run_async);
  g_task_set_check_cancellable (task, FALSE);
  self->waiting = task;
  if (cancellable != NULL)
    g_task_set_task_data (
        task,
        trueconf_cancel_watch_new (cancellable, g_main_context_get_thread_default (), cancelled_cb, self),
        free_watch);

  run (self);
}

/**
 * trueconf_next_run_finish:
 * @self: the way on
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Next.run_async].
 *
 * [method@Next.get_handled] tells whether there was a handler.
 *
 * Returns: `TRUE` if no handler has failed; otherwise @error is the error of the handler
 *
 * Since: 0.1
 */
gboolean
trueconf_next_run_finish (TrueconfNext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_NEXT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What comes next is done. This takes the reference that run () has made. */
void
trueconf_next_come_back (TrueconfNext *self, gboolean handled, const GError *error)
{
  g_autoptr (GTask) waiting = g_steal_pointer (&self->waiting);

  self->back = TRUE;
  self->handled = handled;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  if (waiting != NULL)
    return_result (self, waiting);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETURNED]);
  if (self->finish)
    end (self);

  g_object_unref (self);
}

/**
 * trueconf_next_end:
 * @self: the way on
 *
 * Says that the middleware has finished, whether or not it keeps a reference on @self.
 *
 * If it has not let the event go on, the event is blocked. Calling this again does nothing.
 *
 * Since: 0.1
 */
void
trueconf_next_end (TrueconfNext *self)
{
  g_return_if_fail (TRUECONF_IS_NEXT (self));

  if (self->has_run && !self->back)
    {
      self->finish = TRUE;
      return;
    }

  g_object_ref (self);
  end (self);
  g_object_unref (self);
}

/**
 * trueconf_next_fail:
 * @self: the way on
 * @error: what went wrong
 *
 * Says that the middleware has failed, and has finished.
 *
 * The error goes to the error handlers, see [method@Router.add_error_handler]. If the middleware has not let the event
 * go on, the event is blocked.
 *
 * In Python and JavaScript an exception that leaves a middleware does this.
 *
 * It is a programming error to call this after [method@Next.end].
 *
 * Returns: `TRUE` if an error handler has dealt with the error
 *
 * Since: 0.1
 */
gboolean
trueconf_next_fail (TrueconfNext *self, const GError *error)
{
  gboolean handled;

  g_return_val_if_fail (TRUECONF_IS_NEXT (self), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);
  g_return_val_if_fail (self->reports != NULL, FALSE);

  g_object_ref (self);
  handled = self->reports->failed (self->frame, self->level, error);
  trueconf_next_end (self);
  g_object_unref (self);

  return handled;
}
