/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "base/sandbox-faults.h"
#include "world/sandbox-world.h"

G_BEGIN_DECLS

/* For whom a frame is, and what is to be done to it. */
typedef struct
{
  SandboxWorld *world;
  SandboxFaults *faults;
  const char *login; /* NULL: nobody so far */
} SandboxShaping;

/* The text of a frame, in the shape that the faults give it. */
char *sandbox_shape_request (const SandboxShaping *shaping, guint32 id, const char *method, JsonNode *payload)
    G_GNUC_WARN_UNUSED_RESULT;
char *
sandbox_shape_answer (const SandboxShaping *shaping, guint32 id, JsonNode *payload) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
