/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dialogs/trueconf-fsm-context-private.h"
#include "forms/trueconf-form-private.h"
#include "model/trueconf-callback-query.h"
#include "trueconf-enums.h"

#define COMMAND_PREFIX "form:"
#define STATE_PREFIX   "trueconf-form-state-prefix"
#define N_TEXTS        (TRUECONF_FORM_TEXT_OUTDATED + 1)

/**
 * TrueconfForm:
 *
 * A dialog that is described as data: questions, the answers that they take, and what is done with the answers.
 *
 * A form is a router: include it in the dispatcher, and begin it from a handler. It asks one question after the other, says what
 * would fit when an answer does not, and goes back, skips and cancels by buttons and by words. At the end it shows all
 * answers, of which each can be changed, and emits [signal@Form::finished] when the user sends them.
 *
 * ```c
 * TrueconfForm *form = trueconf_form_new ("order");
 * const char *sizes[] = { "small", "large", NULL };
 *
 * trueconf_form_add_field (form, trueconf_form_field_new_text ("name", "Your name?"));
 * trueconf_form_add_field (form, trueconf_form_field_new_choice ("size", "Which size?", sizes));
 * g_signal_connect (form, "finished", G_CALLBACK (on_finished), NULL);
 * trueconf_router_include_router (root, TRUECONF_ROUTER (form));
 * ```
 *
 * Where a user is, and all answers, are kept in the [iface@FsmStorage] of the dispatcher: with one that lasts, forms survive the
 * end of the program, and several processes can ask together. The question is the state of the dialog, `order:name`; the
 * answers are the member `form order` of its data. Each step is stored before the next question is sent. If the storage fails,
 * the error goes to the error handlers, and the form stays where it is.
 *
 * A message counts once: if the server delivers it again, because the program was killed before it was done, the question is
 * asked again; of several processes that run as one user, one takes it. The handlers of [signal@Form::finished] may run twice for
 * the same answers if the program is killed while they run: the form is over only when they have ended.
 *
 * Handlers of the routers above the form get messages before the form does. So a command such as `/help` works in the middle
 * of a form if its handler is there. A state filter on [property@Form:states] finds the users who are answering.
 *
 * Messages of a dialog belong to whom the dispatcher's [property@Dispatcher:fsm-strategy] says.
 *
 * Since: 0.1
 */

typedef struct
{
  GListStore *list;
  GPtrArray *fields;
  TrueconfStatesGroup *states;
  char *name; /* it stays, whatever the router is called in logs */
  char *command;
  gboolean summary;
  double timeout;
  GTimeZone *zone;
  char *texts[N_TEXTS];
} TrueconfFormPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TrueconfForm, trueconf_form, TRUECONF_TYPE_ROUTER)

typedef enum
{
  PROP_FIELDS = 1,
  PROP_STATES,
  PROP_SUMMARY,
  PROP_TIMEOUT,
  PROP_ZONE,
} TrueconfFormProperty;

static GParamSpec *properties[PROP_ZONE + 1];

typedef enum
{
  SIGNAL_FINISHED,
} TrueconfFormSignal;

static guint signals[SIGNAL_FINISHED + 1];

static const char *const default_texts[N_TEXTS] = {
  [TRUECONF_FORM_TEXT_BACK] = N_ ("Back"),
  [TRUECONF_FORM_TEXT_CANCEL] = N_ ("Cancel"),
  [TRUECONF_FORM_TEXT_SKIP] = N_ ("Skip"),
  [TRUECONF_FORM_TEXT_YES] = N_ ("Yes"),
  [TRUECONF_FORM_TEXT_NO] = N_ ("No"),
  [TRUECONF_FORM_TEXT_TODAY] = N_ ("Today"),
  [TRUECONF_FORM_TEXT_TOMORROW] = N_ ("Tomorrow"),
  [TRUECONF_FORM_TEXT_SEND] = N_ ("Send"),
  [TRUECONF_FORM_TEXT_CHANGE] = N_ ("Change"),
  [TRUECONF_FORM_TEXT_SUMMARY] = N_ ("Please check your answers:"),
  [TRUECONF_FORM_TEXT_CHOOSE] = N_ ("Which answer do you want to change?"),
  [TRUECONF_FORM_TEXT_FIRST] = N_ ("This is the first question."),
  [TRUECONF_FORM_TEXT_CANCELLED] = N_ ("Cancelled."),
  [TRUECONF_FORM_TEXT_SENT] = N_ ("Thank you! It was sent."),
  [TRUECONF_FORM_TEXT_FAILED] = N_ ("It could not be sent. Please try again later."),
  [TRUECONF_FORM_TEXT_OUTDATED] = N_ ("This question is not open any more."),
};

