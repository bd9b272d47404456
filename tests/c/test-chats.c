/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Chats and who is in them, by what the server has of it afterwards. */

#include "tc-chat.h"

#define NOWHERE "0123456789012345678901234567890123456789"

static void
test_get_chats (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *one = tc_chat_new (sandbox, "nora", "group", "One");
  g_autofree char *two = tc_chat_new (sandbox, "nora", "channel", "Two");
  g_autofree char *three = tc_sandbox_get_chat (sandbox, "omar");
  const char *const wanted[] = { three, two, one };

  tc_bot_start (bot);
  {
    /* what was touched last comes first */
    g_autoptr (GListModel) first = TC_GET (trueconf_bot_get_chats, bot, 2, 1);
    g_autoptr (GListModel) second = TC_GET (trueconf_bot_get_chats, bot, 2, 2);
    g_autoptr (GListModel) third = TC_GET (trueconf_bot_get_chats, bot, 2, 3);

    g_assert_true (g_list_model_get_item_type (first) == TRUECONF_TYPE_CHAT);
    g_assert_cmpuint (g_list_model_get_n_items (first), ==, 2);
    g_assert_cmpuint (g_list_model_get_n_items (second), ==, 1);
    g_assert_cmpuint (g_list_model_get_n_items (third), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
      {
        TrueconfChat *chat = tc_nth (i < 2 ? first : second, i % 2);

        g_assert_cmpstr (trueconf_chat_get_chat_id (chat), ==, wanted[i]);
      }
  }
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_get_chats, bot, 0, 1);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_get_chats, bot, 2, 0);
  tc_bot_end (bot);
}

static void
test_get_chat (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *group = tc_chat_new (sandbox, "nora", "group", "Shift");
  g_autofree char *person = tc_sandbox_get_chat (sandbox, "omar");

  tc_sandbox_do (sandbox, "/sandbox/say", "{'from':'nora','chat_id':'%s','text':'new'}", group);
  tc_bot_start (bot);
  {
    g_autoptr (TrueconfChat) chat = TC_GET (trueconf_bot_get_chat_by_id, bot, group);
    g_autoptr (TrueconfChat) other = TC_GET (trueconf_bot_get_chat_by_id, bot, person);

    g_assert_cmpstr (trueconf_chat_get_chat_id (chat), ==, group);
    g_assert_cmpstr (trueconf_chat_get_title (chat), ==, "Shift");
    g_assert_cmpint (trueconf_chat_get_chat_type (chat), ==, TRUECONF_CHAT_TYPE_GROUP);
    g_assert_null (trueconf_chat_get_avatar_url (chat));
    g_assert_cmpstr (trueconf_message_get_text (trueconf_chat_get_last_message (chat)), ==, "new");
    g_assert_cmpint (trueconf_chat_get_chat_type (other), ==, TRUECONF_CHAT_TYPE_P2P);
  }
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, trueconf_bot_get_chat_by_id, bot,
              NOWHERE);
  tc_bot_end (bot);
}

/* The type is the server's number. */
static void
assert_chat (TcSandbox *sandbox, const char *chat_id, int type, const char *title)
{
  g_autoptr (JsonNode) chat = tc_chat_find (sandbox, chat_id);

  g_assert_nonnull (chat);
  g_assert_cmpint (tc_json_int (chat, "type"), ==, type);
  if (title != NULL)
    g_assert_cmpstr (tc_json_string (chat, "title"), ==, title);
}

static void
test_create (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_bot_start (bot);
  {
    g_autofree char *whole = TC_GET (trueconf_bot_create_personal_chat, bot, "nora@sandbox.local");
    g_autofree char *bare = TC_GET (trueconf_bot_create_personal_chat, bot, "nora");
    g_autofree char *group = TC_GET (trueconf_bot_create_group_chat, bot, "Group “1”");
    g_autofree char *channel = TC_GET (trueconf_bot_create_channel, bot, "News");
    g_autofree char *favorites = TC_GET (trueconf_bot_create_favorites_chat, bot);
    g_autofree char *again = TC_GET (trueconf_bot_create_favorites_chat, bot);

    g_assert_cmpstr (whole, ==, bare);
    g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "\"userId\":\"nora@sandbox.local\""), ==, 2);
    g_assert_cmpstr (favorites, ==, again);
    assert_chat (sandbox, whole, 1, NULL);
    assert_chat (sandbox, group, 2, "Group “1”");
    assert_chat (sandbox, channel, 6, "News");
    assert_chat (sandbox, favorites, 5, NULL);
  }

  /* with oneself: the server would never answer */
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_create_personal_chat, bot,
              "echo_bot");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_create_personal_chat, bot,
              "Echo_Bot@sandbox.local");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_create_personal_chat, bot, "");
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "createP2PChat"), ==, 2);
  tc_bot_end (bot);
}

