/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The other end of a bot's connection, which says what the fuzzer wants. */

typedef struct
{
  SoupServer *server;
  guint port;
  SoupWebsocketConnection *connection; /* NULL: there is none, or none any more */
  GArray *acknowledged;                /* gint64: of the bot, in the order in which they came */
  GArray *requests;                    /* gint64: what the bot has asked for */
  gboolean refuses;                    /* every request at once, instead of keeping it */
} FuzzPeer;

FuzzPeer *fuzz_peer_new (void);

void fuzz_peer_reset (FuzzPeer *self);
void fuzz_peer_send (FuzzPeer *self, const char *data, gsize length);
void fuzz_peer_refuse (FuzzPeer *self);
void fuzz_peer_hang_up (FuzzPeer *self);

G_END_DECLS