static void
trueconf_form_finalize (GObject *object)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (TRUECONF_FORM (object));

  g_clear_object (&priv->list);
  g_clear_pointer (&priv->fields, g_ptr_array_unref);
  g_clear_object (&priv->states);
  g_clear_pointer (&priv->name, g_free);
  g_clear_pointer (&priv->command, g_free);
  g_clear_pointer (&priv->zone, g_time_zone_unref);
  for (guint i = 0; i < N_TEXTS; i++)
    g_free (priv->texts[i]);

  G_OBJECT_CLASS (trueconf_form_parent_class)->finalize (object);
}

static void
trueconf_form_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfForm *self = TRUECONF_FORM (object);

  switch ((TrueconfFormProperty) prop_id)
    {
    case PROP_FIELDS:
      g_value_set_object (value, trueconf_form_get_fields (self));
      break;

    case PROP_STATES:
      g_value_set_object (value, trueconf_form_get_states (self));
      break;

    case PROP_SUMMARY:
      g_value_set_boolean (value, trueconf_form_get_summary (self));
      break;

    case PROP_TIMEOUT:
      g_value_set_double (value, trueconf_form_get_timeout (self));
      break;

    case PROP_ZONE:
      g_value_set_boxed (value, trueconf_form_get_zone (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_form_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfForm *self = TRUECONF_FORM (object);

  switch ((TrueconfFormProperty) prop_id)
    {
    case PROP_SUMMARY:
      trueconf_form_set_summary (self, g_value_get_boolean (value));
      break;

    case PROP_TIMEOUT:
      trueconf_form_set_timeout (self, g_value_get_double (value));
      break;

    case PROP_ZONE:
      trueconf_form_set_zone (self, g_value_get_boxed (value));
      break;

    case PROP_FIELDS:
    case PROP_STATES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_form_class_init (TrueconfFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags changeable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_form_finalize;
  object_class->get_property = trueconf_form_get_property;
  object_class->set_property = trueconf_form_set_property;

  /**
   * TrueconfForm:fields: (getter get_fields)
   *
   * The questions, a list of [class@FormField].
   *
   * Since: 0.1
   */
  properties[PROP_FIELDS] = g_param_spec_object ("fields", NULL, NULL, G_TYPE_LIST_MODEL, readable);

  /**
   * TrueconfForm:states: (getter get_states)
   *
   * The states of a dialog with a user who answers: one for each question, by the name of its field, and `summary`.
   *
   * Since: 0.1
   */
  properties[PROP_STATES] = g_param_spec_object ("states", NULL, NULL, TRUECONF_TYPE_STATES_GROUP, readable);

  /**
   * TrueconfForm:summary: (getter get_summary) (setter set_summary)
   *
   * Whether all answers are shown at the end, to be changed or sent; otherwise the last answer sends the form.
   *
   * Since: 0.1
   */
  properties[PROP_SUMMARY] = g_param_spec_boolean ("summary", NULL, NULL, TRUE, changeable);

  /**
   * TrueconfForm:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How long a question waits, in seconds, before the form is forgotten; 0 means for ever.
   *
   * Since: 0.1
   */
  properties[PROP_TIMEOUT] = g_param_spec_double ("timeout", NULL, NULL, 0.0, 1e12, 0.0, changeable);

  /**
   * TrueconfForm:zone: (getter get_zone) (setter set_zone)
   *
   * The time zone of the users, which decides what day it is, or `NULL` for that of the computer.
   *
   * Since: 0.1
   */
  properties[PROP_ZONE] = g_param_spec_boxed ("zone", NULL, NULL, G_TYPE_TIME_ZONE, changeable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * TrueconfForm::finished:
   * @self: a form
   * @result: the answers
   *
   * Emitted when a user has sent the form.
   *
   * A handler that goes on asynchronously calls [method@FormResult.hold]. When all handlers have ended, the dialog is in no state any
   * more, unless they have begun something else with it; if one has failed, the user can send the form again.
   *
   * Since: 0.1
   */
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, TRUECONF_TYPE_FORM_RESULT);
}

static void
trueconf_form_init (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  priv->list = g_list_store_new (TRUECONF_TYPE_FORM_FIELD);
  priv->fields = g_ptr_array_new_with_free_func (g_object_unref);
  priv->summary = TRUE;
}

static void
on_event (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_form_take_event (user_data, event, context);
}

static gboolean
is_press (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  return g_strcmp0 (trueconf_callback_query_get_command (TRUECONF_CALLBACK_QUERY (event)), user_data) == 0;
}

static void
state_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TrueconfFsmContext *dialog = TRUECONF_FSM_CONTEXT (source);
  GError *error = NULL;
  const char *state;

  if (!trueconf_fsm_context_read_raw_state_finish (dialog, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  state = trueconf_fsm_context_get_raw_state (dialog);
  g_task_return_boolean (
      task, state != NULL && g_str_has_prefix (state, g_object_get_data (G_OBJECT (task), STATE_PREFIX)));
}

/* Not the group of states: a program that was started again may not have the question any more that waits. */
static void
is_answering (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  TrueconfFsmContext *dialog = trueconf_context_get_state (context);

  /* the data of the task are the filter's */
  g_object_set_data_full (G_OBJECT (task), STATE_PREFIX, g_strdup (user_data), g_free);
  if (dialog == NULL)
    g_task_return_boolean (task, FALSE);
  else
    trueconf_fsm_context_read_raw_state_async (dialog, g_task_get_cancellable (task), state_read_cb,
                                               g_object_ref (task));
}

/* The name of a router is not known before it is constructed. */
static void
prepare (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);
  const char *name = trueconf_router_get_name (TRUECONF_ROUTER (self));
  g_autoptr (TrueconfFilter) answering = NULL;
  g_autoptr (TrueconfFilter) pressing = NULL;
  g_autofree char *escaped = NULL;

  if (priv->states != NULL || !trueconf_form_field_is_name (name))
    return;

  escaped = g_uri_escape_string (name, NULL, FALSE);
  priv->name = g_strdup (name);
  priv->command = g_strconcat (COMMAND_PREFIX, escaped, NULL);
  priv->states = trueconf_states_group_new (name);
  trueconf_states_group_add (priv->states, TRUECONF_FORM_SUMMARY);

  answering = trueconf_filter_new_async_func (is_answering, g_strconcat (name, ":", NULL), g_free);
  pressing = trueconf_filter_new_func (is_press, g_strdup (priv->command), g_free);
  trueconf_router_add_handler (TRUECONF_ROUTER (self), TRUECONF_TYPE_MESSAGE, answering, on_event, self,
                               NULL);
  trueconf_router_add_handler (TRUECONF_ROUTER (self), TRUECONF_TYPE_CALLBACK_QUERY, pressing, on_event, self,
                               NULL);
}

GPtrArray *
trueconf_form_peek_fields (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  return priv->fields;
}

const char *
trueconf_form_peek_name (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  return priv->name;
}

const char *
trueconf_form_peek_command (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  return priv->command;
}

TrueconfFormField *
trueconf_form_find_field (TrueconfForm *self, const char *name)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  for (guint i = 0; i < priv->fields->len; i++)
    {
      TrueconfFormField *field = g_ptr_array_index (priv->fields, i);

      if (strcmp (field->name, name) == 0)
        return field;
    }

  return NULL;
}

void
trueconf_form_emit_finished (TrueconfForm *self, TrueconfFormResult *result)
{
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0, result);
}

/**
 * trueconf_form_new:
 * @name: the name of the form, 1 to 64 bytes without a colon
 *
 * Creates a form without questions.
 *
 * The name is part of what is stored: keep it as long as users may be answering.
 *
 * Returns: (transfer full): a form
 *
 * Since: 0.1
 */
TrueconfForm *
trueconf_form_new (const char *name)
{
  TrueconfForm *self;

  g_return_val_if_fail (trueconf_form_field_is_name (name), NULL);

  self = g_object_new (TRUECONF_TYPE_FORM, "name", name, NULL);
  prepare (self);

  return self;
}

/**
 * trueconf_form_add_field:
 * @self: a form with a name
 * @field: a question, of whose name there is none yet
 *
 * Adds a question behind the others.
 *
 * Since: 0.1
 */
void
trueconf_form_add_field (TrueconfForm *self, TrueconfFormField *field)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);
  TrueconfState *state;

  g_return_if_fail (TRUECONF_IS_FORM (self));
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (field));
  g_return_if_fail (trueconf_form_field_is_name (field->name));
  g_return_if_fail (field->question != NULL);
  g_return_if_fail (trueconf_form_find_field (self, field->name) == NULL);
  g_return_if_fail (field->kind != TRUECONF_FORM_FIELD_KIND_CHOICE || field->choices != NULL);

  prepare (self);
  g_return_if_fail (priv->states != NULL);

  state = trueconf_states_group_add (priv->states, field->name);
  trueconf_state_set_timeout (state, priv->timeout);
  g_ptr_array_add (priv->fields, g_object_ref (field));
  g_list_store_append (priv->list, field);
}

