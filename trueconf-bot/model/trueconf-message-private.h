/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event-private.h"
#include "model/trueconf-message.h"

G_BEGIN_DECLS

struct _TrueconfMessage
{
  TrueconfEvent parent_instance;

  char *message_id;
  char *chat_id;
  char *chat_title;
  TrueconfChatType chat_type;
  TrueconfAuthor *author;
  TrueconfBox *box;
  gint64 timestamp;
  GDateTime *date_time;
  TrueconfMessageType message_type;
  gboolean is_edited;
  char *reply_message_id;
  TrueconfMessage *reply_message;
  TrueconfContent *content;
};

G_END_DECLS
