/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

void sandbox_http_answer (SoupServerMessage *msg, guint status, JsonObject *object);
void
sandbox_http_answer_text (SoupServerMessage *msg, guint status, const char *content_type, const char *text);
void sandbox_http_set_fault_headers (SoupServerMessage *msg, JsonObject *fault);
void sandbox_http_answer_fault (SoupServerMessage *msg, JsonObject *fault, guint status);
void sandbox_http_refuse (SoupServerMessage *msg, guint status, const char *format, ...) G_GNUC_PRINTF (3, 4);
gboolean sandbox_http_body_has_nul (SoupServerMessage *msg);
JsonNode *sandbox_http_read_body (SoupServerMessage *msg) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_http_hang (SandboxServer *server, SoupServerMessage *msg);
void sandbox_http_release (SandboxServer *server);
gboolean sandbox_http_is (SoupServerMessage *msg, const char *method);

G_END_DECLS
