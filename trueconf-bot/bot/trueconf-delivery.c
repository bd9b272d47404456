/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-delivery-private.h"
#include "model/trueconf-user-id-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-message-private.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-dispatcher-private.h"
#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-watchdog-private.h"
#include "trueconf-hash-private.h"

/* How many messages are remembered, so that none is handled twice. */
#define MAX_SEEN 4096

/* The server's ids have 36 bytes. Of longer ones only the checksum is kept, because a server could fill the memory with
 * them. */
#define MAX_ID 64

typedef struct _TrueconfQueuedEvent TrueconfQueuedEvent;

/* A message that was seen before. */
typedef struct
{
  char *key;
  TrueconfQueuedEvent *queued; /* until it has been handled */
  guint failures;              /* how often its handler has failed, if it is to be handled once more */
  gboolean wanted;             /* to be handled once more when it comes again */
} TrueconfSeen;

/* An event that has arrived. The delivery owns it while it waits, its handler from then on. */
struct _TrueconfQueuedEvent
{
  TrueconfDelivery *delivery; /* NULL: the bot is gone */
  TrueconfEvent *event;
  TrueconfLoadTicket *ticket;
  GArray *receipts; /* a server that brings it again waits for more than one */
  TrueconfSeen *seen;
  gboolean passed; /* the chat goes on without it, or never waited for it */
  TrueconfWatched watched;
};

struct _TrueconfDelivery
{
  TrueconfBot *bot;
  GHashTable *chats; /* key → GQueue of events: those that wait while one of their chat is being handled */
  GHashTable *seen;  /* message id or its checksum → TrueconfSeen */
  GQueue seen_order; /* those that have been handled, the oldest first */
  GHashTable *handling; /* events with their handlers */
  TrueconfWatchdog *watchdog;
};

static void
seen_free (gpointer data)
{
  TrueconfSeen *seen = data;

  g_free (seen->key);
  g_free (seen);
}

static void
queued_free (TrueconfQueuedEvent *queued)
{
  g_object_unref (queued->event);
  g_array_unref (queued->receipts);
  g_clear_pointer (&queued->ticket, trueconf_load_ticket_free);
  g_free (queued);
}

static void
queue_free (gpointer data)
{
  g_queue_free_full (data, (GDestroyNotify) queued_free);
}

TrueconfDelivery *
trueconf_delivery_new (TrueconfBot *bot)
{
  TrueconfDelivery *self = g_new0 (TrueconfDelivery, 1);

  self->bot = bot;
  self->chats = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, queue_free);
  self->seen = g_hash_table_new_full (trueconf_hash_string, g_str_equal, NULL, seen_free);
  self->handling = g_hash_table_new (NULL, NULL);
  self->watchdog = trueconf_watchdog_new (bot->calls);
  g_queue_init (&self->seen_order);

  return self;
}

void
trueconf_delivery_free (TrueconfDelivery *self)
{
  GHashTableIter iter;
  gpointer queued;

  g_hash_table_iter_init (&iter, self->handling);
  while (g_hash_table_iter_next (&iter, &queued, NULL))
    ((TrueconfQueuedEvent *) queued)->delivery = NULL;

  g_clear_pointer (&self->watchdog, trueconf_watchdog_close);
  g_hash_table_unref (self->handling);
  g_hash_table_unref (self->chats);
  g_queue_clear (&self->seen_order);
  g_hash_table_unref (self->seen);
  g_free (self);
}

static const char *
get_message_id (TrueconfEvent *event)
{
  return TRUECONF_IS_MESSAGE (event) ? TRUECONF_MESSAGE (event)->message_id : NULL;
}

static void
acknowledge (TrueconfDelivery *self, TrueconfReceipt receipt)
{
  if (!trueconf_bot_is_disposed (self->bot))
    trueconf_transport_acknowledge (self->bot->transport, receipt);
}

/* The event is not acknowledged, so that the server sends it again. */
static void
decline (TrueconfDelivery *self, TrueconfReceipt receipt)
{
  if (!trueconf_bot_is_disposed (self->bot))
    trueconf_transport_decline (self->bot->transport, receipt);
}

/* NULL for an event that is not a message, or is one without an id. */
static char *
make_seen_key (TrueconfEvent *event)
{
  const char *id = get_message_id (event);
  g_autofree char *checksum = NULL;

  if (id == NULL || strlen (id) <= MAX_ID)
    return g_strdup (id);

  /* the prefix makes it longer than any id that is remembered as it is */
  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
  return g_strconcat ("sha256:", checksum, NULL);
}

/* Takes `key`. */
static void
remember (TrueconfDelivery *self, char *key, TrueconfQueuedEvent *queued)
{
  TrueconfSeen *seen = g_new0 (TrueconfSeen, 1);

  seen->key = key;
  seen->queued = queued;
  queued->seen = seen;
  g_hash_table_insert (self->seen, seen->key, seen);
}