/**
 * trueconf_form_get_fields: (get-property fields)
 * @self: a form
 *
 * Gets the questions.
 *
 * Returns: (transfer none): a list of [class@FormField]
 *
 * Since: 0.1
 */
GListModel *
trueconf_form_get_fields (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_FORM (self), NULL);

  return G_LIST_MODEL (priv->list);
}

/**
 * trueconf_form_get_states: (get-property states)
 * @self: a form
 *
 * Gets the states of a dialog with a user who answers: one for each question, by the name of its field, and `summary`.
 *
 * Returns: (transfer none) (nullable): the group, or `NULL` as long as the form has no name
 *
 * Since: 0.1
 */
TrueconfStatesGroup *
trueconf_form_get_states (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_FORM (self), NULL);

  prepare (self);

  return priv->states;
}

/**
 * trueconf_form_get_summary: (get-property summary)
 * @self: a form
 *
 * Gets whether all answers are shown at the end.
 *
 * Returns: `TRUE` if they are
 *
 * Since: 0.1
 */
gboolean
trueconf_form_get_summary (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_FORM (self), FALSE);

  return priv->summary;
}

/**
 * trueconf_form_set_summary: (set-property summary)
 * @self: a form
 * @summary: `TRUE` to show all answers at the end
 *
 * Sets whether all answers are shown at the end, to be changed or sent.
 *
 * Since: 0.1
 */
