/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "transport/trueconf-failure-private.h"
#include "trueconf-error.h"

/* A shorter part of a secret gives nothing away, and may be an ordinary word. */
#define SECRET_PART 16

void
trueconf_failure_clear (TrueconfFailure *self)
{
  g_clear_error (&self->error);
}

/* What is wrong with the certificate, the most telling first. */
static const char *
describe_certificate (GTlsCertificateFlags flags)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char *text;
  } problems[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA,
      N_ ("it is signed by an authority that this machine does not know. Set “tls-ca-file” to the authority's "
          "certificate") },
    { G_TLS_CERTIFICATE_BAD_IDENTITY,
      N_ ("it was issued for another name. Set “server” to a name that is in the certificate") },
    { G_TLS_CERTIFICATE_EXPIRED,
      N_ ("it has expired. Ask the server's administrator to renew it, and look at this machine's clock") },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("it is not valid yet. Look at this machine's clock") },
    { G_TLS_CERTIFICATE_REVOKED, N_ ("it was revoked. Ask the server's administrator") },
    { G_TLS_CERTIFICATE_INSECURE, N_ ("it uses an insecure algorithm. Ask the server's administrator") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (flags & problems[i].flag)
      return _ (problems[i].text);

  return _ ("it cannot be verified");
}

/* Of several problems each is worth knowing: an expired certificate of an unknown authority has two. */
static char *
describe_certificate_all (GTlsCertificateFlags flags)
{
  GString *text = g_string_new (NULL);

  if (flags == 0)
    return g_strdup (describe_certificate (flags));

  for (guint bit = 0; bit < 16; bit++)
    if (flags & (1u << bit))
      {
        if (text->len > 0)
          g_string_append (text, _ (". Also, "));
        g_string_append (text, describe_certificate ((GTlsCertificateFlags) (1u << bit)));
      }

  return g_string_free (text, FALSE);
}

static TrueconfFailure
make (TrueconfFailureKind kind, const TrueconfSettings *settings, const char *problem)
{
  g_autofree char *server = trueconf_settings_describe_server (settings);
  TrueconfFailure failure = { kind, NULL };

  failure.error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED,
                               /* Translators: address of the server, what is wrong */
                               _ ("Cannot connect to %s: %s"), server, problem);
  return failure;
}

