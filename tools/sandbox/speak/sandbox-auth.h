/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "speak/sandbox-request.h"

G_BEGIN_DECLS

void sandbox_handle_auth (const SandboxRequest *request);

G_END_DECLS
