/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "transport/trueconf-call-queue-private.h"
#include "transport/trueconf-settings-private.h"
#include "transport/trueconf-thread-check-private.h"
#include "transport/trueconf-time-private.h"

G_BEGIN_DECLS

/* The one thread on which all bots of the process do their input and output. */

void trueconf_io_post (TrueconfCallFunc func, gpointer data, GDestroyNotify destroy);
gboolean trueconf_io_is_current (void);
gboolean trueconf_io_is_forked (void);
gboolean trueconf_io_check_process (const char *what, GError **error);

#define TRUECONF_ASSERT_IO_THREAD()                                                                          \
  TRUECONF_ASSERT_THREAD (trueconf_io_is_current (), "the I/O thread of the library")

/* A timer that is set and moved without making a new source each time. */
GSource *trueconf_io_timer_new (GSourceFunc func, gpointer data, const char *name);
void trueconf_io_timer_set (GSource *timer, gint64 ready_time);
void trueconf_io_timer_free (GSource *timer);

/* A machine that was asleep for longer than this has most likely lost its connections; it is looked for as often. */
#define TRUECONF_IO_SLEEP_NOTICED (5 * G_TIME_SPAN_SECOND)

gint64 trueconf_io_get_time_asleep (void);

/* Sessions are shared by the bots that trust the same certificates and use the same proxies. */
SoupSession *trueconf_io_acquire_session (const TrueconfSettings *settings, gboolean verify);

G_END_DECLS
