/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-activity.h"
#include "bot/trueconf-bot-activity.h"
#include "bot/trueconf-bot-private.h"
#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-time-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-error.h"

/**
 * TrueconfActivity:
 *
 * Shows in a chat what the bot is doing, for as long as it does it.
 *
 * [method@Bot.begin_chat_activity] begins it. It is sent as often as the server wants to have it, until
 * [method@Activity.end] is called, the last reference is dropped, or the bot stops. Programs in JavaScript, whose garbage
 * collector drops references late, have to end it.
 *
 * It cannot fail. While there is no connection nothing is sent, nor does anything wait for one. If the server refuses it, or is
 * too old for it (before 5.5.6, then nothing is sent), that is noted in the debug log, and the activity ends.
 *
 * ```c
 * static void
 * sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
 * {
 *   g_autoptr (TrueconfActivity) activity = user_data;
 *
 *   trueconf_activity_end (activity);
 * }
 *
 * static void
 * send (TrueconfBot *bot, const char *chat_id, TrueconfDraft *draft)
 * {
 *   TrueconfActivity *activity =
 *       trueconf_bot_begin_chat_activity (bot, chat_id, TRUECONF_CHAT_ACTIVITY_UPLOADING_FILE);
 *
 *   trueconf_bot_send_draft_async (bot, chat_id, draft, NULL, NULL, NULL, NULL, sent_cb, activity);
 * }
 * ```
 *
 * Since: 0.1
 */

/* In seconds, for a server that does not say when, or does not answer. */
#define DEFAULT_PAUSE 5

/* Against a server that asks for more than anybody could see. */
#define SHORTEST_PAUSE (G_USEC_PER_SEC / 10)

struct _TrueconfActivity
{
  GObject parent_instance;

  TrueconfBotHandle *bot;
  GMainContext *context;
  char *chat_id;
  TrueconfChatActivity activity;
  gboolean active;
  GCancellable *cancellable; /* of the request that is under way */
  GSource *timer;            /* until the next one */
  GList link;                /* in the activities of the bot, as long as it is active */
};

G_DEFINE_FINAL_TYPE (TrueconfActivity, trueconf_activity, G_TYPE_OBJECT)

typedef enum
{
  PROP_CHAT_ID = 1,
  PROP_ACTIVITY,
  PROP_ACTIVE,
} TrueconfActivityProperty;

static GParamSpec *properties[PROP_ACTIVE + 1];

/* What callbacks get, since they do not keep the activity. */
typedef struct
{
  GWeakRef activity;
  GCancellable *cancellable; /* NULL for the timer */
} Link;

static Link *
link_new (TrueconfActivity *self, GCancellable *cancellable)
{
  Link *link = g_new0 (Link, 1);

  g_weak_ref_init (&link->activity, self);
  g_set_object (&link->cancellable, cancellable);

  return link;
}

static void
link_free (gpointer data)
{
  Link *link = data;

  g_weak_ref_clear (&link->activity);
  g_clear_object (&link->cancellable);
  g_free (link);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Link, link_free)

/* Nothing is under way and nothing is due any more. */
static void
pause_activity (TrueconfActivity *self)
{
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
}

static void send (TrueconfActivity *self);

static gboolean
timer_cb (gpointer data)
{
  Link *link = data;
  g_autoptr (TrueconfActivity) self = g_weak_ref_get (&link->activity);

  if (self != NULL)
    {
      g_clear_pointer (&self->timer, g_source_unref);
      send (self);
    }

  return G_SOURCE_REMOVE;
}

static void
send_later (TrueconfActivity *self, gint64 pause)
{
  self->timer = g_timeout_source_new (0);
  g_source_set_static_name (self->timer, "trueconf-activity");
  g_source_set_ready_time (self->timer, trueconf_time_from_now (pause));
  g_source_set_callback (self->timer, timer_cb, link_new (self, NULL), link_free);
  g_source_attach (self->timer, self->context);
}

/* The next one may do better: the connection was lost, or the server is slow. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Link) link = user_data;
  g_autoptr (TrueconfActivity) self = g_weak_ref_get (&link->activity);
  g_autoptr (GError) error = NULL;
  int pause = trueconf_bot_send_chat_activity_finish (TRUECONF_BOT (source), result, &error);

  if (self == NULL || self->cancellable != link->cancellable)
    return;

  g_clear_object (&self->cancellable);
  if (error == NULL && pause > 0)
    {
      send_later (self, MAX ((gint64) pause * 1000, SHORTEST_PAUSE));
    }
  else if (error == NULL || is_passing (error))
    {
      send_later (self, DEFAULT_PAUSE * G_USEC_PER_SEC);
    }
  else
    {
      trueconf_log (G_LOG_LEVEL_DEBUG, "the activity in the chat %.8s is not shown: %s", self->chat_id,
                    error->message);
      trueconf_activity_end (self);
    }
}

static void
send (TrueconfActivity *self)
{
  TrueconfBot *bot = trueconf_bot_handle_get_bot (self->bot);

  if (bot == NULL || !trueconf_bot_get_authorized (bot))
    return;

  self->cancellable = g_cancellable_new ();
  trueconf_bot_send_chat_activity_async (bot, self->chat_id, self->activity, self->cancellable, sent_cb,
                                         link_new (self, self->cancellable));
}

static void
authorized_cb (TrueconfBot *bot, GParamSpec *pspec, gpointer user_data)
{
  TrueconfActivity *self = user_data;

  if (!self->active)
    return;

  if (trueconf_bot_get_authorized (bot))
    {
      if (self->cancellable == NULL && self->timer == NULL)
        send (self);
      return;
    }

  /* it must not wait in the outbox */
  pause_activity (self);
  if (bot->phase != TRUECONF_BOT_RUNNING)
    trueconf_activity_end (self);
}

