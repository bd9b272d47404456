/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-uploading-progress.h"

G_BEGIN_DECLS

struct _TrueconfUploadingProgress
{
  TrueconfEvent parent_instance;

  char *file_id;
  gint64 progress;
};

G_END_DECLS
