/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where something that is fetched goes: a file that appears when it is whole, memory, or a nameless temporary file.
 * All that touches a disk happens in other threads; callbacks come in the main context of the caller. */

typedef struct _TrueconfSink TrueconfSink;

TrueconfSink *trueconf_sink_new_file (GFile *destination);
TrueconfSink *trueconf_sink_new_memory (void);
TrueconfSink *trueconf_sink_new_spool (void);
TrueconfSink *trueconf_sink_ref (TrueconfSink *self);
void trueconf_sink_unref (TrueconfSink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfSink, trueconf_sink_unref)

/* `name` is for a destination that is a folder; `size` is -1 when it is not known. */
void trueconf_sink_open_async (TrueconfSink *self,
                               const char *name,
                               goffset size,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void trueconf_sink_write_async (TrueconfSink *self,
                                GBytes *bytes,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void trueconf_sink_close_async (TrueconfSink *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean trueconf_sink_finish (GAsyncResult *result, GError **error);

/* As if nothing had been written. */
void trueconf_sink_discard_async (TrueconfSink *self, GAsyncReadyCallback callback, gpointer user_data);

/* After it was closed: the one that the sink is made for. */
GFile *trueconf_sink_get_file (TrueconfSink *self);
GBytes *trueconf_sink_get_bytes (TrueconfSink *self);
GFileIOStream *trueconf_sink_get_spool (TrueconfSink *self);

/* The most that it can take, or -1. */
goffset trueconf_sink_get_limit (TrueconfSink *self);

G_END_DECLS
