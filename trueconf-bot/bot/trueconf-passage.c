/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-observer-private.h"
#include "bot/trueconf-outgoing-request-private.h"
#include "bot/trueconf-passage-private.h"
#include "bot/trueconf-request-middleware.h"
#include "bot/trueconf-request-next-private.h"
#include "bot/trueconf-waiter-private.h"
#include "transport/trueconf-time-private.h"
#include "trueconf-alarm-private.h"
#include "trueconf-cancel-watch-private.h"
#include "trueconf-error-private.h"

struct _TrueconfPassage
{
  GList link; /* in the bot's list of passages */
  const TrueconfMethodRow *row;
  TrueconfOutgoingRequest *request;
  GTask *task; /* keeps the bot; NULL once there is an outcome */
  GPtrArray *middlewares;
  GPtrArray *steps;       /* that have begun and are not over; the last one is next to act, or waits */
  gboolean sent;          /* it is on the network, or was */
  TrueconfWaiter *waiter; /* while it is on the network */
  TrueconfAlarm alarm;    /* while a middleware has it */
  TrueconfCancelWatch *cancelled; /* or NULL */
};

static void decide (TrueconfStep *step, JsonNode *answer, GError *error);
static const TrueconfStepTable step_table;

/* ---- an outcome: a value, an answer that is still JSON, or an error */

typedef struct
{
  GValue value;
  JsonNode *node;
  GError *error;
} TrueconfOutcome;

static void
outcome_clear (TrueconfOutcome *self)
{
  if (G_IS_VALUE (&self->value))
    g_value_unset (&self->value);
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfOutcome, outcome_clear)

/* ---- references */

static TrueconfPassage *
passage_ref (TrueconfPassage *self)
{
  return g_rc_box_acquire (self);
}

static void
passage_clear (gpointer data)
{
  TrueconfPassage *self = data;

  g_assert (self->alarm.clock == NULL && self->cancelled == NULL && self->waiter == NULL);

  g_clear_object (&self->request);
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
}

static void
passage_unref (TrueconfPassage *self)
{
  g_rc_box_release_full (self, passage_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfPassage, passage_unref)

static TrueconfBot *
get_bot (TrueconfPassage *self)
{
  return g_task_get_source_object (self->task);
}

static const char *
get_method (TrueconfPassage *self)
{
  return trueconf_outgoing_request_get_method (self->request);
}

static GError *
make_cancelled_error (TrueconfPassage *self)
{
  return g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("%s was cancelled"), get_method (self));
}

/* ---- ending */

static void
return_task (GTask *task, JsonNode *answer, const GError *error)
{
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, json_node_ref (answer), (GDestroyNotify) json_node_unref);
  g_object_unref (task);
}

/* Ends the last step. `cancelled`: not because its middleware has decided so. */
static void
pop_step (TrueconfPassage *self, gboolean cancelled)
{
  g_autoptr (TrueconfStep) step = g_ptr_array_steal_index (self->steps, self->steps->len - 1);
  G_GNUC_UNUSED g_autoptr (TrueconfPassage) passage = g_steal_pointer (&step->passage);
  GTask *waiting = g_steal_pointer (&step->waiting);

  trueconf_alarm_clear (&self->alarm);
  if (cancelled)
    trueconf_step_cancel (step);

  if (waiting != NULL)
    {
      g_autoptr (GError) error = make_cancelled_error (self);

      return_task (waiting, NULL, error);
    }
}

/* Whatever comes after these steps has no say any more. */
static void
cut (TrueconfPassage *self, guint n_steps)
{
  TrueconfWaiter *waiter = g_steal_pointer (&self->waiter);

  if (waiter != NULL)
    trueconf_waiter_abandon (get_bot (self), waiter);
  while (self->steps->len > n_steps)
    pop_step (self, TRUE);
}

