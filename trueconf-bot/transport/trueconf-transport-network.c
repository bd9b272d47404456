/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The wait for the next attempt ends early when the network comes back. */

#include "config.h"

#include "transport/trueconf-transport-core-private.h"

/* All transports that run; used by the I/O thread alone. */
static GPtrArray *running = NULL;

static void
do_network_changed (gpointer data)
{
  TRUECONF_ASSERT_IO_THREAD ();

  for (guint i = 0; running != NULL && i < running->len; i++)
    trueconf_transport_network_changed (g_ptr_array_index (running, i));
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  if (available)
    trueconf_io_post (do_network_changed, NULL, NULL);
}

static gboolean
connect_to_monitor (gpointer data)
{
  static gsize connected = 0;

  if (g_once_init_enter (&connected))
    {
      g_signal_connect (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb),
                        NULL);
      g_once_init_leave (&connected, 1);
    }

  return G_SOURCE_REMOVE;
}

/* There is one monitor for the whole process, and whoever asks for it first decides in which main context its signals
 * are emitted, those to the handlers of the application included. Only the default context will do: the I/O thread
 * would run the application's handlers, and a context of the application's may end before the process does. To be called
 * in the main context of a bot. */
void
trueconf_transport_ask_for_network (void)
{
  static int asked = FALSE;
  g_autoptr (GSource) source = NULL;

  if (g_main_context_get_thread_default () == NULL)
    {
      connect_to_monitor (NULL);
    }
  else if (g_atomic_int_compare_and_exchange (&asked, FALSE, TRUE))
    {
      source = g_idle_source_new ();
      g_source_set_static_name (source, "trueconf-network");
      g_source_set_callback (source, connect_to_monitor, NULL, NULL);
      g_source_attach (source, NULL);
    }
}

void
trueconf_transport_watch_network (TrueconfTransport *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (running == NULL)
    running = g_ptr_array_new ();

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
