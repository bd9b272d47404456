/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define MAX_MESSAGE       (16 * 1024 * 1024)
#define READ_SIZE         (64 * 1024)
#define READS_A_TURN      8
#define OUT_HIGH          (8 * 1024 * 1024)
#define OUT_LOW           (OUT_HIGH / 2)
#define OUT_COMPACT       (1024 * 1024)
#define CLOSE_WAIT_MS     2000
#define PIECES            16
#define PIECE_INTERVAL_MS 2

struct _SandboxSocket
{
  GIOStream *stream;
  GSocket *socket;
  const SandboxSocketHandler *handler;
  gpointer user_data;

  GByteArray *in;
  GByteArray *message; /* the fragments of an unfinished message */
  guint message_opcode;
  GByteArray *out;
  gsize out_offset;
  guint64 written;
  GArray *slow; /* (element-type SlowRange), ranges that are written in small parts */

  GSource *reading;
  GSource *writing;
  guint pace_id;
  guint close_id;
  guint end_id;

  guint code;
  char *reason;
  gboolean dispatching;
  gboolean discarding;
  gboolean close_sent;
  gboolean close_received;
  gboolean frozen;
  gboolean deaf;
  gboolean ended;
};

/* Positions are counted from the first byte of the connection. */
typedef struct
{
  guint64 start;
  guint64 end;
  gsize piece;
} SlowRange;

static gboolean flush (SandboxSocket *self);
static void resume_reading (SandboxSocket *self);

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop_io (SandboxSocket *self)
{
  drop_source (&self->reading);
  drop_source (&self->writing);
  g_clear_handle_id (&self->pace_id, g_source_remove);
  g_clear_handle_id (&self->close_id, g_source_remove);
}

void
sandbox_socket_free (SandboxSocket *self)
{
  stop_io (self);
  g_clear_handle_id (&self->end_id, g_source_remove);
  if (!g_socket_is_closed (self->socket))
    g_socket_close (self->socket, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_byte_array_unref (self->in);
  g_byte_array_unref (self->message);
  g_byte_array_unref (self->out);
  g_array_unref (self->slow);
  g_free (self->reason);
  g_free (self);
}

SandboxSocket *
sandbox_socket_new (GIOStream *stream,
                    GSocket *socket,
                    const SandboxSocketHandler *handler,
                    gpointer user_data)
{
  SandboxSocket *self = g_new0 (SandboxSocket, 1);

  self->stream = g_object_ref (stream);
  self->socket = g_object_ref (socket);
  self->handler = handler;
  self->user_data = user_data;
  self->in = g_byte_array_new ();
  self->message = g_byte_array_new ();
  self->out = g_byte_array_new ();
  self->slow = g_array_new (FALSE, FALSE, sizeof (SlowRange));
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  return self;
}

static gboolean
on_end (gpointer user_data)
{
  SandboxSocket *self = user_data;

  self->end_id = 0;
  self->handler->closed (self->code, self->reason, self->user_data);
  return G_SOURCE_REMOVE;
}

/* Tells the owner from the main loop, because the owner frees this object. */
static void
end (SandboxSocket *self, guint code, const char *reason)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  stop_io (self);
  g_socket_close (self->socket, NULL);
  if (self->code == 0)
    {
      self->code = code;
      g_free (self->reason);
      self->reason = g_strdup (reason);
    }
  self->end_id = g_idle_add_full (G_PRIORITY_HIGH, on_end, self, NULL);
}

static gboolean
on_close_timeout (gpointer user_data)
{
  SandboxSocket *self = user_data;

  self->close_id = 0;
  end (self, 1006, "the peer did not answer the close frame");
  return G_SOURCE_REMOVE;
}

void
sandbox_socket_close (SandboxSocket *self, guint code, const char *reason)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 number[2] = { (guint8) (code >> 8), (guint8) code };

  if (self->ended || self->close_sent)
    return;
  if (code != 0)
    {
      g_byte_array_append (payload, number, sizeof number);
      /* RFC 6455, 5.5: at most 125 bytes, with the code */
      g_byte_array_append (payload, (const guint8 *) reason, (guint) MIN (strlen (reason), 123));
    }
  if (self->code == 0)
    {
      self->code = code;
      self->reason = g_strdup (reason);
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&payload));
  sandbox_socket_send (self, SANDBOX_OPCODE_CLOSE, bytes, NULL);
  self->close_sent = TRUE;
  if (self->close_id == 0)
    self->close_id = g_timeout_add (CLOSE_WAIT_MS, on_close_timeout, self);
}

