/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tool-doctor.h"
#include "tool-print.h"
#include "tool-terminal.h"

#define COMMAND_PREFIX "  "
#define FIRST_STATUS   11 /* of those that say which probe has failed */

static const struct
{
  const char *id; /* in JSON */
  const char *label;
  ToolProbe probe;
} probes[] = {
  { "name", N_ ("Name"), tool_doctor_probe_name },
  { "proxy", N_ ("Proxy"), tool_doctor_probe_proxy },
  { "connection", N_ ("Connection"), tool_doctor_probe_connection },
  { "tls", N_ ("TLS"), tool_doctor_probe_tls },
  { "clock", N_ ("Clock"), tool_doctor_probe_clock },
  { "service", N_ ("Service"), tool_doctor_probe_service },
  { "log-in", N_ ("Log-in"), tool_doctor_probe_login },
  { "version", N_ ("Version"), tool_doctor_probe_version },
  { "limits", N_ ("Files"), tool_doctor_probe_limits },
  { "round-trip", N_ ("Round trip"), tool_doctor_probe_round_trip },
};

#define N_PROBES G_N_ELEMENTS (probes)

/* ---- findings */

static void
clear_finding (ToolFinding *self)
{
  g_free (self->text);
  g_free (self->advice);
  g_clear_pointer (&self->details, g_ptr_array_unref);
}

void
tool_finding_set (ToolFinding *self, ToolVerdict verdict, char *text)
{
  g_free (self->text);
  self->verdict = verdict;
  self->text = text;
}

void
tool_finding_set_advice (ToolFinding *self, char *advice)
{
  g_free (self->advice);
  self->advice = advice;
}

void
tool_finding_add_detail (ToolFinding *self, char *detail)
{
  if (self->details == NULL)
    self->details = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->details, detail);
}

void
tool_finding_stop_clock (ToolFinding *self)
{
  self->duration = g_get_monotonic_time () - self->begin;
}

char *
tool_doctor_describe (ToolDoctor *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    /* Translators: seconds */
    return g_strdup_printf (_ ("nothing has come for %g s; --timeout gives more time"),
                            tool_config_get_seconds (self->config, TOOL_SETTING_TIMEOUT));

  return tool_terminal_clean (error->message, FALSE);
}

/* ---- printing */

/* Marks that need no colour and no Unicode are for files, mails and old terminals. */
static const char *
get_mark (ToolVerdict verdict)
{
  static const char *const drawn[] = { "–", "✓", "!", "✗" };
  static const char *const plain[] = { "[--]", "[ok]", "[!!]", "[NO]" };

  return tool_terminal_is_there (STDOUT_FILENO) && g_get_charset (NULL) ? drawn[verdict] : plain[verdict];
}

static ToolColour
get_colour (ToolVerdict verdict)
{
  switch (verdict)
    {
    case TOOL_VERDICT_GOOD:
      return TOOL_COLOUR_GOOD;
    case TOOL_VERDICT_WARNING:
      return TOOL_COLOUR_WARNING;
    case TOOL_VERDICT_BAD:
      return TOOL_COLOUR_BAD;
    case TOOL_VERDICT_NOT_RUN:
    default:
      return TOOL_COLOUR_FAINT;
    }
}

static glong
get_label_width (void)
{
  glong width = 0;

  for (guint i = 0; i < N_PROBES; i++)
    width = MAX (width, g_utf8_strlen (_ (probes[i].label), -1));

  return width;
}

/* On a terminal, lines are broken between words, and go on where the text began. Commands stay whole, to be copied. */
static void
print_text (const char *text, int indent)
{
  glong columns = tool_terminal_get_columns (STDOUT_FILENO);
  glong column = indent;
  g_auto (GStrv) words = NULL;

  if (!tool_terminal_is_there (STDOUT_FILENO) || g_str_has_prefix (text, COMMAND_PREFIX))
    {
      tool_print ("%s\n", text);
      return;
    }

  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      glong length = g_utf8_strlen (words[i], -1);

      if (i > 0 && column + 1 + length > columns)
        {
          tool_print ("\n%*s", indent, "");
          column = indent;
        }
      else if (i > 0)
        {
          tool_print (" ");
          column++;
        }
      tool_print ("%s", words[i]);
      column += length;
    }
  tool_print ("\n");
}

