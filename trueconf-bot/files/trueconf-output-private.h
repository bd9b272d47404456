/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where something that is fetched goes: a file that appears when it is whole, memory, or a nameless temporary file.
 * All that touches a disk happens in other threads; callbacks come in the main context of the caller. */

typedef struct _TrueconfOutput TrueconfOutput;

TrueconfOutput *trueconf_output_new_file (GFile *destination);
TrueconfOutput *trueconf_output_new_memory (void);
TrueconfOutput *trueconf_output_new_temporary (void);
TrueconfOutput *trueconf_output_ref (TrueconfOutput *self);
void trueconf_output_unref (TrueconfOutput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfOutput, trueconf_output_unref)

/* `name` is for a destination that is a folder; `size` is -1 when it is not known. */
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

/* As if nothing had been written. */
void trueconf_output_discard_async (TrueconfOutput *self, GAsyncReadyCallback callback, gpointer user_data);

/* After it was closed: the one that the output is made for. */
GFile *trueconf_output_get_file (TrueconfOutput *self);
GBytes *trueconf_output_get_bytes (TrueconfOutput *self);
GFileIOStream *trueconf_output_get_temporary (TrueconfOutput *self);

/* The most that it can take, or -1. */
goffset trueconf_output_get_limit (TrueconfOutput *self);

G_END_DECLS
