/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-history.h"
#include "bot/trueconf-bot-private.h"
#include "lists/trueconf-live-list-private.h"
#include "lists/trueconf-message-item-private.h"
#include "lists/trueconf-transcript-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-message-order-private.h"
#include "model/trueconf-message.h"
#include "model/trueconf-sent-message.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"
#include "trueconf-protocol.h"

/**
 * TrueconfTranscript:
 *
 * The messages of a chat, the oldest first, see [class@LiveList].
 *
 * ```c
 * g_autoptr (TrueconfTranscript) transcript = trueconf_transcript_new (bot, chat_id);
 * GtkSelectionModel *model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (transcript)));
 *
 * gtk_list_view_set_model (view, model);
 * ```
 *
 * It begins with the newest messages. [method@Transcript.load_more_async] adds older ones at the beginning. Edits, removals,
 * and messages of the server, such as the one about a new title, are followed.
 *
 * What the bot sends to the chat is in the list at once, at its end, with [property@MessageItem:state]
 * `TRUECONF_DELIVERY_STATE_WAITING`. When the server has it, the same item goes to its place. If it fails, the item stays at
 * the end until it is removed by [method@Transcript.discard]. A file is in the list when it has been uploaded.
 *
 * After a reconnection the newest 2,000 messages are read again. Older ones are taken out of the list, and can be loaded
 * again.
 *
 * Since: 0.1
 */

#define PAGE        100
#define TAIL        20
#define MAX_READ    2000
#define MAX_RESTART 5

/* no id of a message */
#define NEWEST "\n"

G_DEFINE_FINAL_TYPE (TrueconfTranscript, trueconf_transcript, TRUECONF_TYPE_LIVE_LIST)

typedef enum
{
  PROP_CHAT_ID = 1,
  PROP_HAS_MORE,
} TrueconfTranscriptProperty;

static GParamSpec *properties[PROP_HAS_MORE + 1];

void
trueconf_transcript_set_has_more (TrueconfTranscript *self, gboolean has_more)
{
  if (self->has_more == has_more)
    return;

  self->has_more = has_more;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_MORE]);
}

const char *
trueconf_transcript_get_bot_id (TrueconfTranscript *self)
{
  TrueconfBot *bot = trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (self));

  return bot != NULL ? trueconf_bot_get_user_id (bot) : NULL;
}

static TrueconfMessageItem *
peek (TrueconfTranscript *self, guint position)
{
  return trueconf_live_list_peek (TRUECONF_LIVE_LIST (self), position);
}

TrueconfMessage *
trueconf_transcript_peek_message (TrueconfTranscript *self, guint position)
{
  return trueconf_message_item_get_message (peek (self, position));
}

void
trueconf_transcript_remember (TrueconfTranscript *self, TrueconfMessageItem *item)
{
  const char *id = trueconf_message_item_get_message_id (item);

  if (id != NULL)
    g_hash_table_replace (self->by_id, g_strdup (id), item);
}

guint
trueconf_transcript_count_placed (TrueconfTranscript *self)
{
  guint n = trueconf_live_list_get_length (TRUECONF_LIVE_LIST (self));

  while (n > 0 && trueconf_transcript_peek_message (self, n - 1) == NULL)
    n--;

  return n;
}

static guint
find_place (TrueconfTranscript *self, TrueconfMessage *message, guint n_placed)
{
  guint place = n_placed;

  while (place > 0 &&
         trueconf_message_compare (message, trueconf_transcript_peek_message (self, place - 1)) < 0)
    place--;

  return place;
}

static void
remove_id (TrueconfTranscript *self, const char *message_id)
{
  TrueconfMessageItem *item = message_id != NULL ? g_hash_table_lookup (self->by_id, message_id) : NULL;
  guint position;

  if (item == NULL || !trueconf_live_list_find (TRUECONF_LIVE_LIST (self), item, &position))
    return;

  g_hash_table_remove (self->by_id, message_id);
  trueconf_live_list_remove (TRUECONF_LIVE_LIST (self), position);
}

/* All that the server has had; what is on its way remains. */
static void
remove_placed (TrueconfTranscript *self)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_new_with_free_func (g_object_unref);

  g_hash_table_remove_all (self->by_id);
  for (guint i = trueconf_transcript_count_placed (self);
       i < trueconf_live_list_get_length (TRUECONF_LIVE_LIST (self)); i++)
    {
      g_ptr_array_add (rest, g_object_ref (peek (self, i)));
      trueconf_transcript_remember (self, peek (self, i));
    }
  trueconf_live_list_replace_all (TRUECONF_LIVE_LIST (self), rest);
  trueconf_transcript_set_has_more (self, FALSE);
}

