/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "routing/trueconf-chat-cache-private.h"
#include "routing/trueconf-filter-private.h"
#include "trueconf-protocol.h"

/* Filters for the kind of chat, and for the role of the author in it, which may have to be asked for. */

#define TRUECONF_TYPE_CHAT_FILTER (trueconf_chat_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfChatFilter, trueconf_chat_filter, TRUECONF, CHAT_FILTER, TrueconfFilter)

struct _TrueconfChatFilter
{
  TrueconfFilter parent_instance;

  gboolean about_role; /* not about the chat */
  guint64 wanted;      /* a bit for each */
};

G_DEFINE_FINAL_TYPE (TrueconfChatFilter, trueconf_chat_filter, TRUECONF_TYPE_FILTER)

static gboolean
wants (TrueconfChatFilter *self, int value)
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
trueconf_chat_filter_match_async (TrueconfFilter *filter,
                                  TrueconfEvent *event,
                                  TrueconfContext *context,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  TrueconfChatFilter *self = TRUECONF_CHAT_FILTER (filter);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *chat_id = trueconf_event_get_chat_key (event);
  const char *user_id = self->about_role ? trueconf_event_get_actor_id (event) : NULL;
  int value = self->about_role ? TRUECONF_CHAT_TYPE_UNKNOWN : (int) get_chat_type (event);

  g_task_set_source_tag (task, trueconf_chat_filter_match_async);
  if (value != TRUECONF_CHAT_TYPE_UNKNOWN)
    g_task_return_boolean (task, wants (self, value));
  else if (chat_id == NULL || (self->about_role && user_id == NULL))
    g_task_return_boolean (task, FALSE);
  else if (trueconf_chat_cache_look_up (event, chat_id, user_id, &value))
    g_task_return_boolean (task, wants (self, value));
  else
    trueconf_chat_cache_ask_async (event, chat_id, user_id, cancellable, answered_cb,
                                   g_steal_pointer (&task));
}

static void
trueconf_chat_filter_class_init (TrueconfChatFilterClass *klass)
{
  TRUECONF_FILTER_CLASS (klass)->match_async = trueconf_chat_filter_match_async;
}

static void
trueconf_chat_filter_init (TrueconfChatFilter *self)
{
}

static void
add (TrueconfChatFilter *self, guint value)
{
  if (value < 64)
    self->wanted |= G_GUINT64_CONSTANT (1) << value;
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
  TrueconfChatFilter *self;

  g_return_val_if_fail (types != NULL || n_types == 0, NULL);

  self = g_object_new (TRUECONF_TYPE_CHAT_FILTER, NULL);
  for (gsize i = 0; i < n_types; i++)
    add (self, types[i]);

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

/**
 * trueconf_filter_new_roles:
 * @roles: (array length=n_roles): the roles
 * @n_roles: how many there are
 *
 * Creates a filter for events that a user with one of several roles in the chat has caused.
 *
 * The events are those of [ctor@Filter.new_authors]. The server is asked for the role of the user, and again after five
 * minutes, or when it says that the role was changed. Who is not in the chat has no role. A server that is too old to be
 * asked for one user, before 5.5.4, is asked for the list.
 *
 * Returns: (transfer full): an asynchronous filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_roles (const TrueconfParticipantRole *roles, gsize n_roles)
{
  TrueconfChatFilter *self;

  g_return_val_if_fail (roles != NULL || n_roles == 0, NULL);

  self = g_object_new (TRUECONF_TYPE_CHAT_FILTER, NULL);
  self->about_role = TRUE;
  for (gsize i = 0; i < n_roles; i++)
    add (self, roles[i]);

  return TRUECONF_FILTER (self);
}

/**
 * trueconf_filter_new_role:
 * @role: the role
 *
 * Creates a filter for events that a user with a role in the chat has caused; see [ctor@Filter.new_roles].
 *
 * Returns: (transfer full): an asynchronous filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_role (TrueconfParticipantRole role)
{
  return trueconf_filter_new_roles (&role, 1);
}
