/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Texts that are too long for one message, by what people get. */

#include <string.h>

#include "tc-chat.h"

#define HTML     TRUECONF_PARSE_MODE_HTML
#define MARKDOWN TRUECONF_PARSE_MODE_MARKDOWN
#define TEXT     TRUECONF_PARSE_MODE_TEXT

#define LIMIT 4096

/* ---- a middleware that counts the messages on their way, and stops one of them */

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  char *chat;
  guint seen;
  guint on_their_way;
  guint refused; /* the number of the message to refuse, or 0 */
  guint kept;    /* the number of the message to keep, or 0 */
  TrueconfRequestNext *next;
} Scene;

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfRequestNext *next = TRUECONF_REQUEST_NEXT (source);
  Scene *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = trueconf_request_next_run_finish (next, result, &error);

  self->on_their_way--;
  if (answer != NULL)
    trueconf_request_next_answer (next, answer);
  else
    trueconf_request_next_fail (next, error);
}

static void
process (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  Scene *self = user_data;

  if (g_strcmp0 (trueconf_outgoing_request_get_method (request), "sendMessage") != 0)
    {
      trueconf_request_next_run (next);
      return;
    }

  /* each one when the one before was answered */
  g_assert_cmpuint (self->on_their_way, ==, 0);
  self->seen++;
  if (self->seen == self->refused)
    {
      g_autoptr (GError) error =
          g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL, "no room for it");

      trueconf_request_next_fail (next, error);
    }
  else if (self->seen == self->kept)
    {
      g_set_object (&self->next, next);
    }
  else
    {
      self->on_their_way++;
      trueconf_request_next_run_async (next, NULL, looked_cb, self);
    }
}

static void
begin (Scene *self)
{
  g_autoptr (TrueconfRequestMiddleware) middleware = NULL;

  *self = (Scene){ 0 };
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->chat = tc_sandbox_get_chat (self->sandbox, "nora");
  middleware = trueconf_request_middleware_new_func (process, self, NULL);
  trueconf_bot_add_request_middleware (self->bot, middleware);
  tc_bot_start (self->bot);
}

static void
end (Scene *self)
{
  g_clear_object (&self->next);
  tc_bot_end (self->bot);
  g_free (self->chat);
  tc_sandbox_free (self->sandbox);
}

/* ---- */

/* Marks of Markdown come with Markdown only: nobody knows whether a server counts them in HTML. */
static char *
make_text (guint n_words, gboolean markdown)
{
  static const char *const parts[] = { "word ",
                                       "<b>",
                                       "</b>",
                                       "<i>",
                                       "</i> ",
                                       "&amp; ",
                                       "<br>",
                                       "a. ",
                                       "\n",
                                       "<a href=\"https://e.org/\">link</a> ",
                                       "\n\n",
                                       "<u>",
                                       "</u>",
                                       "\xd0\xb6\xd1\x83\xd0\xba ",
                                       "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd",
                                       "*",
                                       "\n\n>",
                                       "[x](y) ",
                                       "__" };
  guint n_parts = G_N_ELEMENTS (parts) - (markdown ? 0 : 4);
  GString *text = g_string_new ("begin ");

  while (n_words-- > 0)
    g_string_append (text, parts[g_test_rand_int_range (0, (gint32) n_parts)]);

  return g_string_free (text, FALSE);
}

static char *
repeat (const char *part, guint n)
{
  GString *text = g_string_new (NULL);

  while (n-- > 0)
    g_string_append (text, part);

  return g_string_free (text, FALSE);
}

static const char *
get_id (GListModel *list, guint i)
{
  g_autoptr (TrueconfSentMessage) sent = g_list_model_get_item (list, i);

  return trueconf_sent_message_get_message_id (sent);
}

/* Returns HTML with all line breaks as the server shows them. */
static char *
with_breaks (const char *html)
{
  GString *out = g_string_new (html);

  g_string_replace (out, "<br>\n", "\n", 0);
  g_string_replace (out, "<br>", "\n", 0);
  g_string_replace (out, "\n", "<br>", 0);

  return g_string_free (out, FALSE);
}

