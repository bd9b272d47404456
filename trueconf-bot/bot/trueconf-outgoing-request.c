/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-outgoing-request-private.h"

/**
 * TrueconfOutgoingRequest:
 *
 * A request of a bot on its way to the server, as a [class@RequestMiddleware] sees it.
 *
 * The payload can be changed until the request is sent. What the server limits, for example the length of a text, was
 * checked before, and is not checked again.
 *
 * Since: 0.1
 */
struct _TrueconfOutgoingRequest
{
  GObject parent_instance;

  TrueconfBotHandle *bot;
  TrueconfEvent *event;
  const TrueconfMethodRow *row;
  char *method;
  char *text;        /* the payload as it was given */
  JsonNode *payload; /* NULL until somebody asks */
  gboolean changed;
  gboolean has_chat_id;
  char *chat_id;
  GCancellable *cancellable;
  enum
  {
    UNDER_WAY,
    SENT,
    ENDED,
  } state;
};

G_DEFINE_FINAL_TYPE (TrueconfOutgoingRequest, trueconf_outgoing_request, G_TYPE_OBJECT)

typedef enum
{
  PROP_BOT = 1,
  PROP_EVENT,
  PROP_METHOD,
  PROP_CHAT_ID,
  PROP_CANCELLABLE,
  PROP_PAYLOAD,
} TrueconfOutgoingRequestProperty;

static GParamSpec *properties[PROP_PAYLOAD + 1];

static void
trueconf_outgoing_request_finalize (GObject *object)
{
  TrueconfOutgoingRequest *self = TRUECONF_OUTGOING_REQUEST (object);

  g_clear_pointer (&self->bot, trueconf_bot_handle_unref);
  g_clear_object (&self->event);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->payload, json_node_unref);
  g_clear_pointer (&self->chat_id, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (trueconf_outgoing_request_parent_class)->finalize (object);
}

