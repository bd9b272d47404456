/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "speak/sandbox-request.h"

G_BEGIN_DECLS

void sandbox_handle_edit_chat_avatar (const SandboxRequest *request);
void sandbox_handle_get_file_info (const SandboxRequest *request);
void sandbox_handle_get_file_upload_limits (const SandboxRequest *request);
void sandbox_handle_send_file (const SandboxRequest *request);
void sandbox_handle_subscribe_file_progress (const SandboxRequest *request);
void sandbox_handle_unsubscribe_file_progress (const SandboxRequest *request);
void sandbox_handle_upload_file (const SandboxRequest *request);

G_END_DECLS
