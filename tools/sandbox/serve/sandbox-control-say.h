/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-call.h"

G_BEGIN_DECLS

void sandbox_control_say (const SandboxCall *call);
void sandbox_control_press (const SandboxCall *call);

G_END_DECLS
