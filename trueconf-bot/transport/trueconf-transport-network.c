/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-transport-core-private.h"

/* All transports that run; the I/O thread's alone. */
static GPtrArray *running = NULL;

static void
do_network_changed (gpointer data)
{
  TRUECONF_ASSERT_IO_THREAD ();

  for (guint i = 0; i < running->len; i++)
    trueconf_transport_network_changed (g_ptr_array_index (running, i));
}

/* GLib calls this in the main context of whoever was first to ask for the monitor. */
static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  if (available)
    trueconf_io_post (do_network_changed, NULL, NULL);
}

void
trueconf_transport_watch_network (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (running == NULL)
    {
      running = g_ptr_array_new ();
      g_signal_connect (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb),
                        NULL);
    }

  if (!g_ptr_array_find (running, self, NULL))
    g_ptr_array_add (running, self);
}

void
trueconf_transport_unwatch_network (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (running != NULL)
    g_ptr_array_remove_fast (running, self);
}
