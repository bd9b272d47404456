/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "transport/trueconf-token-private.h"
#include "trueconf-error.h"
#include "wire/trueconf-wire-private.h"

/* Later than any expiry that makes sense: the year 5138. */
#define SECONDS_LIMIT      G_GINT64_CONSTANT (100000000000)
#define MILLISECONDS_START G_GINT64_CONSTANT (1000000000000)
#define ABSOLUTE_START     G_GINT64_CONSTANT (1000000000)

static guchar *
decode_base64url (const char *text, gsize length, gsize *decoded)
{
  g_autofree char *padded = g_malloc (length + 4);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    padded[n++] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
  while (n % 4 != 0)
    padded[n++] = '=';
  padded[n] = '\0';

  return g_base64_decode (padded, decoded);
}

/* 0: the token does not say. */
gint64
trueconf_token_get_expiry (const char *token)
{
  const char *first = strchr (token, '.');
  const char *second = first != NULL ? strchr (first + 1, '.') : NULL;
  g_autofree guchar *payload = NULL;
  gsize length = 0;

  if (second == NULL)
    return 0;

  payload = decode_base64url (first + 1, (gsize) (second - first - 1), &length);
  return trueconf_wire_read_token_claim ((const char *) payload, length);
}

/* A token that came from a person: what is wrong with it is said before it goes anywhere. */
gboolean
trueconf_token_check (const char *token, gint64 now, GError **error)
{
  guint dots = 0;
  gint64 expiry;

  if (token == NULL || token[0] == '\0')
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_TOKEN,
                           _ ("The token is empty. Set the token, or a user name and a password"));
      return FALSE;
    }

  for (const char *c = token; *c != '\0'; c++)
    {
      if (g_ascii_isspace (*c))
        {
          g_set_error_literal (
              error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_TOKEN,
              _ ("The token has white space in it, perhaps a line break at its end. Remove it"));
          return FALSE;
        }
      if (*c == '.')
        dots++;
    }

  if (dots != 2)
    {
      g_set_error_literal (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_TOKEN,
          _ ("The token is not a JWT, which has three parts with dots between them. Copy the whole "
             "“access_token” that the server has issued"));
      return FALSE;
    }

  expiry = trueconf_token_get_expiry (token);
  if (expiry != 0 && expiry <= now)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (expiry);
      g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M UTC") : NULL;

      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_TOKEN_EXPIRED,
          _ ("The token expired at %s. Get a new one from the server, or use a user name and a password"),
          text != NULL ? text : "?");
      return FALSE;
    }

  return TRUE;
}

/* Servers say it in seconds or milliseconds, from now or since 1970, or not at all. 0: nobody knows. */
gint64
trueconf_token_normalise_expiry (gboolean known, gint64 value, const char *token, gint64 now)
{
  if (known && value > MILLISECONDS_START)
    value /= 1000;
  else if (known && value > 0 && value <= ABSOLUTE_START)
    value += now;

  if (known && value > now && value < SECONDS_LIMIT)
    return value;

  return trueconf_token_get_expiry (token);
}
