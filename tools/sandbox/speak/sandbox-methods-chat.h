/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "speak/sandbox-request.h"

G_BEGIN_DECLS

void sandbox_handle_add_chat_participant (const SandboxRequest *request);
void sandbox_handle_change_participant_role (const SandboxRequest *request);
void sandbox_handle_clear_history (const SandboxRequest *request);
void sandbox_handle_create_channel (const SandboxRequest *request);
void sandbox_handle_create_favorites_chat (const SandboxRequest *request);
void sandbox_handle_create_group_chat (const SandboxRequest *request);
void sandbox_handle_create_p2p_chat (const SandboxRequest *request);
void sandbox_handle_edit_chat_title (const SandboxRequest *request);
void sandbox_handle_get_chat_by_id (const SandboxRequest *request);
void sandbox_handle_get_chat_participant (const SandboxRequest *request);
void sandbox_handle_get_chat_participants (const SandboxRequest *request);
void sandbox_handle_get_chats (const SandboxRequest *request);
void sandbox_handle_get_user_display_name (const SandboxRequest *request);
void sandbox_handle_has_chat_participant (const SandboxRequest *request);
void sandbox_handle_remove_chat (const SandboxRequest *request);
void sandbox_handle_remove_chat_participant (const SandboxRequest *request);
void sandbox_handle_send_chat_activity (const SandboxRequest *request);

G_END_DECLS
