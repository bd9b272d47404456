/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "base/sandbox-faults.h"
#include "base/sandbox-log.h"
#include "speak/sandbox-socket.h"
#include "world/sandbox-files.h"
#include "world/sandbox-world.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 token_requests;
  guint64 upgrades;
  guint64 auth_requests;
  guint64 connections;
  guint64 frames_in;
  guint64 frames_out;
  guint64 acknowledgements;
} SandboxCounters;

typedef struct _SandboxConnection SandboxConnection;

typedef void (*SandboxFrameFunc) (SandboxConnection *connection, GBytes *frame);
typedef void (*SandboxDribbleFunc) (SandboxConnection *connection,
                                    SandboxOpcode opcode,
                                    GBytes *bytes,
                                    JsonObject *settings);
typedef void (*SandboxNoteFunc) (SandboxConnection *connection,
                                 const char *state,
                                 const char *text,
                                 gpointer user_data);

/* All connections, and what they have in common. */
typedef struct
{
  SandboxWorld *world;
  SandboxFiles *files;
  SandboxFaults *faults;
  SandboxLog *log;
  SandboxCounters counters;
  GPtrArray *connections; /* (element-type SandboxConnection), the open ones */
  GPtrArray *arriving;    /* (element-type SandboxFile), those that are not ready */
  guint64 last_connection;
  double ack_timeout;   /* in seconds, as the others */
  double ping_interval; /* 0: never */
  double ping_timeout;  /* 0: never */
  char *secret;         /* signs the tokens */
  char *address;        /* what addresses of files begin with */
  SandboxFrameFunc receive;
  SandboxDribbleFunc dribble;
  SandboxNoteFunc noted; /* a connection's state has changed */
  gpointer noted_data;
} SandboxHub;

struct _SandboxConnection
{
  SandboxHub *hub;
  SandboxSocket *socket;
  guint64 id;
  char *suffix;
  SandboxUser *user; /* NULL before `auth` */
  gboolean authorized;
  gboolean half_open;
  gboolean deaf;      /* nothing is read */
  gboolean deaf_pong; /* pongs that answer no ping say that it lives */
  gint64 last_pong;
  gboolean expired;
  gint64 last_heard;
  gint64 last_ping;
  gint64 last_used; /* without pings of the server and their pongs */
  gboolean system_envelopes;
  gboolean unread_due; /* unread messages have not been sent yet; new ones wait with them */
  guint32 last_event;
  guint64 frames_in;
  guint64 frames_out;
  GHashTable *unacknowledged; /* id → PendingEvent */
  GQueue deadlines;           /* of PendingEvent, oldest first */
  GHashTable *subscriptions;  /* (element-type SandboxFile) */
  GHashTable *requests;       /* ids of requests without an answer so far */
  GHashTable *delayed;        /* (element-type Later), what a fault delays */
  GQueue waiting;             /* frames that come after the message that is sent bit by bit */
  gboolean dripping;          /* such a message is under way */
  guint64 answered;           /* requests, without log-ins */
};

SandboxHub *sandbox_hub_new (const char *server_name, const char *server_version) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_hub_free (SandboxHub *self);
void sandbox_hub_tick (SandboxHub *self);
void sandbox_hub_close (SandboxHub *self, guint code, const char *reason);
guint sandbox_hub_count_authorized (SandboxHub *self);

void sandbox_connection_open (SandboxHub *hub, GIOStream *stream, GSocket *socket);

const char *sandbox_connection_get_login (SandboxConnection *self);
void sandbox_connection_close (SandboxConnection *self, guint code, const char *reason);
void sandbox_connection_drop (SandboxConnection *self);
void sandbox_connection_freeze (SandboxConnection *self);
void sandbox_connection_set_deaf (SandboxConnection *self, gboolean deaf, gboolean with_pongs);
void sandbox_connection_send_waiting (SandboxConnection *self);

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
                                      const char *description,
                                      JsonNode *retry_after);
void sandbox_connection_later (SandboxConnection *self,
                               guint ms,
                               GSourceFunc function,
                               gpointer data,
                               GDestroyNotify destroy);
void sandbox_connection_acknowledge (SandboxConnection *self, guint32 id);
void sandbox_connection_authorize (SandboxConnection *self, SandboxUser *user);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxHub, sandbox_hub_free)

G_END_DECLS
