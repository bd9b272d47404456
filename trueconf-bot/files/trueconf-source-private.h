/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "files/trueconf-input-file.h"

G_BEGIN_DECLS

/* A file that was opened to be sent: it keeps its contents even if somebody deletes or replaces the file meanwhile.
 * Used by one thread at a time. */

typedef struct
{
  char *name;
  char *mime_type;
  goffset size;
  GBytes *bytes;        /* the contents, or … */
  GInputStream *stream; /* … where they can be read */
  GFileIOStream *spool; /* what the stream belongs to, if anything */
} TrueconfSource;

TrueconfSource *trueconf_source_ref (TrueconfSource *self);
void trueconf_source_unref (TrueconfSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfSource, trueconf_source_unref)

/* In a thread of its own. `spool` and `name` are what was fetched in place of a file that is a URI, or NULL: such a file
 * has no contents yet, and the size -1. */
void trueconf_source_open_async (TrueconfInputFile *file,
                                 GFileIOStream *spool,
                                 const char *name,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
TrueconfSource *trueconf_source_open_finish (TrueconfInputFile *file, GAsyncResult *result, GError **error);

/* Back to the beginning. */
gboolean trueconf_source_rewind (TrueconfSource *self, GError **error);

G_END_DECLS
