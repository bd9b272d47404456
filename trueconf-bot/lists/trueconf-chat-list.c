/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-private.h"
#include "lists/trueconf-chat-item-private.h"
#include "lists/trueconf-chat-list.h"
#include "lists/trueconf-live-pages-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-sent-message.h"
#include "model/trueconf-user-id-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"
#include "trueconf-protocol.h"

/**
 * TrueconfChatList:
 *
 * The chats that the bot is in, the one with the newest message first, see [class@LiveList].
 *
 * ```c
 * g_autoptr (TrueconfChatList) chats = trueconf_chat_list_new (bot);
 *
 * gtk_list_view_set_model (view, GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (chats))));
 * ```
 *
 * Chats without messages come last.
 *
 * Since: 0.1
 */

#define PAGE 100

struct _TrueconfChatList
{
  TrueconfLiveList parent_instance;

  GHashTable *by_id;   /* id → item, of the list */
  GHashTable *strange; /* id → number of messages, of chats that are not in the list yet */
};

G_DEFINE_FINAL_TYPE (TrueconfChatList, trueconf_chat_list, TRUECONF_TYPE_LIVE_LIST)

static const char *
get_bot_id (TrueconfChatList *self)
{
  TrueconfBot *bot = trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (self));

  return bot != NULL ? trueconf_bot_get_user_id (bot) : NULL;
}

static int
compare (TrueconfChatItem *one, TrueconfChatItem *other)
{
  TrueconfMessage *last = trueconf_chat_item_get_last_message (one);
  TrueconfMessage *other_last = trueconf_chat_item_get_last_message (other);
  gint64 time = last != NULL ? trueconf_message_get_timestamp (last) : G_MININT64;
  gint64 other_time = other_last != NULL ? trueconf_message_get_timestamp (other_last) : G_MININT64;

  if (time == other_time)
    return 0;

  return time > other_time ? -1 : 1;
}

static int
compare_pointers (gconstpointer a, gconstpointer b)
{
  return compare (*(TrueconfChatItem *const *) a, *(TrueconfChatItem *const *) b);
}

static TrueconfChatItem *
peek (TrueconfChatList *self, guint position)
{
  return trueconf_live_list_peek (TRUECONF_LIVE_LIST (self), position);
}

static TrueconfChatItem *
find (TrueconfChatList *self, const char *chat_id)
{
  return chat_id != NULL ? g_hash_table_lookup (self->by_id, chat_id) : NULL;
}

/* Where the item belongs if it were not in the list: of two that are equal, the one that comes later is above. */
static guint
find_place (TrueconfChatList *self, TrueconfChatItem *item)
{
  guint n = trueconf_live_list_get_length (TRUECONF_LIVE_LIST (self));
  guint place = 0;

  for (guint i = 0; i < n; i++)
    {
      TrueconfChatItem *other = peek (self, i);

      if (other == item)
        continue;
      if (compare (item, other) <= 0)
        break;
      place++;
    }

  return place;
}

/* The item has changed; `has_news`: it has a message that has just come. */
static void
put_in_place (TrueconfChatList *self, TrueconfChatItem *item, gboolean has_news)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);
  guint n = trueconf_live_list_get_length (list);
  guint from;
  guint place;

  if (!trueconf_live_list_find (list, item, &from))
    return;

  place = from;
  if (has_news || (from > 0 && compare (peek (self, from - 1), item) > 0) ||
      (from + 1 < n && compare (item, peek (self, from + 1)) > 0))
    place = find_place (self, item);
  if (place == from)
    trueconf_live_list_item_changed (list, item);
  else
    trueconf_live_list_move (list, from, place);
}

static void
remove_chat (TrueconfChatList *self, const char *chat_id)
{
  TrueconfChatItem *item = find (self, chat_id);
  guint position;

  if (item == NULL || !trueconf_live_list_find (TRUECONF_LIVE_LIST (self), item, &position))
    return;

  g_hash_table_remove (self->by_id, chat_id);
  trueconf_live_list_remove (TRUECONF_LIVE_LIST (self), position);
}

