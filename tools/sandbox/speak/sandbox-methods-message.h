/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "speak/sandbox-request.h"

G_BEGIN_DECLS

void sandbox_handle_answer_command (const SandboxRequest *request);
void sandbox_handle_edit_message (const SandboxRequest *request);
void sandbox_handle_edit_survey (const SandboxRequest *request);
void sandbox_handle_forward_message (const SandboxRequest *request);
void sandbox_handle_get_chat_history (const SandboxRequest *request);
void sandbox_handle_get_message_by_id (const SandboxRequest *request);
void sandbox_handle_remove_message (const SandboxRequest *request);
void sandbox_handle_send_message (const SandboxRequest *request);
void sandbox_handle_send_survey (const SandboxRequest *request);

G_END_DECLS
