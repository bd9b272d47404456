/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The events of one connection that the server still waits to see acknowledged. Each has a receipt, a number that is never
 * given out twice: an acknowledgement that comes after its connection has gone finds nothing. Any change costs the same,
 * however many events wait. */

/* An event that is acknowledged by its handler; 0 stands for one that needs no acknowledgement any more. */
typedef guint64 TrueconfReceipt;

typedef struct
{
  GHashTable *by_receipt;
  GQueue by_deadline; /* all wait equally long: the first that came is due first */
  TrueconfReceipt last;
} TrueconfAckTable;

void trueconf_ack_table_init (TrueconfAckTable *self);
void trueconf_ack_table_clear (TrueconfAckTable *self);
TrueconfReceipt trueconf_ack_table_add (TrueconfAckTable *self, gint64 id, gint64 deadline);
gboolean trueconf_ack_table_take (TrueconfAckTable *self, TrueconfReceipt receipt, gint64 *id);
gboolean trueconf_ack_table_take_due (TrueconfAckTable *self, gint64 now, gint64 *id);
gint64 trueconf_ack_table_get_deadline (TrueconfAckTable *self);
void trueconf_ack_table_forget_all (TrueconfAckTable *self);

G_END_DECLS
