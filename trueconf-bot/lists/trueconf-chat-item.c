/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "lists/trueconf-chat-item-private.h"
#include "lists/trueconf-live-item-private.h"
#include "model/trueconf-author.h"
#include "model/trueconf-message-order-private.h"
#include "model/trueconf-system-message.h"
#include "model/trueconf-user-id-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-string-private.h"

/**
 * TrueconfChatItem:
 *
 * A chat in a [class@ChatList].
 *
 * [property@LiveItem:display-name] is the title; for a personal chat, it is the name of the other user.
 *
 * Since: 0.1
 */

struct _TrueconfChatItem
{
  TrueconfLiveItem parent_instance;

  char *chat_id;
  char *title;
  TrueconfChatType chat_type;
  guint unread_messages;
  guint counted; /* of them, as far as they are known to the server as unread */
  char *avatar_url;
  TrueconfMessage *last_message;
};

G_DEFINE_FINAL_TYPE (TrueconfChatItem, trueconf_chat_item, TRUECONF_TYPE_LIVE_ITEM)

typedef enum
{
  PROP_CHAT_ID = 1,
  PROP_TITLE,
  PROP_CHAT_TYPE,
  PROP_UNREAD_MESSAGES,
  PROP_AVATAR_URL,
  PROP_LAST_MESSAGE,
} TrueconfChatItemProperty;

static GParamSpec *properties[PROP_LAST_MESSAGE + 1];

static void
notify (TrueconfChatItem *self, TrueconfChatItemProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
trueconf_chat_item_finalize (GObject *object)
{
  TrueconfChatItem *self = TRUECONF_CHAT_ITEM (object);

  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->avatar_url, g_free);
  g_clear_object (&self->last_message);

  G_OBJECT_CLASS (trueconf_chat_item_parent_class)->finalize (object);
}

