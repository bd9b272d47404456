/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bot of the behaviours in C. */

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

typedef struct
{
  TrueconfBot *bot;
  TrueconfForm *amount;
  TrueconfStatesGroup *order;
  GString *pushed;
  gboolean waiting;
  gboolean released;
} App;

/* a message that is being handled: the next one of its chat waits until turn_end () */
typedef struct
{
  App *app;
  TrueconfContext *context;
  TrueconfEvent *event;
  TrueconfActivity *activity;
  GFile *folder;
} Turn;

static Turn *
turn_new (App *app, TrueconfContext *context)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->app = app;
  turn->context = g_object_ref (context);
  turn->event = g_object_ref (trueconf_context_get_event (context));
  trueconf_context_hold (context);

  return turn;
}

static void
turn_end (Turn *turn, const GError *error)
{
  if (error != NULL)
    trueconf_context_fail (turn->context, error);
  trueconf_context_release (turn->context);
  g_object_unref (turn->context);
  g_object_unref (turn->event);
  g_clear_object (&turn->folder);
  g_free (turn);
}

/* ---- the last call of a turn */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (TrueconfSentMessage) sent =
      trueconf_message_answer_finish (TRUECONF_MESSAGE (source), result, &error);

  turn_end (user_data, error);
}

static void
answer (Turn *turn, const char *text)
{
  trueconf_message_answer_async (TRUECONF_MESSAGE (turn->event), text, TRUECONF_PARSE_MODE_TEXT, NULL,
                                 on_answered, turn);
}

static void
on_draft_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (TrueconfSentMessage) sent =
      trueconf_message_answer_draft_finish (TRUECONF_MESSAGE (source), result, &error);

  turn_end (user_data, error);
}

static void
answer_draft (Turn *turn, TrueconfDraft *draft)
{
  trueconf_message_answer_draft_async (TRUECONF_MESSAGE (turn->event), draft, NULL, NULL, NULL, NULL,
                                       on_draft_answered, turn);
}

/* ---- waiting */

static gboolean
after_slow (gpointer user_data)
{
  answer (user_data, "slow");

  return G_SOURCE_REMOVE;
}

static void
on_slow (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_timeout_add (300, after_slow, turn_new (user_data, context));
}

static gboolean
after_wait (gpointer user_data)
{
  Turn *turn = user_data;

  if (!turn->app->released)
    return G_SOURCE_CONTINUE;

  answer (turn, "waited");

  return G_SOURCE_REMOVE;
}

static void
on_wait (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  app->waiting = TRUE;
  g_timeout_add (10, after_wait, turn_new (app, context));
}

static void
on_gone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;

  turn->app->released = TRUE;
  on_answered (source, result, turn);
}

static gboolean
after_go (gpointer user_data)
{
  Turn *turn = user_data;

  if (!turn->app->waiting)
    return G_SOURCE_CONTINUE;

  trueconf_message_answer_async (TRUECONF_MESSAGE (turn->event), "gone", TRUECONF_PARSE_MODE_TEXT, NULL,
                                 on_gone, turn);

  return G_SOURCE_REMOVE;
}

static void
on_go (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_timeout_add (10, after_go, turn_new (user_data, context));
}

/* ---- messages */

static void
on_reply (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_message_reply_async (TRUECONF_MESSAGE (event), "a reply", TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                NULL);
}

static void
on_forward (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  trueconf_message_forward_async (message, trueconf_message_get_chat_id (message), NULL, NULL, NULL);
}

static void
on_bold (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfCommand *command = trueconf_context_get_command (context);
  g_autoptr (TrueconfText) text =
      trueconf_text_format ("<b>bold</b> %s", trueconf_command_get_arguments (command));
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_formatted (text);

  answer_draft (turn_new (user_data, context), draft);
}

static void
on_long (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "x ");
  trueconf_message_answer_long_async (TRUECONF_MESSAGE (event), text->str, TRUECONF_PARSE_MODE_TEXT, NULL,
                                      NULL, NULL);
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_edit_message_finish (TRUECONF_BOT (source), result, &error);

  turn_end (user_data, error);
}

