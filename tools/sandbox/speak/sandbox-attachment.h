/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "speak/sandbox-connection.h"

G_BEGIN_DECLS

#define SANDBOX_FILES_PATH "/bridge/api/client/v1/files"

void sandbox_attachments_tick (SandboxHub *hub);
void sandbox_attachment_prepare (SandboxHub *hub, SandboxFile *file);
char *sandbox_attachment_make_address (SandboxHub *hub,
                                       SandboxFile *file,
                                       gboolean preview) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_attachment_make_content (SandboxFile *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