/* Any text arrives as it is split, in order. */
static void
test_texts (void)
{
  static const TrueconfParseMode modes[] = { TEXT, HTML, MARKDOWN };
  Scene scene;

  begin (&scene);
  for (guint i = 0; i < 9; i++)
    {
      TrueconfParseMode mode = modes[i % 3];
      g_autofree char *text = make_text ((guint) g_test_rand_int_range (500, 6000), mode == MARKDOWN);
      g_auto (GStrv) pieces = trueconf_split_text_full (text, LIMIT, mode);
      g_autoptr (GListModel) sent =
          TC_GET (trueconf_bot_send_long_message, scene.bot, scene.chat, text, mode, NULL);

      g_assert_cmpuint (g_list_model_get_n_items (sent), ==, g_strv_length (pieces));
      g_assert_true (g_list_model_get_item_type (sent) == TRUECONF_TYPE_SENT_MESSAGE);
      for (guint j = 0; pieces[j] != NULL; j++)
        {
          g_autoptr (JsonNode) seen = tc_chat_find_message (scene.sandbox, scene.chat, get_id (sent, j));

          g_autofree char *expected = mode == HTML ? with_breaks (pieces[j]) : g_strdup (pieces[j]);

          g_assert_cmpstr (tc_json_string (seen, "text"), ==, expected);
        }
    }
  g_assert_cmpuint (tc_sandbox_count_texts (scene.sandbox, "nora", "echo_bot"), ==, scene.seen);
  end (&scene);
}

/* Reply and quotation are of the first message, the buttons of the last one. */
static void
test_draft (void)
{
  static const TrueconfParseMode modes[] = { TEXT, HTML, MARKDOWN };
  Scene scene;
  g_autoptr (JsonNode) said = NULL;
  g_autofree char *quote = repeat ("What is it? *not this* &amp; <b>", 60);
  g_autofree char *text = repeat ("A sentence & more. ", 700);
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("More", "more");
  g_autoptr (GError) error = NULL;

  begin (&scene);
  said = tc_sandbox_post (scene.sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'Tell me'}");
  trueconf_keyboard_add_row (keyboard, &button, 1, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (text, modes[i]);
      g_autoptr (GListModel) sent = NULL;
      guint n;

      trueconf_draft_set_reply_message_id (draft, tc_json_string (said, "message_id"));
      trueconf_draft_set_quote (draft, quote);
      trueconf_draft_set_keyboard (draft, keyboard);
      sent = TC_GET (trueconf_bot_send_long_draft, scene.bot, scene.chat, draft, NULL, NULL, NULL);
      n = g_list_model_get_n_items (sent);
      g_assert_cmpuint (n, >, 3);
      for (guint j = 0; j < n; j++)
        {
          g_autoptr (JsonNode) seen = tc_chat_find_message (scene.sandbox, scene.chat, get_id (sent, j));
          const char *shown = tc_json_string (seen, "text");
          JsonNode *buttons = tc_json_find (seen, "envelope.content.buttons");

          g_assert_cmpuint (trueconf_visible_length (shown), <=, LIMIT);
          g_assert_true ((strstr (shown, "What is it?") != NULL) == (j == 0));
          if (j == 0)
            g_assert_cmpstr (tc_json_string (seen, "envelope.replyMessageId"), ==,
                             tc_json_string (said, "message_id"));
          else
            g_assert_null (tc_json_find (seen, "envelope.replyMessageId"));
          g_assert_true ((buttons != NULL && json_array_get_length (json_node_get_array (buttons)) > 0) ==
                         (j == n - 1));
        }
      g_assert_cmpstr (trueconf_draft_get_text (draft), ==, text);
    }
  end (&scene);
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

/* The text beyond the caption of a file comes after it. */
static void
test_file (void)
{
  Scene scene;
  g_autofree char *text = repeat ("A sentence. ", 500);
  g_auto (GStrv) pieces = trueconf_split_text_full (text, LIMIT, TEXT);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "hello.txt");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_document (file, text, TEXT);
  g_autoptr (TrueconfDraft) bare = trueconf_draft_new_document (file, NULL, TEXT);
  g_autoptr (TrueconfDraft) spaces = trueconf_draft_new_document (file, "", TEXT);
  g_autoptr (GListModel) sent = NULL;
  g_autoptr (GListModel) alone = NULL;
  g_autoptr (GListModel) third = NULL;
  g_autoptr (TrueconfSentMessage) first = NULL;
  g_autoptr (TrueconfSentMessage) second = NULL;
  guint freed = 0;

  begin (&scene);
  sent =
      TC_GET (trueconf_bot_send_long_draft, scene.bot, scene.chat, draft, on_progress, &freed, count_destroy);
  g_assert_cmpuint (freed, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (sent), ==, g_strv_length (pieces));
  first = g_list_model_get_item (sent, 0);
  second = g_list_model_get_item (sent, 1);
  g_assert_nonnull (trueconf_sent_message_get_file_id (first));
  g_assert_null (trueconf_sent_message_get_file_id (second));

  alone = TC_GET (trueconf_bot_send_long_draft, scene.bot, scene.chat, bare, NULL, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (alone), ==, 1);
  third = TC_GET (trueconf_bot_send_long_draft, scene.bot, scene.chat, spaces, NULL, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (third), ==, 1);
  end (&scene);
}

