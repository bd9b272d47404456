/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A priority queue whose nodes are part of what is in it: nothing is allocated for a node, and taking any of them out
 * costs no more than the logarithm of their number. Among equal keys the first that came is the first. */

typedef struct
{
  gint64 key;
  guint64 serial;
  guint place; /* in the array, counted from 1; 0: in no heap */
  gpointer data;
} TrueconfHeapNode;

typedef struct
{
  GPtrArray *nodes;
  guint64 pushed;
} TrueconfHeap;

void trueconf_heap_init (TrueconfHeap *self);
void trueconf_heap_clear (TrueconfHeap *self);
void trueconf_heap_push (TrueconfHeap *self, TrueconfHeapNode *node, gint64 key);
void trueconf_heap_remove (TrueconfHeap *self, TrueconfHeapNode *node);
TrueconfHeapNode *trueconf_heap_peek (TrueconfHeap *self);
guint trueconf_heap_get_length (TrueconfHeap *self);

G_END_DECLS
