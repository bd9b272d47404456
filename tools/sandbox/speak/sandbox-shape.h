/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "base/sandbox-faults.h"
#include "world/sandbox-world.h"

G_BEGIN_DECLS

/* The receiver of a frame, and where the faults are. */
typedef struct
{
  SandboxWorld *world;
  SandboxFaults *faults;
  const char *login; /* NULL: not logged in */
} SandboxShaping;

/* The text of a frame, in the shape that the faults give it. */
char *sandbox_shape_request (const SandboxShaping *shaping, guint32 id, const char *method, JsonNode *payload)
    G_GNUC_WARN_UNUSED_RESULT;
char *
sandbox_shape_answer (const SandboxShaping *shaping, guint32 id, JsonNode *payload) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
