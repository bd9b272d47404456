/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-update.h"

G_BEGIN_DECLS

struct _TrueconfUpdate
{
  TrueconfEvent parent_instance;
};

G_END_DECLS
