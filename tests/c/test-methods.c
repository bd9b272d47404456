/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each request, by what there is of it on the other side. */

#include <string.h>

#include "tc-chat.h"
#include "tc-send.h"

#define NOWHERE "0123456789012345678901234567890123456789"
#define NEVER   "00000000-0000-4000-8000-000000000000"
#define HTML    TRUECONF_PARSE_MODE_HTML

static void
test_edit (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *too_long = g_strnfill (4097, 'x');
  g_autoptr (JsonNode) said = NULL;
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;
  const char *id;

  tc_bot_start (bot);
  sent = tc_bot_send (bot, chat, "first", NULL);
  id = trueconf_sent_message_get_message_id (sent);
  {
    g_autoptr (TrueconfSentMessage) edited =
        TC_GET (trueconf_bot_edit_message, bot, id, "<b>second</b>", HTML);

    g_assert_cmpstr (trueconf_sent_message_get_message_id (edited), ==, id);
    g_assert_cmpint (trueconf_sent_message_get_timestamp (edited), >=,
                     trueconf_sent_message_get_timestamp (sent));
  }
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_cmpstr (tc_json_string (seen, "text"), ==, "<b>second</b>");
  g_assert_cmpstr (tc_json_string (seen, "parse_mode"), ==, "html");
  g_assert_true (json_node_get_boolean (tc_json_find (seen, "edited")));

  said = tc_sandbox_post (sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'mine'}");
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS, trueconf_bot_edit_message, bot,
              tc_json_string (said, "message_id"), "yours", HTML);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND, trueconf_bot_edit_message, bot, NEVER,
              "x", HTML);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_edit_message, bot, id, "", HTML);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_TEXT_TOO_LONG, trueconf_bot_edit_message, bot, id, too_long,
              TRUECONF_PARSE_MODE_TEXT);
  tc_bot_end (bot);
}

static void
test_forward (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *nora = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *omar = tc_sandbox_get_chat (sandbox, "omar");
  g_autoptr (JsonNode) said = NULL;
  g_autoptr (JsonNode) seen = NULL;

  g_assert_cmpstr (nora, !=, omar);
  tc_bot_start (bot);
  said = tc_sandbox_post (sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'pass it on'}");
  {
    g_autoptr (TrueconfSentMessage) sent =
        TC_GET (trueconf_bot_forward_message, bot, omar, tc_json_string (said, "message_id"));

    g_assert_cmpstr (trueconf_sent_message_get_chat_id (sent), ==, omar);
    seen = tc_chat_find_message (sandbox, omar, trueconf_sent_message_get_message_id (sent));
  }
  g_assert_cmpint (tc_json_int (seen, "type"), ==, 201);
  g_assert_cmpstr (tc_json_string (seen, "author"), ==, "echo_bot");
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.content.text"), ==, "pass it on");
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.author.id"), ==, "nora@sandbox.local");

  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND, trueconf_bot_forward_message, bot,
              omar, NEVER);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, trueconf_bot_forward_message, bot,
              NOWHERE, tc_json_string (said, "message_id"));
  tc_bot_end (bot);
}

static void
test_remove (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) hidden = NULL;
  g_autoptr (TrueconfSentMessage) gone = NULL;
  g_autoptr (JsonNode) seen = NULL;
  const char *id;

  tc_bot_start (bot);
  hidden = tc_bot_send (bot, chat, "hidden from myself", NULL);
  gone = tc_bot_send (bot, chat, "gone", NULL);

  id = trueconf_sent_message_get_message_id (gone);
  TC_DO (trueconf_bot_remove_message, bot, id, TRUE);
  g_assert_null (tc_chat_find_message (sandbox, chat, id));
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND, trueconf_bot_remove_message, bot, id,
              TRUE);

  id = trueconf_sent_message_get_message_id (hidden);
  TC_DO (trueconf_bot_remove_message, bot, id, FALSE);
  seen = tc_chat_find_message (sandbox, chat, id);
  g_assert_nonnull (seen);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND, trueconf_bot_get_message_by_id, bot,
              id);
  tc_bot_end (bot);
}

