/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text/trueconf-shown-private.h"
#include "transport/trueconf-failure-private.h"
#include "trueconf-error-private.h"

/* A shorter part of a secret gives nothing away, and may be an ordinary word. */
#define SECRET_PART 16

/* In bytes: more than is shown. */
#define MAX_QUOTED 4096

void
trueconf_failure_clear (TrueconfFailure *self)
{
  g_clear_error (&self->error);
}

/* What is wrong with a certificate, the most telling first. The dates come before the authority, because it does not help to
 * trust the authority of a certificate that is not valid. */
static const struct
{
  GTlsCertificateFlags flag;
  TrueconfErrorCause cause;
  const char *text;
} problems[] = {
  { G_TLS_CERTIFICATE_EXPIRED, TRUECONF_ERROR_CAUSE_TLS_EXPIRED,
    N_ ("it has expired. Ask the server's administrator to renew it, and look at this machine's clock") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, TRUECONF_ERROR_CAUSE_TLS_NOT_YET_VALID,
    N_ ("it is not valid yet. Look at this machine's clock") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA, TRUECONF_ERROR_CAUSE_TLS_UNKNOWN_AUTHORITY, NULL },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, TRUECONF_ERROR_CAUSE_TLS_WRONG_NAME,
    N_ ("it was issued for another name. Set “server” to a name that is in the certificate") },
  { G_TLS_CERTIFICATE_REVOKED, TRUECONF_ERROR_CAUSE_TLS,
    N_ ("it was revoked. Ask the server's administrator") },
  { G_TLS_CERTIFICATE_INSECURE, TRUECONF_ERROR_CAUSE_TLS,
    N_ ("it uses an insecure algorithm. Ask the server's administrator") },
};

static gboolean
is_self_signed (GTlsCertificate *certificate)
{
  g_autofree char *subject = NULL;
  g_autofree char *issuer = NULL;

  g_object_get (certificate, "subject-name", &subject, "issuer-name", &issuer, NULL);
  return subject != NULL && g_strcmp0 (subject, issuer) == 0;
}

/* The last name in what the server has sent, which was not found among the authorities. */
static char *
get_missing_authority (GTlsCertificate *certificate)
{
  g_autofree char *issuer = NULL;

  while (g_tls_certificate_get_issuer (certificate) != NULL &&
         g_tls_certificate_get_issuer (certificate) != certificate)
    certificate = g_tls_certificate_get_issuer (certificate);

  g_object_get (certificate, "issuer-name", &issuer, NULL);
  return trueconf_text_show (issuer != NULL ? issuer : "?");
}

/* A server that sends its own certificate alone may have forgotten the one that was signed by the authority, which looks
 * the same as a wrong “tls-ca-file”. */
static char *
describe_authority (GTlsCertificate *certificate, const TrueconfSettings *settings, TrueconfErrorCause *cause)
{
  g_autofree char *authority = NULL;

  *cause = TRUECONF_ERROR_CAUSE_TLS_UNKNOWN_AUTHORITY;

  if (certificate == NULL)
    return g_strdup (_ ("it is signed by an authority that this machine does not know"));

  if (is_self_signed (certificate))
    {
      *cause = TRUECONF_ERROR_CAUSE_TLS_SELF_SIGNED;
      return g_strdup (_ ("it is signed by itself. Set “tls-ca-file” to this certificate"));
    }

  authority = get_missing_authority (certificate);
  if (settings->tls_database == NULL)
    return g_strdup_printf (
        /* Translators: name of an authority */
        _ ("it is signed by an authority that this machine does not know, “%s”. Set “tls-ca-file” to the "
           "authority's certificate"),
        authority);

  if (g_tls_certificate_get_issuer (certificate) == NULL)
    {
      *cause = TRUECONF_ERROR_CAUSE_TLS_MISSING_INTERMEDIATE;
      return g_strdup_printf (
          /* Translators: name of an authority */
          _ ("it is signed by “%s”, whose certificate is neither sent by the server nor in “tls-ca-file”. Ask the "
             "server's administrator to send the intermediate certificates too, or add it to “tls-ca-file”"),
          authority);
    }

  return g_strdup_printf (
      /* Translators: name of an authority */
      _ ("it is signed by an authority that is not in “tls-ca-file”, “%s”. Add the authority's certificate to it"),
      authority);
}

