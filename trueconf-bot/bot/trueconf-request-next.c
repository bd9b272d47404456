/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-request-next-private.h"

/**
 * TrueconfRequestNext:
 *
 * What comes after a [class@RequestMiddleware]: other middlewares, and the server.
 *
 * A middleware calls either [method@RequestNext.run], or one of [method@RequestNext.answer] and
 * [method@RequestNext.fail], once. [method@RequestNext.run_async] may come before the last two. A middleware that drops
 * its last reference without any of this has the request fail.
 *
 * All functions are for the main context of the bot. They do nothing once the request has ended in another way, because
 * it was cancelled, its time was over, or the bot has gone; see [method@RequestNext.get_cancellable].
 *
 * Since: 0.1
 */
struct _TrueconfRequestNext
{
  GObject parent_instance;

  TrueconfStep *step;
  GMainContext *context;
};

TrueconfStep *
trueconf_step_new (const TrueconfStepTable *table, gpointer passage, guint level)
{
  TrueconfStep *self = g_atomic_rc_box_new0 (TrueconfStep);

  self->table = table;
  self->passage = passage;
  self->level = level;

  return self;
}

TrueconfStep *
trueconf_step_ref (TrueconfStep *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
step_clear (gpointer data)
{
  TrueconfStep *self = data;

  g_assert (self->passage == NULL && self->waiting == NULL);

  g_clear_object (&self->cancellable);
}

void
trueconf_step_unref (TrueconfStep *self)
{
  g_atomic_rc_box_release_full (self, step_clear);
}

/* Others have decided. */
void
trueconf_step_cancel (TrueconfStep *self)
{
  self->cancelled = TRUE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
dropped_cb (gpointer data)
{
  TrueconfStep *step = data;

  step->table->dropped (step);

  return G_SOURCE_REMOVE;
}

/* From any thread: languages with garbage collection drop it where they like. */
static void
drop_step (TrueconfStep *step, GMainContext *context)
{
  g_autoptr (GSource) source = NULL;

  if (step->decided || (step->has_run && !step->looks))
    return;

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "trueconf-request-dropped");
  g_source_set_callback (source, dropped_cb, trueconf_step_ref (step), (GDestroyNotify) trueconf_step_unref);
  g_source_attach (source, context);
}

G_DEFINE_FINAL_TYPE (TrueconfRequestNext, trueconf_request_next, G_TYPE_OBJECT)

typedef enum
{
  PROP_HAS_RUN = 1,
  PROP_CANCELLABLE,
} TrueconfRequestNextProperty;

static GParamSpec *properties[PROP_CANCELLABLE + 1];

static void
trueconf_request_next_finalize (GObject *object)
{
  TrueconfRequestNext *self = TRUECONF_REQUEST_NEXT (object);

  drop_step (self->step, self->context);
  g_clear_pointer (&self->step, trueconf_step_unref);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (trueconf_request_next_parent_class)->finalize (object);
}

static void
trueconf_request_next_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfRequestNext *self = TRUECONF_REQUEST_NEXT (object);

  switch ((TrueconfRequestNextProperty) prop_id)
    {
    case PROP_HAS_RUN:
      g_value_set_boolean (value, trueconf_request_next_get_has_run (self));
      break;

    case PROP_CANCELLABLE:
      g_value_set_object (value, trueconf_request_next_get_cancellable (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_request_next_class_init (TrueconfRequestNextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_request_next_finalize;
  object_class->get_property = trueconf_request_next_get_property;

  /**
   * TrueconfRequestNext:has-run: (getter get_has_run)
   *
   * Whether the middleware has sent the request on.
   *
   * Since: 0.1
   */
  properties[PROP_HAS_RUN] = g_param_spec_boolean (
      "has-run", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfRequestNext:cancellable: (getter get_cancellable)
   *
   * Is cancelled when the request ends before the middleware has decided what becomes of it.
   *
   * Since: 0.1
   */
  properties[PROP_CANCELLABLE] =
      g_param_spec_object ("cancellable", NULL, NULL, G_TYPE_CANCELLABLE,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_request_next_init (TrueconfRequestNext *self)
{
}

TrueconfRequestNext *
trueconf_request_next_new (TrueconfStep *step, GMainContext *context)
{
  TrueconfRequestNext *self = g_object_new (TRUECONF_TYPE_REQUEST_NEXT, NULL);

  self->step = trueconf_step_ref (step);
  self->context = g_main_context_ref (context);

  return self;
}

/**
 * trueconf_request_next_get_has_run: (get-property has-run)
 * @self: the way on
 *
 * Gets whether the middleware has sent the request on.
 *
 * Returns: `TRUE` if it has
 *
 * Since: 0.1
 */
gboolean
trueconf_request_next_get_has_run (TrueconfRequestNext *self)
{
  g_return_val_if_fail (TRUECONF_IS_REQUEST_NEXT (self), FALSE);

  return self->step->has_run;
}

/**
 * trueconf_request_next_get_cancellable: (get-property cancellable)
 * @self: the way on
 *
 * Gets what is cancelled when the request ends before the middleware has decided what becomes of it.
 *
 * A middleware that waits for something passes it to what it waits for.
 *
 * Returns: (transfer none): a cancellable
 *
 * Since: 0.1
 */
GCancellable *
trueconf_request_next_get_cancellable (TrueconfRequestNext *self)
{
  g_return_val_if_fail (TRUECONF_IS_REQUEST_NEXT (self), NULL);

  if (self->step->cancellable == NULL)
    {
      self->step->cancellable = g_cancellable_new ();
      if (self->step->cancelled)
        g_cancellable_cancel (self->step->cancellable);
    }

  return self->step->cancellable;
}

/**
 * trueconf_request_next_run:
 * @self: the way on
 *
 * Sends the request on. Its answer goes to the caller.
 *
 * It is a programming error to call this twice, or after [method@RequestNext.answer] or [method@RequestNext.fail].
 *
 * Since: 0.1
 */
void
trueconf_request_next_run (TrueconfRequestNext *self)
{
  g_return_if_fail (TRUECONF_IS_REQUEST_NEXT (self));
  g_return_if_fail (!self->step->has_run);
  g_return_if_fail (!self->step->decided);

  self->step->table->run (self->step);
}

/**
 * trueconf_request_next_run_async:
 * @self: the way on
 * @cancellable: (nullable): a cancellable, which ends the waiting, not the request
 * @callback: (scope async) (closure user_data): called when there is an answer
 * @user_data: data for @callback
 *
 * Sends the request on, and waits for the answer.
 *
 * The answer does not go to the caller by itself: the middleware then calls [method@RequestNext.answer] or
 * [method@RequestNext.fail], with what it has got or with something else. It may also do that before there is an answer,
 * and the request is then cancelled.
 *
 * It is a programming error to call this twice, or after [method@RequestNext.run], [method@RequestNext.answer] or
 * [method@RequestNext.fail].
 *
 * Call [method@RequestNext.run_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_request_next_run_async (TrueconfRequestNext *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_REQUEST_NEXT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (!self->step->has_run);
  g_return_if_fail (!self->step->decided);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_request_next_run_async);
  g_task_set_check_cancellable (task, FALSE);
  self->step->table->run_and_look (self->step, g_steal_pointer (&task));
}

/**
 * trueconf_request_next_run_finish:
 * @self: the way on
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@RequestNext.run_async].
 *
 * Returns: (transfer full): the payload of the answer, as immutable JSON
 *
 * Since: 0.1
 */
JsonNode *
trueconf_request_next_run_finish (TrueconfRequestNext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_REQUEST_NEXT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_request_next_run_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_request_next_answer:
 * @self: the way on
 * @payload: the payload of an answer
 *
 * Answers the request.
 *
 * The payload is read as if it came from the server; one with an `errorCode` is an error of the server.
 *
 * It is a programming error to call this after [method@RequestNext.run], or after the request was answered or refused.
 *
 * Since: 0.1
 */
void
trueconf_request_next_answer (TrueconfRequestNext *self, JsonNode *payload)
{
  g_return_if_fail (TRUECONF_IS_REQUEST_NEXT (self));
  g_return_if_fail (payload != NULL);
  g_return_if_fail (!self->step->decided);
  g_return_if_fail (!self->step->has_run || self->step->looks);

  self->step->table->decide (self->step, json_node_ref (payload), NULL);
}

/**
 * trueconf_request_next_fail:
 * @self: the way on
 * @error: the reason
 *
 * Refuses the request, which fails with @error.
 *
 * It is a programming error to call this after [method@RequestNext.run], or after the request was answered or refused.
 *
 * Since: 0.1
 */
void
trueconf_request_next_fail (TrueconfRequestNext *self, const GError *error)
{
  g_return_if_fail (TRUECONF_IS_REQUEST_NEXT (self));
  g_return_if_fail (error != NULL);
  g_return_if_fail (!self->step->decided);
  g_return_if_fail (!self->step->has_run || self->step->looks);

  self->step->table->decide (self->step, NULL, g_error_copy (error));
}