static void
test_get_message (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (JsonNode) said = NULL;
  const char *id;

  tc_bot_start (bot);
  said = tc_sandbox_post (sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'<i>once</i>'}");
  id = tc_json_string (said, "message_id");
  {
    g_autoptr (TrueconfMessage) message = TC_GET (trueconf_bot_get_message_by_id, bot, id);

    g_assert_cmpstr (trueconf_message_get_message_id (message), ==, id);
    g_assert_cmpstr (trueconf_message_get_chat_id (message), ==, chat);
    g_assert_cmpstr (trueconf_message_get_text (message), ==, "<i>once</i>");
    g_assert_cmpint (trueconf_message_get_timestamp (message), ==, tc_json_int (said, "timestamp"));
    g_assert_cmpstr (trueconf_author_get_id (trueconf_message_get_author (message)), ==,
                     "nora@sandbox.local");
    g_assert_true (trueconf_event_get_bot (TRUECONF_EVENT (message)) == bot);
  }
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND, trueconf_bot_get_message_by_id, bot,
              NEVER);
  tc_bot_end (bot);
}

static char *
join_texts (GListModel *messages)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    g_strv_builder_add (texts, trueconf_message_get_text (tc_nth (messages, i)));
  list = g_strv_builder_end (texts);

  return g_strjoinv (", ", list);
}

static void
test_history (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");

  tc_bot_start (bot);
  tc_sandbox_do (sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'m','count':5}");
  {
    g_autoptr (GListModel) newest = TC_GET (trueconf_bot_get_chat_history, bot, chat, 3, NULL);
    g_autoptr (GListModel) older = TC_GET (trueconf_bot_get_chat_history, bot, chat, 3,
                                           trueconf_message_get_message_id (tc_nth (newest, 2)));
    g_autoptr (GListModel) all = TC_GET (trueconf_bot_get_chat_history, bot, chat, 100, NULL);
    g_autofree char *newest_texts = join_texts (newest);
    g_autofree char *older_texts = join_texts (older);

    g_assert_cmpstr (newest_texts, ==, "m 5, m 4, m 3");
    g_assert_cmpstr (older_texts, ==, "m 3, m 2, m 1");
    g_assert_cmpuint (g_list_model_get_n_items (all), ==, 6);
  }
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, trueconf_bot_get_chat_history, bot,
              NOWHERE, 3, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_get_chat_history, bot, chat, 0,
              NULL);
  tc_bot_end (bot);
}

static void
test_display_name (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_bot_start (bot);
  {
    g_autofree char *whole = TC_GET (trueconf_bot_get_user_display_name, bot, "nora@sandbox.local");
    g_autofree char *bare = TC_GET (trueconf_bot_get_user_display_name, bot, "omar");

    g_assert_cmpstr (whole, ==, "Nora Berg");
    g_assert_cmpstr (bare, ==, "Omar Haddad");
  }
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_get_user_display_name, bot,
              "no body");
  tc_bot_end (bot);
}

static void
test_survey (void)
{
  /* members of the content in what is sent, and in that and in what changes it */
  static const char *const once[] = { "\"url\":", "\"appVersion\":", "\"secret\":" };
  static const char *const twice[] = { "\"path\":", "\"title\":", "\"description\":", "\"buttonText\":",
                                       "\"alt\":" };
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (JsonNode) changed = NULL;

  tc_bot_start (bot);
  {
    g_autoptr (TrueconfSentMessage) sent = TC_GET (trueconf_bot_send_survey, bot, chat, "Lunch <today>?",
                                                   "lunch-1", TRUECONF_SURVEY_TYPE_ANONYMOUS, NULL);
    const char *id = trueconf_sent_message_get_message_id (sent);

    seen = tc_chat_find_message (sandbox, chat, id);
    {
      g_autoptr (TrueconfSentMessage) edited =
          TC_GET (trueconf_bot_edit_survey, bot, id, "Dinner?", "dinner-2", TRUECONF_SURVEY_TYPE_NORMAL);

      g_assert_cmpstr (trueconf_sent_message_get_message_id (edited), ==, id);
    }
    changed = tc_chat_find_message (sandbox, chat, id);
  }

  g_assert_cmpint (tc_json_int (seen, "type"), ==, 204);
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.url"), ==, "https://127.0.0.1/webtools/survey");
  g_assert_cmpint (tc_json_int (seen, "envelope.content.appVersion"), ==, 1);
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.path"), ==, "lunch-1");
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.title"), ==, "Lunch <today>?");
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.description"), ==, "{{Anonymous survey}}");
  g_assert_cmpstr (tc_json_string (seen, "envelope.content.buttonText"), ==, "{{Go to survey}}");
  g_assert_cmpuint (strlen (tc_json_string (seen, "envelope.content.secret")), >=, 32);
  tc_assert_contains (tc_json_string (seen, "envelope.content.alt"), "Lunch &lt;today&gt;?");
  tc_assert_contains (tc_json_string (seen, "envelope.content.alt"), "id=lunch-1");

  g_assert_cmpstr (tc_json_string (changed, "envelope.content.path"), ==, "dinner-2");
  g_assert_cmpstr (tc_json_string (changed, "envelope.content.title"), ==, "Dinner?");
  g_assert_cmpstr (tc_json_string (changed, "envelope.content.description"), ==, "{{Survey}}");

  /* the survey stays attached to its card */
  g_assert_cmpstr (tc_json_string (changed, "envelope.content.secret"), ==,
                   tc_json_string (seen, "envelope.content.secret"));
  for (guint i = 0; i < G_N_ELEMENTS (once); i++)
    g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", once[i]), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (twice); i++)
    g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", twice[i]), ==, 2);

  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, trueconf_bot_send_survey, bot, NOWHERE,
              "x", "x", TRUECONF_SURVEY_TYPE_NORMAL, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_send_survey, bot, chat, "", "x",
              TRUECONF_SURVEY_TYPE_NORMAL, NULL);
  tc_bot_end (bot);
}