/* Only what has been handled is counted, and forgotten when it is too much. */
static void
was_handled (TrueconfDelivery *self, TrueconfSeen *seen)
{
  seen->queued = NULL;
  g_queue_push_tail (&self->seen_order, seen);
  if (self->seen_order.length > MAX_SEEN)
    g_hash_table_remove (self->seen, ((TrueconfSeen *) g_queue_pop_head (&self->seen_order))->key);
}

static gboolean
is_own (TrueconfDelivery *self, TrueconfEvent *event)
{
  TrueconfAuthor *author = TRUECONF_IS_MESSAGE (event) ? TRUECONF_MESSAGE (event)->author : NULL;
  const char *id = author != NULL ? trueconf_author_get_id (author) : NULL;

  return id != NULL && self->bot->user_id != NULL && trueconf_user_id_equal (id, self->bot->user_id);
}

static void handle (TrueconfDelivery *self, TrueconfQueuedEvent *queued);

typedef struct
{
  TrueconfDelivery *delivery; /* not owned: the bot closes its call queue before it frees the delivery */
  char *key;
} TrueconfChatTurn;

static void
turn_free (gpointer data)
{
  TrueconfChatTurn *next = data;

  g_free (next->key);
  g_free (next);
}

/* Only now is the event taken out of the queue of its chat, so that a stop of the bot finds it there. */
static void
handle_next (gpointer data)
{
  TrueconfChatTurn *next = data;
  TrueconfDelivery *self = next->delivery;
  TrueconfBot *bot = g_object_ref (self->bot);
  GQueue *waiting = g_hash_table_lookup (self->chats, next->key);

  if (g_queue_is_empty (waiting))
    g_hash_table_remove (self->chats, next->key);
  else
    handle (self, g_queue_pop_head (waiting));
  g_object_unref (bot);
}

/* Posted to the call queue, so that a chat with many waiting events does not block the main loop. */
static void
chat_goes_on (TrueconfDelivery *self, TrueconfQueuedEvent *queued)
{
  const char *key = trueconf_event_get_chat_key (queued->event);
  GQueue *waiting = key != NULL ? g_hash_table_lookup (self->chats, key) : NULL;
  TrueconfChatTurn *next;

  if (waiting == NULL || queued->passed)
    return;

  queued->passed = TRUE;
  if (g_queue_is_empty (waiting))
    {
      g_hash_table_remove (self->chats, key);
      return;
    }

  next = g_new0 (TrueconfChatTurn, 1);
  next->delivery = self;
  next->key = g_strdup (key);
  trueconf_call_queue_post (self->bot->calls, handle_next, next, turn_free);
}

static void
handler_overdue (TrueconfEvent *event, gpointer data)
{
  TrueconfQueuedEvent *queued = data;

  if (queued->delivery != NULL)
    chat_goes_on (queued->delivery, queued);
}

/* The answer is an event as well. If those that wait for one were counted among the events that wait for their handlers, many
 * open questions would stop the reading of their own answers. From the answer on, that one is counted. */
static gboolean
handler_asks (TrueconfEvent *event, gpointer data)
{
  TrueconfQueuedEvent *queued = data;

  if (queued->delivery == NULL || queued->delivery->bot->phase != TRUECONF_BOT_RUNNING)
    return FALSE;

  g_clear_pointer (&queued->ticket, trueconf_load_ticket_free);
  handler_overdue (event, data);
  return TRUE;
}

static char *
describe_handler (gpointer data)
{
  return trueconf_context_describe_handler (data);
}

static void
handler_begins (TrueconfContext *context, gint64 threshold, gpointer data)
{
  TrueconfQueuedEvent *queued = data;

  queued->watched.threshold = threshold;
  if (threshold == 0 || queued->delivery == NULL)
    return;

  queued->watched.describe = describe_handler;
  queued->watched.data = context;
  trueconf_watchdog_begin (queued->delivery->watchdog, &queued->watched);
}

static void
handler_returns (TrueconfContext *context, gpointer data)
{
  TrueconfQueuedEvent *queued = data;

  if (queued->watched.threshold != 0 && queued->delivery != NULL)
    trueconf_watchdog_end (queued->delivery->watchdog, &queued->watched);
}

/* Whether the server is to send the event again. */
static gboolean
wants_again (TrueconfDelivery *self, TrueconfSeen *seen)
{
  if (seen == NULL || self->bot->ack_policy != TRUECONF_ACK_POLICY_AFTER_HANDLER)
    return FALSE;

  seen->wanted =
      seen->failures < trueconf_dispatcher_get_max_redeliveries (trueconf_bot_get_dispatcher (self->bot));
  if (seen->wanted)
    seen->failures++;

  return seen->wanted;
}

