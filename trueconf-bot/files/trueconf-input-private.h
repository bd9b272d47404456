/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

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

/* The file to open: one of the first three, or none of them for a URI, whose size is -1. */
typedef struct
{
  GFile *file;
  GBytes *bytes;
  GFileIOStream *temporary;
  char *name;
  char *mime_type; /* NULL to guess it */
} TrueconfInputSource;

/* Opens it in a worker thread. Takes the members of `source`. */
void trueconf_input_open_async (GObject *owner,
                                const TrueconfInputSource *source,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
TrueconfInput *trueconf_input_open_finish (GObject *owner, GAsyncResult *result, GError **error);

gboolean trueconf_input_rewind (TrueconfInput *self, GError **error);

G_END_DECLS
