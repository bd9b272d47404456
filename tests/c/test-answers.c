/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is sent as the answer to a message, in all its kinds; the bot's own chat; the picture of a chat. */

#include <string.h>

#include "tc-chat.h"

#define TEXT TRUECONF_PARSE_MODE_TEXT
#define HTML TRUECONF_PARSE_MODE_HTML

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89";
static const char webp[] = "RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0";

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfMessage *message; /* that waits for an answer */
  TrueconfInputFile *picture;
  TrueconfInputFile *sticker;
  TrueconfInputFile *text;
} AnswersScene;

static TrueconfInputFile *
make_file (const char *data, gsize size, const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);

  return trueconf_input_file_new_for_bytes (bytes, name);
}

static void
begin (AnswersScene *scene)
{
  g_autoptr (TcWatch) watch = NULL;

  scene->sandbox = tc_sandbox_new ();
  scene->bot = tc_bot_new (scene->sandbox);
  watch = tc_watch_new (scene->bot);
  tc_bot_start (scene->bot);
  tc_sandbox_say (scene->sandbox, "nora", "hello");
  TC_WAIT (watch->messages->len > 0);
  scene->message = g_object_ref (watch->messages->pdata[0]);
  scene->picture = make_file (png, sizeof png - 1, "cat.png");
  scene->sticker = make_file (webp, sizeof webp - 1, "s.webp");
  scene->text = make_file ("text", 4, "a.txt");
}

static void
end (AnswersScene *scene)
{
  g_object_unref (scene->picture);
  g_object_unref (scene->sticker);
  g_object_unref (scene->text);
  g_object_unref (scene->message);
  tc_bot_end (scene->bot);
  tc_sandbox_free (scene->sandbox);
}

/* Takes what was sent. */
static void
check_sent (AnswersScene *scene, TrueconfSentMessage *sent, const char *mime_type, gboolean replies)
{
  g_autoptr (TrueconfSentMessage) taken = sent;
  const char *chat = trueconf_message_get_chat_id (scene->message);
  g_autoptr (JsonNode) seen =
      tc_chat_find_message (scene->sandbox, chat, trueconf_sent_message_get_message_id (taken));

  g_assert_nonnull (seen);
  g_assert_cmpstr (trueconf_sent_message_get_chat_id (taken), ==, chat);
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.mimeType"), ==, mime_type);
  if (replies)
    g_assert_cmpstr (tc_json_string (seen, "envelope.replyMessageId"), ==,
                     trueconf_message_get_message_id (scene->message));
  else
    g_assert_null (tc_json_find (seen, "envelope.replyMessageId"));
}

/* Takes the draft. */
static void
answer (AnswersScene *scene, TrueconfDraft *made, TrueconfInputFile *preview, const char *mime_type)
{
  g_autoptr (TrueconfDraft) draft = made;

  trueconf_draft_set_preview (draft, preview);
  check_sent (scene, TC_GET (trueconf_message_answer_draft, scene->message, draft, NULL, NULL, NULL),
              mime_type, FALSE);
  check_sent (scene, TC_GET (trueconf_message_reply_draft, scene->message, draft, NULL, NULL, NULL),
              mime_type, TRUE);
}

static void
test_files (void)
{
  AnswersScene scene;

  begin (&scene);
  answer (&scene, trueconf_draft_new_photo (scene.picture, "a cat", TEXT), NULL, "image/png");
  answer (&scene, trueconf_draft_new_photo (scene.picture, NULL, TEXT), scene.sticker, "image/png");
  answer (&scene, trueconf_draft_new_document (scene.text, "<b>read</b>", HTML), NULL, "text/plain");
  answer (&scene, trueconf_draft_new_sticker (scene.sticker), NULL, "sticker/webp");
  end (&scene);
}

static void
test_drafts (void)
{
  AnswersScene scene;
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("text", TEXT);
  g_autoptr (TrueconfDraft) file = trueconf_draft_new_text ("a cat", TEXT);

  begin (&scene);
  trueconf_draft_set_file (file, scene.picture);
  check_sent (&scene, TC_GET (trueconf_message_answer_draft, scene.message, draft, NULL, NULL, NULL), NULL,
              FALSE);
  check_sent (&scene, TC_GET (trueconf_message_answer_draft, scene.message, file, NULL, NULL, NULL),
              "image/png", FALSE);
  check_sent (&scene, TC_GET (trueconf_message_reply_draft, scene.message, draft, NULL, NULL, NULL), NULL,
              TRUE);
  check_sent (&scene, TC_GET (trueconf_message_reply_draft, scene.message, file, NULL, NULL, NULL),
              "image/png", TRUE);
  g_assert_null (trueconf_draft_get_reply_message_id (draft));
  end (&scene);
}

static void
count_error (TrueconfDispatcher *dispatcher, GError *error, TrueconfEvent *event, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* What nobody waits for, and fails, is reported. */
static void
test_unheard_failure (void)
{
  AnswersScene scene;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (TrueconfDraft) draft = NULL;
  guint errors = 0;

  begin (&scene);
  g_signal_connect (trueconf_bot_get_dispatcher (scene.bot), "error", G_CALLBACK (count_error), &errors);
  tc_log_begin ();
  draft = trueconf_draft_new_photo (scene.text, NULL, TEXT);
  trueconf_message_answer_draft_async (scene.message, draft, NULL, NULL, NULL, NULL, NULL, NULL);
  TC_WAIT (errors == 1);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 1);
  g_assert_true (tc_log_has (log, "a.txt"));
  end (&scene);
}

