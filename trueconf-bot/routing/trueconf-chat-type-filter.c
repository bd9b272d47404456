/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "routing/trueconf-chat-cache-private.h"
#include "routing/trueconf-filter-private.h"
#include "trueconf-protocol.h"

/* Filters for the kind of chat, which may have to be asked for. */

#define TRUECONF_TYPE_CHAT_TYPE_FILTER (trueconf_chat_type_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfChatTypeFilter,
                      trueconf_chat_type_filter,
                      TRUECONF,
                      CHAT_TYPE_FILTER,
                      TrueconfFilter)

struct _TrueconfChatTypeFilter
{
  TrueconfFilter parent_instance;

  guint64 wanted; /* a bit for each */
};

G_DEFINE_FINAL_TYPE (TrueconfChatTypeFilter, trueconf_chat_type_filter, TRUECONF_TYPE_FILTER)

static gboolean
wants (TrueconfChatTypeFilter *self, int value)
{
  return value >= 0 && value < 64 && (self->wanted & G_GUINT64_CONSTANT (1) << value);
}

/* What the event says itself. */
static TrueconfChatType
get_chat_type (TrueconfEvent *event)
{
  if (TRUECONF_IS_MESSAGE (event))
    return trueconf_message_get_chat_type (TRUECONF_MESSAGE (event));

  if (TRUECONF_IS_CREATED_PERSONAL_CHAT (event))
    return TRUECONF_CHAT_TYPE_P2P;

  if (TRUECONF_IS_CREATED_GROUP_CHAT (event))
    return TRUECONF_CHAT_TYPE_GROUP;

  if (TRUECONF_IS_CREATED_CHANNEL (event))
    return TRUECONF_CHAT_TYPE_CHANNEL;

  if (TRUECONF_IS_CREATED_FAVORITES_CHAT (event))
    return TRUECONF_CHAT_TYPE_FAVORITES;

  return TRUECONF_CHAT_TYPE_UNKNOWN;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  int value = trueconf_chat_cache_ask_finish (TRUECONF_EVENT (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, wants (g_task_get_source_object (task), value));
}

static void
trueconf_chat_type_filter_match_async (TrueconfFilter *filter,
                                       TrueconfEvent *event,
                                       TrueconfContext *context,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  TrueconfChatTypeFilter *self = TRUECONF_CHAT_TYPE_FILTER (filter);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *chat_id = trueconf_event_get_chat_key (event);
  int value;

  g_task_set_source_tag (task, trueconf_chat_type_filter_match_async);
  value = (int) get_chat_type (event);
  if (value != TRUECONF_CHAT_TYPE_UNKNOWN)
    g_task_return_boolean (task, wants (self, value));
  else if (chat_id == NULL)
    g_task_return_boolean (task, FALSE);
  else if (trueconf_chat_cache_look_up (event, chat_id, NULL, &value))
    g_task_return_boolean (task, wants (self, value));
  else
    trueconf_chat_cache_ask_async (event, chat_id, NULL, cancellable, answered_cb, g_steal_pointer (&task));
}

static void
trueconf_chat_type_filter_class_init (TrueconfChatTypeFilterClass *klass)
{
  TRUECONF_FILTER_CLASS (klass)->match_async = trueconf_chat_type_filter_match_async;
}

static void
trueconf_chat_type_filter_init (TrueconfChatTypeFilter *self)
{
}

/**
 * trueconf_filter_new_chat_types:
 * @types: (array length=n_types): the kinds of chats
 * @n_types: how many there are
 *
 * Creates a filter for events of chats that are of one of several kinds.
 *
 * Messages of servers before 5.5.6 and most other events do not say what kind their chat is of. Then the server is asked,
 * once for each chat.
 *
 * Returns: (transfer full): an asynchronous filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_chat_types (const TrueconfChatType *types, gsize n_types)
{
  TrueconfChatTypeFilter *self;

  g_return_val_if_fail (types != NULL || n_types == 0, NULL);

  self = g_object_new (TRUECONF_TYPE_CHAT_TYPE_FILTER, NULL);
  for (gsize i = 0; i < n_types; i++)
    if ((guint) types[i] < 64)
      self->wanted |= G_GUINT64_CONSTANT (1) << types[i];

  return TRUECONF_FILTER (self);
}

/**
 * trueconf_filter_new_chat_type:
 * @type: the kind of chats
 *
 * Creates a filter for events of chats of one kind; see [ctor@Filter.new_chat_types].
 *
 * Returns: (transfer full): an asynchronous filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_chat_type (TrueconfChatType type)
{
  return trueconf_filter_new_chat_types (&type, 1);
}
