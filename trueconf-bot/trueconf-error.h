/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib.h>

#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

/**
 * TRUECONF_ERROR:
 *
 * The domain of the library's own errors, whose codes are in [error@Error].
 *
 * Since: 0.1
 */
#define TRUECONF_ERROR (trueconf_error_quark ())

/**
 * TrueconfError:
 * @TRUECONF_ERROR_FAILED: a failure that no other code describes
 * @TRUECONF_ERROR_INVALID_ARGUMENT: a property or an argument is not valid; the message says which
 * @TRUECONF_ERROR_INVALID_TOKEN: the token is not valid: it is empty, contains white space or is not a JWT, or the
 *   server refuses it
 * @TRUECONF_ERROR_TOKEN_EXPIRED: the token has expired, and there is no password to get a new one with
 * @TRUECONF_ERROR_INVALID_GRANT: the server refuses the user name or the password
 * @TRUECONF_ERROR_PASSWORD_AUTH_DISABLED: the administrator has disabled the log-in with a password
 * @TRUECONF_ERROR_OAUTH_MISSING_SCOPE: the OAuth2 application has no scope
 * @TRUECONF_ERROR_SERVER_TOO_OLD: the server does not support this; the message says which version does
 * @TRUECONF_ERROR_CONNECTION_FAILED: the server cannot be reached; the message says why
 * @TRUECONF_ERROR_NOT_CONNECTED: the request could not be sent, because there was no connection for
 *   [property@Bot:offline-timeout], or the bot was stopped or is gone
 * @TRUECONF_ERROR_OUTBOX_FULL: [property@Bot:outbox-limit] requests are already waiting for a connection
 * @TRUECONF_ERROR_DELIVERY_UNKNOWN: the connection was lost before the answer arrived; the server may or may not
 *   have carried out the request
 * @TRUECONF_ERROR_TIMED_OUT: the server did not answer within [property@Bot:timeout], or the request was not sent,
 *   because the server was busy with earlier ones for so long
 * @TRUECONF_ERROR_PROTOCOL: the server sent something that the library cannot read
 * @TRUECONF_ERROR_TEXT_TOO_LONG: the text is longer than the server allows
 * @TRUECONF_ERROR_CAPTION_TOO_LONG: the caption is longer than the server allows
 * @TRUECONF_ERROR_TITLE_TOO_LONG: the title is longer than the server allows
 * @TRUECONF_ERROR_FILE_TOO_LARGE: the file is larger than the server allows
 * @TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED: the server does not allow files with this extension
 * @TRUECONF_ERROR_FILE_NOT_AVAILABLE: the server has lost the file, or does not have it yet
 * @TRUECONF_ERROR_UPLOAD_FAILED: a file could not be read or uploaded
 * @TRUECONF_ERROR_DOWNLOAD_FAILED: a file could not be downloaded or written
 * @TRUECONF_ERROR_STORAGE_FAILED: dialogs could not be read or stored; the message says why
 * @TRUECONF_ERROR_STORAGE_CONFLICT: a dialog was not stored, because it was changed at the same time
 * @TRUECONF_ERROR_NOT_SUPPORTED: this cannot be done here; the message says why
 *
 * The library's own errors. Later versions may add more.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_ERROR_FAILED,
  TRUECONF_ERROR_INVALID_ARGUMENT,
  TRUECONF_ERROR_INVALID_TOKEN,
  TRUECONF_ERROR_TOKEN_EXPIRED,
  TRUECONF_ERROR_INVALID_GRANT,
  TRUECONF_ERROR_PASSWORD_AUTH_DISABLED,
  TRUECONF_ERROR_OAUTH_MISSING_SCOPE,
  TRUECONF_ERROR_SERVER_TOO_OLD,
  TRUECONF_ERROR_CONNECTION_FAILED,
  TRUECONF_ERROR_NOT_CONNECTED,
  TRUECONF_ERROR_OUTBOX_FULL,
  TRUECONF_ERROR_DELIVERY_UNKNOWN,
  TRUECONF_ERROR_TIMED_OUT,
  TRUECONF_ERROR_PROTOCOL,
  TRUECONF_ERROR_TEXT_TOO_LONG,
  TRUECONF_ERROR_CAPTION_TOO_LONG,
  TRUECONF_ERROR_TITLE_TOO_LONG,
  TRUECONF_ERROR_FILE_TOO_LARGE,
  TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED,
  TRUECONF_ERROR_FILE_NOT_AVAILABLE,
  TRUECONF_ERROR_UPLOAD_FAILED,
  TRUECONF_ERROR_DOWNLOAD_FAILED,
  TRUECONF_ERROR_STORAGE_FAILED,
  TRUECONF_ERROR_STORAGE_CONFLICT,
  TRUECONF_ERROR_NOT_SUPPORTED,
} TrueconfError;

TRUECONF_AVAILABLE_IN_ALL
GQuark trueconf_error_quark (void);

TRUECONF_AVAILABLE_IN_ALL
TrueconfErrorCause trueconf_error_get_cause (const GError *error);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_error_get_method (const GError *error);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_error_get_chat_id (const GError *error);

/**
 * TRUECONF_API_ERROR:
 *
 * The domain of the server's errors, whose codes are in [error@ApiError].
 *
 * Since: 0.1
 */
