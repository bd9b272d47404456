/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "lists/trueconf-live-item-private.h"
#include "lists/trueconf-message-item-private.h"
#include "model/trueconf-author.h"
#include "model/trueconf-user-id-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-string-private.h"

/**
 * TrueconfMessageItem:
 *
 * A message in a [class@Transcript].
 *
 * A [class@Message] never changes. When it is edited, this item gets another one, and
 * [property@MessageItem:message] and [property@MessageItem:text] notify.
 *
 * [property@LiveItem:display-name] is the name of the author.
 *
 * Since: 0.1
 */

struct _TrueconfMessageItem
{
  TrueconfLiveItem parent_instance;

  TrueconfMessage *message;
  char *message_id;
  char *text;
  gint64 timestamp;
  gboolean is_own;
  TrueconfDeliveryState state;
  GError *error;
  gconstpointer request; /* NULL unless it is on its way */
};

G_DEFINE_FINAL_TYPE (TrueconfMessageItem, trueconf_message_item, TRUECONF_TYPE_LIVE_ITEM)

typedef enum
{
  PROP_MESSAGE = 1,
  PROP_MESSAGE_ID,
  PROP_TEXT,
  PROP_TIMESTAMP,
  PROP_IS_OWN,
  PROP_STATE,
  PROP_ERROR,
} TrueconfMessageItemProperty;

static GParamSpec *properties[PROP_ERROR + 1];

