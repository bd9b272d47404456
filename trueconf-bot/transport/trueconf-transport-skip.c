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
skip_answer (TrueconfTransport *self, gint64 id, guint64 size)
{
  TrueconfRequest *request;

  if (self->auth_id != 0 && id == self->auth_id)
    {
      trueconf_transport_auth_answered (self, NULL, make_error (self, "auth", size));
      return;
    }

  request = trueconf_request_table_find (&self->table, id);
  if (request == NULL)
    return;

  request->answered = TRUE;
  trueconf_request_table_finish (&self->table, request, make_error (self, request->method, size));
  trueconf_transport_flush (self);
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

/* The first and the last bytes of the message, and its size. */
void
trueconf_transport_skip (TrueconfTransport *self,
                         const char *head,
                         gsize head_length,
                         const char *tail,
                         gsize tail_length,
                         guint64 size)
{
  g_auto (TrueconfWirePeek) peek;

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_wire_peek (&peek, head, head_length, tail, tail_length);
  trueconf_request_table_heard (&self->table);
  if (peek.type == TRUECONF_FRAME_REQUEST || peek.method != NULL)
    skip_event (self, &peek, size);
  else
    skip_answer (self, peek.id, size);
}
