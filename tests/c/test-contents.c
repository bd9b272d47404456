/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each kind of message as people send it, and answers in the forms that servers have been seen to use. */

#include "tc-chat.h"

static const char *const shapes[] = {
  "",
  "--switch member-order --switch unknown-members",
};

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TcWatch *watch;
  char *chat;
} ContentsScene;

static void
begin (ContentsScene *self, const char *arguments, gboolean system_messages)
{
  self->sandbox = arguments[0] != '\0' ? tc_sandbox_new_with (arguments) : tc_sandbox_new ();
  self->chat = tc_chat_new (self->sandbox, "nora", "group", "Group");
  self->bot = tc_bot_new (self->sandbox);
  trueconf_bot_set_receive_system_messages (self->bot, system_messages);
  self->watch = tc_watch_new (self->bot);
  tc_bot_start (self->bot);
}

static void
end (ContentsScene *self)
{
  TC_WAIT (tc_sandbox_count_unacknowledged (self->sandbox) == 0);
  g_assert_cmpuint (self->watch->failures->len, ==, 0);
  g_clear_pointer (&self->watch, tc_watch_free);
  tc_bot_end (self->bot);
  g_free (self->chat);
  tc_sandbox_free (self->sandbox);
}

/* What Nora says in the group, with these members, as it reaches the bot. */
static TrueconfMessage *
hear (ContentsScene *self, const char *members)
{
  guint count = self->watch->messages->len;
  g_autoptr (JsonNode) said = tc_sandbox_post (self->sandbox, "/sandbox/say",
                                               "{'from':'nora','chat_id':'%s',%s}", self->chat, members);
  TrueconfMessage *message;

  TC_WAIT (self->watch->messages->len > count);
  g_assert_cmpuint (self->watch->messages->len, ==, count + 1);
  message = g_ptr_array_index (self->watch->messages, count);
  g_assert_cmpstr (trueconf_message_get_message_id (message), ==, tc_json_string (said, "message_id"));
  g_assert_cmpstr (trueconf_message_get_chat_id (message), ==, self->chat);

  return message;
}

static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      ContentsScene scene;
      TrueconfMessage *message;
      TrueconfTextContent *content;

      begin (&scene, shapes[i], FALSE);
      message = hear (&scene, "'text':'*one*','parse_mode':'markdown'");
      content = TRUECONF_TEXT_CONTENT (trueconf_message_get_content (message));
      g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE);
      g_assert_cmpstr (trueconf_text_content_get_text (content), ==, "*one*");
      g_assert_cmpint (trueconf_text_content_get_parse_mode (content), ==, TRUECONF_PARSE_MODE_MARKDOWN);
      g_assert_cmpstr (tc_json_string (trueconf_content_get_raw (TRUECONF_CONTENT (content)), "parseMode"),
                       ==, "markdown");
      end (&scene);
    }
}

/* What a reply quotes is no part of what it says. */
static void
test_quote (void)
{
  ContentsScene scene;
  TrueconfMessage *message;
  TrueconfTextContent *content;

  begin (&scene, shapes[0], FALSE);
  message =
      hear (&scene, "'text':'<quote class=\\'reply\\'>1 &lt; 2</quote><br><br>/why','parse_mode':'html'");
  content = TRUECONF_TEXT_CONTENT (trueconf_message_get_content (message));
  g_assert_cmpstr (trueconf_message_get_quote (message), ==, "1 < 2");
  g_assert_cmpstr (trueconf_message_get_text (message), ==, "/why");
  g_assert_cmpstr (trueconf_text_content_get_quote (content), ==, "1 < 2");
  g_assert_cmpstr (trueconf_message_get_plain_text (message), ==, "/why");
  g_assert_null (trueconf_text_content_get_keyboard (content));
  tc_assert_contains (trueconf_text_content_get_text (content), "</quote><br><br>/why");

  message = hear (&scene, "'text':'<b>R&amp;D</b><br>1 &lt; 2','parse_mode':'html'");
  g_assert_cmpstr (trueconf_message_get_text (message), ==, "<b>R&amp;D</b><br>1 &lt; 2");
  g_assert_cmpstr (trueconf_message_get_plain_text (message), ==, "R&D\n1 < 2");
  message = hear (&scene, "'text':'a &amp; *b*','parse_mode':'markdown'");
  g_assert_cmpstr (trueconf_message_get_plain_text (message), ==, "a &amp; *b*");
  message = hear (&scene, "'location':{'latitude':1,'longitude':2}");
  g_assert_null (trueconf_message_get_plain_text (message));
  end (&scene);
}

