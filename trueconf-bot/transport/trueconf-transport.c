/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-token-private.h"
#include "transport/trueconf-transport-core-private.h"
#include "transport/trueconf-transport-private.h"
#include "trueconf-error-private.h"
#include "trueconf-tsan-private.h"

/* The server hangs up on those who leave an event unacknowledged for 300 s. */
#define ACK_LATEST (240 * G_TIME_SPAN_SECOND)

/* A server that answers pings but not so many requests in a row does nothing for the bot any more. */
#define MAX_UNHEARD 3

/* Milliseconds. A server that wants a longer pause says so again. */
#define SHORTEST_PAUSE 100
#define LONGEST_PAUSE  (5 * 60 * 1000)

#define SERVER_PATH "/api/v4/server"

/* A server whose web port does not answer holds up a message that long once a connection, at most. */
#define VERSION_PATIENCE (2 * G_TIME_SPAN_SECOND)

gint64
trueconf_transport_get_offline_deadline (TrueconfTransport *self)
{
  return trueconf_time_from_now (self->settings->offline_timeout);
}

/* One timer serves all that has a deadline. */
void
trueconf_transport_set_deadlines (TrueconfTransport *self)
{
  gint64 deadline = trueconf_request_table_get_deadline (&self->table);

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->auth_id != 0)
    deadline = MIN (deadline, self->auth_deadline);
  if (self->leaving != NULL)
    deadline = MIN (deadline, self->leave_deadline);
  if (trueconf_request_table_count_waiting (&self->table) > 0)
    {
      if (self->probe_until != 0)
        deadline = MIN (deadline, self->probe_until);
      if (self->version_until != 0)
        deadline = MIN (deadline, self->version_until);
    }
  deadline = MIN (deadline, trueconf_ack_table_get_deadline (&self->acks));
  deadline = MIN (deadline, trueconf_transport_get_flow_deadline (self));
  if (self->stopping)
    deadline = MIN (deadline, self->stop_deadline);

  trueconf_io_timer_set (self->deadlines, deadline);
}

void
trueconf_transport_write (TrueconfTransport *self, const char *frame)
{
  trueconf_counters_add (self->counters, TRUECONF_COUNTER_FRAMES_SENT, 1);
  trueconf_counters_add (self->counters, TRUECONF_COUNTER_BYTES_SENT, (gssize) strlen (frame));
  trueconf_socket_send (self->socket, frame);
}

void
trueconf_transport_send_acknowledgement (TrueconfTransport *self, gint64 id)
{
  g_autofree char *frame = trueconf_frame_write_acknowledgement (id);

  trueconf_transport_write (self, frame);
}

static void
expire_acknowledgements (TrueconfTransport *self, gint64 now)
{
  gint64 id;

  while (trueconf_ack_table_take_due (&self->acks, now, &id))
    trueconf_transport_send_acknowledgement (self, id);
}

static void
stop_if_idle (TrueconfTransport *self)
{
  if (!self->stopping || self->socket == NULL)
    return;

  if (!trueconf_request_table_is_idle (&self->table) && g_get_monotonic_time () < self->stop_deadline)
    return;

  self->stop_deadline = TRUECONF_TIME_NEVER;
  trueconf_socket_close (self->socket);
}

static void
replace_if_mute (TrueconfTransport *self)
{
  guint unheard = trueconf_request_table_count_unheard (&self->table);
  g_autoptr (GError) reason = NULL;

  if (unheard < MAX_UNHEARD || self->phase != TRUECONF_PHASE_AUTHORIZED)
    return;

  reason = g_error_new (
      TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
      g_dngettext (GETTEXT_PACKAGE, "The server has not answered the last %u request. Connecting anew",
                   "The server has not answered the last %u requests. Connecting anew", unheard),
      unheard);
  trueconf_error_set_cause (reason, TRUECONF_ERROR_CAUSE_TIMEOUT);
  trueconf_transport_reconnect (self, reason);
}

