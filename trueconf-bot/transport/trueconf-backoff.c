/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-backoff-private.h"

/* Bots that lose the same server at the same moment come back over this long. */
#define SPREAD (2 * G_TIME_SPAN_SECOND)

void
trueconf_backoff_reset (TrueconfBackoff *self)
{
  self->attempts = 0;
}

static gint64
random_between (gint64 low, gint64 high)
{
  return high > low ? (gint64) g_random_double_range ((double) low, (double) high) : low;
}

/* In microseconds. The first wait may be anything up to SPREAD, later ones are at least half as long as they may be.
 * `retry_after` is what the server has asked for, 0: nothing; it alone may be longer than the limit. */
gint64
trueconf_backoff_next (TrueconfBackoff *self, guint max_seconds, gint64 retry_after)
{
  gint64 limit = MAX (max_seconds, 1) * G_TIME_SPAN_SECOND;
  gint64 longest = MIN (self->attempts == 0 ? SPREAD : G_TIME_SPAN_SECOND << MIN (self->attempts, 20), limit);
  gint64 delay = random_between (self->attempts == 0 ? 1 : longest / 2, longest);

  if (self->attempts < G_MAXUINT)
    self->attempts++;

  if (retry_after > 0)
    delay = MAX (delay, MIN (retry_after, TRUECONF_BACKOFF_LONGEST) + random_between (0, SPREAD));

  return delay;
}

/* How long to wait after a sign that all bots of a machine get at once. */
gint64
trueconf_backoff_get_spread (void)
{
  return random_between (0, SPREAD / 2);
}

static gint64
parse_date (const char *text)
{
  g_autoptr (GDateTime) time = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : -1;
}

/* The value of the header Retry-After: seconds, or a date, which is compared with the server's own `date` where there is
 * one, because the clock of this machine may be wrong. Returns microseconds, 0: nothing that can be obeyed. */
gint64
trueconf_backoff_parse_retry_after (const char *text, const char *date, gint64 now)
{
  gint64 longest = TRUECONF_BACKOFF_LONGEST / G_TIME_SPAN_SECOND;
  gint64 seconds;
  char *end = NULL;

  if (text == NULL)
    return 0;

  while (g_ascii_isspace (*text))
    text++;

  if (g_ascii_isdigit (*text))
    {
      /* what does not fit is the largest number, which is more than enough */
      seconds = g_ascii_strtoll (text, &end, 10);
      while (g_ascii_isspace (*end))
        end++;
      if (*end != '\0')
        return 0;
    }
  else
    {
      gint64 until = parse_date (text);
      gint64 from = parse_date (date);

      if (until < 0)
        return 0;
      seconds = until - (from >= 0 ? from : now);
    }

  return CLAMP (seconds, 0, longest) * G_TIME_SPAN_SECOND;
}

gint64
trueconf_backoff_read_retry_after (SoupMessageHeaders *headers)
{
  return trueconf_backoff_parse_retry_after (soup_message_headers_get_one (headers, "Retry-After"),
                                             soup_message_headers_get_one (headers, "Date"),
                                             g_get_real_time () / G_USEC_PER_SEC);
}
