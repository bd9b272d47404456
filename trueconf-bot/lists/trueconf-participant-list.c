/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "bot/trueconf-bot-participants.h"
#include "bot/trueconf-bot-private.h"
#include "lists/trueconf-live-pages-private.h"
#include "lists/trueconf-participant-item-private.h"
#include "lists/trueconf-participant-list.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-user-id-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"
#include "trueconf-protocol.h"

/**
 * TrueconfParticipantList:
 *
 * The users in a chat, in the server's order, see [class@LiveList].
 *
 * Since: 0.1
 */

#define PAGE 200

struct _TrueconfParticipantList
{
  TrueconfLiveList parent_instance;

  char *chat_id;
  GHashTable *by_id; /* folded id → item, of the list */
};

G_DEFINE_FINAL_TYPE (TrueconfParticipantList, trueconf_participant_list, TRUECONF_TYPE_LIVE_LIST)

typedef enum
{
  PROP_CHAT_ID = 1,
} TrueconfParticipantListProperty;

static GParamSpec *properties[PROP_CHAT_ID + 1];

static TrueconfParticipantItem *
find (TrueconfParticipantList *self, const char *user_id)
{
  g_autofree char *key = trueconf_user_id_fold (user_id);

  return g_hash_table_lookup (self->by_id, key);
}

static void
remove_user (TrueconfParticipantList *self, const char *user_id)
{
  g_autofree char *key = trueconf_user_id_fold (user_id);
  TrueconfParticipantItem *item = g_hash_table_lookup (self->by_id, key);
  guint position;

  if (item == NULL || !trueconf_live_list_find (TRUECONF_LIVE_LIST (self), item, &position))
    return;

  g_hash_table_remove (self->by_id, key);
  trueconf_live_list_remove (TRUECONF_LIVE_LIST (self), position);
}

static void
put (TrueconfParticipantList *self, const char *user_id, TrueconfParticipantRole role)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);
  TrueconfParticipantItem *item = find (self, user_id);
  g_autoptr (TrueconfParticipantItem) created = NULL;

  if (item != NULL)
    {
      if (trueconf_participant_item_set_role (item, role))
        trueconf_live_list_item_changed (list, item);
      return;
    }

  created = trueconf_participant_item_new (user_id, role);
  g_hash_table_replace (self->by_id, trueconf_user_id_fold (user_id), created);
  trueconf_live_list_insert (list, trueconf_live_list_get_length (list), created);
}

static void
remove_all (TrueconfParticipantList *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_hash_table_remove_all (self->by_id);
  trueconf_live_list_replace_all (TRUECONF_LIVE_LIST (self), none);
}

static gboolean
is_no_chat (const GError *error)
{
  return g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND) ||
         g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT);
}

/* ---- reading all of it again */

static void
take_participants (TrueconfLiveList *list, GPtrArray *participants)
{
  TrueconfParticipantList *self = TRUECONF_PARTICIPANT_LIST (list);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) differing = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);

  for (guint i = 0; i < participants->len; i++)
    {
      TrueconfChatParticipant *participant = g_ptr_array_index (participants, i);
      const char *user_id = trueconf_chat_participant_get_user_id (participant);
      TrueconfParticipantRole role = trueconf_chat_participant_get_role (participant);
      TrueconfParticipantItem *item = find (self, user_id);

      item = item != NULL ? g_object_ref (item) : trueconf_participant_item_new (user_id, role);
      g_ptr_array_add (items, item);
      g_hash_table_replace (by_id, trueconf_user_id_fold (user_id), item);
      if (trueconf_participant_item_set_role (item, role))
        g_ptr_array_add (differing, g_object_ref (item));
    }

  g_hash_table_unref (self->by_id);
  self->by_id = g_steal_pointer (&by_id);
  trueconf_live_list_loaded (list, items);
  for (guint i = 0; i < differing->len; i++)
    trueconf_live_list_item_changed (list, g_ptr_array_index (differing, i));
}

static void
ask_for_page (TrueconfLiveList *list,
              guint size,
              guint number,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  trueconf_bot_get_chat_participants_async (trueconf_live_list_get_bot (list),
                                            TRUECONF_PARTICIPANT_LIST (list)->chat_id, size, number,
                                            cancellable, callback, user_data);
}

