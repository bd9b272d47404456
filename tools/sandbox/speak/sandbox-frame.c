/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-frame.h"

#define FINAL_BIT   0x80
#define RESERVED    0x70
#define OPCODE_BITS 0x0f
#define CONTROL_BIT 0x08
#define MASK_BIT    0x80
#define LENGTH_16   126
#define LENGTH_64   127
#define CONTROL_MAX 125

/* Reads the header of a client's frame. Frames that a client must not send are wrong. */
SandboxFrameVerdict
sandbox_frame_read (const guint8 *data, gsize length, SandboxFrame *frame)
{
  gsize at = 2;
  gsize extended;

  if (length < 2)
    return SANDBOX_FRAME_INCOMPLETE;
  frame->final = (data[0] & FINAL_BIT) != 0;
  frame->opcode = data[0] & OPCODE_BITS;
  if ((data[0] & RESERVED) != 0 || (data[1] & MASK_BIT) == 0)
    return SANDBOX_FRAME_WRONG;
  frame->payload_length = data[1] & ~MASK_BIT;
  if ((frame->opcode & CONTROL_BIT) != 0 && (!frame->final || frame->payload_length > CONTROL_MAX))
    return SANDBOX_FRAME_WRONG;

  extended = frame->payload_length == LENGTH_16 ? 2 : frame->payload_length == LENGTH_64 ? 8 : 0;
  frame->header_length = at + extended + sizeof frame->mask;
  if (length < frame->header_length)
    return SANDBOX_FRAME_INCOMPLETE;
  if (extended > 0)
    {
      frame->payload_length = 0;
      for (gsize i = 0; i < extended; i++)
        frame->payload_length = frame->payload_length << 8 | data[at++];
    }
  memcpy (frame->mask, data + at, sizeof frame->mask);
  return SANDBOX_FRAME_HEADER;
}

void
sandbox_frame_unmask (const SandboxFrame *frame, guint8 *payload)
{
  for (guint64 i = 0; i < frame->payload_length; i++)
    payload[i] ^= frame->mask[i & 3];
}

void
sandbox_frame_append (GByteArray *out, gboolean final, guint opcode, const guint8 *payload, gsize length)
{
  guint8 header[10];
  guint header_length = 2;

  header[0] = (guint8) ((final ? FINAL_BIT : 0) | opcode);
  if (length <= CONTROL_MAX)
    header[1] = (guint8) length;
  else
    {
      guint bytes = length <= G_MAXUINT16 ? 2 : 8;

      header[1] = bytes == 2 ? LENGTH_16 : LENGTH_64;
      for (guint i = 0; i < bytes; i++)
        header[header_length++] = (guint8) ((guint64) length >> (8 * (bytes - 1 - i)));
    }
  g_byte_array_append (out, header, header_length);
  if (length > 0)
    g_byte_array_append (out, payload, (guint) length);
}

const char *
sandbox_opcode_name (SandboxOpcode opcode)
{
  switch (opcode)
    {
    case SANDBOX_OPCODE_TEXT:
      return "text";
    case SANDBOX_OPCODE_BINARY:
      return "binary";
    case SANDBOX_OPCODE_CLOSE:
      return "close";
    case SANDBOX_OPCODE_PING:
      return "ping";
    case SANDBOX_OPCODE_PONG:
      return "pong";
    case SANDBOX_OPCODE_CONTINUATION:
    default:
      return "continuation";
    }
}
