/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "routing/trueconf-filter-private.h"

/* Filters that compare the text. */

#define TRUECONF_TYPE_TEXT_FILTER (trueconf_text_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfTextFilter, trueconf_text_filter, TRUECONF, TEXT_FILTER, TrueconfFilter)

struct _TrueconfTextFilter
{
  TrueconfFilter parent_instance;

  TrueconfTextMatch how;
  gboolean ignore_case;
  GStrv texts; /* casefolded, if the case is ignored */
};

G_DEFINE_FINAL_TYPE (TrueconfTextFilter, trueconf_text_filter, TRUECONF_TYPE_FILTER)

static void
trueconf_text_filter_finalize (GObject *object)
{
  TrueconfTextFilter *self = TRUECONF_TEXT_FILTER (object);

  g_strfreev (self->texts);

  G_OBJECT_CLASS (trueconf_text_filter_parent_class)->finalize (object);
}

static gboolean
compare (TrueconfTextMatch how, const char *text, const char *wanted)
{
  switch (how)
    {
    case TRUECONF_TEXT_MATCH_EQUAL:
      return g_str_equal (text, wanted);

    case TRUECONF_TEXT_MATCH_PREFIX:
      return g_str_has_prefix (text, wanted);

    case TRUECONF_TEXT_MATCH_SUFFIX:
      return g_str_has_suffix (text, wanted);

    case TRUECONF_TEXT_MATCH_CONTAINS:
      return strstr (text, wanted) != NULL;

    case TRUECONF_TEXT_MATCH_UNKNOWN:
    default:
      return FALSE;
    }
}

static gboolean
trueconf_text_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfTextFilter *self = TRUECONF_TEXT_FILTER (filter);
  const char *text = trueconf_filter_get_text (event, context);
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;

  if (self->ignore_case)
    text = folded = g_utf8_casefold (text, -1);

  for (guint i = 0; self->texts[i] != NULL; i++)
    if (compare (self->how, text, self->texts[i]))
      return TRUE;

  return FALSE;
}

static gboolean
trueconf_text_filter_collect_keys (TrueconfFilter *filter, TrueconfKeys *keys)
{
  TrueconfTextFilter *self = TRUECONF_TEXT_FILTER (filter);

  if (self->how != TRUECONF_TEXT_MATCH_EQUAL)
    return FALSE;

  for (guint i = 0; self->texts[i] != NULL; i++)
    trueconf_keys_add (keys, self->ignore_case ? TRUECONF_KEY_TEXT_FOLDED : TRUECONF_KEY_TEXT, NULL,
                       self->texts[i]);

  return TRUE;
}

static void
trueconf_text_filter_class_init (TrueconfTextFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_text_filter_finalize;
  filter_class->match = trueconf_text_filter_match;
  filter_class->collect_keys = trueconf_text_filter_collect_keys;
}

static void
trueconf_text_filter_init (TrueconfTextFilter *self)
{
  trueconf_filter_set_about_text (TRUECONF_FILTER (self));
}

/**
 * trueconf_filter_new_texts:
 * @how: how to compare
 * @texts: (array zero-terminated=1): the texts, one of which is to match
 * @ignore_case: whether upper and lower case are the same
 *
 * Creates a filter that compares the text of messages and edited messages with several texts.
 *
 * It looks at the text as its reader sees it: without markup, and without the quotation that a reply may begin with; see
 * [property@Message:plain-text]. Other events do not match, nor do messages without a text.
 *
 * Handlers whose filters compare the whole text are found as fast in a thousand as in one.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_texts (TrueconfTextMatch how, const char *const *texts, gboolean ignore_case)
{
  TrueconfTextFilter *self;
  g_autoptr (GPtrArray) wanted = NULL;

  g_return_val_if_fail (how >= TRUECONF_TEXT_MATCH_EQUAL && how <= TRUECONF_TEXT_MATCH_CONTAINS, NULL);
  g_return_val_if_fail (texts != NULL, NULL);

  wanted = g_ptr_array_new ();
  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (wanted, ignore_case ? g_utf8_casefold (texts[i], -1) : g_strdup (texts[i]));
  g_ptr_array_add (wanted, NULL);

  self = g_object_new (TRUECONF_TYPE_TEXT_FILTER, NULL);
  self->how = how;
  self->ignore_case = ignore_case;
  self->texts = (GStrv) g_ptr_array_free (g_steal_pointer (&wanted), FALSE);

  return TRUECONF_FILTER (self);
}

static TrueconfFilter *
new_text (TrueconfTextMatch how, const char *text)
{
  const char *texts[] = { text, NULL };

  return trueconf_filter_new_texts (how, texts, FALSE);
}

/**
 * trueconf_filter_new_text:
 * @text: a text
 *
 * Creates a filter for messages and edited messages whose whole text is @text; see [ctor@Filter.new_texts].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_text (TRUECONF_TEXT_MATCH_EQUAL, text);
}

/**
 * trueconf_filter_new_text_prefix:
 * @prefix: a text
 *
 * Creates a filter for messages and edited messages whose text begins with @prefix; see [ctor@Filter.new_texts].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_text_prefix (const char *prefix)
{
  g_return_val_if_fail (prefix != NULL, NULL);

  return new_text (TRUECONF_TEXT_MATCH_PREFIX, prefix);
}

/**
 * trueconf_filter_new_text_suffix:
 * @suffix: a text
 *
 * Creates a filter for messages and edited messages whose text ends with @suffix; see [ctor@Filter.new_texts].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_text_suffix (const char *suffix)
{
  g_return_val_if_fail (suffix != NULL, NULL);

  return new_text (TRUECONF_TEXT_MATCH_SUFFIX, suffix);
}

/**
 * trueconf_filter_new_text_contains:
 * @part: a text
 *
 * Creates a filter for messages and edited messages whose text contains @part; see [ctor@Filter.new_texts].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_text_contains (const char *part)
{
  g_return_val_if_fail (part != NULL, NULL);

  return new_text (TRUECONF_TEXT_MATCH_CONTAINS, part);
}
