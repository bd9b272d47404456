/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <errno.h>
#include <libsoup/soup.h>
#include <string.h>

#include "transport/trueconf-frame-stream-private.h"
#include "trueconf-error.h"

#define BUFFER_SIZE (16 * 1024)
#define SAMPLE_SIZE (4 * 1024)

/* A server that is faster than this thread must leave a turn to the other bots. */
#define TURN_SIZE (256 * 1024)

/* How many times the limit a message that is skipped may have, counted with the heads of its frames. */
#define ENDLESS_FACTOR 16

#define MAX_HEAD    10
#define MAX_CONTROL 10

enum
{
  OPCODE_CONTINUATION = 0x0,
  OPCODE_TEXT = 0x1,
  OPCODE_BINARY = 0x2,
  OPCODE_CLOSE = 0x8,
  OPCODE_PING = 0x9,
  OPCODE_PONG = 0xa,
};

#define FIN  0x80
#define MASK 0x80

struct _TrueconfFrameStream
{
  GIOStream parent_instance;
  GIOStream *base;
  GInputStream *input;
  GOutputStream *output;
  TrueconfFrameStreamTooLarge too_large;
  gpointer data;
  guint64 limit;
  gint64 last_life; /* when something was read */
  /* When the system took something of a frame of libsoup's. It takes pings for long after the server has ceased to read. */
  gint64 last_written;

  guint8 *buffer; /* read, but not yet looked at */
  gsize at;
  gsize end;
  gsize turn; /* read since it was last said that there is no more */
  gboolean paused;
  gboolean broken; /* while it was paused */
  GSource *source; /* that libsoup waits for */
  GSource *errors; /* watched for while it is paused */

  guint8 head[MAX_HEAD];
  gsize head_length;
  guint64 payload; /* of the frame, that is still to come */
  gboolean skipped_frame;

  gboolean in_message; /* between the first frame and the last one */
  gboolean last_frame;
  gboolean skipping;
  gboolean endless;   /* a skipped message, which was reported before its end */
  gboolean ending;    /* what libsoup has of a message that is skipped */
  gboolean remainder; /* libsoup is about to hand over the beginning of a message that is skipped */
  guint64 size;       /* of the message */
  guint64 arrived;    /* of the message so far, with the heads of its frames */
  gboolean text;      /* the message is one */
  guint8 last[3];     /* bytes of it that libsoup has: a character may not be complete in them */
  char *sample;       /* beginning and end */
  gsize sample_head;
  gsize sample_tail;

  guint8 inject[MAX_HEAD];
  gsize inject_length;

  guint64 frame_left; /* of the frame that is being written */
  gboolean closing_frame;
  gboolean data_frame;
  guint64 sent;
  guint8 control[MAX_CONTROL]; /* waits for the end of that frame, and for room */
  gsize control_at;
  gsize control_length;
  GSource *flush;
};

G_DEFINE_FINAL_TYPE (TrueconfFrameStream, trueconf_frame_stream, G_TYPE_IO_STREAM)

#define TYPE_FRAME_INPUT (frame_input_get_type ())
G_DECLARE_FINAL_TYPE (FrameInput, frame_input, TRUECONF, FRAME_INPUT, GInputStream)
#define TYPE_FRAME_OUTPUT (frame_output_get_type ())
G_DECLARE_FINAL_TYPE (FrameOutput, frame_output, TRUECONF, FRAME_OUTPUT, GOutputStream)

/* The stream owns both and outlives their use: they do not hold it. */
struct _FrameInput
{
  GInputStream parent_instance;
  TrueconfFrameStream *owner;
};

struct _FrameOutput
{
  GOutputStream parent_instance;
  TrueconfFrameStream *owner;
};

static GPollableInputStream *
get_base_input (TrueconfFrameStream *self)
{
  return G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->base));
}

static GPollableOutputStream *
get_base_output (TrueconfFrameStream *self)
{
  return G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->base));
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* reading */

/* What is left on a connection that has broken is read, because its error comes last. */
static gboolean
is_held (TrueconfFrameStream *self)
{
  return self->paused && !self->broken;
}

static gboolean
break_protocol (GError **error)
{
  g_set_error_literal (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR,
                       _ ("the server sends what is not a WebSocket frame"));
  return FALSE;
}

