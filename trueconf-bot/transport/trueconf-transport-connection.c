/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connects and logs in, again after each lost connection: token, WebSocket, “auth”, and the wait between two attempts. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-token-private.h"
#include "transport/trueconf-transport-core-private.h"
#include "trueconf-error-private.h"
#include "trueconf-string-private.h"

/* After a connection has lasted this long, the waits between attempts start short again. */
#define STABLE_AFTER (60 * G_TIME_SPAN_SECOND)

/* What was sent before the server has asked for a new log-in is given this long to be answered. */
#define LEAVE_LATEST (30 * G_TIME_SPAN_SECOND)

/* Seconds. How often a token is looked at, and how soon a new one is requested again after a failure. */
#define RENEWAL_INTERVAL 60

/* After a reconnection, the first request is sent alone for as long. */
#define PROBE G_TIME_SPAN_SECOND

/* Seconds. A token with less time left may expire while the connection is being made. */
#define TOKEN_MARGIN 30

static void
report (TrueconfTransport *self, TrueconfStatus status, const char *user_id, const GError *error)
{
  if (status == self->reported && error == NULL)
    return;

  if (status == self->reported)
    {
      trueconf_notifier_attempt_failed (self->notifier, error);
      return;
    }

  self->reported = status;
  trueconf_notifier_state (self->notifier, status, user_id, error);
}

static void
discard_token (TrueconfTransport *self)
{
  trueconf_clear_secret (&self->token);
}

/* Whether a new token can be requested with a user name and a password. */
gboolean
trueconf_transport_can_renew (TrueconfTransport *self)
{
  return self->settings->username != NULL;
}

/* Ends the attempt or the connection without calling anybody. The requests stay as they are. */
static void
drop_attempt (TrueconfTransport *self)
{
  g_clear_pointer (&self->login, trueconf_login_abandon);
  g_clear_pointer (&self->socket, trueconf_socket_abandon);
  trueconf_transport_forget_flow (self);
  self->auth_id = 0;
  self->token_used = FALSE;
  g_clear_error (&self->leaving);
  trueconf_ack_table_forget_all (&self->acks);
  if (self->timer != NULL)
    trueconf_io_timer_set (self->timer, TRUECONF_TIME_NEVER);
}

/* What was sent on the connection will not be answered any more. */
void
trueconf_transport_end_connection (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  drop_attempt (self);
  if (self->settings->offline_timeout == 0)
    {
      g_autoptr (GError) reason =
          g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                               _ ("it was not sent, since there is no connection to the server"));

      trueconf_request_table_fail_waiting (&self->table, reason);
    }
  trueconf_request_table_connection_lost (&self->table, self->settings->resend_policy,
                                          trueconf_transport_get_offline_deadline (self));
  trueconf_request_table_restart_ids (&self->table);
}

void
trueconf_transport_fail_requests (TrueconfTransport *self, const GError *reason)
{
  g_autoptr (GError) unsent = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                                           /* Translators: why */
                                           _ ("not sent, since there is no connection. %s"), reason->message);

  trueconf_error_set_cause (unsent, trueconf_error_get_cause (reason));
  trueconf_request_table_connection_lost (&self->table, TRUECONF_RESEND_POLICY_NEVER, TRUECONF_TIME_NEVER);
  trueconf_request_table_fail_waiting (&self->table, unsent);
  trueconf_transport_set_deadlines (self);
}

/* The monotonic clock stops while the machine sleeps, so the wait is checked from time to time. */
static void
set_wait_timer (TrueconfTransport *self)
{
  trueconf_io_timer_set (self->timer,
                         MIN (self->wait_until, g_get_monotonic_time () + TRUECONF_IO_SLEEP_NOTICED));
}

/* A network that has come back, or a machine that has woken up, is worth an attempt before the wait is over; but not
 * one for each of many such signs, nor one of all bots at the same moment. */
static void
network_changed (TrueconfTransport *self)
{
  gint64 soon = g_get_monotonic_time () + self->spread;

  TRUECONF_ASSERT_IO_THREAD ();

  /* a connection of the old network may be dead, and is asked whether it is */
  if (self->socket != NULL)
    trueconf_socket_probe (self->socket);

  if (self->phase != TRUECONF_PHASE_BACKOFF)
    return;

  soon = MAX (soon, self->attempt_began + G_TIME_SPAN_SECOND);
  self->wait_until = MIN (self->wait_until, MAX (soon, self->not_before));
  set_wait_timer (self);
}