static gboolean
deadlines_cb (gpointer data)
{
  TrueconfTransport *self = data;
  gint64 now = g_get_monotonic_time ();

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_transport_review_flow (self);
  expire_acknowledgements (self, now);
  trueconf_request_table_expire (&self->table, now, (double) self->settings->timeout / G_TIME_SPAN_SECOND,
                                 (double) self->settings->offline_timeout / G_TIME_SPAN_SECOND,
                                 self->phase == TRUECONF_PHASE_IDLE         ? TRUECONF_LINK_NEVER_STARTED
                                 : self->phase == TRUECONF_PHASE_AUTHORIZED ? TRUECONF_LINK_UP
                                                                            : TRUECONF_LINK_LOST);
  trueconf_request_table_end_pauses (&self->table, now);
  replace_if_mute (self);

  if (self->probe_until <= now)
    self->probe_until = 0;
  if (self->version_until <= now)
    self->version_until = 0;
  if (self->auth_id != 0 && self->auth_deadline <= now)
    trueconf_transport_auth_answered (self, NULL,
                                      g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                                                   _ ("%s: the server did not answer within %g s"), "auth",
                                                   (double) self->settings->timeout / G_TIME_SPAN_SECOND));

  trueconf_transport_request_ended (self);

  return G_SOURCE_CONTINUE;
}

static void
count_requests (TrueconfTransport *self)
{
  trueconf_counters_set (self->counters, TRUECONF_COUNTER_REQUESTS_WAITING,
                         trueconf_request_table_count_waiting (&self->table));
  trueconf_counters_set (self->counters, TRUECONF_COUNTER_REQUESTS_IN_FLIGHT,
                         trueconf_request_table_count_sent (&self->table));
}

static void
send (TrueconfTransport *self, TrueconfRequest *request)
{
  gboolean again = request->id != 0;
  gint64 now = g_get_monotonic_time ();
  guint32 id =
      trueconf_request_table_send (&self->table, request, trueconf_time_add (now, self->settings->timeout));
  g_autofree char *completed = trueconf_wire_complete (request->payload, self->user_id);
  const char *payload = completed != NULL ? completed : request->payload;
  g_autofree char *with_lines = trueconf_wire_write_lines (request->row, payload, self->server_version);
  g_autofree char *frame =
      trueconf_frame_write_request (id, request->method, with_lines != NULL ? with_lines : payload);

  request->sent_at = now;
  trueconf_counters_add (self->counters, TRUECONF_COUNTER_REQUESTS_SENT, 1);
  if (again)
    trueconf_counters_add (self->counters, TRUECONF_COUNTER_REQUESTS_REPEATED, 1);
  trueconf_transport_write (self, frame);
}

/* A server that cuts the connection at the first request, each time, leaves one in doubt each time, and not all. */
static guint
get_window (TrueconfTransport *self)
{
  return self->probe_until != 0 ? 1 : self->settings->max_in_flight;
}

/* Sends what waits, in order, as far as there is room. */
void
trueconf_transport_flush (TrueconfTransport *self)
{
  TrueconfRequest *request;

  TRUECONF_ASSERT_IO_THREAD ();

  while (self->phase == TRUECONF_PHASE_AUTHORIZED && self->leaving == NULL &&
         trueconf_request_table_count_sent (&self->table) < get_window (self) &&
         (request = trueconf_request_table_peek_waiting (&self->table)) != NULL)
    {
      GError *error;

      if (self->version_until != 0 && trueconf_wire_has_lines (request->row, request->payload))
        break;

      error = trueconf_wire_check_version (request->row, request->method, self->server_version);
      if (error != NULL)
        trueconf_request_table_finish (&self->table, request, error);
      else
        send (self, request);
    }

  count_requests (self);
  trueconf_transport_review_flow (self);
  trueconf_transport_set_deadlines (self);
}

/* There may be nothing more to wait for, or room for the next. */
void
trueconf_transport_request_ended (TrueconfTransport *self)
{
  trueconf_transport_leave_if_done (self);
  stop_if_idle (self);
  trueconf_transport_flush (self);
}

static TrueconfCounter
get_result (const GError *error)
{
  if (error == NULL)
    return TRUECONF_COUNTER_REQUESTS_SUCCEEDED;
  if (error->domain == TRUECONF_API_ERROR)
    return TRUECONF_COUNTER_REQUESTS_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUECONF_COUNTER_REQUESTS_CANCELLED;
  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT))
    return TRUECONF_COUNTER_REQUESTS_TIMED_OUT;
  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN))
    return TRUECONF_COUNTER_REQUESTS_IN_DOUBT;
  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED))
    return TRUECONF_COUNTER_REQUESTS_UNSENT;
  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL))
    return TRUECONF_COUNTER_REQUESTS_OVERFLOWED;

  return TRUECONF_COUNTER_REQUESTS_FAILED;
}

