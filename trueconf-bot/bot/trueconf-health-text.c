/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <json-glib/json-glib.h>

#include "bot/trueconf-health-private.h"
#include "trueconf-enum-types.h"

/* The same members in the same order, whatever they are written to. */
typedef struct
{
  void (*text) (gpointer out, const char *name, const char *value);
  void (*boolean) (gpointer out, const char *name, gboolean value);
  void (*number) (gpointer out, const char *name, guint value);
} TrueconfHealthWriter;

static void
write_members (TrueconfHealth *self, const TrueconfHealthWriter *writer, gpointer out)
{
  g_autoptr (GEnumClass) statuses = g_type_class_ref (TRUECONF_TYPE_STATUS);
  const GEnumValue *status = g_enum_get_value (statuses, (int) trueconf_health_get_status (self));
  const GError *error = trueconf_health_get_error (self);
  g_autofree char *timestamp =
      g_date_time_format (trueconf_health_get_timestamp (self), "%Y-%m-%dT%H:%M:%S+00:00");

  writer->text (out, "status", status->value_nick);
  writer->boolean (out, "websocket_connected", trueconf_health_get_websocket_connected (self));
  writer->boolean (out, "authorized", trueconf_health_get_authorized (self));
  if (trueconf_health_get_user_id (self) != NULL)
    writer->text (out, "user_id", trueconf_health_get_user_id (self));
  writer->text (out, "server",
                trueconf_health_get_server (self) != NULL ? trueconf_health_get_server (self) : "");
  writer->number (out, "port", trueconf_health_get_port (self));
  writer->text (out, "protocol", trueconf_health_get_protocol (self));
  writer->text (out, "timestamp", timestamp);
  if (error != NULL)
    writer->text (out, "error", error->message);
}

static void
begin_json_member (GString *out, const char *name)
{
  g_string_append_printf (out, "%s\"%s\": ", out->len > 1 ? ", " : "", name);
}

static void
write_json_text (gpointer out, const char *name, const char *value)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *text = json_to_string (node, FALSE);

  begin_json_member (out, name);
  g_string_append (out, text);
}

static void
write_json_boolean (gpointer out, const char *name, gboolean value)
{
  begin_json_member (out, name);
  g_string_append (out, value ? "true" : "false");
}

static void
write_json_number (gpointer out, const char *name, guint value)
{
  begin_json_member (out, name);
  g_string_append_printf (out, "%u", value);
}

/**
 * trueconf_health_to_json:
 * @self: a state
 *
 * Writes the state as JSON, for a health probe or a log.
 *
 * ```json
 * {"status": "authorized", "websocket_connected": true, "authorized": true,
 *  "user_id": "echo_bot@video.example.com", "server": "video.example.com", "port": 443,
 *  "protocol": "https", "timestamp": "2026-05-06T12:00:00+00:00"}
 * ```
 *
 * `user_id` and `error` are there only when they are known.
 *
 * Returns: (transfer full): the JSON, in one line
 *
 * Since: 0.1
 */
char *
trueconf_health_to_json (TrueconfHealth *self)
{
  static const TrueconfHealthWriter writer = { write_json_text, write_json_boolean, write_json_number };
  GString *out;

  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  out = g_string_new ("{");
  write_members (self, &writer, out);
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

static void
write_variant_text (gpointer out, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_variant_builder_add (out, "{sv}", name, g_variant_new_string (valid));
}

static void
write_variant_boolean (gpointer out, const char *name, gboolean value)
{
  g_variant_builder_add (out, "{sv}", name, g_variant_new_boolean (value));
}

static void
write_variant_number (gpointer out, const char *name, guint value)
{
  g_variant_builder_add (out, "{sv}", name, g_variant_new_uint32 (value));
}

/**
 * trueconf_health_to_variant:
 * @self: a state
 *
 * Writes the state as a variant of type `a{sv}`, with the members of [method@Health.to_json].
 *
 * Returns: (transfer none): a floating variant
 *
 * Since: 0.1
 */
GVariant *
trueconf_health_to_variant (TrueconfHealth *self)
{
  static const TrueconfHealthWriter writer = { write_variant_text, write_variant_boolean,
                                               write_variant_number };
  GVariantBuilder builder;

  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  write_members (self, &writer, &builder);

  return g_variant_builder_end (&builder);
}
