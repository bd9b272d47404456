/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-history-content.h"

G_BEGIN_DECLS

struct _TrueconfHistoryContent
{
  TrueconfContent parent_instance;

  gboolean for_all;
};

G_END_DECLS
