/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <trueconf-bot.h>

#include "tool-status.h"

const ToolStatusMeaning tool_status_meanings[] = {
  { TOOL_STATUS_OK, N_ ("done") },
  { TOOL_STATUS_FAILED, N_ ("a failure that no other number stands for") },
  { TOOL_STATUS_USAGE, N_ ("wrong options or arguments") },
  { TOOL_STATUS_DATA, N_ ("the text, the template, the buttons or a file cannot be sent as they are") },
  { TOOL_STATUS_NO_INPUT, N_ ("a file or standard input cannot be read") },
  { TOOL_STATUS_NOT_FOUND, N_ ("there is no such user, chat, message or file") },
  { TOOL_STATUS_UNAVAILABLE, N_ ("the server cannot be reached") },
  { TOOL_STATUS_CANNOT_CREATE, N_ ("a file cannot be written") },
  { TOOL_STATUS_OUTPUT, N_ ("standard output cannot be written") },
  { TOOL_STATUS_TRY_AGAIN, N_ ("it took too long, or the server is busy: try again later") },
  { TOOL_STATUS_UNKNOWN, N_ ("the answer was lost or makes no sense: it may have been done or not") },
  { TOOL_STATUS_REFUSED, N_ ("the server refuses the log-in, or the bot may not do this") },
  { TOOL_STATUS_CONFIG, N_ ("the configuration is wrong or incomplete") },
  { TOOL_STATUS_HUNG_UP, N_ ("ended by SIGHUP: its terminal has gone") },
  { TOOL_STATUS_INTERRUPTED, N_ ("interrupted by Ctrl-C") },
  { TOOL_STATUS_TERMINATED, N_ ("ended by SIGTERM") },
  { TOOL_STATUS_OK, NULL },
};

/* clang-format off */
G_DEFINE_QUARK (tool-error-quark, tool_error)
/* clang-format on */

static ToolStatus
from_library (int code)
{
  switch (code)
    {
    case TRUECONF_ERROR_INVALID_ARGUMENT:
    case TRUECONF_ERROR_TEXT_TOO_LONG:
    case TRUECONF_ERROR_CAPTION_TOO_LONG:
    case TRUECONF_ERROR_TITLE_TOO_LONG:
    case TRUECONF_ERROR_FILE_TOO_LARGE:
    case TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED:
      return TOOL_STATUS_DATA;
    case TRUECONF_ERROR_INVALID_TOKEN:
    case TRUECONF_ERROR_TOKEN_EXPIRED:
    case TRUECONF_ERROR_INVALID_GRANT:
    case TRUECONF_ERROR_PASSWORD_AUTH_DISABLED:
    case TRUECONF_ERROR_OAUTH_MISSING_SCOPE:
    case TRUECONF_ERROR_SERVER_TOO_OLD:
      return TOOL_STATUS_REFUSED;
    case TRUECONF_ERROR_CONNECTION_FAILED:
    case TRUECONF_ERROR_NOT_CONNECTED:
      return TOOL_STATUS_UNAVAILABLE;
    case TRUECONF_ERROR_OUTBOX_FULL:
    case TRUECONF_ERROR_UPLOAD_FAILED:
    case TRUECONF_ERROR_DOWNLOAD_FAILED:
      return TOOL_STATUS_TRY_AGAIN;
    case TRUECONF_ERROR_DELIVERY_UNKNOWN:
    case TRUECONF_ERROR_TIMED_OUT:
    case TRUECONF_ERROR_PROTOCOL:
      return TOOL_STATUS_UNKNOWN;
    case TRUECONF_ERROR_FILE_NOT_AVAILABLE:
      return TOOL_STATUS_NOT_FOUND;
    default:
      return TOOL_STATUS_FAILED;
    }
}

static ToolStatus
from_server (int code)
{
  switch (code)
    {
    case TRUECONF_API_ERROR_NOT_AUTHORIZED:
    case TRUECONF_API_ERROR_INVALID_CREDENTIALS:
    case TRUECONF_API_ERROR_USER_DISABLED:
    case TRUECONF_API_ERROR_CREDENTIALS_EXPIRED:
    case TRUECONF_API_ERROR_UNSUPPORTED_CREDENTIALS:
    case TRUECONF_API_ERROR_ACCESS_DENIED:
    case TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS:
    case TRUECONF_API_ERROR_ROUTE_NOT_FOUND:
    case TRUECONF_API_ERROR_UPLOAD_FORBIDDEN:
      return TOOL_STATUS_REFUSED;
    case TRUECONF_API_ERROR_CHAT_NOT_FOUND:
    case TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT:
    case TRUECONF_API_ERROR_MESSAGE_NOT_FOUND:
    case TRUECONF_API_ERROR_FILE_NOT_FOUND:
    case TRUECONF_API_ERROR_NO_SUCH_FILE:
      return TOOL_STATUS_NOT_FOUND;
    case TRUECONF_API_ERROR_UNKNOWN_MESSAGE:
    case TRUECONF_API_ERROR_WRONG_PAYLOAD:
    case TRUECONF_API_ERROR_BAD_FILE_NAME:
    case TRUECONF_API_ERROR_FILE_TOO_LARGE:
    case TRUECONF_API_ERROR_INVALID_FILE:
      return TOOL_STATUS_DATA;
    case TRUECONF_API_ERROR_CONNECTION_ERROR:
    case TRUECONF_API_ERROR_CONNECTION_TIMEOUT:
    case TRUECONF_API_ERROR_INTERNAL_ERROR:
    case TRUECONF_API_ERROR_FILE_UPLOAD_FAILED:
    case TRUECONF_API_ERROR_FILE_NOT_READY:
    case TRUECONF_API_ERROR_FILE_INCOMPLETE:
    case TRUECONF_API_ERROR_NOT_ENOUGH_SPACE:
      return TOOL_STATUS_TRY_AGAIN;
    case TRUECONF_API_ERROR_TIMEOUT:
      return TOOL_STATUS_UNKNOWN;
    default:
      return TOOL_STATUS_FAILED;
    }
}

ToolStatus
tool_status_from_error (const GError *error)
{
  if (error->domain == TOOL_ERROR)
    return (ToolStatus) error->code;
  if (error->domain == TRUECONF_ERROR)
    return from_library (error->code);
  if (error->domain == TRUECONF_API_ERROR)
    return from_server (error->code);
  if (error->domain == G_KEY_FILE_ERROR)
    return TOOL_STATUS_CONFIG;
  if (error->domain == G_FILE_ERROR || error->domain == G_IO_ERROR)
    return TOOL_STATUS_NO_INPUT;

  return TOOL_STATUS_FAILED;
}
