/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tool-doctor.h"
#include "tool-terminal.h"

#define DATE             "%Y-%m-%d %H:%M UTC"
#define SOON_DAYS        14
#define MAX_NAMES        6
#define MAX_CERTIFICATES 10
#define DATE_PROBLEMS    (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)

/* ---- what is in a certificate. Names are the server's: they are cleaned. */

static char *
get_subject (GTlsCertificate *certificate)
{
  g_autofree char *name = g_tls_certificate_get_subject_name (certificate);

  return tool_terminal_clean (name != NULL && *name != '\0' ? name : "?", FALSE);
}

static char *
get_issuer_name (GTlsCertificate *certificate)
{
  g_autofree char *name = g_tls_certificate_get_issuer_name (certificate);

  return tool_terminal_clean (name != NULL && *name != '\0' ? name : "?", FALSE);
}

static gboolean
is_self_signed (GTlsCertificate *certificate)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);

  return subject != NULL && g_strcmp0 (subject, issuer) == 0;
}

static char *
format_date (GDateTime *date)
{
  g_autoptr (GDateTime) utc = date != NULL ? g_date_time_to_utc (date) : NULL;

  return utc != NULL ? g_date_time_format (utc, DATE) : g_strdup ("?");
}

static char *
get_first_date (GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) date = g_tls_certificate_get_not_valid_before (certificate);

  return format_date (date);
}

static char *
get_last_date (GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) date = g_tls_certificate_get_not_valid_after (certificate);

  return format_date (date);
}

/* The names and addresses that it was issued for. */
static char *
list_names (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr (GPtrArray) addresses = g_tls_certificate_get_ip_addresses (certificate);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; names != NULL && i < names->len; i++, n++)
    {
      GBytes *name = g_ptr_array_index (names, i);

      if (n < MAX_NAMES)
        g_string_append_printf (text, "%s%.*s", n > 0 ? ", " : "", (int) g_bytes_get_size (name),
                                (const char *) g_bytes_get_data (name, NULL));
    }
  for (guint i = 0; addresses != NULL && i < addresses->len; i++, n++)
    {
      g_autofree char *address = g_inet_address_to_string (g_ptr_array_index (addresses, i));

      if (n < MAX_NAMES)
        g_string_append_printf (text, "%s%s", n > 0 ? ", " : "", address);
    }
  if (n == 0)
    return get_subject (certificate);
  if (n > MAX_NAMES)
    g_string_append (text, ", …");

  return tool_terminal_clean (text->str, FALSE);
}

static GTlsCertificate *
get_last (GTlsCertificate *certificate)
{
  for (guint i = 0; i < MAX_CERTIFICATES; i++)
    {
      GTlsCertificate *issuer = g_tls_certificate_get_issuer (certificate);

      if (issuer == NULL || issuer == certificate)
        break;
      certificate = issuer;
    }

  return certificate;
}

/* Certificates of public authorities say where the one that has signed them can be had: “CA Issuers” (1.3.6.1.5.5.7.48.2) and an
 * address, in DER. */
static char *
find_issuer_address (GTlsCertificate *certificate)
{
  static const guint8 oid[] = { 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02, 0x86 };
  g_autoptr (GByteArray) der = NULL;
  const guint8 *found;
  gsize left;

  g_object_get (certificate, "certificate", &der, NULL);
  found = der != NULL ? memmem (der->data, der->len, oid, sizeof oid) : NULL;
  if (found == NULL)
    return NULL;

  found += sizeof oid;
  left = (gsize) (der->data + der->len - found);
  /* longer ones have their length in several bytes */
  if (left < 1 || found[0] >= 0x80 || found[0] > left - 1)
    return NULL;
  else
    {
      g_autofree char *address = g_strndup ((const char *) found + 1, found[0]);

      return g_str_has_prefix (address, "http") ? tool_terminal_clean (address, FALSE) : NULL;
    }
}

/* ---- what is wrong with it, and what to do */