/* All transports that run; used by the I/O thread alone. */
static GPtrArray *running = NULL;

static void
do_network_changed (gpointer data)
{
  TRUECONF_ASSERT_IO_THREAD ();

  for (guint i = 0; running != NULL && i < running->len; i++)
    network_changed (g_ptr_array_index (running, i));
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  if (available)
    trueconf_io_post (do_network_changed, NULL, NULL);
}

static gboolean
connect_to_monitor (gpointer data)
{
  static gsize connected = 0;

  if (g_once_init_enter (&connected))
    {
      g_signal_connect (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb),
                        NULL);
      g_once_init_leave (&connected, 1);
    }

  return G_SOURCE_REMOVE;
}

/* There is one monitor for the whole process, and whoever asks for it first decides in which main context its signals
 * are emitted, those to the handlers of the application included. Only the default context will do: the I/O thread
 * would run the application's handlers, and a context of the application's may end before the process does. To be called
 * in the main context of a bot. */
void
trueconf_transport_ask_for_network (void)
{
  static int asked = FALSE;
  g_autoptr (GSource) source = NULL;

  if (g_main_context_get_thread_default () == NULL)
    {
      connect_to_monitor (NULL);
    }
  else if (g_atomic_int_compare_and_exchange (&asked, FALSE, TRUE))
    {
      source = g_idle_source_new ();
      g_source_set_static_name (source, "trueconf-network");
      g_source_set_callback (source, connect_to_monitor, NULL, NULL);
      g_source_attach (source, NULL);
    }
}

static void
watch_network (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (running == NULL)
    running = g_ptr_array_new ();

  if (!g_ptr_array_find (running, self, NULL))
    g_ptr_array_add (running, self);
}

static void
unwatch_network (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (running != NULL)
    g_ptr_array_remove_fast (running, self);
}

static void
rest (TrueconfTransport *self)
{
  drop_attempt (self);
  self->phase = TRUECONF_PHASE_STOPPED;
  self->stopping = FALSE;
  unwatch_network (self);
  g_clear_object (&self->session);
  discard_token (self);
}

void
trueconf_transport_give_up (TrueconfTransport *self, const GError *error)
{
  TRUECONF_ASSERT_IO_THREAD ();

  rest (self);
  report (self, TRUECONF_STATUS_DISCONNECTED, NULL, error);
  trueconf_transport_fail_requests (self, error);
  trueconf_notifier_gave_up (self->notifier, error);
}

void
trueconf_transport_finish_stop (TrueconfTransport *self)
{
  g_autoptr (GError) reason =
      g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, _ ("The bot was stopped"));

  TRUECONF_ASSERT_IO_THREAD ();

  rest (self);
  trueconf_transport_fail_requests (self, reason);
  report (self, TRUECONF_STATUS_DISCONNECTED, NULL, NULL);
  trueconf_notifier_stopped (self->notifier);
}

static void
wait (TrueconfTransport *self, gint64 retry_after)
{
  gint64 now = g_get_monotonic_time ();

  self->phase = TRUECONF_PHASE_BACKOFF;
  self->wait_until = now + trueconf_backoff_next (&self->backoff, self->settings->max_delay, retry_after);
  self->not_before = now + retry_after;
  self->spread = trueconf_backoff_get_spread ();
  self->asleep = trueconf_io_get_time_asleep ();
  set_wait_timer (self);
}

static void
try_again (TrueconfTransport *self, const TrueconfFailure *failure)
{
  /* a mistake in the settings looks like an outage, and whoever has just started a bot waits for a sign of it */
  if (self->retry.failures == 1 && !self->retry.ever_connected)
    trueconf_log (G_LOG_LEVEL_MESSAGE, "there is no connection yet, and more attempts follow: %s",
                  failure->error->message);
  else
    trueconf_log (G_LOG_LEVEL_DEBUG, "%s", failure->error->message);
  trueconf_counters_add_reconnection (self->counters, trueconf_error_get_cause (failure->error));

  report (self, TRUECONF_STATUS_DISCONNECTED, NULL, failure->error);
  trueconf_transport_set_deadlines (self);
  wait (self, failure->retry_after);
}

