/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "files/trueconf-input-file.h"

G_BEGIN_DECLS

/* A TrueconfInputFile that was opened to be sent. It keeps its contents if the file is deleted or replaced meanwhile.
 * Not thread-safe: one thread uses it at a time. */

typedef struct
{
  char *name;
  char *mime_type;
  goffset size;
  GBytes *bytes;            /* the contents, or */
  GInputStream *stream;     /* where they are read */
  GFileIOStream *temporary; /* the owner of the stream, or NULL */
} TrueconfInput;

TrueconfInput *trueconf_input_ref (TrueconfInput *self);
void trueconf_input_unref (TrueconfInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfInput, trueconf_input_unref)

/* Opens it in a worker thread. `temporary` and `name` are the contents that were fetched from a URI. If they are NULL, a
 * file that is a URI is not opened: its size is -1, and its type is guessed from the name. */
void trueconf_input_open_async (TrueconfInputFile *file,
                                GFileIOStream *temporary,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
TrueconfInput *trueconf_input_open_finish (TrueconfInputFile *file, GAsyncResult *result, GError **error);

gboolean trueconf_input_rewind (TrueconfInput *self, GError **error);

G_END_DECLS
