/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-filter.h"

/**
 * TrueconfFilter:
 *
 * Decides whether a handler gets an event.
 *
 * To write a filter, derive a class and implement [vfunc@Filter.match].
 *
 * Since: 0.1
 */

G_DEFINE_ABSTRACT_TYPE (TrueconfFilter, trueconf_filter, G_TYPE_OBJECT)

static gboolean
trueconf_filter_real_match (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context)
{
  return TRUE;
}

static void
trueconf_filter_class_init (TrueconfFilterClass *klass)
{
  klass->match = trueconf_filter_real_match;
}

static void
trueconf_filter_init (TrueconfFilter *self)
{
}

/**
 * trueconf_filter_match:
 * @self: a filter
 * @event: an event
 * @context: the context of the event
 *
 * Decides whether a handler gets an event.
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

  return TRUECONF_FILTER_GET_CLASS (self)->match (self, event, context);
}
