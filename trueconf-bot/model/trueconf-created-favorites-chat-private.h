/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-created-favorites-chat.h"

G_BEGIN_DECLS

struct _TrueconfCreatedFavoritesChat
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *title;
  TrueconfChatType chat_type;
  TrueconfMessage *last_message;
  guint unread_messages;
};

G_END_DECLS