static void
finish (TrueconfPassage *self, TrueconfOutcome *outcome)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  g_autoptr (TrueconfBot) bot = g_object_ref (g_task_get_source_object (task));

  g_clear_pointer (&self->cancelled, trueconf_cancel_watch_free);
  g_queue_unlink (&bot->passages, &self->link);
  trueconf_outgoing_request_end (self->request);

  if (outcome->node != NULL && outcome->error == NULL)
    trueconf_wire_read_answer (outcome->node, self->row, get_method (self), &outcome->value, &outcome->error);
  /* a middleware may hand on what another request has failed for */
  if (outcome->error != NULL && trueconf_error_get_method (outcome->error) == NULL)
    trueconf_error_set_request (outcome->error, get_method (self),
                                g_strdup (trueconf_outgoing_request_get_chat_id (self->request)));
  trueconf_bot_return (bot, task, &outcome->value, g_steal_pointer (&outcome->error));
  trueconf_bot_handler_done (bot);

  passage_unref (self);
}

static void
overdue (gpointer data)
{
  g_autoptr (TrueconfPassage) self = passage_ref (data);
  g_autoptr (TrueconfStep) step = trueconf_step_ref (g_ptr_array_index (self->steps, self->steps->len - 1));
  TrueconfRequestMiddleware *middleware = g_ptr_array_index (self->middlewares, step->level);
  GError *error;

  error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                       self->sent
                           /* Translators: method, class, seconds */
                           ? _ ("%s: the middleware %s has kept the answer for %.15g s. Give it more time "
                                "with its property “timeout”, or let it hand the answer back")
                           /* Translators: method, class, seconds */
                           : _ ("%s was not sent: the middleware %s has kept it for %.15g s. Give it more "
                                "time with its property “timeout”, or let it send the request on"),
                       get_method (self), G_OBJECT_TYPE_NAME (middleware),
                       trueconf_request_middleware_get_timeout (middleware));
  trueconf_alarm_clear (&self->alarm);
  decide (step, NULL, error);
  trueconf_step_cancel (step);
}

/* It is for the last step to act. */
static void
wait_for_step (TrueconfPassage *self)
{
  TrueconfStep *step = g_ptr_array_index (self->steps, self->steps->len - 1);
  TrueconfRequestMiddleware *middleware = g_ptr_array_index (self->middlewares, step->level);
  double timeout = trueconf_request_middleware_get_timeout (middleware);

  trueconf_alarm_clear (&self->alarm);
  if (timeout > 0 && timeout < (double) G_MAXINT64 / G_USEC_PER_SEC)
    trueconf_alarm_set (&self->alarm, get_bot (self)->context,
                        trueconf_time_from_now ((gint64) (timeout * G_USEC_PER_SEC)), overdue, self);
}

/* Hands an outcome to the last step that looks at it, and past all of them to the caller. */
static void
come_back (TrueconfPassage *self, TrueconfOutcome *outcome)
{
  while (self->steps->len > 0)
    {
      TrueconfStep *step = g_ptr_array_index (self->steps, self->steps->len - 1);
      GTask *waiting = g_steal_pointer (&step->waiting);

      if (waiting != NULL)
        {
          wait_for_step (self);
          return_task (waiting, outcome->node, outcome->error);
          return;
        }
      /* it has stopped waiting, but has not decided yet */
      if (step->looks)
        return;

      pop_step (self, FALSE);
    }

  finish (self, outcome);
}

void
trueconf_passage_answered (TrueconfPassage *passage, TrueconfRequest *request)
{
  g_autoptr (TrueconfPassage) self = passage_ref (passage);
  g_auto (TrueconfOutcome) outcome = { 0 };

  self->waiter = NULL;
  if (request->error != NULL)
    {
      outcome.error = g_steal_pointer (&request->error);
    }
  else if (request->as_node)
    {
      outcome.node = g_value_dup_boxed (&request->value);
    }
  else
    {
      g_value_init (&outcome.value, G_VALUE_TYPE (&request->value));
      g_value_copy (&request->value, &outcome.value);
    }
  come_back (self, &outcome);
}

static void
fail (TrueconfPassage *passage, GError *error)
{
  g_autoptr (TrueconfPassage) self = passage_ref (passage);
  g_auto (TrueconfOutcome) outcome = { .error = error };

  /* first, so that what the steps do when they hear of it does not count */
  if (self->task != NULL)
    cut (self, 0);
  if (self->task != NULL)
    finish (self, &outcome);
}