static void
add (TrueconfChatList *self, const char *chat_id, TrueconfChatItem *item)
{
  trueconf_chat_item_count_at_least (item, GPOINTER_TO_UINT (g_hash_table_lookup (self->strange, chat_id)));
  g_hash_table_remove (self->strange, chat_id);
  g_hash_table_replace (self->by_id, g_strdup (chat_id), item);
  trueconf_live_list_insert (TRUECONF_LIVE_LIST (self), find_place (self, item), item);
}

static void
put (TrueconfChatList *self, const char *chat_id, TrueconfChat *chat)
{
  TrueconfChatItem *item = find (self, chat_id);
  g_autoptr (TrueconfChatItem) created = NULL;

  if (item != NULL)
    {
      if (trueconf_chat_item_set_chat (item, chat, FALSE))
        put_in_place (self, item, FALSE);
      return;
    }

  created = trueconf_chat_item_new (chat_id);
  trueconf_chat_item_set_chat (created, chat, TRUE);
  add (self, chat_id, created);
}

/* ---- reading all of it again */

static void
take_chats (TrueconfLiveList *list, GPtrArray *chats)
{
  TrueconfChatList *self = TRUECONF_CHAT_LIST (list);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) differing = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);

  for (guint i = 0; i < chats->len; i++)
    {
      TrueconfChat *chat = g_ptr_array_index (chats, i);
      const char *id = trueconf_chat_get_chat_id (chat);
      TrueconfChatItem *item = find (self, id);
      gboolean is_new = item == NULL;

      item = is_new ? trueconf_chat_item_new (id) : g_object_ref (item);
      g_ptr_array_add (items, item);
      g_hash_table_replace (by_id, g_strdup (id), item);
      if (trueconf_chat_item_set_chat (item, chat, TRUE) && !is_new)
        g_ptr_array_add (differing, g_object_ref (item));
    }
  /* stable: of equal ones, the order is the server's */
  g_ptr_array_sort (items, compare_pointers);

  g_hash_table_unref (self->by_id);
  self->by_id = g_steal_pointer (&by_id);
  g_hash_table_remove_all (self->strange);
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
  trueconf_bot_get_chats_async (trueconf_live_list_get_bot (list), size, number, cancellable, callback,
                                user_data);
}

static char *
dup_key (gpointer chat)
{
  return g_strdup (trueconf_chat_get_chat_id (chat));
}

static const TrueconfLivePagesTable pages = {
  .size = PAGE,
  .ask = ask_for_page,
  .finish = trueconf_bot_get_chats_finish,
  .dup_key = dup_key,
  .count_removals = trueconf_live_list_count_removed_chats,
  .done = take_chats,
};

static void
trueconf_chat_list_load (TrueconfLiveList *list)
{
  trueconf_live_list_read_pages (list, &pages);
}

/* ---- reading one chat */

static void
chat_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TrueconfChat) chat = trueconf_bot_get_chat_by_id_finish (TRUECONF_BOT (source), result, &error);
  g_autoptr (TrueconfLiveList) list = trueconf_live_call_end_fetch (user_data, &id);
  TrueconfChatList *self = (TrueconfChatList *) list;

  if (self == NULL)
    return;

  if (chat != NULL)
    put (self, id, chat);
  else if (g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND) ||
           g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT))
    remove_chat (self, id);
  else
    trueconf_live_list_set_error (list, error);
  g_hash_table_remove (self->strange, id);
}

static void
trueconf_chat_list_fetch (TrueconfLiveList *list, TrueconfBot *bot, TrueconfLiveCall *call, const char *id)
{
  trueconf_bot_get_chat_by_id_async (bot, id, trueconf_live_list_get_cancellable (list), chat_cb, call);
}

/* ---- what the bot hears and does */

static void
add_message (TrueconfChatList *self, TrueconfMessage *message)
{
  const char *chat_id = trueconf_message_get_chat_id (message);
  TrueconfChatItem *item = find (self, chat_id);

  if (item == NULL)
    {
      if (chat_id == NULL)
        return;
      /* The server has forgotten that it is unread when it tells of the chat. */
      if (trueconf_chat_item_is_of_others (message, get_bot_id (self)))
        {
          guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->strange, chat_id));

          g_hash_table_replace (self->strange, g_strdup (chat_id), GUINT_TO_POINTER (n + 1));
        }
      trueconf_live_list_want (TRUECONF_LIVE_LIST (self), chat_id);
      return;
    }

  if (trueconf_chat_item_add_message (item, message, get_bot_id (self)))
    put_in_place (self, item, TRUE);
}