static void
hand_back (TrueconfTransport *self, TrueconfRequest *request)
{
  if (request->error != NULL)
    trueconf_error_set_request (request->error, request->method, trueconf_wire_find_chat (request->payload));
  trueconf_notifier_answered (self->notifier, request);
}

static void
request_done (TrueconfRequest *request, gpointer data)
{
  TrueconfTransport *self = data;

  trueconf_counters_add_result (self->counters, trueconf_request_get_method (request),
                                get_result (request->error));
  count_requests (self);
  hand_back (self, request);
}

static void
receive_event (TrueconfTransport *self, TrueconfFrame *frame, gsize size)
{
  TrueconfReceipt receipt = 0;
  TrueconfEvent *event;

  if (frame->has_id && self->settings->ack_policy == TRUECONF_ACK_POLICY_AFTER_HANDLER)
    {
      receipt = trueconf_ack_table_add (&self->acks, frame->id, g_get_monotonic_time () + ACK_LATEST);
      trueconf_transport_set_deadlines (self);
    }
  else if (frame->has_id)
    {
      trueconf_transport_send_acknowledgement (self, frame->id);
    }

  event = trueconf_wire_read_event (frame);
  trueconf_counters_add_event (self->counters, trueconf_wire_find_event_number (frame->method));
  trueconf_notifier_received (self->notifier, event, receipt, trueconf_load_take (self->load, size));
}

/* Whether the server has refused a request because the connection is not logged in any more. */
static gboolean
wants_new_login (TrueconfTransport *self, const GError *error)
{
  if (error->domain != TRUECONF_API_ERROR || self->phase != TRUECONF_PHASE_AUTHORIZED)
    return FALSE;

  return error->code == TRUECONF_API_ERROR_CREDENTIALS_EXPIRED ||
         error->code == TRUECONF_API_ERROR_NOT_AUTHORIZED;
}

static void
refused (TrueconfTransport *self, TrueconfRequest *request, GError *error)
{
  gboolean expired = error->code == TRUECONF_API_ERROR_CREDENTIALS_EXPIRED;
  gboolean final = expired && !trueconf_transport_can_renew (self);

  if (final || !request->renewed)
    trueconf_transport_leave (self, error, expired);

  if (final || request->renewed)
    {
      trueconf_request_table_finish (&self->table, request, error);
      return;
    }

  /* the server has not done it, so it may be sent again whatever the policy is */
  request->renewed = TRUE;
  trueconf_request_table_wait_again (&self->table, request, trueconf_transport_get_offline_deadline (self));
  g_error_free (error);
}

/* The server says when it wants to be asked again. After an answer this goes for the same request; after an error, which
 * means that it was not done, for its method, and it is sent again if it has the time. Returns whether it will be. */
static gboolean
obey (TrueconfTransport *self, TrueconfRequest *request, gint64 retry_after, GError **error)
{
  gint64 pause = CLAMP (retry_after, *error != NULL ? SHORTEST_PAUSE : 1, LONGEST_PAUSE);
  gint64 until = trueconf_time_from_now (pause * G_TIME_SPAN_MILLISECOND);

  trueconf_request_table_pause (&self->table, request->method, *error != NULL ? NULL : request->payload,
                                until);
  if (*error == NULL || until >= request->patience)
    return FALSE;

  g_clear_error (error);
  trueconf_request_table_wait_again (&self->table, request, request->patience);
  return TRUE;
}

