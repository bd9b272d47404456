/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times and durations in microseconds, where G_MAXINT64 means never and for ever. */

#define TRUECONF_TIME_NEVER G_MAXINT64

/* `duration` is not negative. */
static inline gint64
trueconf_time_add (gint64 time, gint64 duration)
{
  return time > 0 && duration > TRUECONF_TIME_NEVER - time ? TRUECONF_TIME_NEVER : time + duration;
}

static inline gint64
trueconf_time_multiply (gint64 duration, int factor)
{
  return duration > TRUECONF_TIME_NEVER / factor ? TRUECONF_TIME_NEVER : duration * factor;
}

static inline gint64
trueconf_time_from_now (gint64 duration)
{
  return trueconf_time_add (g_get_monotonic_time (), duration);
}

G_END_DECLS
