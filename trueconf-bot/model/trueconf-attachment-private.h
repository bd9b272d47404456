/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-attachment.h"

G_BEGIN_DECLS

struct _TrueconfAttachment
{
  GObject parent_instance;

  char *file_id;
  char *name;
  gint64 size; /* -1: not known */
  char *mime_type;
  TrueconfFileReadyState ready_state;
  double duration;
};

G_END_DECLS
