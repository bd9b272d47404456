/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drafts, buttons and edits, by what people get. */

#include <string.h>

#include "tc-chat.h"

#define TEXT TRUECONF_PARSE_MODE_TEXT
#define HTML TRUECONF_PARSE_MODE_HTML

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89";
static const char webp[] = "RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0";

static TrueconfInputFile *
make_file (const char *data, gsize size, const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);

  return trueconf_input_file_new_for_bytes (bytes, name);
}

/* Help and Site in a row, Copy below. */
static TrueconfKeyboard *
make_keyboard (void)
{
  TrueconfKeyboard *keyboard = trueconf_keyboard_new ();
  g_autoptr (TrueconfButton) help = trueconf_button_new_command ("Help", "menu:help");
  g_autoptr (TrueconfButton) site = trueconf_button_new_url ("Site", "https://example.org/");
  g_autoptr (TrueconfButton) copy = trueconf_button_new_copy ("Copy", "4711");
  g_autoptr (GError) error = NULL;
  TrueconfButton *row[] = { help, site };

  trueconf_button_set_button_id (help, "b1");
  trueconf_button_set_custom_data (help, "topic=3");
  trueconf_button_set_style (help, TRUECONF_BUTTON_STYLE_PRIMARY);
  trueconf_keyboard_add_row (keyboard, row, G_N_ELEMENTS (row), &error);
  g_assert_no_error (error);
  trueconf_keyboard_add_row (keyboard, &copy, 1, &error);
  g_assert_no_error (error);

  return keyboard;
}

static TrueconfSentMessage *
send_keyboard (TrueconfBot *bot, const char *chat)
{
  g_autoptr (TrueconfKeyboard) keyboard = make_keyboard ();
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Which one?", TEXT);

  trueconf_draft_set_keyboard (draft, keyboard);
  return TC_GET (trueconf_bot_send_draft, bot, chat, draft, NULL, NULL, NULL);
}

/* The labels of the buttons that a person sees, row by row. */
static char *
get_labels (TcSandbox *sandbox, const char *chat, const char *message_id)
{
  g_autoptr (JsonNode) seen = tc_chat_find_message (sandbox, chat, message_id);
  JsonNode *node = tc_json_find (seen, "envelope.content.buttons");
  GString *labels = g_string_new (NULL);

  for (guint i = 0; node != NULL && i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonArray *row = json_array_get_array_element (json_node_get_array (node), i);

      if (i > 0)
        g_string_append (labels, "/");
      for (guint j = 0; j < json_array_get_length (row); j++)
        g_string_append_printf (labels, "%s%s", j > 0 ? " " : "",
                                json_object_get_string_member_with_default (
                                    json_array_get_object_element (row, j), "label", "?"));
    }

  return g_string_free (labels, FALSE);
}

