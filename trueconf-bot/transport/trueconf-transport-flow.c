/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stops reading from the server when too much waits in memory, and goes on when there is room. */

#include "config.h"

#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-transport-core-private.h"

/* Handlers may wait for answers, which come behind the events: so more events are read while a request has been sent. If
 * even those are too many, the request ends at its deadline, and its handler goes on. */
#define FACTOR_FOR_ANSWERS 4

/* Of acknowledgements and requests that the server does not read. */
#define MAX_UNSENT (1024 * 1024)

/* How often it is looked at whether the server reads again. */
#define UNSENT_INTERVAL (G_TIME_SPAN_SECOND / 4)

static guint
get_most_events (TrueconfTransport *self)
{
  guint most = self->settings->max_waiting_events;

  if (trueconf_request_table_count_sent (&self->table) == 0)
    return most;

  return most > G_MAXUINT / FACTOR_FOR_ANSWERS ? G_MAXUINT : most * FACTOR_FOR_ANSWERS;
}

static guint64
get_most_bytes (TrueconfTransport *self)
{
  guint64 most = self->settings->max_waiting_bytes;

  if (trueconf_request_table_count_sent (&self->table) == 0)
    return most;

  return most > G_MAXUINT64 / FACTOR_FOR_ANSWERS ? G_MAXUINT64 : most * FACTOR_FOR_ANSWERS;
}

static gboolean
is_too_much (TrueconfTransport *self)
{
  /* with a distance, so that it is not paused again for each event */
  guint part = self->paused ? 2 : 1;

  return trueconf_load_get_events (self->load) >= MAX (get_most_events (self) / part, 1) ||
         trueconf_load_get_bytes (self->load) >= MAX (get_most_bytes (self) / part, 1) ||
         trueconf_socket_get_unsent (self->socket) >= MAX_UNSENT / part;
}

static gboolean
is_read_by_server (TrueconfTransport *self)
{
  return trueconf_socket_get_unsent (self->socket) < MAX_UNSENT / 2;
}

/* Whether somebody will tell when there is less, or it has to be looked at again after a while. */
static gboolean
watch (TrueconfTransport *self)
{
  return trueconf_load_watch (self->load, MAX (get_most_events (self) / 2, 1) - 1,
                              MAX (get_most_bytes (self) / 2, 1) - 1) ||
         !is_read_by_server (self);
}

void
trueconf_transport_review_flow (TrueconfTransport *self)
{
  gboolean pause;

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->phase != TRUECONF_PHASE_AUTHORIZED || self->socket == NULL)
    return;

  /* events may have been done since they were counted */
  pause = is_too_much (self) && watch (self);
  if (!pause)
    trueconf_load_unwatch (self->load);
  if (pause == self->paused)
    return;

  trueconf_log (G_LOG_LEVEL_DEBUG, pause ? "too much waits: reading pauses" : "reading goes on");
  self->paused = pause;
  trueconf_socket_set_paused (self->socket, pause);
  trueconf_transport_set_deadlines (self);
}

/* The connection is gone. */
void
trueconf_transport_forget_flow (TrueconfTransport *self)
{
  self->paused = FALSE;
  trueconf_load_unwatch (self->load);
}

/* Nobody tells when the server reads again. */
gint64
trueconf_transport_get_flow_deadline (TrueconfTransport *self)
{
  if (!self->paused || is_read_by_server (self))
    return TRUECONF_TIME_NEVER;

  return g_get_monotonic_time () + UNSENT_INTERVAL;
}

static void
do_review (gpointer data)
{
  trueconf_transport_review_flow (((TrueconfTransportCall *) data)->transport);
}

void
trueconf_transport_relieved (gpointer data)
{
  trueconf_io_post (do_review, trueconf_transport_call_new (data), trueconf_transport_call_free);
}
