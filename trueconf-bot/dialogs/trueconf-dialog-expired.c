/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-dialog-expired-private.h"
#include "model/trueconf-event-private.h"

/**
 * TrueconfDialogExpired:
 *
 * The user has said nothing for too long: a dialog has left its state.
 *
 * This is an event of the library, not of the server. How long a dialog may stay in a state says [property@State:timeout]. Handlers,
 * filters and middlewares get the event like any other, in the order of its chat; its dialog ([method@Context.get_state]) is in no state
 * and has no data any more.
 *
 * ```c
 * static void
 * on_expired (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
 * {
 *   const char *chat_id = trueconf_dialog_expired_get_chat_id (TRUECONF_DIALOG_EXPIRED (event));
 *
 *   trueconf_bot_send_message_async (trueconf_context_get_bot (context), chat_id, "Your order is forgotten",
 *                                    TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
 * }
 * ```
 *
 * A dialog that expires while no program runs is told at the next start. If several processes share a storage, one of them gets the event.
 * It gets it once: the dialog is cleared before the handler is called.
 *
 * Since: 0.1
 */
struct _TrueconfDialogExpired
{
  TrueconfEvent parent_instance;

  TrueconfFsmKey *key;
  char *state;
  JsonObject *data;
  gboolean in_chat;
  gboolean of_user;
};

G_DEFINE_FINAL_TYPE (TrueconfDialogExpired, trueconf_dialog_expired, TRUECONF_TYPE_EVENT)

typedef enum
{
  PROP_KEY = 1,
  PROP_STATE,
  PROP_DATA,
  PROP_CHAT_ID,
  PROP_USER_ID,
} TrueconfDialogExpiredProperty;

static GParamSpec *properties[PROP_USER_ID + 1];

static void
trueconf_dialog_expired_finalize (GObject *object)
{
  TrueconfDialogExpired *self = TRUECONF_DIALOG_EXPIRED (object);

  g_clear_object (&self->key);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->data, json_object_unref);

  G_OBJECT_CLASS (trueconf_dialog_expired_parent_class)->finalize (object);
}