static void
put_again (TrueconfTranscript *self, TrueconfMessageItem *item, TrueconfMessage *message)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);
  gboolean was_placed = trueconf_message_item_get_message (item) != NULL;
  guint n_placed = trueconf_transcript_count_placed (self);
  guint from;

  if (!trueconf_live_list_find (list, item, &from) ||
      !trueconf_message_item_set_message (item, message, trueconf_transcript_get_bot_id (self)))
    return;

  if (was_placed)
    {
      trueconf_live_list_item_changed (list, item);
      return;
    }

  if (trueconf_live_list_find (list, item, &from))
    {
      guint place = find_place (self, message, n_placed);

      if (place == from)
        trueconf_live_list_item_changed (list, item);
      else
        trueconf_live_list_move (list, from, place);
    }
}

static void
put (TrueconfTranscript *self, TrueconfMessage *message)
{
  const char *id = trueconf_message_get_message_id (message);
  TrueconfMessageItem *item = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
  g_autoptr (TrueconfMessageItem) created = NULL;
  guint place;

  if (id == NULL)
    return;

  if (item != NULL)
    {
      put_again (self, item, message);
      return;
    }

  place = find_place (self, message, trueconf_transcript_count_placed (self));
  /* it comes when older messages are loaded */
  if (place == 0 && self->has_more && trueconf_transcript_count_placed (self) > 0)
    return;

  created = trueconf_message_item_new (message, trueconf_transcript_get_bot_id (self));
  trueconf_transcript_remember (self, created);
  trueconf_live_list_insert (TRUECONF_LIVE_LIST (self), place, created);
}

/* ---- reading all of it again */

static void read_page (TrueconfTranscript *self);

static void
finish_read (TrueconfTranscript *self, gboolean at_end, gboolean too_many)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);
  g_autoptr (GPtrArray) read = g_steal_pointer (&self->read);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) edited = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  TrueconfMessage *last = read->len > 0 ? g_ptr_array_index (read, read->len - 1) : NULL;
  guint n_placed = trueconf_transcript_count_placed (self);
  guint n_older = 0;

  /* older ones that were loaded in the meantime */
  if (!at_end && !too_many && last != NULL)
    while (n_older < n_placed &&
           trueconf_message_compare (trueconf_transcript_peek_message (self, n_older), last) < 0)
      g_ptr_array_add (items, g_object_ref (peek (self, n_older++)));

  for (guint i = read->len; i > 0; i--)
    {
      TrueconfMessage *message = g_ptr_array_index (read, i - 1);
      TrueconfMessageItem *item =
          g_hash_table_lookup (self->by_id, trueconf_message_get_message_id (message));

      if (item == NULL)
        {
          g_ptr_array_add (items, trueconf_message_item_new (message, trueconf_transcript_get_bot_id (self)));
          continue;
        }
      g_ptr_array_add (items, g_object_ref (item));
      if (trueconf_message_item_set_message (item, message, trueconf_transcript_get_bot_id (self)))
        g_ptr_array_add (edited, g_object_ref (item));
    }

  for (guint i = 0; i < items->len; i++)
    {
      TrueconfMessageItem *item = g_ptr_array_index (items, i);

      g_hash_table_replace (by_id, g_strdup (trueconf_message_item_get_message_id (item)), item);
    }
  for (guint i = 0; i < trueconf_live_list_get_length (list); i++)
    {
      TrueconfMessageItem *item = peek (self, i);
      const char *id = trueconf_message_item_get_message_id (item);

      if (trueconf_message_item_get_message (item) != NULL ||
          (id != NULL && g_hash_table_contains (by_id, id)))
        continue;
      g_ptr_array_add (items, g_object_ref (item));
      if (id != NULL)
        g_hash_table_replace (by_id, g_strdup (id), item);
    }

  g_hash_table_unref (self->by_id);
  self->by_id = g_steal_pointer (&by_id);
  if (at_end || n_older == 0)
    trueconf_transcript_set_has_more (self, !at_end);
  g_clear_object (&self->oldest);
  trueconf_live_list_loaded (list, items);
  for (guint i = 0; i < edited->len; i++)
    trueconf_live_list_item_changed (list, g_ptr_array_index (edited, i));
}

