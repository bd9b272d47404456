/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-pause-private.h"
#include "transport/trueconf-time-private.h"
#include "trueconf-hash-private.h"

/* Limits the memory that a server can take by asking to wait with each request that it gets. */
#define MAX_PAUSES 1000

static void
pause_free (gpointer data)
{
  TrueconfPause *pause = data;

  g_assert (trueconf_heap_get_length (&pause->held) == 0);

  trueconf_heap_clear (&pause->held);
  g_free (pause->key);
  g_free (pause);
}

void
trueconf_pauses_init (TrueconfPauses *self)
{
  self->by_key = g_hash_table_new_full (trueconf_hash_string, g_str_equal, NULL, pause_free);
  trueconf_heap_init (&self->ends);
}

void
trueconf_pauses_clear (TrueconfPauses *self)
{
  TrueconfHeapNode *node;

  while ((node = trueconf_heap_peek (&self->ends)) != NULL)
    trueconf_heap_remove (&self->ends, node);
  trueconf_heap_clear (&self->ends);
  g_hash_table_unref (self->by_key);
}

/* Of all requests of a method, or if there is a payload, of those that are the same. */
char *
trueconf_pause_make_key (const char *method, const char *payload)
{
  return payload != NULL ? g_strdup_printf ("%s %s", method, payload) : g_strdup (method);
}

/* Begins, or goes on with, a pause. Returns NULL if there are too many. */
TrueconfPause *
trueconf_pauses_begin (TrueconfPauses *self, const char *key, gint64 until)
{
  TrueconfPause *pause = g_hash_table_lookup (self->by_key, key);

  if (pause == NULL && g_hash_table_size (self->by_key) >= MAX_PAUSES)
    return NULL;

  if (pause == NULL)
    {
      pause = g_new0 (TrueconfPause, 1);
      pause->key = g_strdup (key);
      pause->in_ends.data = pause;
      trueconf_heap_init (&pause->held);
      g_hash_table_insert (self->by_key, pause->key, pause);
    }
  trueconf_heap_remove (&self->ends, &pause->in_ends);
  trueconf_heap_push (&self->ends, &pause->in_ends, until);

  return pause;
}

TrueconfPause *
trueconf_pauses_find (TrueconfPauses *self, const char *method, const char *payload)
{
  TrueconfPause *pause;
  g_autofree char *key = NULL;

  if (g_hash_table_size (self->by_key) == 0)
    return NULL;

  pause = g_hash_table_lookup (self->by_key, method);
  if (pause != NULL)
    return pause;

  key = trueconf_pause_make_key (method, payload);
  return g_hash_table_lookup (self->by_key, key);
}

TrueconfPause *
trueconf_pauses_peek_over (TrueconfPauses *self, gint64 now)
{
  TrueconfHeapNode *node = trueconf_heap_peek (&self->ends);

  return node != NULL && node->key <= now ? node->data : NULL;
}

/* The time is over, but it is still to be seen what the server says to the trial. */
void
trueconf_pauses_end_time (TrueconfPauses *self, TrueconfPause *pause)
{
  trueconf_heap_remove (&self->ends, &pause->in_ends);
}

void
trueconf_pauses_remove (TrueconfPauses *self, TrueconfPause *pause)
{
  trueconf_heap_remove (&self->ends, &pause->in_ends);
  g_hash_table_remove (self->by_key, pause->key);
}

gint64
trueconf_pauses_get_deadline (TrueconfPauses *self)
{
  TrueconfHeapNode *node = trueconf_heap_peek (&self->ends);

  return node != NULL ? node->key : TRUECONF_TIME_NEVER;
}
