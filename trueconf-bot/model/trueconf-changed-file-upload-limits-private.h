/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-changed-file-upload-limits.h"

G_BEGIN_DECLS

struct _TrueconfChangedFileUploadLimits
{
  TrueconfEvent parent_instance;

  TrueconfUploadLimits *limits;
};

G_END_DECLS
