/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-notifier-private.h"
#include "trueconf-tsan-private.h"

typedef struct _TrueconfNotification TrueconfNotification;

struct _TrueconfNotification
{
  TrueconfNotifier *notifier;
  void (*tell) (TrueconfNotification *self, GObject *owner); /* runs in the owner's main context */
  TrueconfTransportState state;
  TrueconfEvent *event;
  TrueconfReceipt receipt;
  TrueconfLoadTicket *ticket;
  TrueconfRequest *request;
  TrueconfServerInfo info;
  char *method;
  guint64 size;
};

TrueconfNotifier *
trueconf_notifier_new (GObject *owner, TrueconfCallQueue *calls, const TrueconfTransportCallbacks *callbacks)
{
  TrueconfNotifier *self = g_atomic_rc_box_new0 (TrueconfNotifier);

  g_weak_ref_init (&self->owner, owner);
  self->calls = trueconf_call_queue_ref (calls);
  self->callbacks = callbacks;

  return self;
}

TrueconfNotifier *
trueconf_notifier_ref (TrueconfNotifier *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
notifier_clear (gpointer data)
{
  TrueconfNotifier *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  g_weak_ref_clear (&self->owner);
  trueconf_call_queue_unref (self->calls);
}

void
trueconf_notifier_unref (TrueconfNotifier *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, notifier_clear);
}

static TrueconfNotification *
notification_new (TrueconfNotifier *notifier)
{
  TrueconfNotification *notification = g_new0 (TrueconfNotification, 1);

  TRUECONF_ASSERT_IO_THREAD ();

  notification->notifier = trueconf_notifier_ref (notifier);
  return notification;
}

static void
notification_free (gpointer data)
{
  TrueconfNotification *notification = data;

  g_free (notification->state.user_id);
  g_free (notification->method);
  g_free (notification->info.name);
  g_free (notification->info.version);
  g_clear_error (&notification->state.error);
  g_clear_pointer (&notification->state.time, g_date_time_unref);
  g_clear_object (&notification->event);
  g_clear_pointer (&notification->ticket, trueconf_load_ticket_free);
  g_clear_pointer (&notification->request, trueconf_request_unref);
  trueconf_notifier_unref (notification->notifier);
  g_free (notification);
}

static void
deliver (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->tell (notification, owner);
}

static void
post (TrueconfNotification *notification, void (*tell) (TrueconfNotification *self, GObject *owner))
{
  notification->tell = tell;
  trueconf_call_queue_post (notification->notifier->calls, deliver, notification, notification_free);
}

static void
tell_state (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->state_changed (owner, &self->state);
}

void
trueconf_notifier_state (TrueconfNotifier *self,
                         TrueconfStatus status,
                         const char *user_id,
                         const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->state.status = status;
  notification->state.user_id = g_strdup (user_id);
  notification->state.error = error != NULL ? g_error_copy (error) : NULL;
  notification->state.time = g_date_time_new_now_utc ();
  post (notification, tell_state);
}

static void
tell_attempt_failed (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->attempt_failed (owner, self->state.error);
}

void
trueconf_notifier_attempt_failed (TrueconfNotifier *self, const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->state.error = g_error_copy (error);
  post (notification, tell_attempt_failed);
}

static void
tell_received (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->received (owner, self->event, self->receipt, g_steal_pointer (&self->ticket));
}

/* Takes `event` and `ticket`. */
void
trueconf_notifier_received (TrueconfNotifier *self,
                            TrueconfEvent *event,
                            TrueconfReceipt receipt,
                            TrueconfLoadTicket *ticket)
{
  TrueconfNotification *notification = notification_new (self);

  notification->event = event;
  notification->receipt = receipt;
  notification->ticket = ticket;
  post (notification, tell_received);
}

static void
tell_skipped (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->skipped (owner, self->method, self->size, self->state.error);
}

void
trueconf_notifier_skipped (TrueconfNotifier *self, const char *method, guint64 size, const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->method = g_strdup (method);
  notification->size = size;
  notification->state.error = g_error_copy (error);
  post (notification, tell_skipped);
}

static void
tell_answered (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->answered (owner, self->request);
}

/* Takes the reference of the request. */
void
trueconf_notifier_answered (TrueconfNotifier *self, TrueconfRequest *request)
{
  TrueconfNotification *notification = notification_new (self);

  notification->request = request;
  post (notification, tell_answered);
}

static void
tell_gave_up (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->gave_up (owner, self->state.error);
}

void
trueconf_notifier_gave_up (TrueconfNotifier *self, const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->state.error = g_error_copy (error);
  post (notification, tell_gave_up);
}

static void
tell_stopped (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->stopped (owner);
}

void
trueconf_notifier_stopped (TrueconfNotifier *self)
{
  post (notification_new (self), tell_stopped);
}

static void
tell_described (TrueconfNotification *self, GObject *owner)
{
  self->notifier->callbacks->described (owner, &self->info, self->state.error);
}

/* Takes what is in `info`. */
void
trueconf_notifier_described (TrueconfNotifier *self, TrueconfServerInfo *info, const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->info = *info;
  notification->state.error = error != NULL ? g_error_copy (error) : NULL;
  post (notification, tell_described);
}