static void
print_finding (guint i, const ToolFinding *finding)
{
  const char *colour = tool_terminal_colour (STDOUT_FILENO, get_colour (finding->verdict));
  const char *none = tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_NONE);
  const char *mark = get_mark (finding->verdict);
  const char *label = _ (probes[i].label);
  glong width = get_label_width ();
  int indent = (int) (g_utf8_strlen (mark, -1) + width + 3);
  g_autofree char *text = NULL;

  tool_print ("%s%s%s %s%*s  ", colour, mark, none, label, (int) (width - g_utf8_strlen (label, -1)), "");
  if (finding->duration >= 0)
    /* Translators: what was found, milliseconds */
    text = g_strdup_printf (_ ("%s (%.1f ms)"), finding->text, (double) finding->duration / 1000);
  print_text (text != NULL ? text : finding->text, indent);

  if (finding->advice != NULL)
    {
      tool_print ("%*s", indent, "");
      print_text (finding->advice, indent);
    }
  for (guint d = 0; finding->details != NULL && d < finding->details->len; d++)
    {
      tool_print ("%*s", indent, "");
      print_text (g_ptr_array_index (finding->details, d), indent);
    }
}

static JsonNode *
finding_to_json (guint i, const ToolFinding *finding)
{
  static const char *const verdicts[] = { "not-run", "ok", "warning", "failed" };
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "step", probes[i].id);
  json_object_set_string_member (object, "result", verdicts[finding->verdict]);
  json_object_set_string_member (object, "text", finding->text);
  if (finding->advice != NULL)
    json_object_set_string_member (object, "advice", finding->advice);
  if (finding->duration >= 0)
    json_object_set_double_member (object, "milliseconds", (double) finding->duration / 1000);
  if (finding->details != NULL)
    {
      JsonArray *details = json_array_new ();

      for (guint d = 0; d < finding->details->len; d++)
        {
          const char *detail = g_ptr_array_index (finding->details, d);

          json_array_add_string_element (
              details, g_str_has_prefix (detail, COMMAND_PREFIX) ? detail + strlen (COMMAND_PREFIX) : detail);
        }
      json_object_set_array_member (object, "details", details);
    }
  json_node_take_object (node, object);

  return node;
}

/* `failed` is the number of the first probe that failed, or N_PROBES. */
static void
print_json (ToolDoctor *self, const ToolFinding *findings, guint failed)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *steps = json_array_new ();

  for (guint i = 0; i < N_PROBES; i++)
    json_array_add_element (steps, finding_to_json (i, &findings[i]));
  json_object_set_string_member (object, "server", self->server);
  json_object_set_int_member (object, "port", self->port);
  json_object_set_boolean_member (object, "tls", self->tls);
  json_object_set_boolean_member (object, "ok", failed == N_PROBES);
  if (failed < N_PROBES)
    json_object_set_string_member (object, "failed", probes[failed].id);
  json_object_set_array_member (object, "steps", steps);
  tool_print_object (object);
}

/* ---- the run */

/* A wrong clock hinders nothing that comes later; all else does. */
static gboolean
is_needed (guint i)
{
  return probes[i].probe != tool_doctor_probe_clock;
}

static gboolean
is_possible (ToolDoctor *self, guint i, gboolean stopped)
{
  return !stopped || (probes[i].probe == tool_doctor_probe_clock && tool_doctor_doubts_clock (self));
}

