/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-request-private.h"
#include "trueconf-error.h"

/* Limits the memory that a server can take by not answering. */
#define MAX_UNANSWERED 1000

void
trueconf_request_table_init (TrueconfRequestTable *self, TrueconfRequestDone done, gpointer data)
{
  trueconf_heap_init (&self->waiting);
  trueconf_pauses_init (&self->pauses);
  trueconf_heap_init (&self->deadlines);
  g_queue_init (&self->sent);
  self->by_id = g_hash_table_new (NULL, NULL);
  self->unanswered = g_hash_table_new (NULL, NULL);
  self->next_id = 1;
  self->done = done;
  self->data = data;
}

void
trueconf_request_table_clear (TrueconfRequestTable *self)
{
  g_assert (trueconf_request_table_is_idle (self));

  trueconf_heap_clear (&self->waiting);
  trueconf_pauses_clear (&self->pauses);
  trueconf_heap_clear (&self->deadlines);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->unanswered);
}

static void
set_deadline (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline)
{
  request->deadline = deadline;
  if (deadline != TRUECONF_TIME_NEVER)
    trueconf_heap_push (&self->deadlines, &request->in_deadlines, deadline);
}

static void
hold (TrueconfRequestTable *self, TrueconfRequest *request, TrueconfPause *pause)
{
  trueconf_heap_remove (&self->waiting, &request->in_waiting);
  trueconf_heap_push (&pause->held, &request->in_waiting, (gint64) request->number);
  request->pause = pause;
  self->held++;
}

static void
let_go (TrueconfRequestTable *self, TrueconfRequest *request)
{
  trueconf_heap_remove (&request->pause->held, &request->in_waiting);
  request->pause = NULL;
  self->held--;
}

static void
set_trial (TrueconfPause *pause, TrueconfRequest *request)
{
  if (pause->trial != NULL)
    ((TrueconfRequest *) pause->trial)->trial_of = NULL;
  pause->trial = request;
  if (request != NULL)
    request->trial_of = pause;
}

static void
take_out (TrueconfRequestTable *self, TrueconfRequest *request)
{
  if (request->pause != NULL)
    let_go (self, request);
  trueconf_heap_remove (&self->waiting, &request->in_waiting);
  trueconf_heap_remove (&self->deadlines, &request->in_deadlines);
  if (request->state == TRUECONF_REQUEST_SENT)
    {
      g_queue_unlink (&self->sent, &request->in_sent);
      g_hash_table_remove (self->by_id, GUINT_TO_POINTER (request->id));
    }
}

/* Ids need to be unique in one connection only. */
void
trueconf_request_table_restart_ids (TrueconfRequestTable *self)
{
  g_assert (g_queue_is_empty (&self->sent));

  self->next_id = 1;
  g_hash_table_remove_all (self->unanswered);
}

/* 0 is no id. After the largest one the numbers start again, among which a slow answer may still be outstanding. */
guint32
trueconf_request_table_take_id (TrueconfRequestTable *self)
{
  guint32 id;

  do
    id = self->next_id++;
  while (id == 0 || g_hash_table_contains (self->by_id, GUINT_TO_POINTER (id)));

  return id;
}

/* Takes the reference. Requests wait in the order in which they came, whatever their deadlines. */
void
trueconf_request_table_wait (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline)
{
  TRUECONF_ASSERT_IO_THREAD ();

  request->state = TRUECONF_REQUEST_WAITING;
  request->number = self->submitted++;
  request->patience = deadline;
  trueconf_heap_push (&self->waiting, &request->in_waiting, (gint64) request->number);
  set_deadline (self, request, deadline);
}

/* A request that was sent goes back to its place, which is in front of those that never were. */
void
trueconf_request_table_wait_again (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline)
{
  TRUECONF_ASSERT_IO_THREAD ();

  take_out (self, request);
  request->state = TRUECONF_REQUEST_WAITING;
  trueconf_heap_push (&self->waiting, &request->in_waiting, (gint64) request->number);
  set_deadline (self, request, deadline);
}

static TrueconfRequest *
get_first (TrueconfHeap *heap)
{
  TrueconfHeapNode *node = trueconf_heap_peek (heap);

  return node != NULL ? node->data : NULL;
}

/* The first that waits and may be sent, still owned by the table, or NULL. */
TrueconfRequest *
trueconf_request_table_peek_waiting (TrueconfRequestTable *self)
{
  TrueconfRequest *request;
  TrueconfPause *pause;

  while ((request = get_first (&self->waiting)) != NULL)
    {
      pause = trueconf_pauses_find (&self->pauses, request->method, request->payload);
      if (pause == NULL || pause->trial == request)
        return request;

      hold (self, request, pause);
    }

  return NULL;
}

