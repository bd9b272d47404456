/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The times of jobs in an SQLite database. All work with the file is done in another thread, in order. */

typedef struct
{
  gint64 accounted;
  gint64 last_run; /* TRUECONF_SCHEDULE_NEVER: it never ran */
} TrueconfJobRow;

typedef struct _TrueconfJobStore TrueconfJobStore;

/* `failed` is called in the main context of the thread that made the store, until the store is closed. */
TrueconfJobStore *
trueconf_job_store_new (GFile *file, void (*failed) (const GError *error, gpointer data), gpointer data);
/* What was saved before goes on being written. */
void trueconf_job_store_close (TrueconfJobStore *self);

void trueconf_job_store_load_async (TrueconfJobStore *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* Returns a table of TrueconfJobRow by name. */
GHashTable *trueconf_job_store_load_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error);

/* Without a row, what is known of the name is forgotten. */
void trueconf_job_store_save (TrueconfJobStore *self, const char *name, const TrueconfJobRow *row);

/* Tries again to write what could not be written before, and ends when all that was saved is in the file, or has failed. */
void trueconf_job_store_flush_async (TrueconfJobStore *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean trueconf_job_store_flush_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
