/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-notifier-private.h"
#include "transport/trueconf-tsan-private.h"

typedef struct
{
  TrueconfNotifier *notifier;
  TrueconfTransportState state;
  TrueconfEvent *event;
  TrueconfReceipt receipt;
  TrueconfRequest *request;
  TrueconfServerInfo info;
} TrueconfNotification;

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
  g_free (notification->info.name);
  g_free (notification->info.version);
  g_clear_error (&notification->state.error);
  g_clear_pointer (&notification->state.time, g_date_time_unref);
  g_clear_object (&notification->event);
  g_clear_pointer (&notification->request, trueconf_request_unref);
  trueconf_notifier_unref (notification->notifier);
  g_free (notification);
}

static void
post (TrueconfNotification *notification, TrueconfCallFunc func)
{
  trueconf_call_queue_post (notification->notifier->calls, func, notification, notification_free);
}

static void
deliver_state (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->notifier->callbacks->state_changed (owner, &notification->state);
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
  post (notification, deliver_state);
}

static void
deliver_attempt_failed (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->notifier->callbacks->attempt_failed (owner, notification->state.error);
}

void
trueconf_notifier_attempt_failed (TrueconfNotifier *self, const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->state.error = g_error_copy (error);
  post (notification, deliver_attempt_failed);
}

static void
deliver_received (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->notifier->callbacks->received (owner, notification->event, notification->receipt);
}

/* Takes `event`. */
void
trueconf_notifier_received (TrueconfNotifier *self, TrueconfEvent *event, TrueconfReceipt receipt)
{
  TrueconfNotification *notification = notification_new (self);

  notification->event = event;
  notification->receipt = receipt;
  post (notification, deliver_received);
}

static void
deliver_answered (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->notifier->callbacks->answered (owner, notification->request);
}

/* Takes the reference of the request. */
void
trueconf_notifier_answered (TrueconfNotifier *self, TrueconfRequest *request)
{
  TrueconfNotification *notification = notification_new (self);

  notification->request = request;
  post (notification, deliver_answered);
}

static void
deliver_gave_up (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->notifier->callbacks->gave_up (owner, notification->state.error);
}

void
trueconf_notifier_gave_up (TrueconfNotifier *self, const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->state.error = g_error_copy (error);
  post (notification, deliver_gave_up);
}

static void
deliver_stopped (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->notifier->callbacks->stopped (owner);
}

void
trueconf_notifier_stopped (TrueconfNotifier *self)
{
  post (notification_new (self), deliver_stopped);
}

static void
deliver_described (gpointer data)
{
  TrueconfNotification *notification = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&notification->notifier->owner);

  if (owner != NULL)
    notification->notifier->callbacks->described (owner, &notification->info, notification->state.error);
}

/* Takes what is in `info`. */
void
trueconf_notifier_described (TrueconfNotifier *self, TrueconfServerInfo *info, const GError *error)
{
  TrueconfNotification *notification = notification_new (self);

  notification->info = *info;
  notification->state.error = error != NULL ? g_error_copy (error) : NULL;
  post (notification, deliver_described);
}