static void
receive_answer (TrueconfTransport *self, TrueconfFrame *frame)
{
  TrueconfRequest *request;
  GError *error = NULL;
  gint64 retry_after;

  if (self->auth_id != 0 && frame->id == self->auth_id)
    {
      g_autofree char *user_id = trueconf_wire_read_auth_user_id (frame);

      trueconf_transport_auth_answered (self, user_id, trueconf_wire_read_error (frame, "auth", FALSE));
      return;
    }

  request = trueconf_request_table_find (&self->table, frame->id);
  if (request == NULL)
    {
      trueconf_log (G_LOG_LEVEL_DEBUG,
                    "ignoring an answer to request %" G_GINT64_FORMAT ", which does not wait for one",
                    frame->id);
      trueconf_counters_add (self->counters, trueconf_request_table_judge_answer (&self->table, frame->id),
                             1);
      return;
    }

  request->answered = TRUE;
  trueconf_histogram_add (&self->counters->answers[trueconf_request_get_method (request)],
                          g_get_monotonic_time () - request->sent_at);

  self->probe_until = 0;
  error = trueconf_wire_read_error (frame, request->method, TRUE);
  if (error != NULL && wants_new_login (self, error))
    {
      refused (self, request, error);
      return;
    }

  retry_after = trueconf_wire_read_retry_after (frame);
  if (retry_after > 0 && !self->stopping && obey (self, request, retry_after, &error))
    return;

  if (error != NULL)
    error = trueconf_wire_explain_error (request->row, request->method, error);
  else if (request->as_node)
    trueconf_wire_read_result (frame, trueconf_wire_get_method (TRUECONF_METHOD_OTHER), request->method,
                               &request->value, &error);
  else
    trueconf_wire_read_result (frame, request->row, request->method, &request->value, &error);

  trueconf_request_table_finish (&self->table, request, error);
}

void
trueconf_transport_receive (TrueconfTransport *self, GBytes *bytes)
{
  g_auto (TrueconfFrame) frame;

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_counters_add (self->counters, TRUECONF_COUNTER_FRAMES_RECEIVED, 1);
  trueconf_counters_add (self->counters, TRUECONF_COUNTER_BYTES_RECEIVED, (gssize) g_bytes_get_size (bytes));
  if (!trueconf_frame_init (&frame, bytes))
    {
      trueconf_log (G_LOG_LEVEL_DEBUG, "ignoring %" G_GSIZE_FORMAT " bytes that are not a frame",
                    g_bytes_get_size (bytes));
      trueconf_counters_add (self->counters, TRUECONF_COUNTER_INVALID_FRAMES, 1);
      return;
    }

  trueconf_request_table_heard (&self->table);
  if (frame.type == TRUECONF_FRAME_REQUEST)
    {
      receive_event (self, &frame, g_bytes_get_size (bytes));
      trueconf_transport_review_flow (self);
      return;
    }

  receive_answer (self, &frame);
  trueconf_transport_request_ended (self);
}

/* Calls from other threads. */

static void
transport_clear (gpointer data)
{
  TrueconfTransport *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  g_assert (self->phase == TRUECONF_PHASE_IDLE || self->phase == TRUECONF_PHASE_STOPPED);

  trueconf_request_table_clear (&self->table);
  g_clear_pointer (&self->timer, trueconf_io_timer_free);
  g_clear_pointer (&self->deadlines, trueconf_io_timer_free);
  g_clear_pointer (&self->settings, trueconf_settings_unref);
  trueconf_ack_table_clear (&self->acks);
  trueconf_counters_unref (self->counters);
  g_free (self->user_id);
  g_free (self->server_version);
  trueconf_notifier_unref (self->notifier);
}

void
trueconf_transport_call_free (gpointer data)
{
  TrueconfTransportCall *call = data;

  g_clear_pointer (&call->settings, trueconf_settings_unref);
  g_clear_pointer (&call->request, trueconf_request_unref);
  g_clear_error (&call->error);
  TRUECONF_TSAN_RELEASE (call->transport);
  g_atomic_rc_box_release_full (call->transport, transport_clear);
  g_free (call);
}

TrueconfTransportCall *
trueconf_transport_call_new (TrueconfTransport *self)
{
  TrueconfTransportCall *call = g_new0 (TrueconfTransportCall, 1);

  call->transport = g_atomic_rc_box_acquire (self);
  return call;
}

static void
do_initialize (gpointer data)
{
  TrueconfTransport *self = ((TrueconfTransportCall *) data)->transport;

  self->deadlines = trueconf_io_timer_new (deadlines_cb, self, "trueconf-deadlines");
}

TrueconfTransport *
trueconf_transport_new (GObject *owner, TrueconfCallQueue *calls, const TrueconfTransportCallbacks *callbacks)
{
  TrueconfTransport *self = g_atomic_rc_box_new0 (TrueconfTransport);

  self->notifier = trueconf_notifier_new (owner, calls, callbacks);
  self->counters = trueconf_counters_new ();
  self->load = trueconf_load_new (self->counters, trueconf_transport_relieved, self);
  trueconf_ack_table_init (&self->acks);
  self->phase = TRUECONF_PHASE_IDLE;
  self->reported = TRUECONF_STATUS_DISCONNECTED;
  trueconf_request_table_init (&self->table, request_done, self);
  trueconf_io_post (do_initialize, trueconf_transport_call_new (self), trueconf_transport_call_free);

  return self;
}