static void
give_up_after_attempts (TrueconfTransport *self, const TrueconfFailure *failure)
{
  guint n = self->retry.failures;
  g_autoptr (GError) error = g_error_new (
      TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED,
      /* Translators: what went wrong, number */
      g_dngettext (GETTEXT_PACKAGE, "%s (gave up after %u attempt)", "%s (gave up after %u attempts)", n),
      failure->error->message, n);

  trueconf_error_set_cause (error, trueconf_error_get_cause (failure->error));
  trueconf_transport_give_up (self, error);
}

static void
attempt_failed (TrueconfTransport *self, const TrueconfFailure *failure)
{
  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_transport_end_connection (self);

  if (self->stopping)
    {
      trueconf_transport_finish_stop (self);
      return;
    }

  switch (trueconf_retry_judge (&self->retry, failure->kind, trueconf_transport_can_renew (self),
                                self->settings->max_retries))
    {
    case TRUECONF_VERDICT_FINAL:
      trueconf_transport_give_up (self, failure->error);
      return;

    case TRUECONF_VERDICT_EXHAUSTED:
      give_up_after_attempts (self, failure);
      return;

    case TRUECONF_VERDICT_AGAIN_WITH_NEW_TOKEN:
      if (trueconf_transport_can_renew (self))
        discard_token (self);
      break;

    case TRUECONF_VERDICT_AGAIN:
    default:
      break;
    }

  try_again (self, failure);
}

static void
socket_opened (gpointer data)
{
  TrueconfTransport *self = data;
  g_autofree char *payload = NULL;
  g_autofree char *frame = NULL;

  trueconf_retry_connected (&self->retry);
  trueconf_counters_add (self->counters, TRUECONF_COUNTER_CONNECTIONS, 1);
  self->phase = TRUECONF_PHASE_AUTH;
  report (self, TRUECONF_STATUS_CONNECTED, NULL, NULL);

  payload = trueconf_wire_encode_method (TRUECONF_METHOD_AUTH, self->token, self->settings->receive_unread,
                                         self->settings->receive_system);
  self->auth_id = trueconf_request_table_take_id (&self->table);
  self->auth_deadline = trueconf_time_from_now (self->settings->timeout);
  frame = trueconf_frame_write_request (self->auth_id, trueconf_wire_get_method (TRUECONF_METHOD_AUTH)->name,
                                        payload);
  trueconf_transport_write (self, frame);
  trueconf_wipe_string (payload);
  trueconf_wipe_string (frame);
  trueconf_transport_set_deadlines (self);
}

static void
socket_received (GBytes *bytes, gpointer data)
{
  trueconf_transport_receive (data, bytes);
}

static void
socket_too_large (const TrueconfSkipped *skipped, gpointer data)
{
  trueconf_transport_skip (data, skipped);
}

static void
socket_ended (const TrueconfFailure *failure, gpointer data)
{
  attempt_failed (data, failure);
}

static const TrueconfSocketEvents socket_events = {
  socket_opened,
  socket_received,
  socket_too_large,
  socket_ended,
};

static void
connect (TrueconfTransport *self)
{
  self->phase = TRUECONF_PHASE_CONNECTING;
  self->socket = trueconf_socket_open (self->session, self->settings, self->token, &socket_events, self);
}

static void
login_done (const char *token, gint64 expires, const TrueconfFailure *failure, gpointer data)
{
  TrueconfTransport *self = data;

  self->login = NULL;

  if (failure != NULL)
    {
      attempt_failed (self, failure);
      return;
    }

  trueconf_transport_take_token (self, token, expires);
  connect (self);
}

/* The timer of a connection that is logged in. */
static void
set_session_timer (TrueconfTransport *self)
{
  gint64 due = self->stable_at;

  if (self->token_renewal != 0)
    {
      gint64 seconds = self->token_renewal - g_get_real_time () / G_USEC_PER_SEC;

      due = MIN (due, trueconf_time_from_now (CLAMP (seconds, 1, RENEWAL_INTERVAL) * G_TIME_SPAN_SECOND));
    }

  trueconf_io_timer_set (self->timer, due);
}

