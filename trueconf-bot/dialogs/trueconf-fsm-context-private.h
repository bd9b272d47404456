/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-context.h"
#include "model/trueconf-event.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

/* How a dialog reaches the context of its event, which is in routing/. The event is held while something is read or
 * stored, so that the next event of the chat finds what this one has left. */
typedef struct
{
  gboolean (*hold) (gpointer owner); /* FALSE: the event is done */
  void (*release) (gpointer owner);
  void (*failed) (gpointer owner, const GError *error); /* of a call without a callback */
} TrueconfFsmOwner;

/* Returns NULL if the event belongs to no dialog. `owner` must outlive the dialog, or be taken away before. */
TrueconfFsmContext *trueconf_fsm_context_new_for_event (TrueconfFsmStorage *storage,
                                                        TrueconfFsmStrategy strategy,
                                                        TrueconfEvent *event,
                                                        const TrueconfFsmOwner *calls,
                                                        gpointer owner);
void trueconf_fsm_context_leave_owner (TrueconfFsmContext *self);

/* Reads the state once; the filters of an event all see the same. */
void trueconf_fsm_context_read_raw_state_async (TrueconfFsmContext *self,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
gboolean
trueconf_fsm_context_read_raw_state_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error);

/* One call of a dialog. */
typedef enum
{
  OP_GET_STATE,
  OP_READ_RAW_STATE,
  OP_SET_STATE,
  OP_GET_DATA,
  OP_SET_DATA,
  OP_UPDATE_DATA,
  OP_GET_VALUE,
  OP_CLEAR,
  OP_GO_BACK,
  OP_GO_ON,
} TrueconfFsmOpKind;

typedef struct
{
  TrueconfFsmOpKind kind;
  TrueconfState *state;
  JsonObject *data;
  char *member;
  TrueconfStatesGroup *group;
  guint conflicts;
} TrueconfFsmOp;

TrueconfFsmOp *trueconf_fsm_op_new (TrueconfFsmOpKind kind);

/* Takes `op`. */
void trueconf_fsm_context_start (TrueconfFsmContext *self,
                                 TrueconfFsmOp *op,
                                 gpointer source_tag,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* json-glib has only shallow copies. */
JsonObject *trueconf_fsm_copy_object (JsonObject *object);
/* Returns the text that is stored. JsonGenerator writes some numbers so that they cannot be read again. */
char *trueconf_fsm_write_object (JsonObject *object);

G_END_DECLS
