/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "monitor/trueconf-health-answer-private.h"
#include "monitor/trueconf-metrics-private.h"
#include "trueconf-enum-types.h"
#include "wire/trueconf-json-private.h"

#define ALLOWED "GET, HEAD, OPTIONS"

const char *const trueconf_health_paths[TRUECONF_N_HEALTH_PATHS] = { "/health", "/livez", "/metrics",
                                                                     "/readyz" };

static char *
format_entry (const TrueconfRosterEntry *entry)
{
  g_autoptr (TrueconfHealth) health = trueconf_vitals_dup_health (entry->vitals);

  return trueconf_health_to_json (health);
}

static TrueconfStatus
get_status (const TrueconfRosterEntry *entry)
{
  g_autoptr (TrueconfHealth) health = trueconf_vitals_dup_health (entry->vitals);

  return trueconf_health_get_status (health);
}

/* Of several that are in the same state, the one that was added first. */
static const TrueconfRosterEntry *
find_worst (GPtrArray *entries)
{
  const TrueconfRosterEntry *worst = NULL;
  TrueconfStatus status = TRUECONF_STATUS_AUTHORIZED;

  for (guint i = 0; i < entries->len; i++)
    {
      const TrueconfRosterEntry *entry = g_ptr_array_index (entries, i);
      TrueconfStatus other = get_status (entry);

      if (worst == NULL || other < status)
        {
          worst = entry;
          status = other;
        }
    }

  return worst;
}

static char *
format_all (GPtrArray *entries)
{
  const TrueconfRosterEntry *worst = find_worst (entries);
  GString *out;

  if (entries->len == 1)
    return format_entry (worst);

  if (worst != NULL)
    {
      g_autofree char *first = format_entry (worst);

      out = g_string_new (first);
      g_string_truncate (out, out->len - 1);
    }
  else
    {
      out = g_string_new (
          "{\"status\": \"disconnected\", \"websocket_connected\": false, \"authorized\": false");
    }

  g_string_append (out, ", \"bots\": {");
  for (guint i = 0; i < entries->len; i++)
    {
      const TrueconfRosterEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *health = format_entry (entry);

      if (i > 0)
        g_string_append (out, ", ");
      trueconf_json_append_string (out, entry->name);
      g_string_append_printf (out, ": %s", health);
    }
  g_string_append (out, "}}");

  return g_string_free (out, FALSE);
}

char *
trueconf_health_format (TrueconfRoster *roster, const char *name)
{
  g_autoptr (GPtrArray) entries = trueconf_roster_copy (roster);

  if (name == NULL)
    return format_all (entries);

  for (guint i = 0; i < entries->len; i++)
    {
      const TrueconfRosterEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->name, name))
        return format_entry (entry);
    }

  return NULL;
}

/* Says in `out` what is missing. */
static gboolean
check_ready (TrueconfRoster *roster, GString *out)
{
  g_autoptr (GPtrArray) entries = trueconf_roster_copy (roster);
  g_autoptr (GEnumClass) statuses = g_type_class_ref (TRUECONF_TYPE_STATUS);
  gboolean ready = entries->len > 0;

  if (!ready)
    g_string_append (out, "there is no bot\n");

  for (guint i = 0; i < entries->len; i++)
    {
      const TrueconfRosterEntry *entry = g_ptr_array_index (entries, i);
      TrueconfStatus status = get_status (entry);

      if (status == TRUECONF_STATUS_AUTHORIZED)
        continue;
      ready = FALSE;
      g_string_append_printf (out, "%s: %s\n", entry->name,
                              g_enum_get_value (statuses, (int) status)->value_nick);
    }

  if (ready)
    g_string_append (out, "ready\n");

  return ready;
}

gboolean
trueconf_health_is_ready (TrueconfRoster *roster)
{
  g_autoptr (GString) out = g_string_new (NULL);

  return check_ready (roster, out);
}

/* Takes the body. */
static void
respond (SoupServerMessage *message, guint status, const char *type, char *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE, body, strlen (body));
}

static void
respond_text (SoupServerMessage *message, guint status, char *body)
{
  respond (message, status, "text/plain; charset=utf-8", body);
}

static void
respond_ready (TrueconfRoster *roster, SoupServerMessage *message)
{
  GString *out = g_string_new (NULL);
  guint status = check_ready (roster, out) ? SOUP_STATUS_OK : SOUP_STATUS_SERVICE_UNAVAILABLE;

  respond_text (message, status, g_string_free (out, FALSE));
}

static gboolean
respond_health (TrueconfRoster *roster, SoupServerMessage *message, const char *name)
{
  char *json = trueconf_health_format (roster, name);

  if (json == NULL)
    return FALSE;

  respond (message, SOUP_STATUS_OK, "application/json", json);
  return TRUE;
}

static gboolean
respond_metrics (TrueconfRoster *roster, SoupServerMessage *message)
{
  g_autoptr (GPtrArray) entries = trueconf_roster_copy (roster);

  respond (message, SOUP_STATUS_OK, TRUECONF_METRICS_TYPE, trueconf_metrics_format (entries));
  return TRUE;
}

static gboolean
answer_path (TrueconfRoster *roster, SoupServerMessage *message, const char *path)
{
  if (g_str_equal (path, "/health"))
    return respond_health (roster, message, NULL);
  if (g_str_has_prefix (path, "/health/"))
    return respond_health (roster, message, path + strlen ("/health/"));
  if (g_str_equal (path, "/metrics"))
    return respond_metrics (roster, message);

  if (g_str_equal (path, "/livez"))
    respond_text (message, SOUP_STATUS_OK, g_strdup ("alive\n"));
  else if (g_str_equal (path, "/readyz"))
    respond_ready (roster, message);
  else
    return FALSE;

  return TRUE;
}

void
trueconf_health_answer (TrueconfRoster *roster, SoupServerMessage *message, const char *path)
{
  const char *method = soup_server_message_get_method (message);

  if (g_str_equal (method, SOUP_METHOD_OPTIONS))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
    }
  else if (!g_str_equal (method, SOUP_METHOD_GET) && !g_str_equal (method, SOUP_METHOD_HEAD))
    {
      respond_text (message, SOUP_STATUS_METHOD_NOT_ALLOWED, g_strdup ("only " ALLOWED "\n"));
    }
  else
    {
      if (!answer_path (roster, message, path))
        respond_text (message, SOUP_STATUS_NOT_FOUND,
                      g_strdup ("there are /health, /livez, /metrics and /readyz\n"));
      return;
    }

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", ALLOWED);
}
