/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-protocol.h"

/* The names of the protocol and the server versions that brought them, from its documentation and from real servers.
 * The library does not share this table on purpose: a mistake there shows when it is tested against the sandbox. */
typedef struct
{
  const char *name;
  const char *since;
} Entry;

static const Entry methods[] = {
  { "addChatParticipant", "5.5.0" },
  { "answerCommand", "5.5.6" },
  { "auth", "5.5.0" },
  { "changeParticipantRole", "5.5.2" },
  { "clearHistory", "5.5.3" },
  { "createChannel", "5.5.0" },
  { "createFavoritesChat", "5.5.2" },
  { "createGroupChat", "5.5.0" },
  { "createP2PChat", "5.5.0" },
  { "editChatAvatar", "5.5.3" },
  { "editChatTitle", "5.5.3" },
  { "editMessage", "5.5.0" },
  { "editSurvey", "5.5.0" },
  { "forwardMessage", "5.5.0" },
  { "getChatByID", "5.5.0" },
  { "getChatHistory", "5.5.0" },
  { "getChatParticipant", "5.5.4" },
  { "getChatParticipants", "5.5.0" },
  { "getChats", "5.5.0" },
  { "getFileInfo", "5.5.0" },
  { "getFileUploadLimits", "5.5.3" },
  { "getMessageById", "5.5.0" },
  { "getUserDisplayName", "5.5.0" },
  { "hasChatParticipant", "5.5.0" },
  { "removeChat", "5.5.0" },
  { "removeChatParticipant", "5.5.0" },
  { "removeMessage", "5.5.0" },
  { "sendChatActivity", "5.5.6" },
  { "sendFile", "5.5.0" },
  { "sendMessage", "5.5.0" },
  { "sendSurvey", "5.5.0" },
  { "subscribeFileProgress", "5.5.0" },
  { "unsubscribeFileProgress", "5.5.0" },
  { "uploadFile", "5.5.0" },
};

static const Entry events[] = {
  { "addChatParticipant", "5.5.0" }, { "changeParticipantRole", "5.5.2" },
  { "clearHistory", "5.5.3" },       { "command", "5.5.6" },
  { "createChannel", "5.5.0" },      { "createFavoritesChat", "5.5.2" },
  { "createGroupChat", "5.5.0" },    { "createP2PChat", "5.5.0" },
  { "editChatAvatar", "5.5.3" },     { "editChatTitle", "5.5.3" },
  { "editMessage", "5.5.0" },        { "getFileUploadLimits", "5.5.3" },
  { "removeChat", "5.5.0" },         { "removeChatParticipant", "5.5.0" },
  { "removeMessage", "5.5.0" },      { "sendMessage", "5.5.0" },
  { "uploadFileProgress", "5.5.0" },
};

static const char *const words_of[SANDBOX_N_WORDS][8] = {
  [SANDBOX_WORDS_ACTIVITY] = { "typing", "choosing_sticker", "uploading_file" },
  [SANDBOX_WORDS_ANSWER_LEVEL] = { "info", "warning", "error", "critical" },
  [SANDBOX_WORDS_ANSWER_STATUS] = { "ok", "failed", "pending", "running", "canceled", "timeout", "unknown" },
  [SANDBOX_WORDS_ANSWER_TYPE] = { "complete", "cancel", "message", "timeout" },
  [SANDBOX_WORDS_ANSWER_VISIBILITY] = { "default", "alert", "toast", "sticky" },
  [SANDBOX_WORDS_BUTTON_STYLE] = { "default", "primary", "danger", "success" },
  [SANDBOX_WORDS_BUTTON_TYPE] = { "command", "url", "message", "copy", "share" },
  [SANDBOX_WORDS_PARSE_MODE] = { "text", "markdown", "html" },
  [SANDBOX_WORDS_SURVEY_DESCRIPTION] = { "{{Survey}}", "{{Anonymous survey}}" },
};

static const Entry *
find (const Entry *entries, gsize n_entries, const char *name)
{
  for (gsize i = 0; i < n_entries; i++)
    {
      if (g_str_equal (entries[i].name, name))
        return &entries[i];
    }
  return NULL;
}

/* Whether the server version that the sandbox plays has this method. */
gboolean
sandbox_protocol_has_method (SandboxWorld *world, const char *name)
{
  const Entry *entry = find (methods, G_N_ELEMENTS (methods), name);

  return entry != NULL && sandbox_world_has_version (world, entry->since);
}

gboolean
sandbox_protocol_has_event (SandboxWorld *world, const char *name)
{
  const Entry *entry = find (events, G_N_ELEMENTS (events), name);

  return entry != NULL && sandbox_world_has_version (world, entry->since);
}

gboolean
sandbox_protocol_has_word (SandboxWords words, const char *word)
{
  return g_strv_contains (words_of[words], word);
}