TrueconfCounters *
trueconf_transport_get_counters (TrueconfTransport *self)
{
  return self->counters;
}

TrueconfTransport *
trueconf_transport_ref (TrueconfTransport *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
do_nothing (gpointer data)
{
}

/* From any thread; the transport is freed on the I/O thread. */
void
trueconf_transport_unref (TrueconfTransport *self)
{
  TrueconfTransportCall *call = g_new0 (TrueconfTransportCall, 1);

  call->transport = self;
  trueconf_io_post (do_nothing, call, trueconf_transport_call_free);
}

static void
do_dispose (gpointer data)
{
  TrueconfTransport *self = ((TrueconfTransportCall *) data)->transport;

  if (self->phase == TRUECONF_PHASE_IDLE)
    self->phase = TRUECONF_PHASE_STOPPED;
  trueconf_transport_finish_stop (self);
  g_clear_pointer (&self->load, trueconf_load_close);
}

/* Takes the reference of the owner. What is under way ends at once. */
void
trueconf_transport_dispose (TrueconfTransport *self)
{
  TrueconfTransportCall *call = g_new0 (TrueconfTransportCall, 1);

  call->transport = self;
  trueconf_io_post (do_dispose, call, trueconf_transport_call_free);
}

static void
do_set_settings (gpointer data)
{
  TrueconfTransportCall *call = data;
  TrueconfTransport *self = call->transport;
  TrueconfSettings *old = self->settings;

  self->settings = g_steal_pointer (&call->settings);

  if (old != NULL && self->phase != TRUECONF_PHASE_IDLE && self->phase != TRUECONF_PHASE_STOPPED &&
      self->settings->token != NULL && g_strcmp0 (old->token, self->settings->token) != 0)
    {
      trueconf_transport_take_token (self, self->settings->token,
                                     trueconf_token_get_expiry (self->settings->token));
    }
  if (self->socket != NULL)
    trueconf_socket_set_settings (self->socket, self->settings);
  trueconf_transport_flush (self);

  g_clear_pointer (&old, trueconf_settings_unref);
}

/* Takes the reference. The settings apply at once, but for the address and the certificate, which apply from the next start. */
void
trueconf_transport_set_settings (TrueconfTransport *self, TrueconfSettings *settings)
{
  TrueconfTransportCall *call = trueconf_transport_call_new (self);

  call->settings = settings;
  trueconf_io_post (do_set_settings, call, trueconf_transport_call_free);
}

static void
do_start (gpointer data)
{
  TrueconfTransport *self = ((TrueconfTransportCall *) data)->transport;

  if (self->phase == TRUECONF_PHASE_IDLE || self->phase == TRUECONF_PHASE_STOPPED)
    trueconf_transport_begin_connecting (self);
}

gboolean
trueconf_transport_check_process (const char *what, GError **error)
{
  return trueconf_io_check_process (what, error);
}

/* In the main context of the bot. */
void
trueconf_transport_start (TrueconfTransport *self)
{
  g_autoptr (GError) error = NULL;

  if (!trueconf_io_check_process ("start", &error))
    {
      trueconf_notifier_gave_up (self->notifier, error);
      return;
    }

  trueconf_transport_ask_for_network ();
  trueconf_io_post (do_start, trueconf_transport_call_new (self), trueconf_transport_call_free);
}

static void
do_stop (gpointer data)
{
  TrueconfTransportCall *call = data;
  TrueconfTransport *self = call->transport;

  if (self->phase != TRUECONF_PHASE_AUTHORIZED)
    {
      trueconf_transport_finish_stop (self);
      return;
    }

  self->stopping = TRUE;
  self->stop_deadline = call->deadline;
  /* the last requests are not worth the wait */
  trueconf_request_table_drop_pauses (&self->table);
  stop_if_idle (self);
  trueconf_transport_flush (self);
}

/* Waits for the answers to requests until the deadline. */
void
trueconf_transport_stop (TrueconfTransport *self, gint64 deadline)
{
  TrueconfTransportCall *call;

  if (trueconf_io_is_forked ())
    {
      /* the connection belongs to the parent process */
      trueconf_notifier_stopped (self->notifier);
      return;
    }

  call = trueconf_transport_call_new (self);
  call->deadline = deadline;
  trueconf_io_post (do_stop, call, trueconf_transport_call_free);
}

static GError *
refuse (TrueconfTransport *self, const TrueconfRequest *request)
{
  if (self->phase == TRUECONF_PHASE_AUTHORIZED && self->leaving == NULL && !self->stopping)
    return NULL;

  if (self->phase == TRUECONF_PHASE_STOPPED || self->stopping)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                        _ ("%s was not sent: the bot is not running. Start it first"), request->method);

  if (self->settings->offline_timeout == 0 && self->phase == TRUECONF_PHASE_IDLE)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                        _ ("%s was not sent: the bot was never started. Start or run it first"),
                        request->method);

  if (self->settings->offline_timeout == 0)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                        _ ("%s was not sent: there is no connection to the server"), request->method);

  if (trueconf_request_table_count_waiting (&self->table) >= self->settings->outbox_limit)
    return g_error_new (
        TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL,
        g_dngettext (GETTEXT_PACKAGE,
                     "%s was not sent: there is no connection, and %u request waits for one already",
                     "%s was not sent: there is no connection, and %u requests wait for one already",
                     self->settings->outbox_limit),
        request->method, self->settings->outbox_limit);

  return NULL;
}

