/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-fsm-context-private.h"
#include "model/trueconf-bot-handle-private.h"
#include "model/trueconf-event-private.h"
#include "routing/trueconf-command.h"
#include "routing/trueconf-context-private.h"
#include "text/trueconf-log-line-private.h"
#include "trueconf-hash-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfContext:
 *
 * Accompanies an event through the routers to its handler.
 *
 * An event is *done* when its handler has returned. A handler that goes on asynchronously calls [method@Context.hold]
 * before it returns and [method@Context.release] when it has finished. Until the event is done, the next event of the
 * same chat waits, and with the [enum@AckPolicy] `AFTER_HANDLER` the event is not acknowledged to the server.
 *
 * A handler that fails says so with [method@Context.fail].
 *
 * A handler that finds out that an event is not for it says so with [method@Context.skip]; the next one that matches
 * gets it then.
 *
 * Filters and middlewares can pass data to handlers with [method@Context.set_data].
 *
 * A context must only be used in the main context of its bot.
 *
 * Since: 0.1
 */
struct _TrueconfContext
{
  GObject parent_instance;

  TrueconfEvent *event;
  TrueconfStoredData data;
  const char *filter_text; /* what filters look at; not owned; NULL: the text of the event */
  gboolean
      routing; /* the handlers have not returned yet; apart from the holds, so that no handler can release it */
  guint n_holds;
  gboolean failed;
  gboolean skipped;
  const TrueconfContextReports *reports; /* NULL once the event is done */
  gpointer data_of_reports;
  GRefString *router;
  gboolean handling;   /* a handler runs, or is held */
  GRefString *handler; /* its name; NULL: it has only its id */
  guint handler_id;
  GRefString *taking_router; /* of the last handler that has taken the event, like the next two; for logs */
  GRefString *taking_handler;
  guint taking_id; /* 0: none has */
  GCancellable *cancellable;
  TrueconfContext *answer; /* of the answer to the last question, with a hold */
  TrueconfFsmContext *state;
  gboolean state_made;
  TrueconfContext *parent; /* of a probe; NULL: this is none */
};

G_DEFINE_FINAL_TYPE (TrueconfContext, trueconf_context, G_TYPE_OBJECT)

typedef enum
{
  PROP_BOT = 1,
  PROP_EVENT,
  PROP_STATE,
  PROP_COMMAND,
  PROP_N_HOLDS,
  PROP_DONE,
  PROP_ROUTER_NAME,
  PROP_HANDLER_NAME,
} TrueconfContextProperty;

static GParamSpec *properties[PROP_HANDLER_NAME + 1];

static void
trueconf_context_finalize (GObject *object)
{
  TrueconfContext *self = TRUECONF_CONTEXT (object);

  g_clear_object (&self->event);
  trueconf_stored_data_clear (&self->data);
  g_clear_pointer (&self->router, g_ref_string_release);
  g_clear_pointer (&self->handler, g_ref_string_release);
  g_clear_pointer (&self->taking_router, g_ref_string_release);
  g_clear_pointer (&self->taking_handler, g_ref_string_release);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->parent);
  if (self->state != NULL)
    trueconf_fsm_context_leave_owner (self->state);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (trueconf_context_parent_class)->finalize (object);
}