/* Of several problems each is worth knowing: an expired certificate of an unknown authority has two. */
static char *
describe_certificate (GTlsCertificate *certificate,
                      GTlsCertificateFlags flags,
                      const TrueconfSettings *settings,
                      TrueconfErrorCause *cause)
{
  GString *text = g_string_new (NULL);

  *cause = TRUECONF_ERROR_CAUSE_UNKNOWN;

  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (flags & problems[i].flag)
      {
        TrueconfErrorCause this_cause = problems[i].cause;
        g_autofree char *authority =
            problems[i].text == NULL ? describe_authority (certificate, settings, &this_cause) : NULL;

        if (text->len > 0)
          g_string_append (text, _ (". Also, "));
        g_string_append (text, authority != NULL ? authority : _ (problems[i].text));
        if (*cause == TRUECONF_ERROR_CAUSE_UNKNOWN)
          *cause = this_cause;
      }

  if (text->len == 0)
    g_string_append (text, _ ("it cannot be verified"));
  if (*cause == TRUECONF_ERROR_CAUSE_UNKNOWN)
    *cause = TRUECONF_ERROR_CAUSE_TLS;

  return g_string_free (text, FALSE);
}

static TrueconfFailure
make_through (TrueconfFailureKind kind,
              TrueconfErrorCause cause,
              const char *proxy,
              const TrueconfSettings *settings,
              const char *problem)
{
  g_autofree char *server = trueconf_settings_describe_server (settings);
  TrueconfFailure failure = { kind, NULL };

  if (proxy != NULL)
    failure.error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED,
                                 /* Translators: address of the server, address of the proxy, what is wrong */
                                 _ ("Cannot connect to %s through the proxy %s: %s"), server, proxy, problem);
  else
    failure.error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED,
                                 /* Translators: address of the server, what is wrong */
                                 _ ("Cannot connect to %s: %s"), server, problem);
  trueconf_error_set_cause (failure.error, cause);
  return failure;
}

static TrueconfFailure
make (TrueconfFailureKind kind,
      TrueconfErrorCause cause,
      const TrueconfSettings *settings,
      const char *problem)
{
  return make_through (kind, cause, NULL, settings, problem);
}

static const char *
get_proxy (const TrueconfRoute *route)
{
  return route != NULL ? trueconf_route_get_proxy (route) : NULL;
}

/* A certificate that was refused, with what is wrong with it. It may be NULL. */
TrueconfFailure
trueconf_failure_from_certificate (GTlsCertificate *certificate,
                                   GTlsCertificateFlags flags,
                                   const TrueconfRoute *route,
                                   const TrueconfSettings *settings)
{
  TrueconfErrorCause cause;
  g_autofree char *text = describe_certificate (certificate, flags, settings, &cause);
  g_autofree char *problem = g_strdup_printf (_ ("the server's certificate is not accepted: %s"), text);

  return make_through (TRUECONF_FAILURE_REFUSED, cause, get_proxy (route), settings, problem);
}

static gboolean
is_end_of_connection (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
}

/* GLib has a code for it, but glib-networking uses that for some of the signs only. */
static gboolean
is_no_tls (const GError *error)
{
  return g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS) ||
         (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_MISC) &&
          strstr (error->message, "unexpected TLS packet") != NULL);
}

static gboolean
is_proxy_refusal (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED);
}

static gboolean
is_of_proxy (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED) || is_proxy_refusal (error);
}

static TrueconfErrorCause
get_cause (const GError *error, const TrueconfSettings *settings)
{
  if (error->domain == G_RESOLVER_ERROR)
    return TRUECONF_ERROR_CAUSE_DNS;
  if (is_of_proxy (error))
    return TRUECONF_ERROR_CAUSE_PROXY;
  if (is_no_tls (error))
    return TRUECONF_ERROR_CAUSE_TLS_MISSING;
  if (error->domain == G_TLS_ERROR)
    return TRUECONF_ERROR_CAUSE_TLS;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return TRUECONF_ERROR_CAUSE_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return TRUECONF_ERROR_CAUSE_UNREACHABLE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return TRUECONF_ERROR_CAUSE_TIMEOUT;
  if (is_end_of_connection (error))
    return TRUECONF_ERROR_CAUSE_CLOSED;
  if (error->domain == SOUP_SESSION_ERROR && !settings->https)
    return TRUECONF_ERROR_CAUSE_TLS_REQUIRED;
  if (error->domain == SOUP_SESSION_ERROR || error->domain == SOUP_WEBSOCKET_ERROR)
    return TRUECONF_ERROR_CAUSE_PROTOCOL;

  return TRUECONF_ERROR_CAUSE_UNKNOWN;
}

