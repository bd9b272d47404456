/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-pace-private.h"
#include "bot/trueconf-rate-limit-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"
#include "trueconf-heap-private.h"

/**
 * TrueconfRateLimit:
 *
 * Limits how many messages a bot sends per second, to each chat and in all.
 *
 * What is too much waits in order and is sent as soon as it may be. A chat that has to wait does not hold up the others, and
 * where all of them wait for [property@RateLimit:total-rate], they take turns. Both limits are off until a rate is set.
 *
 * It counts the requests that send or edit a message: messages, files, forwarded messages, and surveys. Edits do not name
 * their chat, so those of one message are counted together as if they were a chat of their own. All other requests pass.
 *
 * A request waits here for as long as [property@RequestMiddleware:timeout] says, then it fails with
 * `TRUECONF_ERROR_TIMED_OUT`. The bot's own [property@Bot:offline-timeout] and [property@Bot:timeout] begin after that. While
 * the bot is offline, what has passed the limit waits in the outbox, and is sent at once when the bot is connected again.
 * A request that is cancelled ends at once. A bot that stops lets requests wait for as long as
 * [property@Bot:stop-timeout] says.
 *
 * Several bots may share a limit if they have the same main context.
 *
 * ```c
 * static void
 * limit_rate (TrueconfBot *bot)
 * {
 *   g_autoptr (TrueconfRateLimit) limit = trueconf_rate_limit_new ();
 *
 *   trueconf_rate_limit_set_chat_rate (limit, 1);
 *   trueconf_rate_limit_set_total_rate (limit, 30);
 *   trueconf_bot_add_request_middleware (bot, TRUECONF_REQUEST_MIDDLEWARE (limit));
 * }
 * ```
 *
 * Since: 0.1
 */

#define DEFAULT_CHAT_BURST  5
#define DEFAULT_TOTAL_BURST 30
#define DEFAULT_MAX_WAITING 1000

typedef struct
{
  char *key;
  gint64 full;           /* when its bucket will be */
  GQueue waiting;        /* Waiting, in order */
  TrueconfHeapNode node; /* in `ready` while something waits, otherwise in `idle` */
} Chat;

struct _TrueconfRateLimit
{
  TrueconfRequestMiddleware parent_instance;

  TrueconfPace chat_pace;
  TrueconfPace total_pace;
  gint64 total_full;
  guint max_waiting;
  guint n_waiting;
  GHashTable *chats;
  TrueconfHeap ready; /* by when their first request may be sent, as far as they are concerned */
  TrueconfHeap idle;  /* by when they can be forgotten */
  GMainContext *context;
  GSource *timer; /* while something waits */
};

G_DEFINE_FINAL_TYPE (TrueconfRateLimit, trueconf_rate_limit, TRUECONF_TYPE_REQUEST_MIDDLEWARE)

typedef enum
{
  PROP_CHAT_RATE = 1,
  PROP_CHAT_BURST,
  PROP_TOTAL_RATE,
  PROP_TOTAL_BURST,
  PROP_MAX_WAITING,
  PROP_N_WAITING,
} TrueconfRateLimitProperty;

static GParamSpec *properties[PROP_N_WAITING + 1];

/* A request that waits. Its passage keeps the limit. */
typedef struct
{
  TrueconfRateLimit *limit;
  Chat *chat;
  GList link;
  TrueconfRequestNext *next;
  gulong cancelled_id;
} Waiting;

/* ---- chats */

static void
chat_free (gpointer data)
{
  Chat *chat = data;

  g_free (chat->key);
  g_free (chat);
}

static void
forget_idle (TrueconfRateLimit *self, gint64 now)
{
  TrueconfHeapNode *node;

  while ((node = trueconf_heap_peek (&self->idle)) != NULL && node->key <= now)
    {
      trueconf_heap_remove (&self->idle, node);
      g_hash_table_remove (self->chats, ((Chat *) node->data)->key);
    }
}

/* Takes the key. */
static Chat *
get_chat (TrueconfRateLimit *self, char *key)
{
  Chat *chat = g_hash_table_lookup (self->chats, key);

  if (chat != NULL)
    {
      g_free (key);
      return chat;
    }

  chat = g_new0 (Chat, 1);
  chat->key = key;
  chat->node.data = chat;
  g_hash_table_insert (self->chats, chat->key, chat);

  return chat;
}

