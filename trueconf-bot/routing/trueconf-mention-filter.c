/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-filter-private.h"
#include "trueconf-protocol.h"

/* Filters for messages that mention the bot. */

#define TRUECONF_TYPE_MENTION_FILTER (trueconf_mention_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfMentionFilter,
                      trueconf_mention_filter,
                      TRUECONF,
                      MENTION_FILTER,
                      TrueconfFilter)

struct _TrueconfMentionFilter
{
  TrueconfFilter parent_instance;
};

G_DEFINE_FINAL_TYPE (TrueconfMentionFilter, trueconf_mention_filter, TRUECONF_TYPE_FILTER)

static gboolean
trueconf_mention_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  return TRUECONF_IS_MESSAGE (event) && trueconf_message_get_mentions_bot (TRUECONF_MESSAGE (event));
}

static void
trueconf_mention_filter_class_init (TrueconfMentionFilterClass *klass)
{
  TRUECONF_FILTER_CLASS (klass)->match = trueconf_mention_filter_match;
}

static void
trueconf_mention_filter_init (TrueconfMentionFilter *self)
{
}

/**
 * trueconf_filter_new_mentions_bot:
 *
 * Creates a filter for messages that mention the bot, or everybody; see [property@Message:mentions-bot].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_mentions_bot (void)
{
  return g_object_new (TRUECONF_TYPE_MENTION_FILTER, NULL);
}
