/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "trueconf-error-private.h"
#include "trueconf-localedir.h"

/**
 * trueconf_error_quark:
 *
 * Gets the domain of the library's own errors, see [error@Error].
 *
 * Returns: the domain
 *
 * Since: 0.1
 */
/**
 * trueconf_api_error_quark:
 *
 * Gets the domain of the server's errors, see [error@ApiError].
 *
 * Returns: the domain
 *
 * Since: 0.1
 */

/* What an error of both domains carries besides its code and message. */
typedef struct
{
  TrueconfErrorCause cause; /* only of the first domain */
  char *method;
  char *chat_id;
} TrueconfErrorPrivate;

/* GLib keeps this in front of the error, aligned as by G_DEFINE_EXTENDED_ERROR(); that macro would also decide the
 * names of the domains. */
static TrueconfErrorPrivate *
get_private (const GError *error)
{
  const gsize alignment = 2 * sizeof (gsize);
  const gsize size = (sizeof (TrueconfErrorPrivate) + alignment - 1) & ~(alignment - 1);

  return G_STRUCT_MEMBER_P (error, -(gssize) size);
}

static void
init_private (GError *error)
{
  TrueconfErrorPrivate *self = get_private (error);

  self->cause = TRUECONF_ERROR_CAUSE_UNKNOWN;
  self->method = NULL;
  self->chat_id = NULL;
}

static void
copy_private (const GError *source, GError *copy)
{
  const TrueconfErrorPrivate *from = get_private (source);
  TrueconfErrorPrivate *to = get_private (copy);

  to->cause = from->cause;
  to->method = g_strdup (from->method);
  to->chat_id = g_strdup (from->chat_id);
}

static void
clear_private (GError *error)
{
  TrueconfErrorPrivate *self = get_private (error);

  g_free (self->method);
  g_free (self->chat_id);
}

static GQuark
register_domain (const char *name)
{
  return g_error_domain_register_static (name, sizeof (TrueconfErrorPrivate), init_private, copy_private,
                                         clear_private);
}

GQuark
trueconf_error_quark (void)
{
  static gsize quark = 0;

  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark, register_domain ("trueconf-error-quark"));

  return (GQuark) quark;
}

GQuark
trueconf_api_error_quark (void)
{
  static gsize quark = 0;

  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark, register_domain ("trueconf-api-error-quark"));

  return (GQuark) quark;
}

static gboolean
is_extended (const GError *error)
{
  return error->domain == TRUECONF_ERROR || error->domain == TRUECONF_API_ERROR;
}

void
trueconf_error_set_request (GError *error, const char *method, char *chat_id)
{
  g_autofree char *chat = chat_id;
  TrueconfErrorPrivate *self;

  if (!is_extended (error))
    return;

  self = get_private (error);
  g_free (self->method);
  g_free (self->chat_id);
  self->method = g_strdup (method);
  self->chat_id = g_steal_pointer (&chat);
}

void
trueconf_error_set_cause (GError *error, TrueconfErrorCause cause)
{
  g_assert (error->domain == TRUECONF_ERROR);

  get_private (error)->cause = cause;
}

/* What the code tells of errors that were made where there is no connection to know of. */
static TrueconfErrorCause
get_cause_of_code (int code)
{
  switch (code)
    {
    case TRUECONF_ERROR_INVALID_TOKEN:
    case TRUECONF_ERROR_TOKEN_EXPIRED:
    case TRUECONF_ERROR_INVALID_GRANT:
    case TRUECONF_ERROR_PASSWORD_AUTH_DISABLED:
    case TRUECONF_ERROR_OAUTH_MISSING_SCOPE:
      return TRUECONF_ERROR_CAUSE_AUTH;

    case TRUECONF_ERROR_TIMED_OUT:
      return TRUECONF_ERROR_CAUSE_TIMEOUT;

    case TRUECONF_ERROR_PROTOCOL:
      return TRUECONF_ERROR_CAUSE_PROTOCOL;

    default:
      return TRUECONF_ERROR_CAUSE_UNKNOWN;
    }
}

