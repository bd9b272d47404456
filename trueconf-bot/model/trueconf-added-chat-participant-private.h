/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-added-chat-participant.h"

G_BEGIN_DECLS

struct _TrueconfAddedChatParticipant
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *user_id;
  gint64 timestamp;
  TrueconfAuthor *added_by;
};

G_END_DECLS
