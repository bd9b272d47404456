/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "trueconf-tsan-private.h"

G_BEGIN_DECLS

/* A mutex that ThreadSanitizer sees as well. */

static inline void
trueconf_lock (GMutex *mutex)
{
  g_mutex_lock (mutex);
  TRUECONF_TSAN_ACQUIRE (mutex);
}

static inline void
trueconf_unlock (GMutex *mutex)
{
  TRUECONF_TSAN_RELEASE (mutex);
  g_mutex_unlock (mutex);
}

G_END_DECLS
