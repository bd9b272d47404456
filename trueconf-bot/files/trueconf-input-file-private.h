/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "files/trueconf-input-file.h"

G_BEGIN_DECLS

struct _TrueconfInputFile
{
  GObject parent_instance;

  /* one of the three */
  GFile *file;
  GBytes *bytes;
  char *uri;

  char *file_name;
  gboolean named;  /* by the user, not after the file */
  char *mime_type; /* as the user has set it, or NULL */

  /* what was loaded */
  goffset size; /* -1: unknown */
  char *loaded_type;
};

G_END_DECLS