/* An answer that is on its way may be older than the message. */
static void
want_if_asked (TrueconfChatList *self, const char *chat_id)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);

  if (chat_id != NULL && trueconf_live_list_is_wanted (list, chat_id))
    trueconf_live_list_want (list, chat_id);
}

static void
message_changed (TrueconfChatList *self, const char *chat_id, const char *message_id)
{
  TrueconfChatItem *item = find (self, chat_id);
  TrueconfMessage *last = item != NULL ? trueconf_chat_item_get_last_message (item) : NULL;

  if (message_id == NULL || last == NULL ||
      g_strcmp0 (trueconf_message_get_message_id (last), message_id) == 0)
    trueconf_live_list_want (TRUECONF_LIVE_LIST (self), chat_id);
}

static void
trueconf_chat_list_received (TrueconfLiveList *list, TrueconfEvent *event)
{
  TrueconfChatList *self = TRUECONF_CHAT_LIST (list);
  const char *chat_id = trueconf_event_get_chat_key (event);
  TrueconfChatItem *item = find (self, chat_id);
  gboolean differs = FALSE;

  if (chat_id == NULL)
    return;

  /* as a number, so that an event which is new in the protocol needs nothing here */
  switch ((int) trueconf_event_get_event_type (event))
    {
    case TRUECONF_EVENT_TYPE_MESSAGE:
    case TRUECONF_EVENT_TYPE_SYSTEM_MESSAGE:
      add_message (self, TRUECONF_MESSAGE (event));
      want_if_asked (self, chat_id);
      break;

    case TRUECONF_EVENT_TYPE_EDITED_MESSAGE:
      message_changed (self, chat_id,
                       trueconf_edited_message_get_message_id (TRUECONF_EDITED_MESSAGE (event)));
      break;

    case TRUECONF_EVENT_TYPE_REMOVED_MESSAGE:
      message_changed (self, chat_id,
                       trueconf_removed_message_get_message_id (TRUECONF_REMOVED_MESSAGE (event)));
      break;

    case TRUECONF_EVENT_TYPE_REMOVED_CHAT:
      remove_chat (self, chat_id);
      want_if_asked (self, chat_id);
      break;

    case TRUECONF_EVENT_TYPE_CLEARED_CHAT_HISTORY:
      if (item != NULL && trueconf_chat_item_clear (item))
        put_in_place (self, item, FALSE);
      trueconf_live_list_want (list, chat_id);
      break;

    case TRUECONF_EVENT_TYPE_EDITED_CHAT_TITLE:
      differs = item != NULL && trueconf_chat_item_set_title (item, trueconf_edited_chat_title_get_title (
                                                                        TRUECONF_EDITED_CHAT_TITLE (event)));
      if (differs)
        trueconf_live_list_item_changed (list, item);
      trueconf_live_list_want (list, chat_id);
      break;

    case TRUECONF_EVENT_TYPE_EDITED_CHAT_AVATAR:
      differs = item != NULL &&
                trueconf_chat_item_set_avatar_url (
                    item, trueconf_edited_chat_avatar_get_avatar_url (TRUECONF_EDITED_CHAT_AVATAR (event)));
      if (differs)
        trueconf_live_list_item_changed (list, item);
      trueconf_live_list_want (list, chat_id);
      break;

    case TRUECONF_EVENT_TYPE_CREATED_CHANNEL:
    case TRUECONF_EVENT_TYPE_CREATED_FAVORITES_CHAT:
    case TRUECONF_EVENT_TYPE_CREATED_GROUP_CHAT:
    case TRUECONF_EVENT_TYPE_CREATED_PERSONAL_CHAT:
      if (item == NULL)
        {
          g_autoptr (TrueconfChatItem) created = trueconf_chat_item_new_from_event (chat_id, event);

          add (self, chat_id, created);
        }
      trueconf_live_list_want (list, chat_id);
      break;

    /* the server may note them in the chat */
    case TRUECONF_EVENT_TYPE_ADDED_CHAT_PARTICIPANT:
    case TRUECONF_EVENT_TYPE_REMOVED_CHAT_PARTICIPANT:
    case TRUECONF_EVENT_TYPE_CHANGED_PARTICIPANT_ROLE:
      trueconf_live_list_want (list, chat_id);
      break;

    default:
      break;
    }
}