static gboolean
is_ready (Chat *chat)
{
  return chat->waiting.length > 0;
}

static void
unplace (TrueconfRateLimit *self, Chat *chat)
{
  trueconf_heap_remove (is_ready (chat) ? &self->ready : &self->idle, &chat->node);
}

/* A chat that could have been first for long does not come before those that have been waiting: it begins now. */
static void
place (TrueconfRateLimit *self, Chat *chat, gint64 now)
{
  if (is_ready (chat))
    trueconf_heap_push (&self->ready, &chat->node,
                        MAX (trueconf_pace_get_time (&self->chat_pace, chat->full), now));
  else
    trueconf_heap_push (&self->idle, &chat->node, chat->full);
}

static void
take (TrueconfRateLimit *self, Chat *chat, gint64 now)
{
  chat->full = trueconf_pace_take (&self->chat_pace, chat->full, now);
  self->total_full = trueconf_pace_take (&self->total_pace, self->total_full, now);
}

/* ---- waiting */

static void
schedule (TrueconfRateLimit *self)
{
  TrueconfHeapNode *first = trueconf_heap_peek (&self->ready);

  if (self->timer == NULL)
    return;

  g_source_set_ready_time (
      self->timer,
      first != NULL ? MAX (first->key, trueconf_pace_get_time (&self->total_pace, self->total_full)) : -1);
}

/* Takes it out of its chat, whose place is for the caller to change. */
static TrueconfRequestNext *
waiting_end (Waiting *self)
{
  TrueconfRequestNext *next = g_steal_pointer (&self->next);

  g_queue_unlink (&self->chat->waiting, &self->link);
  self->limit->n_waiting--;
  /* not g_cancellable_disconnect (): this may be the handler */
  g_signal_handler_disconnect (trueconf_request_next_get_cancellable (next), self->cancelled_id);
  g_free (self);

  return next;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (TrueconfRateLimit) self = g_object_ref (waiting->limit);
  g_autoptr (TrueconfRequestNext) next = NULL;
  Chat *chat = waiting->chat;
  gint64 key = chat->node.key;

  unplace (self, chat);
  next = waiting_end (waiting);
  /* it keeps its turn */
  if (is_ready (chat))
    trueconf_heap_push (&self->ready, &chat->node, key);
  else
    place (self, chat, key);
  schedule (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
}

/* Sends what may be sent. Each time around everything is in order, since a request may cause others. */
static void
send_ready (TrueconfRateLimit *limit)
{
  g_autoptr (TrueconfRateLimit) self = g_object_ref (limit);
  gint64 now = g_get_monotonic_time ();
  TrueconfHeapNode *node;

  while ((node = trueconf_heap_peek (&self->ready)) != NULL && node->key <= now &&
         trueconf_pace_get_time (&self->total_pace, self->total_full) <= now)
    {
      g_autoptr (TrueconfRequestNext) next = NULL;
      Chat *chat = node->data;

      unplace (self, chat);
      next = waiting_end (g_queue_peek_head (&chat->waiting));
      take (self, chat, now);
      place (self, chat, now);
      trueconf_request_next_run (next);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
    }

  forget_idle (self, now);
  schedule (self);
}

/* Timeout sources set their time again after each call. */
static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);

  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch };

static gboolean
timer_cb (gpointer data)
{
  send_ready (data);

  return G_SOURCE_CONTINUE;
}

static void
wait_in_chat (TrueconfRateLimit *self, Chat *chat, TrueconfRequestNext *next, gint64 now)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->limit = self;
  waiting->chat = chat;
  waiting->link.data = waiting;
  waiting->next = g_object_ref (next);
  waiting->cancelled_id = g_signal_connect (trueconf_request_next_get_cancellable (next), "cancelled",
                                            G_CALLBACK (cancelled_cb), waiting);
  if (is_ready (chat))
    {
      g_queue_push_tail_link (&chat->waiting, &waiting->link);
    }
  else
    {
      unplace (self, chat);
      g_queue_push_tail_link (&chat->waiting, &waiting->link);
      place (self, chat, now);
    }
  self->n_waiting++;

  if (self->timer == NULL)
    {
      self->timer = g_source_new (&timer_funcs, sizeof (GSource));
      g_source_set_static_name (self->timer, "trueconf-rate-limit");
      g_source_set_callback (self->timer, timer_cb, self, NULL);
      g_source_attach (self->timer, self->context);
    }
  schedule (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
}

