/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-transport-reports-private.h"
#include "transport/trueconf-tsan-private.h"

typedef struct
{
  TrueconfReporter *reporter;
  TrueconfTransportState state;
  TrueconfEvent *event;
  TrueconfReceipt receipt;
  TrueconfRequest *request;
  TrueconfServerInfo info;
} TrueconfReport;

TrueconfReporter *
trueconf_reporter_new (GObject *owner, TrueconfCallQueue *calls, const TrueconfTransportReports *reports)
{
  TrueconfReporter *self = g_atomic_rc_box_new0 (TrueconfReporter);

  g_weak_ref_init (&self->owner, owner);
  self->calls = trueconf_call_queue_ref (calls);
  self->reports = reports;

  return self;
}

TrueconfReporter *
trueconf_reporter_ref (TrueconfReporter *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
reporter_clear (gpointer data)
{
  TrueconfReporter *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  g_weak_ref_clear (&self->owner);
  trueconf_call_queue_unref (self->calls);
}

void
trueconf_reporter_unref (TrueconfReporter *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, reporter_clear);
}

static TrueconfReport *
report_new (TrueconfReporter *reporter)
{
  TrueconfReport *report = g_new0 (TrueconfReport, 1);

  TRUECONF_ASSERT_IO_THREAD ();

  report->reporter = trueconf_reporter_ref (reporter);
  return report;
}

static void
report_free (gpointer data)
{
  TrueconfReport *report = data;

  g_free (report->state.user_id);
  g_free (report->info.name);
  g_free (report->info.version);
  g_clear_error (&report->state.error);
  g_clear_pointer (&report->state.time, g_date_time_unref);
  g_clear_object (&report->event);
  g_clear_pointer (&report->request, trueconf_request_unref);
  trueconf_reporter_unref (report->reporter);
  g_free (report);
}

static void
post (TrueconfReport *report, TrueconfCallFunc func)
{
  trueconf_call_queue_post (report->reporter->calls, func, report, report_free);
}

static void
deliver_state (gpointer data)
{
  TrueconfReport *report = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&report->reporter->owner);

  if (owner != NULL)
    report->reporter->reports->state_changed (owner, &report->state);
}

void
trueconf_reporter_state (TrueconfReporter *self,
                         TrueconfStatus status,
                         const char *user_id,
                         const GError *error)
{
  TrueconfReport *report = report_new (self);

  report->state.status = status;
  report->state.user_id = g_strdup (user_id);
  report->state.error = error != NULL ? g_error_copy (error) : NULL;
  report->state.time = g_date_time_new_now_utc ();
  post (report, deliver_state);
}

static void
deliver_attempt_failed (gpointer data)
{
  TrueconfReport *report = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&report->reporter->owner);

  if (owner != NULL)
    report->reporter->reports->attempt_failed (owner, report->state.error);
}

void
trueconf_reporter_attempt_failed (TrueconfReporter *self, const GError *error)
{
  TrueconfReport *report = report_new (self);

  report->state.error = g_error_copy (error);
  post (report, deliver_attempt_failed);
}

static void
deliver_received (gpointer data)
{
  TrueconfReport *report = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&report->reporter->owner);

  if (owner != NULL)
    report->reporter->reports->received (owner, report->event, report->receipt);
}

/* Takes `event`. */
void
trueconf_reporter_received (TrueconfReporter *self, TrueconfEvent *event, TrueconfReceipt receipt)
{
  TrueconfReport *report = report_new (self);

  report->event = event;
  report->receipt = receipt;
  post (report, deliver_received);
}

static void
deliver_answered (gpointer data)
{
  TrueconfReport *report = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&report->reporter->owner);

  if (owner != NULL)
    report->reporter->reports->answered (owner, report->request);
}

/* Takes the reference of the request. */
void
trueconf_reporter_answered (TrueconfReporter *self, TrueconfRequest *request)
{
  TrueconfReport *report = report_new (self);

  report->request = request;
  post (report, deliver_answered);
}

static void
deliver_gave_up (gpointer data)
{
  TrueconfReport *report = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&report->reporter->owner);

  if (owner != NULL)
    report->reporter->reports->gave_up (owner, report->state.error);
}

void
trueconf_reporter_gave_up (TrueconfReporter *self, const GError *error)
{
  TrueconfReport *report = report_new (self);

  report->state.error = g_error_copy (error);
  post (report, deliver_gave_up);
}

static void
deliver_stopped (gpointer data)
{
  TrueconfReport *report = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&report->reporter->owner);

  if (owner != NULL)
    report->reporter->reports->stopped (owner);
}

void
trueconf_reporter_stopped (TrueconfReporter *self)
{
  post (report_new (self), deliver_stopped);
}

static void
deliver_described (gpointer data)
{
  TrueconfReport *report = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&report->reporter->owner);

  if (owner != NULL)
    report->reporter->reports->described (owner, &report->info, report->state.error);
}

/* Takes what is in `info`. */
void
trueconf_reporter_described (TrueconfReporter *self, TrueconfServerInfo *info, const GError *error)
{
  TrueconfReport *report = report_new (self);

  report->info = *info;
  report->state.error = error != NULL ? g_error_copy (error) : NULL;
  post (report, deliver_described);
}
