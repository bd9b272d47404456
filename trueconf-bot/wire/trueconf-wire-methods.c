/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "trueconf-enums.h"
#include "wire/trueconf-shape-private.h"

static const char *const token_types[] = { "JWT", NULL };
static const char *const survey_versions[] = { "1", NULL };
static const char *const survey_types[] = { "{{Survey}}", "{{Anonymous survey}}", NULL };
static const char *const survey_buttons[] = { "{{Go to survey}}", NULL };
static const char *const activities[] = { "typing", "choosing_sticker", "uploading_file", NULL };
static const char *const answers[] = { "complete", "cancel", "message", "timeout", NULL };
static const char *const statuses[] = { "ok",       "failed",  "pending", "running",
                                        "canceled", "timeout", "unknown", NULL };
static const char *const visibilities[] = { "default", "alert", "toast", "sticky", NULL };
static const char *const levels[] = { "info", "warning", "error", "critical", NULL };

static const TrueconfMethodRow rows[] = {
  [TRUECONF_METHOD_AUTH] = {
    "auth",
    TRUE,
    NULL,
    { { "token", TRUECONF_ARG_STRING },
      { "tokenType", TRUECONF_ARG_CONSTANT, token_types },
      { "receiveUnread", TRUECONF_ARG_BOOLEAN },
      { "receiveSystemMessageEnvelopes", TRUECONF_ARG_BOOLEAN } },
    TRUECONF_RESULT_STRING,
    "userId",
  },
  [TRUECONF_METHOD_SEND_MESSAGE] = {
    "sendMessage",
    FALSE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "replyMessageId", TRUECONF_ARG_OPTIONAL_STRING },
      { "content.text", TRUECONF_ARG_STRING },
      { "content.parseMode", TRUECONF_ARG_WORD, trueconf_wire_parse_modes },
      { "content.buttons", TRUECONF_ARG_KEYBOARD } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_sent_message_shape,
  },
  [TRUECONF_METHOD_FORWARD_MESSAGE] = {
    "forwardMessage",
    FALSE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "messageId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_sent_message_shape,
  },
  [TRUECONF_METHOD_REMOVE_MESSAGE] = {
    "removeMessage",
    FALSE,
    NULL,
    { { "messageId", TRUECONF_ARG_STRING },
      { "forAll", TRUECONF_ARG_BOOLEAN } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_EDIT_MESSAGE] = {
    "editMessage",
    TRUE,
    NULL,
    { { "messageId", TRUECONF_ARG_STRING },
      { "content.text", TRUECONF_ARG_STRING },
      { "content.parseMode", TRUECONF_ARG_WORD, trueconf_wire_parse_modes },
      { "content.buttons", TRUECONF_ARG_KEYBOARD } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_sent_message_shape,
  },
  [TRUECONF_METHOD_GET_MESSAGE_BY_ID] = {
    "getMessageById",
    TRUE,
    NULL,
    { { "messageId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_inner_message_shape,
  },
  [TRUECONF_METHOD_GET_CHAT_HISTORY] = {
    "getChatHistory",
    TRUE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "count", TRUECONF_ARG_UINT },
      { "fromMessageId", TRUECONF_ARG_OPTIONAL_STRING } },
    TRUECONF_RESULT_LIST,
    "messages",
    &trueconf_inner_message_shape,
    trueconf_wire_arrange_history,
  },
  [TRUECONF_METHOD_GET_CHATS] = {
    "getChats",
    TRUE,
    NULL,
    { { "count", TRUECONF_ARG_UINT },
      { "page", TRUECONF_ARG_UINT } },
    TRUECONF_RESULT_LIST,
    "chats",
    &trueconf_chat_shape,
  },
  [TRUECONF_METHOD_GET_CHAT_BY_ID] = {
    "getChatByID",
    TRUE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_chat_shape,
  },
  [TRUECONF_METHOD_CREATE_PERSONAL_CHAT] = {
    "createP2PChat",
    TRUE,
    NULL,
    { { "userId", TRUECONF_ARG_USER } },
    TRUECONF_RESULT_STRING,
    "chatId",
  },
  [TRUECONF_METHOD_CREATE_GROUP_CHAT] = {
    "createGroupChat",
    FALSE,
    NULL,
    { { "title", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_STRING,
    "chatId",
  },
  [TRUECONF_METHOD_CREATE_CHANNEL] = {
    "createChannel",
    FALSE,
    NULL,
    { { "title", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_STRING,
    "chatId",
  },
  [TRUECONF_METHOD_CREATE_FAVORITES_CHAT] = {
    "createFavoritesChat",
    TRUE,
    "5.5.2",
    { { NULL } },
    TRUECONF_RESULT_STRING,
    "chatId",
  },
  [TRUECONF_METHOD_DELETE_CHAT] = {
    "removeChat",
    FALSE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_CLEAR_CHAT_HISTORY] = {
    "clearHistory",
    TRUE,
    "5.5.3",
    { { "chatId", TRUECONF_ARG_STRING },
      { "forAll", TRUECONF_ARG_BOOLEAN } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_EDIT_CHAT_TITLE] = {
    "editChatTitle",
    TRUE,
    "5.5.3",
    { { "chatId", TRUECONF_ARG_STRING },
      { "title", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_EDIT_CHAT_AVATAR] = {
    "editChatAvatar",
    FALSE,
    "5.5.3",
    { { "chatId", TRUECONF_ARG_STRING },
      { "temporalFileId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_GET_CHAT_PARTICIPANTS] = {
    "getChatParticipants",
    TRUE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "pageSize", TRUECONF_ARG_UINT },
      { "pageNumber", TRUECONF_ARG_UINT } },
    TRUECONF_RESULT_LIST,
    "participants",
    &trueconf_participant_shape,
  },
  [TRUECONF_METHOD_GET_CHAT_PARTICIPANT] = {
    "getChatParticipant",
    TRUE,
    "5.5.4",
    { { "chatId", TRUECONF_ARG_STRING },
      { "userId", TRUECONF_ARG_USER } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_participant_shape,
  },
  [TRUECONF_METHOD_HAS_CHAT_PARTICIPANT] = {
    "hasChatParticipant",
    TRUE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "userId", TRUECONF_ARG_USER } },
    TRUECONF_RESULT_BOOLEAN,
    "result",
  },
  [TRUECONF_METHOD_ADD_PARTICIPANT_TO_CHAT] = {
    "addChatParticipant",
    FALSE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "userId", TRUECONF_ARG_USER },
      { "displayHistory", TRUECONF_ARG_BOOLEAN } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_REMOVE_PARTICIPANT_FROM_CHAT] = {
    "removeChatParticipant",
    FALSE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "userId", TRUECONF_ARG_USER },
      { "clearHistory", TRUECONF_ARG_BOOLEAN } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_CHANGE_PARTICIPANT_ROLE] = {
    "changeParticipantRole",
    TRUE,
    "5.5.2",
    { { "chatId", TRUECONF_ARG_STRING },
      { "userId", TRUECONF_ARG_USER },
      { "role", TRUECONF_ARG_WORD, trueconf_wire_roles } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_GET_USER_DISPLAY_NAME] = {
    "getUserDisplayName",
    TRUE,
    NULL,
    { { "userId", TRUECONF_ARG_USER } },
    TRUECONF_RESULT_STRING,
    "displayName",
  },
  [TRUECONF_METHOD_SEND_CHAT_ACTIVITY] = {
    "sendChatActivity",
    TRUE,
    "5.5.6",
    { { "chatId", TRUECONF_ARG_STRING },
      { "activityType", TRUECONF_ARG_WORD, activities } },
    TRUECONF_RESULT_INT,
    "retryAfter",
  },
  [TRUECONF_METHOD_ANSWER_COMMAND] = {
    "answerCommand",
    FALSE,
    "5.5.6",
    { { "commandId", TRUECONF_ARG_STRING },
      { "answerType", TRUECONF_ARG_WORD, answers },
      { "message.text", TRUECONF_ARG_OPTIONAL_STRING },
      { "message.status", TRUECONF_ARG_WORD, statuses },
      { "message.visibility", TRUECONF_ARG_WORD, visibilities },
      { "message.level", TRUECONF_ARG_WORD, levels } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_SEND_SURVEY] = {
    "sendSurvey",
    FALSE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "replyMessageId", TRUECONF_ARG_OPTIONAL_STRING },
      { "content.url", TRUECONF_ARG_STRING },
      { "content.appVersion", TRUECONF_ARG_NUMBER, survey_versions },
      { "content.path", TRUECONF_ARG_STRING },
      { "content.title", TRUECONF_ARG_STRING },
      { "content.description", TRUECONF_ARG_WORD, survey_types },
      { "content.buttonText", TRUECONF_ARG_CONSTANT, survey_buttons },
      { "content.secret", TRUECONF_ARG_STRING },
      { "content.alt", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_sent_message_shape,
  },
  [TRUECONF_METHOD_EDIT_SURVEY] = {
    "editSurvey",
    TRUE,
    NULL,
    { { "messageId", TRUECONF_ARG_STRING },
      { "content.url", TRUECONF_ARG_STRING },
      { "content.appVersion", TRUECONF_ARG_NUMBER, survey_versions },
      { "content.path", TRUECONF_ARG_STRING },
      { "content.title", TRUECONF_ARG_STRING },
      { "content.description", TRUECONF_ARG_WORD, survey_types },
      { "content.buttonText", TRUECONF_ARG_CONSTANT, survey_buttons },
      { "content.secret", TRUECONF_ARG_STRING },
      { "content.alt", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_sent_message_shape,
  },
  [TRUECONF_METHOD_UPLOAD_FILE] = {
    "uploadFile",
    FALSE,
    NULL,
    { { "fileSize", TRUECONF_ARG_SIZE },
      { "fileName", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_STRING,
    "uploadTaskId",
  },
  [TRUECONF_METHOD_SEND_FILE] = {
    "sendFile",
    FALSE,
    NULL,
    { { "chatId", TRUECONF_ARG_STRING },
      { "replyMessageId", TRUECONF_ARG_OPTIONAL_STRING },
      { "content.temporalFileId", TRUECONF_ARG_STRING },
      { "content.caption", TRUECONF_ARG_CAPTION } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_sent_message_shape,
  },
  [TRUECONF_METHOD_GET_FILE_INFO] = {
    "getFileInfo",
    TRUE,
    NULL,
    { { "fileId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_file_info_shape,
  },
  [TRUECONF_METHOD_GET_FILE_UPLOAD_LIMITS] = {
    "getFileUploadLimits",
    TRUE,
    "5.5.3",
    { { NULL } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_upload_limits_shape,
  },
  [TRUECONF_METHOD_SUBSCRIBE_FILE_PROGRESS] = {
    "subscribeFileProgress",
    TRUE,
    NULL,
    { { "fileId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_UNSUBSCRIBE_FILE_PROGRESS] = {
    "unsubscribeFileProgress",
    TRUE,
    NULL,
    { { "fileId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_OTHER] = {
    NULL,
    FALSE,
    NULL,
    { { NULL } },
    TRUECONF_RESULT_NODE,
  },
};

const TrueconfMethodRow *
trueconf_wire_get_method (TrueconfMethod method)
{
  return &rows[method];
}

/* For methods without a row: whether by its name it only reads. */
gboolean
trueconf_wire_is_read_only (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].name, method) == 0)
      return rows[i].idempotent;

  return g_str_has_prefix (method, "get") || g_str_has_prefix (method, "has");
}

static void
append_name (GString *out, const char *name, gsize length)
{
  char last = out->str[out->len - 1];

  if (last != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  g_string_append_len (out, name, (gssize) length);
  g_string_append (out, "\":");
}

/* Members of one inner object follow each other in the row, so that an object is opened and closed once. */
static void
open_path (GString *out, const char *path, const char **open, gsize *open_length)
{
  const char *dot = strchr (path, '.');
  gsize length = dot != NULL ? (gsize) (dot - path) : 0;

  if (*open_length > 0 && (length != *open_length || memcmp (path, *open, length) != 0))
    {
      g_string_append_c (out, '}');
      *open_length = 0;
    }

  if (length > 0 && *open_length == 0)
    {
      append_name (out, path, length);
      g_string_append_c (out, '{');
      *open = path;
      *open_length = length;
    }

  path = dot != NULL ? dot + 1 : path;
  append_name (out, path, strlen (path));
}

/* An id without a server is one of the bot's own server, whose name may not be known before the log-in: a byte that
 * JSON text cannot hold otherwise keeps its place. */
#define SERVER_PLACE '\x01'

void
trueconf_wire_append_user (GString *out, const char *user_id)
{
  trueconf_json_append_string (out, user_id);
  if (strchr (user_id, '@') == NULL)
    {
      out->str[out->len - 1] = SERVER_PLACE;
      g_string_append_c (out, '"');
    }
}

/* Puts the name of the server into its places, taken from the bot's own id. NULL: there are none. */
char *
trueconf_wire_complete (const char *payload, const char *user_id)
{
  const char *at = user_id != NULL ? strchr (user_id, '@') : NULL;
  const char *place = strchr (payload, SERVER_PLACE);
  g_autoptr (GString) domain = NULL;
  GString *out;

  if (place == NULL)
    return NULL;

  domain = g_string_new (NULL);
  trueconf_json_append_string (domain, at != NULL ? at : "");
  out = g_string_sized_new (strlen (payload) + domain->len);
  for (; place != NULL; place = strchr (payload, SERVER_PLACE))
    {
      g_string_append_len (out, payload, place - payload);
      g_string_append_len (out, domain->str + 1, (gssize) domain->len - 2);
      payload = place + 1;
    }
  g_string_append (out, payload);

  return g_string_free (out, FALSE);
}

/* The payload of a request; the arguments come in the order of the row. */
char *
trueconf_wire_encode (const TrueconfMethodRow *row, va_list args)
{
  GString *out = g_string_sized_new (256);
  const char *open = NULL;
  gsize open_length = 0;

  g_string_append_c (out, '{');
  for (const TrueconfArg *arg = row->args; arg->path != NULL; arg++)
    {
      g_autofree char *json = NULL;
      TrueconfParseMode mode;
      const char *text;
      int number;

      switch (arg->kind)
        {
        case TRUECONF_ARG_STRING:
        case TRUECONF_ARG_OPTIONAL_STRING:
          text = va_arg (args, const char *);
          if (text == NULL && arg->kind == TRUECONF_ARG_OPTIONAL_STRING)
            break;
          open_path (out, arg->path, &open, &open_length);
          trueconf_json_append_string (out, text != NULL ? text : "");
          break;

        case TRUECONF_ARG_BOOLEAN:
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, va_arg (args, gboolean) ? "true" : "false");
          break;

        case TRUECONF_ARG_SIZE:
          open_path (out, arg->path, &open, &open_length);
          g_string_append_printf (out, "%" G_GINT64_FORMAT, va_arg (args, gint64));
          break;

        case TRUECONF_ARG_KEYBOARD:
          json = trueconf_wire_write_keyboard (va_arg (args, TrueconfKeyboard *));
          if (json == NULL)
            break;
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, json);
          break;

        case TRUECONF_ARG_CAPTION:
          text = va_arg (args, const char *);
          mode = (TrueconfParseMode) va_arg (args, int);
          if (text == NULL)
            break;
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, "{\"text\":");
          trueconf_json_append_string (out, text);
          g_string_append_printf (out, ",\"parseMode\":\"%s\"}", trueconf_wire_parse_modes[mode]);
          break;

        case TRUECONF_ARG_NUMBER:
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, arg->words[0]);
          break;

        case TRUECONF_ARG_UINT:
          open_path (out, arg->path, &open, &open_length);
          g_string_append_printf (out, "%u", va_arg (args, guint));
          break;

        case TRUECONF_ARG_WORD:
          number = va_arg (args, int);
          if (number == TRUECONF_ARG_NO_WORD)
            break;
          g_assert (number >= 0 && number < (int) g_strv_length ((char **) arg->words));
          open_path (out, arg->path, &open, &open_length);
          trueconf_json_append_string (out, arg->words[number]);
          break;

        case TRUECONF_ARG_USER:
          open_path (out, arg->path, &open, &open_length);
          trueconf_wire_append_user (out, va_arg (args, const char *));
          break;

        case TRUECONF_ARG_CONSTANT:
          open_path (out, arg->path, &open, &open_length);
          trueconf_json_append_string (out, arg->words[0]);
          break;

        default:
          g_assert_not_reached ();
        }
    }
  if (open_length > 0)
    g_string_append_c (out, '}');
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

char *
trueconf_wire_encode_method (TrueconfMethod method, ...)
{
  va_list args;
  char *payload;

  va_start (args, method);
  payload = trueconf_wire_encode (&rows[method], args);
  va_end (args);

  return payload;
}
