/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-failure-private.h"
#include "transport/trueconf-frame-stream-private.h"

G_BEGIN_DECLS

/* One WebSocket, from the first attempt to its end. A new connection is a new object, so that nothing that is said of
 * an old one can be taken for the new one. */

typedef struct _TrueconfSocket TrueconfSocket;

typedef struct
{
  void (*opened) (gpointer data);
  void (*received) (GBytes *bytes, gpointer data);
  /* a message that is larger than max-message-size, which was not kept */
  void (*too_large) (const TrueconfSkipped *skipped, gpointer data);
  /* the end, however it came; called once, and nothing after it */
  void (*ended) (const TrueconfFailure *failure, gpointer data);
} TrueconfSocketEvents;

/* The token is needed only to blank it out, if the server repeats it in its reason for closing. */
TrueconfSocket *trueconf_socket_open (SoupSession *session,
                                      TrueconfSettings *settings,
                                      const char *token,
                                      const TrueconfSocketEvents *events,
                                      gpointer data);
void trueconf_socket_send (TrueconfSocket *self, const char *text);
void trueconf_socket_close (TrueconfSocket *self);
void trueconf_socket_abandon (TrueconfSocket *self);
void trueconf_socket_set_paused (TrueconfSocket *self, gboolean paused);
guint64 trueconf_socket_get_unsent (TrueconfSocket *self);
void trueconf_socket_probe (TrueconfSocket *self);
void trueconf_socket_set_settings (TrueconfSocket *self, TrueconfSettings *settings);

G_END_DECLS