static void
test_send (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfMessage) message = NULL;
  g_autofree char *labels = NULL;
  TrueconfKeyboard *keyboard;
  TrueconfButton *help;

  tc_bot_start (bot);
  sent = send_keyboard (bot, chat);
  labels = get_labels (sandbox, chat, trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (labels, ==, "Help Site/Copy");

  message = TC_GET (trueconf_bot_get_message_by_id, bot, trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (trueconf_message_get_text (message), ==, "Which one?");
  keyboard = trueconf_message_get_keyboard (message);
  g_assert_nonnull (keyboard);
  g_assert_cmpuint (trueconf_keyboard_get_n_buttons (keyboard), ==, 3);
  help = trueconf_keyboard_find_button (keyboard, "b1");
  g_assert_cmpint (trueconf_button_get_button_type (help), ==, TRUECONF_BUTTON_TYPE_COMMAND);
  g_assert_cmpstr (trueconf_button_get_text (help), ==, "Help");
  g_assert_cmpstr (trueconf_button_get_command (help), ==, "menu:help");
  g_assert_cmpstr (trueconf_button_get_custom_data (help), ==, "topic=3");
  g_assert_cmpint (trueconf_button_get_style (help), ==, TRUECONF_BUTTON_STYLE_PRIMARY);
  g_assert_false (trueconf_button_get_wait_reply (help));
  g_clear_object (&message);
  tc_bot_end (bot);
}

/* A bot that is told instead of this one is one of the same server, unless somebody says otherwise. */
static void
test_recipients (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("To whom?", TEXT);
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (JsonNode) seen = NULL;
  JsonArray *row;

  for (guint i = 0; i < 3; i++)
    {
      static const char *const recipients[] = { "omar", "omar@elsewhere.example", "nora" };
      g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Tell", "told");

      trueconf_button_set_to (button, recipients[i]);
      g_assert_true (trueconf_keyboard_add_row (keyboard, &button, 1, NULL));
    }
  trueconf_draft_set_keyboard (draft, keyboard);

  tc_bot_start (bot);
  sent = TC_GET (trueconf_bot_send_draft, bot, chat, draft, NULL, NULL, NULL);
  seen = tc_chat_find_message (sandbox, chat, trueconf_sent_message_get_message_id (sent));
  for (guint i = 0; i < 3; i++)
    {
      static const char *const wanted[] = { "omar@sandbox.local", "omar@elsewhere.example",
                                            "nora@sandbox.local" };

      row = json_array_get_array_element (
          json_node_get_array (tc_json_find (seen, "envelope.content.buttons")), i);
      g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (row, 0), "to"), ==,
                       wanted[i]);
    }
  tc_bot_end (bot);
}

static void
test_edit_keeps_buttons (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfSentMessage) edited = NULL;
  g_autoptr (TrueconfSentMessage) bare = NULL;
  g_autoptr (TrueconfSentMessage) closed = NULL;
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Closed", TEXT);
  g_autoptr (TrueconfKeyboard) none = trueconf_keyboard_new ();
  g_autofree char *still = NULL;
  g_autoptr (JsonNode) seen = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  const char *id;

  tc_bot_start (bot);
  sent = send_keyboard (bot, chat);
  id = trueconf_sent_message_get_message_id (sent);

  edited = TC_GET (trueconf_bot_edit_message, bot, id, "<b>Which</b>?", HTML);
  g_assert_cmpstr (trueconf_sent_message_get_message_id (edited), ==, id);
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "<b>Which</b>?");
  g_assert_cmpstr (tc_json_string (seen, "parse_mode"), ==, "html");
  kept = get_labels (sandbox, chat, id);
  g_assert_cmpstr (kept, ==, "Help Site/Copy");

  /* a draft follows the same rule, and a keyboard without rows takes the buttons away */
  bare = TC_GET (trueconf_bot_edit_draft, bot, id, draft);
  still = get_labels (sandbox, chat, id);
  g_assert_cmpstr (still, ==, "Help Site/Copy");
  trueconf_draft_set_keyboard (draft, none);
  closed = TC_GET (trueconf_bot_edit_draft, bot, id, draft);
  gone = get_labels (sandbox, chat, id);
  g_assert_cmpstr (gone, ==, "");
  tc_bot_end (bot);
}

#define REFUSED(call)                                                                                        \
  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*received*");                                    \
  call;                                                                                                      \
  g_test_assert_expected_messages ();