static void
trueconf_outgoing_request_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfOutgoingRequest *self = TRUECONF_OUTGOING_REQUEST (object);

  switch ((TrueconfOutgoingRequestProperty) prop_id)
    {
    case PROP_BOT:
      g_value_set_object (value, trueconf_outgoing_request_get_bot (self));
      break;

    case PROP_EVENT:
      g_value_set_object (value, trueconf_outgoing_request_get_event (self));
      break;

    case PROP_METHOD:
      g_value_set_string (value, trueconf_outgoing_request_get_method (self));
      break;

    case PROP_CHAT_ID:
      g_value_set_string (value, trueconf_outgoing_request_get_chat_id (self));
      break;

    case PROP_CANCELLABLE:
      g_value_set_object (value, trueconf_outgoing_request_get_cancellable (self));
      break;

    case PROP_PAYLOAD:
      g_value_set_boxed (value, trueconf_outgoing_request_get_payload (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_outgoing_request_set_property (GObject *object,
                                        guint prop_id,
                                        const GValue *value,
                                        GParamSpec *pspec)
{
  TrueconfOutgoingRequest *self = TRUECONF_OUTGOING_REQUEST (object);

  switch ((TrueconfOutgoingRequestProperty) prop_id)
    {
    case PROP_PAYLOAD:
      trueconf_outgoing_request_set_payload (self, g_value_get_boxed (value));
      break;

    case PROP_BOT:
    case PROP_EVENT:
    case PROP_METHOD:
    case PROP_CHAT_ID:
    case PROP_CANCELLABLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_outgoing_request_class_init (TrueconfOutgoingRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_outgoing_request_finalize;
  object_class->get_property = trueconf_outgoing_request_get_property;
  object_class->set_property = trueconf_outgoing_request_set_property;

  /**
   * TrueconfOutgoingRequest:bot: (getter get_bot)
   *
   * The bot that sends the request, or `NULL` once it is gone.
   *
   * Since: 0.1
   */
  properties[PROP_BOT] =
      g_param_spec_object ("bot", NULL, NULL, TRUECONF_TYPE_BOT,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfOutgoingRequest:event: (getter get_event)
   *
   * The event whose function made the request, for example the message that is being answered.
   *
   * Since: 0.1
   */
  properties[PROP_EVENT] =
      g_param_spec_object ("event", NULL, NULL, TRUECONF_TYPE_EVENT,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfOutgoingRequest:method: (getter get_method)
   *
   * The name of the method in TrueConf's protocol, for example `sendMessage`.
   *
   * Since: 0.1
   */
  properties[PROP_METHOD] = g_param_spec_string (
      "method", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfOutgoingRequest:chat-id: (getter get_chat_id)
   *
   * The chat that the request names, or `NULL` if it names none.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] = g_param_spec_string (
      "chat-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfOutgoingRequest:cancellable: (getter get_cancellable)
   *
   * The cancellable that the request was made with.
   *
   * Since: 0.1
   */
  properties[PROP_CANCELLABLE] =
      g_param_spec_object ("cancellable", NULL, NULL, G_TYPE_CANCELLABLE,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfOutgoingRequest:payload: (getter get_payload) (setter set_payload)
   *
   * The payload, as immutable JSON.
   *
   * Since: 0.1
   */
  properties[PROP_PAYLOAD] =
      g_param_spec_boxed ("payload", NULL, NULL, JSON_TYPE_NODE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_outgoing_request_init (TrueconfOutgoingRequest *self)
{
}

TrueconfOutgoingRequest *
trueconf_outgoing_request_new (TrueconfBot *bot,
                               TrueconfEvent *event,
                               const TrueconfMethodRow *row,
                               const char *method,
                               char *payload,
                               GCancellable *cancellable)
{
  TrueconfOutgoingRequest *self = g_object_new (TRUECONF_TYPE_OUTGOING_REQUEST, NULL);

  self->bot = trueconf_bot_handle_ref (bot->handle);
  g_set_object (&self->event, event);
  self->row = row;
  self->method = g_strdup (method != NULL ? method : row->name);
  self->text = payload;
  g_set_object (&self->cancellable, cancellable);

  return self;
}

char *
trueconf_outgoing_request_send (TrueconfOutgoingRequest *self)
{
  self->state = SENT;

  return self->changed ? trueconf_wire_write_payload (self->row, self->payload) : g_strdup (self->text);
}

void
trueconf_outgoing_request_end (TrueconfOutgoingRequest *self)
{
  self->state = ENDED;
}

/**
 * trueconf_outgoing_request_get_bot: (get-property bot)
 * @self: a request
 *
 * Gets the bot that sends the request.
 *
 * Returns: (transfer none) (nullable): the bot, or `NULL` once it is gone
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_outgoing_request_get_bot (TrueconfOutgoingRequest *self)
{
  g_return_val_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self), NULL);

  return trueconf_bot_handle_get_bot (self->bot);
}

/**
 * trueconf_outgoing_request_get_event: (get-property event)
 * @self: a request
 *
 * Gets the event whose function made the request, for example the message that is being answered.
 *
 * [property@Event:serial] is a number to recognize it by in a log.
 *
 * Returns: (transfer none) (nullable): the event, or `NULL` if it was made by a function of the bot
 *
 * Since: 0.1
 */
TrueconfEvent *
trueconf_outgoing_request_get_event (TrueconfOutgoingRequest *self)
{
  g_return_val_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self), NULL);

  return self->event;
}

/**
 * trueconf_outgoing_request_get_method: (get-property method)
 * @self: a request
 *
 * Gets the name of the method in TrueConf's protocol, for example `sendMessage`.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
trueconf_outgoing_request_get_method (TrueconfOutgoingRequest *self)
{
  g_return_val_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self), NULL);

  return self->method;
}

/**
 * trueconf_outgoing_request_get_chat_id: (get-property chat-id)
 * @self: a request
 *
 * Gets the chat that the request names.
 *
 * Requests about a message name no chat, for example those that edit or remove it.
 *
 * Returns: (transfer none) (nullable): the id of the chat, or `NULL`. It is valid until the payload is changed
 *
 * Since: 0.1
 */
const char *
trueconf_outgoing_request_get_chat_id (TrueconfOutgoingRequest *self)
{
  g_return_val_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self), NULL);

  if (!self->has_chat_id)
    {
      self->has_chat_id = TRUE;
      self->chat_id = self->changed ? g_strdup (trueconf_wire_get_string (self->payload, "chatId"))
                                    : trueconf_wire_find_chat (self->text);
    }

  return self->chat_id;
}

/**
 * trueconf_outgoing_request_get_cancellable: (get-property cancellable)
 * @self: a request
 *
 * Gets the cancellable that the request was made with.
 *
 * A middleware that waits for something passes [method@RequestNext.get_cancellable] instead, which is also cancelled when
 * the time is over.
 *
 * Returns: (transfer none) (nullable): the cancellable
 *
 * Since: 0.1
 */
GCancellable *
trueconf_outgoing_request_get_cancellable (TrueconfOutgoingRequest *self)
{
  g_return_val_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self), NULL);

  return self->cancellable;
}

/**
 * trueconf_outgoing_request_get_payload: (get-property payload)
 * @self: a request
 *
 * Gets the payload, as immutable JSON.
 *
 * It is parsed when this is called for the first time. In Python and JavaScript the property is a dictionary or object,
 * a copy: set the property to change the payload.
 *
 * Returns: (transfer none): the payload
 *
 * Since: 0.1
 */
JsonNode *
trueconf_outgoing_request_get_payload (TrueconfOutgoingRequest *self)
{
  TrueconfBot *bot;

  g_return_val_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self), NULL);

  if (self->payload == NULL)
    {
      bot = trueconf_bot_handle_get_bot (self->bot);
      self->payload = trueconf_wire_read_payload (self->text, bot != NULL ? bot->user_id : NULL);
    }

  return self->payload;
}

static void
change (TrueconfOutgoingRequest *self, JsonNode *payload)
{
  g_clear_pointer (&self->payload, json_node_unref);
  self->payload = payload;
  self->changed = TRUE;
  self->has_chat_id = FALSE;
  g_clear_pointer (&self->chat_id, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAYLOAD]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT_ID]);
}

/**
 * trueconf_outgoing_request_set_payload: (set-property payload)
 * @self: a request that was not sent yet
 * @payload: the payload, a JSON object
 *
 * Changes what is sent.
 *
 * It is a programming error to change a request that was sent. Nothing happens if it has ended in another way, for
 * example because it was cancelled.
 *
 * Since: 0.1
 */
void
trueconf_outgoing_request_set_payload (TrueconfOutgoingRequest *self, JsonNode *payload)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self));
  g_return_if_fail (payload != NULL && JSON_NODE_HOLDS_OBJECT (payload));
  g_return_if_fail (self->state != SENT);

  if (self->state == ENDED)
    return;

  if (json_node_is_immutable (payload))
    {
      change (self, json_node_ref (payload));
      return;
    }

  /* json_node_copy () shares the members, which the caller may go on changing */
  text = g_string_new (NULL);
  trueconf_json_append_node (text, payload);
  change (self, trueconf_wire_read_payload (text->str, NULL));
}

