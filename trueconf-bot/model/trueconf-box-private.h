/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-box.h"

G_BEGIN_DECLS

struct _TrueconfBox
{
  GObject parent_instance;

  gint64 id;
  char *position;
};

G_END_DECLS