static void
on_first_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_message_answer_finish (TRUECONF_MESSAGE (source), result, &error);

  if (sent == NULL)
    turn_end (turn, error);
  else
    trueconf_bot_edit_message_async (turn->app->bot, trueconf_sent_message_get_message_id (sent), "two",
                                     TRUECONF_PARSE_MODE_TEXT, NULL, on_edited, turn);
}

static void
on_edit (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_message_answer_async (TRUECONF_MESSAGE (event), "one", TRUECONF_PARSE_MODE_TEXT, NULL,
                                 on_first_sent, turn_new (user_data, context));
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  trueconf_bot_remove_message_finish (TRUECONF_BOT (source), result, &error);
  turn_end (user_data, error);
}

static void
on_unwanted_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_message_answer_finish (TRUECONF_MESSAGE (source), result, &error);

  if (sent == NULL)
    turn_end (turn, error);
  else
    trueconf_bot_remove_message_async (turn->app->bot, trueconf_sent_message_get_message_id (sent), TRUE,
                                       NULL, on_removed, turn);
}

static void
on_remove (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_message_answer_async (TRUECONF_MESSAGE (event), "not for long", TRUECONF_PARSE_MODE_TEXT, NULL,
                                 on_unwanted_sent, turn_new (user_data, context));
}

static void
on_button (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Turn *turn = turn_new (user_data, context);
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Yes", "do");
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Shall I?", TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (GError) error = NULL;

  trueconf_button_set_custom_data (button, "7");
  if (!trueconf_keyboard_add_row (keyboard, &button, 1, &error))
    {
      turn_end (turn, error);
      return;
    }
  trueconf_draft_set_keyboard (draft, keyboard);
  answer_draft (turn, draft);
}

static void
on_press (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfCallbackQuery *query = TRUECONF_CALLBACK_QUERY (event);
  g_autofree char *text = g_strdup_printf ("Done: %s", trueconf_callback_query_get_custom_data (query));

  trueconf_callback_query_edit_message_async (query, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) page = trueconf_bot_get_chat_history_finish (TRUECONF_BOT (source), result, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (page == NULL)
    {
      turn_end (user_data, error);
      return;
    }

  for (guint i = 0; i < g_list_model_get_n_items (page); i++)
    {
      g_autoptr (TrueconfMessage) message = g_list_model_get_item (page, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", trueconf_message_get_text (message));
    }
  answer (user_data, text->str);
}

static void
on_history (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_bot_get_chat_history_async (app->bot, trueconf_message_get_chat_id (TRUECONF_MESSAGE (event)), 3,
                                       NULL, NULL, on_page, turn_new (app, context));
}

/* ---- commands, filters, middleware, errors */

static void
on_add (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfCommand *command = trueconf_context_get_command (context);
  g_autofree char *text =
      g_strdup_printf ("%" G_GINT64_FORMAT,
                       trueconf_command_get_int64 (command, "a") + trueconf_command_get_int64 (command, "b"));

  answer (turn_new (user_data, context), text);
}

static void
answer_with_data (App *app, TrueconfContext *context, const char *format, const char *key)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *text = NULL;

  trueconf_context_get_data (context, key, &value);
  text = g_strdup_printf (format[0] == 'o' ? "order number %s" : "who: %s", g_value_get_string (&value));
  answer (turn_new (app, context), text);
}

static void
on_number (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  answer_with_data (user_data, context, "order", "number");
}

static void
on_who (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  answer_with_data (user_data, context, "who", "who");
}

static void
tell_who (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  if (TRUECONF_IS_MESSAGE (event))
    {
      TrueconfAuthor *author = trueconf_message_get_author (TRUECONF_MESSAGE (event));
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, G_TYPE_STRING);
      g_value_set_string (&value, trueconf_author_get_id (author));
      trueconf_context_set_data (context, "who", &value);
    }
  trueconf_next_run (next);
}

static void
on_fail (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "on purpose");

  trueconf_context_fail (context, error);
}

static gboolean
on_error (const GError *error, TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("failed: %s", error->message);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED))
    return FALSE;

  trueconf_message_answer_async (TRUECONF_MESSAGE (event), text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);

  return TRUE;
}

/* ---- the dialog */