static guint
get_page_size (TrueconfTranscript *self)
{
  return self->oldest != NULL ? PAGE : TRUECONF_TRANSCRIPT_PAGE;
}

static gboolean
add_to_read (TrueconfTranscript *self, GListModel *page)
{
  gboolean added = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (page); i++)
    {
      g_autoptr (TrueconfMessage) message = g_list_model_get_item (page, i);
      const char *id = trueconf_message_get_message_id (message);
      gboolean known = id == NULL;

      /* a page begins with the message that the last one ended with */
      for (guint j = self->read->len; !known && j > 0 && j + PAGE > self->read->len; j--)
        known = g_str_equal (id, trueconf_message_get_message_id (g_ptr_array_index (self->read, j - 1)));
      if (known)
        continue;
      g_ptr_array_add (self->read, g_steal_pointer (&message));
      added = TRUE;
    }

  return added;
}

static gboolean
is_no_chat (const GError *error)
{
  return g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND) ||
         g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) page = trueconf_bot_get_chat_history_finish (TRUECONF_BOT (source), result, &error);
  g_autoptr (TrueconfLiveList) list = trueconf_live_call_end (user_data, NULL);
  TrueconfTranscript *self = (TrueconfTranscript *) list;
  TrueconfMessage *last;
  gboolean at_end;

  if (self == NULL)
    return;

  /* the message that the page was to begin with has been removed */
  if (g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND) &&
      self->read->len > 0 && self->restarts++ < MAX_RESTART)
    {
      g_ptr_array_set_size (self->read, 0);
      read_page (self);
      return;
    }

  if (page == NULL)
    {
      if (is_no_chat (error))
        remove_placed (self);
      trueconf_live_list_load_failed (list, error);
      return;
    }

  at_end = g_list_model_get_n_items (page) < get_page_size (self);
  at_end = !add_to_read (self, page) || at_end;
  last = self->read->len > 0 ? g_ptr_array_index (self->read, self->read->len - 1) : NULL;
  if (at_end || self->oldest == NULL || self->read->len >= MAX_READ ||
      trueconf_message_compare (last, self->oldest) <= 0)
    finish_read (self, at_end, self->read->len >= MAX_READ);
  else
    read_page (self);
}

static void
read_page (TrueconfTranscript *self)
{
  TrueconfLiveList *list = TRUECONF_LIVE_LIST (self);
  TrueconfMessage *last = self->read->len > 0 ? g_ptr_array_index (self->read, self->read->len - 1) : NULL;

  trueconf_bot_get_chat_history_async (trueconf_live_list_get_bot (list), self->chat_id, get_page_size (self),
                                       last != NULL ? trueconf_message_get_message_id (last) : NULL,
                                       trueconf_live_list_get_cancellable (list), page_cb,
                                       trueconf_live_call_new (list, NULL));
}

static void
trueconf_transcript_load (TrueconfLiveList *list)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);

  g_clear_pointer (&self->read, g_ptr_array_unref);
  self->read = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_object (&self->oldest);
  if (trueconf_transcript_count_placed (self) > 0)
    self->oldest = g_object_ref (trueconf_transcript_peek_message (self, 0));
  self->restarts = 0;
  read_page (self);
}

/* ---- reading one message, or the newest */

static void
tail_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GListModel) page = trueconf_bot_get_chat_history_finish (TRUECONF_BOT (source), result, &error);
  g_autoptr (TrueconfLiveList) list = trueconf_live_call_end_fetch (user_data, &id);
  TrueconfTranscript *self = (TrueconfTranscript *) list;
  gboolean joins = FALSE;
  guint n;

  if (self == NULL)
    return;

  if (page == NULL)
    {
      if (!is_no_chat (error))
        trueconf_live_list_set_error (list, error);
      return;
    }

  n = g_list_model_get_n_items (page);
  for (guint i = 0; i < n && !joins; i++)
    {
      g_autoptr (TrueconfMessage) message = g_list_model_get_item (page, i);
      const char *message_id = trueconf_message_get_message_id (message);

      joins = message_id != NULL && g_hash_table_contains (self->by_id, message_id);
    }
  if (n == TAIL && !joins)
    {
      trueconf_live_list_begin_load (list);
      return;
    }

  for (guint i = n; i > 0; i--)
    {
      g_autoptr (TrueconfMessage) message = g_list_model_get_item (page, i - 1);

      put (self, message);
    }
}