static void
handler_done (TrueconfEvent *event, gboolean failed, gpointer data)
{
  TrueconfQueuedEvent *queued = data;
  TrueconfDelivery *self = queued->delivery;

  if (self != NULL)
    {
      g_autoptr (GError) wrong_thread = NULL;

      /* too late to refuse it; it does harm only if the bot's own thread uses the same event at this moment */
      if (!trueconf_bot_check_thread (self->bot, "trueconf_context_release()", &wrong_thread))
        trueconf_log (G_LOG_LEVEL_CRITICAL, "%s", wrong_thread->message);

      g_hash_table_remove (self->handling, queued);
      failed = failed && wants_again (self, queued->seen);
      if (queued->seen != NULL)
        was_handled (self, queued->seen);
      for (guint i = 0; i < queued->receipts->len; i++)
        if (failed)
          decline (self, g_array_index (queued->receipts, TrueconfReceipt, i));
        else
          acknowledge (self, g_array_index (queued->receipts, TrueconfReceipt, i));
      chat_goes_on (self, queued);
      trueconf_bot_handler_done (self->bot);
    }

  queued_free (queued);
}

static const TrueconfDispatchReports dispatch_reports = {
  handler_begins, handler_returns, handler_done, handler_overdue, handler_asks,
};

static void
handle (TrueconfDelivery *self, TrueconfQueuedEvent *queued)
{
  TrueconfBot *bot = self->bot;
  g_autoptr (TrueconfEvent) event = g_object_ref (queued->event);
  g_autoptr (TrueconfDispatcher) dispatcher = NULL;

  TRUECONF_ASSERT_BOT_CONTEXT (bot);

  trueconf_model_adopt (G_OBJECT (event), bot->handle);
  g_hash_table_add (self->handling, queued);
  trueconf_bot_emit_event (bot, event);

  dispatcher = g_object_ref (trueconf_bot_get_dispatcher (bot));
  trueconf_dispatcher_dispatch (dispatcher, event, &dispatch_reports, queued);
}

static gboolean
must_wait (TrueconfDelivery *self, TrueconfQueuedEvent *queued)
{
  const char *key = trueconf_event_get_chat_key (queued->event);
  GQueue *waiting;

  /* it has no place in its chat that another one could take */
  queued->passed = key == NULL || self->bot->ordering == TRUECONF_ORDERING_NONE;
  if (queued->passed)
    return FALSE;

  waiting = g_hash_table_lookup (self->chats, key);
  if (waiting == NULL)
    {
      g_hash_table_insert (self->chats, g_strdup (key), g_queue_new ());
      return FALSE;
    }

  g_queue_push_tail (waiting, queued);
  return TRUE;
}

static TrueconfQueuedEvent *
queued_new (TrueconfDelivery *self, TrueconfEvent *event)
{
  TrueconfQueuedEvent *queued = g_new0 (TrueconfQueuedEvent, 1);

  queued->delivery = self;
  queued->event = g_object_ref (event);
  queued->receipts = g_array_new (FALSE, FALSE, sizeof (TrueconfReceipt));
  return queued;
}

void
trueconf_delivery_deliver (TrueconfDelivery *self, TrueconfEvent *event)
{
  TrueconfQueuedEvent *queued = queued_new (self, event);

  if (!must_wait (self, queued))
    handle (self, queued);
}

void
trueconf_delivery_receive (TrueconfDelivery *self,
                           TrueconfEvent *event,
                           TrueconfReceipt receipt,
                           TrueconfLoadTicket *ticket)
{
  g_autoptr (TrueconfLoadTicket) owned = ticket;
  g_autofree char *key = make_seen_key (event);
  TrueconfSeen *seen = key != NULL ? g_hash_table_lookup (self->seen, key) : NULL;
  TrueconfQueuedEvent *queued;

  TRUECONF_ASSERT_BOT_CONTEXT (self->bot);

  if (seen != NULL && seen->wanted)
    {
      seen->wanted = FALSE;
      g_queue_remove (&self->seen_order, seen);
    }
  else if (seen != NULL)
    {
      if (seen->queued != NULL)
        g_array_append_val (seen->queued->receipts, receipt);
      else
        acknowledge (self, receipt);
      return;
    }

  if (self->bot->skip_self_messages && is_own (self, event))
    {
      acknowledge (self, receipt);
      return;
    }

  queued = queued_new (self, event);
  queued->ticket = g_steal_pointer (&owned);
  g_array_append_val (queued->receipts, receipt);

  if (seen != NULL)
    {
      seen->queued = queued;
      queued->seen = seen;
    }
  else if (key != NULL)
    {
      remember (self, g_steal_pointer (&key), queued);
    }

  if (!must_wait (self, queued))
    handle (self, queued);
}

/* When the bot stops, handlers that have not begun are not called; the server may send their events again. */
void
trueconf_delivery_drop_waiting (TrueconfDelivery *self)
{
  GHashTableIter iter;
  gpointer waiting;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &waiting))
    {
      TrueconfQueuedEvent *queued;

      while ((queued = g_queue_pop_head (waiting)) != NULL)
        {
          if (queued->seen != NULL)
            g_hash_table_remove (self->seen, queued->seen->key);
          queued_free (queued);
        }
    }
}

/* Whether a handler has not finished with its event yet. */
gboolean
trueconf_delivery_is_busy (TrueconfDelivery *self)
{
  return g_hash_table_size (self->handling) > 0;
}