static void
on_order_state (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!trueconf_fsm_context_set_state_finish (TRUECONF_FSM_CONTEXT (source), result, &error))
    turn_end (user_data, error);
  else
    answer (user_data, "Which dish?");
}

static void
on_order (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_fsm_context_set_state_async (trueconf_context_get_state (context),
                                        trueconf_states_group_find (app->order, "Order:dish"), NULL,
                                        on_order_state, turn_new (app, context));
}

static void
on_dish_state (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!trueconf_fsm_context_set_state_finish (TRUECONF_FSM_CONTEXT (source), result, &error))
    turn_end (user_data, error);
  else
    answer (user_data, "How many?");
}

static void
on_dish_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  TrueconfFsmContext *dialog = TRUECONF_FSM_CONTEXT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = trueconf_fsm_context_update_data_finish (dialog, result, &error);

  if (data == NULL)
    turn_end (turn, error);
  else
    trueconf_fsm_context_set_state_async (
        dialog, trueconf_states_group_find (turn->app->order, "Order:count"), NULL, on_dish_state, turn);
}

static void
on_dish (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autoptr (JsonObject) updates = json_object_new ();

  json_object_set_string_member (updates, "dish", trueconf_message_get_text (TRUECONF_MESSAGE (event)));
  trueconf_fsm_context_update_data_async (trueconf_context_get_state (context), updates, NULL, on_dish_stored,
                                          turn_new (user_data, context));
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  trueconf_fsm_context_clear_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  turn_end (user_data, error);
}

static void
on_count_data (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  TrueconfFsmContext *dialog = TRUECONF_FSM_CONTEXT (source);
  TrueconfMessage *message = TRUECONF_MESSAGE (turn->event);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = trueconf_fsm_context_get_data_finish (dialog, result, &error);
  g_autofree char *text = NULL;

  if (data == NULL)
    {
      turn_end (turn, error);
      return;
    }

  text = g_strdup_printf ("%s × %s", trueconf_message_get_text (message),
                          json_object_get_string_member (data, "dish"));
  trueconf_message_answer_async (message, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
  trueconf_fsm_context_clear_async (dialog, NULL, on_cleared, turn);
}

static void
on_count (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_fsm_context_get_data_async (trueconf_context_get_state (context), NULL, on_count_data,
                                       turn_new (user_data, context));
}

static void
on_name (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfEvent) name = trueconf_context_ask_finish (TRUECONF_CONTEXT (source), result, &error);
  g_autofree char *text = NULL;

  if (name == NULL)
    {
      turn_end (user_data, error);
      return;
    }

  text = g_strdup_printf ("Hello, %s", trueconf_message_get_text (TRUECONF_MESSAGE (name)));
  answer (user_data, text);
}

static void
on_ask (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autoptr (TrueconfDraft) question = trueconf_draft_new_text ("Your name?", TRUECONF_PARSE_MODE_TEXT);

  trueconf_context_ask_async (context, question, NULL, NULL, 0, NULL, on_name, turn_new (user_data, context));
}

static void
on_form_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  trueconf_form_begin_finish (TRUECONF_FORM (source), result, &error);
  turn_end (user_data, error);
}

static void
on_form (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_form_begin_async (app->amount, context, NULL, on_form_begun, turn_new (app, context));
}

static void
on_finished (TrueconfForm *form, TrueconfFormResult *result, gpointer user_data)
{
  gint64 count = 0;
  g_autofree char *text = NULL;

  g_variant_lookup (trueconf_form_result_get_values (result), "count", "x", &count);
  text = g_strdup_printf ("%" G_GINT64_FORMAT " ordered", count);
  trueconf_bot_send_message_async (trueconf_form_result_get_bot (result),
                                   trueconf_form_result_get_chat_id (result), text, TRUECONF_PARSE_MODE_TEXT,
                                   NULL, NULL, NULL, NULL);
}

/* ---- files */

static void
on_file (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("plan\n", 5);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "plan.txt");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_document (file, NULL, TRUECONF_PARSE_MODE_TEXT);

  answer_draft (turn_new (user_data, context), draft);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) written = trueconf_bot_download_file_finish (TRUECONF_BOT (source), result, &error);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  GStatBuf status = { 0 };

  if (written == NULL)
    {
      turn_end (turn, error);
      return;
    }

  name = g_file_get_basename (written);
  g_stat (g_file_peek_path (written), &status);
  text = g_strdup_printf ("%s: %" G_GINT64_FORMAT " bytes", name, (gint64) status.st_size);
  g_file_delete (written, NULL, NULL);
  g_file_delete (turn->folder, NULL, NULL);
  answer (turn, text);
}

