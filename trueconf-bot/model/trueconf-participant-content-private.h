/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-participant-content.h"

G_BEGIN_DECLS

struct _TrueconfParticipantContent
{
  TrueconfContent parent_instance;

  char *user_id;
  TrueconfParticipantRole role;
};

G_END_DECLS