static void
trueconf_dialog_expired_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfDialogExpired *self = TRUECONF_DIALOG_EXPIRED (object);

  switch ((TrueconfDialogExpiredProperty) prop_id)
    {
    case PROP_KEY:
      g_value_set_object (value, self->key);
      break;

    case PROP_STATE:
      g_value_set_string (value, self->state);
      break;

    case PROP_DATA:
      g_value_set_boxed (value, self->data);
      break;

    case PROP_CHAT_ID:
      g_value_set_string (value, trueconf_dialog_expired_get_chat_id (self));
      break;

    case PROP_USER_ID:
      g_value_set_string (value, trueconf_dialog_expired_get_user_id (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_dialog_expired_class_init (TrueconfDialogExpiredClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_dialog_expired_finalize;
  object_class->get_property = trueconf_dialog_expired_get_property;

  /**
   * TrueconfDialogExpired:key: (getter get_key)
   *
   * Whose dialog it was.
   *
   * Since: 0.1
   */
  properties[PROP_KEY] = g_param_spec_object ("key", NULL, NULL, TRUECONF_TYPE_FSM_KEY,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDialogExpired:state: (getter get_state)
   *
   * The name of the state that the dialog was in.
   *
   * Since: 0.1
   */
  properties[PROP_STATE] =
      g_param_spec_string ("state", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDialogExpired:data: (getter get_data)
   *
   * The data of the dialog.
   *
   * Since: 0.1
   */
  properties[PROP_DATA] =
      g_param_spec_boxed ("data", NULL, NULL, JSON_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDialogExpired:chat-id: (getter get_chat_id)
   *
   * The id of the chat, or `NULL` if the dialog was one in all chats of the user.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] =
      g_param_spec_string ("chat-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDialogExpired:user-id: (getter get_user_id)
   *
   * The id of the user, or `NULL` if the dialog was one of all users of the chat.
   *
   * Since: 0.1
   */
  properties[PROP_USER_ID] =
      g_param_spec_string ("user-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_dialog_expired_init (TrueconfDialogExpired *self)
{
}

TrueconfEvent *
trueconf_dialog_expired_new (TrueconfFsmKey *key, TrueconfFsmRecord *record, TrueconfFsmStrategy strategy)
{
  TrueconfDialogExpired *self = g_object_new (TRUECONF_TYPE_DIALOG_EXPIRED, NULL);
  g_autoptr (JsonNode) data = json_from_string (trueconf_fsm_record_get_data (record), NULL);

  self->key = g_object_ref (key);
  self->state = g_strdup (trueconf_fsm_record_get_state (record));
  self->data =
      data != NULL && JSON_NODE_HOLDS_OBJECT (data) ? json_node_dup_object (data) : json_object_new ();
  self->in_chat = strategy != TRUECONF_FSM_STRATEGY_GLOBAL_USER;
  self->of_user = strategy != TRUECONF_FSM_STRATEGY_CHAT;
  trueconf_event_set_method (TRUECONF_EVENT (self), "dialogExpired");
  trueconf_event_take_chat_key (TRUECONF_EVENT (self), g_strdup (trueconf_dialog_expired_get_chat_id (self)));

  return TRUECONF_EVENT (self);
}

/**
 * trueconf_dialog_expired_get_key: (get-property key)
 * @self: an event
 *
 * Gets whose dialog it was.
 *
 * Returns: (transfer none): the key
 *
 * Since: 0.1
 */
TrueconfFsmKey *
trueconf_dialog_expired_get_key (TrueconfDialogExpired *self)
{
  g_return_val_if_fail (TRUECONF_IS_DIALOG_EXPIRED (self), NULL);

  return self->key;
}

/**
 * trueconf_dialog_expired_get_state: (get-property state)
 * @self: an event
 *
 * Gets the name of the state that the dialog was in.
 *
 * Returns: (transfer none) (nullable): the name, for example `Order:dish`, or `NULL` if it only had data
 *
 * Since: 0.1
 */
const char *
trueconf_dialog_expired_get_state (TrueconfDialogExpired *self)
{
  g_return_val_if_fail (TRUECONF_IS_DIALOG_EXPIRED (self), NULL);

  return self->state;
}

/**
 * trueconf_dialog_expired_get_data: (get-property data)
 * @self: an event
 *
 * Gets the data that the dialog had.
 *
 * Returns: (transfer none): the data; they must not be changed
 *
 * Since: 0.1
 */
JsonObject *
trueconf_dialog_expired_get_data (TrueconfDialogExpired *self)
{
  g_return_val_if_fail (TRUECONF_IS_DIALOG_EXPIRED (self), NULL);

  return self->data;
}

/**
 * trueconf_dialog_expired_get_chat_id: (get-property chat-id)
 * @self: an event
 *
 * Gets the chat of the dialog.
 *
 * With [enum@FsmStrategy] `GLOBAL_USER` a dialog is in no chat: write to the user by [method@Bot.create_personal_chat_async].
 *
 * Returns: (transfer none) (nullable): the id
 *
 * Since: 0.1
 */
const char *
trueconf_dialog_expired_get_chat_id (TrueconfDialogExpired *self)
{
  g_return_val_if_fail (TRUECONF_IS_DIALOG_EXPIRED (self), NULL);

  return self->in_chat && self->key != NULL ? trueconf_fsm_key_get_chat_id (self->key) : NULL;
}

/**
 * trueconf_dialog_expired_get_user_id: (get-property user-id)
 * @self: an event
 *
 * Gets the user of the dialog.
 *
 * Returns: (transfer none) (nullable): the id, or `NULL` with [enum@FsmStrategy] `CHAT`
 *
 * Since: 0.1
 */
const char *
trueconf_dialog_expired_get_user_id (TrueconfDialogExpired *self)
{
  g_return_val_if_fail (TRUECONF_IS_DIALOG_EXPIRED (self), NULL);

  return self->of_user && self->key != NULL ? trueconf_fsm_key_get_user_id (self->key) : NULL;
}