static void
fail_all (TrueconfBot *bot, const GError *error)
{
  g_autoptr (GPtrArray) passages = g_ptr_array_new_with_free_func ((GDestroyNotify) passage_unref);

  for (GList *link = bot->passages.head; link != NULL; link = link->next)
    g_ptr_array_add (passages, passage_ref (link->data));

  for (guint i = 0; i < passages->len; i++)
    {
      TrueconfPassage *passage = g_ptr_array_index (passages, i);

      if (error != NULL)
        fail (passage, g_error_copy (error));
      else if (!passage->sent)
        fail (passage, g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                                    _ ("%s was not sent: the bot is not running. Start it first"),
                                    get_method (passage)));
    }
}

void
trueconf_passage_fail_all (TrueconfBot *bot, const GError *error)
{
  fail_all (bot, error);
}

void
trueconf_passage_fail_unsent (TrueconfBot *bot)
{
  fail_all (bot, NULL);
}

gboolean
trueconf_passage_is_any_unsent (TrueconfBot *bot)
{
  for (GList *link = bot->passages.head; link != NULL; link = link->next)
    if (!((TrueconfPassage *) link->data)->sent)
      return TRUE;

  return FALSE;
}

/* ---- going on */

static void
send (TrueconfPassage *self)
{
  G_GNUC_UNUSED g_autoptr (TrueconfPassage) keep = passage_ref (self);
  g_autoptr (TrueconfBot) bot = g_object_ref (get_bot (self));
  TrueconfRequest *request = trueconf_request_new (self->row, get_method (self),
                                                   trueconf_outgoing_request_send (self->request), NULL);

  for (guint i = 0; i < self->steps->len && !request->as_node; i++)
    request->as_node = ((TrueconfStep *) g_ptr_array_index (self->steps, i))->looks;
  self->sent = TRUE;
  trueconf_bot_observe_submission (bot, request);
  /* functions of the user may have run, and have disposed of the bot */
  if (self->task == NULL)
    {
      trueconf_request_unref (request);
      return;
    }

  self->waiter = trueconf_waiter_new (bot, request, self);
  trueconf_bot_submit (bot, request);
  trueconf_bot_handler_done (bot);
}

static void
enter (TrueconfPassage *self, guint level)
{
  g_autoptr (TrueconfRequestMiddleware) middleware = NULL;
  g_autoptr (TrueconfRequestNext) next = NULL;
  TrueconfStep *step;

  if (level == self->middlewares->len)
    {
      send (self);
      return;
    }

  middleware = g_object_ref (g_ptr_array_index (self->middlewares, level));
  step = trueconf_step_new (&step_table, passage_ref (self), level);
  g_ptr_array_add (self->steps, step);
  next = trueconf_request_next_new (step, get_bot (self)->context);
  trueconf_request_middleware_process (middleware, self->request, next);

  if (step->passage != NULL && !step->has_run)
    wait_for_step (self);
}

static void
cancelled_cb (gpointer data)
{
  g_autoptr (TrueconfPassage) self = passage_ref (data);

  g_clear_pointer (&self->cancelled, trueconf_cancel_watch_free);
  /* On the network it may be too late, and then the outcome is reported. */
  if (self->waiter != NULL)
    trueconf_waiter_cancel (get_bot (self), self->waiter);
  else
    fail (self, make_cancelled_error (self));
}

static gboolean
is_cancelled (TrueconfPassage *self)
{
  GCancellable *cancellable = trueconf_outgoing_request_get_cancellable (self->request);

  return cancellable != NULL && g_cancellable_is_cancelled (cancellable);
}

