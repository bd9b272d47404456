/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of a message that was larger than max-message-size, and has been skipped. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "text/trueconf-shown-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-transport-core-private.h"
#include "trueconf-error.h"
#include "wire/trueconf-wire-peek-private.h"
#include "wire/trueconf-wire-private.h"

static GError *
make_error (TrueconfTransport *self, const char *name, guint64 size)
{
  g_autofree char *shown = trueconf_text_show (name);
  g_autofree char *bytes = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT, self->settings->max_message_size);

  return g_error_new (
      TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
      /* Translators: name of a method or an event, two numbers */
      _ ("%s: what the server has sent has %s bytes, and “max-message-size” is %s. Raise it, or ask for "
         "less at once"),
      shown, bytes, limit);
}

static void
skip_answer (TrueconfTransport *self, TrueconfRequest *request, guint64 size)
{
  request->answered = TRUE;
  trueconf_request_table_finish (&self->table, request, make_error (self, request->method, size));
  trueconf_transport_request_ended (self);
}

/* It is acknowledged, because the server would send it again and again. */
static void
skip_event (TrueconfTransport *self, const TrueconfWirePeek *peek, guint64 size)
{
  g_autoptr (GError) error = make_error (self, peek->method != NULL ? peek->method : "?", size);

  if (peek->id != 0)
    trueconf_transport_send_acknowledgement (self, peek->id);
  trueconf_counters_add (self->counters, TRUECONF_COUNTER_SKIPPED_EVENTS, 1);
  trueconf_notifier_skipped (self->notifier, peek->method, size, error);
}

void
trueconf_transport_skip (TrueconfTransport *self, const TrueconfSkipped *skipped)
{
  g_auto (TrueconfWirePeek) peek;
  TrueconfRequest *request;

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_wire_peek (&peek, skipped->head, skipped->head_length, skipped->tail, skipped->tail_length);
  trueconf_request_table_heard (&self->table);
  request = trueconf_request_table_find (&self->table, peek.id);

  /* what cannot be recognised is reported as an event, so that nothing is lost in silence */
  if (peek.type == TRUECONF_FRAME_REQUEST || peek.method != NULL)
    skip_event (self, &peek, skipped->size);
  else if (self->auth_id != 0 && peek.id == self->auth_id)
    trueconf_transport_auth_answered (self, NULL, make_error (self, "auth", skipped->size));
  else if (request != NULL)
    skip_answer (self, request, skipped->size);
  else if (peek.type != TRUECONF_FRAME_RESPONSE)
    skip_event (self, &peek, skipped->size);
}