static gsize
get_head_size (const guint8 *head)
{
  switch (head[1] & 0x7f)
    {
    case 126:
      return 4;
    case 127:
      return 10;
    default:
      return 2;
    }
}

static void
sample (TrueconfFrameStream *self, const guint8 *bytes, gsize length)
{
  gsize part = MIN (length, SAMPLE_SIZE - self->sample_head);
  char *tail;

  if (self->sample == NULL)
    self->sample = g_malloc (2 * SAMPLE_SIZE);

  memcpy (self->sample + self->sample_head, bytes, part);
  self->sample_head += part;

  bytes += part;
  length -= part;
  if (length > SAMPLE_SIZE)
    {
      bytes += length - SAMPLE_SIZE;
      length = SAMPLE_SIZE;
    }
  tail = self->sample + SAMPLE_SIZE;
  if (self->sample_tail + length > SAMPLE_SIZE)
    {
      gsize kept = SAMPLE_SIZE - length;

      memmove (tail, tail + self->sample_tail - kept, kept);
      self->sample_tail = kept;
    }
  memcpy (tail + self->sample_tail, bytes, length);
  self->sample_tail += length;
}

static void
tell_too_large (TrueconfFrameStream *self, guint64 size)
{
  TrueconfSkipped skipped = {
    self->sample, self->sample_head, self->sample + SAMPLE_SIZE, self->sample_tail, size, self->endless,
  };

  if (self->too_large != NULL)
    self->too_large (&skipped, self->data);
}

/* libsoup closes the connection for a text that is not UTF-8, so what it has of one that is skipped must not end within a
 * character. Bytes that were wrong before stay wrong, and the connection ends for them as RFC 6455 wants it (1007). */
static gsize
complete_character (TrueconfFrameStream *self, guint8 *out)
{
  gsize n_last = G_N_ELEMENTS (self->last);

  for (gsize have = 1; have <= n_last; have++)
    {
      guint8 first = self->last[n_last - have];
      gsize wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;

      if ((first & 0xc0) == 0x80)
        continue;

      for (gsize i = have; i < wanted; i++)
        /* the second byte of these says that no shorter form was possible */
        out[i - have] = i == 1 && first == 0xe0 ? 0xa0 : i == 1 && first == 0xf0 ? 0x90 : 0x80;
      return wanted > have ? wanted - have : 0;
    }

  return 0;
}

static void
note_last (TrueconfFrameStream *self, const guint8 *bytes, gsize length)
{
  gsize part = MIN (length, G_N_ELEMENTS (self->last));

  memmove (self->last, self->last + part, G_N_ELEMENTS (self->last) - part);
  memcpy (self->last + G_N_ELEMENTS (self->last) - part, bytes + length - part, part);
}

/* A message of many empty frames is endless as well. If the message is skipped, that is reported, and reading goes on until
 * the socket ends the connection: so there is time to acknowledge the message. */
static gboolean
check_endless (TrueconfFrameStream *self, GError **error)
{
  guint64 most = self->limit > G_MAXUINT64 / ENDLESS_FACTOR ? G_MAXUINT64 : self->limit * ENDLESS_FACTOR;

  if (self->limit == 0 || self->arrived <= most || self->endless)
    return TRUE;

  if (!self->skipping)
    {
      g_propagate_error (error, trueconf_frame_stream_make_endless_error (self));
      return FALSE;
    }

  self->endless = TRUE;
  tell_too_large (self, self->arrived);
  return TRUE;
}

static gboolean
begin_data_frame (TrueconfFrameStream *self, gboolean fin, guint opcode, guint64 length, GError **error)
{
  if ((opcode == OPCODE_CONTINUATION) != self->in_message)
    return break_protocol (error);

  if (!self->in_message)
    {
      self->size = 0;
      self->arrived = 0;
      self->skipping = FALSE;
      self->endless = FALSE;
      self->text = opcode == OPCODE_TEXT;
      memset (self->last, 0, sizeof self->last);
      self->sample_head = 0;
      self->sample_tail = 0;
    }

  self->size += length;
  self->arrived += self->head_length;
  if (!check_endless (self, error))
    return FALSE;

  if (!self->skipping && self->limit != 0 && self->size > self->limit)
    {
      self->skipping = TRUE;
      /* what libsoup holds of the message is ended for it, and thrown away when it comes out */
      if (self->in_message)
        {
          gsize missing = self->text ? complete_character (self, self->inject + 2) : 0;

          self->inject[0] = FIN | OPCODE_CONTINUATION;
          self->inject[1] = (guint8) missing;
          self->inject_length = 2 + missing;
          self->ending = TRUE;
        }
    }

  self->in_message = !fin;
  self->last_frame = fin;
  self->skipped_frame = self->skipping;
  return TRUE;
}

