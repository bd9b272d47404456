/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The byte stream below a WebSocket. It knows the frames that pass, so that a message that is too large is skipped
 * instead of held, reading can pause, and pings and pongs can be sent at any time. */

#define TRUECONF_TYPE_FRAME_STREAM (trueconf_frame_stream_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfFrameStream, trueconf_frame_stream, TRUECONF, FRAME_STREAM, GIOStream)

/* What is known of a message that was skipped. The tail begins after the head. */
typedef struct
{
  const char *head;
  gsize head_length;
  const char *tail;
  gsize tail_length;
  guint64 size;     /* as far as it has come, if it is endless */
  gboolean endless; /* still coming, and many times too large already: the connection has to end */
} TrueconfSkipped;

typedef void (*TrueconfFrameStreamTooLarge) (const TrueconfSkipped *skipped, gpointer data);

TrueconfFrameStream *trueconf_frame_stream_new (GIOStream *base, const guint8 *first, gsize length);
void trueconf_frame_stream_set_too_large (TrueconfFrameStream *self,
                                          TrueconfFrameStreamTooLarge too_large,
                                          gpointer data);
void trueconf_frame_stream_set_limit (TrueconfFrameStream *self, guint64 limit);
void trueconf_frame_stream_set_paused (TrueconfFrameStream *self, gboolean paused);
gint64 trueconf_frame_stream_get_last_life (TrueconfFrameStream *self);
gint64 trueconf_frame_stream_get_last_written (TrueconfFrameStream *self);
guint64 trueconf_frame_stream_get_bytes_sent (TrueconfFrameStream *self);
GError *trueconf_frame_stream_make_endless_error (TrueconfFrameStream *self);
gboolean trueconf_frame_stream_take_remainder (TrueconfFrameStream *self);
void trueconf_frame_stream_ping (TrueconfFrameStream *self);
void trueconf_frame_stream_pong (TrueconfFrameStream *self);

G_END_DECLS