static void
on_document (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  Turn *turn = turn_new (app, context);
  TrueconfAttachment *document = trueconf_message_get_document (TRUECONF_MESSAGE (event));
  g_autofree char *folder = g_dir_make_tmp ("behaviours-XXXXXX", NULL);

  turn->folder = g_file_new_for_path (folder);
  trueconf_bot_download_file_async (app->bot, trueconf_attachment_get_file_id (document), turn->folder, NULL,
                                    NULL, NULL, NULL, on_written, turn);
}

/* ---- troubles */

static void
on_block (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_usleep (4 * G_USEC_PER_SEC);
  answer (turn_new (user_data, context), "unblocked");
}

static gboolean
after_offline (gpointer user_data)
{
  Turn *turn = user_data;

  if (trueconf_bot_get_authorized (turn->app->bot))
    return G_SOURCE_CONTINUE;

  answer (turn, "said offline");

  return G_SOURCE_REMOVE;
}

static void
on_online_chats (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) chats = trueconf_bot_get_chats_finish (TRUECONF_BOT (source), result, &error);

  if (chats == NULL)
    turn_end (user_data, error);
  else
    g_timeout_add (10, after_offline, user_data);
}

static void
on_offline (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_bot_get_chats_async (app->bot, 1, 1, NULL, on_online_chats, turn_new (app, context));
}

static void
on_no_chat (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (TrueconfChat) chat =
      trueconf_bot_get_chat_by_id_finish (TRUECONF_BOT (source), result, &error);

  answer (user_data, g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND)
                         ? "CHAT_NOT_FOUND"
                         : "another error");
}

static void
on_missing (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_bot_get_chat_by_id_async (app->bot, "nowhere", NULL, on_no_chat, turn_new (app, context));
}

static void
on_no_chats (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (GListModel) chats =
      trueconf_bot_get_chats_finish (TRUECONF_BOT (source), result, &error);

  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT))
    answer (user_data, "TIMED_OUT");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    answer (user_data, "CANCELLED");
  else
    turn_end (user_data, error);
}

static void
on_timeout (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_bot_get_chats_async (app->bot, 1, 1, NULL, on_no_chats, turn_new (app, context));
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
on_cancelled (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  trueconf_bot_get_chats_async (app->bot, 1, 1, cancellable, on_no_chats, turn_new (app, context));
  g_timeout_add_full (G_PRIORITY_DEFAULT, 50, cancel, g_object_ref (cancellable), g_object_unref);
}

static void
on_raw_chats (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) chats = trueconf_bot_call_finish (TRUECONF_BOT (source), result, &error);
  g_autofree char *text = NULL;

  if (chats == NULL)
    {
      turn_end (user_data, error);
      return;
    }

  text = g_strdup_printf ("getChats: %u", json_array_get_length (json_node_get_array (chats)));
  answer (user_data, text);
}

static void
on_raw (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (JsonNode) payload = json_from_string ("{\"count\": 10, \"page\": 1}", NULL);

  trueconf_bot_call_async (app->bot, "getChats", payload, NULL, on_raw_chats, turn_new (app, context));
}

/* ---- other events, activity, health */

static void
on_future_chat (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  JsonObject *raw = json_node_get_object (trueconf_event_get_raw (turn->event));
  g_autoptr (GError) error = NULL;
  g_autofree char *chat = trueconf_bot_create_personal_chat_finish (TRUECONF_BOT (source), result, &error);
  g_autofree char *text = g_strdup_printf ("futureEvent: %" G_GINT64_FORMAT,
                                           json_object_get_int_member_with_default (raw, "a", 0));

  if (chat != NULL)
    trueconf_bot_send_message_async (TRUECONF_BOT (source), chat, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                     NULL, NULL);
  turn_end (turn, error);
}

static void
on_future (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_bot_create_personal_chat_async (app->bot, "nora", NULL, on_future_chat, turn_new (app, context));
}