static void
test_activity (void)
{
  static const TrueconfChatActivity activities[] = {
    TRUECONF_CHAT_ACTIVITY_TYPING,
    TRUECONF_CHAT_ACTIVITY_CHOOSING_STICKER,
    TRUECONF_CHAT_ACTIVITY_UPLOADING_FILE,
  };
  static const char *const names[] = { "typing", "choosing_sticker", "uploading_file" };
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (GError) error = NULL;
  int again;

  tc_bot_start (bot);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *member = g_strdup_printf ("\"activityType\":\"%s\"", names[i]);

      TC_CALL (again, &error, trueconf_bot_send_chat_activity, bot, chat, activities[i]);
      g_assert_no_error (error);
      g_assert_cmpint (again, ==, 6000);
      g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", member), ==, 1);
    }

  TC_CALL (again, &error, trueconf_bot_send_chat_activity, bot, NOWHERE, TRUECONF_CHAT_ACTIVITY_TYPING);
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND);
  g_assert_cmpint (again, <, 0);
  tc_bot_end (bot);
}

/* Only a server that tells the id of a command can be answered. */
static void
test_answer_command (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *json =
      tc_json ("{'chatId':'%s','content':{'text':'?','parseMode':'text','buttons':[[{'id':'b1',"
               "'label':'Go','type':'command','command':'/go','customData':'17','waitReply':true}]]}}",
               chat);
  g_autoptr (JsonNode) payload = json_from_string (json, NULL);
  TrueconfCallbackQuery *query;
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (NULL, TRUECONF_PARSE_MODE_TEXT);
  g_autofree char *long_text = g_strnfill (256, 'x');
  const char *id;

  tc_sandbox_fault (sandbox, "{'fault':'command-id'}");
  tc_bot_start (bot);
  {
    g_autoptr (JsonNode) sent = TC_GET (trueconf_bot_call, bot, "sendMessage", payload);

    tc_sandbox_do (sandbox, "/sandbox/press", "{'from':'nora','message_id':'%s','button_id':'b1'}",
                   tc_json_string (sent, "messageId"));
  }
  TC_WAIT (tc_watch_find_event (watch, "command") != NULL);
  query = TRUECONF_CALLBACK_QUERY (tc_watch_find_event (watch, "command"));
  id = trueconf_callback_query_get_command_id (query);
  g_assert_nonnull (id);

  g_object_set (draft, "text", "Done", "command-visibility", TRUECONF_COMMAND_VISIBILITY_TOAST, NULL);
  TC_DO (trueconf_bot_answer_command, bot, id, draft);
  g_assert_cmpuint (
      tc_sandbox_count_frames (sandbox, "in", "\"message\":{\"text\":\"Done\",\"status\":\"ok\""), ==, 1);
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "\"visibility\":\"toast\""), ==, 1);
  trueconf_draft_set_text (draft, NULL);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_WRONG_PAYLOAD, trueconf_bot_answer_command, bot,
              "cmd-none", draft);

  /* what the server would not take */
  g_object_set (draft, "command-answer", TRUECONF_COMMAND_ANSWER_MESSAGE, NULL);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_answer_command, bot, id, draft);
  trueconf_draft_set_text (draft, "готово");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_answer_command, bot, id, draft);
  trueconf_draft_set_text (draft, long_text);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_TEXT_TOO_LONG, trueconf_bot_answer_command, bot, id, draft);
  trueconf_draft_set_text (draft, "Done");
  trueconf_draft_set_quote (draft, "x");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_answer_command, bot, id, draft);

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_server (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with ("--server-version 5.5.4.77 --server-name video.test");
  TrueconfBot *bot = tc_bot_new (sandbox);
  TrueconfBot *early = tc_bot_new (sandbox);

  tc_bot_start (bot);
  TC_WAIT (trueconf_bot_get_server_version (bot) != NULL);
  g_assert_null (trueconf_bot_get_server_name (early));
  g_assert_null (trueconf_bot_get_server_version (early));
  {
    g_autofree char *name = TC_GET (trueconf_bot_fetch_server_name, bot);
    g_autofree char *version = TC_GET (trueconf_bot_fetch_server_version, bot);

    g_assert_cmpstr (name, ==, "video.test");
    g_assert_cmpstr (version, ==, "5.5.4.77");
    g_clear_pointer (&name, g_free);
    g_clear_pointer (&version, g_free);
    g_object_get (bot, "server-name", &name, "server-version", &version, NULL);
    g_assert_cmpstr (name, ==, "video.test");
    g_assert_cmpstr (version, ==, "5.5.4.77");
    g_assert_cmpstr (trueconf_bot_get_server_name (bot), ==, "video.test");
    g_assert_cmpstr (trueconf_bot_get_server_version (bot), ==, "5.5.4.77");
  }
  /* asked once, at the log-in */
  g_assert_cmpuint (tc_chat_count_http (sandbox, "/api/v4/server"), ==, 1);
  tc_bot_end (bot);

  /* and by those, too, who are not logged in */
  {
    g_autofree char *version = TC_GET (trueconf_bot_fetch_server_version, early);

    g_assert_cmpstr (version, ==, "5.5.4.77");
  }
  g_assert_cmpuint (tc_chat_count_http (sandbox, "/api/v4/server"), ==, 2);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 1);
  tc_assert_gone (early);
}