static char *
dup_key (gpointer participant)
{
  const char *id = trueconf_chat_participant_get_user_id (participant);

  return id != NULL ? trueconf_user_id_fold (id) : NULL;
}

static void
pages_failed (TrueconfLiveList *list, const GError *error)
{
  if (is_no_chat (error))
    remove_all (TRUECONF_PARTICIPANT_LIST (list));
}

static const TrueconfLivePagesTable pages = {
  .size = PAGE,
  .ask = ask_for_page,
  .finish = trueconf_bot_get_chat_participants_finish,
  .dup_key = dup_key,
  .count_removals = trueconf_live_list_count_removed_users,
  .done = take_participants,
  .failed = pages_failed,
};

static void
trueconf_participant_list_load (TrueconfLiveList *list)
{
  trueconf_live_list_read_pages (list, &pages);
}

/* ---- reading one user */

static void
participant_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TrueconfChatParticipant) participant =
      trueconf_bot_get_chat_participant_finish (TRUECONF_BOT (source), result, &error);
  g_autoptr (TrueconfLiveList) list = trueconf_live_call_end_fetch (user_data, &id);
  TrueconfParticipantList *self = (TrueconfParticipantList *) list;

  if (self == NULL)
    return;

  if (participant != NULL)
    put (self, id, trueconf_chat_participant_get_role (participant));
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD))
    trueconf_live_list_begin_load (list);
  else if (is_no_chat (error))
    remove_user (self, id);
  else
    trueconf_live_list_set_error (list, error);
}

static void
trueconf_participant_list_fetch (TrueconfLiveList *list,
                                 TrueconfBot *bot,
                                 TrueconfLiveCall *call,
                                 const char *id)
{
  TrueconfParticipantList *self = TRUECONF_PARTICIPANT_LIST (list);

  trueconf_bot_get_chat_participant_async (bot, self->chat_id, id, trueconf_live_list_get_cancellable (list),
                                           participant_cb, call);
}

/* ---- what the bot hears and does */

/* The server tells that somebody was added, but not in which role. */
static void
added (TrueconfParticipantList *self, const char *user_id)
{
  g_autofree char *id = g_strndup (user_id, strcspn (user_id, "/"));

  if (find (self, id) == NULL)
    put (self, id, TRUECONF_PARTICIPANT_ROLE_USER);
  trueconf_live_list_want (TRUECONF_LIVE_LIST (self), id);
}

static void
removed (TrueconfParticipantList *self, const char *user_id)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);
  g_autofree char *id = g_strndup (user_id, strcspn (user_id, "/"));

  remove_user (self, id);
  /* an answer that is on its way may be older */
  if (trueconf_live_list_is_wanted (list, id))
    trueconf_live_list_want (list, id);
}

static void
role_changed (TrueconfParticipantList *self, const char *user_id, TrueconfParticipantRole role)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);
  g_autofree char *id = g_strndup (user_id, strcspn (user_id, "/"));

  put (self, id, role);
  if (trueconf_live_list_is_wanted (list, id))
    trueconf_live_list_want (list, id);
}

static void
trueconf_participant_list_received (TrueconfLiveList *list, TrueconfEvent *event)
{
  TrueconfParticipantList *self = TRUECONF_PARTICIPANT_LIST (list);
  const char *user_id = NULL;

  if (g_strcmp0 (trueconf_event_get_chat_key (event), self->chat_id) != 0)
    return;

  if (TRUECONF_IS_ADDED_CHAT_PARTICIPANT (event))
    {
      user_id = trueconf_added_chat_participant_get_user_id (TRUECONF_ADDED_CHAT_PARTICIPANT (event));
      if (user_id != NULL)
        added (self, user_id);
    }
  else if (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (event))
    {
      user_id = trueconf_removed_chat_participant_get_user_id (TRUECONF_REMOVED_CHAT_PARTICIPANT (event));
      if (user_id != NULL)
        removed (self, user_id);
    }
  else if (TRUECONF_IS_CHANGED_PARTICIPANT_ROLE (event))
    {
      user_id = trueconf_changed_participant_role_get_user_id (TRUECONF_CHANGED_PARTICIPANT_ROLE (event));
      if (user_id != NULL)
        role_changed (self, user_id,
                      trueconf_changed_participant_role_get_role (TRUECONF_CHANGED_PARTICIPANT_ROLE (event)));
    }
  else if (TRUECONF_IS_REMOVED_CHAT (event))
    {
      remove_all (self);
    }
  else if (TRUECONF_IS_CREATED_GROUP_CHAT (event) || TRUECONF_IS_CREATED_CHANNEL (event) ||
           TRUECONF_IS_CREATED_PERSONAL_CHAT (event) || TRUECONF_IS_CREATED_FAVORITES_CHAT (event))
    {
      trueconf_live_list_begin_load (list);
    }
}