static void
describe_authority (ToolDoctor *self, ToolFinding *finding, char **text, char **advice)
{
  GTlsCertificate *last = get_last (self->certificate);
  g_autofree char *issuer = get_issuer_name (last);
  g_autofree char *address = NULL;

  if (last == self->certificate && is_self_signed (last))
    {
      *text = g_strdup (_ ("the certificate is signed by itself, so this machine does not trust it"));
      *advice = g_strdup (_ ("If it is the right one, keep it in a file, and give that with --ca-file:"));
      tool_finding_add_detail (
          finding, g_strdup_printf ("  openssl s_client -connect %s:%u </dev/null | openssl x509 >server.pem",
                                    self->server, self->port));
      return;
    }
  if (is_self_signed (last))
    {
      /* Translators: name of an authority */
      *text = g_strdup_printf (
          _ ("the certificate is signed by the authority “%s”, which this machine does not trust"), issuer);
      *advice = g_strdup (
          _ ("Ask the server's administrator for the authority's certificate, and give it with --ca-file"));
      return;
    }

  address = find_issuer_address (last);
  /* Translators: name of an authority */
  *text = g_strdup_printf (
      _ ("a certificate is missing, that of “%s”: the server does not send it, and this machine does not know it"),
      issuer);
  if (address != NULL)
    *advice = g_strdup_printf (
        /* Translators: name of an authority, address of a file */
        _ ("Ask the server's administrator to send the intermediate certificate of “%s” too, as in a file “fullchain.pem”. It can be had "
           "from %s"),
        issuer, address);
  else
    *advice = g_strdup_printf (
        /* Translators: name of an authority, twice */
        _ ("If “%s” is an intermediate authority, ask the server's administrator to send its certificate too, as in a file "
           "“fullchain.pem”. If “%s” is your own authority, give its certificate with --ca-file"),
        issuer, issuer);
}

static void
describe_problem (ToolDoctor *self,
                  ToolFinding *finding,
                  GTlsCertificateFlags problem,
                  char **text,
                  char **advice)
{
  g_autofree char *names = NULL;
  g_autofree char *date = NULL;

  switch ((guint) problem)
    {
    case G_TLS_CERTIFICATE_EXPIRED:
      date = get_last_date (self->certificate);
      /* Translators: date and time */
      *text = g_strdup_printf (_ ("the certificate has expired: it was valid until %s"), date);
      *advice = g_strdup (_ ("Ask the server's administrator to renew it"));
      return;

    case G_TLS_CERTIFICATE_NOT_ACTIVATED:
      date = get_first_date (self->certificate);
      /* Translators: date and time */
      *text = g_strdup_printf (_ ("the certificate is not valid yet: it will be from %s on"), date);
      *advice = g_strdup (_ (
          "Set this machine's clock if it is wrong (timedatectl set-ntp true), else ask the server's administrator"));
      return;

    case G_TLS_CERTIFICATE_BAD_IDENTITY:
      names = list_names (self->certificate);
      /* Translators: names, the name that was asked for */
      *text = g_strdup_printf (_ ("the certificate is for %s, not for %s"), names, self->server);
      *advice = g_strdup (_ (
          "Give a name that is in the certificate with --server, or ask the server's administrator for a certificate with "
          "this name"));
      return;

    case G_TLS_CERTIFICATE_UNKNOWN_CA:
      describe_authority (self, finding, text, advice);
      return;

    case G_TLS_CERTIFICATE_REVOKED:
      *text = g_strdup (_ ("the certificate was revoked"));
      break;

    case G_TLS_CERTIFICATE_INSECURE:
      *text = g_strdup (_ ("the certificate uses an algorithm that is not secure any more"));
      break;

    default:
      *text = g_strdup (_ ("the certificate cannot be verified"));
    }

  *advice = g_strdup (_ ("Ask the server's administrator for a new one"));
}