static void
message_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TrueconfMessage) message =
      trueconf_bot_get_message_by_id_finish (TRUECONF_BOT (source), result, &error);
  g_autoptr (TrueconfLiveList) list = trueconf_live_call_end_fetch (user_data, &id);
  TrueconfTranscript *self = (TrueconfTranscript *) list;

  if (self == NULL)
    return;

  if (message != NULL)
    put (self, message);
  else if (g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND))
    remove_id (self, id);
  else
    trueconf_live_list_set_error (list, error);
}

static void
trueconf_transcript_fetch (TrueconfLiveList *list, TrueconfBot *bot, TrueconfLiveCall *call, const char *id)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);
  GCancellable *cancellable = trueconf_live_list_get_cancellable (list);

  if (g_str_equal (id, NEWEST))
    trueconf_bot_get_chat_history_async (bot, self->chat_id, TAIL, NULL, cancellable, tail_cb, call);
  else
    trueconf_bot_get_message_by_id_async (bot, id, cancellable, message_cb, call);
}

/* ---- what the bot hears and does */

static void
trueconf_transcript_received (TrueconfLiveList *list, TrueconfEvent *event)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);
  const char *id;

  if (g_strcmp0 (trueconf_event_get_chat_key (event), self->chat_id) != 0)
    return;

  /* as a number, so that an event which is new in the protocol needs nothing here */
  switch ((int) trueconf_event_get_event_type (event))
    {
    case TRUECONF_EVENT_TYPE_MESSAGE:
    case TRUECONF_EVENT_TYPE_SYSTEM_MESSAGE:
      put (self, TRUECONF_MESSAGE (event));
      break;

    case TRUECONF_EVENT_TYPE_EDITED_MESSAGE:
      id = trueconf_edited_message_get_message_id (TRUECONF_EDITED_MESSAGE (event));
      if (id == NULL)
        trueconf_live_list_begin_load (list);
      else if (g_hash_table_contains (self->by_id, id))
        trueconf_live_list_want (list, id);
      break;

    case TRUECONF_EVENT_TYPE_REMOVED_MESSAGE:
      remove_id (self, trueconf_removed_message_get_message_id (TRUECONF_REMOVED_MESSAGE (event)));
      break;

    case TRUECONF_EVENT_TYPE_CLEARED_CHAT_HISTORY:
      remove_placed (self);
      trueconf_live_list_want (list, NEWEST);
      break;

    case TRUECONF_EVENT_TYPE_REMOVED_CHAT:
      remove_placed (self);
      break;

    case TRUECONF_EVENT_TYPE_CREATED_CHANNEL:
    case TRUECONF_EVENT_TYPE_CREATED_FAVORITES_CHAT:
    case TRUECONF_EVENT_TYPE_CREATED_GROUP_CHAT:
    case TRUECONF_EVENT_TYPE_CREATED_PERSONAL_CHAT:
      trueconf_live_list_begin_load (list);
      break;

    /* the server notes them in the chat */
    case TRUECONF_EVENT_TYPE_ADDED_CHAT_PARTICIPANT:
    case TRUECONF_EVENT_TYPE_REMOVED_CHAT_PARTICIPANT:
    case TRUECONF_EVENT_TYPE_CHANGED_PARTICIPANT_ROLE:
    case TRUECONF_EVENT_TYPE_EDITED_CHAT_AVATAR:
    case TRUECONF_EVENT_TYPE_EDITED_CHAT_TITLE:
      trueconf_live_list_want (list, NEWEST);
      break;

    default:
      break;
    }
}

static gboolean
sends (TrueconfDeed *deed)
{
  return deed->method == TRUECONF_METHOD_SEND_MESSAGE || deed->method == TRUECONF_METHOD_SEND_FILE ||
         deed->method == TRUECONF_METHOD_SEND_SURVEY || deed->method == TRUECONF_METHOD_FORWARD_MESSAGE;
}

static void
trueconf_transcript_begun (TrueconfLiveList *list, TrueconfDeed *deed)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);
  g_autoptr (TrueconfMessageItem) item = NULL;

  if (!sends (deed) || g_strcmp0 (deed->subject.chat_id, self->chat_id) != 0)
    return;

  item = trueconf_message_item_new_waiting (deed->request, deed->subject.text,
                                            trueconf_transcript_get_bot_id (self));
  trueconf_live_list_insert (list, trueconf_live_list_get_length (list), item);
}

