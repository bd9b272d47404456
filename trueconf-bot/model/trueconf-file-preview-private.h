/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-file-preview.h"

G_BEGIN_DECLS

struct _TrueconfFilePreview
{
  GObject parent_instance;

  char *name;
  gint64 size;
  char *mime_type;
  char *download_url;
};

G_END_DECLS