static void
test_delete_and_clear (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");

  tc_bot_start (bot);
  g_assert_cmpuint (tc_chat_count_messages (sandbox, chat), ==, 1);
  TC_DO (trueconf_bot_clear_chat_history, bot, chat, FALSE);
  {
    g_autoptr (GListModel) mine = TC_GET (trueconf_bot_get_chat_history, bot, chat, 10, NULL);

    g_assert_cmpuint (g_list_model_get_n_items (mine), ==, 0);
  }
  g_assert_cmpuint (tc_chat_count_messages (sandbox, chat), ==, 1);
  TC_DO (trueconf_bot_clear_chat_history, bot, chat, TRUE);
  g_assert_cmpuint (tc_sandbox_count_texts (sandbox, "nora", "nora"), ==, 0);

  {
    g_autofree char *group = TC_GET (trueconf_bot_create_group_chat, bot, "Short");

    TC_DO (trueconf_bot_delete_chat, bot, group);
    g_assert_null (tc_chat_find (sandbox, group));
    TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, trueconf_bot_delete_chat, bot, group);
    TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, trueconf_bot_clear_chat_history, bot,
                group, TRUE);
  }
  tc_bot_end (bot);
}

/* Who does not own a group leaves it; the others stay. */
static void
test_leave (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *group = tc_chat_new (sandbox, "nora", "group", "Of Nora");
  g_autofree char *mine = NULL;
  g_autofree char *hers = NULL;

  tc_bot_start (bot);
  TC_DO (trueconf_bot_delete_chat, bot, group);
  mine = tc_chat_get_role (sandbox, group, "echo_bot");
  g_assert_null (mine);
  hers = tc_chat_get_role (sandbox, group, "nora");
  g_assert_cmpstr (hers, ==, "owner");
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT,
              trueconf_bot_get_chat_by_id, bot, group);
  tc_bot_end (bot);
}

/* What a bot may not do in the chat of another. */
static void
test_rights (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *group = tc_chat_new (sandbox, "nora", "group", "Of Nora");
  g_autofree char *channel = tc_chat_new (sandbox, "nora", "channel", "Of Nora, too");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS, trueconf_bot_change_participant_role,
              bot, group, "omar", TRUECONF_PARTICIPANT_ROLE_ADMIN);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS, trueconf_bot_clear_chat_history, bot,
              group, TRUE);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS,
              trueconf_bot_remove_participant_from_chat, bot, group, "nora", FALSE);
  sent = tc_bot_send (bot, channel, "news?", &error);
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS);
  g_assert_null (sent);
  tc_bot_end (bot);
}

/* All the roles that there are in a channel, and one that there is not. */
static void
test_channel_roles (void)
{
  static const TrueconfParticipantRole roles[] = {
    TRUECONF_PARTICIPANT_ROLE_ADMIN,
    TRUECONF_PARTICIPANT_ROLE_WRITER,
    TRUECONF_PARTICIPANT_ROLE_USER,
  };
  static const char *const names[] = { "admin", "writer", "user" };
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *channel = tc_chat_new (sandbox, "echo_bot", "channel", "News");

  tc_bot_start (bot);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autofree char *role = NULL;

      TC_DO (trueconf_bot_change_participant_role, bot, channel, "omar", roles[i]);
      role = tc_chat_get_role (sandbox, channel, "omar");
      g_assert_cmpstr (role, ==, names[i]);
    }
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_ROLE_NOT_FOUND, trueconf_bot_change_participant_role,
              bot, channel, "omar", TRUECONF_PARTICIPANT_ROLE_CONF_MODERATOR);
  tc_bot_end (bot);
}

/* Who is added sees what was before, or does not. */
static void
test_display_history (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_bot_start (bot);
  {
    g_autofree char *group = TC_GET (trueconf_bot_create_group_chat, bot, "Shift");

    TC_DO (trueconf_bot_add_participant_to_chat, bot, group, "nora", TRUE);
    TC_DO (trueconf_bot_add_participant_to_chat, bot, group, "omar", FALSE);
    g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "\"displayHistory\":true"), ==, 1);
    g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "\"displayHistory\":false"), ==, 1);
    TC_DO (trueconf_bot_remove_participant_from_chat, bot, group, "nora", TRUE);
    TC_DO (trueconf_bot_remove_participant_from_chat, bot, group, "omar", FALSE);
    g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "\"clearHistory\":true"), ==, 1);
    g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "\"clearHistory\":false"), ==, 1);
  }
  tc_bot_end (bot);
}

