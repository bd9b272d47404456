/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-removed-chat-participant.h"

G_BEGIN_DECLS

struct _TrueconfRemovedChatParticipant
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *user_id;
  gint64 timestamp;
  TrueconfAuthor *removed_by;
};

G_END_DECLS