/* Reads and drops the rest of the input. Closing with unread input would reset the connection, and the close frame
 * could get lost. */
static void
fail (SandboxSocket *self, guint code, const char *reason)
{
  self->discarding = TRUE;
  g_byte_array_set_size (self->in, 0);
  g_byte_array_set_size (self->message, 0);
  sandbox_socket_close (self, code, reason);
}

static void
deliver (SandboxSocket *self, guint opcode, GByteArray *payload)
{
  g_autoptr (GBytes) bytes = NULL;

  if (opcode == SANDBOX_OPCODE_TEXT &&
      !g_utf8_validate_len ((const char *) payload->data, payload->len, NULL))
    {
      fail (self, 1007, "text is not UTF-8");
      return;
    }
  bytes = g_bytes_new (payload->data, payload->len);
  self->handler->message (opcode, bytes, self->user_data);
}

static void
receive_close (SandboxSocket *self, const guint8 *payload, gsize length)
{
  self->close_received = TRUE;
  self->discarding = TRUE;
  if (!self->close_sent)
    {
      self->code = length >= 2 ? (guint) (payload[0] << 8 | payload[1]) : 1005;
      self->reason =
          length > 2 ? g_utf8_make_valid ((const char *) payload + 2, (gssize) length - 2) : g_strdup ("");
      sandbox_socket_close (self, length >= 2 ? self->code : 0, "");
    }
}

static void
receive_frame (SandboxSocket *self, const SandboxFrame *frame, const guint8 *payload)
{
  gsize length = (gsize) frame->payload_length;
  g_autoptr (GByteArray) control = NULL;

  switch (frame->opcode)
    {
    case SANDBOX_OPCODE_TEXT:
    case SANDBOX_OPCODE_BINARY:
    case SANDBOX_OPCODE_CONTINUATION:
      if ((frame->opcode == SANDBOX_OPCODE_CONTINUATION) != (self->message_opcode != 0))
        {
          fail (self, 1002, "fragments out of order");
          return;
        }
      if (frame->opcode != SANDBOX_OPCODE_CONTINUATION)
        self->message_opcode = frame->opcode;
      g_byte_array_append (self->message, payload, (guint) length);
      if (frame->final)
        {
          guint opcode = self->message_opcode;

          self->message_opcode = 0;
          deliver (self, opcode, self->message);
          g_byte_array_set_size (self->message, 0);
        }
      return;
    case SANDBOX_OPCODE_PING:
    case SANDBOX_OPCODE_PONG:
    case SANDBOX_OPCODE_CLOSE:
      control = g_byte_array_sized_new ((guint) length);
      g_byte_array_append (control, payload, (guint) length);
      deliver (self, frame->opcode, control);
      if (frame->opcode == SANDBOX_OPCODE_CLOSE && !self->ended)
        receive_close (self, payload, length);
      return;
    default:
      fail (self, 1002, "unknown opcode");
      return;
    }
}

static void
receive (SandboxSocket *self)
{
  gsize offset = 0;

  while (!self->ended && !self->frozen && !self->discarding)
    {
      SandboxFrame frame;
      SandboxFrameVerdict verdict;
      gsize available = self->in->len - offset;

      verdict = sandbox_frame_read (self->in->data + offset, available, &frame);
      if (verdict == SANDBOX_FRAME_INCOMPLETE)
        break;
      if (verdict == SANDBOX_FRAME_WRONG)
        {
          fail (self, 1002, "malformed frame");
          return;
        }
      if (frame.payload_length + self->message->len > MAX_MESSAGE)
        {
          fail (self, 1009, "message too large");
          return;
        }
      if (available - frame.header_length < frame.payload_length)
        break;
      offset += frame.header_length;
      sandbox_frame_unmask (&frame, self->in->data + offset);
      receive_frame (self, &frame, self->in->data + offset);
      offset += (gsize) frame.payload_length;
    }
  if (self->discarding)
    g_byte_array_set_size (self->in, 0);
  else if (offset > 0 && offset <= self->in->len)
    g_byte_array_remove_range (self->in, 0, (guint) offset);
}