static void
do_submit (gpointer data)
{
  TrueconfTransportCall *call = data;
  TrueconfTransport *self = call->transport;
  TrueconfRequest *request = g_steal_pointer (&call->request);
  GError *error;

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_counters_add (self->counters, TRUECONF_COUNTER_REQUESTS, 1);
  error = refuse (self, request);
  if (error != NULL)
    {
      trueconf_request_table_finish (&self->table, request, error);
      return;
    }

  trueconf_request_table_wait (
      &self->table, request,
      self->phase == TRUECONF_PHASE_AUTHORIZED
          ? trueconf_time_from_now (MAX (self->settings->timeout, self->settings->offline_timeout))
          : trueconf_transport_get_offline_deadline (self));
  trueconf_transport_flush (self);
}

/* Takes the reference. The request comes back with its outcome by the callback “answered”. */
void
trueconf_transport_submit (TrueconfTransport *self, TrueconfRequest *request)
{
  TrueconfTransportCall *call;

  if (!trueconf_io_check_process (request->method, &request->error))
    {
      request->state = TRUECONF_REQUEST_DONE;
      hand_back (self, request);
      return;
    }

  call = trueconf_transport_call_new (self);
  call->request = request;
  trueconf_io_post (do_submit, call, trueconf_transport_call_free);
}

static void
do_fail_unstarted (gpointer data)
{
  TrueconfTransport *self = ((TrueconfTransportCall *) data)->transport;
  g_autoptr (GError) reason = NULL;

  if (self->phase != TRUECONF_PHASE_IDLE)
    return;

  reason =
      g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                           _ ("it was not sent, since the bot was never started. Start or run it first"));
  trueconf_request_table_fail_waiting (&self->table, reason);
  trueconf_transport_set_deadlines (self);
}

void
trueconf_transport_fail_unstarted (TrueconfTransport *self)
{
  trueconf_io_post (do_fail_unstarted, trueconf_transport_call_new (self), trueconf_transport_call_free);
}

static void
do_fail_start (gpointer data)
{
  TrueconfTransportCall *call = data;
  TrueconfTransport *self = call->transport;

  /* Once it was stopped, nothing waits for a start. */
  if (self->phase != TRUECONF_PHASE_IDLE)
    return;

  self->phase = TRUECONF_PHASE_STOPPED;
  trueconf_transport_fail_requests (self, call->error);
}

void
trueconf_transport_fail_start (TrueconfTransport *self, const GError *error)
{
  TrueconfTransportCall *call = trueconf_transport_call_new (self);

  call->error = g_error_copy (error);
  trueconf_io_post (do_fail_start, call, trueconf_transport_call_free);
}

static void
do_cancel (gpointer data)
{
  TrueconfTransportCall *call = data;
  TrueconfTransport *self = call->transport;

  if (call->request->state != TRUECONF_REQUEST_WAITING && call->request->state != TRUECONF_REQUEST_SENT)
    return;

  trueconf_request_table_finish (
      &self->table, call->request,
      g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("%s was cancelled"), call->request->method));
  trueconf_transport_request_ended (self);
}

