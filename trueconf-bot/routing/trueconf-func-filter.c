/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-filter-private.h"

/* Filters that are functions of the application. */

#define TRUECONF_TYPE_FUNC_FILTER (trueconf_func_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfFuncFilter, trueconf_func_filter, TRUECONF, FUNC_FILTER, TrueconfFilter)

struct _TrueconfFuncFilter
{
  TrueconfFilter parent_instance;

  TrueconfFilterFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (TrueconfFuncFilter, trueconf_func_filter, TRUECONF_TYPE_FILTER)

#define TRUECONF_TYPE_ASYNC_FUNC_FILTER (trueconf_async_func_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfAsyncFuncFilter,
                      trueconf_async_func_filter,
                      TRUECONF,
                      ASYNC_FUNC_FILTER,
                      TrueconfFilter)

struct _TrueconfAsyncFuncFilter
{
  TrueconfFilter parent_instance;

  TrueconfAsyncFilterFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (TrueconfAsyncFuncFilter, trueconf_async_func_filter, TRUECONF_TYPE_FILTER)

static void
trueconf_func_filter_finalize (GObject *object)
{
  TrueconfFuncFilter *self = TRUECONF_FUNC_FILTER (object);

  if (self->destroy != NULL)
    self->destroy (self->user_data);

  G_OBJECT_CLASS (trueconf_func_filter_parent_class)->finalize (object);
}

static gboolean
trueconf_func_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfFuncFilter *self = TRUECONF_FUNC_FILTER (filter);

  return self->func (event, context, self->user_data);
}

static void
trueconf_func_filter_class_init (TrueconfFuncFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_func_filter_finalize;
  filter_class->match = trueconf_func_filter_match;
}

static void
trueconf_func_filter_init (TrueconfFuncFilter *self)
{
}

static void
trueconf_async_func_filter_finalize (GObject *object)
{
  TrueconfAsyncFuncFilter *self = TRUECONF_ASYNC_FUNC_FILTER (object);

  if (self->destroy != NULL)
    self->destroy (self->user_data);

  G_OBJECT_CLASS (trueconf_async_func_filter_parent_class)->finalize (object);
}

typedef struct
{
  GTask *asked;
  gboolean answered;
} TrueconfQuestion;

/* GTask does not call back if the function has dropped its task. */
static void
question_free (gpointer data)
{
  TrueconfQuestion *question = data;

  if (!question->answered)
    g_task_return_boolean (question->asked, FALSE);
  g_object_unref (question->asked);
  g_free (question);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfQuestion *question = data;
  g_autoptr (GError) error = NULL;
  gboolean matches = g_task_propagate_boolean (G_TASK (result), &error);

  question->answered = TRUE;
  if (error != NULL)
    g_task_return_error (question->asked, g_steal_pointer (&error));
  else
    g_task_return_boolean (question->asked, matches);
}

static void
trueconf_async_func_filter_match_async (TrueconfFilter *filter,
                                        TrueconfEvent *event,
                                        TrueconfContext *context,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  TrueconfAsyncFuncFilter *self = TRUECONF_ASYNC_FUNC_FILTER (filter);
  TrueconfQuestion *question = g_new0 (TrueconfQuestion, 1);
  g_autoptr (GTask) task = g_task_new (self, cancellable, answered_cb, question);

  question->asked = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (question->asked, trueconf_async_func_filter_match_async);
  g_task_set_source_tag (task, trueconf_async_func_filter_match_async);
  /* the data of the task is the function's */
  g_object_set_data_full (G_OBJECT (task), "trueconf-question", question, question_free);
  self->func (event, context, task, self->user_data);
}

static void
trueconf_async_func_filter_class_init (TrueconfAsyncFuncFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_async_func_filter_finalize;
  filter_class->match_async = trueconf_async_func_filter_match_async;
}

static void
trueconf_async_func_filter_init (TrueconfAsyncFuncFilter *self)
{
}

/**
 * trueconf_filter_new_func: (constructor)
 * @func: (scope notified) (closure user_data) (destroy destroy): a function
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Creates a filter that is a function.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_func (TrueconfFilterFunc func, gpointer user_data, GDestroyNotify destroy)
{
  TrueconfFuncFilter *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_FUNC_FILTER, NULL);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;

  return TRUECONF_FILTER (self);
}

/**
 * trueconf_filter_new_async_func: (constructor)
 * @func: (scope notified) (closure user_data) (destroy destroy): a function
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Creates an asynchronous filter that is a function.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_async_func (TrueconfAsyncFilterFunc func, gpointer user_data, GDestroyNotify destroy)
{
  TrueconfAsyncFuncFilter *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_ASYNC_FUNC_FILTER, NULL);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;

  return TRUECONF_FILTER (self);
}