static gboolean
begin_frame (TrueconfFrameStream *self, GError **error)
{
  const guint8 *head = self->head;
  gboolean fin = (head[0] & FIN) != 0;
  guint opcode = head[0] & 0x0f;
  guint64 length = head[1] & 0x7f;

  if ((head[0] & 0x70) != 0 || (head[1] & MASK) != 0)
    return break_protocol (error);

  if (self->head_length > 2)
    {
      gboolean is_long = length == 127;

      length = 0;
      for (gsize i = 2; i < self->head_length; i++)
        length = length << 8 | head[i];
      if (length <= (is_long ? G_MAXUINT16 : 125u) || length > G_MAXINT64)
        return break_protocol (error);
    }

  self->payload = length;
  self->skipped_frame = FALSE;
  self->last_frame = FALSE;

  if (opcode <= OPCODE_BINARY)
    return begin_data_frame (self, fin, opcode, length, error);
  if (opcode < OPCODE_CLOSE || opcode > OPCODE_PONG || !fin || length > 125)
    return break_protocol (error);
  return TRUE;
}

static void
end_frame (TrueconfFrameStream *self)
{
  self->head_length = 0;
  if (!self->last_frame || !self->skipping)
    return;

  self->skipping = FALSE;
  self->last_frame = FALSE;
  if (!self->endless)
    tell_too_large (self, self->size);
}

static gboolean
is_head_complete (TrueconfFrameStream *self)
{
  return self->head_length >= 2 && self->head_length == get_head_size (self->head);
}

/* What is to go on to libsoup is written to `out`. -1: an error. */
static gssize
sift (TrueconfFrameStream *self, guint8 *out, gsize room, GError **error)
{
  gsize made = 0;

  while (TRUE)
    {
      gsize part;

      /* alone, because it tells by its turn which message it ends */
      if (self->ending && made > 0)
        return (gssize) made;
      if (self->inject_length > 0)
        {
          part = MIN (self->inject_length, room - made);
          memcpy (out + made, self->inject, part);
          self->inject_length -= part;
          memmove (self->inject, self->inject + part, self->inject_length);
          made += part;
        }
      if (self->ending && self->inject_length == 0)
        {
          self->ending = FALSE;
          self->remainder = TRUE;
          return (gssize) made;
        }
      if (made == room)
        return (gssize) made;

      if (self->payload == 0 && is_head_complete (self))
        end_frame (self);
      if (self->at == self->end || is_held (self))
        return (gssize) made;

      if (self->payload == 0)
        {
          self->head[self->head_length++] = self->buffer[self->at++];
          if (!is_head_complete (self))
            continue;
          if (!begin_frame (self, error))
            return -1;
          if (!self->skipped_frame)
            {
              memcpy (self->inject + self->inject_length, self->head, self->head_length);
              self->inject_length += self->head_length;
            }
          continue;
        }

      part = (gsize) MIN (self->payload, self->end - self->at);
      if (!self->skipped_frame)
        {
          part = MIN (part, room - made);
          memcpy (out + made, self->buffer + self->at, part);
          if ((self->head[0] & 0x08) == 0)
            note_last (self, self->buffer + self->at, part);
          made += part;
        }
      if (self->skipped_frame || (self->head[0] & 0x08) == 0)
        if (self->skipped_frame || (self->in_message && self->sample_head < SAMPLE_SIZE))
          sample (self, self->buffer + self->at, part);
      self->at += part;
      self->payload -= part;
      if (self->skipped_frame)
        {
          self->arrived += part;
          if (!check_endless (self, error))
            return -1;
        }
    }
}

