/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fuzz-requests.h"

#include "fuzz-read.h"

/* An answer is a value or an error. */
static void
take_outcome (FuzzRequest *request, gboolean has_value, GError **error)
{
  g_assert_cmpuint (request->n_answers, ==, 0);
  request->n_answers++;

  g_assert_true (has_value == (*error == NULL));
  if (*error != NULL)
    fuzz_read_error (*error);
}

static void
take_object (FuzzRequest *request, gpointer value, GError **error)
{
  g_autoptr (GObject) object = value;

  take_outcome (request, object != NULL, error);
  if (object != NULL)
    fuzz_read_object (object);
}

static void
take_list (FuzzRequest *request, GListModel *value, GError **error)
{
  g_autoptr (GListModel) list = value;

  take_outcome (request, list != NULL, error);
  if (list != NULL)
    fuzz_read_list (list);
}

static void
take_string (FuzzRequest *request, char *value, GError **error)
{
  g_autofree char *text = value;

  take_outcome (request, text != NULL, error);
  fuzz_read_string (text);
}

static void
take_node (FuzzRequest *request, JsonNode *value, GError **error)
{
  g_autoptr (JsonNode) node = value;

  take_outcome (request, node != NULL, error);
  fuzz_read_node (node);
}

static void
take_success (FuzzRequest *request, gboolean done, GError **error)
{
  take_outcome (request, done, error);
}

static void
take_yes_or_no (FuzzRequest *request, gboolean yes, GError **error)
{
  take_outcome (request, *error == NULL, error);
}

static void
take_number (FuzzRequest *request, int number, GError **error)
{
  take_outcome (request, *error == NULL, error);
  g_assert_cmpint (number, >=, *error != NULL ? -1 : 0);
}

#define CHAT    "9d1c0b5e7f3a42886e01c4b7d2f95a3310ce8b64"
#define MESSAGE "3f1f1f0e-9b0d-4c55-8a6e-2f1d3c4b5a69"
#define USER    "nora"

/* name in the protocol; name here; what it answers; arguments */
#define REQUESTS(ROW)                                                                                        \
  ROW ("sendMessage", send_message, object, CHAT, "text", TRUECONF_PARSE_MODE_HTML, NULL)                    \
  ROW ("forwardMessage", forward_message, object, CHAT, MESSAGE)                                             \
  ROW ("removeMessage", remove_message, success, MESSAGE, TRUE)                                              \
  ROW ("editMessage", edit_message, object, MESSAGE, "text", TRUECONF_PARSE_MODE_TEXT)                       \
  ROW ("getMessageById", get_message_by_id, object, MESSAGE)                                                 \
  ROW ("getChatHistory", get_chat_history, list, CHAT, 20, NULL)                                             \
  ROW ("getChats", get_chats, list, 20, 1)                                                                   \
  ROW ("getChatByID", get_chat_by_id, object, CHAT)                                                          \
  ROW ("createP2PChat", create_personal_chat, string, USER)                                                  \
  ROW ("createGroupChat", create_group_chat, string, "title")                                                \
  ROW ("createChannel", create_channel, string, "title")                                                     \
  ROW ("createFavoritesChat", create_favorites_chat, string)                                                 \
  ROW ("removeChat", delete_chat, success, CHAT)                                                             \
  ROW ("clearHistory", clear_chat_history, success, CHAT, TRUE)                                              \
  ROW ("editChatTitle", edit_chat_title, success, CHAT, "title")                                             \
  ROW ("getChatParticipants", get_chat_participants, list, CHAT, 20, 1)                                      \
  ROW ("getChatParticipant", get_chat_participant, object, CHAT, USER)                                       \
  ROW ("hasChatParticipant", has_chat_participant, yes_or_no, CHAT, USER)                                    \
  ROW ("addChatParticipant", add_participant_to_chat, success, CHAT, USER, TRUE)                             \
  ROW ("removeChatParticipant", remove_participant_from_chat, success, CHAT, USER, TRUE)                     \
  ROW ("changeParticipantRole", change_participant_role, success, CHAT, USER,                                \
       TRUECONF_PARTICIPANT_ROLE_ADMIN)                                                                      \
  ROW ("getUserDisplayName", get_user_display_name, string, USER)                                            \
  ROW ("sendChatActivity", send_chat_activity, number, CHAT, TRUECONF_CHAT_ACTIVITY_TYPING)                  \
  ROW ("sendSurvey", send_survey, object, CHAT, "title", "campaign", TRUECONF_SURVEY_TYPE_NORMAL, NULL)      \
  ROW ("getFileInfo", get_file_info, object, "file")                                                         \
  ROW ("getFileUploadLimits", get_file_upload_limits, object)                                                \
  ROW ("subscribeFileProgress", subscribe_file_progress, success, "file")                                    \
  ROW ("unsubscribeFileProgress", unsubscribe_file_progress, success, "file")                                \
  ROW ("other", call, node, "someMethod", NULL)

#define DEFINE(name, method, kind, ...)                                                                      \
  static void method##_answered (GObject *source, GAsyncResult *result, gpointer user_data)                  \
  {                                                                                                          \
    g_autoptr (GError) error = NULL;                                                                         \
                                                                                                             \
    take_##kind (user_data, trueconf_bot_##method##_finish (TRUECONF_BOT (source), result, &error), &error); \
  }                                                                                                          \
                                                                                                             \
  static void method##_start (TrueconfBot *bot, FuzzRequest *request)                                        \
  {                                                                                                          \
    trueconf_bot_##method##_async (bot, ##__VA_ARGS__, NULL, method##_answered, request);                    \
  }

REQUESTS (DEFINE)

#define LIST(name, method, ...) { name, method##_start },

static const struct
{
  const char *name;
  void (*start) (TrueconfBot *bot, FuzzRequest *request);
} rows[] = { REQUESTS (LIST) };

FuzzRequest *
fuzz_request_new (TrueconfBot *bot, const char *name)
{
  FuzzRequest *request = g_new0 (FuzzRequest, 1);
  guint row = 0;

  while (row < G_N_ELEMENTS (rows) - 1 && !g_str_equal (rows[row].name, name))
    row++;
  rows[row].start (bot, request);

  return request;
}

static void
answer_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  take_object (user_data, trueconf_message_answer_finish (TRUECONF_MESSAGE (source), result, &error), &error);
}

FuzzRequest *
fuzz_request_new_answer (TrueconfMessage *message)
{
  FuzzRequest *request = g_new0 (FuzzRequest, 1);

  trueconf_message_answer_async (message, "answer", TRUECONF_PARSE_MODE_TEXT, NULL, answer_answered, request);

  return request;
}
