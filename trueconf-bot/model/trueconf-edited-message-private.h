/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-edited-message.h"

G_BEGIN_DECLS

struct _TrueconfEditedMessage
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *message_id;
  gint64 timestamp;
  TrueconfTextContent *content;
};

G_END_DECLS
