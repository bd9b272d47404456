/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-option.h"

const ToolOption tool_connection_options[] = {
  { "server", 's', TOOL_VALUE_TEXT, N_ ("HOST"), N_ ("Name or address of the server") },
  { "port", 'p', TOOL_VALUE_PORT, N_ ("N"), N_ ("Port of the server (443, without TLS 4309)") },
  { "user", 'u', TOOL_VALUE_TEXT, N_ ("NAME"), N_ ("User name of the bot's account") },
  { "password-file", 0, TOOL_VALUE_FILE, N_ ("FILE"), N_ ("File with the password, “-” for standard input") },
  { "token-file", 0, TOOL_VALUE_FILE, N_ ("FILE"), N_ ("File with a token, “-” for standard input") },
  { "client-id", 0, TOOL_VALUE_TEXT, N_ ("ID"), N_ ("The OAuth2 application to get a token with") },
  { "ca-file", 0, TOOL_VALUE_FILE, N_ ("FILE"), N_ ("Certificates of the authorities to trust, PEM") },
  { "insecure", 0, TOOL_VALUE_NONE, NULL,
    N_ ("Accept any certificate: everybody on the way can read along") },
  { "no-tls", 0, TOOL_VALUE_NONE, NULL, N_ ("Connect without TLS") },
  { "timeout", 't', TOOL_VALUE_SECONDS, N_ ("SECONDS"), N_ ("Give up if nothing happens for so long (30)") },
  { "retries", 0, TOOL_VALUE_NUMBER, N_ ("N"), N_ ("Further attempts if the server cannot be reached (0)") },
  { "profile", 'P', TOOL_VALUE_PROFILE, N_ ("NAME"),
    N_ ("The section of the configuration to use (default)") },
  { "config", 'c', TOOL_VALUE_FILE, N_ ("FILE"), N_ ("The configuration to read instead of the usual ones") },
  TOOL_OPTION_END,
};

const ToolOption tool_general_options[] = {
  { "json", 'j', TOOL_VALUE_NONE, NULL, N_ ("Print JSON") },
  { "quiet", 'q', TOOL_VALUE_NONE, NULL, N_ ("Print nothing but errors") },
  { "print-config", 0, TOOL_VALUE_NONE, NULL, N_ ("Print the settings and where they come from") },
  { "help", 'h', TOOL_VALUE_NONE, NULL, N_ ("Print this text") },
  { "version", 'V', TOOL_VALUE_NONE, NULL, N_ ("Print the version") },
  TOOL_OPTION_END,
};

gboolean
tool_value_check (ToolValue kind, const char *value)
{
  char *end = NULL;
  guint64 number;
  double seconds;

  if (kind == TOOL_VALUE_NUMBER)
    return g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT32, &number, NULL);
  if (kind == TOOL_VALUE_PORT)
    return g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT16, &number, NULL);
  if (kind != TOOL_VALUE_SECONDS)
    return TRUE;

  /* g_ascii_strtod() would also take blanks, signs, exponents and hexadecimal digits */
  if (value[strspn (value, "0123456789.")] != '\0')
    return FALSE;

  seconds = g_ascii_strtod (value, &end);
  /* not so long that it does not fit into milliseconds */
  return *value != '\0' && *end == '\0' && seconds > 0 && seconds <= 1e6;
}