static void
test_failure (void)
{
  Scene scene;
  g_autofree char *text = repeat ("A sentence. ", 1500);
  g_auto (GStrv) pieces = trueconf_split_text_full (text, LIMIT, TEXT);
  g_autofree char *words = g_strdup_printf ("Sent 2 of %u messages: no room for it", g_strv_length (pieces));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) sent = NULL;
  g_autoptr (GListModel) none = NULL;
  g_autoptr (GError) error = NULL;

  begin (&scene);
  scene.refused = 3;
  trueconf_bot_send_long_message_async (scene.bot, scene.chat, text, TEXT, NULL, NULL, tc_store_result,
                                        &result);
  TC_WAIT (result != NULL);
  none = trueconf_bot_send_long_message_finish (scene.bot, result, &error);
  g_assert_null (none);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL);
  g_assert_cmpstr (error->message, ==, words);
  sent = trueconf_sent_message_list_from_result (result);
  g_assert_cmpuint (g_list_model_get_n_items (sent), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (JsonNode) seen = tc_chat_find_message (scene.sandbox, scene.chat, get_id (sent, i));

      g_assert_cmpstr (tc_json_string (seen, "text"), ==, pieces[i]);
    }
  tc_linger (50);
  g_assert_cmpuint (tc_sandbox_count_texts (scene.sandbox, "nora", "echo_bot"), ==, 2);
  g_assert_cmpuint (scene.seen, ==, 3);
  g_clear_object (&result);
  end (&scene);
}

/* No message is sent after it, and what was sent is told. */
static void
test_cancellation (void)
{
  Scene scene;
  g_autofree char *text = repeat ("A sentence. ", 1500);

  for (guint before = 0; before < 2; before++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GListModel) sent = NULL;
      g_autoptr (GListModel) none = NULL;
      g_autoptr (GError) error = NULL;

      begin (&scene);
      scene.kept = 2;
      if (before)
        g_cancellable_cancel (cancellable);
      trueconf_bot_send_long_message_async (scene.bot, scene.chat, text, TEXT, NULL, cancellable,
                                            tc_store_result, &result);
      if (!before)
        TC_WAIT (scene.next != NULL);
      g_cancellable_cancel (cancellable);
      TC_WAIT (result != NULL);
      none = trueconf_bot_send_long_message_finish (scene.bot, result, &error);
      g_assert_null (none);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      tc_assert_contains (error->message, before ? "Sent 0 of " : "Sent 1 of ");
      sent = trueconf_sent_message_list_from_result (result);
      g_assert_cmpuint (g_list_model_get_n_items (sent), ==, before ? 0 : 1);
      tc_linger (50);
      g_assert_cmpuint (tc_sandbox_count_texts (scene.sandbox, "nora", "echo_bot"), ==, before ? 0 : 1);
      g_clear_object (&result);
      end (&scene);
    }
}