static void
trueconf_chat_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfChatItem *self = TRUECONF_CHAT_ITEM (object);

  switch ((TrueconfChatItemProperty) prop_id)
    {
    case PROP_CHAT_ID:
      g_value_set_string (value, self->chat_id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_CHAT_TYPE:
      g_value_set_enum (value, (int) self->chat_type);
      break;

    case PROP_UNREAD_MESSAGES:
      g_value_set_uint (value, self->unread_messages);
      break;

    case PROP_AVATAR_URL:
      g_value_set_string (value, self->avatar_url);
      break;

    case PROP_LAST_MESSAGE:
      g_value_set_object (value, self->last_message);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_chat_item_class_init (TrueconfChatItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_chat_item_finalize;
  object_class->get_property = trueconf_chat_item_get_property;

  /**
   * TrueconfChatItem:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] = g_param_spec_string (
      "chat-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfChatItem:title: (getter get_title)
   *
   * The title of the chat as the server says it, or `NULL`. That of a personal chat is the TrueConf ID of a user.
   *
   * Since: 0.1
   */
  properties[PROP_TITLE] = g_param_spec_string (
      "title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfChatItem:chat-type: (getter get_chat_type)
   *
   * The kind of chat.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_TYPE] =
      g_param_spec_enum ("chat-type", NULL, NULL, TRUECONF_TYPE_CHAT_TYPE, TRUECONF_CHAT_TYPE_UNKNOWN,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfChatItem:unread-messages: (getter get_unread_messages)
   *
   * The number of messages of others that have not been marked as read by [method@ChatItem.mark_read].
   *
   * It begins with those that the bot has not read, and goes up with each one that arrives. This is about the people who use
   * the list: to the server, a message is read when the bot has acknowledged it, see [property@Bot:ack-policy].
   *
   * Since: 0.1
   */
  properties[PROP_UNREAD_MESSAGES] =
      g_param_spec_uint ("unread-messages", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfChatItem:avatar-url: (getter get_avatar_url)
   *
   * The URL of the chat's picture, or `NULL` if it has none.
   *
   * Since: 0.1
   */
  properties[PROP_AVATAR_URL] = g_param_spec_string (
      "avatar-url", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfChatItem:last-message: (getter get_last_message)
   *
   * The newest message, or `NULL` if the chat is empty. When it is edited, this is another object.
   *
   * Since: 0.1
   */
  properties[PROP_LAST_MESSAGE] =
      g_param_spec_object ("last-message", NULL, NULL, TRUECONF_TYPE_MESSAGE,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_chat_item_init (TrueconfChatItem *self)
{
}

TrueconfChatItem *
trueconf_chat_item_new (const char *chat_id)
{
  TrueconfChatItem *self = g_object_new (TRUECONF_TYPE_CHAT_ITEM, NULL);

  self->chat_id = g_strdup (chat_id);

  return self;
}

/* ---- changes */

static gboolean
set_unread (TrueconfChatItem *self, guint unread)
{
  if (self->unread_messages == unread)
    return FALSE;

  self->unread_messages = unread;
  notify (self, PROP_UNREAD_MESSAGES);
  return TRUE;
}

static void
update_name (TrueconfChatItem *self)
{
  gboolean is_user = self->chat_type == TRUECONF_CHAT_TYPE_P2P && self->title != NULL &&
                     strchr (self->title, '@') != NULL && strchr (self->title, ' ') == NULL;

  trueconf_live_item_set_name (TRUECONF_LIVE_ITEM (self), is_user ? self->title : NULL, self->title);
}

void
trueconf_chat_item_count_at_least (TrueconfChatItem *self, guint n)
{
  set_unread (self, MAX (self->unread_messages, n));
}

TrueconfChatItem *
trueconf_chat_item_new_from_event (const char *chat_id, TrueconfEvent *event)
{
  TrueconfChatItem *self = trueconf_chat_item_new (chat_id);

  g_object_get (event, "title", &self->title, "chat-type", &self->chat_type, "unread-messages",
                &self->unread_messages, "last-message", &self->last_message, NULL);
  self->counted = self->unread_messages;
  update_name (self);

  return self;
}

gboolean
trueconf_chat_item_set_title (TrueconfChatItem *self, const char *title)
{
  if (!trueconf_set_string (&self->title, title))
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  notify (self, PROP_TITLE);
  update_name (self);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

gboolean
trueconf_chat_item_set_avatar_url (TrueconfChatItem *self, const char *avatar_url)
{
  if (!trueconf_set_string (&self->avatar_url, avatar_url))
    return FALSE;

  notify (self, PROP_AVATAR_URL);
  return TRUE;
}

static gboolean
is_same_message (TrueconfMessage *one, TrueconfMessage *other)
{
  if (one == NULL || other == NULL)
    return one == other;

  return g_strcmp0 (trueconf_message_get_message_id (one), trueconf_message_get_message_id (other)) == 0 &&
         trueconf_message_get_timestamp (one) == trueconf_message_get_timestamp (other) &&
         trueconf_message_get_message_type (one) == trueconf_message_get_message_type (other) &&
         g_strcmp0 (trueconf_message_get_plain_text (one), trueconf_message_get_plain_text (other)) == 0;
}

gboolean
trueconf_chat_item_set_last_message (TrueconfChatItem *self, TrueconfMessage *message)
{
  if (is_same_message (self->last_message, message))
    return FALSE;

  g_set_object (&self->last_message, message);
  notify (self, PROP_LAST_MESSAGE);
  return TRUE;
}

gboolean
trueconf_chat_item_is_of_others (TrueconfMessage *message, const char *bot_id)
{
  TrueconfAuthor *author = trueconf_message_get_author (message);
  const char *id = author != NULL ? trueconf_author_get_id (author) : NULL;

  return !TRUECONF_IS_SYSTEM_MESSAGE (message) &&
         (id == NULL || bot_id == NULL || !trueconf_user_id_equal (id, bot_id));
}

gboolean
trueconf_chat_item_add_message (TrueconfChatItem *self, TrueconfMessage *message, const char *bot_id)
{
  gboolean is_new =
      self->last_message == NULL || (g_strcmp0 (trueconf_message_get_message_id (self->last_message),
                                                trueconf_message_get_message_id (message)) != 0 &&
                                     trueconf_message_compare (self->last_message, message) <= 0);

  if (!is_new)
    {
      /* The server has counted it as unread, and does not do so any more. */
      if (self->counted > 0 && trueconf_chat_item_is_of_others (message, bot_id))
        self->counted--;
      return FALSE;
    }

  g_object_freeze_notify (G_OBJECT (self));
  trueconf_chat_item_set_last_message (self, message);
  if (trueconf_chat_item_is_of_others (message, bot_id))
    set_unread (self, self->unread_messages + 1);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

gboolean
trueconf_chat_item_clear (TrueconfChatItem *self)
{
  gboolean differs;

  self->counted = 0;
  g_object_freeze_notify (G_OBJECT (self));
  differs = trueconf_chat_item_set_last_message (self, NULL);
  differs = set_unread (self, 0) || differs;
  g_object_thaw_notify (G_OBJECT (self));

  return differs;
}

/* `counts`: whether messages that have come while the bot was away are counted. */
gboolean
trueconf_chat_item_set_chat (TrueconfChatItem *self, TrueconfChat *chat, gboolean counts)
{
  guint counted = trueconf_chat_get_unread_messages (chat);
  gboolean differs = FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->chat_type != trueconf_chat_get_chat_type (chat))
    {
      self->chat_type = trueconf_chat_get_chat_type (chat);
      notify (self, PROP_CHAT_TYPE);
      update_name (self);
      differs = TRUE;
    }
  differs = trueconf_chat_item_set_title (self, trueconf_chat_get_title (chat)) || differs;
  differs = trueconf_chat_item_set_avatar_url (self, trueconf_chat_get_avatar_url (chat)) || differs;
  differs = trueconf_chat_item_set_last_message (self, trueconf_chat_get_last_message (chat)) || differs;
  if (self->last_message == NULL)
    counted = 0;
  if (counts)
    {
      if (counted > self->counted)
        differs = set_unread (self, self->unread_messages + counted - self->counted) || differs;
      self->counted = counted;
    }
  if (self->last_message == NULL)
    differs = set_unread (self, 0) || differs;
  g_object_thaw_notify (G_OBJECT (self));

  return differs;
}

/**
 * trueconf_chat_item_mark_read:
 * @self: an item
 *
 * Sets [property@ChatItem:unread-messages] to 0, because somebody has looked at the chat.
 *
 * The server is not told, because a bot has no way to do so.
 *
 * Since: 0.1
 */
void
trueconf_chat_item_mark_read (TrueconfChatItem *self)
{
  g_return_if_fail (TRUECONF_IS_CHAT_ITEM (self));

  if (set_unread (self, 0))
    trueconf_live_item_tell_changed (TRUECONF_LIVE_ITEM (self));
}

/**
 * trueconf_chat_item_get_chat_id: (get-property chat-id)
 * @self: an item
 *
 * Gets [property@ChatItem:chat-id].
 *
 * Returns: (nullable): the id of the chat
 *
 * Since: 0.1
 */
const char *
trueconf_chat_item_get_chat_id (TrueconfChatItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_ITEM (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_chat_item_get_title: (get-property title)
 * @self: an item
 *
 * Gets [property@ChatItem:title].
 *
 * Returns: (nullable): the title, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_chat_item_get_title (TrueconfChatItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_ITEM (self), NULL);

  return self->title;
}

/**
 * trueconf_chat_item_get_chat_type: (get-property chat-type)
 * @self: an item
 *
 * Gets [property@ChatItem:chat-type].
 *
 * Returns: the kind of chat
 *
 * Since: 0.1
 */
TrueconfChatType
trueconf_chat_item_get_chat_type (TrueconfChatItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_ITEM (self), TRUECONF_CHAT_TYPE_UNKNOWN);

  return self->chat_type;
}

/**
 * trueconf_chat_item_get_unread_messages: (get-property unread-messages)
 * @self: an item
 *
 * Gets [property@ChatItem:unread-messages].
 *
 * Returns: the number of messages that have not been marked as read
 *
 * Since: 0.1
 */
guint
trueconf_chat_item_get_unread_messages (TrueconfChatItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_ITEM (self), 0);

  return self->unread_messages;
}

/**
 * trueconf_chat_item_get_avatar_url: (get-property avatar-url)
 * @self: an item
 *
 * Gets [property@ChatItem:avatar-url].
 *
 * Returns: (nullable): the URL of the chat's picture, or `NULL` if it has none
 *
 * Since: 0.1
 */
const char *
trueconf_chat_item_get_avatar_url (TrueconfChatItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_ITEM (self), NULL);

  return self->avatar_url;
}

/**
 * trueconf_chat_item_get_last_message: (get-property last-message)
 * @self: an item
 *
 * Gets [property@ChatItem:last-message].
 *
 * Returns: (nullable) (transfer none): the newest message, or `NULL` if the chat is empty
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_chat_item_get_last_message (TrueconfChatItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_ITEM (self), NULL);

  return self->last_message;
}
