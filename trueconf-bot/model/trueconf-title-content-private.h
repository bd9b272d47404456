/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-title-content.h"

G_BEGIN_DECLS

struct _TrueconfTitleContent
{
  TrueconfContent parent_instance;

  char *title;
};

G_END_DECLS
