/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-wait.h"

typedef struct
{
  SandboxServer *server;
  SoupServerMessage *msg;
  SandboxWaitFunc respond;
  gpointer data;
  GDestroyNotify destroy;
  guint timeout_id;
} Waiter;

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  g_signal_handlers_disconnect_by_data (waiter->msg, waiter);
  g_clear_handle_id (&waiter->timeout_id, g_source_remove);
  if (waiter->destroy != NULL)
    waiter->destroy (waiter->data);
  g_object_unref (waiter->msg);
  g_free (waiter);
}

static void
answered (Waiter *waiter)
{
  g_queue_remove (&waiter->server->waiters, waiter);
  soup_server_message_unpause (waiter->msg);
  waiter_free (waiter);
}

static gboolean
on_timeout (gpointer user_data)
{
  Waiter *waiter = user_data;

  waiter->timeout_id = 0;
  waiter->respond (waiter->server, waiter->msg, waiter->data, TRUE);
  answered (waiter);
  return G_SOURCE_REMOVE;
}

static void
on_finished (SoupServerMessage *msg, gpointer user_data)
{
  Waiter *waiter = user_data;

  g_queue_remove (&waiter->server->waiters, waiter);
  waiter_free (waiter);
}

void
sandbox_wait (SandboxServer *server,
              SoupServerMessage *msg,
              double timeout,
              SandboxWaitFunc respond,
              gpointer data,
              GDestroyNotify destroy)
{
  Waiter *waiter;

  if (respond (server, msg, data, timeout <= 0))
    {
      if (destroy != NULL)
        destroy (data);
      return;
    }
  waiter = g_new0 (Waiter, 1);
  waiter->server = server;
  waiter->msg = g_object_ref (msg);
  waiter->respond = respond;
  waiter->data = data;
  waiter->destroy = destroy;
  waiter->timeout_id = g_timeout_add ((guint) (MIN (timeout, 3600) * 1000), on_timeout, waiter);
  g_signal_connect (msg, "finished", G_CALLBACK (on_finished), waiter);
  soup_server_message_pause (msg);
  g_queue_push_tail (&server->waiters, waiter);
}

/* Asks each waiting request whether it can be answered now. */
void
sandbox_wait_notify (SandboxServer *server)
{
  GList *link = server->waiters.head;

  while (link != NULL)
    {
      Waiter *waiter = link->data;

      link = link->next;
      if (waiter->respond (server, waiter->msg, waiter->data, FALSE))
        answered (waiter);
    }
}

void
sandbox_wait_clear (SandboxServer *server)
{
  Waiter *waiter;

  while ((waiter = g_queue_pop_head (&server->waiters)) != NULL)
    waiter_free (waiter);
}

static void
on_changed (const SandboxChange *change, gpointer user_data)
{
  if (change->kind == SANDBOX_CHANGE_MESSAGE_SENT)
    sandbox_wait_notify (user_data);
}

void
sandbox_wait_add (SandboxServer *server)
{
  sandbox_world_watch (server->hub->world, on_changed, server);
}
