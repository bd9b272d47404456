/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-ack-table-private.h"
#include "transport/trueconf-time-private.h"

typedef struct
{
  GList link;
  TrueconfReceipt receipt;
  gint64 id; /* on the wire */
  gint64 deadline;
} TrueconfPendingAck;

void
trueconf_ack_table_init (TrueconfAckTable *self)
{
  self->by_receipt = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->by_deadline);
  self->last = 0;
}

void
trueconf_ack_table_forget_all (TrueconfAckTable *self)
{
  g_queue_init (&self->by_deadline);
  g_hash_table_remove_all (self->by_receipt);
}

void
trueconf_ack_table_clear (TrueconfAckTable *self)
{
  trueconf_ack_table_forget_all (self);
  g_clear_pointer (&self->by_receipt, g_hash_table_unref);
}

/* Deadlines must not decrease. */
TrueconfReceipt
trueconf_ack_table_add (TrueconfAckTable *self, gint64 id, gint64 deadline)
{
  TrueconfPendingAck *ack = g_new0 (TrueconfPendingAck, 1);

  ack->link.data = ack;
  ack->receipt = ++self->last;
  ack->id = id;
  ack->deadline = deadline;
  g_queue_push_tail_link (&self->by_deadline, &ack->link);
  g_hash_table_insert (self->by_receipt, &ack->receipt, ack);

  return ack->receipt;
}

/* Whether the event still waits; then it does not any more, and `id` is what to acknowledge. */
gboolean
trueconf_ack_table_take (TrueconfAckTable *self, TrueconfReceipt receipt, gint64 *id)
{
  TrueconfPendingAck *ack = g_hash_table_lookup (self->by_receipt, &receipt);

  if (ack == NULL)
    return FALSE;

  *id = ack->id;
  g_queue_unlink (&self->by_deadline, &ack->link);
  g_hash_table_remove (self->by_receipt, &receipt);
  return TRUE;
}

gboolean
trueconf_ack_table_take_due (TrueconfAckTable *self, gint64 now, gint64 *id)
{
  TrueconfPendingAck *first = g_queue_peek_head (&self->by_deadline);

  return first != NULL && first->deadline <= now && trueconf_ack_table_take (self, first->receipt, id);
}

/* TRUECONF_TIME_NEVER: no event waits. */
gint64
trueconf_ack_table_get_deadline (TrueconfAckTable *self)
{
  TrueconfPendingAck *first = g_queue_peek_head (&self->by_deadline);

  return first != NULL ? first->deadline : TRUECONF_TIME_NEVER;
}