static void
assert_kind (TrueconfMessage *message, const char *kind, const char *mime_type)
{
  static const char *const kinds[] = { "photo", "video", "voice", "sticker", "document" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (TrueconfAttachment) attachment = NULL;

      g_object_get (message, kinds[i], &attachment, NULL);
      if (g_strcmp0 (kind, kinds[i]) != 0)
        g_assert_null (attachment);
      else
        g_assert_cmpstr (trueconf_attachment_get_mime_type (attachment), ==, mime_type);
    }
}

static void
test_files (void)
{
  static const struct
  {
    const char *mime_type;
    const char *kind;
  } files[] = {
    { "image/png", "photo" },          { "video/mp4", "video" },     { "sticker/webp", "sticker" },
    { "application/pdf", "document" }, { "text/vcard", "document" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      ContentsScene scene;

      begin (&scene, shapes[i], FALSE);
      for (guint j = 0; j < G_N_ELEMENTS (files); j++)
        {
          g_autofree char *members = g_strdup_printf (
              "'file':{'name':'my file.x','mime_type':'%s','size':6000000000}", files[j].mime_type);
          TrueconfMessage *message = hear (&scene, members);
          TrueconfAttachment *attachment = trueconf_attachment_content_get_attachment (
              TRUECONF_ATTACHMENT_CONTENT (trueconf_message_get_content (message)));
          g_autoptr (JsonNode) seen =
              tc_chat_find_message (scene.sandbox, scene.chat, trueconf_message_get_message_id (message));

          g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_ATTACHMENT);
          g_assert_null (trueconf_message_get_text (message));
          assert_kind (message, files[j].kind, files[j].mime_type);
          g_assert_cmpstr (trueconf_attachment_get_name (attachment), ==, "my file.x");
          g_assert_cmpint (trueconf_attachment_get_size (attachment), ==, G_GINT64_CONSTANT (6000000000));
          g_assert_cmpint (trueconf_attachment_get_ready_state (attachment), ==,
                           TRUECONF_FILE_READY_STATE_READY);
          g_assert_cmpstr (trueconf_attachment_get_file_id (attachment), ==,
                           tc_json_string (seen, "file.id"));
        }
      end (&scene);
    }
}

static void
test_unready_file (void)
{
  ContentsScene scene;
  TrueconfMessage *message;

  begin (&scene, "", FALSE);
  message = hear (&scene, "'file':{'name':'a.png','size':10,'ready_ms':-1}");
  g_assert_cmpint (trueconf_attachment_get_ready_state (trueconf_message_get_photo (message)), ==,
                   TRUECONF_FILE_READY_STATE_UPLOADING);
  message = hear (&scene, "'file':{'name':'a.png','size':10,'gone':true}");
  g_assert_cmpint (trueconf_attachment_get_ready_state (trueconf_message_get_photo (message)), ==,
                   TRUECONF_FILE_READY_STATE_NOT_AVAILABLE);
  end (&scene);
}