guint
trueconf_request_table_count_waiting (TrueconfRequestTable *self)
{
  return trueconf_heap_get_length (&self->waiting) + self->held;
}

static void
release (TrueconfRequestTable *self, TrueconfRequest *request)
{
  let_go (self, request);
  trueconf_heap_push (&self->waiting, &request->in_waiting, (gint64) request->number);
}

static void
end_pause (TrueconfRequestTable *self, TrueconfPause *pause)
{
  TrueconfRequest *request;

  while ((request = get_first (&pause->held)) != NULL)
    release (self, request);
  set_trial (pause, NULL);
  trueconf_pauses_remove (&self->pauses, pause);
}

/* The server has asked to wait with all requests of a method, or if there is a payload, with those that are the same. */
void
trueconf_request_table_pause (TrueconfRequestTable *self,
                              const char *method,
                              const char *payload,
                              gint64 until)
{
  g_autofree char *key = trueconf_pause_make_key (method, payload);
  TrueconfPause *pause = trueconf_pauses_begin (&self->pauses, key, until);

  TRUECONF_ASSERT_IO_THREAD ();

  if (pause != NULL)
    set_trial (pause, NULL);
}

void
trueconf_request_table_end_pauses (TrueconfRequestTable *self, gint64 now)
{
  TrueconfPause *pause;

  TRUECONF_ASSERT_IO_THREAD ();

  while ((pause = trueconf_pauses_peek_over (&self->pauses, now)) != NULL)
    {
      TrueconfRequest *first = get_first (&pause->held);

      if (first == NULL)
        {
          end_pause (self, pause);
          continue;
        }
      trueconf_pauses_end_time (&self->pauses, pause);
      set_trial (pause, first);
      release (self, first);
    }
}

guint
trueconf_request_table_count_sent (TrueconfRequestTable *self)
{
  return g_queue_get_length (&self->sent);
}

/* Gives a request its id; it waits for its answer from now on. */
guint32
trueconf_request_table_send (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline)
{
  TRUECONF_ASSERT_IO_THREAD ();

  take_out (self, request);
  request->id = trueconf_request_table_take_id (self);
  request->state = TRUECONF_REQUEST_SENT;
  request->heard = self->heard;
  request->answered = FALSE;
  set_deadline (self, request, deadline);
  g_queue_push_tail_link (&self->sent, &request->in_sent);
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (request->id), request);

  return request->id;
}

TrueconfRequest *
trueconf_request_table_find (TrueconfRequestTable *self, gint64 id)
{
  if (id <= 0 || id > G_MAXUINT32)
    return NULL;

  return g_hash_table_lookup (self->by_id, GUINT_TO_POINTER ((guint32) id));
}

/* What to call an answer that nobody waits for. */
TrueconfCounter
trueconf_request_table_judge_answer (TrueconfRequestTable *self, gint64 id)
{
  if (id <= 0 || id >= self->next_id)
    return TRUECONF_COUNTER_STRAY_ANSWERS;

  return g_hash_table_remove (self->unanswered, GUINT_TO_POINTER ((guint32) id))
             ? TRUECONF_COUNTER_LATE_ANSWERS
             : TRUECONF_COUNTER_DUPLICATE_ANSWERS;
}

/* The end of a request: it leaves the table with its outcome. Takes `error`. */
void
trueconf_request_table_finish (TrueconfRequestTable *self, TrueconfRequest *request, GError *error)
{
  TRUECONF_ASSERT_IO_THREAD ();
  g_assert (request->state != TRUECONF_REQUEST_DONE);

  if (request->state == TRUECONF_REQUEST_SENT && !request->answered &&
      g_hash_table_size (self->unanswered) < MAX_UNANSWERED)
    g_hash_table_add (self->unanswered, GUINT_TO_POINTER (request->id));
  take_out (self, request);
  if (request->trial_of != NULL)
    end_pause (self, request->trial_of);
  request->state = TRUECONF_REQUEST_DONE;
  request->error = error;
  self->done (request, self->data);
}