static gboolean
is_refusal (int code)
{
  switch (code)
    {
    case TRUECONF_API_ERROR_NOT_AUTHORIZED:
    case TRUECONF_API_ERROR_INVALID_CREDENTIALS:
    case TRUECONF_API_ERROR_USER_DISABLED:
    case TRUECONF_API_ERROR_CREDENTIALS_EXPIRED:
    case TRUECONF_API_ERROR_UNSUPPORTED_CREDENTIALS:
      return TRUE;

    default:
      return FALSE;
    }
}

/**
 * trueconf_error_get_cause:
 * @error: (nullable): an error
 *
 * Gets why there is no connection, of an error that says so, such as `TRUECONF_ERROR_CONNECTION_FAILED`.
 *
 * PyGObject copies only the domain, code and message of an error. In Python, read the attribute `cause` of the exception
 * instead.
 *
 * Returns: the cause, `TRUECONF_ERROR_CAUSE_UNKNOWN` if @error does not have one
 *
 * Since: 0.1
 */
TrueconfErrorCause
trueconf_error_get_cause (const GError *error)
{
  TrueconfErrorCause cause = TRUECONF_ERROR_CAUSE_UNKNOWN;

  if (error == NULL)
    return cause;

  if (error->domain == TRUECONF_API_ERROR)
    return is_refusal (error->code) ? TRUECONF_ERROR_CAUSE_AUTH : cause;

  if (error->domain == TRUECONF_ERROR)
    cause = get_private (error)->cause;

  return error->domain == TRUECONF_ERROR && cause == TRUECONF_ERROR_CAUSE_UNKNOWN
             ? get_cause_of_code (error->code)
             : cause;
}

/**
 * trueconf_error_get_method:
 * @error: (nullable): an error
 *
 * Gets the method of the server that has failed, such as `sendMessage`.
 *
 * The errors of all requests have it, whether the server has refused the request, has not answered it, or could not be
 * reached. Errors that are found before there is a request, such as `TRUECONF_ERROR_TEXT_TOO_LONG`, do not, and neither do
 * those of other domains, such as `G_IO_ERROR_CANCELLED`.
 *
 * PyGObject copies only the domain, code and message of an error. In Python, read the attribute `method` of the exception
 * instead.
 *
 * Returns: (nullable): the method, `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_error_get_method (const GError *error)
{
  return error != NULL && is_extended (error) ? get_private (error)->method : NULL;
}

/**
 * trueconf_error_get_chat_id:
 * @error: (nullable): an error
 *
 * Gets the chat of the request that has failed.
 *
 * Requests that name a message, a file or a user instead of a chat have none, and neither have the errors that are without
 * method, see [func@Error.get_method].
 *
 * PyGObject copies only the domain, code and message of an error. In Python, read the attribute `chat_id` of the exception
 * instead.
 *
 * Returns: (nullable): the id of the chat, `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_error_get_chat_id (const GError *error)
{
  return error != NULL && is_extended (error) ? get_private (error)->chat_id : NULL;
}

/* When the library is loaded: functions can fail before the first bot exists, and a program may make an error by the name of
 * its domain, as GJS does, before any function here has asked for the domain. Such an error would lack what is kept in front
 * of it. */
__attribute__ ((constructor)) static void
prepare (void)
{
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  trueconf_error_quark ();
  trueconf_api_error_quark ();
}