void
trueconf_passage_begin (TrueconfBot *bot,
                        const TrueconfMethodRow *row,
                        const char *method,
                        char *payload,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  TrueconfPassage *self = g_rc_box_new0 (TrueconfPassage);
  G_GNUC_UNUSED g_autoptr (TrueconfPassage) keep = passage_ref (self);

  self->link.data = self;
  self->row = row;
  self->request = trueconf_outgoing_request_new (bot, bot->answering, row, method, payload, cancellable);
  self->task = trueconf_bot_task_new (bot, source_tag, cancellable, callback, user_data);
  /* What the server has done is reported, even if the task was cancelled in the meantime. */
  g_task_set_check_cancellable (self->task, FALSE);
  self->middlewares = g_ptr_array_ref (bot->request_middlewares);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_step_unref);
  g_queue_push_tail_link (&bot->passages, &self->link);

  if (is_cancelled (self))
    {
      fail (self, make_cancelled_error (self));
      return;
    }

  if (cancellable != NULL)
    self->cancelled = trueconf_cancel_watch_new (cancellable, bot->context, cancelled_cb, self);
  enter (self, 0);
}

/* ---- what a middleware does */

static void
step_run (TrueconfStep *self)
{
  g_autoptr (TrueconfPassage) passage = self->passage != NULL ? passage_ref (self->passage) : NULL;

  self->has_run = TRUE;
  if (passage == NULL)
    return;

  trueconf_alarm_clear (&passage->alarm);
  enter (passage, self->level + 1);
}

/* Of a task that waits for an outcome. */
typedef struct
{
  TrueconfStep *step;
  TrueconfCancelWatch *watch;
} TrueconfLooking;

static void
looking_cancelled_cb (gpointer data)
{
  g_autoptr (TrueconfStep) self = trueconf_step_ref (data);
  GTask *task = g_steal_pointer (&self->waiting);

  if (task == NULL)
    return;

  if (self->passage != NULL)
    wait_for_step (self->passage);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("The operation was cancelled"));
  g_object_unref (task);
}

static void
looking_free (gpointer data)
{
  TrueconfLooking *looking = data;

  trueconf_cancel_watch_free (looking->watch);
  trueconf_step_unref (looking->step);
  g_free (looking);
}

static void
step_run_and_look (TrueconfStep *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->looks = TRUE;
  if (self->passage == NULL)
    {
      self->has_run = TRUE;
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                               _ ("The operation was cancelled"));
      g_object_unref (task);
      return;
    }

  self->waiting = task;
  if (cancellable != NULL)
    {
      TrueconfLooking *looking = g_new (TrueconfLooking, 1);

      looking->step = trueconf_step_ref (self);
      looking->watch = trueconf_cancel_watch_new (cancellable, get_bot (self->passage)->context,
                                                  looking_cancelled_cb, self);
      g_task_set_task_data (task, looking, looking_free);
    }
  step_run (self);
}

/* Takes the node or the error. */
static void
decide (TrueconfStep *step, JsonNode *answer, GError *error)
{
  g_autoptr (TrueconfStep) self = trueconf_step_ref (step);
  g_autoptr (TrueconfPassage) passage = self->passage != NULL ? passage_ref (self->passage) : NULL;
  g_auto (TrueconfOutcome) outcome = { .node = answer, .error = error };

  if (passage != NULL)
    cut (passage, self->level + 1);
  /* what came next may have ended everything when it was cancelled */
  if (self->passage == NULL)
    return;

  pop_step (passage, FALSE);
  come_back (passage, &outcome);
}

static void
step_decide (TrueconfStep *self, JsonNode *answer, GError *error)
{
  self->decided = TRUE;
  decide (self, answer, error);
}

static void
step_dropped (TrueconfStep *self)
{
  TrueconfPassage *passage = self->passage;
  GError *error;

  if (passage == NULL || (self->has_run && (!self->looks || self->waiting != NULL)))
    return;

  error = g_error_new (
      TRUECONF_ERROR, TRUECONF_ERROR_FAILED,
      passage->sent
          /* Translators: method, class */
          ? _ ("%s: the middleware %s has dropped the answer. Let it call answer() or fail()")
          /* Translators: method, class */
          : _ ("%s was not sent: the middleware %s has dropped it. Let it call run(), answer() or "
               "fail()"),
      get_method (passage), G_OBJECT_TYPE_NAME (g_ptr_array_index (passage->middlewares, self->level)));
  decide (self, NULL, error);
}

static const TrueconfStepTable step_table = { step_run, step_run_and_look, step_decide, step_dropped };