/**
 * trueconf_outgoing_request_get_string:
 * @self: a request
 * @path: the names of members with dots between them, for example `content.text`
 *
 * Gets one string of the payload.
 *
 * Returns: (transfer none) (nullable): the string, or `NULL` if there is none at @path. It is valid until the payload is
 *   changed
 *
 * Since: 0.1
 */
const char *
trueconf_outgoing_request_get_string (TrueconfOutgoingRequest *self, const char *path)
{
  g_return_val_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self), NULL);
  g_return_val_if_fail (path != NULL && path[0] != '\0', NULL);

  return trueconf_wire_get_string (trueconf_outgoing_request_get_payload (self), path);
}

/**
 * trueconf_outgoing_request_set_string:
 * @self: a request that was not sent yet
 * @path: the names of members with dots between them, for example `content.text`
 * @value: (nullable): a string, or `NULL` to take the member out
 *
 * Changes one string of the payload, see [method@OutgoingRequest.set_payload].
 *
 * Since: 0.1
 */
void
trueconf_outgoing_request_set_string (TrueconfOutgoingRequest *self, const char *path, const char *value)
{
  g_return_if_fail (TRUECONF_IS_OUTGOING_REQUEST (self));
  g_return_if_fail (path != NULL && path[0] != '\0');
  g_return_if_fail (self->state != SENT);

  if (self->state == UNDER_WAY)
    change (self, trueconf_wire_with_string (trueconf_outgoing_request_get_payload (self), path, value));
}
