/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-bounded-regex-private.h"
#include "routing/trueconf-filter-private.h"

/* Filters that search the text for a regular expression. */

#define TRUECONF_TYPE_REGEX_FILTER (trueconf_regex_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfRegexFilter, trueconf_regex_filter, TRUECONF, REGEX_FILTER, TrueconfFilter)

struct _TrueconfRegexFilter
{
  TrueconfFilter parent_instance;

  TrueconfBoundedRegex *regex;
};

G_DEFINE_FINAL_TYPE (TrueconfRegexFilter, trueconf_regex_filter, TRUECONF_TYPE_FILTER)

static void
trueconf_regex_filter_finalize (GObject *object)
{
  TrueconfRegexFilter *self = TRUECONF_REGEX_FILTER (object);

  g_object_unref (self->regex);

  G_OBJECT_CLASS (trueconf_regex_filter_parent_class)->finalize (object);
}

static gboolean
trueconf_regex_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfRegexFilter *self = TRUECONF_REGEX_FILTER (filter);
  const char *text = trueconf_filter_get_text (event, context);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return FALSE;

  if (trueconf_bounded_regex_match (self->regex, text, 0, &match, &error))
    {
      trueconf_bounded_regex_store (self->regex, match, context);
      return TRUE;
    }

  if (error != NULL)
    trueconf_context_fail (context, error);

  return FALSE;
}

static void
trueconf_regex_filter_class_init (TrueconfRegexFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_regex_filter_finalize;
  filter_class->match = trueconf_regex_filter_match;
}

static void
trueconf_regex_filter_init (TrueconfRegexFilter *self)
{
  trueconf_filter_set_about_text (TRUECONF_FILTER (self));
}

/**
 * trueconf_filter_new_regex:
 * @pattern: a regular expression, as for [struct@GLib.Regex]
 * @flags: flags for it
 * @error: return location for an error
 *
 * Creates a filter for messages and edited messages whose text contains a match of a regular expression.
 *
 * It looks at the same text as [ctor@Filter.new_texts]. Begin the pattern with `^` and end it with `$` to compare the
 * whole text.
 *
 * The context gets what was found: under the key `match` a `GStrv` with the whole match followed by all groups, and each
 * named group that has taken part, `(?<city>\w+)` for example, as a string under its name.
 *
 * Users write the text, so the search is bounded: if it takes too many steps, or the text has more than 4096 characters,
 * the filter does not match, and says why as if a handler had failed; see [method@Context.fail].
 *
 * If @pattern is not valid, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_regex (const char *pattern, GRegexCompileFlags flags, GError **error)
{
  TrueconfRegexFilter *self;
  TrueconfBoundedRegex *regex;

  g_return_val_if_fail (pattern != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  regex = trueconf_bounded_regex_new (pattern, flags, error);
  if (regex == NULL)
    return NULL;

  self = g_object_new (TRUECONF_TYPE_REGEX_FILTER, NULL);
  self->regex = regex;

  return TRUECONF_FILTER (self);
}
