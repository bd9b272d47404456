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

/* `failed` is called in the main context of the thread that made the store, until the store is closed: when times could not
 * be written, and when the file was removed or replaced, so that all of them were written again. */
TrueconfJobStore *
trueconf_job_store_new (GFile *file, void (*failed) (const GError *error, gpointer data), gpointer data);
/* What was saved before goes on being written. */
void trueconf_job_store_close (TrueconfJobStore *self);

void trueconf_job_store_load_async (TrueconfJobStore *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean trueconf_job_store_load_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error);

/* Returns whether something is known of the name, from the last load or from what was saved since. */
gboolean trueconf_job_store_look_up (TrueconfJobStore *self, const char *name, TrueconfJobRow *row);

/* Without a row, what is known of the name is forgotten. */
void trueconf_job_store_save (TrueconfJobStore *self, const char *name, const TrueconfJobRow *row);

/* Ends when what was saved before is in the file, or when an attempt to write has failed. */
void trueconf_job_store_await_async (TrueconfJobStore *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean trueconf_job_store_await_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error);

/* Tries again to write what could not be written before, and ends when all that was saved is in the file, or has failed. */
void trueconf_job_store_flush_async (TrueconfJobStore *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean trueconf_job_store_flush_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error);

/* Tests wait less for other programs that use the file. */
void trueconf_job_store_set_patience (TrueconfJobStore *self, int milliseconds);

G_END_DECLS
