/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the server says about itself, asked for only when somebody wants to know. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "transport/trueconf-transport-core-private.h"
#include "trueconf-error.h"

#define SERVER_PATH "/api/v4/server"

static void
answered (const TrueconfHttpAnswer *answer, const TrueconfFailure *failure, gpointer data)
{
  TrueconfTransport *self = data;
  TrueconfOrder *order = g_steal_pointer (&self->describing);
  TrueconfServerInfo info = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  if (failure != NULL)
    error = g_error_copy (failure->error);
  else if (!SOUP_STATUS_IS_SUCCESSFUL (answer->status) ||
           !trueconf_wire_read_server_info (answer->body, &info.name, &info.version))
    error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
                         _ ("The server does not say what it is called (HTTP %u); this needs its web port"),
                         answer->status);

  trueconf_reporter_described (self->reporter, &info, error);
  trueconf_order_free (order);
}

static void
do_describe (gpointer data)
{
  TrueconfTransport *self = ((TrueconfOrder *) data)->transport;
  g_autoptr (SoupSession) session = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->describing != NULL)
    return;

  /* the request keeps the session, and the order keeps the transport, until the answer has come */
  session = trueconf_io_acquire_session (self->settings->tls_database, self->settings->verify_tls);
  self->describing = trueconf_order_new (self);
  trueconf_http_get (session, self->settings, SERVER_PATH, answered, self);
}

void
trueconf_transport_describe_server (TrueconfTransport *self)
{
  TrueconfServerInfo nothing = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  if (!trueconf_io_check_process (SERVER_PATH, &error))
    {
      trueconf_reporter_described (self->reporter, &nothing, error);
      return;
    }

  trueconf_io_post (do_describe, trueconf_order_new (self), trueconf_order_free);
}
