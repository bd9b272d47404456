/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-removed-message.h"

G_BEGIN_DECLS

struct _TrueconfRemovedMessage
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *message_id;
  TrueconfAuthor *removed_by;
};

G_END_DECLS
