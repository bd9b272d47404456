/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long to wait before the next attempt: 1, 2, 4 … s, a little less by chance, never more than the limit. */

typedef struct
{
  guint attempts;
} TrueconfBackoff;

void trueconf_backoff_reset (TrueconfBackoff *self);
gint64 trueconf_backoff_next (TrueconfBackoff *self, guint max_seconds);

G_END_DECLS
