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
  GBytes *bytes;            /* the contents, or … */
  GInputStream *stream;     /* … where they can be read */
  GFileIOStream *temporary; /* what the stream belongs to, if anything */
} TrueconfInput;

TrueconfInput *trueconf_input_ref (TrueconfInput *self);
void trueconf_input_unref (TrueconfInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfInput, trueconf_input_unref)

/* In a thread of its own. `temporary` and `name` are what was fetched in place of a file that is a URI, or NULL: such a file
 * has no contents yet, and the size -1. */
void trueconf_input_open_async (TrueconfInputFile *file,
                                GFileIOStream *temporary,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
TrueconfInput *trueconf_input_open_finish (TrueconfInputFile *file, GAsyncResult *result, GError **error);

/* Back to the beginning. */
gboolean trueconf_input_rewind (TrueconfInput *self, GError **error);

G_END_DECLS
