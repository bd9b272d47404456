/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-request-private.h"
#include "trueconf-tsan-private.h"

/* Takes `payload`. `method` may be NULL where the row has the name. */
TrueconfRequest *
trueconf_request_new (const TrueconfMethodRow *row, const char *method, char *payload, gpointer owner)
{
  TrueconfRequest *self = g_atomic_rc_box_new0 (TrueconfRequest);

  self->row = row;
  self->method = g_strdup (method != NULL ? method : row->name);
  self->payload = payload;
  self->idempotent = method != NULL ? trueconf_wire_is_idempotent (method) : row->idempotent;
  self->owner = owner;
  self->in_waiting.data = self;
  self->in_deadlines.data = self;
  self->in_sent.data = self;

  return self;
}

/* One that was called by its name counts as that method, if it is one that the library knows. */
TrueconfMethod
trueconf_request_get_method (const TrueconfRequest *self)
{
  const TrueconfMethodRow *rows = trueconf_wire_get_method ((TrueconfMethod) 0);
  const TrueconfMethodRow *row = self->row;

  if (row == &rows[TRUECONF_METHOD_OTHER])
    row = trueconf_wire_find_method (self->method);

  return row != NULL ? (TrueconfMethod) (row - rows) : TRUECONF_METHOD_OTHER;
}

TrueconfRequest *
trueconf_request_ref (TrueconfRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
request_clear (gpointer data)
{
  TrueconfRequest *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  g_free (self->method);
  g_free (self->payload);
  if (G_IS_VALUE (&self->value))
    g_value_unset (&self->value);
  g_clear_error (&self->error);
}

void
trueconf_request_unref (TrueconfRequest *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, request_clear);
}
