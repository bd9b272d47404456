/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-raw-private.h"

void
trueconf_raw_set (TrueconfRaw *self, GBytes *frame, gsize start, gsize length, TrueconfRawBuilder builder)
{
  self->frame = g_bytes_ref (frame);
  self->start = start;
  self->length = length;
  self->builder = builder;
}

/* Objects are shared between threads: if two make the nodes at once, both get those of the first. */
JsonNode *
trueconf_raw_get_node (TrueconfRaw *self)
{
  JsonNode *node = g_atomic_pointer_get (&self->node);

  if (node == NULL && self->frame != NULL)
    {
      const char *data = g_bytes_get_data (self->frame, NULL);

      node = self->builder (data + self->start, self->length);
      if (!g_atomic_pointer_compare_and_exchange (&self->node, NULL, node))
        {
          json_node_unref (node);
          node = g_atomic_pointer_get (&self->node);
        }
    }

  return node;
}

void
trueconf_raw_clear (TrueconfRaw *self)
{
  g_clear_pointer (&self->frame, g_bytes_unref);
  g_clear_pointer (&self->node, json_node_unref);
}
