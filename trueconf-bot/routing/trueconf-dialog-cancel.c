/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-fsm-context.h"
#include "model/trueconf-callback-query.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-message.h"
#include "model/trueconf-sending-private.h"
#include "routing/trueconf-context-ask.h"
#include "routing/trueconf-dialog-cancel.h"
#include "trueconf-error.h"

/**
 * TrueconfDialogCancel:
 *
 * Lets users leave any dialog by a command or a button, wherever they are in it.
 *
 * Add it to the dispatcher with [method@Router.add_outer_middleware]. When the filter matches, the dialog of the event is cleared, a
 * question that the user was asked ends ([method@Context.ask_async] fails with `G_IO_ERROR_CANCELLED`), and the text is sent. No handler
 * gets the event. If there is nothing to cancel, the event goes on, so that a handler can say so.
 *
 * ```c
 * g_autoptr (TrueconfFilter) filter = TRUECONF_FILTER (trueconf_command_filter_new ("cancel"));
 * g_autoptr (TrueconfDialogCancel) cancel = trueconf_dialog_cancel_new (filter, "Cancelled");
 *
 * trueconf_router_add_outer_middleware (TRUECONF_ROUTER (dispatcher), TRUECONF_MIDDLEWARE (cancel));
 * ```
 *
 * Since: 0.1
 */
struct _TrueconfDialogCancel
{
  TrueconfMiddleware parent_instance;

  TrueconfFilter *filter;
  char *text;
};

G_DEFINE_FINAL_TYPE (TrueconfDialogCancel, trueconf_dialog_cancel, TRUECONF_TYPE_MIDDLEWARE)

typedef enum
{
  PROP_FILTER = 1,
  PROP_TEXT,
} TrueconfDialogCancelProperty;

static GParamSpec *properties[PROP_TEXT + 1];

static void
trueconf_dialog_cancel_finalize (GObject *object)
{
  TrueconfDialogCancel *self = TRUECONF_DIALOG_CANCEL (object);

  g_clear_object (&self->filter);
  g_free (self->text);

  G_OBJECT_CLASS (trueconf_dialog_cancel_parent_class)->finalize (object);
}

static void
trueconf_dialog_cancel_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfDialogCancel *self = TRUECONF_DIALOG_CANCEL (object);

  switch ((TrueconfDialogCancelProperty) prop_id)
    {
    case PROP_FILTER:
      g_value_set_object (value, self->filter);
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_dialog_cancel_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfDialogCancel *self = TRUECONF_DIALOG_CANCEL (object);

  switch ((TrueconfDialogCancelProperty) prop_id)
    {
    case PROP_FILTER:
      g_set_object (&self->filter, g_value_get_object (value));
      break;

    case PROP_TEXT:
      self->text = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

/* One event while it is looked at. */
typedef struct
{
  TrueconfDialogCancel *self;
  TrueconfEvent *event;
  TrueconfContext *context;
  TrueconfNext *next;
} TrueconfCancelling;

static void
cancelling_free (TrueconfCancelling *cancelling)
{
  g_object_unref (cancelling->self);
  g_object_unref (cancelling->event);
  g_object_unref (cancelling->context);
  g_object_unref (cancelling->next);
  g_free (cancelling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfCancelling, cancelling_free)

static void
end (TrueconfCancelling *cancelling)
{
  TrueconfDialogCancel *self = cancelling->self;

  if (self->text != NULL)
    {
      g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (self->text, TRUECONF_PARSE_MODE_TEXT);
      TrueconfSending sending;

      trueconf_sending_init_from_draft (&sending, draft);
      sending.chat_id = trueconf_event_get_chat_key (cancelling->event);
      trueconf_event_send (cancelling->event, &sending, end, NULL, NULL, NULL);
    }
  trueconf_next_end (cancelling->next);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrueconfCancelling) cancelling = data;
  g_autoptr (GError) error = NULL;

  if (trueconf_fsm_context_clear_finish (TRUECONF_FSM_CONTEXT (source), result, &error))
    end (cancelling);
  else
    trueconf_next_fail (cancelling->next, error);
}

static void
state_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrueconfCancelling) cancelling = data;
  TrueconfFsmContext *dialog = TRUECONF_FSM_CONTEXT (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *state = trueconf_fsm_context_get_state_finish (dialog, result, &error);
  gboolean damaged = g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  gboolean asked;

  if (error != NULL && !damaged)
    {
      trueconf_next_fail (cancelling->next, error);
      return;
    }

  asked = trueconf_context_cancel_questions (cancelling->context);
  /* a dialog that cannot be read can be cleared; if the storage cannot do that either, it says so */
  if (state != NULL || damaged)
    trueconf_fsm_context_clear_async (dialog, NULL, cleared_cb, g_steal_pointer (&cancelling));
  else if (asked)
    end (cancelling);
  else
    trueconf_next_run (cancelling->next);
}

static void
matched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrueconfCancelling) cancelling = data;
  g_autoptr (GError) error = NULL;
  gboolean matches = trueconf_filter_match_finish (TRUECONF_FILTER (source), result, &error);
  TrueconfFsmContext *dialog = trueconf_context_get_state (cancelling->context);

  if (error != NULL)
    trueconf_next_fail (cancelling->next, error);
  else if (!matches || dialog == NULL)
    trueconf_next_run (cancelling->next);
  else
    trueconf_fsm_context_get_state_async (dialog, NULL, state_cb, g_steal_pointer (&cancelling));
}