static void
on_joined (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  TrueconfAddedChatParticipant *added = TRUECONF_ADDED_CHAT_PARTICIPANT (event);
  const char *user = trueconf_added_chat_participant_get_user_id (added);
  g_autofree char *text = g_strdup_printf ("Welcome, %s", user);

  if (g_strcmp0 (user, trueconf_bot_get_user_id (app->bot)) != 0)
    trueconf_bot_send_message_async (app->bot, trueconf_added_chat_participant_get_chat_id (added), text,
                                     TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
}

static gboolean
after_typing (gpointer user_data)
{
  Turn *turn = user_data;

  trueconf_activity_end (turn->activity);
  g_clear_object (&turn->activity);
  answer (turn, "typed");

  return G_SOURCE_REMOVE;
}

static void
on_typing (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  Turn *turn = turn_new (app, context);

  turn->activity = trueconf_bot_begin_chat_activity (
      app->bot, trueconf_message_get_chat_id (TRUECONF_MESSAGE (event)), TRUECONF_CHAT_ACTIVITY_TYPING);
  g_timeout_add (200, after_typing, turn);
}

static const char *
get_nick (TrueconfHealth *health)
{
  g_autoptr (GEnumClass) statuses = g_type_class_ref (TRUECONF_TYPE_STATUS);

  return g_enum_get_value (statuses, (int) trueconf_health_get_status (health))->value_nick;
}

static void
on_status (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  App *app = user_data;

  g_string_append_printf (app->pushed, "%s%s", app->pushed->len > 0 ? ", " : "", get_nick (health));
}

static void
on_health (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (TrueconfHealth) health = trueconf_bot_health_check (app->bot);
  g_autofree char *text = g_strdup_printf ("%s; %s", app->pushed->str, get_nick (health));

  answer (turn_new (app, context), text);
}

static void
on_echo (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  const char *text = trueconf_message_get_text (TRUECONF_MESSAGE (event));

  if (text != NULL)
    answer (turn_new (user_data, context), text);
}

/* ---- the program */

static const struct
{
  const char *text;
  TrueconfHandlerFunc func;
} texts[] = {
  { "/slow", on_slow },       { "/wait", on_wait },       { "/go", on_go },
  { "/reply", on_reply },     { "/forward", on_forward }, { "/long", on_long },
  { "/edit", on_edit },       { "/remove", on_remove },   { "/button", on_button },
  { "/history", on_history }, { "/who", on_who },         { "/fail", on_fail },
  { "/order", on_order },     { "/ask", on_ask },         { "/form", on_form },
  { "/file", on_file },       { "/block", on_block },     { "/offline", on_offline },
  { "/missing", on_missing }, { "/timeout", on_timeout }, { "/cancelled", on_cancelled },
  { "/raw", on_raw },         { "/typing", on_typing },   { "/health", on_health },
};

static void
on (TrueconfRouter *router, GType type, gpointer filter, TrueconfHandlerFunc func, App *app)
{
  trueconf_router_add_handler (router, type, filter, func, app, NULL);
  g_clear_object (&filter);
}

static void
add_handlers (TrueconfRouter *router, App *app)
{
  g_autoptr (TrueconfMiddleware) who = trueconf_middleware_new_func (tell_who, NULL, NULL);
  TrueconfCommandFilter *bold = trueconf_command_filter_new ("bold");
  TrueconfCommandFilter *add = trueconf_command_filter_new ("add");
  g_auto (GValue) pressed = G_VALUE_INIT;

  g_value_init (&pressed, G_TYPE_STRING);
  g_value_set_static_string (&pressed, "do");
  trueconf_command_filter_set_hidden (bold, TRUE);
  trueconf_command_filter_set_parameters (add, "a:int b:int", NULL);
  trueconf_command_filter_set_description (add, "adds two numbers");

  trueconf_router_add_inner_middleware (router, who);
  trueconf_router_add_error_handler (router, on_error, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    on (router, TRUECONF_TYPE_MESSAGE, trueconf_filter_new_text (texts[i].text), texts[i].func, app);
  on (router, TRUECONF_TYPE_MESSAGE, bold, on_bold, app);
  on (router, TRUECONF_TYPE_MESSAGE, add, on_add, app);
  trueconf_router_add_help (router, NULL);
  on (router, TRUECONF_TYPE_CALLBACK_QUERY,
      trueconf_filter_new_property (TRUECONF_TYPE_CALLBACK_QUERY, "command", TRUECONF_OPERATOR_EQUAL,
                                    &pressed, NULL),
      on_press, app);
  on (router, TRUECONF_TYPE_MESSAGE, trueconf_filter_new_regex ("^order (?<number>\\d+)$", 0, NULL),
      on_number, app);
  on (router, TRUECONF_TYPE_MESSAGE,
      trueconf_state_filter_new (trueconf_states_group_find (app->order, "Order:dish")), on_dish, app);
  on (router, TRUECONF_TYPE_MESSAGE,
      trueconf_state_filter_new (trueconf_states_group_find (app->order, "Order:count")), on_count, app);
  on (router, TRUECONF_TYPE_MESSAGE,
      trueconf_filter_new_property (TRUECONF_TYPE_MESSAGE, "document", TRUECONF_OPERATOR_SET, NULL, NULL),
      on_document, app);
  on (router, TRUECONF_TYPE_EVENT, trueconf_filter_new_method ("futureEvent"), on_future, app);
  on (router, TRUECONF_TYPE_ADDED_CHAT_PARTICIPANT, NULL, on_joined, app);
}

static TrueconfForm *
make_form (void)
{
  TrueconfForm *form = trueconf_form_new ("Amount");
  g_autoptr (TrueconfFormField) count = trueconf_form_field_new_number ("count", "How many?");

  trueconf_form_field_set_integer (count, TRUE);
  trueconf_form_field_set_minimum (count, 1);
  trueconf_form_add_field (form, count);
  trueconf_form_set_summary (form, FALSE);
  g_signal_connect (form, "finished", G_CALLBACK (on_finished), NULL);

  return form;
}

int
main (void)
{
  const char *const denied[] = { "mallory", NULL };
  g_autoptr (GFile) file = g_file_new_for_path (g_getenv ("DIALOGS_FILE"));
  g_autoptr (TrueconfSqliteStorage) storage = trueconf_sqlite_storage_new (file);
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("behaviours");
  g_autoptr (TrueconfRouter) guarded = trueconf_router_new ("guarded");
  g_autoptr (TrueconfForm) amount = make_form ();
  g_autoptr (TrueconfStatesGroup) order = trueconf_states_group_new ("Order");
  g_autoptr (TrueconfFilter) cancels = trueconf_filter_new_text ("/cancel");
  g_autoptr (TrueconfDialogCancel) dialog_cancel =
      trueconf_dialog_cancel_new (cancels, "Nothing is ordered.");
  g_autoptr (TrueconfAccessList) access = trueconf_access_list_new ();
  g_autoptr (TrueconfBot) bot =
      trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot", g_getenv ("BOT_PASSWORD"));
  g_autoptr (GString) pushed = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  App app = { bot, amount, order, pushed, FALSE, FALSE };

  setlocale (LC_ALL, "");
  trueconf_states_group_add (order, "dish");
  trueconf_states_group_add (order, "count");
  trueconf_access_list_set_denied_users (access, denied);
  trueconf_access_list_set_notice (access, "Ask Nora");

  trueconf_dispatcher_set_storage (dispatcher, TRUECONF_FSM_STORAGE (storage));
  trueconf_router_add_outer_middleware (TRUECONF_ROUTER (dispatcher), TRUECONF_MIDDLEWARE (dialog_cancel));
  add_handlers (router, &app);
  trueconf_router_add_outer_middleware (guarded, TRUECONF_MIDDLEWARE (access));
  on (guarded, TRUECONF_TYPE_MESSAGE, NULL, on_echo, &app);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), TRUECONF_ROUTER (amount));
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), guarded);

  trueconf_bot_set_port (bot, (guint) atoi (g_getenv ("PORT")));
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_timeout (bot, 2);
  trueconf_bot_set_ws_max_retries (bot, 2);
  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_dispatcher (bot, dispatcher);
  g_signal_connect (bot, "status-changed", G_CALLBACK (on_status), &app);
  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