/* `message` may be NULL. */
TrueconfFailure
trueconf_failure_from_error (const GError *error, SoupMessage *message, const TrueconfSettings *settings)
{
  GTlsCertificateFlags flags = message != NULL ? soup_message_get_tls_peer_certificate_errors (message) : 0;
  g_autofree char *problem = NULL;
  TrueconfFailureKind kind = TRUECONF_FAILURE_TRANSIENT;

  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    {
      g_autofree char *certificate = describe_certificate_all (flags);

      problem = g_strdup_printf (_ ("the server's certificate is not accepted: %s"), certificate);
      kind = TRUECONF_FAILURE_REFUSED;
    }
  else if (error->domain == G_RESOLVER_ERROR)
    {
      problem =
          g_strdup_printf (_ ("the name “%s” cannot be resolved. Check the spelling and this machine's DNS"),
                           settings->server);
    }
  else if (error->domain == G_TLS_ERROR)
    {
      problem = g_strdup_printf (
          _ ("there is no TLS at this port (%s). Check “port”, or set “https” to FALSE"), error->message);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    {
      problem = g_strdup (
          _ ("nothing listens at this port. Check “server” and “port”, and whether the server runs"));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    {
      problem = g_strdup_printf (_ ("there is no way to the server (%s). Check the network"), error->message);
    }
  else
    {
      problem = g_strdup (error->message);
    }

  return make (kind, settings, problem);
}

/* An HTTP status where the WebSocket should have been. */
TrueconfFailure
trueconf_failure_from_status (guint status, const TrueconfSettings *settings)
{
  g_autofree char *problem = NULL;

  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
      problem =
          g_strdup_printf (_ ("the server or a proxy before it refuses the connection (HTTP %u)"), status);
      return make (TRUECONF_FAILURE_TOKEN_REFUSED, settings, problem);

    case SOUP_STATUS_NOT_FOUND:
      return make (
          TRUECONF_FAILURE_MISSING, settings,
          _ ("there is no chatbot service at this address (HTTP 404). It needs TrueConf Server 5.5 or newer; "
             "check “server” and “port”"));

    case SOUP_STATUS_SERVICE_UNAVAILABLE:
      return make (TRUECONF_FAILURE_TRANSIENT, settings,
                   _ ("the server is not available or has too many bots connected (HTTP 503)"));

    default:
      problem = g_strdup_printf (_ ("the server answered with HTTP status %u instead of opening a WebSocket"),
                                 status);
      return make (TRUECONF_FAILURE_TRANSIENT, settings, problem);
    }
}

/* A server without TLS may be as silent as one that is busy: `opening` says that it may still be one. */
TrueconfFailure
trueconf_failure_from_time_out (const char *what,
                                gint64 timeout,
                                gboolean opening,
                                const TrueconfSettings *settings)
{
  double seconds = (double) timeout / G_TIME_SPAN_SECOND;
  g_autofree char *problem =
      opening && settings->https
          /* Translators: what did not happen, seconds */
          ? g_strdup_printf (_ ("%s for %g s. If there is no TLS at this port, set “https” to FALSE"), what,
                             seconds)
          /* Translators: what did not happen, seconds */
          : g_strdup_printf (_ ("%s for %g s"), what, seconds);

  return make (TRUECONF_FAILURE_TRANSIENT, settings, problem);
}

/* How much of the text is a secret: all of it, or as much of its beginning as is worth hiding. */
static gsize
match_secret (const char *text, const char *secret)
{
  gsize length = secret != NULL ? strlen (secret) : 0;
  gsize same = 0;

  while (same < length && text[same] == secret[same])
    same++;
  /* whole characters only */
  while (same > 0 && ((guchar) text[same] & 0xc0) == 0x80)
    same--;

  return same >= MIN (length, SECRET_PART) ? same : 0;
}

/* The server's own words, less what it must not repeat. They may have been cut off, in the middle of a secret. */
char *
trueconf_failure_quote (const char *words, const char *const *secrets, gsize n_secrets)
{
  GString *text = g_string_new (NULL);

  while (*words != '\0')
    {
      gsize secret = 0;

      for (gsize i = 0; i < n_secrets; i++)
        secret = MAX (secret, match_secret (words, secrets[i]));

      if (secret > 0)
        g_string_append (text, "***");
      else
        g_string_append_c (text, *words);
      words += MAX (secret, 1);
    }

  return g_string_free (text, FALSE);
}

static const char *
password_advice (const char *password)
{
  gsize length = password != NULL ? strlen (password) : 0;

  if (length > 0 && g_ascii_isspace (password[length - 1]))
    return _ (". The password ends with white space, perhaps a line break from a file");

  return "";
}

/* An answer to the token request that has no token in it. */
TrueconfFailure
trueconf_failure_from_token_answer (guint status,
                                    const char *code,
                                    const char *description,
                                    gboolean missing_scope,
                                    const char *const *secrets,
                                    gsize n_secrets,
                                    const TrueconfSettings *settings)
{
  TrueconfFailure failure = { TRUECONF_FAILURE_REFUSED, NULL };
  g_autofree char *server = trueconf_settings_describe_server (settings);
  g_autofree char *words = trueconf_failure_quote (description != NULL ? description
                                                   : code != NULL      ? code
                                                                       : "",
                                                   secrets, n_secrets);
  g_autofree char *problem = NULL;

  if (g_strcmp0 (code, "auth_method_disabled") == 0)
    {
      failure.error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_PASSWORD_AUTH_DISABLED,
                                   _ ("%s does not allow log-in with a password. Use a token, or ask the "
                                      "administrator for an OAuth2 application"),
                                   server);
      return failure;
    }

  if (missing_scope)
    {
      failure.error =
          g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_OAUTH_MISSING_SCOPE,
                       _ ("The OAuth2 application at %s has no scope. Ask the administrator to give it one, "
                          "“version:read” is enough"),
                       server);
      return failure;
    }

  if (g_strcmp0 (code, "invalid_client") == 0 && settings->client_id != NULL)
    {
      failure.error =
          g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       /* Translators: address of the server, id of the application */
                       _ ("%s does not know the OAuth2 application “%s”. Check “client-id”, or ask the "
                          "administrator for it"),
                       server, settings->client_id);
      return failure;
    }

  if (g_strcmp0 (code, "temporarily_unavailable") == 0 || g_strcmp0 (code, "server_error") == 0 ||
      g_strcmp0 (code, "slow_down") == 0)
    {
      problem = g_strdup_printf (_ ("it cannot issue a token now (HTTP %u: “%s”)"), status, words);
      return make (TRUECONF_FAILURE_TRANSIENT, settings, problem);
    }

  if (status == SOUP_STATUS_UNAUTHORIZED || g_strcmp0 (code, "invalid_grant") == 0)
    {
      failure.error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_GRANT,
                                   /* Translators: address of the server, user, more advice */
                                   _ ("%s does not accept the user name “%s” with this password%s"), server,
                                   settings->username, password_advice (settings->password));
      return failure;
    }

  switch (status)
    {
    case SOUP_STATUS_BAD_REQUEST:
      problem = g_strdup_printf (_ ("it does not accept the request for a token (HTTP 400: “%s”)"), words);
      return make (TRUECONF_FAILURE_REFUSED, settings, problem);

    case SOUP_STATUS_FORBIDDEN:
      failure = trueconf_failure_from_status (status, settings);
      failure.kind = TRUECONF_FAILURE_REFUSED;
      return failure;

    case SOUP_STATUS_NOT_FOUND:
      return trueconf_failure_from_status (status, settings);

    default:
      problem = SOUP_STATUS_IS_SUCCESSFUL (status)
                    ? g_strdup (_ ("its answer to the request for a token has no token in it"))
                    : g_strdup_printf (_ ("it answered the request for a token with HTTP status %u"), status);
      return make (TRUECONF_FAILURE_TRANSIENT, settings, problem);
    }
}
