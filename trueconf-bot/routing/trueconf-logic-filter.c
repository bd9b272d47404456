/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdarg.h>

#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-logic-filter-private.h"

/* Filters that are made of others. */

struct _TrueconfLogicFilter
{
  TrueconfFilter parent_instance;

  TrueconfLogic logic;
  GPtrArray *children; /* of TrueconfFilter */
};

G_DEFINE_FINAL_TYPE (TrueconfLogicFilter, trueconf_logic_filter, TRUECONF_TYPE_FILTER)

/* How far an asynchronous filter has come. */
typedef struct
{
  TrueconfEvent *event;
  TrueconfContext *context;
  guint child;
} TrueconfLogicStep;

static void
step_free (gpointer data)
{
  TrueconfLogicStep *step = data;

  g_object_unref (step->event);
  g_object_unref (step->context);
  g_free (step);
}

static void
trueconf_logic_filter_finalize (GObject *object)
{
  TrueconfLogicFilter *self = TRUECONF_LOGIC_FILTER (object);

  g_ptr_array_unref (self->children);

  G_OBJECT_CLASS (trueconf_logic_filter_parent_class)->finalize (object);
}

/* The answer if all children were asked and none has decided. */
static gboolean
get_default (TrueconfLogicFilter *self)
{
  return self->logic != TRUECONF_LOGIC_OR;
}

static gboolean
is_decided (TrueconfLogicFilter *self, gboolean child_matches)
{
  return child_matches != (self->logic == TRUECONF_LOGIC_AND);
}

static gboolean
trueconf_logic_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfLogicFilter *self = TRUECONF_LOGIC_FILTER (filter);

  for (guint i = 0; i < self->children->len; i++)
    if (is_decided (self, trueconf_filter_match (g_ptr_array_index (self->children, i), event, context)))
      return !get_default (self);

  return get_default (self);
}

static void go_on (GTask *task);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TrueconfLogicFilter *self = TRUECONF_LOGIC_FILTER (g_task_get_source_object (task));
  GError *error = NULL;
  gboolean matches = trueconf_filter_match_finish (TRUECONF_FILTER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (is_decided (self, matches))
    g_task_return_boolean (task, !get_default (self));
  else
    go_on (g_steal_pointer (&task));
}

/* Takes the task. */
static void
go_on (GTask *task)
{
  TrueconfLogicFilter *self = TRUECONF_LOGIC_FILTER (g_task_get_source_object (task));
  TrueconfLogicStep *step = g_task_get_task_data (task);

  while (step->child < self->children->len)
    {
      TrueconfFilter *child = g_ptr_array_index (self->children, step->child++);

      if (trueconf_filter_is_asynchronous (child))
        {
          trueconf_filter_match_async (child, step->event, step->context, g_task_get_cancellable (task),
                                       answered_cb, task);
          return;
        }

      if (is_decided (self, trueconf_filter_match (child, step->event, step->context)))
        {
          g_task_return_boolean (task, !get_default (self));
          g_object_unref (task);
          return;
        }
    }

  g_task_return_boolean (task, get_default (self));
  g_object_unref (task);
}

static void
trueconf_logic_filter_match_async (TrueconfFilter *filter,
                                   TrueconfEvent *event,
                                   TrueconfContext *context,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (filter, cancellable, callback, user_data);
  TrueconfLogicStep *step = g_new0 (TrueconfLogicStep, 1);

  step->event = g_object_ref (event);
  step->context = g_object_ref (context);
  g_task_set_source_tag (task, trueconf_logic_filter_match_async);
  g_task_set_task_data (task, step, step_free);
  go_on (task);
}

static gboolean
trueconf_logic_filter_collect_keys (TrueconfFilter *filter, TrueconfKeys *keys)
{
  TrueconfLogicFilter *self = TRUECONF_LOGIC_FILTER (filter);

  if (self->logic == TRUECONF_LOGIC_NOT)
    return FALSE;

  /* with AND, the keys of one child are enough, best those of one that few events have */
  if (self->logic == TRUECONF_LOGIC_AND)
    for (guint i = 0; i < self->children->len; i++)
      if (trueconf_filter_has_narrow_keys (g_ptr_array_index (self->children, i)))
        return trueconf_filter_collect_keys (g_ptr_array_index (self->children, i), keys);

  /* with OR, each has to have some */
  for (guint i = 0; i < self->children->len; i++)
    {
      gboolean has_keys = trueconf_filter_collect_keys (g_ptr_array_index (self->children, i), keys);

      if (has_keys == (self->logic == TRUECONF_LOGIC_AND))
        return has_keys;
    }

  return self->logic == TRUECONF_LOGIC_OR;
}

static void
trueconf_logic_filter_class_init (TrueconfLogicFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_logic_filter_finalize;
  filter_class->match = trueconf_logic_filter_match;
  filter_class->match_async = trueconf_logic_filter_match_async;
  filter_class->collect_keys = trueconf_logic_filter_collect_keys;
}

static void
trueconf_logic_filter_init (TrueconfLogicFilter *self)
{
  self->children = g_ptr_array_new_with_free_func (g_object_unref);
}

