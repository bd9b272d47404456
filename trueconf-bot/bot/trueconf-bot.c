/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "model/trueconf-message.h"
#include "model/trueconf-system-message.h"
#include "trueconf-string-private.h"

/**
 * TrueconfBot:
 *
 * A chat bot: one account on one TrueConf Server.
 *
 * ```c
 * g_autoptr (TrueconfBot) bot = trueconf_bot_new ("video.example.com", g_getenv ("TOKEN"));
 *
 * g_signal_connect (bot, "message", G_CALLBACK (on_message), NULL);
 * if (!trueconf_bot_run (bot, NULL, &error))
 *   g_printerr ("%s\n", error->message);
 * ```
 *
 * A bot belongs to the main context that was the thread-default one when it was created. All signals, handlers and
 * callbacks run there, in order, and its functions have to be called there. Another thread serves the connection,
 * so that it is kept while a handler is busy.
 *
 * Once [method@Bot.start_async] has succeeded, the bot reconnects by itself whenever the connection is lost.
 * Requests made in the meantime wait, see [property@Bot:offline-timeout].
 *
 * Each request can fail with an error of the server, [error@ApiError], and with `TRUECONF_ERROR_NOT_CONNECTED`,
 * `TRUECONF_ERROR_OUTBOX_FULL`, `TRUECONF_ERROR_TIMED_OUT` and `TRUECONF_ERROR_DELIVERY_UNKNOWN`. Further errors
 * are listed with each function.
 *
 * Since: 0.1
 */

typedef enum
{
  SIGNAL_STATUS_CHANGED,
  SIGNAL_EVENT,
  SIGNAL_MESSAGE,
  SIGNAL_EVENT_SKIPPED,
  SIGNAL_FAILED,
} TrueconfBotSignal;

static guint signals[SIGNAL_FAILED + 1];

G_DEFINE_FINAL_TYPE (TrueconfBot, trueconf_bot, G_TYPE_OBJECT)

static void
trueconf_bot_constructed (GObject *object)
{
  G_OBJECT_CLASS (trueconf_bot_parent_class)->constructed (object);

  trueconf_bot_constructed_life (TRUECONF_BOT (object));
}

static void
trueconf_bot_dispose (GObject *object)
{
  TrueconfBot *self = TRUECONF_BOT (object);

  trueconf_bot_handle_clear (self->handle);
  trueconf_bot_dispose_life (self);

  G_OBJECT_CLASS (trueconf_bot_parent_class)->dispose (object);
}

static void
trueconf_bot_finalize (GObject *object)
{
  TrueconfBot *self = TRUECONF_BOT (object);

  trueconf_bot_finalize_life (self);
  trueconf_bot_handle_unref (self->handle);
  g_clear_pointer (&self->server, g_free);
  trueconf_clear_secret (&self->token);
  g_clear_pointer (&self->username, g_free);
  trueconf_clear_secret (&self->password);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_object (&self->tls_database);
  g_clear_object (&self->proxy_resolver);
  g_clear_object (&self->ca_database);
  g_clear_pointer (&self->tls_ca_file, g_free);
  g_clear_object (&self->dispatcher);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->me_chat_id, g_free);
  trueconf_bot_free_display_names (self);
  g_clear_pointer (&self->request_middlewares, g_ptr_array_unref);
  g_clear_pointer (&self->unknown_methods, g_hash_table_unref);
  g_clear_pointer (&self->server_name, g_free);
  g_clear_pointer (&self->server_version, g_free);
  g_clear_object (&self->upload_limits);
  g_clear_error (&self->last_error);
  g_clear_object (&self->statistics);

  G_OBJECT_CLASS (trueconf_bot_parent_class)->finalize (object);
}

