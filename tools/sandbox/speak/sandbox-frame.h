/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_OPCODE_CONTINUATION = 0x0,
  SANDBOX_OPCODE_TEXT = 0x1,
  SANDBOX_OPCODE_BINARY = 0x2,
  SANDBOX_OPCODE_CLOSE = 0x8,
  SANDBOX_OPCODE_PING = 0x9,
  SANDBOX_OPCODE_PONG = 0xa,
} SandboxOpcode;

/* One RFC 6455 frame as it lies on the wire. */
typedef struct
{
  gboolean final;
  guint opcode;
  guint8 mask[4];
  gsize header_length;
  guint64 payload_length;
} SandboxFrame;

typedef enum
{
  SANDBOX_FRAME_INCOMPLETE,
  SANDBOX_FRAME_HEADER,
  SANDBOX_FRAME_WRONG,
} SandboxFrameVerdict;

SandboxFrameVerdict sandbox_frame_read (const guint8 *data, gsize length, SandboxFrame *frame);
void sandbox_frame_unmask (const SandboxFrame *frame, guint8 *payload);
void
sandbox_frame_append (GByteArray *out, gboolean final, guint opcode, const guint8 *payload, gsize length);

const char *sandbox_opcode_name (SandboxOpcode opcode);

G_END_DECLS
