/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-edited-chat-avatar.h"

G_BEGIN_DECLS

struct _TrueconfEditedChatAvatar
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *avatar_url;
};

G_END_DECLS
