/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "model/trueconf-user-set-private.h"
#include "routing/trueconf-filter-private.h"
#include "trueconf-protocol.h"

/* Filters for who has caused an event. */

#define TRUECONF_TYPE_AUTHOR_FILTER (trueconf_author_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfAuthorFilter, trueconf_author_filter, TRUECONF, AUTHOR_FILTER, TrueconfFilter)

struct _TrueconfAuthorFilter
{
  TrueconfFilter parent_instance;

  TrueconfUserSet *users;
};

G_DEFINE_FINAL_TYPE (TrueconfAuthorFilter, trueconf_author_filter, TRUECONF_TYPE_FILTER)

/* Returns who has caused an event, or NULL if the server does not say. */
const char *
trueconf_event_get_actor_id (TrueconfEvent *event)
{
  TrueconfAuthor *author = NULL;

  if (TRUECONF_IS_MESSAGE (event))
    author = trueconf_message_get_author (TRUECONF_MESSAGE (event));
  else if (TRUECONF_IS_REMOVED_MESSAGE (event))
    author = trueconf_removed_message_get_removed_by (TRUECONF_REMOVED_MESSAGE (event));
  else if (TRUECONF_IS_ADDED_CHAT_PARTICIPANT (event))
    author = trueconf_added_chat_participant_get_added_by (TRUECONF_ADDED_CHAT_PARTICIPANT (event));
  else if (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (event))
    author = trueconf_removed_chat_participant_get_removed_by (TRUECONF_REMOVED_CHAT_PARTICIPANT (event));

  return author != NULL ? trueconf_author_get_id (author) : NULL;
}

/* Returns the id of the bot that has received an event, or NULL if it is not known. */
const char *
trueconf_event_get_bot_id (TrueconfEvent *event)
{
  TrueconfBot *bot = trueconf_event_get_bot (event);

  return bot != NULL ? trueconf_bot_handle_get_table (trueconf_event_get_handle (event))->get_user_id (bot)
                     : NULL;
}

static void
trueconf_author_filter_finalize (GObject *object)
{
  TrueconfAuthorFilter *self = TRUECONF_AUTHOR_FILTER (object);

  g_clear_pointer (&self->users, trueconf_user_set_free);

  G_OBJECT_CLASS (trueconf_author_filter_parent_class)->finalize (object);
}

static gboolean
trueconf_author_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfAuthorFilter *self = TRUECONF_AUTHOR_FILTER (filter);
  const char *id = trueconf_event_get_actor_id (event);

  return id != NULL && trueconf_user_set_contains (self->users, id, trueconf_event_get_bot_id (event));
}

static void
trueconf_author_filter_class_init (TrueconfAuthorFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_author_filter_finalize;
  TRUECONF_FILTER_CLASS (klass)->match = trueconf_author_filter_match;
}

static void
trueconf_author_filter_init (TrueconfAuthorFilter *self)
{
}

/**
 * trueconf_filter_new_authors:
 * @user_ids: (array zero-terminated=1): TrueConf IDs
 *
 * Creates a filter for events that one of several users has caused: messages that they have written or removed, users
 * whom they have added to a chat or removed from it.
 *
 * Other events do not match, since the server does not say who has caused them; pressed buttons are among these. An id
 * without a server is that of a user of the bot's own server. Upper and lower case are the same.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_authors (const char *const *user_ids)
{
  TrueconfAuthorFilter *self;

  g_return_val_if_fail (user_ids != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_AUTHOR_FILTER, NULL);
  self->users = trueconf_user_set_new (user_ids);

  return TRUECONF_FILTER (self);
}

/**
 * trueconf_filter_new_author:
 * @user_id: a TrueConf ID
 *
 * Creates a filter for events that a user has caused; see [ctor@Filter.new_authors].
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_author (const char *user_id)
{
  const char *user_ids[] = { user_id, NULL };

  g_return_val_if_fail (user_id != NULL, NULL);

  return trueconf_filter_new_authors (user_ids);
}