/* ---- requests */

/* Methods whose result is a sent message send one, or edit one. Returns NULL for others. */
static char *
make_key (TrueconfOutgoingRequest *request)
{
  const TrueconfMethodRow *row = trueconf_wire_find_method (trueconf_outgoing_request_get_method (request));
  const char *chat_id;
  const char *message_id;

  if (row == NULL || row->shape != &trueconf_sent_message_shape)
    return NULL;

  chat_id = trueconf_outgoing_request_get_chat_id (request);
  if (chat_id != NULL)
    return g_strconcat ("chat ", chat_id, NULL);

  message_id = trueconf_outgoing_request_get_string (request, "messageId");

  return g_strconcat ("message ", message_id, NULL);
}

static void
refuse (TrueconfRateLimit *self, TrueconfOutgoingRequest *request, TrueconfRequestNext *next)
{
  g_autoptr (GError) error = NULL;

  error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL,
                       /* Translators: method, number */
                       g_dngettext (GETTEXT_PACKAGE,
                                    "%s was not sent: %u request waits for the rate limit already. Send "
                                    "less, or raise its property “max-waiting” or its rates",
                                    "%s was not sent: %u requests wait for the rate limit already. Send "
                                    "less, or raise its property “max-waiting” or its rates",
                                    self->n_waiting),
                       trueconf_outgoing_request_get_method (request), self->n_waiting);
  trueconf_request_next_fail (next, error);
}

static void
trueconf_rate_limit_process (TrueconfRequestMiddleware *middleware,
                             TrueconfOutgoingRequest *request,
                             TrueconfRequestNext *next)
{
  TrueconfRateLimit *self = TRUECONF_RATE_LIMIT (middleware);
  TrueconfBot *bot = trueconf_outgoing_request_get_bot (request);
  gint64 now = g_get_monotonic_time ();
  TrueconfHeapNode *first;
  char *key = NULL;
  Chat *chat;

  g_return_if_fail (self->context == NULL || self->context == bot->context);

  if (self->chat_pace.rate > 0 || self->total_pace.rate > 0 || self->n_waiting > 0)
    key = make_key (request);
  if (key == NULL)
    {
      trueconf_request_next_run (next);
      return;
    }

  if (self->context == NULL)
    self->context = g_main_context_ref (bot->context);
  forget_idle (self, now);
  first = trueconf_heap_peek (&self->ready);
  chat = get_chat (self, key);
  if (!is_ready (chat) && trueconf_pace_get_time (&self->chat_pace, chat->full) <= now &&
      trueconf_pace_get_time (&self->total_pace, self->total_full) <= now &&
      (first == NULL || first->key > now))
    {
      unplace (self, chat);
      take (self, chat, now);
      place (self, chat, now);
      trueconf_request_next_run (next);
    }
  else if (self->n_waiting >= self->max_waiting)
    {
      if (!is_ready (chat) && chat->node.place == 0)
        place (self, chat, now);
      refuse (self, request, next);
    }
  else
    {
      wait_in_chat (self, chat, next, now);
    }
}

/* ---- the object */

static void
trueconf_rate_limit_finalize (GObject *object)
{
  TrueconfRateLimit *self = TRUECONF_RATE_LIMIT (object);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  trueconf_heap_clear (&self->ready);
  trueconf_heap_clear (&self->idle);
  g_clear_pointer (&self->chats, g_hash_table_unref);

  G_OBJECT_CLASS (trueconf_rate_limit_parent_class)->finalize (object);
}