static gssize
would_block (TrueconfFrameStream *self, GError **error)
{
  self->turn = 0;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, g_strerror (EAGAIN));
  return -1;
}

static gssize
frame_input_read_nonblocking (GPollableInputStream *stream, void *out, gsize room, GError **error)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_INPUT (stream)->owner;

  while (TRUE)
    {
      gssize count;

      if (is_held (self))
        return would_block (self, error);

      count = sift (self, out, room, error);
      if (count != 0)
        return count;
      if (is_held (self))
        continue;
      if (self->turn >= TURN_SIZE)
        return would_block (self, error);

      count = g_pollable_input_stream_read_nonblocking (get_base_input (self), self->buffer, BUFFER_SIZE,
                                                        NULL, error);
      if (count <= 0)
        {
          self->turn = 0;
          return count;
        }
      self->last_life = g_get_monotonic_time ();
      self->turn += (gsize) count;
      self->at = 0;
      self->end = (gsize) count;
    }
}

/* Without a look at what has come meanwhile. */
static gboolean
has_more (TrueconfFrameStream *self)
{
  return self->at < self->end || self->inject_length > 0;
}

static gboolean
frame_input_is_readable (GPollableInputStream *stream)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_INPUT (stream)->owner;

  if (is_held (self))
    return FALSE;

  return has_more (self) || g_pollable_input_stream_is_readable (get_base_input (self));
}

static GSource *
frame_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_INPUT (stream)->owner;
  gboolean waits = is_held (self);
  g_autoptr (GSource) base =
      waits ? NULL : g_pollable_input_stream_create_source (get_base_input (self), NULL);
  GSource *source = g_pollable_source_new_full (stream, base, cancellable);

  if (!waits && has_more (self))
    g_source_set_ready_time (source, 0);

  g_clear_pointer (&self->source, g_source_unref);
  self->source = g_source_ref (source);
  return source;
}

static void
wake_reader (TrueconfFrameStream *self)
{
  if (self->source != NULL && !g_source_is_destroyed (self->source))
    g_source_set_ready_time (self->source, 0);
}

static gssize
frame_input_read (GInputStream *stream, void *out, gsize room, GCancellable *cancellable, GError **error)
{
  return frame_input_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), out, room, error);
}

static void
frame_input_init_pollable (GPollableInputStreamInterface *iface)
{
  iface->is_readable = frame_input_is_readable;
  iface->create_source = frame_input_create_source;
  iface->read_nonblocking = frame_input_read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FrameInput,
                               frame_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      frame_input_init_pollable))

static void
frame_input_class_init (FrameInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = frame_input_read;
}

static void
frame_input_init (FrameInput *self)
{
}

/* writing */

/* FALSE: not all of it could be written. */
static gboolean
write_control (TrueconfFrameStream *self, GError **error)
{
  while (self->control_at < self->control_length)
    {
      gssize count = g_pollable_output_stream_write_nonblocking (
          get_base_output (self), self->control + self->control_at, self->control_length - self->control_at,
          NULL, error);

      if (count < 0)
        return FALSE;
      self->control_at += (gsize) count;
    }

  self->control_at = self->control_length = 0;
  return TRUE;
}

static void flush_control (TrueconfFrameStream *self);

static gboolean
flush_cb (GObject *stream, gpointer data)
{
  TrueconfFrameStream *self = data;

  clear_source (&self->flush);
  flush_control (self);
  return G_SOURCE_REMOVE;
}

/* An error is left to whatever reads or writes next. */
static void
flush_control (TrueconfFrameStream *self)
{
  g_autoptr (GError) error = NULL;

  if (self->flush != NULL || self->frame_left > 0 || g_io_stream_is_closed (G_IO_STREAM (self)))
    return;
  if (write_control (self, &error))
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      self->flush = g_pollable_output_stream_create_source (get_base_output (self), NULL);
      g_source_set_callback (self->flush, G_SOURCE_FUNC (flush_cb), self, NULL);
      g_source_attach (self->flush, g_main_context_get_thread_default ());
    }
  else
    {
      self->broken = TRUE;
      wake_reader (self);
    }
}

