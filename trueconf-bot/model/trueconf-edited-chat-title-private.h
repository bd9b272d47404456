/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-edited-chat-title.h"

G_BEGIN_DECLS

struct _TrueconfEditedChatTitle
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *title;
};

G_END_DECLS
