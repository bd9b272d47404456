/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-changed-participant-role.h"

G_BEGIN_DECLS

struct _TrueconfChangedParticipantRole
{
  TrueconfEvent parent_instance;

  char *chat_id;
  char *user_id;
  TrueconfParticipantRole role;
  gint64 timestamp;
};

G_END_DECLS
