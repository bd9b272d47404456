/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <libsoup/soup.h>

#include "bot/trueconf-metric-rows-private.h"
#include "monitor/trueconf-metrics-private.h"
#include "monitor/trueconf-roster-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-error-types.h"
#include "trueconf-version.h"

/* Nothing that a server sends becomes a label: all values are from lists of this library, but for the names of the bots,
 * which the program gives. So the number of lines is bounded. */

/* Locales do not matter here, unlike for printf(). */
static void
append_seconds (GString *out, double seconds)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (number, sizeof number, "%.15g", seconds));
}

static void
begin (GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
append_name (GString *out, const char *name)
{
  for (; *name != '\0'; name++)
    {
      if (*name == '\\' || *name == '"')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *name);
    }
}

static void
begin_sample (GString *out, const char *name, const char *suffix, const TrueconfRosterEntry *entry)
{
  g_string_append_printf (out, "%s%s{bot=\"", name, suffix);
  append_name (out, entry->name);
  g_string_append_c (out, '"');
}

static void
append_label (GString *out, const char *name, const char *value)
{
  if (name != NULL)
    g_string_append_printf (out, ",%s=\"%s\"", name, value);
}

static void
end_sample (GString *out, guint64 value)
{
  g_string_append_printf (out, "} %" G_GUINT64_FORMAT "\n", value);
}

static void
end_sample_with_time (GString *out, gint64 microseconds)
{
  g_string_append (out, "} ");
  append_seconds (out, (double) microseconds / G_USEC_PER_SEC);
  g_string_append_c (out, '\n');
}

static TrueconfCounters *
get_counters (GPtrArray *entries, guint i)
{
  return trueconf_vitals_get_counters (((TrueconfRosterEntry *) g_ptr_array_index (entries, i))->vitals);
}

static void
write_library (GString *out, GPtrArray *entries)
{
  const char *name = "trueconf_build_info";

  begin (out, name, "gauge", "The versions of libtrueconf-bot and of the libraries below it.");
  g_string_append_printf (out, "%s{version=\"%s\",glib=\"%u.%u.%u\",libsoup=\"%u.%u.%u\"} 1\n", name,
                          TRUECONF_VERSION_S, glib_major_version, glib_minor_version, glib_micro_version,
                          soup_get_major_version (), soup_get_minor_version (), soup_get_micro_version ());

  name = "trueconf_bots";
  begin (out, name, "gauge", "The number of bots of this health server.");
  g_string_append_printf (out, "%s %u\n", name, entries->len);
}

static void
write_status (GString *out, GPtrArray *entries)
{
  const char *name = "trueconf_bot_status";
  g_autoptr (GEnumClass) statuses = g_type_class_ref (TRUECONF_TYPE_STATUS);

  begin (out, name, "gauge", "1 for the status that the bot has, 0 for the others.");
  for (guint i = 0; i < entries->len; i++)
    {
      const TrueconfRosterEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (TrueconfHealth) health = trueconf_vitals_dup_health (entry->vitals);

      for (guint j = 0; j < statuses->n_values; j++)
        {
          if (statuses->values[j].value == TRUECONF_STATUS_UNKNOWN)
            continue;
          begin_sample (out, name, "", entry);
          append_label (out, "status", statuses->values[j].value_nick);
          end_sample (out, statuses->values[j].value == (int) trueconf_health_get_status (health));
        }
    }
}

static void
write_time (GString *out,
            GPtrArray *entries,
            const char *name,
            const char *help,
            gint64 (*get_time) (TrueconfVitals *vitals))
{
  begin (out, name, "gauge", help);
  for (guint i = 0; i < entries->len; i++)
    {
      const TrueconfRosterEntry *entry = g_ptr_array_index (entries, i);

      begin_sample (out, name, "", entry);
      end_sample_with_time (out, get_time (entry->vitals));
    }
}

static void
write_counters (GString *out, GPtrArray *entries)
{
  for (guint row = 0; row < G_N_ELEMENTS (trueconf_metric_rows); row++)
    {
      const char *name = trueconf_metric_rows[row].name;

      begin (out, name, g_str_has_suffix (name, "_total") ? "counter" : "gauge",
             trueconf_metric_rows[row].help);
      for (guint i = 0; i < entries->len; i++)
        {
          begin_sample (out, name, "", g_ptr_array_index (entries, i));
          end_sample (out,
                      trueconf_counters_get (get_counters (entries, i), trueconf_metric_rows[row].counter));
        }
    }
}

static void
write_reconnections (GString *out, GPtrArray *entries)
{
  const char *name = "trueconf_reconnections_total";
  g_autoptr (GEnumClass) causes = g_type_class_ref (TRUECONF_TYPE_ERROR_CAUSE);

  begin (out, name, "counter",
         "How often the bot has begun to connect anew, by the cause for which it was not connected.");
  for (guint i = 0; i < entries->len; i++)
    for (guint j = 0; j < causes->n_values; j++)
      {
        begin_sample (out, name, "", g_ptr_array_index (entries, i));
        append_label (out, "cause", causes->values[j].value_nick);
        end_sample (out, trueconf_count_get (&get_counters (entries, i)->causes[causes->values[j].value]));
      }
}

