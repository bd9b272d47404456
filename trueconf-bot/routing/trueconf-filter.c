/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-context-private.h"
#include "routing/trueconf-filter-private.h"

/**
 * TrueconfFilter:
 *
 * Decides whether a handler gets an event.
 *
 * Most filters decide at once. One that has to ask the server or a database is asynchronous: the event waits for its
 * answer, and so do the later events of the same chat.
 *
 * What a filter stores with [method@Context.set_data] is kept for the handler if the filter matches, and is dropped
 * otherwise.
 *
 * To write a filter, use [ctor@Filter.new_func] or [ctor@Filter.new_async_func], or derive a class and implement
 * [vfunc@Filter.match] or [vfunc@Filter.match_async]. The answer must only depend on the event and its context while the
 * filter is in use.
 *
 * Since: 0.1
 */

typedef enum
{
  ASYNCHRONOUS_BY_CLASS,
  ASYNCHRONOUS,
  SYNCHRONOUS,
} TrueconfFilterKind;

typedef struct
{
  TrueconfFilterKind kind;
  gboolean about_text;
} TrueconfFilterPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TrueconfFilter, trueconf_filter, G_TYPE_OBJECT)

static gboolean
trueconf_filter_real_match (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context)
{
  return TRUE;
}

static void
trueconf_filter_real_match_async (TrueconfFilter *self,
                                  TrueconfEvent *event,
                                  TrueconfContext *context,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, trueconf_filter_real_match_async);
  g_task_return_boolean (task, TRUECONF_FILTER_GET_CLASS (self)->match (self, event, context));
}

static gboolean
trueconf_filter_real_match_finish (TrueconfFilter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
trueconf_filter_class_init (TrueconfFilterClass *klass)
{
  klass->match = trueconf_filter_real_match;
  klass->match_async = trueconf_filter_real_match_async;
  klass->match_finish = trueconf_filter_real_match_finish;
}

static void
trueconf_filter_init (TrueconfFilter *self)
{
}

void
trueconf_filter_set_asynchronous (TrueconfFilter *self, gboolean asynchronous)
{
  TrueconfFilterPrivate *priv = trueconf_filter_get_instance_private (self);

  priv->kind = asynchronous ? ASYNCHRONOUS : SYNCHRONOUS;
}

void
trueconf_filter_set_about_text (TrueconfFilter *self)
{
  TrueconfFilterPrivate *priv = trueconf_filter_get_instance_private (self);

  priv->about_text = TRUE;
}

gboolean
trueconf_filter_is_about_text (TrueconfFilter *self)
{
  TrueconfFilterPrivate *priv = trueconf_filter_get_instance_private (self);

  return priv->about_text;
}

const char *
trueconf_filter_get_text (TrueconfEvent *event, TrueconfContext *context)
{
  const char *text = trueconf_context_get_filter_text (context);

  return text != NULL ? text : trueconf_event_get_filter_text (event);
}

gboolean
trueconf_filter_collect_keys (TrueconfFilter *self, TrueconfKeys *keys)
{
  TrueconfCollectKeys collect_keys = (TrueconfCollectKeys) TRUECONF_FILTER_GET_CLASS (self)->collect_keys;

  return collect_keys != NULL && collect_keys (self, keys);
}

/**
 * trueconf_filter_is_asynchronous:
 * @self: a filter
 *
 * Gets whether the filter has to be asked with [method@Filter.match_async].
 *
 * Returns: `TRUE` if it is asynchronous
 *
 * Since: 0.1
 */
gboolean
trueconf_filter_is_asynchronous (TrueconfFilter *self)
{
  TrueconfFilterPrivate *priv = trueconf_filter_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_FILTER (self), FALSE);

  if (priv->kind != ASYNCHRONOUS_BY_CLASS)
    return priv->kind == ASYNCHRONOUS;

  return TRUECONF_FILTER_GET_CLASS (self)->match_async != trueconf_filter_real_match_async;
}

/**
 * trueconf_filter_match:
 * @self: a filter that is not asynchronous
 * @event: an event
 * @context: the context of the event
 *
 * Decides whether a handler gets an event.
 *
 * It is a programming error to call this on an asynchronous filter; see [method@Filter.is_asynchronous].
 *
 * Returns: `TRUE` if it does
 *
 * Since: 0.1
 */
gboolean
trueconf_filter_match (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context)
{
  g_return_val_if_fail (TRUECONF_IS_FILTER (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_EVENT (event), FALSE);
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (context), FALSE);
  g_return_val_if_fail (!trueconf_filter_is_asynchronous (self), FALSE);

  return TRUECONF_FILTER_GET_CLASS (self)->match (self, event, context);
}

/**
 * trueconf_filter_match_async:
 * @self: a filter
 * @event: an event
 * @context: the context of the event
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called with the answer
 * @user_data: data for @callback
 *
 * Decides whether a handler gets an event, asynchronously.
 *
 * A filter that is not asynchronous can be asked like this as well.
 *
 * Since: 0.1
 */
void
trueconf_filter_match_async (TrueconfFilter *self,
                             TrueconfEvent *event,
                             TrueconfContext *context,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_FILTER (self));
  g_return_if_fail (TRUECONF_IS_EVENT (event));
  g_return_if_fail (TRUECONF_IS_CONTEXT (context));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_FILTER_GET_CLASS (self)->match_async (self, event, context, cancellable, callback, user_data);
}

/**
 * trueconf_filter_match_finish:
 * @self: a filter
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Filter.match_async].
 *
 * Returns: `TRUE` if the handler gets the event
 *
 * Since: 0.1
 */
gboolean
trueconf_filter_match_finish (TrueconfFilter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_FILTER (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return TRUECONF_FILTER_GET_CLASS (self)->match_finish (self, result, error);
}
