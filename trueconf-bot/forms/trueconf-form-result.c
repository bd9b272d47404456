/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-fsm-context-private.h"
#include "forms/trueconf-form-result-private.h"
#include "model/trueconf-bot-handle-private.h"
#include "model/trueconf-event-private.h"

/**
 * TrueconfFormResult:
 *
 * What a user has answered to a [class@Form].
 *
 * The values have the types that [enum@FormFieldKind] names. A question that was skipped, or not asked, has none.
 *
 * A handler of [signal@Form::finished] that goes on asynchronously holds the result, and releases it at its end. If it fails, it
 * says so with [method@FormResult.fail]; the user can send the form again then.
 *
 * ```c
 * static void
 * on_finished (TrueconfForm *form, TrueconfFormResult *result, gpointer user_data)
 * {
 *   g_autofree char *json = trueconf_form_result_to_json (result);
 *
 *   g_print ("%s has sent %s\n", trueconf_form_result_get_user_id (result), json);
 * }
 * ```
 *
 * Since: 0.1
 */
struct _TrueconfFormResult
{
  GObject parent_instance;

  char *form_name;
  TrueconfContext *context;
  char *chat_id;
  char *user_id;
  GVariant *values;

  guint n_holds;
  gboolean failed;
  void (*ended) (gpointer data);
  gpointer ended_data;
};

G_DEFINE_FINAL_TYPE (TrueconfFormResult, trueconf_form_result, G_TYPE_OBJECT)

typedef enum
{
  PROP_FORM_NAME = 1,
  PROP_CONTEXT,
  PROP_BOT,
  PROP_CHAT_ID,
  PROP_USER_ID,
  PROP_VALUES,
} TrueconfFormResultProperty;

static GParamSpec *properties[PROP_VALUES + 1];

static void
trueconf_form_result_finalize (GObject *object)
{
  TrueconfFormResult *self = TRUECONF_FORM_RESULT (object);

  g_clear_pointer (&self->form_name, g_free);
  g_clear_object (&self->context);
  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->values, g_variant_unref);

  G_OBJECT_CLASS (trueconf_form_result_parent_class)->finalize (object);
}

static void
trueconf_form_result_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfFormResult *self = TRUECONF_FORM_RESULT (object);

  switch ((TrueconfFormResultProperty) prop_id)
    {
    case PROP_FORM_NAME:
      g_value_set_string (value, self->form_name);
      break;

    case PROP_CONTEXT:
      g_value_set_object (value, self->context);
      break;

    case PROP_BOT:
      g_value_set_object (value, trueconf_form_result_get_bot (self));
      break;

    case PROP_CHAT_ID:
      g_value_set_string (value, self->chat_id);
      break;

    case PROP_USER_ID:
      g_value_set_string (value, self->user_id);
      break;

    case PROP_VALUES:
      g_value_set_variant (value, self->values);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_form_result_class_init (TrueconfFormResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_form_result_finalize;
  object_class->get_property = trueconf_form_result_get_property;

  /**
   * TrueconfFormResult:form-name: (getter get_form_name)
   *
   * The name of the form.
   *
   * Since: 0.1
   */
  properties[PROP_FORM_NAME] = g_param_spec_string ("form-name", NULL, NULL, NULL, flags);

  /**
   * TrueconfFormResult:context: (getter get_context)
   *
   * The context of the last answer.
   *
   * Since: 0.1
   */
  properties[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, TRUECONF_TYPE_CONTEXT, flags);

  /**
   * TrueconfFormResult:bot: (getter get_bot)
   *
   * The bot that has asked, or `NULL` if it is gone.
   *
   * Since: 0.1
   */
  properties[PROP_BOT] = g_param_spec_object ("bot", NULL, NULL, trueconf_bot_handle_get_bot_type (), flags);

  /**
   * TrueconfFormResult:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] = g_param_spec_string ("chat-id", NULL, NULL, NULL, flags);

  /**
   * TrueconfFormResult:user-id: (getter get_user_id)
   *
   * The id of the user who has answered, or `NULL` if all participants of the chat have answered together.
   *
   * Since: 0.1
   */
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);

  /**
   * TrueconfFormResult:values: (getter get_values)
   *
   * All answers, a dictionary of type `a{sv}`.
   *
   * Since: 0.1
   */
  properties[PROP_VALUES] = g_param_spec_variant ("values", NULL, NULL, G_VARIANT_TYPE_VARDICT, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_form_result_init (TrueconfFormResult *self)
{
}

TrueconfFormResult *
trueconf_form_result_new (const char *form_name,
                          TrueconfContext *context,
                          TrueconfFsmKey *key,
                          GVariant *values)
{
  TrueconfFormResult *self = g_object_new (TRUECONF_TYPE_FORM_RESULT, NULL);
  TrueconfEvent *event = trueconf_context_get_event (context);

  self->form_name = g_strdup (form_name);
  self->context = g_object_ref (context);
  self->chat_id = g_strdup (trueconf_event_get_chat_key (event));
  /* a dialog of all participants has the chat in the place of the user */
  if (g_strcmp0 (trueconf_fsm_key_get_user_id (key), self->chat_id) != 0)
    self->user_id = g_strdup (trueconf_fsm_key_get_user_id (key));
  self->values = g_variant_ref (values);

  return self;
}

void
trueconf_form_result_wait (TrueconfFormResult *self, void (*ended) (gpointer data), gpointer data)
{
  if (self->n_holds == 0)
    {
      ended (data);
      return;
    }

  self->ended = ended;
  self->ended_data = data;
}

gboolean
trueconf_form_result_has_failed (TrueconfFormResult *self)
{
  return self->failed;
}

/**
 * trueconf_form_result_get_form_name: (get-property form-name)
 * @self: a result
 *
 * Gets the name of the form.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
trueconf_form_result_get_form_name (TrueconfFormResult *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);

  return self->form_name;
}

/**
 * trueconf_form_result_get_context: (get-property context)
 * @self: a result
 *
 * Gets the context of the last answer.
 *
 * Returns: (transfer none): the context
 *
 * Since: 0.1
 */
TrueconfContext *
trueconf_form_result_get_context (TrueconfFormResult *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);

  return self->context;
}

/**
 * trueconf_form_result_get_bot: (get-property bot)
 * @self: a result
 *
 * Gets the bot that has asked.
 *
 * Returns: (transfer none) (nullable): the bot, or `NULL` if it is gone
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_form_result_get_bot (TrueconfFormResult *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);

  return trueconf_context_get_bot (self->context);
}

/**
 * trueconf_form_result_get_chat_id: (get-property chat-id)
 * @self: a result
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none): the id
 *
 * Since: 0.1
 */
const char *
trueconf_form_result_get_chat_id (TrueconfFormResult *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_form_result_get_user_id: (get-property user-id)
 * @self: a result
 *
 * Gets the id of the user who has answered.
 *
 * Returns: (transfer none) (nullable): the id, or `NULL` if all participants of the chat have answered together
 *
 * Since: 0.1
 */
const char *
trueconf_form_result_get_user_id (TrueconfFormResult *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);

  return self->user_id;
}

/**
 * trueconf_form_result_get_values: (get-property values)
 * @self: a result
 *
 * Gets all answers.
 *
 * Returns: (transfer none): a dictionary of type `a{sv}`
 *
 * Since: 0.1
 */
GVariant *
trueconf_form_result_get_values (TrueconfFormResult *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);

  return self->values;
}