/* The most telling first: to trust an authority does not help if the dates are wrong. */
static const GTlsCertificateFlags problems[] = {
  G_TLS_CERTIFICATE_EXPIRED,       G_TLS_CERTIFICATE_NOT_ACTIVATED, G_TLS_CERTIFICATE_UNKNOWN_CA,
  G_TLS_CERTIFICATE_BAD_IDENTITY,  G_TLS_CERTIFICATE_REVOKED,       G_TLS_CERTIFICATE_INSECURE,
  G_TLS_CERTIFICATE_GENERIC_ERROR,
};

static void
add_problems (ToolDoctor *self, ToolFinding *finding, ToolVerdict verdict)
{
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *advice = NULL;

      if ((self->problems & problems[i]) == 0)
        continue;
      describe_problem (self, finding, problems[i], &text, &advice);
      if (first)
        {
          tool_finding_set (finding, verdict, g_steal_pointer (&text));
          tool_finding_set_advice (finding, g_steal_pointer (&advice));
        }
      else
        /* Translators: another problem, what to do */
        tool_finding_add_detail (finding, g_strdup_printf (_ ("Also: %s. %s"), text, advice));
      first = FALSE;
    }
}

static void
add_chain (ToolDoctor *self, ToolFinding *finding)
{
  GTlsCertificate *certificate = self->certificate;

  for (guint i = 1; certificate != NULL && i <= MAX_CERTIFICATES; i++)
    {
      g_autofree char *subject = get_subject (certificate);
      g_autofree char *issuer = get_issuer_name (certificate);
      g_autofree char *begin = get_first_date (certificate);
      g_autofree char *end = get_last_date (certificate);
      GTlsCertificate *next = g_tls_certificate_get_issuer (certificate);

      tool_finding_add_detail (
          finding,
          /* Translators: number of a certificate, name in it, name of who has signed it, two dates */
          g_strdup_printf (_ ("Certificate %u: %s, signed by %s, valid from %s to %s"), i, subject, issuer,
                           begin, end));
      certificate = next != certificate ? next : NULL;
    }
}

/* ---- the handshake */

static gboolean
accept_cb (GTlsConnection *connection,
           GTlsCertificate *certificate,
           GTlsCertificateFlags errors,
           gpointer user_data)
{
  ToolDoctor *self = user_data;

  g_set_object (&self->certificate, certificate);
  self->problems = errors;

  /* nothing secret is sent to a server whose dates are wrong, but it is asked what time it has */
  return !tool_config_get_boolean (self->config, TOOL_SETTING_VERIFY_TLS) || (errors & ~DATE_PROBLEMS) == 0;
}

static GIOStream *
make_connection (ToolDoctor *self, GError **error)
{
  const char *path = tool_config_get (self->config, TOOL_SETTING_CA_FILE);
  g_autofree char *name = g_strdup (self->server);
  g_autoptr (GSocketConnectable) identity = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GIOStream) stream = NULL;

  if (path != NULL)
    {
      g_autofree char *full_path = g_canonicalize_filename (path, NULL);

      database = G_TLS_DATABASE (g_tls_file_database_new (full_path, error));
      if (database == NULL)
        {
          g_prefix_error (error, "%s: ", path);
          return NULL;
        }
    }

  /* DNS knows names with a dot at the end, certificates know none */
  if (g_str_has_suffix (name, "."))
    name[strlen (name) - 1] = '\0';
  identity = g_network_address_new (name, self->port);
  stream = g_tls_client_connection_new (self->stream, identity, error);
  if (stream == NULL)
    return NULL;

  if (database != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (stream), database);
  g_signal_connect (stream, "accept-certificate", G_CALLBACK (accept_cb), self);

  return g_steal_pointer (&stream);
}

