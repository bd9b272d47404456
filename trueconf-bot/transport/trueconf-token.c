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

/* Seconds. */
#define RENEWAL_LEAD 3600
#define RENEWAL_MIN  5

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

static gint64
to_seconds (gint64 time)
{
  if (time > MILLISECONDS_START)
    time /= 1000;

  return time > 0 && time < SECONDS_LIMIT ? time : 0;
}

/* 0: the token does not say, or nothing that makes sense. */
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
  return to_seconds (trueconf_wire_read_token_claim ((const char *) payload, length));
}

/* A token that came from a person: what is wrong with it is said before it goes anywhere. */
gboolean
trueconf_token_check (const char *token, GError **error)
{
  guint dots = 0;

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

  return TRUE;
}

/* By the local clock. Whether the token is still good is for the server to say. */
gboolean
trueconf_token_check_expiry (gint64 expires, gint64 now, GError **error)
{
  if (expires != 0 && expires <= now)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (expires);
      g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M UTC") : NULL;

      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_TOKEN_EXPIRED,
          _ ("The token expired at %s. Get a new one from the server, or use a user name and a password"),
          text != NULL ? text : "?");
      return FALSE;
    }

  return TRUE;
}

/* When to get the next token, 0: nobody knows. Some time before the old one expires, but not over and over again. */
gint64
trueconf_token_get_renewal (gint64 expires, gint64 now)
{
  gint64 lifetime = expires - now;

  if (expires == 0 || lifetime <= 0)
    return 0;

  return MAX (expires - MIN (lifetime / 4, RENEWAL_LEAD), now + RENEWAL_MIN);
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
