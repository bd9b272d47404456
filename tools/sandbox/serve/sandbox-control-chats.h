/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-call.h"

G_BEGIN_DECLS

void sandbox_control_make_chat (const SandboxCall *call);
void sandbox_control_participants (const SandboxCall *call);
void sandbox_control_edit (const SandboxCall *call);
void sandbox_control_remove (const SandboxCall *call);

G_END_DECLS