static void
write_events (GString *out, GPtrArray *entries)
{
  const char *name = "trueconf_events_total";

  begin (out, name, "counter",
         "The number of events that came from the server, by their names in its protocol.");
  for (guint i = 0; i < entries->len; i++)
    for (guint j = 0; j < TRUECONF_N_COUNTED_EVENTS; j++)
      {
        begin_sample (out, name, "", g_ptr_array_index (entries, i));
        append_label (out, "method", trueconf_counters_get_event_name (j));
        end_sample (out, trueconf_count_get (&get_counters (entries, i)->events[j]));
      }
}

static void
write_result (GString *out,
              const char *name,
              const TrueconfRosterEntry *entry,
              guint method,
              const GEnumValue *result)
{
  begin_sample (out, name, "", entry);
  append_label (out, "method", trueconf_counters_get_method_name (method));
  append_label (out, "result", result->value_nick);
  end_sample (out, trueconf_counters_get_result (trueconf_vitals_get_counters (entry->vitals), method,
                                                 (TrueconfRequestResult) result->value));
}

static void
write_requests (GString *out, GPtrArray *entries)
{
  const char *name = "trueconf_requests_total";
  g_autoptr (GEnumClass) results = g_type_class_ref (TRUECONF_TYPE_REQUEST_RESULT);

  begin (out, name, "counter",
         "The number of requests that have ended, by the method of the server and by how.");
  for (guint i = 0; i < entries->len; i++)
    for (guint method = 0; method < TRUECONF_N_COUNTED_METHODS; method++)
      {
        /* asked once, so that a first answer meanwhile does not give a part of the results */
        if (!trueconf_counters_has_called (get_counters (entries, i), method))
          continue;
        for (guint j = 0; j < results->n_values; j++)
          if (results->values[j].value != TRUECONF_REQUEST_RESULT_UNKNOWN)
            write_result (out, name, g_ptr_array_index (entries, i), method, &results->values[j]);
      }
}

/* The count is that of the buckets, so that the numbers agree even if something is counted meanwhile. */
static void
write_histogram (GString *out,
                 const char *name,
                 const TrueconfRosterEntry *entry,
                 const char *label,
                 const char *value,
                 TrueconfHistogram *histogram)
{
  guint64 count = 0;

  for (guint i = 0; i < TRUECONF_N_BUCKETS; i++)
    {
      count += trueconf_count_get (&histogram->buckets[i]);
      begin_sample (out, name, "_bucket", entry);
      append_label (out, label, value);
      g_string_append (out, ",le=\"");
      append_seconds (out, (double) trueconf_histogram_bounds[i] / G_USEC_PER_SEC);
      g_string_append_c (out, '"');
      end_sample (out, count);
    }

  count += trueconf_count_get (&histogram->buckets[TRUECONF_N_BUCKETS]);
  begin_sample (out, name, "_bucket", entry);
  append_label (out, label, value);
  append_label (out, "le", "+Inf");
  end_sample (out, count);
  begin_sample (out, name, "_sum", entry);
  append_label (out, label, value);
  end_sample_with_time (out, (gint64) trueconf_count_get (&histogram->sum));
  begin_sample (out, name, "_count", entry);
  append_label (out, label, value);
  end_sample (out, count);
}

static void
write_durations (GString *out, GPtrArray *entries)
{
  const char *name = "trueconf_request_duration_seconds";

  begin (out, name, "histogram", "From a request that was sent to its answer, by the method of the server.");
  for (guint i = 0; i < entries->len; i++)
    for (guint method = 0; method < TRUECONF_N_COUNTED_METHODS; method++)
      if (trueconf_counters_has_called (get_counters (entries, i), method))
        write_histogram (out, name, g_ptr_array_index (entries, i), "method",
                         trueconf_counters_get_method_name (method),
                         &get_counters (entries, i)->answers[method]);

  name = "trueconf_event_duration_seconds";
  begin (out, name, "histogram", "From an event that has come to the end of its handlers.");
  for (guint i = 0; i < entries->len; i++)
    write_histogram (out, name, g_ptr_array_index (entries, i), NULL, NULL,
                     &get_counters (entries, i)->handling);
}

char *
trueconf_metrics_format (GPtrArray *entries)
{
  GString *out = g_string_new (NULL);

  write_library (out, entries);
  write_status (out, entries);
  write_time (out, entries, "trueconf_bot_start_time_seconds",
              "When the bot was made, since when it counts, in seconds since 1970.",
              trueconf_vitals_get_birth);
  write_time (out, entries, "trueconf_bot_status_change_time_seconds",
              "When the status of the bot has changed for the last time, in seconds since 1970.",
              trueconf_vitals_get_change);
  write_counters (out, entries);
  write_reconnections (out, entries);
  write_events (out, entries);
  write_requests (out, entries);
  write_durations (out, entries);

  return g_string_free (out, FALSE);
}