/* Returns whether to wait for more. */
static gboolean
read_some (SandboxSocket *self)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream));

  for (guint i = 0; i < READS_A_TURN && !self->ended && !self->frozen && !self->deaf; i++)
    {
      g_autoptr (GError) error = NULL;
      guint8 buffer[READ_SIZE];
      gssize n;

      n = g_pollable_input_stream_read_nonblocking (input, buffer, sizeof buffer, NULL, &error);
      if (n == 0)
        {
          end (self, 1006, "the peer ended the connection");
          return FALSE;
        }
      if (n < 0)
        {
          if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            return TRUE;
          end (self, 1006, error->message);
          return FALSE;
        }
      if (self->discarding)
        continue;
      g_byte_array_append (self->in, buffer, (guint) n);
      receive (self);
      if (self->out->len - self->out_offset > OUT_HIGH)
        return TRUE;
    }
  return !self->ended && !self->frozen && !self->deaf;
}

static gboolean
on_readable (GObject *input, gpointer user_data)
{
  SandboxSocket *self = user_data;
  gboolean more;

  self->dispatching = TRUE;
  more = read_some (self);
  self->dispatching = FALSE;
  if (!flush (self))
    return G_SOURCE_REMOVE;
  if (self->deaf)
    drop_source (&self->reading);
  if (!more || self->deaf)
    return G_SOURCE_REMOVE;
  /* nothing more is read from a peer that does not read its answers */
  if (self->out->len - self->out_offset > OUT_HIGH)
    {
      g_clear_pointer (&self->reading, g_source_unref);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
resume_reading (SandboxSocket *self)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream));

  if (self->reading != NULL || self->ended || self->frozen || self->deaf)
    return;
  self->reading = g_pollable_input_stream_create_source (input, NULL);
  g_source_set_callback (self->reading, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->reading, g_main_context_get_thread_default ());
}

void
sandbox_socket_start (SandboxSocket *self)
{
  /* the HTTP server may have read more than the request, into the stream's buffer, which poll () does not see */
  if (on_readable (NULL, self))
    resume_reading (self);
}

static gboolean
on_pace (gpointer user_data)
{
  SandboxSocket *self = user_data;

  self->pace_id = 0;
  flush (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_writable (GObject *output, gpointer user_data)
{
  SandboxSocket *self = user_data;

  drop_source (&self->writing);
  flush (self);
  return G_SOURCE_REMOVE;
}

static void
wait_until_writable (SandboxSocket *self)
{
  GPollableOutputStream *output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));

  self->writing = g_pollable_output_stream_create_source (output, NULL);
  g_source_set_callback (self->writing, G_SOURCE_FUNC (on_writable), self, NULL);
  g_source_attach (self->writing, g_main_context_get_thread_default ());
}

/* The number of bytes for the next write. */
static gsize
write_limit (SandboxSocket *self, gboolean *slowly)
{
  gsize waiting = self->out->len - self->out_offset;

  *slowly = FALSE;
  while (self->slow->len > 0)
    {
      SlowRange *range = &g_array_index (self->slow, SlowRange, 0);

      if (self->written < range->start)
        return MIN (waiting, (gsize) (range->start - self->written));
      if (self->written < range->end)
        {
          *slowly = TRUE;
          /* one byte first, so that the frame's header is split too */
          if (self->written == range->start)
            return 1;
          return MIN (range->piece, (gsize) (range->end - self->written));
        }
      g_array_remove_index (self->slow, 0);
    }
  return waiting;
}

/* Returns FALSE when the connection has ended. */
static gboolean
flush (SandboxSocket *self)
{
  GPollableOutputStream *output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));

  while (!self->ended && !self->frozen && self->writing == NULL && self->pace_id == 0 &&
         self->out_offset < self->out->len)
    {
      g_autoptr (GError) error = NULL;
      gboolean slowly;
      gsize limit = write_limit (self, &slowly);
      gssize n;

      n = g_pollable_output_stream_write_nonblocking (output, self->out->data + self->out_offset, limit, NULL,
                                                      &error);
      if (n < 0)
        {
          if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            wait_until_writable (self);
          else
            end (self, 1006, error->message);
          break;
        }
      self->out_offset += (gsize) n;
      self->written += (guint64) n;
      if (slowly)
        self->pace_id = g_timeout_add (PIECE_INTERVAL_MS, on_pace, self);
    }
  if (self->ended)
    return FALSE;
  if (self->out_offset == self->out->len)
    {
      g_byte_array_set_size (self->out, 0);
      self->out_offset = 0;
      if (self->close_sent && self->close_received && !self->dispatching)
        {
          end (self, 1000, "");
          return FALSE;
        }
    }
  else if (self->out_offset > OUT_COMPACT)
    {
      g_byte_array_remove_range (self->out, 0, (guint) self->out_offset);
      self->out_offset = 0;
    }
  if (self->reading == NULL && !self->dispatching && self->out->len - self->out_offset < OUT_LOW)
    resume_reading (self);
  return TRUE;
}