/* What came from the server does not change; a copy of it does. */
static void
test_received_keyboard (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfButton) more = trueconf_button_new_command ("More", "more");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Which one?", TEXT);
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfSentMessage) edited = NULL;
  g_autoptr (TrueconfMessage) message = NULL;
  g_autoptr (TrueconfKeyboard) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *labels = NULL;
  TrueconfKeyboard *keyboard;
  TrueconfButton *button;

  tc_bot_start (bot);
  sent = send_keyboard (bot, chat);
  message = TC_GET (trueconf_bot_get_message_by_id, bot, trueconf_sent_message_get_message_id (sent));
  keyboard = trueconf_message_get_keyboard (message);
  button = trueconf_keyboard_find_button (keyboard, "b1");

  g_assert_false (trueconf_keyboard_add_row (keyboard, &more, 1, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  REFUSED (trueconf_button_set_button_id (button, "b2"))
  REFUSED (trueconf_button_set_custom_data (button, "x"))
  REFUSED (trueconf_button_set_to (button, "x"))
  REFUSED (trueconf_button_set_style (button, TRUECONF_BUTTON_STYLE_DANGER))
  REFUSED (trueconf_button_set_draft (button, TRUE))
  REFUSED (trueconf_button_set_wait_reply (button, TRUE))
  REFUSED (g_object_set (button, "button-id", "b2", NULL))
  g_assert_true (trueconf_keyboard_find_button (keyboard, "b1") == button);
  g_assert_cmpuint (trueconf_keyboard_get_n_buttons (keyboard), ==, 3);

  copy = trueconf_keyboard_copy (keyboard);
  g_assert_true (trueconf_keyboard_add_row (copy, &more, 1, NULL));
  trueconf_button_set_button_id (trueconf_keyboard_find_button (copy, "b1"), "b2");
  g_assert_true (trueconf_keyboard_find_button (keyboard, "b1") == button);
  trueconf_draft_set_keyboard (draft, copy);
  edited = TC_GET (trueconf_bot_edit_draft, bot, trueconf_sent_message_get_message_id (sent), draft);
  labels = get_labels (sandbox, chat, trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (labels, ==, "Help Site/Copy/More");
  tc_bot_end (bot);
}

/* What the library does not know of a button is there after an edit as well. */
static void
test_edit_keeps_unknown (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *payload = tc_json ("{'chatId':'%s','content':{'text':'x','parseMode':'text','buttons':"
                                      "[[{'type':'share','label':'Share','what':{'deep':[1,2]}}]]}}",
                                      chat);
  g_autoptr (JsonNode) node = json_from_string (payload, NULL);
  g_autoptr (JsonNode) sent = NULL;
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (TrueconfMessage) message = NULL;
  g_autoptr (TrueconfSentMessage) edited = NULL;
  g_autoptr (GListModel) row = NULL;
  g_autoptr (TrueconfButton) button = NULL;
  g_autofree char *buttons = NULL;
  const char *id;

  tc_bot_start (bot);
  sent = TC_GET (trueconf_bot_call, bot, "sendMessage", node);
  id = tc_json_string (sent, "messageId");
  message = TC_GET (trueconf_bot_get_message_by_id, bot, id);
  row = g_list_model_get_item (trueconf_keyboard_get_rows (trueconf_message_get_keyboard (message)), 0);
  button = g_list_model_get_item (row, 0);
  g_assert_cmpint (trueconf_button_get_button_type (button), ==, TRUECONF_BUTTON_TYPE_SHARE);

  edited = TC_GET (trueconf_bot_edit_message, bot, id, "y", TEXT);
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "y");
  buttons = json_to_string (tc_json_find (seen, "envelope.content.buttons"), FALSE);
  tc_assert_contains (buttons, "\"what\":{\"deep\":[1,2]}");
  g_clear_object (&message);
  tc_bot_end (bot);
}

static void
count_edited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_edit_message_finish (TRUECONF_BOT (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sent);
  (*(guint *) user_data)++;
}

/* The answer that tells the buttons may come later for the first edit than for the second. */
static void
test_edits_in_order (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfSentMessage) other = NULL;
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (JsonNode) seen_other = NULL;
  guint edited = 0;
  const char *id;

  tc_bot_start (bot);
  sent = send_keyboard (bot, chat);
  other = tc_bot_send (bot, chat, "other", NULL);
  id = trueconf_sent_message_get_message_id (sent);

  tc_sandbox_fault (sandbox, "{'fault':'delay','ms':300,'method':'getMessageById','count':1}");
  trueconf_bot_edit_message_async (bot, id, "first", TEXT, NULL, count_edited, &edited);
  trueconf_bot_edit_message_async (bot, id, "second", TEXT, NULL, count_edited, &edited);
  trueconf_bot_edit_message_async (bot, trueconf_sent_message_get_message_id (other), "else", TEXT, NULL,
                                   count_edited, &edited);
  TC_WAIT (edited == 1);
  seen_other = tc_chat_find_message (sandbox, chat, trueconf_sent_message_get_message_id (other));
  g_assert_cmpstr (tc_json_string (seen_other, "text"), ==, "else");

  TC_WAIT (edited == 3);
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "second");
  tc_bot_end (bot);
}

