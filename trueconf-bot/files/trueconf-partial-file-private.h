/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is being written and gets its name when it is complete. All functions block. */

typedef struct
{
  GFile *folder;
  char *name;
  gboolean replace; /* the destination is a file that existed */
  GFile *part;      /* the incomplete file, or NULL if it has no name */
  GFile *written;
} TrueconfPartialFile;

GOutputStream *trueconf_partial_file_open (TrueconfPartialFile *self,
                                           GFile *destination,
                                           const char *name,
                                           GCancellable *cancellable,
                                           GError **error);
gboolean trueconf_partial_file_reserve (GOutputStream *stream, goffset size, GError **error);
gboolean trueconf_partial_file_complete (TrueconfPartialFile *self,
                                         GOutputStream *stream,
                                         GCancellable *cancellable,
                                         GError **error);
void trueconf_partial_file_discard (TrueconfPartialFile *self);
void trueconf_partial_file_clear (TrueconfPartialFile *self);

G_END_DECLS
