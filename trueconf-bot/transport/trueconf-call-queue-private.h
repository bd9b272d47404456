/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A queue of calls from any thread into one main context: one wake-up delivers all that has come, in order. */

typedef struct _TrueconfCallQueue TrueconfCallQueue;

typedef void (*TrueconfCallFunc) (gpointer data);

TrueconfCallQueue *trueconf_call_queue_new (GMainContext *context, const char *name);
TrueconfCallQueue *trueconf_call_queue_ref (TrueconfCallQueue *self);
void trueconf_call_queue_unref (TrueconfCallQueue *self);
void trueconf_call_queue_post (TrueconfCallQueue *self,
                               TrueconfCallFunc func,
                               gpointer data,
                               GDestroyNotify destroy);
void trueconf_call_queue_close (TrueconfCallQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfCallQueue, trueconf_call_queue_unref)

G_END_DECLS