static void
test_edit_cancelled (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) seen = NULL;
  guint edited = 0;
  const char *id;

  tc_bot_start (bot);
  sent = tc_bot_send (bot, chat, "text", NULL);
  id = trueconf_sent_message_get_message_id (sent);

  tc_sandbox_fault (sandbox, "{'fault':'delay','ms':300,'method':'getMessageById','count':1}");
  trueconf_bot_edit_message_async (bot, id, "first", TEXT, cancellable, tc_store_result, &result);
  trueconf_bot_edit_message_async (bot, id, "second", TEXT, NULL, count_edited, &edited);
  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_edit_message_finish (bot, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  TC_WAIT (edited == 1);
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "second");
  g_clear_object (&result);

  /* one that is cancelled while it is told that it was done was done all the same */
  g_cancellable_reset (cancellable);
  trueconf_bot_edit_message_async (bot, id, "third", TEXT, cancellable, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_cancellable_cancel (cancellable);
  g_clear_object (&sent);
  sent = trueconf_bot_edit_message_finish (bot, result, NULL);
  g_assert_nonnull (sent);
  g_clear_object (&result);
  tc_bot_end (bot);
}

/* An edit in line behind another one does not wait for its turn to be cancelled. */
static void
test_waiting_edit_cancelled (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("second", TEXT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) seen = NULL;
  guint edited = 0;
  const char *id;

  tc_bot_start (bot);
  sent = tc_bot_send (bot, chat, "text", NULL);
  id = trueconf_sent_message_get_message_id (sent);
  trueconf_draft_set_keyboard (draft, keyboard);

  tc_sandbox_fault (sandbox, "{'fault':'delay','ms':1000,'method':'getMessageById','count':1}");
  trueconf_bot_edit_message_async (bot, id, "first", TEXT, NULL, count_edited, &edited);
  trueconf_bot_edit_draft_async (bot, id, draft, cancellable, tc_store_result, &result);
  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_cmpuint (edited, ==, 0);
  g_assert_null (trueconf_bot_edit_draft_finish (bot, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  TC_WAIT (edited == 1);
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "first");
  g_clear_object (&result);
  tc_bot_end (bot);
}

static TrueconfCallbackQuery *
press (TcSandbox *sandbox, TcWatch *watch, const char *message_id, const char *button_id)
{
  guint before = watch->events->len;

  tc_sandbox_do (sandbox, "/sandbox/press", "{'from':'nora','message_id':'%s','button_id':'%s'}", message_id,
                 button_id);
  TC_WAIT (watch->events->len > before);

  return TRUECONF_CALLBACK_QUERY (g_ptr_array_index (watch->events, watch->events->len - 1));
}

static void
test_press (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfSentMessage) edited = NULL;
  g_autoptr (TrueconfSentMessage) closed = NULL;
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Done", TEXT);
  g_autoptr (TrueconfKeyboard) none = trueconf_keyboard_new ();
  g_autoptr (JsonNode) seen = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  TrueconfCallbackQuery *query;
  const char *id;

  tc_bot_start (bot);
  sent = send_keyboard (bot, chat);
  id = trueconf_sent_message_get_message_id (sent);
  query = press (sandbox, watch, id, "b1");
  g_assert_cmpstr (trueconf_callback_query_get_command (query), ==, "menu:help");
  g_assert_cmpint (trueconf_event_get_event_type (TRUECONF_EVENT (query)), ==,
                   TRUECONF_EVENT_TYPE_CALLBACK_QUERY);

  edited = TC_GET (trueconf_callback_query_edit_message, query, "Help is on its way", TEXT);
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "Help is on its way");
  kept = get_labels (sandbox, chat, id);
  g_assert_cmpstr (kept, ==, "Help Site/Copy");

  trueconf_draft_set_keyboard (draft, none);
  closed = TC_GET (trueconf_callback_query_edit_draft, query, draft);
  gone = get_labels (sandbox, chat, id);
  g_assert_cmpstr (gone, ==, "");

  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD, trueconf_callback_query_answer, query, draft);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

