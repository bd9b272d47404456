/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-file-info.h"

G_BEGIN_DECLS

struct _TrueconfFileInfo
{
  GObject parent_instance;

  char *file_id;
  char *name;
  gint64 size;
  char *mime_type;
  TrueconfFileReadyState ready_state;
  char *download_url;
  GListModel *previews;
};

G_END_DECLS
