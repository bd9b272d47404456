/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-backoff-private.h"
#include "transport/trueconf-counters-private.h"
#include "transport/trueconf-failure-private.h"
#include "transport/trueconf-http-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-login-private.h"
#include "transport/trueconf-notifier-private.h"
#include "transport/trueconf-retry-private.h"
#include "transport/trueconf-settings-private.h"
#include "transport/trueconf-socket-private.h"

G_BEGIN_DECLS

/* The inside of the transport, shared by its two files. The I/O thread alone uses it, but for the reference count, which is
 * atomic, and the notifier, which never changes. */

typedef enum
{
  TRUECONF_PHASE_IDLE,       /* never started */
  TRUECONF_PHASE_TOKEN,      /* asks for a token */
  TRUECONF_PHASE_CONNECTING, /* opens the WebSocket */
  TRUECONF_PHASE_AUTH,       /* logs in on it */
  TRUECONF_PHASE_AUTHORIZED,
  TRUECONF_PHASE_BACKOFF, /* waits for the next attempt */
  TRUECONF_PHASE_STOPPED, /* by the user, or because it has given up */
} TrueconfPhase;

typedef struct _TrueconfTransport TrueconfTransport;
typedef struct _TrueconfTransportCall TrueconfTransportCall;

struct _TrueconfTransport
{
  TrueconfNotifier *notifier;
  TrueconfCounters *counters;
  TrueconfSettings *settings;
  TrueconfPhase phase;
  gboolean stopping;    /* authorized, and lets the last answers come */
  gint64 stop_deadline; /* when it does not wait for them any longer */

  SoupSession *session;
  TrueconfLogin *login;
  TrueconfTransportCall *describing; /* the server is being asked about itself */
  gboolean describe_again;           /* the answer may be of a server that was replaced since */
  char *server_version;              /* of the server at the other end, NULL: not known */
  gint64
      version_until; /* until then, what depends on the version waits for it; 0: it is known, or will not be */
  TrueconfSocket *socket;
  TrueconfLoad *load;
  gboolean paused; /* nothing is read */
  TrueconfRequestTable table;
  gint64 probe_until; /* until then, or until an answer has come, one request is sent alone; 0: it has come */
  guint32 auth_id;    /* of the log-in on its way, 0: there is none */
  gint64 auth_deadline;
  GError *
      leaving; /* why this connection is to be replaced once the answers to what was sent have come; or NULL */
  gboolean leaving_expired;
  gint64 leave_deadline;
  TrueconfAckTable acks;

  char *user_id;
  char *token;
  gint64 token_expires;
  gint64 token_renewal; /* when a new one is requested ahead, in seconds since 1970, 0: never */
  gboolean token_used;  /* the connection is logged in with this one */
  gboolean expiry_told;

  TrueconfRetry retry;
  TrueconfBackoff backoff;
  GSource *timer;     /* back-off and stability */
  GSource *deadlines; /* requests and acknowledgements */
  gint64 stable_at;
  gint64 wait_until;
  gint64 spread;     /* of what all bots are told at the same moment */
  gint64 not_before; /* whatever happens, because the server wants it */
  gint64 asleep;
  gint64 attempt_began;
  TrueconfStatus reported;
};

/* A call from another thread on its way to the I/O thread; it keeps the transport alive. */
struct _TrueconfTransportCall
{
  TrueconfTransport *transport;
  TrueconfSettings *settings;
  TrueconfRequest *request;
  TrueconfReceipt receipt;
  gint64 deadline;
  GError *error;
};

TrueconfTransportCall *trueconf_transport_call_new (TrueconfTransport *self);
void trueconf_transport_call_free (gpointer data);

void trueconf_transport_begin_connecting (TrueconfTransport *self);
void trueconf_transport_begin (TrueconfTransport *self);
void trueconf_transport_end_connection (TrueconfTransport *self);
void trueconf_transport_leave (TrueconfTransport *self, const GError *reason, gboolean expired);
void trueconf_transport_leave_if_done (TrueconfTransport *self);
void trueconf_transport_reconnect (TrueconfTransport *self, const GError *reason);
void trueconf_transport_fail_requests (TrueconfTransport *self, const GError *reason);
void trueconf_transport_give_up (TrueconfTransport *self, const GError *error);
void trueconf_transport_finish_stop (TrueconfTransport *self);
gboolean trueconf_transport_can_renew (TrueconfTransport *self);
void trueconf_transport_take_token (TrueconfTransport *self, const char *token, gint64 expires);

void trueconf_transport_auth_answered (TrueconfTransport *self, const char *user_id, GError *error);

void trueconf_transport_receive (TrueconfTransport *self, GBytes *bytes);
void trueconf_transport_write (TrueconfTransport *self, const char *frame);
void trueconf_transport_flush (TrueconfTransport *self);
void trueconf_transport_set_deadlines (TrueconfTransport *self);
gint64 trueconf_transport_get_offline_deadline (TrueconfTransport *self);

void trueconf_transport_read_version (TrueconfTransport *self);

void trueconf_transport_send_acknowledgement (TrueconfTransport *self, gint64 id);
void trueconf_transport_skip (TrueconfTransport *self, const TrueconfSkipped *skipped);
void trueconf_transport_request_ended (TrueconfTransport *self);
void trueconf_transport_review_flow (TrueconfTransport *self);
void trueconf_transport_forget_flow (TrueconfTransport *self);
gint64 trueconf_transport_get_flow_deadline (TrueconfTransport *self);
void trueconf_transport_relieved (gpointer data);

void trueconf_transport_ask_for_network (void);

G_END_DECLS