static const char *
find_chat_of_message (TrueconfChatList *self, const char *message_id)
{
  guint n = trueconf_live_list_get_length (TRUECONF_LIVE_LIST (self));

  for (guint i = 0; i < n; i++)
    {
      TrueconfMessage *last = trueconf_chat_item_get_last_message (peek (self, i));

      if (last != NULL && g_strcmp0 (trueconf_message_get_message_id (last), message_id) == 0)
        return trueconf_chat_item_get_chat_id (peek (self, i));
    }

  return NULL;
}

static void
trueconf_chat_list_done (TrueconfLiveList *list, TrueconfDeed *deed)
{
  TrueconfChatList *self = TRUECONF_CHAT_LIST (list);
  const char *chat_id = deed->subject.chat_id;

  if (deed->error == NULL && deed->method == TRUECONF_METHOD_OTHER)
    {
      trueconf_live_list_begin_load (list);
      return;
    }

  if (chat_id == NULL)
    chat_id = deed->created_id;
  if (chat_id == NULL && deed->sent != NULL)
    chat_id = trueconf_sent_message_get_chat_id (deed->sent);
  if (chat_id == NULL && deed->subject.message_id != NULL)
    chat_id = find_chat_of_message (self, deed->subject.message_id);
  if (chat_id == NULL || deed->error != NULL)
    return;

  if (deed->method == TRUECONF_METHOD_DELETE_CHAT)
    remove_chat (self, chat_id);
  if (deed->method != TRUECONF_METHOD_EDIT_MESSAGE && deed->method != TRUECONF_METHOD_EDIT_SURVEY)
    trueconf_live_list_want (list, chat_id);
  else
    message_changed (self, chat_id, deed->subject.message_id);
}

static const TrueconfLiveListTable table = {
  .get_item_type = trueconf_chat_item_get_type,
  .load = trueconf_chat_list_load,
  .received = trueconf_chat_list_received,
  .done = trueconf_chat_list_done,
  .fetch = trueconf_chat_list_fetch,
};

/* ---- GObject */

static void
trueconf_chat_list_finalize (GObject *object)
{
  TrueconfChatList *self = TRUECONF_CHAT_LIST (object);

  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->strange, g_hash_table_unref);

  G_OBJECT_CLASS (trueconf_chat_list_parent_class)->finalize (object);
}

static void
trueconf_chat_list_class_init (TrueconfChatListClass *klass)
{
  TRUECONF_LIVE_LIST_CLASS (klass)->table = &table;
  G_OBJECT_CLASS (klass)->finalize = trueconf_chat_list_finalize;
}

static void
trueconf_chat_list_init (TrueconfChatList *self)
{
  self->by_id = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  self->strange = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
}

/**
 * trueconf_chat_list_new:
 * @bot: a bot
 *
 * Makes a list of the chats that the bot is in. It is filled as soon as the bot has logged in.
 *
 * Returns: (transfer full): a list
 *
 * Since: 0.1
 */
TrueconfChatList *
trueconf_chat_list_new (TrueconfBot *bot)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (bot), NULL);

  return g_object_new (TRUECONF_TYPE_CHAT_LIST, "bot", bot, NULL);
}

/**
 * trueconf_chat_list_find_chat:
 * @self: a list
 * @chat_id: the id of a chat
 *
 * Finds a chat.
 *
 * Returns: (nullable) (transfer none): its item, or `NULL` if it is not in the list
 *
 * Since: 0.1
 */
TrueconfChatItem *
trueconf_chat_list_find_chat (TrueconfChatList *self, const char *chat_id)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_LIST (self), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);

  return find (self, chat_id);
}
