/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "transport/trueconf-call-queue-private.h"

G_BEGIN_DECLS

/* Tells the user how far a file has come: in the bot's main context, and not more often than a person can see. */

typedef struct _TrueconfProgress TrueconfProgress;

TrueconfProgress *trueconf_progress_new (TrueconfCallQueue *calls,
                                         GFileProgressCallback callback,
                                         gpointer data,
                                         GDestroyNotify destroy);
TrueconfProgress *trueconf_progress_ref (TrueconfProgress *self);
void trueconf_progress_unref (TrueconfProgress *self);

/* From any thread. */
void trueconf_progress_report (TrueconfProgress *self, goffset current, goffset total, gboolean last);

/* In the bot's main context: nothing is told any more, and the user's data are freed. */
void trueconf_progress_close (TrueconfProgress *self);

G_END_DECLS
