/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each event with its members, as people cause it, also in the forms that servers have been seen to use. */

#include "tc-chat.h"

static const char *const shapes[] = {
  "",
  "--switch member-order --switch unknown-members",
  "--switch numeric-roles --switch for-all-string",
};

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TcWatch *watch;
  GPtrArray *taken;
} EventsScene;

/* Waits for the next event of the method, and takes all up to it off the list. It is there until the end. */
static gpointer
take (EventsScene *self, const char *method)
{
  GPtrArray *events = self->watch->events;
  TrueconfEvent *event;
  guint place;

  TC_WAIT (tc_watch_find_event (self->watch, method) != NULL);
  event = tc_watch_find_event (self->watch, method);
  g_ptr_array_add (self->taken, g_object_ref (event));
  g_assert_true (g_ptr_array_find (events, event, &place));
  g_ptr_array_remove_range (events, 0, place + 1);
  g_assert_true (trueconf_event_get_bot (event) == self->bot);
  g_assert_true (json_node_is_immutable (trueconf_event_get_raw (event)));

  return event;
}

static void
begin (EventsScene *self, const char *arguments)
{
  self->sandbox = arguments[0] != '\0' ? tc_sandbox_new_with (arguments) : tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->watch = tc_watch_new (self->bot);
  self->taken = g_ptr_array_new_with_free_func (g_object_unref);
  tc_bot_start (self->bot);
}

/* Everything that was sent is acknowledged, whatever it was. */
static void
end (EventsScene *self)
{
  TC_WAIT (tc_sandbox_count_unacknowledged (self->sandbox) == 0);
  g_assert_cmpuint (self->watch->failures->len, ==, 0);
  g_clear_pointer (&self->watch, tc_watch_free);
  g_ptr_array_unref (self->taken);
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
}

static void
assert_user (TrueconfAuthor *author, const char *id)
{
  g_assert_nonnull (author);
  g_assert_cmpstr (trueconf_author_get_id (author), ==, id);
  g_assert_cmpint (trueconf_author_get_author_type (author), ==, TRUECONF_AUTHOR_TYPE_USER);
}

static void
assert_created (EventsScene *scene,
                GType type,
                const char *method,
                const char *chat_id,
                TrueconfChatType wanted,
                const char *title)
{
  TrueconfEvent *event = take (scene, method);
  g_autofree char *event_chat_id = NULL;
  g_autofree char *event_title = NULL;
  g_autoptr (TrueconfMessage) last_message = NULL;
  TrueconfChatType chat_type;
  guint unread;

  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (event, type));
  g_object_get (event, "chat-id", &event_chat_id, "title", &event_title, "chat-type", &chat_type,
                "unread-messages", &unread, "last-message", &last_message, NULL);
  g_assert_cmpstr (event_chat_id, ==, chat_id);
  g_assert_cmpint (chat_type, ==, wanted);
  if (title != NULL)
    g_assert_cmpstr (event_title, ==, title);
  if (last_message != NULL)
    g_assert_true (trueconf_event_get_bot (TRUECONF_EVENT (last_message)) == scene->bot);
}

static void
test_created (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      EventsScene scene;
      g_autofree char *group = NULL;
      g_autofree char *channel = NULL;
      g_autofree char *person = NULL;
      g_autoptr (JsonNode) favorites = NULL;

      begin (&scene, shapes[i]);
      group = tc_chat_new (scene.sandbox, "echo_bot", "group", "Group");
      assert_created (&scene, TRUECONF_TYPE_CREATED_GROUP_CHAT, "createGroupChat", group,
                      TRUECONF_CHAT_TYPE_GROUP, "Group");
      channel = tc_chat_new (scene.sandbox, "echo_bot", "channel", "Channel");
      assert_created (&scene, TRUECONF_TYPE_CREATED_CHANNEL, "createChannel", channel,
                      TRUECONF_CHAT_TYPE_CHANNEL, "Channel");
      favorites = tc_sandbox_post (scene.sandbox, "/sandbox/chats", "{'from':'echo_bot','type':'favorites'}");
      assert_created (&scene, TRUECONF_TYPE_CREATED_FAVORITES_CHAT, "createFavoritesChat",
                      tc_json_string (favorites, "chat_id"), TRUECONF_CHAT_TYPE_FAVORITES, NULL);
      person = tc_sandbox_get_chat (scene.sandbox, "nora");
      assert_created (&scene, TRUECONF_TYPE_CREATED_PERSONAL_CHAT, "createP2PChat", person,
                      TRUECONF_CHAT_TYPE_P2P, "nora@sandbox.local");
      end (&scene);
    }
}

