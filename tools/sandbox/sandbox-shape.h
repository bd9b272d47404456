/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-connection.h"

G_BEGIN_DECLS

/* The text of a frame, in the shape that the switches give it. */
char *sandbox_shape_request (SandboxConnection *connection, guint32 id, const char *method, JsonNode *payload)
    G_GNUC_WARN_UNUSED_RESULT;
char *
sandbox_shape_answer (SandboxConnection *connection, guint32 id, JsonNode *payload) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