static const struct
{
  int code;
  const char *text;
} descriptions[] = {
  { TRUECONF_API_ERROR_FORCED, N_ ("the server was told to fail, for a test") },
  { TRUECONF_API_ERROR_DUPLICATE_ID,
    N_ ("the number of the request is already in use; this is a fault of the library, please report it") },
  { TRUECONF_API_ERROR_CONNECTION_ERROR, N_ ("the server has lost a connection; try again later") },
  { TRUECONF_API_ERROR_CONNECTION_TIMEOUT, N_ ("a connection of the server has timed out; try again later") },
  { TRUECONF_API_ERROR_TLS_ERROR, N_ ("the server has a TLS problem; ask its administrator") },
  { TRUECONF_API_ERROR_UNSUPPORTED_PROTOCOL,
    N_ ("the server does not support this protocol; ask its administrator which version it is") },
  { TRUECONF_API_ERROR_ROUTE_NOT_FOUND,
    N_ ("the server does not know this method; it may need a newer version") },
  { TRUECONF_API_ERROR_NOT_AUTHORIZED,
    N_ ("the connection is not authorized; start the bot again, and log in before anything else") },
  { TRUECONF_API_ERROR_INVALID_CREDENTIALS,
    N_ ("the server does not accept the token; get a new one from this server") },
  { TRUECONF_API_ERROR_USER_DISABLED,
    N_ ("the bot's account is disabled; ask the server's administrator to enable it") },
  { TRUECONF_API_ERROR_CREDENTIALS_EXPIRED, N_ ("the token has expired; get a new one") },
  { TRUECONF_API_ERROR_UNSUPPORTED_CREDENTIALS,
    N_ ("the server does not support this kind of token; get one from its own bridge") },
  { TRUECONF_API_ERROR_INTERNAL_ERROR, N_ ("the server has failed; try again later") },
  { TRUECONF_API_ERROR_TIMEOUT,
    N_ ("the server took too long; what was asked for may have happened all the same") },
  { TRUECONF_API_ERROR_ACCESS_DENIED,
    N_ ("the server denies access; check that the user exists, and that the bot may do this") },
  { TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS,
    N_ ("the bot's role in the chat does not allow this; let an owner or administrator of the chat change the role") },
  { TRUECONF_API_ERROR_CHAT_NOT_FOUND,
    N_ ("there is no such chat, or the bot is not in it; check the id, or let somebody add the bot") },
  { TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT,
    N_ ("the user is not in the chat; add the user first, or check the id") },
  { TRUECONF_API_ERROR_MESSAGE_NOT_FOUND, N_ ("there is no such message; it may have been removed") },
  { TRUECONF_API_ERROR_UNKNOWN_MESSAGE,
    N_ ("this cannot be done with a message of this kind; send another message instead") },
  { TRUECONF_API_ERROR_FILE_NOT_FOUND,
    N_ ("there is no such file; it may have been removed, or forgotten by the server") },
  { TRUECONF_API_ERROR_USER_IS_ALREADY_CHAT_PARTICIPANT,
    N_ ("the user is in the chat already; nothing needs to be done") },
  { TRUECONF_API_ERROR_FILE_UPLOAD_FAILED,
    N_ ("the server did not take the file; it may be too large or of a forbidden kind") },
  { TRUECONF_API_ERROR_FILE_NOT_READY, N_ ("the file has not arrived on the server yet; try again later") },
  { TRUECONF_API_ERROR_ROLE_NOT_FOUND,
    N_ ("there is no such role in this kind of chat; “writer”, for one, is for channels") },
  { TRUECONF_API_ERROR_WRONG_PAYLOAD,
    N_ ("the server could not read the request; a link in the text may be broken") },
  { TRUECONF_API_ERROR_UNKNOWN_FILE_ERROR,
    N_ ("the server could not handle the file; try again, or ask its administrator") },
  { TRUECONF_API_ERROR_NOT_ENOUGH_SPACE, N_ ("there is no space left on the server; ask its administrator") },
  { TRUECONF_API_ERROR_BAD_FILE_NAME, N_ ("the server does not like the file name; use another one") },
  { TRUECONF_API_ERROR_UPLOAD_FORBIDDEN,
    N_ ("the server forbids files of this kind; ask its administrator which ones it takes") },
  { TRUECONF_API_ERROR_NO_SUCH_FILE,
    N_ ("there is no such file; it may have been removed, or forgotten by the server") },
  { TRUECONF_API_ERROR_FILE_INCOMPLETE, N_ ("the file has not arrived on the server yet; try again later") },
  { TRUECONF_API_ERROR_FILE_TOO_LARGE,
    N_ ("the file is larger than the server allows; make it smaller, or ask the administrator for a higher limit") },
  { TRUECONF_API_ERROR_UPLOAD_TASK_NOT_FOUND,
    N_ ("the server has forgotten the upload; send the file again") },
  { TRUECONF_API_ERROR_INVALID_FILE,
    N_ ("the server cannot use the file; it may be damaged, or not what its name says") },
};

/* Returns a text that can follow a colon. */
const char *
trueconf_api_error_describe (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    if (descriptions[i].code == code)
      return _ (descriptions[i].text);

  return _ ("the server refused the request; look the number up in its documentation");
}