static void
trueconf_context_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfContext *self = TRUECONF_CONTEXT (object);

  switch ((TrueconfContextProperty) prop_id)
    {
    case PROP_BOT:
      g_value_set_object (value, trueconf_context_get_bot (self));
      break;

    case PROP_EVENT:
      g_value_set_object (value, trueconf_context_get_event (self));
      break;

    case PROP_STATE:
      g_value_set_object (value, trueconf_context_get_state (self));
      break;

    case PROP_COMMAND:
      g_value_set_object (value, trueconf_context_get_command (self));
      break;

    case PROP_N_HOLDS:
      g_value_set_uint (value, trueconf_context_get_n_holds (self));
      break;

    case PROP_DONE:
      g_value_set_boolean (value, trueconf_context_get_done (self));
      break;

    case PROP_ROUTER_NAME:
      g_value_set_string (value, trueconf_context_get_router_name (self));
      break;

    case PROP_HANDLER_NAME:
      g_value_set_string (value, trueconf_context_get_handler_name (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_context_class_init (TrueconfContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_context_finalize;
  object_class->get_property = trueconf_context_get_property;

  /**
   * TrueconfContext:bot: (getter get_bot)
   *
   * The bot that the event came to, or `NULL` once it is gone.
   *
   * Since: 0.1
   */
  properties[PROP_BOT] =
      g_param_spec_object ("bot", NULL, NULL, trueconf_bot_handle_get_bot_type (),
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:event: (getter get_event)
   *
   * The event that is being handled.
   *
   * Since: 0.1
   */
  properties[PROP_EVENT] =
      g_param_spec_object ("event", NULL, NULL, TRUECONF_TYPE_EVENT,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:state: (getter get_state)
   *
   * The dialog that the event belongs to, or `NULL` if it belongs to none.
   *
   * Since: 0.1
   */
  properties[PROP_STATE] =
      g_param_spec_object ("state", NULL, NULL, TRUECONF_TYPE_FSM_CONTEXT,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:command: (getter get_command)
   *
   * The command that a [class@CommandFilter] has found, or `NULL` if the event came through no such filter.
   *
   * Since: 0.1
   */
  properties[PROP_COMMAND] =
      g_param_spec_object ("command", NULL, NULL, TRUECONF_TYPE_COMMAND,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:n-holds: (getter get_n_holds)
   *
   * The number of holds that have not been released yet.
   *
   * Since: 0.1
   */
  properties[PROP_N_HOLDS] =
      g_param_spec_uint ("n-holds", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:done: (getter get_done)
   *
   * Whether the event is done: its handler has returned, and every hold was released.
   *
   * Since: 0.1
   */
  properties[PROP_DONE] = g_param_spec_boolean (
      "done", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:router-name: (getter get_router_name)
   *
   * The name of the router whose filters or handlers have the event, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_ROUTER_NAME] = g_param_spec_string (
      "router-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:handler-name: (getter get_handler_name)
   *
   * The name of the handler that has the event, or `NULL`; see [method@Router.set_handler_name].
   *
   * Since: 0.1
   */
  properties[PROP_HANDLER_NAME] = g_param_spec_string (
      "handler-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_context_init (TrueconfContext *self)
{
}

/* `done` of the reports is called when trueconf_context_finish_routing () was called and all holds are released. */
TrueconfContext *
trueconf_context_new (TrueconfEvent *event, const TrueconfContextReports *reports, gpointer data)
{
  TrueconfContext *self = g_object_new (TRUECONF_TYPE_CONTEXT, NULL);

  self->event = g_object_ref (event);
  self->routing = TRUE;
  self->reports = reports;
  self->data_of_reports = data;

  return self;
}

static TrueconfFsmStorage *
probe_get_storage (TrueconfContext *context, TrueconfFsmStrategy *strategy, gpointer data)
{
  TrueconfContext *parent = data;

  return parent->reports->get_storage (parent, strategy, parent->data_of_reports);
}

static gboolean
probe_failed (TrueconfContext *context, const GError *error, gpointer data)
{
  return trueconf_context_fail (data, error);
}

static void
probe_told (TrueconfContext *context, const GError *error, gpointer data)
{
  trueconf_context_tell (data, error);
}

static void
probe_released (TrueconfContext *context, gpointer data)
{
}

static void
probe_asks (TrueconfContext *context,
            TrueconfDraft *question,
            TrueconfFilter *filter,
            TrueconfDraft *retry,
            double timeout,
            GTask *task,
            gpointer data)
{
  TrueconfContext *parent = data;

  trueconf_context_ask (parent, question, filter, retry, timeout, task);
}

static gboolean
probe_cancels_questions (TrueconfContext *context, gpointer data)
{
  return trueconf_context_end_questions (data);
}

static void
probe_done (TrueconfContext *context, gpointer data)
{
}

static const TrueconfContextReports probe_reports = {
  probe_get_storage,       probe_failed, probe_told, probe_released, probe_asks,
  probe_cancels_questions, probe_done,
};

/* For filters that are asked while the event has a handler: they see what is stored, and store apart from it. The caller
 * holds the event as long as they are asked. */
TrueconfContext *
trueconf_context_new_probe (TrueconfContext *parent)
{
  TrueconfContext *self = trueconf_context_new (parent->event, &probe_reports, parent);

  self->parent = g_object_ref (parent);
  trueconf_stored_data_share (&self->data, &parent->data);

  return self;
}

/* The filters of a router are asked. */
void
trueconf_context_begin_router (TrueconfContext *self, GRefString *name)
{
  if (self->router == name)
    return;

  g_clear_pointer (&self->router, g_ref_string_release);
  self->router = name != NULL ? g_ref_string_acquire (name) : NULL;
}

void
trueconf_context_begin_handler (TrueconfContext *self, GRefString *name, guint id)
{
  self->handling = TRUE;
  self->handler = name != NULL ? g_ref_string_acquire (name) : NULL;
  self->handler_id = id;
  self->skipped = FALSE;
}

void
trueconf_context_end_handler (TrueconfContext *self)
{
  self->handling = FALSE;
  if (!self->skipped)
    {
      g_clear_pointer (&self->taking_router, g_ref_string_release);
      g_clear_pointer (&self->taking_handler, g_ref_string_release);
      self->taking_router = self->router != NULL ? g_ref_string_acquire (self->router) : NULL;
      self->taking_handler = g_steal_pointer (&self->handler);
      self->taking_id = self->handler_id;
    }
  g_clear_pointer (&self->handler, g_ref_string_release);
  trueconf_stored_data_end_handler (&self->data);
}

/* Whether the handler has said that the event is not for it. */
gboolean
trueconf_context_get_skipped (TrueconfContext *self)
{
  return self->skipped;
}

/* What is stored from now on is of this filter. */
void
trueconf_context_begin_filter (TrueconfContext *self)
{
  trueconf_stored_data_begin_filter (&self->data);
}

void
trueconf_context_end_filter (TrueconfContext *self, gboolean matches)
{
  self->filter_text = NULL;
  trueconf_stored_data_end_filter (&self->data, matches);
}

TrueconfStoredData *
trueconf_context_get_stored (TrueconfContext *self)
{
  return &self->data;
}

/* For the filters that are a part of another one: they look at this text, or again at that of the event. */
void
trueconf_context_set_filter_text (TrueconfContext *self, const char *text)
{
  self->filter_text = text;
}

const char *
trueconf_context_get_filter_text (TrueconfContext *self)
{
  return self->filter_text;
}

/* For the asynchronous filters of this event. */
GCancellable *
trueconf_context_get_cancellable (TrueconfContext *self)
{
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();

  return self->cancellable;
}

/* The event is overdue: filters that still wait are given up. */
void
trueconf_context_cancel (TrueconfContext *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

void
trueconf_context_set_failed (TrueconfContext *self)
{
  self->failed = TRUE;
}

gboolean
trueconf_context_has_failed (TrueconfContext *self)
{
  return self->failed;
}

/* Returns a name of the handler for logs. */
char *
trueconf_context_describe_handler (TrueconfContext *self)
{
  g_autofree char *handler = NULL;

  if (!self->handling)
    handler = g_strdup ("a filter or middleware");
  else if (self->handler != NULL)
    handler = g_strdup_printf ("handler “%s”", self->handler);
  else
    handler = g_strdup_printf ("handler %u", self->handler_id);

  if (self->router == NULL || self->router[0] == '\0')
    return g_steal_pointer (&handler);

  return g_strdup_printf ("%s of router “%s”", handler, self->router);
}

/* Returns what to call the last handler that has taken the event, also when it is done. */
char *
trueconf_context_describe_taker (TrueconfContext *self)
{
  g_autofree char *number = g_strdup_printf ("%u", self->taking_id);

  if (self->taking_id == 0)
    return g_strdup ("router -, handler -");

  return g_strdup_printf ("router %s, handler %s", self->taking_router != NULL ? self->taking_router : "-",
                          self->taking_handler != NULL ? self->taking_handler : number);
}

/**
 * trueconf_context_get_bot: (get-property bot)
 * @self: a context
 *
 * Gets the bot that the event came to.
 *
 * Returns: (transfer none) (nullable): the bot, or `NULL` once it is gone
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_context_get_bot (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  return trueconf_event_get_bot (self->event);
}

/**
 * trueconf_context_get_event: (get-property event)
 * @self: a context
 *
 * Gets the event that is being handled.
 *
 * Returns: (transfer none): the event
 *
 * Since: 0.1
 */
TrueconfEvent *
trueconf_context_get_event (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  return self->event;
}

static gboolean
hold_for_dialog (gpointer owner)
{
  TrueconfContext *self = owner;

  /* before the handler, the walk waits for filters and middlewares without a hold */
  if (!self->handling || trueconf_context_get_done (self))
    return FALSE;

  trueconf_context_hold (self);
  return TRUE;
}

static void
release_for_dialog (gpointer owner)
{
  trueconf_context_release (owner);
}

static void
dialog_failed (gpointer owner, const GError *error)
{
  if (trueconf_context_get_done (owner))
    trueconf_log (G_LOG_LEVEL_WARNING, "A dialog could not be read or stored: %s", error->message);
  else
    trueconf_context_fail (owner, error);
}

static const TrueconfFsmOwner fsm_owner = {
  hold_for_dialog,
  release_for_dialog,
  dialog_failed,
};

/**
 * trueconf_context_get_state: (get-property state)
 * @self: a context
 *
 * Gets the dialog that the event belongs to.
 *
 * [property@Dispatcher:fsm-strategy] says whose dialog it is. Events that do not name a chat belong to none. Except
 * with the [enum@FsmStrategy] `CHAT`, those that do not name a user belong to none either; who has pressed a button is
 * known in personal chats only.
 *
 * Returns: (transfer none) (nullable): the dialog, or `NULL`
 *
 * Since: 0.1
 */
TrueconfFsmContext *
trueconf_context_get_state (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  if (!self->state_made && self->reports != NULL)
    {
      TrueconfFsmStrategy strategy = TRUECONF_FSM_STRATEGY_USER_IN_CHAT;
      TrueconfFsmStorage *storage = self->reports->get_storage (self, &strategy, self->data_of_reports);

      self->state_made = TRUE;
      self->state = trueconf_fsm_context_new_for_event (storage, strategy, self->event, &fsm_owner, self);
    }

  return self->state;
}

/**
 * trueconf_context_get_n_holds: (get-property n-holds)
 * @self: a context
 *
 * Gets the number of holds that have not been released yet.
 *
 * Returns: the number of calls of [method@Context.hold] less those of [method@Context.release]
 *
 * Since: 0.1
 */
guint
trueconf_context_get_n_holds (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), 0);

  return self->n_holds;
}

/**
 * trueconf_context_get_done: (get-property done)
 * @self: a context
 *
 * Gets whether the event is done: its handler has returned, and every hold was released.
 *
 * Returns: `TRUE` if it is done, and cannot be held any more
 *
 * Since: 0.1
 */
gboolean
trueconf_context_get_done (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), FALSE);

  return self->reports == NULL;
}

/**
 * trueconf_context_get_router_name: (get-property router-name)
 * @self: a context
 *
 * Gets the name of the router whose filters or handlers have the event.
 *
 * Returns: (transfer none) (nullable): the name
 *
 * Since: 0.1
 */
const char *
trueconf_context_get_router_name (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  return self->router;
}

/**
 * trueconf_context_get_handler_name: (get-property handler-name)
 * @self: a context
 *
 * Gets the name of the handler that has the event.
 *
 * Returns: (transfer none) (nullable): the name, or `NULL` if no handler has the event, or it has no name
 *
 * Since: 0.1
 */
const char *
trueconf_context_get_handler_name (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  return self->handler;
}

/**
 * trueconf_context_skip:
 * @self: a context
 *
 * Says that the event is not for this handler after all.
 *
 * When the handler has returned, and its holds are released, the next handler that matches gets the event.
 *
 * It is a programming error to call this when no handler has the event.
 *
 * Since: 0.1
 */
void
trueconf_context_skip (TrueconfContext *self)
{
  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (self->handling);

  self->skipped = TRUE;
}

/**
 * trueconf_context_hold:
 * @self: a context
 *
 * Keeps the event from being done when the handler returns.
 *
 * Each hold needs one [method@Context.release]. The context stays alive until the event is done; take a reference to use
 * it longer. It is a programming error to hold an event that is done.
 *
 * Since: 0.1
 */
void
trueconf_context_hold (TrueconfContext *self)
{
  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (!trueconf_context_get_done (self));

  self->n_holds++;
}

static void
release_answer (TrueconfContext *self)
{
  TrueconfContext *answer = g_steal_pointer (&self->answer);

  if (answer == NULL)
    return;

  trueconf_context_release (answer);
  g_object_unref (answer);
}

/* The event of an answer is done when the next question is asked, or when the event of the handler that asks is done. */
void
trueconf_context_set_answer (TrueconfContext *self, TrueconfContext *answer)
{
  trueconf_context_hold (answer);
  release_answer (self);
  self->answer = g_object_ref (answer);
}

static void
check_done (TrueconfContext *self)
{
  const TrueconfContextReports *reports = self->reports;

  if (reports == NULL || self->routing || self->n_holds > 0)
    return;

  self->reports = NULL;
  g_object_ref (self);
  release_answer (self);
  reports->done (self, self->data_of_reports);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  g_object_unref (self);
}

/**
 * trueconf_context_release:
 * @self: a context
 *
 * Reverts one [method@Context.hold].
 *
 * It is a programming error to release a context that is not held; see [property@Context:n-holds].
 *
 * Since: 0.1
 */
void
trueconf_context_release (TrueconfContext *self)
{
  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (self->n_holds > 0);

  g_object_ref (self);
  self->n_holds--;
  if (self->reports != NULL)
    self->reports->released (self, self->data_of_reports);
  check_done (self);
  g_object_unref (self);
}

/* The handlers have returned. */
void
trueconf_context_finish_routing (TrueconfContext *self)
{
  self->routing = FALSE;
  check_done (self);
}

/**
 * trueconf_context_fail:
 * @self: a context
 * @error: what went wrong
 *
 * Says that the handler has failed.
 *
 * The error goes to the error handlers of the routers, the nearest first; see [method@Router.add_error_handler]. If none
 * has dealt with it, it is logged with the name of the handler, and the dispatcher emits [signal@Dispatcher::error] with
 * the event.
 *
 * [property@Dispatcher:max-redeliveries] says whether the server is asked for the event again. The event is still done
 * only when the handler has returned and every hold is released.
 *
 * In Python and JavaScript an exception that leaves a handler does this.
 *
 * It is a programming error to call this when the event is done.
 *
 * Returns: `TRUE` if an error handler has dealt with the error
 *
 * Since: 0.1
 */
gboolean
trueconf_context_fail (TrueconfContext *self, const GError *error)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);
  g_return_val_if_fail (!trueconf_context_get_done (self), FALSE);

  return self->reports->failed (self, error, self->data_of_reports);
}

void
trueconf_context_tell (TrueconfContext *self, const GError *error)
{
  self->reports->told (self, error, self->data_of_reports);
}

/* `task` is the dispatcher's then. */
void
trueconf_context_ask (TrueconfContext *self,
                      TrueconfDraft *question,
                      TrueconfFilter *filter,
                      TrueconfDraft *retry,
                      double timeout,
                      GTask *task)
{
  self->reports->ask (self, question, filter, retry, timeout, task, self->data_of_reports);
  release_answer (self);
}

gboolean
trueconf_context_end_questions (TrueconfContext *self)
{
  return self->reports != NULL && self->reports->cancel_questions (self, self->data_of_reports);
}
