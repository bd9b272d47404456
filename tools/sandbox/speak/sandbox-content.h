/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_CONTENT_BUTTONS = 1 << 0,
  SANDBOX_CONTENT_ANY_PARSE_MODE = 1 << 1, /* one that is not known is taken as it is */
} SandboxContentFlags;

/* Each returns a checked copy of what a client has sent, or NULL when that is invalid. */
JsonObject *sandbox_content_read_text (JsonObject *content,
                                       SandboxContentFlags flags) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_content_read_survey (JsonObject *content, JsonObject *old) G_GNUC_WARN_UNUSED_RESULT;
JsonArray *sandbox_content_read_buttons (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
