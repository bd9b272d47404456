/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-request-private.h"
#include "trueconf-error.h"

void
trueconf_request_table_init (TrueconfRequestTable *self, TrueconfRequestDone done, gpointer data)
{
  g_queue_init (&self->waiting);
  g_queue_init (&self->sent);
  self->by_id = g_hash_table_new (NULL, NULL);
  self->next_id = 1;
  self->done = done;
  self->data = data;
}

void
trueconf_request_table_clear (TrueconfRequestTable *self)
{
  g_assert (trueconf_request_table_is_idle (self));

  g_hash_table_unref (self->by_id);
}

/* Both queues are sorted by deadline, the earliest first: a new one nearly always belongs at the end. */
static void
insert_sorted (GQueue *queue, TrueconfRequest *request)
{
  GList *after = queue->tail;

  while (after != NULL && ((TrueconfRequest *) after->data)->deadline > request->deadline)
    after = after->prev;

  if (after == NULL)
    g_queue_push_head_link (queue, &request->link);
  else
    g_queue_insert_after_link (queue, after, &request->link);
}

static void
take_out (TrueconfRequestTable *self, TrueconfRequest *request)
{
  switch (request->state)
    {
    case TRUECONF_REQUEST_WAITING:
      g_queue_unlink (&self->waiting, &request->link);
      break;

    case TRUECONF_REQUEST_SENT:
      g_queue_unlink (&self->sent, &request->link);
      g_hash_table_remove (self->by_id, GUINT_TO_POINTER (request->id));
      break;

    case TRUECONF_REQUEST_NEW:
    case TRUECONF_REQUEST_DONE:
    default:
      break;
    }
}

/* Ids need to be unique in one connection only. */
void
trueconf_request_table_restart_ids (TrueconfRequestTable *self)
{
  g_assert (g_queue_is_empty (&self->sent));

  self->next_id = 1;
}

/* Takes the reference. Requests wait in the order in which they came, whatever their deadlines. */
void
trueconf_request_table_wait (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline)
{
  TRUECONF_ASSERT_IO_THREAD ();

  request->state = TRUECONF_REQUEST_WAITING;
  request->deadline = deadline;
  g_queue_push_tail_link (&self->waiting, &request->link);
}

/* A request that was sent goes back, in front of those that never were. */
void
trueconf_request_table_wait_again (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline)
{
  GList *after = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  take_out (self, request);
  for (GList *l = self->waiting.head; l != NULL; l = l->next)
    {
      TrueconfRequest *other = l->data;

      if (other->id == 0 || other->id > request->id)
        break;
      after = l;
    }

  request->state = TRUECONF_REQUEST_WAITING;
  request->deadline = deadline;
  if (after == NULL)
    g_queue_push_head_link (&self->waiting, &request->link);
  else
    g_queue_insert_after_link (&self->waiting, after, &request->link);
}

/* The first that waits, still owned by the table, or NULL. */
TrueconfRequest *
trueconf_request_table_peek_waiting (TrueconfRequestTable *self)
{
  return g_queue_is_empty (&self->waiting) ? NULL : self->waiting.head->data;
}

/* Gives a request its number; it waits for its answer from now on. Takes the reference of a new one. */
guint32
trueconf_request_table_send (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline)
{
  TRUECONF_ASSERT_IO_THREAD ();

  take_out (self, request);
  request->id = self->next_id++;
  request->state = TRUECONF_REQUEST_SENT;
  request->deadline = deadline;
  insert_sorted (&self->sent, request);
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

/* The end of a request: it leaves the table with its outcome. Takes `error`. */
void
trueconf_request_table_finish (TrueconfRequestTable *self, TrueconfRequest *request, GError *error)
{
  TRUECONF_ASSERT_IO_THREAD ();
  g_assert (request->state != TRUECONF_REQUEST_DONE);

  take_out (self, request);
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
fail_all (TrueconfRequestTable *self, GQueue *queue, const GError *reason)
{
  TRUECONF_ASSERT_IO_THREAD ();

  while (!g_queue_is_empty (queue))
    {
      TrueconfRequest *request = queue->head->data;

      trueconf_request_table_finish (
          self, request,
          g_error_new (reason->domain, reason->code, "%s: %s", request->method, reason->message));
    }
}

void
trueconf_request_table_fail_waiting (TrueconfRequestTable *self, const GError *reason)
{
  fail_all (self, &self->waiting, reason);
}

void
trueconf_request_table_fail_sent (TrueconfRequestTable *self, const GError *reason)
{
  fail_all (self, &self->sent, reason);
}

static gint64
earliest (GQueue *queue)
{
  gint64 deadline = G_MAXINT64;

  for (GList *l = queue->head; l != NULL; l = l->next)
    deadline = MIN (deadline, ((TrueconfRequest *) l->data)->deadline);

  return deadline;
}

void
trueconf_request_table_expire (TrueconfRequestTable *self, gint64 now, double timeout, double offline)
{
  GList *next;

  TRUECONF_ASSERT_IO_THREAD ();

  while (!g_queue_is_empty (&self->sent))
    {
      TrueconfRequest *request = self->sent.head->data;

      if (request->deadline > now)
        break;

      trueconf_request_table_finish (
          self, request,
          g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                       /* Translators: method, seconds */
                       _ ("%s: the server did not answer within %g s; it may have done it all the same"),
                       request->method, timeout));
    }

  for (GList *l = self->waiting.head; l != NULL; l = next)
    {
      TrueconfRequest *request = l->data;

      next = l->next;
      if (request->deadline <= now)
        trueconf_request_table_finish (
            self, request,
            g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                         /* Translators: method, seconds */
                         _ ("%s was not sent: there was no connection to the server for %g s"),
                         request->method, offline));
    }
}

/* When something expires next. The waiting queue is not sorted, but is walked only while there is no connection. */
gint64
trueconf_request_table_get_deadline (TrueconfRequestTable *self)
{
  gint64 deadline =
      g_queue_is_empty (&self->sent) ? G_MAXINT64 : ((TrueconfRequest *) self->sent.head->data)->deadline;
  gint64 waiting = earliest (&self->waiting);

  return MIN (deadline, waiting);
}

gboolean
trueconf_request_table_is_idle (TrueconfRequestTable *self)
{
  return g_queue_is_empty (&self->sent) && g_queue_is_empty (&self->waiting);
}
