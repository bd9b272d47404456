/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-filter-private.h"

/* Filters for the method of the server that an event came by. */

#define TRUECONF_TYPE_METHOD_FILTER (trueconf_method_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfMethodFilter, trueconf_method_filter, TRUECONF, METHOD_FILTER, TrueconfFilter)

struct _TrueconfMethodFilter
{
  TrueconfFilter parent_instance;

  GStrv methods;
};

G_DEFINE_FINAL_TYPE (TrueconfMethodFilter, trueconf_method_filter, TRUECONF_TYPE_FILTER)

static void
trueconf_method_filter_finalize (GObject *object)
{
  TrueconfMethodFilter *self = TRUECONF_METHOD_FILTER (object);

  g_strfreev (self->methods);

  G_OBJECT_CLASS (trueconf_method_filter_parent_class)->finalize (object);
}

static gboolean
trueconf_method_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfMethodFilter *self = TRUECONF_METHOD_FILTER (filter);
  const char *method = trueconf_event_get_method (event);

  return method != NULL && g_strv_contains ((const char *const *) self->methods, method);
}

static gboolean
trueconf_method_filter_collect_keys (TrueconfFilter *filter, TrueconfKeys *keys)
{
  TrueconfMethodFilter *self = TRUECONF_METHOD_FILTER (filter);

  for (guint i = 0; self->methods[i] != NULL; i++)
    trueconf_keys_add (keys, TRUECONF_KEY_METHOD, NULL, self->methods[i]);

  return TRUE;
}

static void
trueconf_method_filter_class_init (TrueconfMethodFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_method_filter_finalize;
  filter_class->match = trueconf_method_filter_match;
  filter_class->collect_keys = trueconf_method_filter_collect_keys;
}

static void
trueconf_method_filter_init (TrueconfMethodFilter *self)
{
}

/**
 * trueconf_filter_new_methods:
 * @methods: (array zero-terminated=1): methods of the server
 *
 * Creates a filter for events that came by one of several methods; see [property@Event:method].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_methods (const char *const *methods)
{
  TrueconfMethodFilter *self;

  g_return_val_if_fail (methods != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_METHOD_FILTER, NULL);
  self->methods = g_strdupv ((GStrv) methods);

  return TRUECONF_FILTER (self);
}

/**
 * trueconf_filter_new_method:
 * @method: a method of the server, for example `removeChat`
 *
 * Creates a filter for events that came by a method; see [property@Event:method].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_method (const char *method)
{
  const char *methods[] = { method, NULL };

  g_return_val_if_fail (method != NULL, NULL);

  return trueconf_filter_new_methods (methods);
}
