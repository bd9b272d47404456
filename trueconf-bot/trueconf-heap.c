/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-heap-private.h"

void
trueconf_heap_init (TrueconfHeap *self)
{
  self->nodes = g_ptr_array_new ();
  self->pushed = 0;
}

void
trueconf_heap_clear (TrueconfHeap *self)
{
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
}

static TrueconfHeapNode *
get (TrueconfHeap *self, guint place)
{
  return g_ptr_array_index (self->nodes, place - 1);
}

static void
put (TrueconfHeap *self, guint place, TrueconfHeapNode *node)
{
  g_ptr_array_index (self->nodes, place - 1) = node;
  node->place = place;
}

static gboolean
is_before (const TrueconfHeapNode *a, const TrueconfHeapNode *b)
{
  return a->key != b->key ? a->key < b->key : a->serial < b->serial;
}

/* Puts `node` at `place`, or above it. */
static void
move_up (TrueconfHeap *self, guint place, TrueconfHeapNode *node)
{
  while (place > 1 && is_before (node, get (self, place / 2)))
    {
      put (self, place, get (self, place / 2));
      place /= 2;
    }

  put (self, place, node);
}

/* Puts `node` at `place`, or below it. */
static void
move_down (TrueconfHeap *self, guint place, TrueconfHeapNode *node)
{
  guint child;

  while ((child = 2 * place) <= self->nodes->len)
    {
      if (child < self->nodes->len && is_before (get (self, child + 1), get (self, child)))
        child++;
      if (!is_before (get (self, child), node))
        break;

      put (self, place, get (self, child));
      place = child;
    }

  put (self, place, node);
}

void
trueconf_heap_push (TrueconfHeap *self, TrueconfHeapNode *node, gint64 key)
{
  g_assert (node->place == 0);

  node->key = key;
  node->serial = self->pushed++;
  g_ptr_array_add (self->nodes, node);
  move_up (self, self->nodes->len, node);
}

/* Does nothing with a node that is in no heap. */
void
trueconf_heap_remove (TrueconfHeap *self, TrueconfHeapNode *node)
{
  guint place = node->place;
  TrueconfHeapNode *last;

  if (place == 0)
    return;

  last = g_ptr_array_steal_index_fast (self->nodes, self->nodes->len - 1);
  node->place = 0;
  if (last == node)
    return;

  if (place > 1 && is_before (last, get (self, place / 2)))
    move_up (self, place, last);
  else
    move_down (self, place, last);
}

/* The first, or NULL. */
TrueconfHeapNode *
trueconf_heap_peek (TrueconfHeap *self)
{
  return self->nodes->len > 0 ? g_ptr_array_index (self->nodes, 0) : NULL;
}

guint
trueconf_heap_get_length (TrueconfHeap *self)
{
  return self->nodes->len;
}
