/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "tool-doctor.h"
#include "tool-terminal.h"

#define PATH          "/bridge/api/client/v1/oauth/token"
#define MAX_ANSWER    (64 * 1024)
#define MAX_QUOTED    60
#define CLOCK_SECONDS 60 /* what logs and tokens do not suffer from */

/* ---- one question: for a token, without saying who wants it. In HTTP 1.0 the answer ends with the connection. */

static char *
make_request (ToolDoctor *self)
{
  gboolean is_ipv6 = strchr (self->server, ':') != NULL;

  return g_strdup_printf ("POST " PATH " HTTP/1.0\r\nHost: %s%s%s:%u\r\nContent-Type: application/json\r\n"
                          "Accept: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
                          is_ipv6 ? "[" : "", self->server, is_ipv6 ? "]" : "", self->port);
}

static GByteArray *
exchange (ToolDoctor *self, const char *request, GError **error)
{
  GOutputStream *output = g_io_stream_get_output_stream (self->stream);
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  GCancellable *cancellable = tool_run_get_cancellable (self->run);
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  g_output_stream_write_all_async (output, request, strlen (request), G_PRIORITY_DEFAULT, cancellable,
                                   tool_run_ready, self->run);
  if (!g_output_stream_write_all_finish (output, tool_run_wait (self->run), NULL, error))
    return NULL;

  while (answer->len < MAX_ANSWER)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) cause = NULL;

      g_input_stream_read_bytes_async (input, 8192, G_PRIORITY_DEFAULT, cancellable, tool_run_ready,
                                       self->run);
      bytes = g_input_stream_read_bytes_finish (input, tool_run_wait (self->run), &cause);
      /* many servers end TLS without saying so; what has come counts */
      if (bytes == NULL && (answer->len == 0 || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        break;
      g_byte_array_append (answer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
    }
  g_byte_array_append (answer, (const guint8 *) "", 1);

  return g_steal_pointer (&answer);
}

static gboolean
parse (ToolDoctor *self, const char *answer, GError **error)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  const char *end = strstr (answer, "\r\n\r\n");
  const char *date;

  if (end == NULL ||
      !soup_headers_parse_response (answer, (int) (end - answer) + 2, headers, NULL, &self->status, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           *answer == '\0' ? _ ("the server has closed the connection without an answer")
                                           : _ ("the answer is not HTTP"));
      return FALSE;
    }

  self->body = g_strdup (end + 4);
  date = soup_message_headers_get_one (headers, "Date");
  if (date != NULL)
    self->server_time = soup_date_time_new_from_http_string (date);

  return TRUE;
}

static void
ask (ToolDoctor *self)
{
  g_autofree char *request = make_request (self);
  g_autoptr (GByteArray) answer = exchange (self, request, &self->answer_error);

  self->asked = g_get_real_time () / G_USEC_PER_SEC;
  if (answer != NULL)
    parse (self, (const char *) answer->data, &self->answer_error);
  g_clear_object (&self->stream);
}

/* ---- the clock */

static char *
describe_difference (gint64 seconds)
{
  gint64 length = ABS (seconds);

  if (length >= 2 * 86400)
    /* Translators: time by which a clock is wrong */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong) (length / 86400)),
                            (int) (length / 86400));
  if (length >= 2 * 3600)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d hour", "%d hours", (gulong) (length / 3600)),
                            (int) (length / 3600));
  if (length >= 2 * 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute", "%d minutes", (gulong) (length / 60)),
                            (int) (length / 60));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d second", "%d seconds", (gulong) length),
                          (int) length);
}