static void
count_destroy (gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* A message from nowhere cannot be answered, and says so. */
static void
test_without_bot (void)
{
  g_autoptr (TrueconfMessage) message = g_object_new (TRUECONF_TYPE_MESSAGE, NULL);
  g_autoptr (TrueconfInputFile) file = make_file ("text", 4, "a.txt");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_document (file, NULL, TEXT);
  g_autoptr (GPtrArray) log = NULL;
  guint destroyed = 0;

  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_message_answer, message, "x", TEXT);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_message_reply_draft, message, draft,
              NULL, &destroyed, count_destroy);
  g_assert_cmpuint (destroyed, ==, 1);
  tc_log_begin ();
  trueconf_message_answer_async (message, "x", TEXT, NULL, NULL, NULL);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, "did not come from a bot"));
}

/* A message that somebody keeps does not keep its bot: what is asked of it then fails, with a callback or without. */
static void
test_bot_gone (void)
{
  AnswersScene scene;
  TrueconfMessage *message;
  TrueconfBot *found = NULL;
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("two", TEXT);
  g_autoptr (GPtrArray) log = NULL;
  guint destroyed = 0;

  begin (&scene);
  message = scene.message;
  g_assert_true (trueconf_event_get_bot (TRUECONF_EVENT (message)) == scene.bot);
  tc_bot_drop (scene.bot);
  TC_WAIT (tc_sandbox_count_authorized (scene.sandbox) == 0);

  g_assert_null (trueconf_event_get_bot (TRUECONF_EVENT (message)));
  g_object_get (message, "bot", &found, NULL);
  g_assert_null (found);
  g_assert_false (trueconf_message_get_mentions_bot (message));

  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_message_answer, message, "x", TEXT);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_message_reply_draft, message, draft,
              NULL, &destroyed, count_destroy);
  g_assert_cmpuint (destroyed, ==, 1);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_message_forward, message, "a");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_message_copy_to, message, "a");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_message_delete, message, TRUE);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, trueconf_message_save_to_favorites, message);

  tc_log_begin ();
  trueconf_message_answer_async (message, "x", TEXT, NULL, NULL, NULL);
  trueconf_message_delete_async (message, TRUE, NULL, NULL, NULL);
  trueconf_message_save_to_favorites_async (message, NULL, NULL, NULL);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 3);
  g_assert_true (tc_log_has (log, "The bot is gone"));

  g_object_unref (scene.picture);
  g_object_unref (scene.sticker);
  g_object_unref (scene.text);
  g_assert_finalize_object (message);
  tc_sandbox_free (scene.sandbox);
}

/* What fails and nobody waits for is told of, whatever it is. */
static void
test_unheard_actions (void)
{
  AnswersScene scene;
  g_autoptr (GPtrArray) log = NULL;
  guint errors = 0;

  begin (&scene);
  g_signal_connect (trueconf_bot_get_dispatcher (scene.bot), "error", G_CALLBACK (count_error), &errors);
  TC_DO (trueconf_message_delete, scene.message, TRUE);
  tc_log_begin ();
  trueconf_message_delete_async (scene.message, TRUE, NULL, NULL, NULL);
  trueconf_message_forward_async (scene.message, "no-such-chat", NULL, NULL, NULL);
  trueconf_message_save_to_favorites_async (scene.message, NULL, NULL, NULL);
  TC_WAIT (errors == 3);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 3);
  end (&scene);
}

static void
test_me_chat (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (TrueconfChat) chat = NULL;

  tc_bot_start (bot);
  first = TC_GET (trueconf_bot_get_me_chat, bot);
  second = TC_GET (trueconf_bot_get_me_chat, bot);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "createFavoritesChat"), ==, 1);
  chat = TC_GET (trueconf_bot_get_chat_by_id, bot, first);
  g_assert_cmpint (trueconf_chat_get_chat_type (chat), ==, TRUECONF_CHAT_TYPE_FAVORITES);
  g_clear_object (&chat);
  tc_bot_end (bot);
}

static void
test_avatar (void)
{
  AnswersScene scene;
  g_autofree char *group = NULL;
  g_autoptr (TrueconfChat) chat = NULL;

  begin (&scene);
  group = TC_GET (trueconf_bot_create_group_chat, scene.bot, "Night shift");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_edit_chat_avatar, scene.bot,
              group, scene.text);
  g_assert_cmpuint (tc_sandbox_count_frames (scene.sandbox, "in", "uploadFile"), ==, 0);
  TC_DO (trueconf_bot_edit_chat_avatar, scene.bot, group, scene.picture);
  chat = TC_GET (trueconf_bot_get_chat_by_id, scene.bot, group);
  g_assert_nonnull (trueconf_chat_get_avatar_url (chat));
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS, trueconf_bot_edit_chat_avatar,
              scene.bot, trueconf_message_get_chat_id (scene.message), scene.picture);
  g_clear_object (&chat);
  end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/answers/files", test_files);
  g_test_add_func ("/answers/drafts", test_drafts);
  g_test_add_func ("/answers/unheard-failure", test_unheard_failure);
  g_test_add_func ("/answers/without-bot", test_without_bot);
  g_test_add_func ("/answers/bot-gone", test_bot_gone);
  g_test_add_func ("/answers/unheard-actions", test_unheard_actions);
  g_test_add_func ("/answers/me-chat", test_me_chat);
  g_test_add_func ("/answers/avatar", test_avatar);

  return g_test_run ();
}