static void
trueconf_participant_list_done (TrueconfLiveList *list, TrueconfDeed *deed)
{
  TrueconfParticipantList *self = TRUECONF_PARTICIPANT_LIST (list);
  const char *user_id = deed->subject.user_id;

  if (deed->error != NULL)
    return;

  if (deed->method == TRUECONF_METHOD_OTHER)
    {
      trueconf_live_list_begin_load (list);
      return;
    }

  if (g_strcmp0 (deed->subject.chat_id, self->chat_id) != 0)
    return;

  if (deed->method == TRUECONF_METHOD_DELETE_CHAT)
    remove_all (self);
  else if (deed->method == TRUECONF_METHOD_ADD_PARTICIPANT_TO_CHAT && user_id != NULL)
    added (self, user_id);
  else if (deed->method == TRUECONF_METHOD_REMOVE_PARTICIPANT_FROM_CHAT && user_id != NULL)
    removed (self, user_id);
  /* another one may have lost the role */
  else if (deed->method == TRUECONF_METHOD_CHANGE_PARTICIPANT_ROLE)
    trueconf_live_list_begin_load (list);
}

static const TrueconfLiveListTable table = {
  .get_item_type = trueconf_participant_item_get_type,
  .load = trueconf_participant_list_load,
  .received = trueconf_participant_list_received,
  .done = trueconf_participant_list_done,
  .fetch = trueconf_participant_list_fetch,
};

/* ---- GObject */

static void
trueconf_participant_list_finalize (GObject *object)
{
  TrueconfParticipantList *self = TRUECONF_PARTICIPANT_LIST (object);

  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->by_id, g_hash_table_unref);

  G_OBJECT_CLASS (trueconf_participant_list_parent_class)->finalize (object);
}

static void
trueconf_participant_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfParticipantList *self = TRUECONF_PARTICIPANT_LIST (object);

  switch ((TrueconfParticipantListProperty) prop_id)
    {
    case PROP_CHAT_ID:
      g_value_set_string (value, self->chat_id);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_participant_list_set_property (GObject *object,
                                        guint prop_id,
                                        const GValue *value,
                                        GParamSpec *pspec)
{
  TrueconfParticipantList *self = TRUECONF_PARTICIPANT_LIST (object);

  switch ((TrueconfParticipantListProperty) prop_id)
    {
    case PROP_CHAT_ID:
      self->chat_id = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_participant_list_class_init (TrueconfParticipantListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  TRUECONF_LIVE_LIST_CLASS (klass)->table = &table;
  object_class->finalize = trueconf_participant_list_finalize;
  object_class->get_property = trueconf_participant_list_get_property;
  object_class->set_property = trueconf_participant_list_set_property;

  /**
   * TrueconfParticipantList:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] = g_param_spec_string ("chat-id", NULL, NULL, NULL,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                      G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_participant_list_init (TrueconfParticipantList *self)
{
  self->by_id = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
}

/**
 * trueconf_participant_list_new:
 * @bot: a bot
 * @chat_id: the id of a chat that the bot is in
 *
 * Makes a list of the users in a chat. It is filled as soon as the bot has logged in.
 *
 * Returns: (transfer full): a list
 *
 * Since: 0.1
 */
TrueconfParticipantList *
trueconf_participant_list_new (TrueconfBot *bot, const char *chat_id)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (bot), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_PARTICIPANT_LIST, "bot", bot, "chat-id", chat_id, NULL);
}

/**
 * trueconf_participant_list_get_chat_id: (get-property chat-id)
 * @self: a list
 *
 * Gets [property@ParticipantList:chat-id].
 *
 * Returns: (nullable): the id of the chat
 *
 * Since: 0.1
 */
const char *
trueconf_participant_list_get_chat_id (TrueconfParticipantList *self)
{
  g_return_val_if_fail (TRUECONF_IS_PARTICIPANT_LIST (self), NULL);

  return self->chat_id;
}