static TrueconfMessageItem *
find_waiting (TrueconfTranscript *self, gconstpointer request)
{
  guint n = trueconf_live_list_get_length (TRUECONF_LIVE_LIST (self));

  for (guint i = trueconf_transcript_count_placed (self); i < n; i++)
    if (trueconf_message_item_is_request (peek (self, i), request))
      return peek (self, i);

  return NULL;
}

/* A page that is being read may have the message already. */
static void
trueconf_transcript_ended (TrueconfLiveList *list, TrueconfDeed *deed)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);
  TrueconfMessageItem *found = sends (deed) ? find_waiting (self, deed->request) : NULL;
  g_autoptr (TrueconfMessageItem) item = NULL;
  const char *id = deed->sent != NULL ? trueconf_sent_message_get_message_id (deed->sent) : NULL;
  guint position;

  if (found == NULL)
    return;

  item = g_object_ref (found);
  if (deed->error != NULL)
    {
      trueconf_message_item_set_failed (item, deed->error);
      trueconf_live_list_item_changed (list, item);
      return;
    }

  /* whoever else has told of it was faster, or the server does not say which message it is */
  if (id == NULL || g_hash_table_contains (self->by_id, id))
    {
      if (trueconf_live_list_find (list, item, &position))
        trueconf_live_list_remove (list, position);
      return;
    }

  trueconf_message_item_set_delivered (item, id, trueconf_sent_message_get_timestamp (deed->sent));
  trueconf_transcript_remember (self, item);
  trueconf_live_list_item_changed (list, item);
}

static void
want_sent (TrueconfLiveList *list, TrueconfDeed *deed)
{
  const char *id = deed->sent != NULL ? trueconf_sent_message_get_message_id (deed->sent) : NULL;
  const char *caption_id =
      deed->sent != NULL ? trueconf_sent_message_get_caption_message_id (deed->sent) : NULL;

  trueconf_live_list_want (list, id != NULL ? id : NEWEST);
  if (caption_id != NULL && g_strcmp0 (caption_id, id) != 0)
    trueconf_live_list_want (list, caption_id);
}

static void
trueconf_transcript_done (TrueconfLiveList *list, TrueconfDeed *deed)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);
  gboolean here = g_strcmp0 (deed->subject.chat_id, self->chat_id) == 0;
  const char *id = deed->subject.message_id;

  if (sends (deed))
    {
      if (here && deed->error == NULL)
        want_sent (list, deed);
    }
  else if (deed->method == TRUECONF_METHOD_EDIT_MESSAGE || deed->method == TRUECONF_METHOD_EDIT_SURVEY)
    {
      /* also after an error: it may have been carried out */
      if (id != NULL && g_hash_table_contains (self->by_id, id))
        trueconf_live_list_want (list, id);
    }
  else if (deed->error != NULL)
    {
      return;
    }
  else if (deed->method == TRUECONF_METHOD_REMOVE_MESSAGE)
    {
      remove_id (self, id);
    }
  else if (deed->method == TRUECONF_METHOD_OTHER)
    {
      trueconf_live_list_begin_load (list);
    }
  else if (here)
    {
      if (deed->method == TRUECONF_METHOD_CLEAR_CHAT_HISTORY || deed->method == TRUECONF_METHOD_DELETE_CHAT)
        remove_placed (self);
      if (deed->method != TRUECONF_METHOD_DELETE_CHAT)
        trueconf_live_list_want (list, NEWEST);
    }
}

/* Those whose text was about to be read when the list was begun to be read again. */
static void
trueconf_transcript_settled (TrueconfLiveList *list)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);

  for (guint i = trueconf_transcript_count_placed (self); i < trueconf_live_list_get_length (list); i++)
    {
      const char *id = trueconf_message_item_get_message_id (peek (self, i));

      if (id != NULL && !trueconf_live_list_is_wanted (list, id))
        trueconf_live_list_want (list, id);
    }
}

