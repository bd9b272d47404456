/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The JSON that an object was read from. The frame is kept as text, and parsed into nodes on demand. */

typedef JsonNode *(*TrueconfRawBuilder) (const char *data, gsize length);

typedef struct
{
  GBytes *frame;
  gsize start;
  gsize length;
  TrueconfRawBuilder builder;
  JsonNode *node;
} TrueconfRaw;

void
trueconf_raw_set (TrueconfRaw *self, GBytes *frame, gsize start, gsize length, TrueconfRawBuilder builder);
JsonNode *trueconf_raw_get_node (TrueconfRaw *self);
void trueconf_raw_clear (TrueconfRaw *self);

G_END_DECLS
