/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-service-notifier-private.h"
#include "bot/trueconf-service-socket-private.h"
#include "text/trueconf-log-line-private.h"
#include "trueconf-lock-private.h"
#include "trueconf-string-private.h"

/* How long a start may go on without a sign of life, in seconds, and how often there is one. */
#define PATIENCE     90
#define SIGN_OF_LIFE 30

/* What closing a connection and ending a process take beyond a bot's own time, in seconds. */
#define MORE_TO_STOP 10
#define LONGEST_STOP (24 * 60 * 60)

/**
 * TrueconfServiceNotifier:
 *
 * Tells a service manager such as systemd how the bots of this process are.
 *
 * [method@Bot.run] and [method@Bot.run_async] do this by themselves, with [func@ServiceNotifier.get_default], when the process was started by a
 * service manager that wants to be told: when the environment variable `NOTIFY_SOCKET` is set, as systemd does for `Type=notify`. What is told:
 *
 * - `READY=1`, once each of the bots has been logged in.
 * - `STATUS=`, in words, in the language of the service: what `systemctl status` shows. An outage is told with its cause.
 * - `WATCHDOG=1`, from the main loops of the bots, twice per [property@ServiceNotifier:watchdog]: a loop that is blocked is noticed, and with
 *   `WatchdogSec=` the service is started anew. Where the bots have several main loops, all of them have to run.
 * - `STOPPING=1`, when `SIGTERM` or `SIGINT` has come to [method@Bot.run], or by [method@ServiceNotifier.stopping].
 * - `EXTEND_TIMEOUT_USEC=`, while the first log-in takes longer than `TimeoutStartSec=`, and for as long as [property@Bot:stop-timeout] lets a stop
 *   take. It is the bot that decides how long it tries, see [property@Bot:ws-max-retries]; a program that hangs is still ended.
 *
 * Nothing of this waits for the service manager, and a forked child tells nothing. The environment is read and left as it is, since no library may
 * change it while there are other threads. Programs that the process starts inherit `NOTIFY_SOCKET`; with `NotifyAccess=main`, which is what
 * systemd does if the unit says nothing else, it hears the process of the service alone. For a unit with `NotifyAccess=all`, start other programs
 * without the variable, for example with [method@Gio.SubprocessLauncher.unsetenv]. A program that tells systemd by itself removes it from its
 * environment before it has threads.
 *
 * A program that runs its bots in another way adds them:
 *
 * ```c
 * static void
 * start_as_service (TrueconfBot *one, TrueconfBot *other)
 * {
 *   TrueconfServiceNotifier *notifier = trueconf_service_notifier_get_default ();
 *
 *   trueconf_service_notifier_add_bot (notifier, one);
 *   trueconf_service_notifier_add_bot (notifier, other);
 *   trueconf_bot_start_async (one, NULL, NULL, NULL);
 *   trueconf_bot_start_async (other, NULL, NULL, NULL);
 * }
 * ```
 *
 * A notifier may be used by several threads. See [Bots as services](services.html).
 *
 * Since: 0.1
 */
struct _TrueconfServiceNotifier
{
  GObject parent_instance;

  char *address;
  double watchdog;
  TrueconfServiceSocket *socket; /* NULL: nobody is to be told */
  pid_t pid;

  GMutex mutex;
  GPtrArray *bots;  /* Entry */
  GPtrArray *loops; /* Loop */
  GSource *room;    /* while the manager does not read */

  char *status;
  gboolean stopping;
  gint64 time_to_stop;
  gboolean alive; /* since the last message with WATCHDOG=1 */
  gboolean starting_on;

  gboolean told_ready;
  gboolean told_stopping;
  char *told_status;
};

typedef enum
{
  PROP_ADDRESS = 1,
  PROP_WATCHDOG,
  PROP_ACTIVE,
} TrueconfServiceNotifierProperty;

static GParamSpec *properties[PROP_ACTIVE + 1];

G_DEFINE_FINAL_TYPE (TrueconfServiceNotifier, trueconf_service_notifier, G_TYPE_OBJECT)

typedef struct
{
  gatomicrefcount ref_count;
  TrueconfServiceNotifier *notifier;
  GMainContext *context;
  guint n_bots;
  GSource *timer;
  gboolean alive; /* since the last time that all were */
} Loop;