static void
trueconf_rate_limit_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfRateLimit *self = TRUECONF_RATE_LIMIT (object);

  switch ((TrueconfRateLimitProperty) prop_id)
    {
    case PROP_CHAT_RATE:
      g_value_set_double (value, trueconf_rate_limit_get_chat_rate (self));
      break;

    case PROP_CHAT_BURST:
      g_value_set_uint (value, trueconf_rate_limit_get_chat_burst (self));
      break;

    case PROP_TOTAL_RATE:
      g_value_set_double (value, trueconf_rate_limit_get_total_rate (self));
      break;

    case PROP_TOTAL_BURST:
      g_value_set_uint (value, trueconf_rate_limit_get_total_burst (self));
      break;

    case PROP_MAX_WAITING:
      g_value_set_uint (value, trueconf_rate_limit_get_max_waiting (self));
      break;

    case PROP_N_WAITING:
      g_value_set_uint (value, trueconf_rate_limit_get_n_waiting (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_rate_limit_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfRateLimit *self = TRUECONF_RATE_LIMIT (object);

  switch ((TrueconfRateLimitProperty) prop_id)
    {
    case PROP_CHAT_RATE:
      trueconf_rate_limit_set_chat_rate (self, g_value_get_double (value));
      break;

    case PROP_CHAT_BURST:
      trueconf_rate_limit_set_chat_burst (self, g_value_get_uint (value));
      break;

    case PROP_TOTAL_RATE:
      trueconf_rate_limit_set_total_rate (self, g_value_get_double (value));
      break;

    case PROP_TOTAL_BURST:
      trueconf_rate_limit_set_total_burst (self, g_value_get_uint (value));
      break;

    case PROP_MAX_WAITING:
      trueconf_rate_limit_set_max_waiting (self, g_value_get_uint (value));
      break;

    case PROP_N_WAITING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_rate_limit_class_init (TrueconfRateLimitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_rate_limit_finalize;
  object_class->get_property = trueconf_rate_limit_get_property;
  object_class->set_property = trueconf_rate_limit_set_property;
  TRUECONF_REQUEST_MIDDLEWARE_CLASS (klass)->process = trueconf_rate_limit_process;

  /**
   * TrueconfRateLimit:chat-rate: (getter get_chat_rate) (setter set_chat_rate)
   *
   * How many messages are sent to each chat per second in the long run; 0: as many as there are.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_RATE] = g_param_spec_double ("chat-rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);

  /**
   * TrueconfRateLimit:chat-burst: (getter get_chat_burst) (setter set_chat_burst)
   *
   * How many messages may be sent to a chat at once, if it has had none for long enough.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_BURST] =
      g_param_spec_uint ("chat-burst", NULL, NULL, 1, G_MAXUINT, DEFAULT_CHAT_BURST, flags);

  /**
   * TrueconfRateLimit:total-rate: (getter get_total_rate) (setter set_total_rate)
   *
   * How many messages are sent to all chats together per second in the long run; 0: as many as there are.
   *
   * Since: 0.1
   */
  properties[PROP_TOTAL_RATE] = g_param_spec_double ("total-rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);

  /**
   * TrueconfRateLimit:total-burst: (getter get_total_burst) (setter set_total_burst)
   *
   * How many messages may be sent to all chats together at once.
   *
   * Since: 0.1
   */
  properties[PROP_TOTAL_BURST] =
      g_param_spec_uint ("total-burst", NULL, NULL, 1, G_MAXUINT, DEFAULT_TOTAL_BURST, flags);

  /**
   * TrueconfRateLimit:max-waiting: (getter get_max_waiting) (setter set_max_waiting)
   *
   * How many requests may wait; further ones fail with `TRUECONF_ERROR_OUTBOX_FULL`. With 0 none waits.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_WAITING] =
      g_param_spec_uint ("max-waiting", NULL, NULL, 0, G_MAXUINT, DEFAULT_MAX_WAITING, flags);

  /**
   * TrueconfRateLimit:n-waiting: (getter get_n_waiting)
   *
   * How many requests wait now.
   *
   * Since: 0.1
   */
  properties[PROP_N_WAITING] =
      g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_rate_limit_init (TrueconfRateLimit *self)
{
  trueconf_pace_init (&self->chat_pace, 0, DEFAULT_CHAT_BURST);
  trueconf_pace_init (&self->total_pace, 0, DEFAULT_TOTAL_BURST);
  self->max_waiting = DEFAULT_MAX_WAITING;
  self->chats = g_hash_table_new_full (trueconf_hash_string, g_str_equal, NULL, chat_free);
  trueconf_heap_init (&self->ready);
  trueconf_heap_init (&self->idle);
}

/**
 * trueconf_rate_limit_new:
 *
 * Creates a rate limit that is off until a rate is set.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfRateLimit *
trueconf_rate_limit_new (void)
{
  return g_object_new (TRUECONF_TYPE_RATE_LIMIT, NULL);
}

static gboolean
differs (double a, double b)
{
  return a < b || a > b;
}

static void
set_chat_pace (TrueconfRateLimit *self, double rate, guint burst)
{
  TrueconfPace old = self->chat_pace;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GPtrArray) chats = g_ptr_array_new ();
  TrueconfHeapNode *node;

  /* in the order of their turns */
  while ((node = trueconf_heap_peek (&self->ready)) != NULL ||
         (node = trueconf_heap_peek (&self->idle)) != NULL)
    {
      unplace (self, node->data);
      g_ptr_array_add (chats, node->data);
    }

  trueconf_pace_init (&self->chat_pace, rate, burst);
  for (guint i = 0; i < chats->len; i++)
    {
      Chat *chat = g_ptr_array_index (chats, i);

      chat->full = trueconf_pace_convert (&self->chat_pace, &old, chat->full, now);
      place (self, chat, now);
    }
  schedule (self);
}

static void
set_total_pace (TrueconfRateLimit *self, double rate, guint burst)
{
  TrueconfPace old = self->total_pace;

  trueconf_pace_init (&self->total_pace, rate, burst);
  self->total_full =
      trueconf_pace_convert (&self->total_pace, &old, self->total_full, g_get_monotonic_time ());
  schedule (self);
}

/**
 * trueconf_rate_limit_get_chat_rate: (get-property chat-rate)
 * @self: a rate limit
 *
 * Gets [property@RateLimit:chat-rate].
 *
 * Returns: messages per second, or 0
 *
 * Since: 0.1
 */
double
trueconf_rate_limit_get_chat_rate (TrueconfRateLimit *self)
{
  g_return_val_if_fail (TRUECONF_IS_RATE_LIMIT (self), 0);

  return self->chat_pace.rate;
}

/**
 * trueconf_rate_limit_set_chat_rate: (set-property chat-rate)
 * @self: a rate limit
 * @chat_rate: messages per second, or 0
 *
 * Sets [property@RateLimit:chat-rate]. It applies to what waits already, too.
 *
 * Since: 0.1
 */
void
trueconf_rate_limit_set_chat_rate (TrueconfRateLimit *self, double chat_rate)
{
  g_return_if_fail (TRUECONF_IS_RATE_LIMIT (self));
  g_return_if_fail (chat_rate >= 0 && chat_rate <= G_MAXDOUBLE);

  if (!differs (self->chat_pace.rate, chat_rate))
    return;

  set_chat_pace (self, chat_rate, self->chat_pace.burst);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT_RATE]);
}

/**
 * trueconf_rate_limit_get_chat_burst: (get-property chat-burst)
 * @self: a rate limit
 *
 * Gets [property@RateLimit:chat-burst].
 *
 * Returns: the number of messages
 *
 * Since: 0.1
 */
guint
trueconf_rate_limit_get_chat_burst (TrueconfRateLimit *self)
{
  g_return_val_if_fail (TRUECONF_IS_RATE_LIMIT (self), 0);

  return self->chat_pace.burst;
}

/**
 * trueconf_rate_limit_set_chat_burst: (set-property chat-burst)
 * @self: a rate limit
 * @chat_burst: the number of messages, at least 1
 *
 * Sets [property@RateLimit:chat-burst].
 *
 * Since: 0.1
 */
void
trueconf_rate_limit_set_chat_burst (TrueconfRateLimit *self, guint chat_burst)
{
  g_return_if_fail (TRUECONF_IS_RATE_LIMIT (self));
  g_return_if_fail (chat_burst >= 1);

  if (self->chat_pace.burst == chat_burst)
    return;

  set_chat_pace (self, self->chat_pace.rate, chat_burst);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT_BURST]);
}

/**
 * trueconf_rate_limit_get_total_rate: (get-property total-rate)
 * @self: a rate limit
 *
 * Gets [property@RateLimit:total-rate].
 *
 * Returns: messages per second, or 0
 *
 * Since: 0.1
 */
double
trueconf_rate_limit_get_total_rate (TrueconfRateLimit *self)
{
  g_return_val_if_fail (TRUECONF_IS_RATE_LIMIT (self), 0);

  return self->total_pace.rate;
}

/**
 * trueconf_rate_limit_set_total_rate: (set-property total-rate)
 * @self: a rate limit
 * @total_rate: messages per second, or 0
 *
 * Sets [property@RateLimit:total-rate]. It applies to what waits already, too.
 *
 * Since: 0.1
 */
void
trueconf_rate_limit_set_total_rate (TrueconfRateLimit *self, double total_rate)
{
  g_return_if_fail (TRUECONF_IS_RATE_LIMIT (self));
  g_return_if_fail (total_rate >= 0 && total_rate <= G_MAXDOUBLE);

  if (!differs (self->total_pace.rate, total_rate))
    return;

  set_total_pace (self, total_rate, self->total_pace.burst);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL_RATE]);
}

