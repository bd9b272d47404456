/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-sent-message.h"

G_BEGIN_DECLS

struct _TrueconfSentMessage
{
  GObject parent_instance;

  char *chat_id;
  char *message_id;
  gint64 timestamp;
  char *file_id;
  char *caption_message_id;
};

G_END_DECLS