TrueconfFilter *
trueconf_logic_filter_new (TrueconfLogic logic, TrueconfFilter **filters, gsize n_filters)
{
  TrueconfLogicFilter *self = g_object_new (TRUECONF_TYPE_LOGIC_FILTER, NULL);
  gboolean asynchronous = FALSE;

  self->logic = logic;
  for (gsize i = 0; i < n_filters; i++)
    {
      g_ptr_array_add (self->children, g_object_ref (filters[i]));
      asynchronous = asynchronous || trueconf_filter_is_asynchronous (filters[i]);
    }
  trueconf_filter_set_asynchronous (TRUECONF_FILTER (self), asynchronous);

  return TRUECONF_FILTER (self);
}

TrueconfLogic
trueconf_logic_filter_get_logic (TrueconfLogicFilter *self)
{
  return self->logic;
}

GPtrArray *
trueconf_logic_filter_get_children (TrueconfLogicFilter *self)
{
  return self->children;
}

static gboolean
are_filters (TrueconfFilter **filters, gsize n_filters)
{
  for (gsize i = 0; i < n_filters; i++)
    if (!TRUECONF_IS_FILTER (filters[i]))
      return FALSE;

  return filters != NULL || n_filters == 0;
}

/**
 * trueconf_filter_new_and:
 * @filters: (array length=n_filters): filters
 * @n_filters: how many there are
 *
 * Creates a filter that matches if all @filters do.
 *
 * They are asked in order, until one does not match. The filter is asynchronous if one of them is. In C,
 * `trueconf_filter_and()` is shorter.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_and (TrueconfFilter **filters, gsize n_filters)
{
  g_return_val_if_fail (are_filters (filters, n_filters), NULL);

  return trueconf_logic_filter_new (TRUECONF_LOGIC_AND, filters, n_filters);
}

/**
 * trueconf_filter_new_or:
 * @filters: (array length=n_filters): filters
 * @n_filters: how many there are
 *
 * Creates a filter that matches if one of @filters does.
 *
 * They are asked in order, until one matches. The filter is asynchronous if one of them is. In C, `trueconf_filter_or()` is
 * shorter.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_or (TrueconfFilter **filters, gsize n_filters)
{
  g_return_val_if_fail (are_filters (filters, n_filters), NULL);

  return trueconf_logic_filter_new (TRUECONF_LOGIC_OR, filters, n_filters);
}

/**
 * trueconf_filter_new_not: (constructor)
 * @filter: a filter
 *
 * Creates a filter that matches if @filter does not.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_not (TrueconfFilter *filter)
{
  g_return_val_if_fail (TRUECONF_IS_FILTER (filter), NULL);

  return trueconf_logic_filter_new (TRUECONF_LOGIC_NOT, &filter, 1);
}

static TrueconfFilter *
combine (TrueconfLogic logic, TrueconfFilter *first, va_list rest)
{
  g_autoptr (GPtrArray) filters = g_ptr_array_new_with_free_func (g_object_unref);

  for (TrueconfFilter *filter = first; filter != NULL; filter = va_arg (rest, TrueconfFilter *))
    g_ptr_array_add (filters, filter);

  return trueconf_logic_filter_new (logic, (TrueconfFilter **) filters->pdata, filters->len);
}

/**
 * trueconf_filter_and: (skip)
 * @first: (transfer full): a filter
 * @...: (transfer full): more filters, ended by `NULL`
 *
 * Combines filters as [ctor@Filter.new_and] does, and takes them.
 *
 * ```c
 * filter = trueconf_filter_and (trueconf_filter_new_text ("stop"), trueconf_filter_new_author ("nora"), NULL);
 * ```
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_and (TrueconfFilter *first, ...)
{
  TrueconfFilter *filter;
  va_list rest;

  g_return_val_if_fail (TRUECONF_IS_FILTER (first), NULL);

  va_start (rest, first);
  filter = combine (TRUECONF_LOGIC_AND, first, rest);
  va_end (rest);

  return filter;
}

/**
 * trueconf_filter_or: (skip)
 * @first: (transfer full): a filter
 * @...: (transfer full): more filters, ended by `NULL`
 *
 * Combines filters as [ctor@Filter.new_or] does, and takes them.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_or (TrueconfFilter *first, ...)
{
  TrueconfFilter *filter;
  va_list rest;

  g_return_val_if_fail (TRUECONF_IS_FILTER (first), NULL);

  va_start (rest, first);
  filter = combine (TRUECONF_LOGIC_OR, first, rest);
  va_end (rest);

  return filter;
}

/**
 * trueconf_filter_not: (skip)
 * @filter: (transfer full): a filter
 *
 * Reverses a filter as [ctor@Filter.new_not] does, and takes it.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_not (TrueconfFilter *filter)
{
  g_autoptr (TrueconfFilter) taken = filter;

  g_return_val_if_fail (TRUECONF_IS_FILTER (filter), NULL);

  return trueconf_filter_new_not (taken);
}
