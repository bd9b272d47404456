/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-forward-content.h"

G_BEGIN_DECLS

struct _TrueconfForwardContent
{
  TrueconfContent parent_instance;

  TrueconfMessage *message;
};

G_END_DECLS
