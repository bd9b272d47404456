/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-mailbox-private.h"
#include "transport/trueconf-tsan-private.h"

/* How long one wake-up may deliver, so that a window in the same main context stays responsive. */
#define BUDGET (8 * G_TIME_SPAN_MILLISECOND)

typedef struct _TrueconfMail TrueconfMail;

struct _TrueconfMail
{
  TrueconfMail *next;
  TrueconfMailFunc func;
  gpointer data;
  GDestroyNotify destroy;
};

struct _TrueconfMailbox
{
  GSource source;
  GMutex lock;
  TrueconfMail *first;
  TrueconfMail *last;
  gboolean closed;
};

static void
mail_free (TrueconfMail *mail)
{
  if (mail->destroy != NULL)
    mail->destroy (mail->data);
  g_free (mail);
}

static void
lock (TrueconfMailbox *self)
{
  g_mutex_lock (&self->lock);
  TRUECONF_TSAN_ACQUIRE (&self->lock);
}

static void
unlock (TrueconfMailbox *self)
{
  TRUECONF_TSAN_RELEASE (&self->lock);
  g_mutex_unlock (&self->lock);
}

static TrueconfMail *
take_first (TrueconfMailbox *self)
{
  TrueconfMail *mail;

  lock (self);
  mail = self->first;
  if (mail != NULL)
    {
      self->first = mail->next;
      if (self->first == NULL)
        self->last = NULL;
    }
  else
    {
      g_source_set_ready_time ((GSource *) self, -1);
    }
  unlock (self);

  return mail;
}

static gboolean
mailbox_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  TrueconfMailbox *self = (TrueconfMailbox *) source;
  gint64 end = g_get_monotonic_time () + BUDGET;
  TrueconfMail *mail;

  while ((mail = take_first (self)) != NULL)
    {
      mail->func (mail->data);
      mail_free (mail);

      if (g_get_monotonic_time () >= end)
        break;
    }

  return G_SOURCE_CONTINUE;
}

static void
mailbox_finalize (GSource *source)
{
  TrueconfMailbox *self = (TrueconfMailbox *) source;
  TrueconfMail *mail;

  TRUECONF_TSAN_ACQUIRE (&self->lock);
  mail = self->first;

  while (mail != NULL)
    {
      TrueconfMail *next = mail->next;

      mail_free (mail);
      mail = next;
    }

  g_mutex_clear (&self->lock);
}

static GSourceFuncs mailbox_funcs = {
  .dispatch = mailbox_dispatch,
  .finalize = mailbox_finalize,
};

TrueconfMailbox *
trueconf_mailbox_new (GMainContext *context, const char *name)
{
  GSource *source = g_source_new (&mailbox_funcs, sizeof (TrueconfMailbox));
  TrueconfMailbox *self = (TrueconfMailbox *) source;

  g_mutex_init (&self->lock);
  g_source_set_static_name (source, name);
  /* a handler may run a main loop of its own, such as a modal dialog, and wait in it for an answer */
  g_source_set_can_recurse (source, TRUE);
  g_source_set_ready_time (source, -1);
  g_source_attach (source, context);

  return self;
}

TrueconfMailbox *
trueconf_mailbox_ref (TrueconfMailbox *self)
{
  g_source_ref ((GSource *) self);
  return self;
}

void
trueconf_mailbox_unref (TrueconfMailbox *self)
{
  g_source_unref ((GSource *) self);
}

/* Calls `func` in the main context of the mailbox, then `destroy`, which is called in any case, also when the
 * mailbox is closed before the mail was delivered. */
void
trueconf_mailbox_post (TrueconfMailbox *self, TrueconfMailFunc func, gpointer data, GDestroyNotify destroy)
{
  TrueconfMail *mail = g_new (TrueconfMail, 1);
  gboolean closed;

  mail->next = NULL;
  mail->func = func;
  mail->data = data;
  mail->destroy = destroy;

  lock (self);
  closed = self->closed;
  if (!closed)
    {
      if (self->last != NULL)
        self->last->next = mail;
      else
        self->first = mail;
      if (self->first == mail)
        g_source_set_ready_time ((GSource *) self, 0);
      self->last = mail;
    }
  unlock (self);

  if (closed)
    mail_free (mail);
}

/* Nothing is delivered any more; what is waiting is dropped. */
void
trueconf_mailbox_close (TrueconfMailbox *self)
{
  TrueconfMail *mail;

  lock (self);
  self->closed = TRUE;
  mail = self->first;
  self->first = NULL;
  self->last = NULL;
  unlock (self);

  g_source_destroy ((GSource *) self);

  while (mail != NULL)
    {
      TrueconfMail *next = mail->next;

      mail_free (mail);
      mail = next;
    }
}