static void
test_participants (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      EventsScene scene;
      g_autofree char *chat = NULL;
      TrueconfAddedChatParticipant *own;
      TrueconfRemovedChatParticipant *left;
      TrueconfAddedChatParticipant *added;
      TrueconfChangedParticipantRole *role;
      TrueconfRemovedChat *gone;

      begin (&scene, shapes[i]);
      chat = tc_chat_new (scene.sandbox, "nora", "group", "Group");
      own = take (&scene, "addChatParticipant");
      g_assert_cmpstr (trueconf_added_chat_participant_get_user_id (own), ==,
                       trueconf_bot_get_user_id (scene.bot));
      added = take (&scene, "addChatParticipant");
      g_assert_cmpstr (trueconf_added_chat_participant_get_chat_id (added), ==, chat);
      g_assert_cmpstr (trueconf_added_chat_participant_get_user_id (added), ==, "omar@sandbox.local");
      g_assert_cmpint (trueconf_added_chat_participant_get_timestamp (added), >,
                       G_GINT64_CONSTANT (1600000000000));
      assert_user (trueconf_added_chat_participant_get_added_by (added), "nora@sandbox.local");

      tc_sandbox_do (scene.sandbox, "/sandbox/participants",
                     "{'chat_id':'%s','action':'role','user':'omar','role':'admin'}", chat);
      role = take (&scene, "changeParticipantRole");
      g_assert_cmpstr (trueconf_changed_participant_role_get_chat_id (role), ==, chat);
      g_assert_cmpstr (trueconf_changed_participant_role_get_user_id (role), ==, "omar@sandbox.local");
      g_assert_cmpint (trueconf_changed_participant_role_get_role (role), ==,
                       TRUECONF_PARTICIPANT_ROLE_ADMIN);
      g_assert_cmpint (trueconf_changed_participant_role_get_timestamp (role), >, 0);

      tc_sandbox_do (scene.sandbox, "/sandbox/participants",
                     "{'chat_id':'%s','action':'leave','from':'omar'}", chat);
      left = take (&scene, "removeChatParticipant");
      g_assert_cmpstr (trueconf_removed_chat_participant_get_chat_id (left), ==, chat);
      g_assert_cmpstr (trueconf_removed_chat_participant_get_user_id (left), ==, "omar@sandbox.local");
      assert_user (trueconf_removed_chat_participant_get_removed_by (left), "omar@sandbox.local");

      /* the bot itself is thrown out: for it the chat is gone */
      tc_sandbox_do (scene.sandbox, "/sandbox/participants",
                     "{'chat_id':'%s','action':'remove','user':'echo_bot'}", chat);
      gone = take (&scene, "removeChat");
      g_assert_cmpstr (trueconf_removed_chat_get_chat_id (gone), ==, chat);
      end (&scene);
    }
}

static void
test_chat_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      EventsScene scene;
      g_autofree char *chat = NULL;
      TrueconfEditedChatTitle *title;
      TrueconfEditedChatAvatar *avatar;
      TrueconfEditedChatAvatar *no_avatar;
      TrueconfClearedChatHistory *cleared;
      TrueconfRemovedChat *gone;

      begin (&scene, shapes[i]);
      chat = tc_chat_new (scene.sandbox, "nora", "group", "Group");
      tc_sandbox_do (scene.sandbox, "/sandbox/edit", "{'chat_id':'%s','title':'Day shift'}", chat);
      title = take (&scene, "editChatTitle");
      g_assert_cmpstr (trueconf_edited_chat_title_get_chat_id (title), ==, chat);
      g_assert_cmpstr (trueconf_edited_chat_title_get_title (title), ==, "Day shift");

      tc_sandbox_do (scene.sandbox, "/sandbox/edit", "{'chat_id':'%s','avatar':{'name':'a.png','size':10}}",
                     chat);
      avatar = take (&scene, "editChatAvatar");
      g_assert_cmpstr (trueconf_edited_chat_avatar_get_chat_id (avatar), ==, chat);
      tc_assert_contains (trueconf_edited_chat_avatar_get_avatar_url (avatar), "http");
      {
        g_autoptr (TrueconfChat) seen = TC_GET (trueconf_bot_get_chat_by_id, scene.bot, chat);

        g_assert_cmpstr (trueconf_chat_get_avatar_url (seen), ==,
                         trueconf_edited_chat_avatar_get_avatar_url (avatar));
      }
      tc_sandbox_do (scene.sandbox, "/sandbox/edit", "{'chat_id':'%s','avatar':null}", chat);
      no_avatar = take (&scene, "editChatAvatar");
      g_assert_null (trueconf_edited_chat_avatar_get_avatar_url (no_avatar));

      tc_sandbox_do (scene.sandbox, "/sandbox/remove",
                     "{'chat_id':'%s','history':true,'for_all':true,'from':'nora'}", chat);
      cleared = take (&scene, "clearHistory");
      g_assert_cmpstr (trueconf_cleared_chat_history_get_chat_id (cleared), ==, chat);
      g_assert_true (trueconf_cleared_chat_history_get_for_all (cleared));

      tc_sandbox_do (scene.sandbox, "/sandbox/remove", "{'chat_id':'%s','from':'nora'}", chat);
      gone = take (&scene, "removeChat");
      g_assert_cmpstr (trueconf_removed_chat_get_chat_id (gone), ==, chat);
      end (&scene);
    }
}