/**
 * trueconf_form_result_get_value:
 * @self: a result
 * @name: the name of a field
 *
 * Gets an answer.
 *
 * Returns: (transfer full) (nullable): the answer, or `NULL` if the question was skipped, or not asked
 *
 * Since: 0.1
 */
GVariant *
trueconf_form_result_get_value (TrueconfFormResult *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_variant_lookup_value (self->values, name, NULL);
}

/**
 * trueconf_form_result_to_json:
 * @self: a result
 *
 * Writes the answers as a JSON object.
 *
 * Returns: (transfer full): a JSON object
 *
 * Since: 0.1
 */
char *
trueconf_form_result_to_json (TrueconfFormResult *self)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), NULL);

  node = json_gvariant_serialize (self->values);

  return trueconf_fsm_write_object (json_node_get_object (node));
}

/**
 * trueconf_form_result_hold:
 * @self: a result
 *
 * Says that a handler goes on asynchronously: the form is not over before the result is released.
 *
 * It is a programming error to call this after the handler has ended.
 *
 * Since: 0.1
 */
void
trueconf_form_result_hold (TrueconfFormResult *self)
{
  g_return_if_fail (TRUECONF_IS_FORM_RESULT (self));

  self->n_holds++;
}

/**
 * trueconf_form_result_release:
 * @self: a result
 *
 * Reverts one [method@FormResult.hold].
 *
 * Since: 0.1
 */
void
trueconf_form_result_release (TrueconfFormResult *self)
{
  void (*ended) (gpointer data);

  g_return_if_fail (TRUECONF_IS_FORM_RESULT (self));
  g_return_if_fail (self->n_holds > 0);

  if (--self->n_holds > 0 || self->ended == NULL)
    return;

  ended = self->ended;
  self->ended = NULL;
  ended (self->ended_data);
}

/**
 * trueconf_form_result_fail:
 * @self: a result
 * @error: what went wrong
 *
 * Says that the handler has failed: the error goes to the error handlers, and the user is told, and can send the form again.
 *
 * Returns: `TRUE` if an error handler has dealt with the error; otherwise it is logged
 *
 * Since: 0.1
 */
gboolean
trueconf_form_result_fail (TrueconfFormResult *self, const GError *error)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_RESULT (self), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  self->failed = TRUE;

  return trueconf_context_fail (self->context, error);
}