/* With a server that sends the id. */
static void
test_answer_press (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with ("--switch=command-id");
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Wait", "wait");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Press", TEXT);
  g_autoptr (TrueconfDraft) answer = trueconf_draft_new_text ("Done", TEXT);
  g_autoptr (TrueconfSentMessage) sent = NULL;
  TrueconfCallbackQuery *query;

  trueconf_button_set_wait_reply (button, TRUE);
  trueconf_button_set_button_id (button, "w");
  g_assert_true (trueconf_keyboard_add_row (keyboard, &button, 1, NULL));
  trueconf_draft_set_keyboard (draft, keyboard);

  tc_bot_start (bot);
  sent = TC_GET (trueconf_bot_send_draft, bot, chat, draft, NULL, NULL, NULL);
  query = press (sandbox, watch, trueconf_sent_message_get_message_id (sent), "w");
  g_assert_nonnull (trueconf_callback_query_get_command_id (query));
  TC_DO (trueconf_callback_query_answer, query, answer);
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "answerCommand"), ==, 1);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

/* A press that somebody keeps does not keep its bot. */
static void
test_press_of_nobody (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Done", TEXT);
  g_autoptr (TrueconfCallbackQuery) query = NULL;
  g_autoptr (GPtrArray) log = NULL;

  tc_bot_start (bot);
  sent = send_keyboard (bot, chat);
  query = g_object_ref (press (sandbox, watch, trueconf_sent_message_get_message_id (sent), "b1"));
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);

  g_assert_null (trueconf_event_get_bot (TRUECONF_EVENT (query)));
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_callback_query_edit_message, query, "x",
              TEXT);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_callback_query_edit_draft, query, draft);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_callback_query_answer, query, draft);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_message_answer,
              trueconf_callback_query_get_message (query), "x", TEXT);
  tc_log_begin ();
  trueconf_callback_query_answer_async (query, draft, NULL, NULL, NULL);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, "The bot is gone"));
}

static void
test_quote (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("At 5 & not before", TEXT);
  g_autoptr (JsonNode) said = NULL;
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;

  tc_bot_start (bot);
  said = tc_sandbox_post (sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'When is it?'}");
  trueconf_draft_set_quote (draft, "When");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_draft, bot, chat, draft,
              NULL, NULL, NULL);
  trueconf_draft_set_reply_message_id (draft, tc_json_string (said, "message_id"));
  sent = TC_GET (trueconf_bot_send_draft, bot, chat, draft, NULL, NULL, NULL);
  seen = tc_chat_find_message (sandbox, chat, trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (tc_json_string (seen, "text"), ==,
                   "<quote class=\"reply\">When</quote><br><br>At 5 &amp; not before");
  g_assert_cmpstr (tc_json_string (seen, "parse_mode"), ==, "html");
  g_assert_cmpstr (tc_json_string (seen, "envelope.replyMessageId"), ==, tc_json_string (said, "message_id"));
  tc_bot_end (bot);
}