typedef struct
{
  TrueconfBot *bot; /* not a reference: it leaves when it is disposed of */
  Loop *loop;
  guint holds;
  /* what is known of it, for other threads */
  char *words;
  gboolean runs;
  TrueconfStatus status;
  gboolean was_authorized;
  gint64 time_to_stop;
} Entry;

static void
loop_unref (gpointer data)
{
  Loop *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_main_context_unref (self->context);
  g_object_unref (self->notifier);
  g_free (self);
}

static void
destroy_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->words);
  g_free (self);
}

static void
trueconf_service_notifier_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfServiceNotifier *self = TRUECONF_SERVICE_NOTIFIER (object);

  switch ((TrueconfServiceNotifierProperty) prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, trueconf_service_notifier_get_address (self));
      break;
    case PROP_WATCHDOG:
      g_value_set_double (value, trueconf_service_notifier_get_watchdog (self));
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, trueconf_service_notifier_get_active (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
trueconf_service_notifier_set_property (GObject *object,
                                        guint prop_id,
                                        const GValue *value,
                                        GParamSpec *pspec)
{
  TrueconfServiceNotifier *self = TRUECONF_SERVICE_NOTIFIER (object);

  switch ((TrueconfServiceNotifierProperty) prop_id)
    {
    case PROP_ADDRESS:
      self->address = g_value_dup_string (value);
      break;
    case PROP_WATCHDOG:
      self->watchdog = g_value_get_double (value);
      break;
    case PROP_ACTIVE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
trueconf_service_notifier_constructed (GObject *object)
{
  TrueconfServiceNotifier *self = TRUECONF_SERVICE_NOTIFIER (object);

  G_OBJECT_CLASS (trueconf_service_notifier_parent_class)->constructed (object);

  if (self->address == NULL)
    return;

  self->socket = trueconf_service_socket_new (self->address);
  if (self->socket == NULL)
    trueconf_log (G_LOG_LEVEL_WARNING,
                  "the service manager cannot be told anything, since its address is neither a path nor the "
                  "name of an abstract socket: %s",
                  self->address);
}

static void
trueconf_service_notifier_finalize (GObject *object)
{
  TrueconfServiceNotifier *self = TRUECONF_SERVICE_NOTIFIER (object);

  g_clear_pointer (&self->room, destroy_source);
  g_ptr_array_unref (self->bots);
  g_ptr_array_unref (self->loops);
  g_clear_pointer (&self->socket, trueconf_service_socket_free);
  g_free (self->address);
  g_free (self->status);
  g_free (self->told_status);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (trueconf_service_notifier_parent_class)->finalize (object);
}

static void
trueconf_service_notifier_class_init (TrueconfServiceNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trueconf_service_notifier_get_property;
  object_class->set_property = trueconf_service_notifier_set_property;
  object_class->constructed = trueconf_service_notifier_constructed;
  object_class->finalize = trueconf_service_notifier_finalize;

  /**
   * TrueconfServiceNotifier:address: (getter get_address)
   *
   * The socket of the service manager: a path, or the name of an abstract socket after an `@`. `NULL` when nobody is to be told.
   *
   * Since: 0.1
   */
  properties[PROP_ADDRESS] = g_param_spec_string (
      "address", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfServiceNotifier:watchdog: (getter get_watchdog)
   *
   * After how many seconds without a sign of life the service manager restarts the service; 0: never.
   *
   * Since: 0.1
   */
  properties[PROP_WATCHDOG] =
      g_param_spec_double ("watchdog", NULL, NULL, 0, G_MAXDOUBLE, 0,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfServiceNotifier:active: (getter get_active)
   *
   * Whether there is a service manager that is told something.
   *
   * Since: 0.1
   */
  properties[PROP_ACTIVE] =
      g_param_spec_boolean ("active", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_service_notifier_init (TrueconfServiceNotifier *self)
{
  g_mutex_init (&self->mutex);
  self->bots = g_ptr_array_new_with_free_func (entry_free);
  self->loops = g_ptr_array_new ();
  self->pid = getpid ();
}

static double
read_watchdog (void)
{
  const char *interval = g_getenv ("WATCHDOG_USEC");
  const char *pid = g_getenv ("WATCHDOG_PID");
  guint64 number;

  /* it is another process that has to show that it is alive */
  if (pid != NULL &&
      (!g_ascii_string_to_unsigned (pid, 10, 1, G_MAXINT, &number, NULL) || (pid_t) number != getpid ()))
    return 0;
  if (interval == NULL || !g_ascii_string_to_unsigned (interval, 10, 1, G_MAXINT64, &number, NULL))
    return 0;

  return (double) number / G_USEC_PER_SEC;
}

/**
 * trueconf_service_notifier_get_default:
 *
 * Gets the notifier of this process, for the service manager that has started it.
 *
 * The first call reads the environment variables `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`. If the first is not set, the notifier is not
 * [property@ServiceNotifier:active], and does nothing.
 *
 * Returns: (transfer none): the notifier
 *
 * Since: 0.1
 */
TrueconfServiceNotifier *
trueconf_service_notifier_get_default (void)
{
  static gsize notifier = 0;

  if (g_once_init_enter (&notifier))
    {
      const char *address = g_getenv ("NOTIFY_SOCKET");
      double watchdog = address != NULL ? read_watchdog () : 0;

      g_once_init_leave (&notifier, (gsize) trueconf_service_notifier_new (address, watchdog));
    }

  return (TrueconfServiceNotifier *) notifier;
}

/**
 * trueconf_service_notifier_new:
 * @address: (nullable): the socket of the service manager: a path, or the name of an abstract socket after an `@`; `NULL` to tell nobody
 * @watchdog: after how many seconds without a sign of life the service manager restarts the service, or 0
 *
 * Creates a notifier for a service manager that is not the one in the environment.
 *
 * An address that is neither a path nor the name of an abstract socket is told in the log, and the notifier is not active.
 *
 * Returns: (transfer full): a new notifier
 *
 * Since: 0.1
 */
TrueconfServiceNotifier *
trueconf_service_notifier_new (const char *address, double watchdog)
{
  g_return_val_if_fail (watchdog >= 0, NULL);

  return g_object_new (TRUECONF_TYPE_SERVICE_NOTIFIER, "address", address, "watchdog", watchdog, NULL);
}

/**
 * trueconf_service_notifier_get_address: (get-property address)
 * @self: a notifier
 *
 * Gets the socket of the service manager.
 *
 * Returns: (nullable): a path, the name of an abstract socket after an `@`, or `NULL` when nobody is to be told
 *
 * Since: 0.1
 */
const char *
trueconf_service_notifier_get_address (TrueconfServiceNotifier *self)
{
  g_return_val_if_fail (TRUECONF_IS_SERVICE_NOTIFIER (self), NULL);

  return self->address;
}

/**
 * trueconf_service_notifier_get_active: (get-property active)
 * @self: a notifier
 *
 * Gets whether there is a service manager that is told something.
 *
 * Returns: whether there is one
 *
 * Since: 0.1
 */
gboolean
trueconf_service_notifier_get_active (TrueconfServiceNotifier *self)
{
  g_return_val_if_fail (TRUECONF_IS_SERVICE_NOTIFIER (self), FALSE);

  return self->socket != NULL && self->pid == getpid ();
}

/**
 * trueconf_service_notifier_get_watchdog: (get-property watchdog)
 * @self: a notifier
 *
 * Gets after how many seconds without a sign of life the service manager restarts the service.
 *
 * Returns: seconds, or 0 if it never does
 *
 * Since: 0.1
 */
double
trueconf_service_notifier_get_watchdog (TrueconfServiceNotifier *self)
{
  g_return_val_if_fail (TRUECONF_IS_SERVICE_NOTIFIER (self), 0);

  return self->watchdog;
}

/* ---- what is told; all of it with the mutex */

static gboolean
is_ready (TrueconfServiceNotifier *self)
{
  for (guint i = 0; i < self->bots->len; i++)
    if (!((const Entry *) g_ptr_array_index (self->bots, i))->was_authorized)
      return FALSE;

  return self->bots->len > 0;
}

static char *
describe_all (TrueconfServiceNotifier *self)
{
  const Entry *first = g_ptr_array_index (self->bots, 0);
  guint n_authorized = 0;

  if (self->bots->len == 1)
    return g_strdup (first->words);

  first = NULL;
  for (guint i = 0; i < self->bots->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->bots, i);

      if (entry->status == TRUECONF_STATUS_AUTHORIZED)
        n_authorized++;
      else if (first == NULL)
        first = entry;
    }

  if (first == NULL)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u bot is logged in", "%u bots are logged in", n_authorized),
        n_authorized);

  /* Translators: two numbers, and the state of one of the bots that are not logged in, such as “Connecting to video.example.com” */
  return g_strdup_printf (_ ("%u of %u bots are logged in. %s"), n_authorized, self->bots->len, first->words);
}

static char *
compose (TrueconfServiceNotifier *self, gboolean ready)
{
  GString *message = g_string_new (NULL);

  if (ready)
    g_string_append (message, "READY=1\n");
  if (self->stopping && !self->told_stopping)
    g_string_append_printf (message, "STOPPING=1\nEXTEND_TIMEOUT_USEC=%" G_GINT64_FORMAT "\n",
                            self->time_to_stop);
  else if (!self->stopping && !ready && !self->told_ready && self->starting_on)
    g_string_append_printf (message, "EXTEND_TIMEOUT_USEC=%" G_GINT64_FORMAT "\n",
                            PATIENCE * G_TIME_SPAN_SECOND);
  if (self->status != NULL && g_strcmp0 (self->status, self->told_status) != 0)
    g_string_append_printf (message, "STATUS=%s\n", self->status);
  if (self->alive && self->watchdog > 0)
    g_string_append (message, "WATCHDOG=1\n");

  return g_string_free (message, FALSE);
}

static gboolean room_cb (GSocket *socket, GIOCondition condition, gpointer user_data);

static void
wait_for_room (TrueconfServiceNotifier *self)
{
  const Loop *loop;

  if (self->loops->len == 0 || (self->room != NULL && !g_source_is_destroyed (self->room)))
    return;

  g_clear_pointer (&self->room, g_source_unref);
  loop = g_ptr_array_index (self->loops, 0);
  self->room = trueconf_service_socket_create_source (self->socket);
  g_source_set_static_name (self->room, "trueconf-service-room");
  g_source_set_callback (self->room, G_SOURCE_FUNC (room_cb), g_object_ref (self), g_object_unref);
  g_source_attach (self->room, loop->context);
}

static void
tell (TrueconfServiceNotifier *self)
{
  gboolean ready = !self->told_ready && !self->stopping && is_ready (self);
  g_autofree char *message = NULL;

  if (!trueconf_service_notifier_get_active (self))
    return;

  message = compose (self, ready);
  if (message[0] == '\0')
    return;

  switch (trueconf_service_socket_send (self->socket, message))
    {
    case TRUECONF_SERVICE_SENT:
      self->told_ready |= ready;
      self->told_stopping = self->stopping;
      self->alive = FALSE;
      self->starting_on = FALSE;
      trueconf_set_string (&self->told_status, self->status);
      break;
    case TRUECONF_SERVICE_FULL:
      wait_for_room (self);
      break;
    case TRUECONF_SERVICE_LOST:
    default:
      break;
    }
}

static gboolean
room_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  TrueconfServiceNotifier *self = user_data;

  trueconf_lock (&self->mutex);
  g_clear_pointer (&self->room, g_source_unref);
  tell (self);
  trueconf_unlock (&self->mutex);

  return G_SOURCE_REMOVE;
}

static void
describe (TrueconfServiceNotifier *self)
{
  if (self->stopping || self->bots->len == 0)
    return;

  g_free (self->status);
  self->status = describe_all (self);
}

/* ---- the main loops */

static gboolean
are_all_alive (TrueconfServiceNotifier *self)
{
  for (guint i = 0; i < self->loops->len; i++)
    if (!((const Loop *) g_ptr_array_index (self->loops, i))->alive)
      return FALSE;

  return TRUE;
}

static gboolean
tick_cb (gpointer user_data)
{
  Loop *loop = user_data;
  TrueconfServiceNotifier *self = loop->notifier;
  gboolean go_on;

  trueconf_lock (&self->mutex);
  loop->alive = TRUE;
  self->starting_on = TRUE;
  if (are_all_alive (self))
    {
      self->alive = TRUE;
      for (guint i = 0; i < self->loops->len; i++)
        ((Loop *) g_ptr_array_index (self->loops, i))->alive = FALSE;
    }
  describe (self);
  tell (self);

  go_on = self->watchdog > 0 || !self->told_ready;
  /* it has left meanwhile, and takes its timer with it */
  if (!go_on && loop->timer != NULL)
    g_clear_pointer (&loop->timer, g_source_unref);
  trueconf_unlock (&self->mutex);

  return go_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
begin_ticks (TrueconfServiceNotifier *self, Loop *loop)
{
  double interval = self->watchdog > 0 ? MIN (self->watchdog / 2, SIGN_OF_LIFE) : SIGN_OF_LIFE;

  if (loop->timer != NULL)
    return;

  g_atomic_ref_count_inc (&loop->ref_count);
  loop->timer = g_timeout_source_new (MAX ((guint) (interval * 1000), 1));
  g_source_set_static_name (loop->timer, "trueconf-service");
  g_source_set_callback (loop->timer, tick_cb, loop, loop_unref);
  g_source_attach (loop->timer, loop->context);
}

static Loop *
join_loop (TrueconfServiceNotifier *self, GMainContext *context)
{
  Loop *loop = NULL;

  for (guint i = 0; i < self->loops->len && loop == NULL; i++)
    if (((Loop *) g_ptr_array_index (self->loops, i))->context == context)
      loop = g_ptr_array_index (self->loops, i);

  if (loop == NULL)
    {
      loop = g_new0 (Loop, 1);
      g_atomic_ref_count_init (&loop->ref_count);
      loop->notifier = g_object_ref (self);
      loop->context = g_main_context_ref (context);
      g_ptr_array_add (self->loops, loop);
    }
  loop->n_bots++;

  begin_ticks (self, loop);
  /* what is told first waits until the program has added all its bots */
  g_source_set_ready_time (loop->timer, 0);

  return loop;
}

static void
leave_loop (TrueconfServiceNotifier *self, Loop *loop)
{
  if (--loop->n_bots > 0)
    return;

  g_ptr_array_remove (self->loops, loop);
  if (loop->timer != NULL)
    g_clear_pointer (&loop->timer, destroy_source);
  loop_unref (loop);
}

/* ---- the bots */

static Entry *
find (TrueconfServiceNotifier *self, TrueconfBot *bot, guint *place)
{
  for (guint i = 0; i < self->bots->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->bots, i);

      if (entry->bot != bot)
        continue;
      if (place != NULL)
        *place = i;
      return entry;
    }

  return NULL;
}

static void
look_at (Entry *entry)
{
  g_free (entry->words);
  entry->words = trueconf_bot_describe_state (entry->bot);
  entry->runs = entry->bot->phase == TRUECONF_BOT_RUNNING;
  entry->status = entry->bot->status;
  entry->was_authorized |= entry->status == TRUECONF_STATUS_AUTHORIZED;
  entry->time_to_stop = trueconf_bot_get_stop_time (entry->bot);
}

/* The process was to end, but a bot of it has been started. */
static void
go_on (TrueconfServiceNotifier *self)
{
  self->stopping = FALSE;
  self->told_stopping = FALSE;
  self->told_ready = FALSE;
  self->time_to_stop = 0;
  for (guint i = 0; i < self->bots->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->bots, i);

      entry->was_authorized = entry->status == TRUECONF_STATUS_AUTHORIZED;
    }
  /* whose timers may have ended when it was ready */
  for (guint i = 0; i < self->loops->len; i++)
    begin_ticks (self, g_ptr_array_index (self->loops, i));
}

/* Not with the mutex, since functions of the user run. */
static void
notify_bot (TrueconfBot *bot)
{
  g_object_notify_by_pspec (G_OBJECT (bot), trueconf_bot_properties[TRUECONF_BOT_PROP_SERVICE_NOTIFIER]);
}

/**
 * trueconf_service_notifier_add_bot:
 * @self: a notifier
 * @bot: a bot
 *
 * Tells the service manager about this bot from now on, until it is removed or freed.
 *
 * Call it in the thread of the bot's main context, for all bots before the first one is started: the service is ready once each of them has been
 * logged in. A bot has one notifier at a time. [method@Bot.run] and [method@Bot.run_async] leave a bot that was added before with its
 * notifier. A bot that was added several times has to be removed as often.
 *
 * Since: 0.1
 */
void
trueconf_service_notifier_add_bot (TrueconfServiceNotifier *self, TrueconfBot *bot)
{
  Entry *entry;
  gboolean joined = FALSE;

  g_return_if_fail (TRUECONF_IS_SERVICE_NOTIFIER (self));
  g_return_if_fail (TRUECONF_IS_BOT (bot));
  g_return_if_fail (bot->service == NULL || bot->service == self);
  g_return_if_fail (!trueconf_bot_is_disposed (bot));

  trueconf_lock (&self->mutex);
  entry = find (self, bot, NULL);
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->bot = bot;
      entry->loop = join_loop (self, bot->context);
      g_ptr_array_add (self->bots, entry);
      bot->service = g_object_ref (self);
      joined = TRUE;
    }
  entry->holds++;
  look_at (entry);
  trueconf_unlock (&self->mutex);

  if (joined)
    notify_bot (bot);
}

static void
remove_entry (TrueconfServiceNotifier *self, TrueconfBot *bot, gboolean at_once)
{
  Entry *entry;
  guint place;
  gboolean gone = FALSE;

  trueconf_lock (&self->mutex);
  entry = find (self, bot, &place);
  if (entry != NULL && (--entry->holds == 0 || at_once))
    {
      leave_loop (self, entry->loop);
      g_ptr_array_remove_index (self->bots, place);
      gone = TRUE;
      /* the others may be all that was waited for */
      describe (self);
      tell (self);
    }
  trueconf_unlock (&self->mutex);

  if (!gone)
    return;

  g_clear_object (&bot->service);
  notify_bot (bot);
}

/**
 * trueconf_service_notifier_remove_bot:
 * @self: a notifier
 * @bot: a bot
 *
 * Tells the service manager nothing about this bot any more.
 *
 * Call it in the thread of the bot's main context. The last words about it stay. It is no error if the bot was not added.
 *
 * Since: 0.1
 */
void
trueconf_service_notifier_remove_bot (TrueconfServiceNotifier *self, TrueconfBot *bot)
{
  g_return_if_fail (TRUECONF_IS_SERVICE_NOTIFIER (self));
  g_return_if_fail (TRUECONF_IS_BOT (bot));

  remove_entry (self, bot, FALSE);
}

/**
 * trueconf_service_notifier_stopping:
 * @self: a notifier
 *
 * Tells the service manager that the process is about to end.
 *
 * systemd then expects it to end within `TimeoutStopSec=`, or the longest [property@Bot:stop-timeout] of the bots if that is longer.
 * [method@Bot.run] calls this at `SIGTERM` and `SIGINT`. Any thread may call this.
 *
 * If a bot is started after that, the manager is told again once each of the bots is logged in. systemd does not take a service back that
 * has said that it stops: it ends the process when the time for that is over. So call this only when the process is to end.
 *
 * Since: 0.1
 */
void
trueconf_service_notifier_stopping (TrueconfServiceNotifier *self)
{
  g_return_if_fail (TRUECONF_IS_SERVICE_NOTIFIER (self));

  trueconf_lock (&self->mutex);
  if (!self->stopping)
    {
      self->stopping = TRUE;
      trueconf_set_string (&self->status, _ ("Stopping"));
      for (guint i = 0; i < self->bots->len; i++)
        self->time_to_stop =
            MAX (self->time_to_stop, ((const Entry *) g_ptr_array_index (self->bots, i))->time_to_stop);
      self->time_to_stop =
          MIN (self->time_to_stop, LONGEST_STOP * G_TIME_SPAN_SECOND) + MORE_TO_STOP * G_TIME_SPAN_SECOND;
    }
  tell (self);
  trueconf_unlock (&self->mutex);
}

void
trueconf_bot_tell_service (TrueconfBot *bot)
{
  TrueconfServiceNotifier *self = bot->service;
  Entry *entry;

  if (self == NULL)
    return;

  trueconf_lock (&self->mutex);
  entry = find (self, bot, NULL);
  if (entry != NULL)
    {
      gboolean ran = entry->runs;

      look_at (entry);
      if (self->stopping && entry->runs && !ran)
        go_on (self);
      describe (self);
      tell (self);
    }
  trueconf_unlock (&self->mutex);
}

void
trueconf_bot_leave_service (TrueconfBot *bot)
{
  g_autoptr (TrueconfServiceNotifier) self = bot->service != NULL ? g_object_ref (bot->service) : NULL;

  if (self != NULL)
    remove_entry (self, bot, TRUE);
}