static void
trueconf_dialog_cancel_process (TrueconfMiddleware *middleware,
                                TrueconfEvent *event,
                                TrueconfContext *context,
                                TrueconfNext *next)
{
  TrueconfDialogCancel *self = TRUECONF_DIALOG_CANCEL (middleware);
  TrueconfCancelling *cancelling;

  if (self->filter == NULL || !(TRUECONF_IS_MESSAGE (event) || TRUECONF_IS_CALLBACK_QUERY (event)))
    {
      trueconf_next_run (next);
      return;
    }

  cancelling = g_new0 (TrueconfCancelling, 1);
  cancelling->self = g_object_ref (self);
  cancelling->event = g_object_ref (event);
  cancelling->context = g_object_ref (context);
  cancelling->next = g_object_ref (next);
  trueconf_filter_match_async (self->filter, event, context, NULL, matched_cb, cancelling);
}

static void
trueconf_dialog_cancel_class_init (TrueconfDialogCancelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfMiddlewareClass *middleware_class = TRUECONF_MIDDLEWARE_CLASS (klass);

  object_class->finalize = trueconf_dialog_cancel_finalize;
  object_class->get_property = trueconf_dialog_cancel_get_property;
  object_class->set_property = trueconf_dialog_cancel_set_property;
  middleware_class->process = trueconf_dialog_cancel_process;

  /**
   * TrueconfDialogCancel:filter: (getter get_filter)
   *
   * The messages and presses that cancel.
   *
   * Since: 0.1
   */
  properties[PROP_FILTER] =
      g_param_spec_object ("filter", NULL, NULL, TRUECONF_TYPE_FILTER,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDialogCancel:text: (getter get_text)
   *
   * What is answered, as plain text; `NULL` for no answer.
   *
   * Since: 0.1
   */
  properties[PROP_TEXT] = g_param_spec_string (
      "text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_dialog_cancel_init (TrueconfDialogCancel *self)
{
}

/**
 * trueconf_dialog_cancel_new:
 * @filter: the messages and presses that cancel
 * @text: (nullable): what to answer, as plain text, or `NULL` for no answer
 *
 * Creates a middleware that cancels dialogs.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfDialogCancel *
trueconf_dialog_cancel_new (TrueconfFilter *filter, const char *text)
{
  g_return_val_if_fail (TRUECONF_IS_FILTER (filter), NULL);

  return g_object_new (TRUECONF_TYPE_DIALOG_CANCEL, "filter", filter, "text", text, NULL);
}

/**
 * trueconf_dialog_cancel_get_filter: (get-property filter)
 * @self: a middleware
 *
 * Gets the filter for what cancels.
 *
 * Returns: (transfer none) (nullable): the filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_dialog_cancel_get_filter (TrueconfDialogCancel *self)
{
  g_return_val_if_fail (TRUECONF_IS_DIALOG_CANCEL (self), NULL);

  return self->filter;
}

/**
 * trueconf_dialog_cancel_get_text: (get-property text)
 * @self: a middleware
 *
 * Gets what is answered.
 *
 * Returns: (transfer none) (nullable): the text
 *
 * Since: 0.1
 */
const char *
trueconf_dialog_cancel_get_text (TrueconfDialogCancel *self)
{
  g_return_val_if_fail (TRUECONF_IS_DIALOG_CANCEL (self), NULL);

  return self->text;
}