void
trueconf_form_set_summary (TrueconfForm *self, gboolean summary)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_if_fail (TRUECONF_IS_FORM (self));

  if (priv->summary == summary)
    return;

  priv->summary = summary;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

/**
 * trueconf_form_get_timeout: (get-property timeout)
 * @self: a form
 *
 * Gets how long a question waits before the form is forgotten.
 *
 * Returns: the time in seconds; 0 means for ever
 *
 * Since: 0.1
 */
double
trueconf_form_get_timeout (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_FORM (self), 0.0);

  return priv->timeout;
}

/**
 * trueconf_form_set_timeout: (set-property timeout)
 * @self: a form
 * @timeout: the time in seconds; 0 means for ever
 *
 * Sets how long a question waits before the form is forgotten.
 *
 * Since: 0.1
 */
void
trueconf_form_set_timeout (TrueconfForm *self, double timeout)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_if_fail (TRUECONF_IS_FORM (self));
  g_return_if_fail (timeout >= 0.0 && timeout <= 1e12);

  if (priv->timeout >= timeout && priv->timeout <= timeout)
    return;

  priv->timeout = timeout;
  if (priv->states != NULL)
    {
      g_autoptr (GListModel) states = trueconf_states_group_list_all_states (priv->states);

      for (guint i = 0; i < g_list_model_get_n_items (states); i++)
        {
          g_autoptr (TrueconfState) state = g_list_model_get_item (states, i);

          trueconf_state_set_timeout (state, timeout);
        }
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

/**
 * trueconf_form_get_zone: (get-property zone)
 * @self: a form
 *
 * Gets the time zone of the users.
 *
 * Returns: (transfer none) (nullable): the time zone, or `NULL` for that of the computer
 *
 * Since: 0.1
 */
GTimeZone *
trueconf_form_get_zone (TrueconfForm *self)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_FORM (self), NULL);

  return priv->zone;
}