static void
test_title (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *foreign = tc_chat_new (sandbox, "nora", "group", "Of Nora");
  g_autofree char *too_long = g_strnfill (300, 'x');
  g_autoptr (GString) longest = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean done;

  for (guint i = 0; i < 256; i++)
    g_string_append (longest, "ü");

  tc_bot_start (bot);
  {
    g_autofree char *group = TC_GET (trueconf_bot_create_group_chat, bot, "Before");

    TC_DO (trueconf_bot_edit_chat_title, bot, group, "After");
    assert_chat (sandbox, group, 2, "After");
    TC_DO (trueconf_bot_edit_chat_title, bot, group, longest->str);
    assert_chat (sandbox, group, 2, longest->str);

    TC_CALL (done, &error, trueconf_bot_edit_chat_title, bot, group, too_long);
    g_assert_false (done);
    g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TITLE_TOO_LONG);
    tc_assert_contains (error->message, "300");
    tc_assert_contains (error->message, "256");
    TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_edit_chat_title, bot, group,
                "");
  }
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_TITLE_TOO_LONG, trueconf_bot_create_group_chat, bot, too_long);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_TITLE_TOO_LONG, trueconf_bot_create_channel, bot, too_long);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS, trueconf_bot_edit_chat_title, bot,
              foreign, "Of mine");
  tc_bot_end (bot);
}

static void
test_participants (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *role = NULL;
  g_autofree char *owner = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_there;

  tc_bot_start (bot);
  {
    g_autofree char *group = TC_GET (trueconf_bot_create_group_chat, bot, "Shift");

    TC_DO (trueconf_bot_add_participant_to_chat, bot, group, "nora", FALSE);
    TC_DO (trueconf_bot_add_participant_to_chat, bot, group, "omar@sandbox.local", TRUE);
    TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_ALREADY_CHAT_PARTICIPANT,
                trueconf_bot_add_participant_to_chat, bot, group, "nora", FALSE);

    TC_DO (trueconf_bot_change_participant_role, bot, group, "nora", TRUECONF_PARTICIPANT_ROLE_ADMIN);
    role = tc_chat_get_role (sandbox, group, "nora");
    g_assert_cmpstr (role, ==, "admin");
    owner = tc_chat_get_role (sandbox, group, "echo_bot");
    g_assert_cmpstr (owner, ==, "owner");
    TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_bot_change_participant_role, bot,
                group, "nora", TRUECONF_PARTICIPANT_ROLE_UNKNOWN);

    {
      g_autoptr (GListModel) first = TC_GET (trueconf_bot_get_chat_participants, bot, group, 2, 1);
      g_autoptr (GListModel) second = TC_GET (trueconf_bot_get_chat_participants, bot, group, 2, 2);
      g_autoptr (TrueconfChatParticipant) nora =
          TC_GET (trueconf_bot_get_chat_participant, bot, group, "nora");

      g_assert_cmpuint (g_list_model_get_n_items (first), ==, 2);
      g_assert_cmpuint (g_list_model_get_n_items (second), ==, 1);
      g_assert_cmpstr (trueconf_chat_participant_get_user_id (nora), ==, "nora@sandbox.local");
      g_assert_cmpint (trueconf_chat_participant_get_role (nora), ==, TRUECONF_PARTICIPANT_ROLE_ADMIN);
    }

    TC_DO (trueconf_bot_has_chat_participant, bot, group, "omar");
    TC_DO (trueconf_bot_remove_participant_from_chat, bot, group, "omar", TRUE);
    none = tc_chat_get_role (sandbox, group, "omar");
    g_assert_null (none);
    TC_CALL (is_there, &error, trueconf_bot_has_chat_participant, bot, group, "omar");
    g_assert_no_error (error);
    g_assert_false (is_there);
    TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT,
                trueconf_bot_remove_participant_from_chat, bot, group, "omar", TRUE);
    TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT,
                trueconf_bot_get_chat_participant, bot, group, "omar");
  }
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, trueconf_bot_get_chat_participants, bot,
              NOWHERE, 10, 1);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/chats/get-chats", test_get_chats);
  g_test_add_func ("/chats/get-chat", test_get_chat);
  g_test_add_func ("/chats/create", test_create);
  g_test_add_func ("/chats/delete-and-clear", test_delete_and_clear);
  g_test_add_func ("/chats/leave", test_leave);
  g_test_add_func ("/chats/rights", test_rights);
  g_test_add_func ("/chats/channel-roles", test_channel_roles);
  g_test_add_func ("/chats/display-history", test_display_history);
  g_test_add_func ("/chats/title", test_title);
  g_test_add_func ("/chats/participants", test_participants);

  return g_test_run ();
}
