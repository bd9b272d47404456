/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-cleared-chat-history.h"

G_BEGIN_DECLS

struct _TrueconfClearedChatHistory
{
  TrueconfEvent parent_instance;

  char *chat_id;
  gboolean for_all;
};

G_END_DECLS