static const char *
get_version (GTlsConnection *connection)
{
  switch (g_tls_connection_get_protocol_version (connection))
    {
    case G_TLS_PROTOCOL_VERSION_TLS_1_3:
      return "TLS 1.3";
    case G_TLS_PROTOCOL_VERSION_TLS_1_2:
      return "TLS 1.2";
    case G_TLS_PROTOCOL_VERSION_UNKNOWN:
    case G_TLS_PROTOCOL_VERSION_SSL_3_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_1:
    case G_TLS_PROTOCOL_VERSION_DTLS_1_0:
    case G_TLS_PROTOCOL_VERSION_DTLS_1_2:
    default:
      return "TLS";
    }
}

static gboolean
ends_soon (GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return end != NULL && g_date_time_difference (end, now) < SOON_DAYS * G_TIME_SPAN_DAY;
}

static void
set_success (ToolDoctor *self, ToolFinding *finding, GTlsConnection *connection)
{
  g_autofree char *end = get_last_date (self->certificate);

  if (self->problems != 0)
    {
      add_problems (self, finding, TOOL_VERDICT_WARNING);
      tool_finding_add_detail (
          finding, g_strdup (_ ("It is not verified (--insecure): everybody on the way can read along")));
      return;
    }

  /* Translators: version of TLS, date and time */
  tool_finding_set (finding, TOOL_VERDICT_GOOD,
                    g_strdup_printf (_ ("%s, certificate valid until %s"), get_version (connection), end));
  if (ends_soon (self->certificate))
    {
      finding->verdict = TOOL_VERDICT_WARNING;
      tool_finding_set_advice (finding,
                               g_strdup (_ ("Remind the server's administrator to renew the certificate")));
    }
}

static void
set_failure (ToolDoctor *self, ToolFinding *finding, const GError *error)
{
  g_autofree char *words = NULL;

  if (self->problems != 0)
    {
      add_problems (self, finding, TOOL_VERDICT_BAD);
      return;
    }

  words = tool_doctor_describe (self, error);
  /* Translators: what the library for TLS says */
  tool_finding_set (finding, TOOL_VERDICT_BAD, g_strdup_printf (_ ("TLS does not come about (%s)"), words));
  tool_finding_set_advice (finding,
                           g_strdup (_ ("Check --port. If there is no TLS at this port, give --no-tls")));
}

void
tool_doctor_probe_tls (ToolDoctor *self, ToolFinding *finding)
{
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (!self->tls)
    {
      if (tool_doctor_is_local (self->server))
        tool_finding_set (finding, TOOL_VERDICT_NOT_RUN, g_strdup (_ ("switched off")));
      else
        tool_finding_set (
            finding, TOOL_VERDICT_WARNING,
            g_strdup (_ ("switched off: everybody on the way can read the password and all messages")));
      return;
    }

  stream = make_connection (self, &error);
  if (stream == NULL)
    {
      tool_finding_set (finding, TOOL_VERDICT_BAD, g_strdup (error->message));
      tool_finding_set_advice (finding,
                               g_strdup (_ ("Check --ca-file: it is a file with certificates in PEM")));
      return;
    }

  g_tls_connection_handshake_async (G_TLS_CONNECTION (stream), G_PRIORITY_DEFAULT,
                                    tool_run_get_cancellable (self->run), tool_run_ready, self->run);
  done = g_tls_connection_handshake_finish (G_TLS_CONNECTION (stream), tool_run_wait (self->run), &error);
  if (done && self->certificate == NULL)
    g_set_object (&self->certificate, g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (stream)));

  if (!done || (self->problems != 0 && tool_config_get_boolean (self->config, TOOL_SETTING_VERIFY_TLS)))
    set_failure (self, finding, error);
  else
    {
      tool_finding_stop_clock (finding);
      set_success (self, finding, G_TLS_CONNECTION (stream));
    }
  if (self->certificate != NULL)
    add_chain (self, finding);

  g_clear_object (&self->stream);
  if (done)
    self->stream = g_steal_pointer (&stream);
}

gboolean
tool_doctor_doubts_clock (ToolDoctor *self)
{
  return self->stream != NULL && self->problems != 0 && (self->problems & ~DATE_PROBLEMS) == 0;
}
