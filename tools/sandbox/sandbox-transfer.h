/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-files.h"

G_BEGIN_DECLS

#define SANDBOX_FILES_PATH "/bridge/api/client/v1/files"

void sandbox_transfer_add (SandboxServer *server);
void sandbox_transfer_tick (SandboxServer *server);
void sandbox_transfer_resume (SandboxServer *server);
void sandbox_transfer_prepare (SandboxServer *server, SandboxFile *file);
char *sandbox_transfer_address (SandboxServer *server,
                                SandboxFile *file,
                                gboolean preview) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_transfer_make_content (SandboxFile *file) G_GNUC_WARN_UNUSED_RESULT;

void sandbox_transfer_stall (SandboxServer *server, SoupServerMessage *msg);
void sandbox_transfer_cut (SoupServerMessage *msg, gboolean reset);
void sandbox_upload_add (SandboxServer *server);
void sandbox_upload_finish (SandboxServer *server, SoupServerMessage *msg);
void sandbox_download_start (SandboxServer *server,
                             SoupServerMessage *msg,
                             SandboxFile *file,
                             gboolean preview,
                             gboolean with_faults);
void sandbox_download_resume (SoupServerMessage *msg);

G_END_DECLS
