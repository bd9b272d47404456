/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

/* The bytes of files over HTTP. */
void sandbox_transfer_add (SandboxServer *server);
void sandbox_transfer_resume (SandboxServer *server);
void sandbox_transfer_start_download (SandboxServer *server,
                                      SoupServerMessage *msg,
                                      SandboxFile *file,
                                      gboolean preview,
                                      gboolean with_faults);

G_END_DECLS
