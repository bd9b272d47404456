/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-filter-private.h"
#include "trueconf-protocol.h"

/* Filters for the kind of message. */

#define TRUECONF_TYPE_MESSAGE_TYPE_FILTER (trueconf_message_type_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfMessageTypeFilter,
                      trueconf_message_type_filter,
                      TRUECONF,
                      MESSAGE_TYPE_FILTER,
                      TrueconfFilter)

struct _TrueconfMessageTypeFilter
{
  TrueconfFilter parent_instance;

  guint64 types; /* a bit for each */
};

G_DEFINE_FINAL_TYPE (TrueconfMessageTypeFilter, trueconf_message_type_filter, TRUECONF_TYPE_FILTER)

static gboolean
trueconf_message_type_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfMessageTypeFilter *self = TRUECONF_MESSAGE_TYPE_FILTER (filter);

  return TRUECONF_IS_MESSAGE (event) &&
         (self->types & G_GUINT64_CONSTANT (1)
                            << trueconf_message_get_message_type (TRUECONF_MESSAGE (event)));
}

static gboolean
trueconf_message_type_filter_collect_keys (TrueconfFilter *filter, TrueconfKeys *keys)
{
  TrueconfMessageTypeFilter *self = TRUECONF_MESSAGE_TYPE_FILTER (filter);

  for (int i = 0; i < 64; i++)
    {
      char key[TRUECONF_NUMBER_KEY_SIZE];

      if (!(self->types & G_GUINT64_CONSTANT (1) << i))
        continue;
      trueconf_number_to_key (i, key);
      trueconf_keys_add (keys, TRUECONF_KEY_MESSAGE_TYPE, NULL, key);
    }

  return TRUE;
}

static void
trueconf_message_type_filter_class_init (TrueconfMessageTypeFilterClass *klass)
{
  TRUECONF_FILTER_CLASS (klass)->match = trueconf_message_type_filter_match;
  TRUECONF_FILTER_CLASS (klass)->collect_keys = trueconf_message_type_filter_collect_keys;
}

static void
trueconf_message_type_filter_init (TrueconfMessageTypeFilter *self)
{
}

/**
 * trueconf_filter_new_message_types:
 * @types: (array length=n_types): the kinds of messages
 * @n_types: how many there are
 *
 * Creates a filter for messages that are of one of several kinds.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_message_types (const TrueconfMessageType *types, gsize n_types)
{
  TrueconfMessageTypeFilter *self;

  g_return_val_if_fail (types != NULL || n_types == 0, NULL);

  self = g_object_new (TRUECONF_TYPE_MESSAGE_TYPE_FILTER, NULL);
  for (gsize i = 0; i < n_types; i++)
    if ((guint) types[i] < 64)
      self->types |= G_GUINT64_CONSTANT (1) << types[i];

  return TRUECONF_FILTER (self);
}

/**
 * trueconf_filter_new_message_type:
 * @type: the kind of messages
 *
 * Creates a filter for messages of one kind.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_message_type (TrueconfMessageType type)
{
  return trueconf_filter_new_message_types (&type, 1);
}