static void
test_message_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      EventsScene scene;
      g_autofree char *chat = NULL;
      g_autoptr (JsonNode) said = NULL;
      TrueconfEditedMessage *edit;
      TrueconfRemovedMessage *removal;
      const char *id;

      begin (&scene, shapes[i]);
      chat = tc_sandbox_get_chat (scene.sandbox, "nora");
      said = tc_sandbox_post (scene.sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'one'}");
      id = tc_json_string (said, "message_id");
      tc_sandbox_do (scene.sandbox, "/sandbox/edit", "{'message_id':'%s','text':'<u>two</u>'}", id);
      edit = take (&scene, "editMessage");
      g_assert_cmpstr (trueconf_edited_message_get_chat_id (edit), ==, chat);
      g_assert_cmpstr (trueconf_edited_message_get_message_id (edit), ==, id);
      g_assert_cmpstr (trueconf_edited_message_get_text (edit), ==, "<u>two</u>");
      g_assert_cmpstr (trueconf_text_content_get_text (trueconf_edited_message_get_content (edit)), ==,
                       "<u>two</u>");
      g_assert_cmpint (trueconf_edited_message_get_parse_mode (edit), ==, TRUECONF_PARSE_MODE_HTML);
      g_assert_cmpint (trueconf_edited_message_get_timestamp (edit), >=, tc_json_int (said, "timestamp"));

      tc_sandbox_do (scene.sandbox, "/sandbox/remove", "{'message_id':'%s'}", id);
      removal = take (&scene, "removeMessage");
      g_assert_cmpstr (trueconf_removed_message_get_chat_id (removal), ==, chat);
      g_assert_cmpstr (trueconf_removed_message_get_message_id (removal), ==, id);
      assert_user (trueconf_removed_message_get_removed_by (removal), "nora@sandbox.local");
      end (&scene);
    }
}

static void
test_command (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      EventsScene scene;
      g_autofree char *chat = NULL;
      g_autofree char *json = NULL;
      g_autoptr (JsonNode) payload = NULL;
      g_autoptr (JsonNode) sent = NULL;
      TrueconfCallbackQuery *query;
      TrueconfMessage *message;

      begin (&scene, shapes[i]);
      chat = tc_sandbox_get_chat (scene.sandbox, "nora");
      json = tc_json ("{'chatId':'%s','content':{'text':'Pick one','parseMode':'text','buttons':[[{'id':'b1',"
                      "'label':'Help','type':'command','command':'menu:help','customData':'topic=3'}]]}}",
                      chat);
      payload = json_from_string (json, NULL);
      sent = TC_GET (trueconf_bot_call, scene.bot, "sendMessage", payload);
      tc_sandbox_do (scene.sandbox, "/sandbox/press", "{'from':'nora','message_id':'%s','button_id':'b1'}",
                     tc_json_string (sent, "messageId"));
      query = take (&scene, "command");
      message = trueconf_callback_query_get_message (query);
      g_assert_cmpstr (trueconf_callback_query_get_command (query), ==, "menu:help");
      g_assert_cmpstr (trueconf_callback_query_get_custom_data (query), ==, "topic=3");
      g_assert_cmpstr (trueconf_callback_query_get_button_id (query), ==, "b1");
      g_assert_null (trueconf_callback_query_get_command_id (query));
      g_assert_cmpstr (trueconf_message_get_message_id (message), ==, tc_json_string (sent, "messageId"));
      g_assert_cmpstr (trueconf_message_get_chat_id (message), ==, chat);
      g_assert_cmpstr (trueconf_message_get_text (message), ==, "Pick one");
      end (&scene);
    }
}