static void
test_voice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      ContentsScene scene;
      TrueconfMessage *message;
      TrueconfAttachment *voice;

      begin (&scene, shapes[i], FALSE);
      message = hear (&scene, "'voice':{'size':18230,'mime_type':'audio/ogg','duration':6}");
      voice = trueconf_message_get_voice (message);
      g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE);
      assert_kind (message, "voice", "audio/ogg");
      g_assert_cmpint (trueconf_attachment_get_size (voice), ==, 18230);
      g_assert_cmpfloat_with_epsilon (trueconf_attachment_get_duration (voice), 6.0, 0.001);
      g_assert_nonnull (trueconf_attachment_get_file_id (voice));

      message = hear (&scene,
                      "'type':205,'content':{'fileId':'abc','size':9,'mimeType':'audio/ogg','duration':6.5}");
      g_assert_cmpfloat_with_epsilon (trueconf_attachment_get_duration (trueconf_message_get_voice (message)),
                                      6.5, 0.001);
      end (&scene);
    }
}

static void
test_location (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      ContentsScene scene;
      TrueconfMessage *message;
      TrueconfLocationContent *content;

      begin (&scene, shapes[i], FALSE);
      message = hear (&scene, "'location':{'latitude':59.9139,'longitude':-10.7522,'title':'Here'}");
      content = TRUECONF_LOCATION_CONTENT (trueconf_message_get_content (message));
      g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_LOCATION);
      g_assert_cmpfloat_with_epsilon (trueconf_location_content_get_latitude (content), 59.9139, 1e-9);
      g_assert_cmpfloat_with_epsilon (trueconf_location_content_get_longitude (content), -10.7522, 1e-9);
      g_assert_cmpstr (trueconf_location_content_get_title (content), ==, "Here");
      g_assert_true (trueconf_message_get_location (message) == content);

      /* whole degrees, and no title */
      message = hear (&scene, "'location':{'latitude':-33,'longitude':18}");
      content = TRUECONF_LOCATION_CONTENT (trueconf_message_get_content (message));
      g_assert_cmpfloat_with_epsilon (trueconf_location_content_get_latitude (content), -33.0, 1e-9);
      g_assert_null (trueconf_location_content_get_title (content));
      end (&scene);
    }
}

static void
test_survey (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      ContentsScene scene;
      TrueconfMessage *message;
      TrueconfSurveyContent *content;

      begin (&scene, shapes[i], FALSE);
      message = hear (&scene, "'survey':{'title':'Lunch?','path':'lunch-1','alt':'plain'}");
      content = TRUECONF_SURVEY_CONTENT (trueconf_message_get_content (message));
      g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_SURVEY);
      g_assert_cmpstr (trueconf_survey_content_get_title (content), ==, "Lunch?");
      g_assert_cmpstr (trueconf_survey_content_get_path (content), ==, "lunch-1");
      g_assert_cmpstr (trueconf_survey_content_get_url (content), ==,
                       "https://sandbox.local/webtools/survey");
      g_assert_cmpstr (trueconf_survey_content_get_description (content), ==, "{{Survey}}");
      g_assert_cmpstr (trueconf_survey_content_get_button_text (content), ==, "{{Go to survey}}");
      g_assert_nonnull (trueconf_survey_content_get_secret (content));
      g_assert_cmpstr (trueconf_survey_content_get_alt (content), ==, "plain");
      g_assert_cmpint (trueconf_survey_content_get_app_version (content), ==, 1);
      end (&scene);
    }
}

static void
test_forward (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      ContentsScene scene;
      TrueconfMessage *first;
      TrueconfMessage *message;
      TrueconfMessage *inner;
      g_autofree char *members = NULL;

      begin (&scene, shapes[i], FALSE);
      first = hear (&scene, "'text':'all quiet'");
      members = g_strdup_printf ("'forward_of':'%s'", trueconf_message_get_message_id (first));
      message = hear (&scene, members);
      inner = trueconf_forward_content_get_message (
          TRUECONF_FORWARD_CONTENT (trueconf_message_get_content (message)));
      g_assert_true (trueconf_message_get_forwarded_message (message) == inner);
      g_assert_cmpint (trueconf_message_get_message_type (message), ==,
                       TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE);
      g_assert_cmpstr (trueconf_message_get_text (inner), ==, "all quiet");
      g_assert_cmpstr (trueconf_message_get_message_id (inner), ==, trueconf_message_get_message_id (first));
      g_assert_cmpstr (trueconf_author_get_id (trueconf_message_get_author (inner)), ==,
                       "nora@sandbox.local");
      end (&scene);
    }
}