static void
queue_control (TrueconfFrameStream *self, guint opcode)
{
  guint32 mask = g_random_int ();

  if (self->control_length > 0)
    return;

  self->control[0] = (guint8) (FIN | opcode);
  self->control[1] = MASK;
  memcpy (self->control + 2, &mask, sizeof mask);
  self->control_length = 2 + sizeof mask;
  flush_control (self);
}

/* libsoup writes frame by frame, each from its beginning. */
static void
look_at_frame (TrueconfFrameStream *self, const guint8 *bytes, gsize length)
{
  self->frame_left = length;
  self->closing_frame = (bytes[0] & 0x0f) == OPCODE_CLOSE;
  self->data_frame = (bytes[0] & 0x08) == 0;
}

/* As libsoup does for a stream that it knows to be a socket's, but not below TLS. */
static void
shut_down (TrueconfFrameStream *self)
{
  if (G_IS_SOCKET_CONNECTION (self->base) && !G_IS_TCP_WRAPPER_CONNECTION (self->base))
    g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->base)), FALSE, TRUE, NULL);
}

static gssize
frame_output_write_nonblocking (GPollableOutputStream *stream,
                                const void *bytes,
                                gsize length,
                                GError **error)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_OUTPUT (stream)->owner;
  gssize count;

  if (self->frame_left == 0)
    {
      if (!write_control (self, error))
        return -1;
      look_at_frame (self, bytes, length);
      count = g_pollable_output_stream_write_nonblocking (get_base_output (self), bytes, length, NULL, error);
      /* nothing of it went out: a ping may still go first */
      if (count <= 0)
        self->frame_left = 0;
    }
  else
    {
      count = g_pollable_output_stream_write_nonblocking (get_base_output (self), bytes, length, NULL, error);
    }

  if (count > 0)
    {
      self->last_written = g_get_monotonic_time ();
      self->frame_left -= (guint64) count;
      if (self->data_frame)
        self->sent += (guint64) count;
      if (self->frame_left == 0 && self->closing_frame)
        shut_down (self);
      else if (self->frame_left == 0 && self->control_length > 0)
        flush_control (self);
    }
  return count;
}

static gboolean
frame_output_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (get_base_output (TRUECONF_FRAME_OUTPUT (stream)->owner));
}

static GSource *
frame_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_OUTPUT (stream)->owner;
  g_autoptr (GSource) base = g_pollable_output_stream_create_source (get_base_output (self), NULL);

  return g_pollable_source_new_full (stream, base, cancellable);
}

static gssize
frame_output_write (GOutputStream *stream,
                    const void *bytes,
                    gsize length,
                    GCancellable *cancellable,
                    GError **error)
{
  return frame_output_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (stream), bytes, length, error);
}

static void
frame_output_init_pollable (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = frame_output_is_writable;
  iface->create_source = frame_output_create_source;
  iface->write_nonblocking = frame_output_write_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FrameOutput,
                               frame_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      frame_output_init_pollable))

static void
frame_output_class_init (FrameOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = frame_output_write;
}

static void
frame_output_init (FrameOutput *self)
{
}

/* the stream */

static GInputStream *
trueconf_frame_stream_get_input_stream (GIOStream *stream)
{
  return TRUECONF_FRAME_STREAM (stream)->input;
}

static GOutputStream *
trueconf_frame_stream_get_output_stream (GIOStream *stream)
{
  return TRUECONF_FRAME_STREAM (stream)->output;
}

static void
stop_sources (TrueconfFrameStream *self)
{
  clear_source (&self->flush);
  clear_source (&self->errors);
  g_clear_pointer (&self->source, g_source_unref);
}

static gboolean
trueconf_frame_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_STREAM (stream);

  stop_sources (self);
  return g_io_stream_close (self->base, cancellable, error);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_io_stream_close_finish (G_IO_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
trueconf_frame_stream_close_async (GIOStream *stream,
                                   int priority,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_STREAM (stream);
  GTask *task = g_task_new (stream, cancellable, callback, data);

  g_task_set_source_tag (task, trueconf_frame_stream_close_async);

  stop_sources (self);
  g_io_stream_close_async (self->base, priority, cancellable, closed_cb, task);
}

static gboolean
trueconf_frame_stream_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
trueconf_frame_stream_finalize (GObject *object)
{
  TrueconfFrameStream *self = TRUECONF_FRAME_STREAM (object);

  stop_sources (self);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->base);
  g_free (self->buffer);
  g_free (self->sample);
  G_OBJECT_CLASS (trueconf_frame_stream_parent_class)->finalize (object);
}