static void
become_inactive (TrueconfActivity *self)
{
  TrueconfBot *bot = trueconf_bot_handle_get_bot (self->bot);

  self->active = FALSE;
  if (bot != NULL)
    {
      g_queue_unlink (&bot->activities, &self->link);
      g_signal_handlers_disconnect_by_func (bot, authorized_cb, self);
    }
  pause_activity (self);
}

/* The bot stops: it does not wait for the answers to requests that show that it does something. */
void
trueconf_bot_end_activities (TrueconfBot *self)
{
  while (self->activities.head != NULL)
    {
      g_autoptr (TrueconfActivity) activity = g_object_ref (self->activities.head->data);

      trueconf_activity_end (activity);
    }
}

static void
trueconf_activity_dispose (GObject *object)
{
  TrueconfActivity *self = TRUECONF_ACTIVITY (object);

  if (self->active)
    become_inactive (self);

  G_OBJECT_CLASS (trueconf_activity_parent_class)->dispose (object);
}

static void
trueconf_activity_finalize (GObject *object)
{
  TrueconfActivity *self = TRUECONF_ACTIVITY (object);

  g_clear_pointer (&self->bot, trueconf_bot_handle_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->chat_id, g_free);

  G_OBJECT_CLASS (trueconf_activity_parent_class)->finalize (object);
}

static void
trueconf_activity_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfActivity *self = TRUECONF_ACTIVITY (object);

  switch ((TrueconfActivityProperty) prop_id)
    {
    case PROP_CHAT_ID:
      g_value_set_string (value, trueconf_activity_get_chat_id (self));
      break;

    case PROP_ACTIVITY:
      g_value_set_enum (value, (int) trueconf_activity_get_activity (self));
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, trueconf_activity_get_active (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_activity_class_init (TrueconfActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = trueconf_activity_dispose;
  object_class->finalize = trueconf_activity_finalize;
  object_class->get_property = trueconf_activity_get_property;

  /**
   * TrueconfActivity:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] = g_param_spec_string ("chat-id", NULL, NULL, NULL, flags);

  /**
   * TrueconfActivity:activity: (getter get_activity)
   *
   * What the bot is doing.
   *
   * Since: 0.1
   */
  properties[PROP_ACTIVITY] = g_param_spec_enum ("activity", NULL, NULL, TRUECONF_TYPE_CHAT_ACTIVITY,
                                                 TRUECONF_CHAT_ACTIVITY_UNKNOWN, flags);

  /**
   * TrueconfActivity:active: (getter get_active)
   *
   * Whether it goes on.
   *
   * Since: 0.1
   */
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_activity_init (TrueconfActivity *self)
{
  self->link.data = self;
}

/**
 * trueconf_bot_begin_chat_activity:
 * @self: a bot
 * @chat_id: the id of the chat
 * @activity: what the bot is doing, but not `TRUECONF_CHAT_ACTIVITY_UNKNOWN`
 *
 * Shows in a chat what the bot is doing, until the result is ended or dropped; see [class@Activity].
 *
 * If the bot is not running, the result has ended from the beginning.
 *
 * Returns: (transfer full): the activity
 *
 * Since: 0.1
 */
TrueconfActivity *
trueconf_bot_begin_chat_activity (TrueconfBot *self, const char *chat_id, TrueconfChatActivity activity)
{
  TrueconfActivity *begun;

  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);
  g_return_val_if_fail (activity != TRUECONF_CHAT_ACTIVITY_UNKNOWN, NULL);
  g_return_val_if_fail (trueconf_bot_has_enum_value (TRUECONF_TYPE_CHAT_ACTIVITY, (int) activity), NULL);

  begun = g_object_new (TRUECONF_TYPE_ACTIVITY, NULL);
  begun->bot = trueconf_bot_handle_ref (self->handle);
  begun->context = g_main_context_ref (self->context);
  begun->chat_id = g_strdup (chat_id);
  begun->activity = activity;
  begun->active = self->phase == TRUECONF_BOT_RUNNING;
  if (begun->active)
    {
      g_queue_push_tail_link (&self->activities, &begun->link);
      g_signal_connect_object (self, "notify::authorized", G_CALLBACK (authorized_cb), begun, 0);
      send (begun);
    }

  return begun;
}

/**
 * trueconf_activity_get_chat_id: (get-property chat-id)
 * @self: an activity
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none): the id
 *
 * Since: 0.1
 */
const char *
trueconf_activity_get_chat_id (TrueconfActivity *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACTIVITY (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_activity_get_activity: (get-property activity)
 * @self: an activity
 *
 * Gets what the bot is doing.
 *
 * Returns: the kind of activity
 *
 * Since: 0.1
 */
TrueconfChatActivity
trueconf_activity_get_activity (TrueconfActivity *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACTIVITY (self), TRUECONF_CHAT_ACTIVITY_UNKNOWN);

  return self->activity;
}

/**
 * trueconf_activity_get_active: (get-property active)
 * @self: an activity
 *
 * Gets whether it goes on.
 *
 * Returns: `TRUE` until it ends
 *
 * Since: 0.1
 */
gboolean
trueconf_activity_get_active (TrueconfActivity *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACTIVITY (self), FALSE);

  return self->active;
}

/**
 * trueconf_activity_end:
 * @self: an activity
 *
 * Ends an activity, which is not sent again. Nothing happens if it has ended.
 *
 * Applications stop showing it by themselves, after a few seconds or when a message comes.
 *
 * Since: 0.1
 */
void
trueconf_activity_end (TrueconfActivity *self)
{
  g_return_if_fail (TRUECONF_IS_ACTIVITY (self));

  if (!self->active)
    return;

  become_inactive (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}
