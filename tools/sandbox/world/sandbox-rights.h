/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "world/sandbox-world.h"

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_RIGHT_WRITE,
  SANDBOX_RIGHT_STICKER,
  SANDBOX_RIGHT_REMOVE_OTHERS,
  SANDBOX_RIGHT_CLEAR_FOR_ALL,
  /* the following exist in groups and channels only */
  SANDBOX_RIGHT_MEMBERS,
  SANDBOX_RIGHT_LOOKS,
  SANDBOX_RIGHT_OWNER,
  SANDBOX_N_RIGHTS,
} SandboxRight;

gboolean sandbox_chat_allows (SandboxChat *chat, SandboxUser *user, SandboxRight right);
const char *sandbox_role_name (SandboxRole role);
gboolean sandbox_role_parse (JsonNode *node, SandboxRole *role);
gboolean sandbox_role_fits (SandboxChat *chat, SandboxRole role);

G_END_DECLS
