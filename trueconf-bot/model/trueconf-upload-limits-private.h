/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-upload-limits.h"

G_BEGIN_DECLS

struct _TrueconfUploadLimits
{
  GObject parent_instance;

  guint64 max_size;
  TrueconfExtensionMode mode;
  char **extensions;
};

G_END_DECLS
