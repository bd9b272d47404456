/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-bot.h"

static TrueconfBot *
configure (TrueconfBot *bot, TcSandbox *sandbox)
{
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, tc_sandbox_get_port (sandbox));

  return bot;
}

TrueconfBot *
tc_bot_new (TcSandbox *sandbox)
{
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);

  return configure (trueconf_bot_new ("127.0.0.1", token), sandbox);
}

TrueconfBot *
tc_bot_new_with_password (TcSandbox *sandbox, const char *password)
{
  return configure (trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot", password), sandbox);
}

void
tc_bot_start (TrueconfBot *bot)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean started;

  trueconf_bot_start_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  started = trueconf_bot_start_finish (bot, result, &error);
  g_assert_no_error (error);
  g_assert_true (started);
  g_assert_true (trueconf_bot_get_authorized (bot));
}

GError *
tc_bot_start_in_vain (TrueconfBot *bot)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  trueconf_bot_start_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_bot_start_finish (bot, result, &error));
  g_assert_nonnull (error);

  return error;
}

void
tc_bot_stop (TrueconfBot *bot)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean stopped;

  trueconf_bot_stop_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  stopped = trueconf_bot_stop_finish (bot, result, &error);
  g_assert_no_error (error);
  g_assert_true (stopped);
  g_assert_cmpint (trueconf_bot_get_status (bot), ==, TRUECONF_STATUS_DISCONNECTED);
}

void
tc_bot_end (TrueconfBot *bot)
{
  tc_bot_stop (bot);
  tc_assert_gone (bot);
}

void
tc_bot_drop (TrueconfBot *bot)
{
  g_autoptr (GPtrArray) log = NULL;

  tc_log_begin ();
  tc_assert_gone (bot);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 1);
  g_assert_true (tc_log_has (log, "nothing refers to it any more"));
}

void
tc_assert_cause (TrueconfBot *bot, const GError *error, TrueconfErrorCause cause, const char *nick)
{
  g_autoptr (TrueconfHealth) health = trueconf_bot_health_check (bot);
  g_autofree char *json = trueconf_health_to_json (health);
  g_autofree char *member = g_strdup_printf ("\"cause\": \"%s\"", nick);

  g_assert_cmpint (trueconf_error_get_cause (error), ==, cause);
  g_assert_cmpint (trueconf_bot_get_last_error_cause (bot), ==, cause);
  g_assert_cmpint (trueconf_health_get_cause (health), ==, cause);
  tc_assert_contains (json, member);
}

TrueconfSentMessage *
tc_bot_send (TrueconfBot *bot, const char *chat_id, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_send_message_async (bot, chat_id, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, tc_store_result,
                                   &result);
  TC_WAIT (result != NULL);
  return trueconf_bot_send_message_finish (bot, result, error);
}

static void
on_status_changed (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  TcWatch *self = user_data;

  g_ptr_array_add (self->statuses, g_object_ref (health));
}

static void
on_message (TrueconfBot *bot, TrueconfMessage *message, gpointer user_data)
{
  TcWatch *self = user_data;

  g_ptr_array_add (self->messages, g_object_ref (message));
  g_ptr_array_add (self->texts, g_strdup (trueconf_message_get_text (message)));
}

static void
on_event (TrueconfBot *bot, TrueconfEvent *event, gpointer user_data)
{
  TcWatch *self = user_data;

  g_ptr_array_add (self->events, g_object_ref (event));
}

static void
on_failed (TrueconfBot *bot, const GError *error, gpointer user_data)
{
  TcWatch *self = user_data;

  g_ptr_array_add (self->failures, g_error_copy (error));
}

TcWatch *
tc_watch_new (TrueconfBot *bot)
{
  TcWatch *self = g_new0 (TcWatch, 1);

  self->bot = bot;
  g_object_add_weak_pointer (G_OBJECT (bot), (gpointer *) &self->bot);
  self->statuses = g_ptr_array_new_with_free_func (g_object_unref);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->events = g_ptr_array_new_with_free_func (g_object_unref);
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  self->handlers[0] = g_signal_connect (bot, "status-changed", G_CALLBACK (on_status_changed), self);
  self->handlers[1] = g_signal_connect (bot, "message", G_CALLBACK (on_message), self);
  self->handlers[2] = g_signal_connect (bot, "event", G_CALLBACK (on_event), self);
  self->handlers[3] = g_signal_connect (bot, "failed", G_CALLBACK (on_failed), self);

  return self;
}

void
tc_watch_free (TcWatch *self)
{
  if (self->bot != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (self->handlers); i++)
        g_signal_handler_disconnect (self->bot, self->handlers[i]);
      g_object_remove_weak_pointer (G_OBJECT (self->bot), (gpointer *) &self->bot);
    }
  g_ptr_array_unref (self->statuses);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->failures);
  g_free (self);
}

char *
tc_watch_get_statuses (TcWatch *self)
{
  g_autoptr (GEnumClass) nicks = g_type_class_ref (TRUECONF_TYPE_STATUS);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->statuses->len; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? " " : "",
        g_enum_get_value (nicks, (int) trueconf_health_get_status (g_ptr_array_index (self->statuses, i)))
            ->value_nick);

  return g_string_free (text, FALSE);
}

guint
tc_watch_count_status (TcWatch *self, TrueconfStatus status)
{
  guint count = 0;

  for (guint i = 0; i < self->statuses->len; i++)
    if (trueconf_health_get_status (g_ptr_array_index (self->statuses, i)) == status)
      count++;

  return count;
}

TrueconfEvent *
tc_watch_find_event (TcWatch *self, const char *method)
{
  for (guint i = 0; i < self->events->len; i++)
    if (g_strcmp0 (trueconf_event_get_method (g_ptr_array_index (self->events, i)), method) == 0)
      return g_ptr_array_index (self->events, i);

  return NULL;
}

static void
echo (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  /* tests invent messages, whose chats do not exist */
  if (trueconf_message_get_author (message) == NULL || trueconf_message_get_text (message) == NULL)
    return;

  trueconf_message_answer_async (message, trueconf_message_get_text (message), TRUECONF_PARSE_MODE_TEXT, NULL,
                                 NULL, NULL);
}

void
tc_bot_add_echo (TrueconfBot *bot)
{
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("echo");

  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, echo, NULL, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (bot)), router);
}