/**
 * trueconf_rate_limit_get_total_burst: (get-property total-burst)
 * @self: a rate limit
 *
 * Gets [property@RateLimit:total-burst].
 *
 * Returns: the number of messages
 *
 * Since: 0.1
 */
guint
trueconf_rate_limit_get_total_burst (TrueconfRateLimit *self)
{
  g_return_val_if_fail (TRUECONF_IS_RATE_LIMIT (self), 0);

  return self->total_pace.burst;
}

/**
 * trueconf_rate_limit_set_total_burst: (set-property total-burst)
 * @self: a rate limit
 * @total_burst: the number of messages, at least 1
 *
 * Sets [property@RateLimit:total-burst].
 *
 * Since: 0.1
 */
void
trueconf_rate_limit_set_total_burst (TrueconfRateLimit *self, guint total_burst)
{
  g_return_if_fail (TRUECONF_IS_RATE_LIMIT (self));
  g_return_if_fail (total_burst >= 1);

  if (self->total_pace.burst == total_burst)
    return;

  set_total_pace (self, self->total_pace.rate, total_burst);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL_BURST]);
}

/**
 * trueconf_rate_limit_get_max_waiting: (get-property max-waiting)
 * @self: a rate limit
 *
 * Gets [property@RateLimit:max-waiting].
 *
 * Returns: the number of requests
 *
 * Since: 0.1
 */