static char *
describe_error (const GError *error, TrueconfErrorCause cause, const TrueconfSettings *settings)
{
  g_autofree char *words = trueconf_text_show (error->message); /* GIO and libsoup may quote the server */

  switch ((int) cause)
    {
    case TRUECONF_ERROR_CAUSE_DNS:
      return g_strdup_printf (
          _ ("the name “%s” cannot be resolved. Check the spelling and this machine's DNS"),
          settings->server);

    case TRUECONF_ERROR_CAUSE_TLS_MISSING:
      return g_strdup_printf (_ ("there is no TLS at this port (%s). Check “port”, or set “https” to FALSE"),
                              words);

    case TRUECONF_ERROR_CAUSE_TLS:
      return g_strdup_printf (
          _ ("TLS does not come about (%s). Check “port”; if there is no TLS at it, set “https” to FALSE"),
          words);

    case TRUECONF_ERROR_CAUSE_PROXY:
      return g_strdup_printf (
          _ ("the proxy does not let the connection through (%s). Check the proxy and its password"), words);

    case TRUECONF_ERROR_CAUSE_REFUSED:
      return g_strdup (
          _ ("nothing listens at this port. Check “server” and “port”, and whether the server runs"));

    case TRUECONF_ERROR_CAUSE_UNREACHABLE:
      return g_strdup_printf (_ ("there is no way to the server (%s). Check the network"), words);

    case TRUECONF_ERROR_CAUSE_TLS_REQUIRED:
      return g_strdup (_ ("the answer is not HTTP. If there is TLS at this port, set “https” to TRUE"));

    case TRUECONF_ERROR_CAUSE_CLOSED:
      return settings->https
                 ? g_steal_pointer (&words)
                 : g_strdup_printf (_ ("%s. If there is TLS at this port, set “https” to TRUE"), words);

    default:
      return g_steal_pointer (&words);
    }
}

char *
trueconf_failure_describe_proxy_error (const GError *error, const TrueconfRoute *route)
{
  g_autofree char *words = trueconf_text_show (error->message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH))
    return g_strdup (_ ("the proxy wants a user name and a password. Put them into its address"));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED))
    return g_strdup (
        _ ("the proxy does not accept the user name and the password. Check those in its address"));

  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_strdup (_ (
        "the proxy's certificate is not accepted. It has to be valid for the proxy's name as its address has it, and "
        "signed by an authority that this system trusts. Or write the proxy's address with “http://”, if it takes "
        "that"));

  if (error->domain == G_TLS_ERROR)
    return g_strdup_printf (_ ("TLS does not come about with the proxy (%s). Check its address; if it has no "
                               "certificate of its own, write it with “http://”"),
                            words);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return g_strdup_printf (
        _ ("this kind of proxy is not supported (%s). Use one with “http://” or “socks5://”"), words);

  if (!route->reached)
    return g_strdup_printf (_ ("the proxy cannot be reached (%s). Check its address, and whether it runs"),
                            words);

  return g_strdup_printf (_ ("the proxy does not let the connection through (%s)"), words);
}

/* What fails before the proxy has let the connection through is its fault, whatever kind of error it is. */
static TrueconfFailure
make_proxy_failure (const GError *error, const TrueconfRoute *route, const TrueconfSettings *settings)
{
  g_autofree char *problem = trueconf_failure_describe_proxy_error (error, route);
  gboolean refused =
      is_proxy_refusal (error) || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);

  return make_through (refused ? TRUECONF_FAILURE_REFUSED : TRUECONF_FAILURE_TRANSIENT,
                       TRUECONF_ERROR_CAUSE_PROXY, trueconf_route_get_proxy (route), settings, problem);
}

/* `message` and `route` may be NULL. */
TrueconfFailure
trueconf_failure_from_error (const GError *error,
                             SoupMessage *message,
                             const TrueconfRoute *route,
                             const TrueconfSettings *settings)
{
  TrueconfErrorCause cause = get_cause (error, settings);
  g_autofree char *problem = NULL;

  if (route != NULL && trueconf_route_is_at_proxy (route))
    return make_proxy_failure (error, route, settings);

  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return trueconf_failure_from_certificate (
        message != NULL ? soup_message_get_tls_peer_certificate (message) : NULL,
        message != NULL ? soup_message_get_tls_peer_certificate_errors (message) : 0, route, settings);

  problem = describe_error (error, cause, settings);
  return make_through (is_proxy_refusal (error) ? TRUECONF_FAILURE_REFUSED : TRUECONF_FAILURE_TRANSIENT,
                       cause, get_proxy (route), settings, problem);
}

TrueconfFailure
trueconf_failure_from_redirect (const char *problem, const TrueconfSettings *settings)
{
  return make (TRUECONF_FAILURE_TRANSIENT, TRUECONF_ERROR_CAUSE_HTTP, settings, problem);
}

