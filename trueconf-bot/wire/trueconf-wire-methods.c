/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "trueconf-enums.h"
#include "wire/trueconf-shape-private.h"

static const TrueconfMethodRow rows[] = {
  [TRUECONF_METHOD_AUTH] = {
    "auth",
    TRUE,
    { { "token", TRUECONF_ARG_STRING },
      { "tokenType", TRUECONF_ARG_CONSTANT, "JWT" },
      { "receiveUnread", TRUECONF_ARG_BOOLEAN },
      { "receiveSystemMessageEnvelopes", TRUECONF_ARG_BOOLEAN } },
    TRUECONF_RESULT_STRING,
    "userId",
  },
  [TRUECONF_METHOD_SEND_MESSAGE] = {
    "sendMessage",
    FALSE,
    { { "chatId", TRUECONF_ARG_STRING },
      { "replyMessageId", TRUECONF_ARG_OPTIONAL_STRING },
      { "content.text", TRUECONF_ARG_STRING },
      { "content.parseMode", TRUECONF_ARG_PARSE_MODE } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_sent_message_shape,
  },
  [TRUECONF_METHOD_UPLOAD_FILE] = {
    "uploadFile",
    FALSE,
    { { "fileSize", TRUECONF_ARG_SIZE },
      { "fileName", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_STRING,
    "uploadTaskId",
  },
  [TRUECONF_METHOD_SEND_FILE] = {
    "sendFile",
    FALSE,
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
    { { "fileId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_file_info_shape,
  },
  [TRUECONF_METHOD_GET_FILE_UPLOAD_LIMITS] = {
    "getFileUploadLimits",
    TRUE,
    { { NULL } },
    TRUECONF_RESULT_OBJECT,
    NULL,
    &trueconf_upload_limits_shape,
  },
  [TRUECONF_METHOD_SUBSCRIBE_FILE_PROGRESS] = {
    "subscribeFileProgress",
    TRUE,
    { { "fileId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_UNSUBSCRIBE_FILE_PROGRESS] = {
    "unsubscribeFileProgress",
    TRUE,
    { { "fileId", TRUECONF_ARG_STRING } },
    TRUECONF_RESULT_OK,
  },
  [TRUECONF_METHOD_OTHER] = {
    NULL,
    FALSE,
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

static const char *
parse_mode_word (TrueconfParseMode mode)
{
  switch (mode)
    {
    case TRUECONF_PARSE_MODE_MARKDOWN:
      return "markdown";
    case TRUECONF_PARSE_MODE_HTML:
      return "html";
    case TRUECONF_PARSE_MODE_TEXT:
    default:
      return "text";
    }
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
      TrueconfParseMode mode;
      const char *text;

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

        case TRUECONF_ARG_CAPTION:
          text = va_arg (args, const char *);
          mode = (TrueconfParseMode) va_arg (args, int);
          if (text == NULL)
            break;
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, "{\"text\":");
          trueconf_json_append_string (out, text);
          g_string_append_printf (out, ",\"parseMode\":\"%s\"}", parse_mode_word (mode));
          break;

        case TRUECONF_ARG_PARSE_MODE:
          open_path (out, arg->path, &open, &open_length);
          trueconf_json_append_string (out, parse_mode_word ((TrueconfParseMode) va_arg (args, int)));
          break;

        case TRUECONF_ARG_CONSTANT:
          open_path (out, arg->path, &open, &open_length);
          trueconf_json_append_string (out, arg->constant);
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
