/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "files/trueconf-input-file.h"
#include "files/trueconf-input-private.h"

G_BEGIN_DECLS

struct _TrueconfInputFile
{
  GObject parent_instance;

  /* one of the three is set */
  GFile *file;
  GBytes *bytes;
  char *uri;

  char *file_name;
  gboolean named;  /* set by the user, so a name from a server does not replace it */
  char *mime_type; /* set by the user, or NULL */

  /* found by load_async () */
  goffset size; /* -1: unknown */
  char *loaded_type;
};

/* Opens the file as it is now: later changes of its properties make no difference. `temporary` and `name` are the contents that
 * were fetched from a URI, and their name there. If they are NULL, a file that is a URI is not opened: its size is -1, and
 * its type is guessed from the name. */
void trueconf_input_file_open_async (TrueconfInputFile *self,
                                     GFileIOStream *temporary,
                                     const char *name,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
TrueconfInput *
trueconf_input_file_open_finish (TrueconfInputFile *self, GAsyncResult *result, GError **error);

G_END_DECLS
