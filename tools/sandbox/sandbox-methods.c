/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-methods.h"

static const SandboxMethod methods[] = {
  { "addChatParticipant", "5.5.0", sandbox_handle_add_chat_participant },
  { "answerCommand", "5.5.6", sandbox_handle_answer_command },
  { "auth", "5.5.0", sandbox_handle_auth },
  { "changeParticipantRole", "5.5.2", sandbox_handle_change_participant_role },
  { "clearHistory", "5.5.3", sandbox_handle_clear_history },
  { "createChannel", "5.5.0", sandbox_handle_create_channel },
  { "createFavoritesChat", "5.5.2", sandbox_handle_create_favorites_chat },
  { "createGroupChat", "5.5.0", sandbox_handle_create_group_chat },
  { "createP2PChat", "5.5.0", sandbox_handle_create_p2p_chat },
  { "editChatAvatar", "5.5.3", sandbox_handle_edit_chat_avatar },
  { "editChatTitle", "5.5.3", sandbox_handle_edit_chat_title },
  { "editMessage", "5.5.0", sandbox_handle_edit_message },
  { "editSurvey", "5.5.0", sandbox_handle_edit_survey },
  { "forwardMessage", "5.5.0", sandbox_handle_forward_message },
  { "getChatByID", "5.5.0", sandbox_handle_get_chat_by_id },
  { "getChatHistory", "5.5.0", sandbox_handle_get_chat_history },
  { "getChatParticipant", "5.5.4", sandbox_handle_get_chat_participant },
  { "getChatParticipants", "5.5.0", sandbox_handle_get_chat_participants },
  { "getChats", "5.5.0", sandbox_handle_get_chats },
  { "getFileInfo", "5.5.0", sandbox_handle_get_file_info },
  { "getFileUploadLimits", "5.5.3", sandbox_handle_get_file_upload_limits },
  { "getMessageById", "5.5.0", sandbox_handle_get_message_by_id },
  { "getUserDisplayName", "5.5.0", sandbox_handle_get_user_display_name },
  { "hasChatParticipant", "5.5.0", sandbox_handle_has_chat_participant },
  { "removeChat", "5.5.0", sandbox_handle_remove_chat },
  { "removeChatParticipant", "5.5.0", sandbox_handle_remove_chat_participant },
  { "removeMessage", "5.5.0", sandbox_handle_remove_message },
  { "sendChatActivity", "5.5.6", sandbox_handle_send_chat_activity },
  { "sendFile", "5.5.0", sandbox_handle_send_file },
  { "sendMessage", "5.5.0", sandbox_handle_send_message },
  { "sendSurvey", "5.5.0", sandbox_handle_send_survey },
  { "subscribeFileProgress", "5.5.0", sandbox_handle_subscribe_file_progress },
  { "unsubscribeFileProgress", "5.5.0", sandbox_handle_unsubscribe_file_progress },
  { "uploadFile", "5.5.0", sandbox_handle_upload_file },
};

const SandboxMethod *
sandbox_methods_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      if (g_str_equal (methods[i].name, name))
        return &methods[i];
    }
  return NULL;
}