/* The connection, if there is one, goes on with the token that it was logged in with. */
void
trueconf_transport_take_token (TrueconfTransport *self, const char *token, gint64 expires)
{
  TRUECONF_ASSERT_IO_THREAD ();

  discard_token (self);
  self->token = g_strdup (token);
  self->token_expires = expires;
  self->token_renewal = trueconf_transport_can_renew (self)
                            ? trueconf_token_get_renewal (expires, g_get_real_time () / G_USEC_PER_SEC)
                            : 0;
  self->token_used = FALSE;
  self->expiry_told = FALSE;
  if (self->phase == TRUECONF_PHASE_AUTHORIZED)
    set_session_timer (self);
}

static void
renewal_done (const char *token, gint64 expires, const TrueconfFailure *failure, gpointer data)
{
  TrueconfTransport *self = data;

  self->login = NULL;

  if (failure == NULL)
    {
      trueconf_log (G_LOG_LEVEL_DEBUG, "there is a new token, for the next log-in");
      trueconf_transport_take_token (self, token, expires);
      return;
    }

  trueconf_log (G_LOG_LEVEL_DEBUG, "%s", failure->error->message);
  /* a refusal is told when the next log-in is refused: until then the connection is as good as before */
  self->token_renewal = failure->kind == TRUECONF_FAILURE_TRANSIENT
                            ? g_get_real_time () / G_USEC_PER_SEC +
                                  MAX (RENEWAL_INTERVAL, failure->retry_after / G_TIME_SPAN_SECOND)
                            : 0;
  set_session_timer (self);
}

/* A server lets a connection live on when its token has expired, or asks for a new log-in; the next token is there then. */
static void
renew_ahead (TrueconfTransport *self)
{
  if (self->login != NULL || self->token_renewal == 0 ||
      self->token_renewal > g_get_real_time () / G_USEC_PER_SEC)
    return;

  self->token_renewal = 0;
  self->login = trueconf_login_start (self->session, self->settings, renewal_done, self);
}

static gboolean
has_token (TrueconfTransport *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return self->token != NULL && (self->token_expires == 0 || self->token_expires > now + TOKEN_MARGIN);
}

/* The error of a token that has expired by this machine's clock, or NULL. */
static GError *
check_expiry (TrueconfTransport *self)
{
  GError *error = NULL;

  trueconf_token_check_expiry (self->token_expires, g_get_real_time () / G_USEC_PER_SEC, &error);
  return error;
}

static void
warn_of_expiry (TrueconfTransport *self)
{
  g_autoptr (GError) error = check_expiry (self);

  if (error == NULL || self->expiry_told)
    return;

  self->expiry_told = TRUE;
  trueconf_log (G_LOG_LEVEL_MESSAGE,
                _ ("%s. It is tried all the same, because this machine's clock may be wrong"),
                error->message);
}

void
trueconf_transport_begin (TrueconfTransport *self)
{
  g_autoptr (GError) error = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  g_assert (self->login == NULL && self->socket == NULL);

  self->attempt_began = g_get_monotonic_time ();

  if (self->session == NULL)
    self->session = trueconf_io_acquire_session (self->settings, self->settings->verify_tls);

  if (!has_token (self) && trueconf_transport_can_renew (self))
    {
      self->phase = TRUECONF_PHASE_TOKEN;
      self->login = trueconf_login_start (self->session, self->settings, login_done, self);
      return;
    }

  if (!trueconf_token_check (self->token, &error))
    {
      trueconf_transport_give_up (self, error);
      return;
    }

  warn_of_expiry (self);

  connect (self);
}