/* Web servers understand HTTP at their TLS port well enough to say that it does not belong there. */
gboolean
trueconf_failure_is_tls_port (guint status, const char *body, gsize length, const TrueconfSettings *settings)
{
  return status == SOUP_STATUS_BAD_REQUEST && !settings->https &&
         g_strstr_len (body, (gssize) length, "HTTPS") != NULL;
}

TrueconfFailure
trueconf_failure_from_tls_port (const TrueconfSettings *settings)
{
  return make (TRUECONF_FAILURE_TRANSIENT, TRUECONF_ERROR_CAUSE_TLS_REQUIRED, settings,
               _ ("there is TLS at this port. Set “https” to TRUE, or check “port”"));
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
      return make (TRUECONF_FAILURE_TOKEN_REFUSED, TRUECONF_ERROR_CAUSE_HTTP, settings, problem);

    case SOUP_STATUS_NOT_FOUND:
      return make (
          TRUECONF_FAILURE_MISSING, TRUECONF_ERROR_CAUSE_HTTP, settings,
          _ ("there is no chatbot service at this address (HTTP 404). It needs TrueConf Server 5.5 or newer; "
             "check “server” and “port”"));

    case SOUP_STATUS_SERVICE_UNAVAILABLE:
      return make (TRUECONF_FAILURE_TRANSIENT, TRUECONF_ERROR_CAUSE_HTTP, settings,
                   _ ("the server is not available or has too many bots connected (HTTP 503)"));

    case SOUP_STATUS_BAD_REQUEST:
      if (!settings->https)
        return make (
            TRUECONF_FAILURE_TRANSIENT, TRUECONF_ERROR_CAUSE_HTTP, settings,
            _ ("the server does not understand the request (HTTP 400). If there is TLS at this port, set "
               "“https” to TRUE"));
      G_GNUC_FALLTHROUGH;

    default:
      problem =
          g_strdup_printf (_ ("the server answered with HTTP status %u instead of opening a WebSocket. Check "
                              "“server” and “port”, and whether a proxy before it passes WebSockets on"),
                           status);
      return make (TRUECONF_FAILURE_TRANSIENT, TRUECONF_ERROR_CAUSE_HTTP, settings, problem);
    }
}

/* A server without TLS may be as silent as one that is busy: `opening` says that it may still be one. */
TrueconfFailure
trueconf_failure_from_time_out (const char *what,
                                gint64 timeout,
                                gboolean opening,
                                const TrueconfRoute *route,
                                const TrueconfSettings *settings)
{
  double seconds = (double) timeout / G_TIME_SPAN_SECOND;
  gboolean at_proxy = route != NULL && trueconf_route_is_at_proxy (route);
  g_autofree char *problem = NULL;

  if (at_proxy)
    /* Translators: seconds */
    problem = g_strdup_printf (_ ("the proxy did not let the connection through within %g s"), seconds);
  else if (opening && settings->https)
    /* Translators: what did not happen, seconds */
    problem = g_strdup_printf (_ ("%s for %g s. If there is no TLS at this port, set “https” to FALSE"), what,
                               seconds);
  else
    /* Translators: what did not happen, seconds */
    problem = g_strdup_printf (_ ("%s for %g s"), what, seconds);

  return make_through (TRUECONF_FAILURE_TRANSIENT,
                       at_proxy ? TRUECONF_ERROR_CAUSE_PROXY : TRUECONF_ERROR_CAUSE_TIMEOUT,
                       get_proxy (route), settings, problem);
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

/* The server's own words as they can be shown, less what it must not repeat. They may have been cut off, in the middle of a
 * secret. */
char *
trueconf_failure_quote (const char *words, const char *const *secrets, gsize n_secrets)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (*words != '\0' && text->len < MAX_QUOTED)
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

  return trueconf_text_show (text->str);
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
      trueconf_error_set_cause (failure.error, TRUECONF_ERROR_CAUSE_AUTH);
      return failure;
    }

  if (g_strcmp0 (code, "temporarily_unavailable") == 0 || g_strcmp0 (code, "server_error") == 0 ||
      g_strcmp0 (code, "slow_down") == 0)
    {
      problem = g_strdup_printf (_ ("it cannot issue a token now (HTTP %u: “%s”)"), status, words);
      return make (TRUECONF_FAILURE_TRANSIENT, TRUECONF_ERROR_CAUSE_HTTP, settings, problem);
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
      return make (TRUECONF_FAILURE_REFUSED, TRUECONF_ERROR_CAUSE_HTTP, settings, problem);

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
      return make (TRUECONF_FAILURE_TRANSIENT, TRUECONF_ERROR_CAUSE_HTTP, settings, problem);
    }
}
