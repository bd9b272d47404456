/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-removed-chat.h"

G_BEGIN_DECLS

struct _TrueconfRemovedChat
{
  TrueconfEvent parent_instance;

  char *chat_id;
};

G_END_DECLS