/**
 * trueconf_form_set_zone: (set-property zone)
 * @self: a form
 * @zone: (nullable): a time zone, or `NULL` for that of the computer
 *
 * Sets the time zone of the users, which decides what day it is.
 *
 * Since: 0.1
 */
void
trueconf_form_set_zone (TrueconfForm *self, GTimeZone *zone)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_if_fail (TRUECONF_IS_FORM (self));

  if (priv->zone == zone)
    return;

  g_clear_pointer (&priv->zone, g_time_zone_unref);
  priv->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZONE]);
}

static gboolean
is_text (TrueconfFormText which)
{
  return which > 0 && which < N_TEXTS && default_texts[which] != NULL;
}

/**
 * trueconf_form_get_text:
 * @self: a form
 * @which: which text
 *
 * Gets a text of the form.
 *
 * Returns: (transfer none): the text, translated if it was not replaced
 *
 * Since: 0.1
 */
const char *
trueconf_form_get_text (TrueconfForm *self, TrueconfFormText which)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_FORM (self), NULL);
  g_return_val_if_fail (is_text (which), NULL);

  return priv->texts[which] != NULL ? priv->texts[which] : _ (default_texts[which]);
}

/**
 * trueconf_form_set_text:
 * @self: a form
 * @which: which text
 * @text: (nullable): the text, or `NULL` for the default; an empty one says nothing. A button has at most 32 characters
 *
 * Replaces a text of the form.
 *
 * Since: 0.1
 */
void
trueconf_form_set_text (TrueconfForm *self, TrueconfFormText which, const char *text)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);
  char *copy;

  g_return_if_fail (TRUECONF_IS_FORM (self));
  g_return_if_fail (is_text (which));

  copy = g_strdup (text);
  g_free (priv->texts[which]);
  priv->texts[which] = copy;
}

/* Words are compared as people write them, and the commands work in every language. */
gboolean
trueconf_form_is_word (TrueconfForm *self, TrueconfFormText which, const char *text)
{
  g_autofree char *folded = NULL;
  g_autofree char *word = NULL;
  g_autofree char *stripped = NULL;
  const char *command = which == TRUECONF_FORM_TEXT_BACK     ? "/back"
                        : which == TRUECONF_FORM_TEXT_CANCEL ? "/cancel"
                        : which == TRUECONF_FORM_TEXT_SKIP   ? "/skip"
                        : which == TRUECONF_FORM_TEXT_SEND   ? "/send"
                        : which == TRUECONF_FORM_TEXT_CHANGE ? "/change"
                                                             : NULL;

  if (text == NULL)
    return FALSE;

  stripped = g_strstrip (g_strdup (text));
  folded = g_utf8_casefold (stripped, -1);
  word = g_utf8_casefold (trueconf_form_get_text (self, which), -1);

  return folded[0] != '\0' && (strcmp (folded, word) == 0 || g_strcmp0 (folded, command) == 0);
}

/**
 * trueconf_form_begin_async:
 * @self: a form with at least one question
 * @context: the context of an event of the user
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the first question was sent
 * @user_data: data for @callback
 *
 * Begins the form in the chat of an event, for its user.
 *
 * If the user is answering a form, or the dialog is in some other state, that is left: it begins anew. The data of the program in the
 * dialog stay.
 *
 * The error is `TRUECONF_ERROR_INVALID_ARGUMENT` if the event belongs to no dialog, for example a press of a button in a
 * group, that of the storage, or that of sending the question.
 *
 * Since: 0.1
 */
void
trueconf_form_begin_async (TrueconfForm *self,
                           TrueconfContext *context,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  TrueconfFormPrivate *priv = trueconf_form_get_instance_private (self);
  GTask *task;

  g_return_if_fail (TRUECONF_IS_FORM (self));
  g_return_if_fail (priv->fields->len > 0);
  g_return_if_fail (TRUECONF_IS_CONTEXT (context));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (!trueconf_context_get_done (context));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_form_begin_async);
  trueconf_form_start (self, context, task);
}

/**
 * trueconf_form_begin_finish:
 * @self: a form
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Form.begin_async].
 *
 * Returns: `TRUE` if the first question was asked, or `FALSE` with @error set
 *
 * Since: 0.1
 */
gboolean
trueconf_form_begin_finish (TrueconfForm *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_form_begin_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