guint
trueconf_rate_limit_get_max_waiting (TrueconfRateLimit *self)
{
  g_return_val_if_fail (TRUECONF_IS_RATE_LIMIT (self), 0);

  return self->max_waiting;
}

/**
 * trueconf_rate_limit_set_max_waiting: (set-property max-waiting)
 * @self: a rate limit
 * @max_waiting: the number of requests
 *
 * Sets [property@RateLimit:max-waiting]. What waits already goes on waiting.
 *
 * Since: 0.1
 */
void
trueconf_rate_limit_set_max_waiting (TrueconfRateLimit *self, guint max_waiting)
{
  g_return_if_fail (TRUECONF_IS_RATE_LIMIT (self));

  if (self->max_waiting == max_waiting)
    return;

  self->max_waiting = max_waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_WAITING]);
}

/**
 * trueconf_rate_limit_get_n_waiting: (get-property n-waiting)
 * @self: a rate limit
 *
 * Gets how many requests wait now.
 *
 * Returns: the number of requests
 *
 * Since: 0.1
 */
guint
trueconf_rate_limit_get_n_waiting (TrueconfRateLimit *self)
{
  g_return_val_if_fail (TRUECONF_IS_RATE_LIMIT (self), 0);

  return self->n_waiting;
}

guint
trueconf_rate_limit_count_chats (TrueconfRateLimit *self)
{
  return g_hash_table_size (self->chats);
}
