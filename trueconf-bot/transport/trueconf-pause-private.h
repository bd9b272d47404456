/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "trueconf-heap-private.h"

G_BEGIN_DECLS

/* The server has asked to wait with some requests: those of one method, or those that are just like one that it has answered.
 * They are held here, in order, until the time is over. Then one of them is tried, and its answer frees the others or asks to
 * wait again. */

typedef struct
{
  char *key;
  TrueconfHeapNode in_ends; /* while the time runs */
  TrueconfHeap held;        /* by number */
  gpointer trial;           /* the request that is tried when the time is over */
} TrueconfPause;

typedef struct
{
  GHashTable *by_key;
  TrueconfHeap ends;
} TrueconfPauses;

void trueconf_pauses_init (TrueconfPauses *self);
void trueconf_pauses_clear (TrueconfPauses *self);
TrueconfPause *trueconf_pauses_begin (TrueconfPauses *self, const char *key, gint64 until);
TrueconfPause *trueconf_pauses_find (TrueconfPauses *self, const char *method, const char *payload);
TrueconfPause *trueconf_pauses_peek_over (TrueconfPauses *self, gint64 now);
void trueconf_pauses_end_time (TrueconfPauses *self, TrueconfPause *pause);
void trueconf_pauses_remove (TrueconfPauses *self, TrueconfPause *pause);
gint64 trueconf_pauses_get_deadline (TrueconfPauses *self);
char *trueconf_pause_make_key (const char *method, const char *payload);

G_END_DECLS