/* What cannot be sent as a whole is not begun. */
static void
test_checks (void)
{
  Scene scene;
  g_autofree char *text = repeat ("A sentence. ", 500);
  g_autofree char *spaces = repeat (" ", 5000);
  g_autofree char *quote = repeat ("q", LIMIT);
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (text, TEXT);
  g_autoptr (TrueconfDraft) sticker =
      g_object_new (TRUECONF_TYPE_DRAFT, "kind", TRUECONF_DRAFT_KIND_STICKER, "text", text, NULL);
  g_autoptr (GPtrArray) log = NULL;
  guint freed = 0;

  begin (&scene);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_long_message, scene.bot,
              scene.chat, NULL, TEXT, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_long_message, scene.bot,
              scene.chat, "", HTML, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_long_message, scene.bot,
              scene.chat, spaces, MARKDOWN, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_long_message, scene.bot,
              scene.chat, "\xff", TEXT, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_long_draft, scene.bot,
              scene.chat, sticker, on_progress, &freed, count_destroy);
  g_assert_cmpuint (freed, ==, 1);

  trueconf_draft_set_reply_message_id (draft, "x");
  trueconf_draft_set_quote (draft, quote);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_TEXT_TOO_LONG, trueconf_bot_send_long_draft, scene.bot,
              scene.chat, draft, NULL, NULL, NULL);
  g_assert_cmpuint (scene.seen, ==, 0);

  /* without a callback it is reported */
  tc_log_begin ();
  scene.refused = 2;
  trueconf_bot_send_long_message_async (scene.bot, scene.chat, text, TEXT, NULL, NULL, NULL, NULL);
  TC_WAIT (tc_log_count ("Sent 1 of 2 messages: no room for it") > 0);
  log = tc_log_end ();
  end (&scene);
}

/* The short forms of messages do the same. */
static void
test_messages (void)
{
  Scene scene;
  g_autofree char *text = repeat ("A sentence. ", 500);
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (text, TEXT);
  g_autoptr (TcWatch) watch = NULL;
  TrueconfMessage *message;

  begin (&scene);
  watch = tc_watch_new (scene.bot);
  tc_sandbox_say (scene.sandbox, "nora", "hello");
  TC_WAIT (watch->messages->len > 0);
  message = g_ptr_array_index (watch->messages, 0);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GListModel) sent =
          i == 0   ? TC_GET (trueconf_message_answer_long, message, text, TEXT)
          : i == 1 ? TC_GET (trueconf_message_reply_long, message, text, TEXT)
          : i == 2 ? TC_GET (trueconf_message_answer_long_draft, message, draft, NULL, NULL, NULL)
                   : TC_GET (trueconf_message_reply_long_draft, message, draft, NULL, NULL, NULL);
      g_autoptr (JsonNode) seen = tc_chat_find_message (scene.sandbox, scene.chat, get_id (sent, 0));

      g_assert_cmpuint (g_list_model_get_n_items (sent), ==, 2);
      g_assert_cmpstr (tc_json_string (seen, "envelope.replyMessageId"), ==,
                       i % 2 == 1 ? trueconf_message_get_message_id (message) : NULL);
    }

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GListModel) sent = NULL;
      g_autoptr (GListModel) none = NULL;
      g_autoptr (GError) error = NULL;

      scene.refused = scene.seen + 2;
      trueconf_message_answer_long_async (message, text, TEXT, NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      none = trueconf_message_answer_long_finish (message, result, &error);
      g_assert_null (none);
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL);
      sent = trueconf_sent_message_list_from_result (result);
      g_assert_cmpuint (g_list_model_get_n_items (sent), ==, 1);
    }
  g_clear_pointer (&watch, tc_watch_free);
  end (&scene);
}

/* Any other operation has sent none. */
static void
test_other_results (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GListModel) list = trueconf_sent_message_list_from_result (G_ASYNC_RESULT (task));

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_true (g_list_model_get_item_type (list) == TRUECONF_TYPE_SENT_MESSAGE);
  g_task_return_boolean (task, TRUE);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/long-messages/texts", test_texts);
  g_test_add_func ("/long-messages/draft", test_draft);
  g_test_add_func ("/long-messages/file", test_file);
  g_test_add_func ("/long-messages/failure", test_failure);
  g_test_add_func ("/long-messages/cancellation", test_cancellation);
  g_test_add_func ("/long-messages/checks", test_checks);
  g_test_add_func ("/long-messages/messages", test_messages);
  g_test_add_func ("/long-messages/other-results", test_other_results);

  return g_test_run ();
}