/* Some servers send no message inside, but the text alone. */
static void
test_flat_forward (void)
{
  ContentsScene scene;
  TrueconfMessage *message;
  TrueconfMessage *inner;
  g_autofree char *members = NULL;

  begin (&scene, "--switch flat-forward", FALSE);
  message = hear (&scene, "'text':'all quiet'");
  members = g_strdup_printf ("'forward_of':'%s'", trueconf_message_get_message_id (message));
  message = hear (&scene, members);
  g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE);
  inner = trueconf_forward_content_get_message (
      TRUECONF_FORWARD_CONTENT (trueconf_message_get_content (message)));
  g_assert_cmpstr (trueconf_message_get_text (inner), ==, "all quiet");
  g_assert_cmpint (trueconf_message_get_parse_mode (inner), ==, TRUECONF_PARSE_MODE_HTML);
  end (&scene);
}

static void
test_mentions (void)
{
  static const struct
  {
    const char *text;
    gboolean mentions;
  } texts[] = {
    { "'text':'<a href=\\\"trueconf:echo_bot@sandbox.local\\\">Bot</a>: hi'", TRUE },
    { "'text':'<a href=\\\"trueconf:Echo_Bot@sandbox.local&do=profile\\\">Bot</a>'", TRUE },
    { "'text':'trueconf: see <a href=\\\"trueconf:echo_bot@sandbox.local\\\">Bot</a>'", TRUE },
    { "'text':'[Bot](trueconf:echo_bot@sandbox.local)'", TRUE },
    { "'text':'trueconf:trueconf:trueconf:echo_bot'", FALSE },
    { "'text':' @all '", TRUE },
    { "'text':'@all of you'", FALSE },
    { "'text':'<a href=\\\"trueconf:omar@sandbox.local\\\">Omar</a>'", FALSE },
    { "'text':'<a href=\\\"trueconf:echo_bot@sandbox.local.example\\\">Bot</a>'", FALSE },
    { "'text':'echo_bot@sandbox.local'", FALSE },
    { "'location':{'latitude':1,'longitude':2}", FALSE },
  };
  ContentsScene scene;

  begin (&scene, "", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (trueconf_message_get_mentions_bot (hear (&scene, texts[i].text)), ==, texts[i].mentions);
  end (&scene);
}

static void
test_unknown_message_type (void)
{
  ContentsScene scene;
  TrueconfMessage *message;

  begin (&scene, "--switch unknown-message-type=299", FALSE);
  message = hear (&scene, "'text':'from the future'");
  g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_UNKNOWN);
  g_assert_true (TRUECONF_IS_CONTENT (trueconf_message_get_content (message)));
  g_assert_cmpint (tc_json_int (trueconf_event_get_raw (TRUECONF_EVENT (message)), "type"), ==, 299);
  g_assert_cmpstr (tc_json_string (trueconf_event_get_raw (TRUECONF_EVENT (message)), "content.text"), ==,
                   "from the future");
  end (&scene);
}

/* The next message of that type, be it of the server. */
static TrueconfContent *
wait_for_type (ContentsScene *self, TrueconfMessageType type)
{
  TrueconfMessage *found = NULL;
  gint64 limit = tc_wait_begin ();

  while (found == NULL)
    {
      for (guint i = 0; i < self->watch->events->len && found == NULL; i++)
        {
          TrueconfEvent *event = g_ptr_array_index (self->watch->events, i);

          if (TRUECONF_IS_SYSTEM_MESSAGE (event) &&
              trueconf_message_get_message_type (TRUECONF_MESSAGE (event)) == type)
            found = TRUECONF_MESSAGE (event);
        }
      if (found == NULL)
        tc_wait_step (limit, G_STRLOC, "a message of the type");
    }
  g_assert_cmpstr (trueconf_message_get_chat_id (found), ==, self->chat);

  return trueconf_message_get_content (found);
}