#define TRUECONF_API_ERROR (trueconf_api_error_quark ())

/**
 * TrueconfApiError:
 * @TRUECONF_API_ERROR_UNKNOWN: an error without a number
 * @TRUECONF_API_ERROR_FORCED: a failure caused on purpose by a test server
 * @TRUECONF_API_ERROR_DUPLICATE_ID: the id of the request is in use
 * @TRUECONF_API_ERROR_CONNECTION_ERROR: a connection inside the server failed
 * @TRUECONF_API_ERROR_CONNECTION_TIMEOUT: a connection inside the server timed out
 * @TRUECONF_API_ERROR_TLS_ERROR: TLS failed inside the server
 * @TRUECONF_API_ERROR_UNSUPPORTED_PROTOCOL: the protocol is not supported
 * @TRUECONF_API_ERROR_ROUTE_NOT_FOUND: the server does not know the method
 * @TRUECONF_API_ERROR_NOT_AUTHORIZED: the connection is not authorized
 * @TRUECONF_API_ERROR_INVALID_CREDENTIALS: the token is not valid
 * @TRUECONF_API_ERROR_USER_DISABLED: the account is disabled
 * @TRUECONF_API_ERROR_CREDENTIALS_EXPIRED: the token has expired
 * @TRUECONF_API_ERROR_UNSUPPORTED_CREDENTIALS: this kind of token is not supported
 * @TRUECONF_API_ERROR_INTERNAL_ERROR: an internal error of the server
 * @TRUECONF_API_ERROR_TIMEOUT: an operation timed out inside the server
 * @TRUECONF_API_ERROR_ACCESS_DENIED: access denied
 * @TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS: the bot's role in the chat does not allow it
 * @TRUECONF_API_ERROR_CHAT_NOT_FOUND: there is no such chat
 * @TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT: the user is not in the chat
 * @TRUECONF_API_ERROR_MESSAGE_NOT_FOUND: there is no such message
 * @TRUECONF_API_ERROR_UNKNOWN_MESSAGE: messages of this kind are not supported
 * @TRUECONF_API_ERROR_FILE_NOT_FOUND: there is no such file
 * @TRUECONF_API_ERROR_USER_IS_ALREADY_CHAT_PARTICIPANT: the user is already in the chat
 * @TRUECONF_API_ERROR_FILE_UPLOAD_FAILED: the upload of the file failed
 * @TRUECONF_API_ERROR_FILE_NOT_READY: the upload of the file is not complete
 * @TRUECONF_API_ERROR_ROLE_NOT_FOUND: there is no such role
 * @TRUECONF_API_ERROR_WRONG_PAYLOAD: the payload of the request is not valid (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_UNKNOWN_FILE_ERROR: an unknown error with a file (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_NOT_ENOUGH_SPACE: no space left on the server (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_BAD_FILE_NAME: the file name is not valid (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_UPLOAD_FORBIDDEN: uploads of this kind are forbidden (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_NO_SUCH_FILE: there is no such file (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_FILE_INCOMPLETE: the upload of the file is not complete (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_FILE_TOO_LARGE: the file is too large (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_UPLOAD_TASK_NOT_FOUND: there is no such upload (TrueConf Server 5.5.6)
 * @TRUECONF_API_ERROR_INVALID_FILE: the file is not valid (TrueConf Server 5.5.6)
 *
 * The server's errors. The codes are the server's own `errorCode`; codes that are not listed here are possible as
 * well.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_API_ERROR_UNKNOWN = 0,
  TRUECONF_API_ERROR_FORCED = 1,
  TRUECONF_API_ERROR_DUPLICATE_ID = 2,
  TRUECONF_API_ERROR_CONNECTION_ERROR = 100,
  TRUECONF_API_ERROR_CONNECTION_TIMEOUT = 101,
  TRUECONF_API_ERROR_TLS_ERROR = 102,
  TRUECONF_API_ERROR_UNSUPPORTED_PROTOCOL = 103,
  TRUECONF_API_ERROR_ROUTE_NOT_FOUND = 104,
  TRUECONF_API_ERROR_NOT_AUTHORIZED = 200,
  TRUECONF_API_ERROR_INVALID_CREDENTIALS = 201,
  TRUECONF_API_ERROR_USER_DISABLED = 202,
  TRUECONF_API_ERROR_CREDENTIALS_EXPIRED = 203,
  TRUECONF_API_ERROR_UNSUPPORTED_CREDENTIALS = 204,
  TRUECONF_API_ERROR_INTERNAL_ERROR = 300,
  TRUECONF_API_ERROR_TIMEOUT = 301,
  TRUECONF_API_ERROR_ACCESS_DENIED = 302,
  TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS = 303,
  TRUECONF_API_ERROR_CHAT_NOT_FOUND = 304,
  TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT = 305,
  TRUECONF_API_ERROR_MESSAGE_NOT_FOUND = 306,
  TRUECONF_API_ERROR_UNKNOWN_MESSAGE = 307,
  TRUECONF_API_ERROR_FILE_NOT_FOUND = 308,
  TRUECONF_API_ERROR_USER_IS_ALREADY_CHAT_PARTICIPANT = 309,
  TRUECONF_API_ERROR_FILE_UPLOAD_FAILED = 310,
  TRUECONF_API_ERROR_FILE_NOT_READY = 311,
  TRUECONF_API_ERROR_ROLE_NOT_FOUND = 312,
  TRUECONF_API_ERROR_WRONG_PAYLOAD = 399,
  TRUECONF_API_ERROR_UNKNOWN_FILE_ERROR = 400,
  TRUECONF_API_ERROR_NOT_ENOUGH_SPACE = 401,
  TRUECONF_API_ERROR_BAD_FILE_NAME = 402,
  TRUECONF_API_ERROR_UPLOAD_FORBIDDEN = 403,
  TRUECONF_API_ERROR_NO_SUCH_FILE = 404,
  TRUECONF_API_ERROR_FILE_INCOMPLETE = 405,
  TRUECONF_API_ERROR_FILE_TOO_LARGE = 406,
  TRUECONF_API_ERROR_UPLOAD_TASK_NOT_FOUND = 407,
  TRUECONF_API_ERROR_INVALID_FILE = 408,
} TrueconfApiError;

TRUECONF_AVAILABLE_IN_ALL
GQuark trueconf_api_error_quark (void);

G_END_DECLS
