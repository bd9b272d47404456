/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-call.h"

G_BEGIN_DECLS

void sandbox_control_messages (const SandboxCall *call);
void sandbox_control_log (const SandboxCall *call);
void sandbox_control_files (const SandboxCall *call);
void sandbox_control_change_file (const SandboxCall *call);
void sandbox_control_remove_file (const SandboxCall *call);

G_END_DECLS