void
tool_doctor_probe_clock (ToolDoctor *self, ToolFinding *finding)
{
  g_autofree char *difference = NULL;
  gint64 ahead;

  ask (self);
  if (self->server_time == NULL)
    {
      tool_finding_set (finding, TOOL_VERDICT_NOT_RUN,
                        g_strdup (_ ("the server does not say what time it has")));
      return;
    }

  ahead = self->asked - g_date_time_to_unix (self->server_time);
  if (ABS (ahead) <= CLOCK_SECONDS)
    {
      tool_finding_set (finding, TOOL_VERDICT_GOOD, g_strdup (_ ("the same as the server's, to the minute")));
      return;
    }

  difference = describe_difference (ahead);
  if (ahead > 0)
    tool_finding_set (finding, TOOL_VERDICT_BAD,
                      /* Translators: a time such as “3 hours” */
                      g_strdup_printf (_ ("this machine's clock is %s ahead of the server's"), difference));
  else
    tool_finding_set (finding, TOOL_VERDICT_BAD,
                      /* Translators: a time such as “3 hours” */
                      g_strdup_printf (_ ("this machine's clock is %s behind the server's"), difference));
  tool_finding_set_advice (
      finding, g_strdup (_ ("Compare both with a watch. Here it is set by: timedatectl set-ntp true")));
}

/* ---- the service */

static gboolean
is_json_object (const char *body)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  return json_parser_load_from_data (parser, body, -1, NULL) && json_parser_get_root (parser) != NULL &&
         JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser));
}

/* TrueConf refuses a request in which nothing is said, and does it in JSON: RFC 6749. */
static gboolean
is_token_answer (ToolDoctor *self)
{
  return (SOUP_STATUS_IS_SUCCESSFUL (self->status) || self->status == SOUP_STATUS_BAD_REQUEST ||
          self->status == SOUP_STATUS_UNAUTHORIZED || self->status == SOUP_STATUS_FORBIDDEN) &&
         is_json_object (self->body) && strstr (self->body, "\"error") != NULL;
}

static char *
quote_body (const char *body)
{
  g_autofree char *valid = g_utf8_make_valid (body, -1);
  g_autofree char *part = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_QUOTED));

  g_strstrip (part);
  return *part != '\0' ? tool_terminal_clean (part, FALSE) : g_strdup (_ ("an empty answer"));
}

static void
set_other_service (ToolDoctor *self, ToolFinding *finding)
{
  g_autofree char *quote = quote_body (self->body);

  if (self->status >= 500)
    {
      tool_finding_set (
          finding, TOOL_VERDICT_BAD,
          /* Translators: number */
          g_strdup_printf (_ ("the web server is there, but TrueConf behind it is not (HTTP %u)"),
                           self->status));
      tool_finding_set_advice (
          finding,
          g_strdup (_ (
              "Look on the server whether TrueConf Server and its chat service run, and try again in a minute")));
    }
  else
    {
      tool_finding_set (
          finding, TOOL_VERDICT_BAD,
          /* Translators: number */
          g_strdup_printf (_ ("this is no service of TrueConf Server for bots (HTTP %u)"), self->status));
      tool_finding_set_advice (
          finding,
          g_strdup (_ (
              "Check --server and --port. Bots need TrueConf Server 5.5 or newer, and a web server or proxy in "
              "front of it has to pass /bridge/ and /websocket/ on")));
    }
  /* Translators: the beginning of an answer */
  tool_finding_add_detail (finding, g_strdup_printf (_ ("It answered: %s"), quote));
}

void
tool_doctor_probe_service (ToolDoctor *self, ToolFinding *finding)
{
  if (self->answer_error != NULL)
    {
      g_autofree char *words = tool_doctor_describe (self, self->answer_error);

      /* Translators: what the system says */
      tool_finding_set (finding, TOOL_VERDICT_BAD,
                        g_strdup_printf (_ ("the server does not answer like a web server (%s)"), words));
      tool_finding_set_advice (
          finding,
          self->tls
              ? g_strdup (_ ("Check --server and --port"))
              : g_strdup (_ ("Check --server and --port. If there is TLS at this port, leave --no-tls out")));
    }
  else if (!is_token_answer (self))
    set_other_service (self, finding);
  else
    tool_finding_set (finding, TOOL_VERDICT_GOOD,
                      g_strdup (_ ("TrueConf Server answers, and takes log-ins of bots")));
}
