/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-server.h"
#include "sandbox-socket.h"

G_BEGIN_DECLS

struct _SandboxConnection
{
  SandboxServer *server;
  SandboxSocket *socket;
  guint64 id;
  char *suffix;
  SandboxUser *user; /* NULL before `auth` */
  gboolean authorized;
  gboolean half_open;
  gboolean expired;
  gint64 last_heard;
  gint64 last_ping;
  gint64 last_used; /* pings of the server and their pongs left out */
  gboolean system_envelopes;
  gboolean unread_due; /* what is unread is still to come, and with it whatever is said until then */
  guint32 last_event;
  guint64 frames_in;
  guint64 frames_out;
  GHashTable *unacknowledged; /* id → PendingEvent */
  GQueue deadlines;           /* of PendingEvent, oldest first */
  GHashTable *subscriptions;  /* (element-type SandboxFile) */
  GHashTable *requests;       /* ids of requests without an answer so far */
  GHashTable *delayed;        /* sources that will act later */
};

void sandbox_connection_open (SandboxServer *server, GIOStream *stream, GSocket *socket);
void sandbox_connection_free (SandboxConnection *self);

const char *sandbox_connection_get_login (SandboxConnection *self);
void sandbox_connection_tick (SandboxConnection *self, gint64 now);
void sandbox_connection_close (SandboxConnection *self, guint code, const char *reason);
void sandbox_connection_drop (SandboxConnection *self);
void sandbox_connection_freeze (SandboxConnection *self);

guint32 sandbox_connection_send_event (SandboxConnection *self,
                                       const char *method,
                                       JsonObject *payload,
                                       SandboxMessage *message);
guint32 sandbox_connection_send_request (SandboxConnection *self,
                                         const char *method,
                                         const char *payload,
                                         const SandboxSocketManner *manner);
void
sandbox_connection_send_text (SandboxConnection *self, const char *text, const SandboxSocketManner *manner);
void sandbox_connection_send_bytes (SandboxConnection *self,
                                    SandboxOpcode opcode,
                                    GBytes *bytes,
                                    const SandboxSocketManner *manner);
guint32 sandbox_connection_send_padded (SandboxConnection *self,
                                        const char *method,
                                        gsize bytes,
                                        const SandboxSocketManner *manner);
void sandbox_connection_answer (SandboxConnection *self, guint32 id, const char *method, JsonNode *payload);
void sandbox_connection_answer_error (SandboxConnection *self,
                                      guint32 id,
                                      const char *method,
                                      int code,
                                      const char *description);
void sandbox_connection_later (SandboxConnection *self,
                               guint ms,
                               GSourceFunc function,
                               gpointer data,
                               GDestroyNotify destroy);
void sandbox_connection_acknowledge (SandboxConnection *self, guint32 id);
void sandbox_connection_authorize (SandboxConnection *self, SandboxUser *user);

G_END_DECLS