/* Returns the number of the first probe that failed, or N_PROBES. */
static guint
examine (ToolDoctor *self, ToolFinding *findings)
{
  gboolean stopped = FALSE;
  guint failed = N_PROBES;

  for (guint i = 0; i < N_PROBES && tool_run_get_signal (self->run) == 0; i++)
    {
      ToolFinding *finding = &findings[i];

      if (is_possible (self, i, stopped))
        {
          finding->begin = g_get_monotonic_time ();
          probes[i].probe (self, finding);
        }
      else
        tool_finding_set (finding, TOOL_VERDICT_NOT_RUN, g_strdup (_ ("not tried")));

      if (finding->verdict == TOOL_VERDICT_BAD)
        {
          failed = MIN (failed, i);
          stopped = stopped || is_needed (i);
        }
      if (tool_run_get_signal (self->run) == 0 && !tool_run_is_json (self->run) &&
          (!tool_run_is_quiet (self->run) || finding->verdict == TOOL_VERDICT_BAD))
        print_finding (i, finding);
    }

  return failed;
}

static void
clear_doctor (ToolDoctor *self)
{
  g_clear_pointer (&self->proxy, g_uri_unref);
  g_clear_error (&self->proxy_error);
  g_clear_object (&self->stream);
  g_clear_object (&self->certificate);
  g_clear_error (&self->answer_error);
  g_clear_pointer (&self->server_time, g_date_time_unref);
  g_free (self->body);
}

static char *
strip_brackets (const char *server)
{
  gsize length = strlen (server);

  return *server == '[' && length > 2 && server[length - 1] == ']' ? g_strndup (server + 1, length - 2)
                                                                   : g_strdup (server);
}

static int
run_doctor (ToolRun *run)
{
  ToolFinding findings[N_PROBES] = { { 0 } };
  g_autofree char *server = NULL;
  g_autoptr (GError) error = NULL;
  ToolDoctor doctor = { run };
  guint failed;

  doctor.config = tool_run_get_config (run, &error);
  if (doctor.config == NULL)
    return tool_run_fail (run, error);
  if (tool_config_get (doctor.config, TOOL_SETTING_SERVER) == NULL)
    {
      tool_run_make_bot (run, &error);
      return tool_run_fail (run, error);
    }

  server = strip_brackets (tool_config_get (doctor.config, TOOL_SETTING_SERVER));
  doctor.server = server;
  doctor.tls = tool_config_get_boolean (doctor.config, TOOL_SETTING_TLS);
  doctor.port = (guint16) tool_config_get_number (doctor.config, TOOL_SETTING_PORT);
  if (doctor.port == 0)
    doctor.port = doctor.tls ? 443 : 4309;
  for (guint i = 0; i < N_PROBES; i++)
    findings[i].duration = -1;

  failed = examine (&doctor, findings);
  if (tool_run_get_signal (run) == 0 && tool_run_is_json (run))
    print_json (&doctor, findings, failed);
  for (guint i = 0; i < N_PROBES; i++)
    clear_finding (&findings[i]);
  clear_doctor (&doctor);
  if (tool_run_get_signal (run) != 0)
    return tool_run_fail (run, NULL);

  return failed < N_PROBES ? (int) (FIRST_STATUS + failed) : TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  TOOL_OPTION_END,
};

const ToolCommand tool_command_doctor = {
  .name = "doctor",
  .summary = N_ ("Find out why the server cannot be reached"),
  .description = N_ (
      "Goes the way of a bot to the server step by step, and says of each step whether it works and, if not, what to do. Nothing "
      "is sent to anybody.\n"
      "\n"
      "  trueconf-bot doctor --server video.example.com --user echo_bot\n"
      "\n"
      "The exit status is 0 if all works, else it says which step was the first to fail: 11 the name (DNS), 12 the proxy, 13 the "
      "connection, 14 TLS, 15 the clock, 16 the service, 17 the log-in, 18 the version, 19 the limits of files, 20 the round "
      "trip."),
  .options = options,
  .run = run_doctor,
};
