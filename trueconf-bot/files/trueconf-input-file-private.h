/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "files/trueconf-input-file.h"

G_BEGIN_DECLS

struct _TrueconfInputFile
{
  GObject parent_instance;

  /* one of the three is set */
  GFile *file;
  GBytes *bytes;
  char *uri;

  char *file_name;
  gboolean named;  /* the user has set it: the name from a server does not replace it */
  char *mime_type; /* set by the user, or NULL */

  /* found by load_async () */
  goffset size; /* -1: unknown */
  char *loaded_type;
};

G_END_DECLS
