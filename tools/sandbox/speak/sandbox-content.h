/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Each returns a checked copy of what a client has sent, or NULL when that is invalid. */
JsonObject *sandbox_content_read_text (JsonObject *content, gboolean with_buttons) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_content_read_survey (JsonObject *content, JsonObject *old) G_GNUC_WARN_UNUSED_RESULT;
JsonArray *sandbox_content_read_buttons (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
