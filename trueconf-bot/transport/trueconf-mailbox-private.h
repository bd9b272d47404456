/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A queue of calls from any thread into one main context: one wake-up delivers all that has come, in order. */

typedef struct _TrueconfMailbox TrueconfMailbox;

typedef void (*TrueconfMailFunc) (gpointer data);

TrueconfMailbox *trueconf_mailbox_new (GMainContext *context, const char *name);
TrueconfMailbox *trueconf_mailbox_ref (TrueconfMailbox *self);
void trueconf_mailbox_unref (TrueconfMailbox *self);
void
trueconf_mailbox_post (TrueconfMailbox *self, TrueconfMailFunc func, gpointer data, GDestroyNotify destroy);
void trueconf_mailbox_close (TrueconfMailbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfMailbox, trueconf_mailbox_unref)

G_END_DECLS