static void
notify (TrueconfMessageItem *self, TrueconfMessageItemProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
trueconf_message_item_finalize (GObject *object)
{
  TrueconfMessageItem *self = TRUECONF_MESSAGE_ITEM (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->message_id, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (trueconf_message_item_parent_class)->finalize (object);
}

static void
trueconf_message_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfMessageItem *self = TRUECONF_MESSAGE_ITEM (object);

  switch ((TrueconfMessageItemProperty) prop_id)
    {
    case PROP_MESSAGE:
      g_value_set_object (value, self->message);
      break;

    case PROP_MESSAGE_ID:
      g_value_set_string (value, self->message_id);
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_TIMESTAMP:
      g_value_set_int64 (value, self->timestamp);
      break;

    case PROP_IS_OWN:
      g_value_set_boolean (value, self->is_own);
      break;

    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_message_item_class_init (TrueconfMessageItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_message_item_finalize;
  object_class->get_property = trueconf_message_item_get_property;

  /**
   * TrueconfMessageItem:message: (getter get_message)
   *
   * The message as it is now, or `NULL` as long as the server does not have it.
   *
   * Since: 0.1
   */
  properties[PROP_MESSAGE] =
      g_param_spec_object ("message", NULL, NULL, TRUECONF_TYPE_MESSAGE,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfMessageItem:message-id: (getter get_message_id)
   *
   * The id of the message, or `NULL` as long as the server does not have it.
   *
   * Since: 0.1
   */
  properties[PROP_MESSAGE_ID] = g_param_spec_string (
      "message-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfMessageItem:text: (getter get_text)
   *
   * The text without markup, or `NULL` if the message has no text; see [property@Message:plain-text].
   *
   * The text of a message that waits is as the bot sends it.
   *
   * Since: 0.1
   */
  properties[PROP_TEXT] = g_param_spec_string (
      "text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfMessageItem:timestamp: (getter get_timestamp)
   *
   * The time of the message, in milliseconds since 1970-01-01 00:00 UTC. For a message that waits, when the bot was told
   * to send it.
   *
   * Since: 0.1
   */
  properties[PROP_TIMESTAMP] =
      g_param_spec_int64 ("timestamp", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfMessageItem:is-own: (getter get_is_own)
   *
   * Whether the bot is the author.
   *
   * Since: 0.1
   */
  properties[PROP_IS_OWN] = g_param_spec_boolean (
      "is-own", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfMessageItem:state: (getter get_state)
   *
   * Whether the message is in the chat, on its way, or could not be sent.
   *
   * Since: 0.1
   */
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, TRUECONF_TYPE_DELIVERY_STATE, TRUECONF_DELIVERY_STATE_UNKNOWN,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfMessageItem:error: (getter get_error)
   *
   * Why the message could not be sent, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_ERROR] = g_param_spec_boxed (
      "error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_message_item_init (TrueconfMessageItem *self)
{
}

static char *
dup_user (const char *id)
{
  return id != NULL ? g_strndup (id, strcspn (id, "/")) : NULL;
}

TrueconfMessageItem *
trueconf_message_item_new (TrueconfMessage *message, const char *bot_id)
{
  TrueconfMessageItem *self = g_object_new (TRUECONF_TYPE_MESSAGE_ITEM, NULL);

  trueconf_message_item_set_message (self, message, bot_id);

  return self;
}

TrueconfMessageItem *
trueconf_message_item_new_waiting (gconstpointer request, const char *text, const char *bot_id)
{
  TrueconfMessageItem *self = g_object_new (TRUECONF_TYPE_MESSAGE_ITEM, NULL);

  self->request = request;
  self->text = g_strdup (text);
  self->timestamp = g_get_real_time () / 1000;
  self->is_own = TRUE;
  self->state = TRUECONF_DELIVERY_STATE_WAITING;
  trueconf_live_item_set_name (TRUECONF_LIVE_ITEM (self), bot_id, bot_id);

  return self;
}

gboolean
trueconf_message_item_is_request (TrueconfMessageItem *self, gconstpointer request)
{
  return self->request == request;
}

static void
set_state (TrueconfMessageItem *self, TrueconfDeliveryState state)
{
  self->request = NULL;
  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_timestamp (TrueconfMessageItem *self, gint64 timestamp)
{
  if (self->timestamp == timestamp)
    return;

  self->timestamp = timestamp;
  notify (self, PROP_TIMESTAMP);
}

void
trueconf_message_item_set_delivered (TrueconfMessageItem *self, const char *message_id, gint64 timestamp)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (trueconf_set_string (&self->message_id, message_id))
    notify (self, PROP_MESSAGE_ID);
  if (timestamp != 0)
    set_timestamp (self, timestamp);
  set_state (self, TRUECONF_DELIVERY_STATE_DELIVERED);
  g_object_thaw_notify (G_OBJECT (self));
}

void
trueconf_message_item_set_failed (TrueconfMessageItem *self, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  notify (self, PROP_ERROR);
  set_state (self, TRUECONF_DELIVERY_STATE_FAILED);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
is_same (TrueconfMessage *one, TrueconfMessage *other)
{
  g_autofree char *raw = NULL;
  g_autofree char *other_raw = NULL;

  if (one == NULL || trueconf_message_get_is_edited (one) != trueconf_message_get_is_edited (other))
    return FALSE;

  if (trueconf_message_get_content (one) == NULL || trueconf_message_get_content (other) == NULL)
    return trueconf_message_get_content (one) == trueconf_message_get_content (other);

  raw = json_to_string (trueconf_content_get_raw (trueconf_message_get_content (one)), FALSE);
  other_raw = json_to_string (trueconf_content_get_raw (trueconf_message_get_content (other)), FALSE);
  return g_str_equal (raw, other_raw);
}

gboolean
trueconf_message_item_set_message (TrueconfMessageItem *self, TrueconfMessage *message, const char *bot_id)
{
  TrueconfAuthor *author = trueconf_message_get_author (message);
  g_autofree char *user = author != NULL ? dup_user (trueconf_author_get_id (author)) : NULL;
  gboolean is_user = user != NULL && trueconf_author_get_author_type (author) != TRUECONF_AUTHOR_TYPE_SYSTEM;
  gboolean is_own = is_user && bot_id != NULL && trueconf_user_id_equal (user, bot_id);

  if (is_same (self->message, message))
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  g_set_object (&self->message, message);
  notify (self, PROP_MESSAGE);
  if (trueconf_set_string (&self->text, trueconf_message_get_plain_text (message)))
    notify (self, PROP_TEXT);
  if (is_own != self->is_own)
    {
      self->is_own = is_own;
      notify (self, PROP_IS_OWN);
    }
  trueconf_message_item_set_delivered (self, trueconf_message_get_message_id (message),
                                       trueconf_message_get_timestamp (message));
  trueconf_live_item_set_name (TRUECONF_LIVE_ITEM (self), is_user ? user : NULL, is_user ? user : NULL);
  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

/**
 * trueconf_message_item_get_message: (get-property message)
 * @self: an item
 *
 * Gets [property@MessageItem:message].
 *
 * Returns: (nullable) (transfer none): the message, or `NULL` as long as the server does not have it
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_message_item_get_message (TrueconfMessageItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (self), NULL);

  return self->message;
}

/**
 * trueconf_message_item_get_message_id: (get-property message-id)
 * @self: an item
 *
 * Gets [property@MessageItem:message-id].
 *
 * Returns: (nullable): the id, or `NULL` as long as the server does not have the message
 *
 * Since: 0.1
 */
const char *
trueconf_message_item_get_message_id (TrueconfMessageItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (self), NULL);

  return self->message_id;
}

/**
 * trueconf_message_item_get_text: (get-property text)
 * @self: an item
 *
 * Gets [property@MessageItem:text].
 *
 * Returns: (nullable): the text without markup, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_message_item_get_text (TrueconfMessageItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (self), NULL);

  return self->text;
}

/**
 * trueconf_message_item_get_timestamp: (get-property timestamp)
 * @self: an item
 *
 * Gets [property@MessageItem:timestamp].
 *
 * Returns: the time, in milliseconds since 1970-01-01 00:00 UTC
 *
 * Since: 0.1
 */
gint64
trueconf_message_item_get_timestamp (TrueconfMessageItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (self), 0);

  return self->timestamp;
}

/**
 * trueconf_message_item_get_is_own: (get-property is-own)
 * @self: an item
 *
 * Gets [property@MessageItem:is-own].
 *
 * Returns: whether the bot is the author
 *
 * Since: 0.1
 */
gboolean
trueconf_message_item_get_is_own (TrueconfMessageItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (self), FALSE);

  return self->is_own;
}

/**
 * trueconf_message_item_get_state: (get-property state)
 * @self: an item
 *
 * Gets [property@MessageItem:state].
 *
 * Returns: what has become of the message
 *
 * Since: 0.1
 */
TrueconfDeliveryState
trueconf_message_item_get_state (TrueconfMessageItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (self), TRUECONF_DELIVERY_STATE_UNKNOWN);

  return self->state;
}

/**
 * trueconf_message_item_get_error: (get-property error)
 * @self: an item
 *
 * Gets [property@MessageItem:error].
 *
 * Returns: (nullable) (transfer none): why the message could not be sent, or `NULL`
 *
 * Since: 0.1
 */
const GError *
trueconf_message_item_get_error (TrueconfMessageItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (self), NULL);

  return self->error;
}
