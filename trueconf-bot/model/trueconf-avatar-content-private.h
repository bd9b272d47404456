/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-avatar-content.h"

G_BEGIN_DECLS

struct _TrueconfAvatarContent
{
  TrueconfContent parent_instance;

  char *avatar_url;
};

G_END_DECLS
