/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *sandbox_json_parse (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
char *sandbox_json_quote (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *sandbox_json_object_text (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;

const char *sandbox_json_string (JsonObject *object, const char *member);
gboolean sandbox_json_integer (JsonObject *object, const char *member, gint64 *value);
gint64 sandbox_json_integer_or (JsonObject *object, const char *member, gint64 fallback);
gboolean sandbox_json_boolean (JsonObject *object, const char *member);
JsonObject *sandbox_json_object (JsonObject *object, const char *member);
void sandbox_json_set_string (JsonObject *object, const char *member, const char *value);
gboolean sandbox_json_present (JsonObject *object, const char *member);
gboolean sandbox_json_node_is_type (JsonNode *node, GType type);

G_END_DECLS