/* Each request whose answer can no longer come goes back to wait or fails, by policy. */
void
trueconf_request_table_connection_lost (TrueconfRequestTable *self,
                                        TrueconfResendPolicy policy,
                                        gint64 deadline)
{
  TRUECONF_ASSERT_IO_THREAD ();

  self->unheard = 0;
  while (!g_queue_is_empty (&self->sent))
    {
      TrueconfRequest *request = self->sent.head->data;

      if (policy == TRUECONF_RESEND_POLICY_ALWAYS ||
          (policy == TRUECONF_RESEND_POLICY_IDEMPOTENT && request->idempotent))
        trueconf_request_table_wait_again (self, request, deadline);
      else
        trueconf_request_table_finish (
            self, request,
            g_error_new (
                TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN,
                _ ("%s: the connection was lost before the answer came; the server may have done it. "
                   "Look before you send it again, or set “resend-policy”"),
                request->method));
    }
}

static void
fail (TrueconfRequestTable *self, TrueconfRequest *request, const GError *reason)
{
  GError *error = g_error_copy (reason);

  g_prefix_error (&error, "%s: ", request->method);
  trueconf_request_table_finish (self, request, error);
}

/* The pauses are over, whatever the server has said. */
void
trueconf_request_table_drop_pauses (TrueconfRequestTable *self)
{
  GHashTableIter iter;
  gpointer pause;

  TRUECONF_ASSERT_IO_THREAD ();

  g_hash_table_iter_init (&iter, self->pauses.by_key);
  while (g_hash_table_iter_next (&iter, NULL, &pause))
    {
      end_pause (self, pause);
      g_hash_table_iter_init (&iter, self->pauses.by_key);
    }
}

void
trueconf_request_table_fail_waiting (TrueconfRequestTable *self, const GError *reason)
{
  TrueconfRequest *request;

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_request_table_drop_pauses (self);

  while ((request = get_first (&self->waiting)) != NULL)
    fail (self, request, reason);
}

void
trueconf_request_table_fail_sent (TrueconfRequestTable *self, const GError *reason)
{
  TRUECONF_ASSERT_IO_THREAD ();

  while (!g_queue_is_empty (&self->sent))
    fail (self, self->sent.head->data, reason);
}

/* An answer or an event: the server is alive. */
void
trueconf_request_table_heard (TrueconfRequestTable *self)
{
  self->heard++;
  self->unheard = 0;
}

guint
trueconf_request_table_count_unheard (TrueconfRequestTable *self)
{
  return self->unheard;
}

static GError *
explain_expiry (TrueconfRequest *request, double timeout, double offline, TrueconfLink link)
{
  if (request->state == TRUECONF_REQUEST_SENT)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                        /* Translators: method, seconds */
                        _ ("%s: the server did not answer within %g s; it may have done it all the same"),
                        request->method, timeout);

  if (request->pause != NULL)
    return g_error_new (
        TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
        /* Translators: method */
        _ ("%s was not sent: the server has asked to wait with it for longer than this call may "
           "last. Call it less often"),
        request->method);

  if (link == TRUECONF_LINK_UP)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                        /* Translators: method, seconds */
                        _ ("%s was not sent: the server was busy with earlier requests for %g s"),
                        request->method, MAX (timeout, offline));

  if (link == TRUECONF_LINK_NEVER_STARTED)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                        /* Translators: method */
                        _ ("%s was not sent: the bot was never started. Start or run it first"),
                        request->method);

  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                      /* Translators: method, seconds */
                      _ ("%s was not sent: there was no connection to the server for %g s"), request->method,
                      offline);
}

void
trueconf_request_table_expire (TrueconfRequestTable *self,
                               gint64 now,
                               double timeout,
                               double offline,
                               TrueconfLink link)
{
  TrueconfRequest *request;

  TRUECONF_ASSERT_IO_THREAD ();

  while ((request = get_first (&self->deadlines)) != NULL && request->deadline <= now)
    {
      if (request->state == TRUECONF_REQUEST_SENT && request->heard == self->heard)
        self->unheard++;
      trueconf_request_table_finish (self, request, explain_expiry (request, timeout, offline, link));
    }
}

/* When something expires next; TRUECONF_TIME_NEVER: nothing does. */
gint64
trueconf_request_table_get_deadline (TrueconfRequestTable *self)
{
  TrueconfRequest *request = get_first (&self->deadlines);
  gint64 pause = trueconf_pauses_get_deadline (&self->pauses);

  return request != NULL ? MIN (request->deadline, pause) : pause;
}

gboolean
trueconf_request_table_has_sent (TrueconfRequestTable *self)
{
  return !g_queue_is_empty (&self->sent);
}

gboolean
trueconf_request_table_is_idle (TrueconfRequestTable *self)
{
  return g_queue_is_empty (&self->sent) && trueconf_request_table_count_waiting (self) == 0;
}