static void
trueconf_transcript_gone (TrueconfLiveList *list)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (list);
  g_autoptr (GError) error = trueconf_bot_make_disposed_error ();

  for (guint i = trueconf_transcript_count_placed (self); i < trueconf_live_list_get_length (list); i++)
    {
      g_autoptr (TrueconfMessageItem) item = g_object_ref (peek (self, i));

      if (trueconf_message_item_get_state (item) != TRUECONF_DELIVERY_STATE_WAITING)
        continue;
      trueconf_message_item_set_failed (item, error);
      trueconf_live_list_item_changed (list, item);
    }
  trueconf_transcript_set_has_more (self, FALSE);
}

static const TrueconfLiveListTable table = {
  .get_item_type = trueconf_message_item_get_type,
  .load = trueconf_transcript_load,
  .received = trueconf_transcript_received,
  .begun = trueconf_transcript_begun,
  .ended = trueconf_transcript_ended,
  .done = trueconf_transcript_done,
  .fetch = trueconf_transcript_fetch,
  .settled = trueconf_transcript_settled,
  .gone = trueconf_transcript_gone,
};

/* ---- GObject */

static void
trueconf_transcript_finalize (GObject *object)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (object);

  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->read, g_ptr_array_unref);
  g_clear_object (&self->oldest);

  G_OBJECT_CLASS (trueconf_transcript_parent_class)->finalize (object);
}

static void
trueconf_transcript_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (object);

  switch ((TrueconfTranscriptProperty) prop_id)
    {
    case PROP_CHAT_ID:
      g_value_set_string (value, self->chat_id);
      break;

    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_transcript_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfTranscript *self = TRUECONF_TRANSCRIPT (object);

  switch ((TrueconfTranscriptProperty) prop_id)
    {
    case PROP_CHAT_ID:
      self->chat_id = g_value_dup_string (value);
      break;

    case PROP_HAS_MORE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_transcript_class_init (TrueconfTranscriptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  TRUECONF_LIVE_LIST_CLASS (klass)->table = &table;
  object_class->finalize = trueconf_transcript_finalize;
  object_class->get_property = trueconf_transcript_get_property;
  object_class->set_property = trueconf_transcript_set_property;

  /**
   * TrueconfTranscript:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] = g_param_spec_string ("chat-id", NULL, NULL, NULL,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                      G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfTranscript:has-more: (getter get_has_more)
   *
   * Whether the chat has messages that are older than those in the list.
   *
   * Since: 0.1
   */
  properties[PROP_HAS_MORE] = g_param_spec_boolean (
      "has-more", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_transcript_init (TrueconfTranscript *self)
{
  self->by_id = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
}

/**
 * trueconf_transcript_new:
 * @bot: a bot
 * @chat_id: the id of a chat that the bot is in
 *
 * Makes a list of the messages of a chat. It is filled as soon as the bot has logged in.
 *
 * Returns: (transfer full): a transcript
 *
 * Since: 0.1
 */
TrueconfTranscript *
trueconf_transcript_new (TrueconfBot *bot, const char *chat_id)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (bot), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_TRANSCRIPT, "bot", bot, "chat-id", chat_id, NULL);
}

/**
 * trueconf_transcript_get_chat_id: (get-property chat-id)
 * @self: a transcript
 *
 * Gets [property@Transcript:chat-id].
 *
 * Returns: (nullable): the id of the chat
 *
 * Since: 0.1
 */
const char *
trueconf_transcript_get_chat_id (TrueconfTranscript *self)
{
  g_return_val_if_fail (TRUECONF_IS_TRANSCRIPT (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_transcript_get_has_more: (get-property has-more)
 * @self: a transcript
 *
 * Gets [property@Transcript:has-more].
 *
 * Returns: whether there are older messages
 *
 * Since: 0.1
 */
gboolean
trueconf_transcript_get_has_more (TrueconfTranscript *self)
{
  g_return_val_if_fail (TRUECONF_IS_TRANSCRIPT (self), FALSE);

  return self->has_more;
}

/**
 * trueconf_transcript_find_message:
 * @self: a transcript
 * @message_id: the id of a message
 *
 * Finds a message, for example the one that another one replies to.
 *
 * Returns: (nullable) (transfer none): its item, or `NULL` if it is not in the list
 *
 * Since: 0.1
 */
TrueconfMessageItem *
trueconf_transcript_find_message (TrueconfTranscript *self, const char *message_id)
{
  g_return_val_if_fail (TRUECONF_IS_TRANSCRIPT (self), NULL);
  g_return_val_if_fail (message_id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, message_id);
}
