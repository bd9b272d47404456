/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a download is written to: a file that appears when it is complete, memory, or an unnamed temporary file. Disks are
 * accessed in worker threads; callbacks run in the thread-default main context of the caller. */

typedef struct _TrueconfOutput TrueconfOutput;

TrueconfOutput *trueconf_output_new_file (GFile *destination);
TrueconfOutput *trueconf_output_new_memory (void);
TrueconfOutput *trueconf_output_new_temporary (void);
TrueconfOutput *trueconf_output_ref (TrueconfOutput *self);
void trueconf_output_unref (TrueconfOutput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfOutput, trueconf_output_unref)

/* `name` is used if the destination is a folder; `size` is -1 if it is not known. */
void trueconf_output_open_async (TrueconfOutput *self,
                                 const char *name,
                                 goffset size,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void trueconf_output_write_async (TrueconfOutput *self,
                                  GBytes *bytes,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void trueconf_output_close_async (TrueconfOutput *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean trueconf_output_finish (GAsyncResult *result, GError **error);

/* Removes what was written. */
void trueconf_output_discard_async (TrueconfOutput *self, GAsyncReadyCallback callback, gpointer user_data);

/* After closing, the one of the three that fits the constructor is set. */
GFile *trueconf_output_get_file (TrueconfOutput *self);
GBytes *trueconf_output_get_bytes (TrueconfOutput *self);
GFileIOStream *trueconf_output_get_temporary (TrueconfOutput *self);

/* Returns the maximum size in bytes, or -1 if there is none. */
goffset trueconf_output_get_limit (TrueconfOutput *self);

G_END_DECLS
