/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* How long to wait before the next attempt: up to 2 s, then about 2, 4, 8 … s, and longer if the server wants it. */

/* In microseconds. No server is believed that wants to be left alone for longer. */
#define TRUECONF_BACKOFF_LONGEST (60 * 60 * G_TIME_SPAN_SECOND)

typedef struct
{
  guint attempts;
} TrueconfBackoff;

void trueconf_backoff_reset (TrueconfBackoff *self);
gint64 trueconf_backoff_next (TrueconfBackoff *self, guint max_seconds, gint64 retry_after);
gint64 trueconf_backoff_get_spread (void);

gint64 trueconf_backoff_parse_retry_after (const char *text, const char *date, gint64 now);
gint64 trueconf_backoff_read_retry_after (SoupMessageHeaders *headers);

G_END_DECLS
