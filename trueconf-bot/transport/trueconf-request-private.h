/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "transport/trueconf-pause-private.h"
#include "trueconf-enums.h"
#include "trueconf-heap-private.h"
#include "wire/trueconf-counter-private.h"
#include "wire/trueconf-wire-private.h"

G_BEGIN_DECLS

/* One request to the server on its way: made by the bot, worked on by the I/O thread alone, and handed back to the
 * bot with an outcome exactly once. */

typedef enum
{
  TRUECONF_REQUEST_NEW,
  TRUECONF_REQUEST_WAITING,
  TRUECONF_REQUEST_SENT,
  TRUECONF_REQUEST_DONE,
} TrueconfRequestState;

typedef struct
{
  const TrueconfMethodRow *row;
  char *method;
  char *payload;
  gboolean idempotent;
  gboolean as_node; /* the value is the payload of the answer, whatever the row says */
  gpointer owner;   /* what the bot wants to find again; nobody else looks at it */

  TrueconfRequestState state;
  guint64 number;              /* in the order in which they were submitted */
  guint32 id;                  /* on the wire, 0: was never sent */
  gint64 sent_at;              /* for the last time */
  gint64 deadline;             /* TRUECONF_TIME_NEVER: none */
  gint64 patience;             /* the deadline that it came with */
  TrueconfHeapNode in_waiting; /* while it waits */
  TrueconfPause *pause;        /* that holds it while it waits */
  TrueconfPause *trial_of;     /* whose end it tries */
  TrueconfHeapNode in_deadlines;
  GList in_sent; /* while it is sent */
  gboolean answered;
  guint64 heard;    /* what had been heard of the server when it was sent */
  gboolean renewed; /* was sent again after the server had asked for a new log-in */

  GValue value;
  GError *error;
} TrueconfRequest;

TrueconfRequest *
trueconf_request_new (const TrueconfMethodRow *row, const char *method, char *payload, gpointer owner);
TrueconfMethod trueconf_request_get_method (const TrueconfRequest *self);
TrueconfRequest *trueconf_request_ref (TrueconfRequest *self);
void trueconf_request_unref (TrueconfRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfRequest, trueconf_request_unref)

/* Why what waits has not been sent. */
typedef enum
{
  TRUECONF_LINK_NEVER_STARTED,
  TRUECONF_LINK_LOST,
  TRUECONF_LINK_UP,
} TrueconfLink;

typedef void (*TrueconfRequestDone) (TrueconfRequest *request, gpointer data);

/* All requests of one bot: those that wait for a connection, and those that wait for their answer. Whatever is done
 * with one request costs no more than the logarithm of their number. */
typedef struct
{
  TrueconfHeap waiting;   /* by number: one that was sent before is older than those that never were */
  TrueconfPauses pauses;  /* they hold some of those that wait */
  guint held;             /* so many */
  TrueconfHeap deadlines; /* of all of them, but for those that have none */
  GQueue sent;            /* by id */
  GHashTable *by_id;
  GHashTable *unanswered; /* ids that nobody waits for any more */
  guint64 submitted;
  guint32 next_id;
  guint64 heard; /* counts what has come from the server */
  guint unheard; /* requests in a row that timed out while nothing came at all */
  TrueconfRequestDone done;
  gpointer data;
} TrueconfRequestTable;

void trueconf_request_table_init (TrueconfRequestTable *self, TrueconfRequestDone done, gpointer data);
void trueconf_request_table_clear (TrueconfRequestTable *self);
void trueconf_request_table_restart_ids (TrueconfRequestTable *self);

void trueconf_request_table_wait (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline);
void
trueconf_request_table_wait_again (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline);
TrueconfRequest *trueconf_request_table_peek_waiting (TrueconfRequestTable *self);
guint trueconf_request_table_count_waiting (TrueconfRequestTable *self);
guint trueconf_request_table_count_sent (TrueconfRequestTable *self);
guint32 trueconf_request_table_take_id (TrueconfRequestTable *self);
guint32 trueconf_request_table_send (TrueconfRequestTable *self, TrueconfRequest *request, gint64 deadline);
TrueconfRequest *trueconf_request_table_find (TrueconfRequestTable *self, gint64 id);
TrueconfCounter trueconf_request_table_judge_answer (TrueconfRequestTable *self, gint64 id);
void trueconf_request_table_finish (TrueconfRequestTable *self, TrueconfRequest *request, GError *error);
void trueconf_request_table_connection_lost (TrueconfRequestTable *self,
                                             TrueconfResendPolicy policy,
                                             gint64 deadline);
void trueconf_request_table_fail_waiting (TrueconfRequestTable *self, const GError *reason);
void trueconf_request_table_fail_sent (TrueconfRequestTable *self, const GError *reason);
void trueconf_request_table_pause (TrueconfRequestTable *self,
                                   const char *method,
                                   const char *payload,
                                   gint64 until);
void trueconf_request_table_drop_pauses (TrueconfRequestTable *self);
void trueconf_request_table_end_pauses (TrueconfRequestTable *self, gint64 now);
void trueconf_request_table_heard (TrueconfRequestTable *self);
guint trueconf_request_table_count_unheard (TrueconfRequestTable *self);
void trueconf_request_table_expire (TrueconfRequestTable *self,
                                    gint64 now,
                                    double timeout,
                                    double offline,
                                    TrueconfLink link);
gint64 trueconf_request_table_get_deadline (TrueconfRequestTable *self);
gboolean trueconf_request_table_has_sent (TrueconfRequestTable *self);
gboolean trueconf_request_table_is_idle (TrueconfRequestTable *self);

G_END_DECLS