static void
trueconf_bot_class_init (TrueconfBotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = trueconf_bot_constructed;
  object_class->dispose = trueconf_bot_dispose;
  object_class->finalize = trueconf_bot_finalize;
  object_class->get_property = trueconf_bot_get_property;
  object_class->set_property = trueconf_bot_set_property;

  trueconf_bot_install_properties (object_class);

  /**
   * TrueconfBot::status-changed:
   * @self: the bot
   * @health: the new state
   *
   * Emitted when the bot has connected, has logged in, or has lost the connection.
   *
   * Since: 0.1
   */
  signals[SIGNAL_STATUS_CHANGED] = g_signal_new ("status-changed", TRUECONF_TYPE_BOT, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 1, TRUECONF_TYPE_HEALTH);

  /**
   * TrueconfBot::event:
   * @self: the bot
   * @event: the event
   *
   * Emitted for each event from the server, before any handler runs.
   *
   * The detail is the event's name in TrueConf's protocol, for example `event::removeChat`.
   *
   * Since: 0.1
   */
  signals[SIGNAL_EVENT] = g_signal_new ("event", TRUECONF_TYPE_BOT, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, TRUECONF_TYPE_EVENT);

  /**
   * TrueconfBot::message:
   * @self: the bot
   * @message: the message
   *
   * Emitted for each message, before any handler runs.
   *
   * Since: 0.1
   */
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", TRUECONF_TYPE_BOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, TRUECONF_TYPE_MESSAGE);

  /**
   * TrueconfBot::event-skipped:
   * @self: the bot
   * @method: (nullable): the event's name in TrueConf's protocol, or `NULL` if it could not be found out
   * @size: the number of bytes
   * @error: the same in words
   *
   * Emitted when an event was larger than [property@Bot:max-message-size], and was therefore not kept.
   *
   * It is acknowledged, because the server would send it again after each reconnection. It is logged as well, and counted
   * in [property@Statistics:skipped-events].
   *
   * Since: 0.1
   */
  signals[SIGNAL_EVENT_SKIPPED] =
      g_signal_new ("event-skipped", TRUECONF_TYPE_BOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    3, G_TYPE_STRING, G_TYPE_UINT64, G_TYPE_ERROR);

  /**
   * TrueconfBot::failed:
   * @self: the bot
   * @error: the reason
   *
   * Emitted when the bot has given up. It does nothing more until it is started again.
   *
   * Since: 0.1
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", TRUECONF_TYPE_BOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
trueconf_bot_init (TrueconfBot *self)
{
  self->status = TRUECONF_STATUS_DISCONNECTED;
  trueconf_bot_init_properties (self);
  self->handle = trueconf_bot_make_handle (self);
  trueconf_bot_init_life (self);
}

/**
 * trueconf_bot_new:
 * @server: the host name or address of the server
 * @token: (nullable): the token to log in with
 *
 * Creates a bot that logs in with a token.
 *
 * The network is not used yet. If the token is not valid, starting the bot fails.
 *
 * Returns: (transfer full): a bot
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_bot_new (const char *server, const char *token)
{
  return g_object_new (TRUECONF_TYPE_BOT, "server", server, "token", token, NULL);
}

/**
 * trueconf_bot_new_from_credentials:
 * @server: the host name or address of the server
 * @username: the user name of the bot's account
 * @password: the password
 *
 * Creates a bot that gets a token with a user name and a password, and a new one when it has expired.
 *
 * The network is not used yet.
 *
 * Returns: (transfer full): a bot
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_bot_new_from_credentials (const char *server, const char *username, const char *password)
{
  return g_object_new (TRUECONF_TYPE_BOT, "server", server, "username", username, "password", password, NULL);
}

/**
 * trueconf_bot_new_from_oauth:
 * @server: the host name or address of the server
 * @username: the user name of the bot's account
 * @password: the password
 * @client_id: the id of an OAuth2 application that is registered on the server
 *
 * Creates a bot that gets tokens through an OAuth2 application.
 *
 * This is for servers on which the log-in with a password is disabled (TrueConf Server 5.5.3). The application
 * needs a scope; `version:read` is enough. The network is not used yet.
 *
 * Returns: (transfer full): a bot
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_bot_new_from_oauth (const char *server,
                             const char *username,
                             const char *password,
                             const char *client_id)
{
  return g_object_new (TRUECONF_TYPE_BOT, "server", server, "username", username, "password", password,
                       "client-id", client_id, NULL);
}

/**
 * trueconf_bot_get_dispatcher: (get-property dispatcher)
 * @self: a bot
 *
 * Gets [property@Bot:dispatcher]. It is created on demand.
 *
 * Returns: (transfer none): the dispatcher
 *
 * Since: 0.1
 */
TrueconfDispatcher *
trueconf_bot_get_dispatcher (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  if (self->dispatcher == NULL)
    self->dispatcher = trueconf_dispatcher_new ();

  return self->dispatcher;
}

void
trueconf_bot_emit_status_changed (TrueconfBot *self, TrueconfHealth *health)
{
  TRUECONF_ASSERT_BOT_CONTEXT (self);

  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0, health);
}

void
trueconf_bot_emit_event (TrueconfBot *self, TrueconfEvent *event)
{
  TRUECONF_ASSERT_BOT_CONTEXT (self);

  /* Servers could send any number of names, and quarks are never freed. */
  g_signal_emit (self, signals[SIGNAL_EVENT], g_quark_try_string (trueconf_event_get_method (event)), event);

  if (TRUECONF_IS_MESSAGE (event) && !TRUECONF_IS_SYSTEM_MESSAGE (event))
    g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, event);
}

void
trueconf_bot_emit_event_skipped (TrueconfBot *self, const char *method, guint64 size, const GError *error)
{
  TRUECONF_ASSERT_BOT_CONTEXT (self);

  g_signal_emit (self, signals[SIGNAL_EVENT_SKIPPED], 0, method, size, error);
}

gboolean
trueconf_bot_has_failed_handler (TrueconfBot *self)
{
  return g_signal_has_handler_pending (self, signals[SIGNAL_FAILED], 0, FALSE);
}

void
trueconf_bot_emit_failed (TrueconfBot *self, const GError *error)
{
  TRUECONF_ASSERT_BOT_CONTEXT (self);

  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}