/* A server that does not know a method yet says so, and the bot stays. */
static void
test_old_server (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with ("--server-version 5.5.2");
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_chat_new (sandbox, "nora", "group", "Old");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "a.txt");
  g_autoptr (GError) error = NULL;
  int again;

  tc_bot_start (bot);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD, trueconf_bot_edit_chat_title, bot, chat, "New");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD, trueconf_bot_clear_chat_history, bot, chat,
              TRUE);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD, trueconf_bot_get_chat_participant, bot, chat,
              "nora");
  TC_CALL (again, &error, trueconf_bot_send_chat_activity, bot, chat, TRUECONF_CHAT_ACTIVITY_TYPING);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD);
  g_assert_cmpint (again, <, 0);
  tc_assert_contains (error->message, "sendChatActivity");
  tc_assert_contains (error->message, "5.5.6");

  /* nor does it know limits for files: it is asked for them at most once */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TrueconfSentMessage) sent =
          TC_GET (tc_send_document, bot, chat, file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);

      g_assert_nonnull (trueconf_sent_message_get_file_id (sent));
    }
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "getFileUploadLimits"), <=, 1);

  TC_DO (trueconf_bot_has_chat_participant, bot, chat, "nora");
  g_assert_true (trueconf_bot_get_authorized (bot));
  tc_bot_end (bot);
}