/* Moves the cut into a character where it can, which is what readers get wrong. */
static gsize
cut_point (const guint8 *data, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    {
      if ((data[i] & 0xc0) == 0x80)
        return i;
    }
  return from;
}

void
sandbox_socket_send (SandboxSocket *self,
                     SandboxOpcode opcode,
                     GBytes *payload,
                     const SandboxSocketManner *manner)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (payload, &length);
  gsize before = self->out->len;
  gsize step = length;
  gsize offset = 0;
  gboolean first = TRUE;

  if (data == NULL)
    data = (const guint8 *) "";
  if (self->ended || self->frozen || self->close_sent)
    return;
  if (manner != NULL && manner->fragment_size > 0)
    step = manner->fragment_size;
  else if (manner != NULL && manner->fragments > 1)
    step = MAX (length / manner->fragments, 1);
  if (manner != NULL && manner->fragments > 1 && manner->fragment_size == 0)
    {
      for (guint i = 1; i <= manner->fragments; i++)
        {
          gsize stop = length;

          if (i < manner->fragments)
            stop = cut_point (data, MIN (step * i, length), MIN (step * (i + 1), length));
          sandbox_frame_append (self->out, i == manner->fragments,
                                first ? opcode : SANDBOX_OPCODE_CONTINUATION, data + offset, stop - offset);
          offset = stop;
          first = FALSE;
        }
    }
  else
    {
      do
        {
          gsize part = MIN (step, length - offset);

          sandbox_frame_append (self->out, offset + part == length,
                                first ? opcode : SANDBOX_OPCODE_CONTINUATION, data + offset, part);
          offset += part;
          first = FALSE;
        }
      while (offset < length);
    }
  if (manner != NULL && manner->split_writes)
    {
      SlowRange range;

      range.start = self->written + before - self->out_offset;
      range.end = self->written + self->out->len - self->out_offset;
      range.piece = (gsize) ((range.end - range.start) / PIECES + 1);
      g_array_append_val (self->slow, range);
    }
  if (!self->dispatching)
    flush (self);
}

/* Sends one fragment of a message. Whoever does so sends no other message before the last one. */
void
sandbox_socket_send_part (SandboxSocket *self, guint opcode, gboolean final, const guint8 *data, gsize length)
{
  if (self->ended || self->frozen || self->close_sent)
    return;
  sandbox_frame_append (self->out, final, opcode, data, length);
  if (!self->dispatching)
    flush (self);
}

/* The bytes that the peer has not taken so far. */
gsize
sandbox_socket_get_waiting (SandboxSocket *self)
{
  return self->out->len - self->out_offset;
}

/* A deaf socket does not read, but still writes. */
void
sandbox_socket_set_deaf (SandboxSocket *self, gboolean deaf)
{
  self->deaf = deaf;
  if (!deaf)
    resume_reading (self);
  else if (!self->dispatching)
    drop_source (&self->reading);
}

/* Resets the TCP connection, as the system does for a crashed process. */
void
sandbox_socket_reset (SandboxSocket *self)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  if (self->ended)
    return;
  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_clear_pointer (&self->reason, g_free);
  self->code = 0;
  end (self, 1006, "reset");
}

/* Sends a FIN without a close frame. */
void
sandbox_socket_finish (SandboxSocket *self)
{
  if (self->ended)
    return;
  self->code = 0;
  end (self, 1006, "ended without a close frame");
}

/* Stops reading and writing, and keeps the socket open. */
void
sandbox_socket_freeze (SandboxSocket *self)
{
  self->frozen = TRUE;
  stop_io (self);
}

gboolean
sandbox_socket_is_open (SandboxSocket *self)
{
  return !self->ended && !self->close_sent;
}