static void
cause_system_messages (ContentsScene *self)
{
  tc_sandbox_do (self->sandbox, "/sandbox/edit", "{'chat_id':'%s','title':'Day shift'}", self->chat);
  tc_sandbox_do (self->sandbox, "/sandbox/edit", "{'chat_id':'%s','avatar':{'name':'a.png','size':9}}",
                 self->chat);
  tc_sandbox_do (self->sandbox, "/sandbox/participants",
                 "{'chat_id':'%s','action':'role','user':'omar','role':'admin'}", self->chat);
  tc_sandbox_do (self->sandbox, "/sandbox/participants", "{'chat_id':'%s','action':'remove','user':'omar'}",
                 self->chat);
  tc_sandbox_do (self->sandbox, "/sandbox/participants", "{'chat_id':'%s','action':'add','user':'omar'}",
                 self->chat);
  tc_sandbox_do (self->sandbox, "/sandbox/say",
                 "{'from':'nora','chat_id':'%s','system':{'type':23,'content':{'forAll':true}}}", self->chat);
}

static void
test_system_messages (void)
{
  static const char *const system_shapes[] = { "", "--switch numeric-roles --switch for-all-string",
                                               "--switch member-order --switch unknown-members" };

  for (guint i = 0; i < G_N_ELEMENTS (system_shapes); i++)
    {
      ContentsScene scene;
      TrueconfContent *content;

      begin (&scene, system_shapes[i], TRUE);
      cause_system_messages (&scene);

      content = wait_for_type (&scene, TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE);
      g_assert_cmpstr (trueconf_title_content_get_title (TRUECONF_TITLE_CONTENT (content)), ==, "Day shift");
      content = wait_for_type (&scene, TRUECONF_MESSAGE_TYPE_EDIT_CHAT_AVATAR);
      tc_assert_contains (trueconf_avatar_content_get_avatar_url (TRUECONF_AVATAR_CONTENT (content)), "http");
      content = wait_for_type (&scene, TRUECONF_MESSAGE_TYPE_PARTICIPANT_ROLE);
      g_assert_cmpstr (trueconf_role_content_get_user_id (TRUECONF_ROLE_CONTENT (content)), ==,
                       "omar@sandbox.local");
      g_assert_cmpint (trueconf_role_content_get_role (TRUECONF_ROLE_CONTENT (content)), ==,
                       TRUECONF_PARTICIPANT_ROLE_ADMIN);
      content = wait_for_type (&scene, TRUECONF_MESSAGE_TYPE_REMOVE_PARTICIPANT);
      g_assert_cmpstr (trueconf_participant_content_get_user_id (TRUECONF_PARTICIPANT_CONTENT (content)), ==,
                       "omar@sandbox.local");
      content = wait_for_type (&scene, TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT);
      g_assert_cmpstr (trueconf_participant_content_get_user_id (TRUECONF_PARTICIPANT_CONTENT (content)), ==,
                       "omar@sandbox.local");
      g_assert_cmpint (trueconf_participant_content_get_role (TRUECONF_PARTICIPANT_CONTENT (content)), ==,
                       TRUECONF_PARTICIPANT_ROLE_USER);
      content = wait_for_type (&scene, TRUECONF_MESSAGE_TYPE_CLEAR_HISTORY);
      g_assert_true (trueconf_history_content_get_for_all (TRUECONF_HISTORY_CONTENT (content)));
      end (&scene);
    }
}

/* Who does not ask for them gets the events alone. */
static void
test_no_system_messages (void)
{
  ContentsScene scene;

  begin (&scene, "", FALSE);
  cause_system_messages (&scene);
  hear (&scene, "'text':'the first'");
  g_assert_nonnull (tc_watch_find_event (scene.watch, "changeParticipantRole"));
  end (&scene);
}

