/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-chat.h"

G_BEGIN_DECLS

struct _TrueconfChat
{
  GObject parent_instance;

  char *chat_id;
  char *title;
  TrueconfChatType chat_type;
  guint unread_messages;
  char *avatar_url;
  TrueconfMessage *last_message;
};

G_END_DECLS