static void
test_shortcuts (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *nora = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *omar = tc_sandbox_get_chat (sandbox, "omar");
  g_autoptr (JsonNode) forwarded = NULL;
  g_autoptr (JsonNode) copied = NULL;
  g_autoptr (JsonNode) saved = NULL;
  TrueconfMessage *message;

  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "<b>keep</b>");
  TC_WAIT (watch->messages->len == 1);
  message = g_ptr_array_index (watch->messages, 0);
  {
    g_autoptr (TrueconfSentMessage) one = TC_GET (trueconf_message_forward, message, omar);
    g_autoptr (TrueconfSentMessage) two = TC_GET (trueconf_message_copy_to, message, omar);
    g_autoptr (TrueconfSentMessage) three = TC_GET (trueconf_message_save_to_favorites, message);
    g_autofree char *favorites = TC_GET (trueconf_bot_create_favorites_chat, bot);

    g_assert_cmpstr (trueconf_sent_message_get_chat_id (three), ==, favorites);
    forwarded = tc_chat_find_message (sandbox, omar, trueconf_sent_message_get_message_id (one));
    copied = tc_chat_find_message (sandbox, omar, trueconf_sent_message_get_message_id (two));
    saved = tc_chat_find_message (sandbox, favorites, trueconf_sent_message_get_message_id (three));
  }
  g_assert_cmpint (tc_json_int (forwarded, "type"), ==, 201);
  g_assert_cmpstr (tc_json_string (forwarded, "envelope.content.author.id"), ==, "nora@sandbox.local");
  g_assert_cmpint (tc_json_int (copied, "type"), ==, 200);
  g_assert_cmpstr (tc_json_string (copied, "text"), ==, "<b>keep</b>");
  g_assert_cmpstr (tc_json_string (copied, "parse_mode"), ==, "html");
  g_assert_cmpint (tc_json_int (saved, "type"), ==, 201);
  g_assert_cmpstr (tc_json_string (saved, "envelope.content.content.text"), ==, "<b>keep</b>");

  TC_DO (trueconf_message_delete, message, TRUE);
  g_assert_null (tc_chat_find_message (sandbox, nora, trueconf_message_get_message_id (message)));
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND, trueconf_message_forward, message,
              omar);

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static TrueconfBot *
make_oauth_bot (TcSandbox *sandbox, const char *password, const char *client_id)
{
  TrueconfBot *bot = trueconf_bot_new_from_oauth ("127.0.0.1", "echo_bot", password, client_id);

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, tc_sandbox_get_port (sandbox));

  return bot;
}

static void
test_oauth (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with ("--oauth-client desk:version:read --no-password-auth");
  TrueconfBot *bot = make_oauth_bot (sandbox, "secret", "desk");
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;

  tc_bot_start (bot);
  g_assert_cmpstr (trueconf_bot_get_user_id (bot), ==, "echo_bot@sandbox.local");
  g_assert_cmpstr (trueconf_bot_get_client_id (bot), ==, "desk");
  sent = tc_bot_send (bot, chat, "through an application", NULL);
  g_assert_nonnull (sent);
  g_assert_cmpuint (tc_chat_count_http (sandbox, "/api/v4/oauth2/token"), ==, 1);
  g_assert_cmpuint (tc_chat_count_http (sandbox, "/bridge/api/client/v1/auth/web_rest_api_token"), ==, 1);
  g_assert_cmpuint (tc_chat_count_http (sandbox, "/bridge/api/client/v1/auth/token"), ==, 1);
  tc_bot_end (bot);
}

static void
assert_refused_log_in (const char *arguments, const char *password, const char *client_id, int code)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with (arguments);
  TrueconfBot *bot = client_id != NULL ? make_oauth_bot (sandbox, password, client_id)
                                       : tc_bot_new_with_password (sandbox, password);
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);

  g_assert_error (error, TRUECONF_ERROR, code);
  tc_assert_lacks (error->message, password);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 0);
  tc_assert_gone (bot);
}

static void
test_oauth_errors (void)
{
  assert_refused_log_in ("--oauth-client desk", "secret", "desk", TRUECONF_ERROR_OAUTH_MISSING_SCOPE);
  assert_refused_log_in ("--oauth-client desk:version:read", "wrong-word", "desk",
                         TRUECONF_ERROR_INVALID_GRANT);
  assert_refused_log_in ("--oauth-client desk:version:read", "secret", "nobody",
                         TRUECONF_ERROR_INVALID_ARGUMENT);
  assert_refused_log_in ("--no-password-auth", "secret", NULL, TRUECONF_ERROR_PASSWORD_AUTH_DISABLED);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/methods/edit", test_edit);
  g_test_add_func ("/methods/forward", test_forward);
  g_test_add_func ("/methods/remove", test_remove);
  g_test_add_func ("/methods/get-message", test_get_message);
  g_test_add_func ("/methods/history", test_history);
  g_test_add_func ("/methods/display-name", test_display_name);
  g_test_add_func ("/methods/survey", test_survey);
  g_test_add_func ("/methods/activity", test_activity);
  g_test_add_func ("/methods/answer-command", test_answer_command);
  g_test_add_func ("/methods/server", test_server);
  g_test_add_func ("/methods/old-server", test_old_server);
  g_test_add_func ("/methods/shortcuts", test_shortcuts);
  g_test_add_func ("/methods/oauth", test_oauth);
  g_test_add_func ("/methods/oauth-errors", test_oauth_errors);

  return g_test_run ();
}