static void
count_destroy (gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
on_progress (goffset current, goffset total, gpointer user_data)
{
}

/* What does not go together is said before anything is sent, and what was to be told is freed once. */
static void
test_refused (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *too_long = g_strnfill (4097, 'x');
  g_autoptr (TrueconfKeyboard) keyboard = make_keyboard ();
  g_autoptr (TrueconfInputFile) file = make_file (webp, sizeof webp - 1, "a.webp");
  guint destroyed = 0;
  guint n = 0;

  tc_bot_start (bot);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (i == 0 ? NULL : "text", TEXT);
      int code = TRUECONF_ERROR_INVALID_ARGUMENT;

      switch (i)
        {
        case 1: /* a file with buttons */
          trueconf_draft_set_file (draft, file);
          trueconf_draft_set_keyboard (draft, keyboard);
          break;
        case 2: /* a photo without a file */
          trueconf_draft_set_kind (draft, TRUECONF_DRAFT_KIND_PHOTO);
          break;
        case 3: /* a sticker with text */
          trueconf_draft_set_kind (draft, TRUECONF_DRAFT_KIND_STICKER);
          trueconf_draft_set_file (draft, file);
          break;
        case 4:
          trueconf_draft_set_text (draft, too_long);
          code = TRUECONF_ERROR_TEXT_TOO_LONG;
          break;
        case 5:
          trueconf_draft_set_text (draft, too_long);
          trueconf_draft_set_file (draft, file);
          code = TRUECONF_ERROR_CAPTION_TOO_LONG;
          break;
        default: /* no text */
          break;
        }
      TC_REFUSED (TRUECONF_ERROR, code, trueconf_bot_send_draft, bot, chat, draft, on_progress, &destroyed,
                  count_destroy);
      g_assert_cmpuint (destroyed, ==, ++n);
    }
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "sendMessage"), ==, 0);
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "uploadFile"), ==, 0);
  tc_bot_end (bot);
}

/* A button may be changed after it was added. */
static void
test_changed_button (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfKeyboard) keyboard = make_keyboard ();
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("text", TEXT);

  trueconf_draft_set_keyboard (draft, keyboard);
  trueconf_button_set_custom_data (trueconf_keyboard_find_button (keyboard, "b1"), "не ASCII");
  tc_bot_start (bot);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_draft, bot, chat, draft,
              NULL, NULL, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_edit_draft, bot, "any", draft);
  tc_bot_end (bot);
}

static void
test_files (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfInputFile) picture = make_file (png, sizeof png - 1, "cat.png");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("a cat", TEXT);
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfSentMessage) edited = NULL;
  g_autoptr (TrueconfFileInfo) info = NULL;
  g_autoptr (JsonNode) seen = NULL;
  const char *caption;

  tc_bot_start (bot);
  trueconf_draft_set_file (draft, picture);
  trueconf_draft_set_kind (draft, TRUECONF_DRAFT_KIND_PHOTO);
  sent = TC_GET (trueconf_bot_send_draft, bot, chat, draft, NULL, NULL, NULL);
  info = TC_GET (trueconf_bot_get_file_info, bot, trueconf_sent_message_get_file_id (sent));
  g_assert_cmpstr (trueconf_file_info_get_mime_type (info), ==, "image/png");
  g_assert_cmpuint (g_list_model_get_n_items (trueconf_file_info_get_previews (info)), ==, 1);

  caption = trueconf_sent_message_get_caption_message_id (sent);
  g_assert_nonnull (caption);
  edited = TC_GET (trueconf_bot_edit_message, bot, caption, "another cat", TEXT);
  seen = tc_chat_find_message (sandbox, chat, caption);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "another cat");

  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_edit_draft, bot, caption, draft);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/drafts/send", test_send);
  g_test_add_func ("/drafts/recipients", test_recipients);
  g_test_add_func ("/drafts/edit/keeps-buttons", test_edit_keeps_buttons);
  g_test_add_func ("/drafts/edit/keeps-unknown", test_edit_keeps_unknown);
  g_test_add_func ("/drafts/received-keyboard", test_received_keyboard);
  g_test_add_func ("/drafts/press-of-nobody", test_press_of_nobody);
  g_test_add_func ("/drafts/edit/in-order", test_edits_in_order);
  g_test_add_func ("/drafts/edit/cancelled", test_edit_cancelled);
  g_test_add_func ("/drafts/edit/cancelled-in-line", test_waiting_edit_cancelled);
  g_test_add_func ("/drafts/press", test_press);
  g_test_add_func ("/drafts/press/answer", test_answer_press);
  g_test_add_func ("/drafts/quote", test_quote);
  g_test_add_func ("/drafts/refused", test_refused);
  g_test_add_func ("/drafts/changed-button", test_changed_button);
  g_test_add_func ("/drafts/files", test_files);

  return g_test_run ();
}