/* Takes `error`, which is NULL when the log-in has succeeded. */
void
trueconf_transport_auth_answered (TrueconfTransport *self, const char *user_id, GError *error)
{
  g_auto (TrueconfFailure) failure = { TRUECONF_FAILURE_TRANSIENT, error };

  TRUECONF_ASSERT_IO_THREAD ();

  self->auth_id = 0;

  if (error == NULL)
    {
      self->phase = TRUECONF_PHASE_AUTHORIZED;
      self->probe_until = self->retry.ever_authorized ? g_get_monotonic_time () + PROBE : 0;
      trueconf_retry_authorized (&self->retry);
      trueconf_counters_add (self->counters, TRUECONF_COUNTER_LOGINS, 1);
      g_free (self->user_id);
      self->user_id = g_strdup (user_id);
      report (self, TRUECONF_STATUS_AUTHORIZED, user_id, NULL);
      self->token_used = TRUE;
      self->stable_at = g_get_monotonic_time () + STABLE_AFTER;
      set_session_timer (self);
      trueconf_transport_read_version (self);
      trueconf_transport_flush (self);
      return;
    }

  failure.kind = trueconf_retry_classify_auth_error (error);
  if (failure.kind == TRUECONF_FAILURE_TOKEN_REFUSED && !trueconf_transport_can_renew (self))
    {
      GError *expired = check_expiry (self);

      if (expired != NULL)
        {
          g_error_free (failure.error);
          failure.error = expired;
        }
    }
  attempt_failed (self, &failure);
}

/* The server wants a new log-in. Nothing more is sent, but what was sent before is still answered: most likely it was
 * refused as well, and is known not to have been done then. */
void
trueconf_transport_leave (TrueconfTransport *self, const GError *reason, gboolean expired)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (self->leaving == NULL)
    {
      self->leaving = g_error_copy (reason);
      self->leaving_expired = FALSE;
      self->leave_deadline = trueconf_time_from_now (MIN (self->settings->timeout, LEAVE_LATEST));
      trueconf_transport_set_deadlines (self);
    }
  self->leaving_expired |= expired;
}

void
trueconf_transport_leave_if_done (TrueconfTransport *self)
{
  g_auto (TrueconfFailure) failure = { TRUECONF_FAILURE_TRANSIENT, NULL };
  gboolean expired = self->leaving_expired;

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->leaving == NULL ||
      (trueconf_request_table_has_sent (&self->table) && g_get_monotonic_time () < self->leave_deadline))
    return;

  failure.error = g_steal_pointer (&self->leaving);
  if (expired && self->token_used && trueconf_transport_can_renew (self))
    discard_token (self);
  trueconf_transport_end_connection (self);

  if (self->stopping)
    trueconf_transport_finish_stop (self);
  else if (expired && !trueconf_transport_can_renew (self))
    trueconf_transport_give_up (self, failure.error);
  else
    try_again (self, &failure);
}

/* Ends a connection that is of no use any more, and makes another. */
void
trueconf_transport_reconnect (TrueconfTransport *self, const GError *reason)
{
  g_auto (TrueconfFailure) failure = { TRUECONF_FAILURE_TRANSIENT, g_error_copy (reason) };

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_transport_end_connection (self);
  if (self->stopping)
    trueconf_transport_finish_stop (self);
  else
    try_again (self, &failure);
}

static void
notice_sleep (TrueconfTransport *self)
{
  gint64 asleep = trueconf_io_get_time_asleep ();
  gint64 slept = asleep - self->asleep;

  if (slept <= TRUECONF_IO_SLEEP_NOTICED)
    return;

  self->asleep = asleep;
  self->not_before -= slept;
  network_changed (self);
}

static gboolean
timer_cb (gpointer data)
{
  TrueconfTransport *self = data;

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->phase == TRUECONF_PHASE_BACKOFF)
    {
      notice_sleep (self);
      if (g_get_monotonic_time () >= self->wait_until)
        trueconf_transport_begin (self);
      else
        set_wait_timer (self);
    }
  else if (self->phase == TRUECONF_PHASE_AUTHORIZED)
    {
      if (g_get_monotonic_time () >= self->stable_at)
        {
          self->stable_at = TRUECONF_TIME_NEVER;
          trueconf_backoff_reset (&self->backoff);
          trueconf_retry_stable (&self->retry);
        }
      renew_ahead (self);
      set_session_timer (self);
    }

  return G_SOURCE_CONTINUE;
}

void
trueconf_transport_begin_connecting (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (self->timer == NULL)
    self->timer = trueconf_io_timer_new (timer_cb, self, "trueconf-transport");

  trueconf_transport_take_token (
      self, self->settings->token,
      self->settings->token != NULL ? trueconf_token_get_expiry (self->settings->token) : 0);
  self->retry = (TrueconfRetry){ 0 };
  trueconf_backoff_reset (&self->backoff);
  watch_network (self);
  trueconf_transport_begin (self);
}