static void
test_answers (void)
{
  static const char *const answer_shapes[] = { "--switch wrapped-chats", "--switch error-code-zero",
                                               "--switch member-order --switch unknown-members",
                                               "--switch numeric-roles --switch missing-payload" };

  for (guint i = 0; i < G_N_ELEMENTS (answer_shapes); i++)
    {
      ContentsScene scene;

      begin (&scene, answer_shapes[i], FALSE);
      {
        g_autoptr (GListModel) chats = TC_GET (trueconf_bot_get_chats, scene.bot, 10, 1);
        g_autoptr (TrueconfChat) chat = TC_GET (trueconf_bot_get_chat_by_id, scene.bot, scene.chat);
        g_autoptr (GListModel) people =
            TC_GET (trueconf_bot_get_chat_participants, scene.bot, scene.chat, 10, 1);
        g_autoptr (TrueconfChatParticipant) nora =
            TC_GET (trueconf_bot_get_chat_participant, scene.bot, scene.chat, "nora");
        g_autoptr (TrueconfSentMessage) sent = tc_bot_send (scene.bot, scene.chat, "x", NULL);

        g_assert_cmpuint (g_list_model_get_n_items (chats), ==, 1);
        g_assert_cmpstr (trueconf_chat_get_chat_id (tc_nth (chats, 0)), ==, scene.chat);
        g_assert_cmpstr (trueconf_chat_get_title (chat), ==, "Group");
        g_assert_cmpuint (g_list_model_get_n_items (people), ==, 3);
        g_assert_cmpint (trueconf_chat_participant_get_role (nora), ==, TRUECONF_PARTICIPANT_ROLE_OWNER);
        TC_DO (trueconf_bot_remove_message, scene.bot, trueconf_sent_message_get_message_id (sent), TRUE);
      }
      end (&scene);
    }
}

static void
test_last_message (void)
{
  ContentsScene scene;

  begin (&scene, "--switch last-message=21", FALSE);
  {
    g_autoptr (TrueconfChat) chat = TC_GET (trueconf_bot_get_chat_by_id, scene.bot, scene.chat);
    TrueconfMessage *last = trueconf_chat_get_last_message (chat);

    g_assert_cmpint (trueconf_message_get_message_type (last), ==, TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE);
    g_assert_cmpstr (
        trueconf_title_content_get_title (TRUECONF_TITLE_CONTENT (trueconf_message_get_content (last))), ==,
        "Day shift");
  }
  end (&scene);

  begin (&scene, "--switch last-message=0", FALSE);
  {
    g_autoptr (TrueconfChat) chat = TC_GET (trueconf_bot_get_chat_by_id, scene.bot, scene.chat);
    g_autoptr (GListModel) chats = TC_GET (trueconf_bot_get_chats, scene.bot, 10, 1);

    g_assert_null (trueconf_chat_get_last_message (chat));
    g_assert_null (trueconf_chat_get_last_message (tc_nth (chats, 0)));
  }
  end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/contents/text", test_text);
  g_test_add_func ("/contents/quote", test_quote);
  g_test_add_func ("/contents/files", test_files);
  g_test_add_func ("/contents/unready-file", test_unready_file);
  g_test_add_func ("/contents/voice", test_voice);
  g_test_add_func ("/contents/location", test_location);
  g_test_add_func ("/contents/survey", test_survey);
  g_test_add_func ("/contents/forward", test_forward);
  g_test_add_func ("/contents/flat-forward", test_flat_forward);
  g_test_add_func ("/contents/mentions", test_mentions);
  g_test_add_func ("/contents/unknown-message-type", test_unknown_message_type);
  g_test_add_func ("/contents/system-messages", test_system_messages);
  g_test_add_func ("/contents/no-system-messages", test_no_system_messages);
  g_test_add_func ("/contents/answers", test_answers);
  g_test_add_func ("/contents/last-message", test_last_message);

  return g_test_run ();
}