static void
test_upload_limits (void)
{
  EventsScene scene;
  TrueconfUploadLimits *limits;
  g_autoptr (GPtrArray) messages = NULL;

  begin (&scene, "");
  take (&scene, "getFileUploadLimits");
  g_assert_nonnull (trueconf_bot_get_upload_limits (scene.bot));

  tc_sandbox_do (scene.sandbox, "/sandbox/limits",
                 "{'max_size':5000000000,'extensions':{'mode':'allow','list':['pdf','.PNG']}}");
  limits = trueconf_changed_file_upload_limits_get_limits (take (&scene, "getFileUploadLimits"));
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (limits), ==, G_GUINT64_CONSTANT (5000000000));
  g_assert_cmpint (trueconf_upload_limits_get_mode (limits), ==, TRUECONF_EXTENSION_MODE_ALLOW);
  g_assert_cmpuint (g_strv_length ((GStrv) trueconf_upload_limits_get_extensions (limits)), ==, 2);
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (trueconf_bot_get_upload_limits (scene.bot)), ==,
                    G_GUINT64_CONSTANT (5000000000));

  /* what makes no sense leaves them as they are */
  tc_log_begin ();
  tc_sandbox_do (scene.sandbox, "/sandbox/send", "{'method':'getFileUploadLimits','payload':'nothing'}");
  take (&scene, "getFileUploadLimits");
  messages = tc_log_end ();
  g_assert_true (tc_log_has (messages, "limits that cannot be read"));
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (trueconf_bot_get_upload_limits (scene.bot)), ==,
                    G_GUINT64_CONSTANT (5000000000));

  g_ptr_array_set_size (scene.watch->events, 0);
  tc_sandbox_do (scene.sandbox, "/sandbox/limits", "{'max_size':null,'extensions':null}");
  take (&scene, "getFileUploadLimits");
  limits = trueconf_bot_get_upload_limits (scene.bot);
  g_assert_cmpint (trueconf_upload_limits_get_mode (limits), ==, TRUECONF_EXTENSION_MODE_ANY);
  g_assert_true (trueconf_upload_limits_get_max_size (limits) == 0 ||
                 trueconf_upload_limits_get_max_size (limits) == G_MAXUINT64);
  end (&scene);
}

/* Some servers tell the bot what it has just done itself. */
static void
test_own_actions (void)
{
  EventsScene scene;
  TrueconfEditedChatTitle *title;
  TrueconfAddedChatParticipant *added;

  begin (&scene, "--switch echo-own");
  {
    g_autofree char *group = TC_GET (trueconf_bot_create_group_chat, scene.bot, "Mine");

    assert_created (&scene, TRUECONF_TYPE_CREATED_GROUP_CHAT, "createGroupChat", group,
                    TRUECONF_CHAT_TYPE_GROUP, "Mine");
    TC_DO (trueconf_bot_add_participant_to_chat, scene.bot, group, "nora", TRUE);
    added = take (&scene, "addChatParticipant");
    assert_user (trueconf_added_chat_participant_get_added_by (added), "echo_bot@sandbox.local");
    TC_DO (trueconf_bot_edit_chat_title, scene.bot, group, "Ours");
    title = take (&scene, "editChatTitle");
    g_assert_cmpstr (trueconf_edited_chat_title_get_title (title), ==, "Ours");
  }
  end (&scene);
}

/* The same limits over and over are no reason to stumble. */
static void
test_limits_flood (void)
{
  EventsScene scene;

  begin (&scene, "--switch limits-flood=50");
  for (guint i = 0; i < 50; i++)
    take (&scene, "getFileUploadLimits");
  g_assert_nonnull (trueconf_bot_get_upload_limits (scene.bot));
  end (&scene);
}

static void
test_unknown_event (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with ("--switch unknown-event");
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  TrueconfEvent *event;

  tc_log_begin ();
  tc_bot_start (bot);
  TC_WAIT (tc_watch_find_event (watch, "futureEvent") != NULL);
  event = tc_watch_find_event (watch, "futureEvent");
  g_assert_true (TRUECONF_IS_UPDATE (event));
  g_assert_nonnull (trueconf_event_get_raw (event));
  TC_WAIT (tc_sandbox_count_unacknowledged (sandbox) == 0);
  g_ptr_array_unref (tc_log_end ());

  tc_sandbox_say (sandbox, "nora", "still there");
  TC_WAIT (watch->texts->len == 1);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/events/created", test_created);
  g_test_add_func ("/events/participants", test_participants);
  g_test_add_func ("/events/chat-changes", test_chat_changes);
  g_test_add_func ("/events/message-changes", test_message_changes);
  g_test_add_func ("/events/command", test_command);
  g_test_add_func ("/events/upload-limits", test_upload_limits);
  g_test_add_func ("/events/own-actions", test_own_actions);
  g_test_add_func ("/events/limits-flood", test_limits_flood);
  g_test_add_func ("/events/unknown-event", test_unknown_event);

  return g_test_run ();
}