static void
trueconf_frame_stream_class_init (TrueconfFrameStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = trueconf_frame_stream_finalize;
  stream_class->get_input_stream = trueconf_frame_stream_get_input_stream;
  stream_class->get_output_stream = trueconf_frame_stream_get_output_stream;
  stream_class->close_fn = trueconf_frame_stream_close;
  stream_class->close_async = trueconf_frame_stream_close_async;
  stream_class->close_finish = trueconf_frame_stream_close_finish;
}

static void
trueconf_frame_stream_init (TrueconfFrameStream *self)
{
  self->buffer = g_malloc (BUFFER_SIZE);
  self->input = g_object_new (TYPE_FRAME_INPUT, NULL);
  self->output = g_object_new (TYPE_FRAME_OUTPUT, NULL);
  TRUECONF_FRAME_INPUT (self->input)->owner = self;
  TRUECONF_FRAME_OUTPUT (self->output)->owner = self;
  self->last_life = g_get_monotonic_time ();
}

/* `first` is what came with the answer to the upgrade, at most 16 KiB. */
TrueconfFrameStream *
trueconf_frame_stream_new (GIOStream *base, const guint8 *first, gsize length)
{
  TrueconfFrameStream *self = g_object_new (TRUECONF_TYPE_FRAME_STREAM, NULL);

  g_assert (length <= BUFFER_SIZE);
  self->base = g_object_ref (base);
  if (length > 0)
    memcpy (self->buffer, first, length);
  self->end = length;
  return self;
}

void
trueconf_frame_stream_set_too_large (TrueconfFrameStream *self,
                                     TrueconfFrameStreamTooLarge too_large,
                                     gpointer data)
{
  self->too_large = too_large;
  self->data = data;
}

/* 0: none */
void
trueconf_frame_stream_set_limit (TrueconfFrameStream *self, guint64 limit)
{
  self->limit = limit;
}

static gboolean
broken_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TrueconfFrameStream *self = data;

  clear_source (&self->errors);
  self->broken = TRUE;
  wake_reader (self);
  return G_SOURCE_REMOVE;
}

static void
watch_for_errors (TrueconfFrameStream *self)
{
  if (!G_IS_SOCKET_CONNECTION (self->base))
    return;

  self->errors = g_socket_create_source (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->base)),
                                         G_IO_ERR | G_IO_HUP, NULL);
  g_source_set_callback (self->errors, G_SOURCE_FUNC (broken_cb), self, NULL);
  g_source_attach (self->errors, g_main_context_get_thread_default ());
}

void
trueconf_frame_stream_set_paused (TrueconfFrameStream *self, gboolean paused)
{
  if (paused == self->paused)
    return;

  self->paused = paused;
  clear_source (&self->errors);
  if (paused)
    watch_for_errors (self);
  else
    {
      self->last_life = g_get_monotonic_time ();
      wake_reader (self);
    }
}

gint64
trueconf_frame_stream_get_last_life (TrueconfFrameStream *self)
{
  return self->last_life;
}

gint64
trueconf_frame_stream_get_last_written (TrueconfFrameStream *self)
{
  return self->last_written;
}

/* Of messages, with the heads of their frames. */
guint64
trueconf_frame_stream_get_bytes_sent (TrueconfFrameStream *self)
{
  return self->sent;
}

GError *
trueconf_frame_stream_make_endless_error (TrueconfFrameStream *self)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT, self->limit);

  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
                      /* Translators: number */
                      _ ("The server sends a message that is far larger than “max-message-size”, %s bytes"),
                      limit);
}

/* Whether the message that libsoup hands over is only what it had of one that is skipped. */
gboolean
trueconf_frame_stream_take_remainder (TrueconfFrameStream *self)
{
  gboolean remainder = self->remainder;

  self->remainder = FALSE;
  return remainder;
}

void
trueconf_frame_stream_ping (TrueconfFrameStream *self)
{
  queue_control (self, OPCODE_PING);
}

void
trueconf_frame_stream_pong (TrueconfFrameStream *self)
{
  queue_control (self, OPCODE_PONG);
}