/* A request that waits is not sent any more. If it was sent already, its answer is ignored. */
void
trueconf_transport_cancel (TrueconfTransport *self, TrueconfRequest *request)
{
  TrueconfTransportCall *call = trueconf_transport_call_new (self);

  call->request = trueconf_request_ref (request);
  trueconf_io_post (do_cancel, call, trueconf_transport_call_free);
}

static void
do_acknowledge (gpointer data)
{
  TrueconfTransportCall *call = data;
  TrueconfTransport *self = call->transport;

  gint64 id;

  if (!trueconf_ack_table_take (&self->acks, call->receipt, &id))
    return;

  trueconf_transport_send_acknowledgement (self, id);
  trueconf_transport_set_deadlines (self);
}

/* If the connection that brought the event is gone, nothing is sent: the server will send the event again. */
void
trueconf_transport_acknowledge (TrueconfTransport *self, TrueconfReceipt receipt)
{
  TrueconfTransportCall *call;

  if (receipt == 0)
    return;

  call = trueconf_transport_call_new (self);
  call->receipt = receipt;
  trueconf_io_post (do_acknowledge, call, trueconf_transport_call_free);
}

static void
do_decline (gpointer data)
{
  TrueconfTransportCall *call = data;
  gint64 id;

  trueconf_ack_table_take (&call->transport->acks, call->receipt, &id);
}

/* The event is not acknowledged on this connection any more, also not when that is due, so that the server sends it
 * again on the next. */
void
trueconf_transport_decline (TrueconfTransport *self, TrueconfReceipt receipt)
{
  TrueconfTransportCall *call;

  if (receipt == 0)
    return;

  call = trueconf_transport_call_new (self);
  call->receipt = receipt;
  trueconf_io_post (do_decline, call, trueconf_transport_call_free);
}

static void describe (TrueconfTransport *self);

static void
server_answered (const TrueconfHttpAnswer *answer, const TrueconfFailure *failure, gpointer data)
{
  TrueconfTransport *self = data;
  TrueconfTransportCall *call = g_steal_pointer (&self->describing);
  TrueconfServerInfo info = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  if (self->describe_again)
    {
      describe (self);
      trueconf_transport_call_free (call);
      return;
    }

  if (failure != NULL)
    error = g_error_copy (failure->error);
  else if (!SOUP_STATUS_IS_SUCCESSFUL (answer->status) ||
           !trueconf_wire_read_server_info (answer->body, &info.name, &info.version))
    error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
                         _ ("The server does not say what it is called (HTTP %u); this needs its web port"),
                         answer->status);

  g_free (self->server_version);
  self->server_version = g_strdup (info.version);
  self->version_until = 0;
  trueconf_notifier_described (self->notifier, &info, error);
  trueconf_transport_flush (self);
  trueconf_transport_call_free (call);
}

static void
describe (TrueconfTransport *self)
{
  g_autoptr (SoupSession) session = NULL;

  self->describe_again = FALSE;
  /* the request keeps the session, and the call keeps the transport, until the answer has come */
  session = trueconf_io_acquire_session (self->settings, self->settings->verify_tls);
  self->describing = trueconf_transport_call_new (self);
  trueconf_http_get (session, self->settings, SERVER_PATH, server_answered, self);
}

static void
do_describe (gpointer data)
{
  TrueconfTransport *self = ((TrueconfTransportCall *) data)->transport;

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->describing == NULL)
    describe (self);
}

/* A server that was lost may have come back as another version. */
void
trueconf_transport_read_version (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (!self->settings->ask_version)
    {
      self->version_until = 0;
      return;
    }

  g_clear_pointer (&self->server_version, g_free);
  self->version_until = g_get_monotonic_time () + VERSION_PATIENCE;
  if (self->describing == NULL)
    describe (self);
  else
    self->describe_again = TRUE;
}

void
trueconf_transport_describe_server (TrueconfTransport *self)
{
  TrueconfServerInfo nothing = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  if (!trueconf_io_check_process (SERVER_PATH, &error))
    {
      trueconf_notifier_described (self->notifier, &nothing, error);
      return;
    }

  trueconf_io_post (do_describe, trueconf_transport_call_new (self), trueconf_transport_call_free);
}
