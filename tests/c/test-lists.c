/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The lists that live, against what the server has. */

#include "tc-chat.h"
#include "tc-shadow.h"

static guint
length (gpointer list)
{
  return g_list_model_get_n_items (list);
}

static gboolean
is_loaded (gpointer list)
{
  return !trueconf_live_list_get_loading (list);
}

static char *
say (TcSandbox *sandbox, const char *from, const char *chat_id, const char *text)
{
  g_autoptr (JsonNode) answer = tc_sandbox_post (
      sandbox, "/sandbox/say", "{'from':'%s','chat_id':'%s','text':'%s'}", from, chat_id, text);

  return g_strdup (tc_json_string (answer, "message_id"));
}

/* Messages of one millisecond have no order among chats. */
static void
await_next_millisecond (void)
{
  gint64 now = g_get_real_time () / 1000;

  TC_WAIT_OUTSIDE (g_get_real_time () / 1000 > now);
}

static TrueconfMessageItem *
nth_message (TrueconfTranscript *transcript, guint position)
{
  return tc_nth (G_LIST_MODEL (transcript), position);
}

/* The texts of all but the server, with “…” behind those that wait and “!” behind those that have failed. */
static char *
describe (TrueconfTranscript *transcript)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < length (transcript); i++)
    {
      TrueconfMessageItem *item = nth_message (transcript, i);
      TrueconfDeliveryState state = trueconf_message_item_get_state (item);

      if (trueconf_message_item_get_text (item) == NULL)
        continue;
      g_string_append_printf (text, "%s%s%s", text->len > 0 ? " " : "", trueconf_message_item_get_text (item),
                              state == TRUECONF_DELIVERY_STATE_WAITING  ? "…"
                              : state == TRUECONF_DELIVERY_STATE_FAILED ? "!"
                                                                        : "");
    }

  return g_string_free (text, FALSE);
}

static TrueconfMessageItem *
with_text (TrueconfTranscript *transcript, const char *text)
{
  for (guint i = 0; i < length (transcript); i++)
    if (g_strcmp0 (trueconf_message_item_get_text (nth_message (transcript, i)), text) == 0)
      return nth_message (transcript, i);

  g_error ("there is no “%s”", text);
}

static gboolean
reads (TrueconfTranscript *transcript, const char *wanted)
{
  g_autofree char *text = describe (transcript);

  return g_str_equal (text, wanted);
}

static gboolean
is_placed (TrueconfTranscript *transcript)
{
  for (guint i = 0; i < length (transcript); i++)
    if (trueconf_message_item_get_message (nth_message (transcript, i)) == NULL)
      return FALSE;

  return TRUE;
}

/* ---- chats */

static TrueconfChatItem *
nth_chat (TrueconfChatList *chats, guint position)
{
  return tc_nth (G_LIST_MODEL (chats), position);
}

static const char *
get_last_text (TrueconfChatItem *item)
{
  TrueconfMessage *last = trueconf_chat_item_get_last_message (item);

  return last != NULL ? trueconf_message_get_plain_text (last) : NULL;
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_chats (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *one = tc_chat_new (sandbox, "nora", "group", "One");
  g_autofree char *two = tc_chat_new (sandbox, "nora", "group", "Two");
  G_GNUC_UNUSED g_autofree char *first = say (sandbox, "nora", one, "first");
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *made = NULL;
  g_autoptr (TrueconfChatList) chats = trueconf_chat_list_new (bot);
  g_autoptr (TcShadow) shadow = tc_shadow_new (chats);
  TrueconfChatItem *item_one;
  TrueconfChatItem *item_two;
  guint notified = 0;

  await_next_millisecond ();
  second = say (sandbox, "nora", two, "second");
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (chats)) == TRUECONF_TYPE_CHAT_ITEM);
  g_assert_true (trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (chats)) == bot);
  g_assert_cmpuint (length (chats), ==, 0);
  g_assert_false (trueconf_live_list_get_loading (TRUECONF_LIVE_LIST (chats)));
  tc_bot_start (bot);
  TC_WAIT (is_loaded (chats) && length (chats) == 2);
  g_assert_null (trueconf_live_list_get_error (TRUECONF_LIVE_LIST (chats)));

  item_one = trueconf_chat_list_find_chat (chats, one);
  item_two = trueconf_chat_list_find_chat (chats, two);
  g_assert_null (trueconf_chat_list_find_chat (chats, "another"));
  g_assert_true (nth_chat (chats, 0) == item_two);
  g_assert_true (nth_chat (chats, 1) == item_one);
  g_assert_cmpstr (trueconf_chat_item_get_chat_id (item_one), ==, one);
  g_assert_cmpstr (trueconf_chat_item_get_title (item_one), ==, "One");
  g_assert_cmpstr (trueconf_live_item_get_display_name (TRUECONF_LIVE_ITEM (item_one)), ==, "One");
  g_assert_cmpint (trueconf_chat_item_get_chat_type (item_one), ==, TRUECONF_CHAT_TYPE_GROUP);
  g_assert_null (trueconf_chat_item_get_avatar_url (item_one));
  g_assert_cmpuint (trueconf_chat_item_get_unread_messages (item_one), ==, 1);

  /* a message: the chat goes up as the same object, in one change */
  g_signal_connect (item_one, "notify::last-message", G_CALLBACK (count_cb), &notified);
  tc_shadow_take_changes (shadow);
  third = say (sandbox, "nora", one, "third");
  TC_WAIT (nth_chat (chats, 0) == item_one);
  g_assert_cmpstr (get_last_text (item_one), ==, "third");
  g_assert_cmpuint (trueconf_chat_item_get_unread_messages (item_one), ==, 2);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (tc_shadow_take_changes (shadow), ==, 2);
  trueconf_chat_item_mark_read (item_one);
  g_assert_cmpuint (trueconf_chat_item_get_unread_messages (item_one), ==, 0);
  g_assert_cmpuint (tc_shadow_take_changes (shadow), ==, 1);

  /* the newest message is edited, then removed: the one before it is the newest again */
  tc_sandbox_do (sandbox, "/sandbox/edit", "{'message_id':'%s','text':'edited'}", third);
  TC_WAIT (g_strcmp0 (get_last_text (item_one), "edited") == 0);
  tc_sandbox_do (sandbox, "/sandbox/remove", "{'message_id':'%s'}", third);
  TC_WAIT (nth_chat (chats, 0) == item_two);
  g_assert_cmpstr (get_last_text (item_one), ==, "first");

  tc_sandbox_do (sandbox, "/sandbox/edit", "{'chat_id':'%s','title':'New'}", two);
  TC_WAIT (g_strcmp0 (trueconf_chat_item_get_title (item_two), "New") == 0);
  tc_sandbox_do (sandbox, "/sandbox/edit", "{'chat_id':'%s','avatar':{'size':20,'mime_type':'image/png'}}",
                 two);
  TC_WAIT (trueconf_chat_item_get_avatar_url (item_two) != NULL);

  /* what the bot does itself, of which the server tells it nothing */
  made = TC_GET (trueconf_bot_create_group_chat, bot, "Made");
  TC_WAIT (length (chats) == 3);
  g_object_unref (tc_bot_send (bot, made, "hello", NULL));
  TC_WAIT (nth_chat (chats, 0) == trueconf_chat_list_find_chat (chats, made));
  g_assert_cmpstr (get_last_text (nth_chat (chats, 0)), ==, "hello");
  g_assert_cmpuint (trueconf_chat_item_get_unread_messages (nth_chat (chats, 0)), ==, 0);
  TC_DO (trueconf_bot_clear_chat_history, bot, made, FALSE);
  TC_WAIT (nth_chat (chats, 2) == trueconf_chat_list_find_chat (chats, made));
  TC_DO (trueconf_bot_delete_chat, bot, made);
  TC_WAIT (length (chats) == 2);

  tc_sandbox_do (sandbox, "/sandbox/remove", "{'chat_id':'%s'}", one);
  TC_WAIT (length (chats) == 1);
  g_assert_true (nth_chat (chats, 0) == item_two);
  tc_sandbox_say (sandbox, "omar", "new here");
  TC_WAIT (length (chats) == 2);
  g_assert_cmpstr (get_last_text (nth_chat (chats, 0)), ==, "new here");
  g_assert_cmpuint (trueconf_chat_item_get_unread_messages (nth_chat (chats, 0)), ==, 1);

  g_clear_pointer (&shadow, tc_shadow_free);
  tc_bot_stop (bot);
  tc_assert_gone (bot);
  g_assert_null (trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (chats)));
  g_assert_cmpuint (length (chats), ==, 2);
}

/* ---- transcripts */

static void
test_transcript (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_chat_new (sandbox, "nora", "group", "One");
  g_autofree char *a = say (sandbox, "nora", chat, "a");
  g_autofree char *b = say (sandbox, "nora", chat, "b");
  g_autofree char *c = NULL;
  g_autoptr (TrueconfTranscript) transcript = trueconf_transcript_new (bot, chat);
  g_autoptr (TcShadow) shadow = tc_shadow_new (transcript);
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfMessage) before = NULL;
  g_autoptr (TrueconfSentMessage) again = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) payload = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfMessageItem *item;
  guint length_before;
  guint notified = 0;

  g_assert_cmpstr (trueconf_transcript_get_chat_id (transcript), ==, chat);
  tc_bot_start (bot);
  TC_WAIT (is_loaded (transcript) && reads (transcript, "a b"));
  g_assert_false (trueconf_transcript_get_has_more (transcript));
  item = trueconf_transcript_find_message (transcript, a);
  g_assert_true (item == with_text (transcript, "a"));
  g_assert_null (trueconf_transcript_find_message (transcript, "another"));
  g_assert_cmpstr (trueconf_message_item_get_message_id (item), ==, a);
  g_assert_false (trueconf_message_item_get_is_own (item));
  g_assert_cmpint (trueconf_message_item_get_timestamp (item), >, 0);
  g_assert_cmpint (trueconf_message_item_get_state (item), ==, TRUECONF_DELIVERY_STATE_DELIVERED);
  g_assert_null (trueconf_message_item_get_error (item));

  /* an edit: the same item has another message */
  before = g_object_ref (trueconf_message_item_get_message (item));
  g_signal_connect (item, "notify::message", G_CALLBACK (count_cb), &notified);
  tc_shadow_take_changes (shadow);
  tc_sandbox_do (sandbox, "/sandbox/edit", "{'message_id':'%s','text':'A'}", a);
  TC_WAIT (reads (transcript, "A b"));
  g_assert_true (item == with_text (transcript, "A"));
  g_assert_false (trueconf_message_item_get_message (item) == before);
  g_assert_cmpstr (trueconf_message_get_plain_text (before), ==, "a");
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (tc_shadow_take_changes (shadow), ==, 1);

  c = say (sandbox, "nora", chat, "c");
  TC_WAIT (reads (transcript, "A b c"));
  tc_sandbox_do (sandbox, "/sandbox/remove", "{'message_id':'%s'}", b);
  TC_WAIT (reads (transcript, "A c"));
  tc_shadow_take_changes (shadow);

  /* what the bot sends, from wherever, is there at once */
  trueconf_bot_send_message_async (bot, chat, "own", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  g_assert_true (reads (transcript, "A c own…"));
  item = with_text (transcript, "own");
  g_assert_null (trueconf_message_item_get_message (item));
  g_assert_null (trueconf_message_item_get_message_id (item));
  g_assert_true (trueconf_message_item_get_is_own (item));
  g_assert_false (trueconf_transcript_discard (transcript, item));
  TC_WAIT (is_placed (transcript));
  g_assert_true (reads (transcript, "A c own"));
  g_assert_true (item == with_text (transcript, "own"));
  sent = TC_GET (trueconf_bot_edit_message, bot, trueconf_message_item_get_message_id (item), "Own",
                 TRUECONF_PARSE_MODE_TEXT);
  TC_WAIT (reads (transcript, "A c Own"));
  TC_DO (trueconf_bot_remove_message, bot, trueconf_message_item_get_message_id (item), TRUE);
  g_assert_true (reads (transcript, "A c"));

  /* a new title is a message of the server */
  length_before = length (transcript);
  tc_sandbox_do (sandbox, "/sandbox/edit", "{'chat_id':'%s','title':'New'}", chat);
  TC_WAIT (length (transcript) == length_before + 1);
  item = nth_message (transcript, length_before);
  g_assert_cmpint (trueconf_message_get_message_type (trueconf_message_item_get_message (item)), ==,
                   TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE);

  TC_DO (trueconf_bot_clear_chat_history, bot, chat, FALSE);
  TC_WAIT (length (transcript) == 0);

  /* a method that may be repeated, but is not read-only, is seen by whatever name it is called */
  again = tc_bot_send (bot, chat, "again", &error);
  g_assert_no_error (error);
  TC_WAIT (reads (transcript, "again"));
  json = tc_json ("{'chatId':'%s','forAll':false}", chat);
  payload = json_from_string (json, NULL);
  trueconf_bot_call_async (bot, "clearHistory", payload, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL && length (transcript) == 0);
  g_clear_object (&result);
  g_clear_pointer (&shadow, tc_shadow_free);
  tc_bot_end (bot);
}

/* A message that the server refuses stays until it is discarded. */
static void
test_failed (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *channel = tc_chat_new (sandbox, "nora", "channel", "Of Nora");
  G_GNUC_UNUSED g_autofree char *news = say (sandbox, "nora", channel, "news");
  g_autofree char *later = NULL;
  g_autoptr (TrueconfTranscript) transcript = trueconf_transcript_new (bot, channel);
  g_autoptr (TcShadow) shadow = tc_shadow_new (transcript);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;
  TrueconfMessageItem *item;

  tc_bot_start (bot);
  TC_WAIT (is_loaded (transcript) && reads (transcript, "news"));
  sent = tc_bot_send (bot, channel, "mine", &error);
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS);
  g_assert_true (reads (transcript, "news mine!"));
  later = say (sandbox, "nora", channel, "later");
  TC_WAIT (reads (transcript, "news later mine!"));
  item = with_text (transcript, "mine");
  g_assert_error (trueconf_message_item_get_error (item), TRUECONF_API_ERROR,
                  TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS);
  trueconf_live_list_reload (TRUECONF_LIVE_LIST (transcript));
  g_assert_true (trueconf_live_list_get_loading (TRUECONF_LIVE_LIST (transcript)));
  TC_WAIT (is_loaded (transcript));
  g_assert_true (reads (transcript, "news later mine!"));
  g_assert_true (trueconf_transcript_discard (transcript, item));
  g_assert_true (reads (transcript, "news later"));
  g_clear_pointer (&shadow, tc_shadow_free);
  tc_bot_end (bot);
}

static void
test_load_more (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  /* the server has noted that two were added */
  g_autofree char *chat = tc_chat_new (sandbox, "nora", "group", "Long");
  g_autoptr (TrueconfTranscript) transcript = NULL;
  g_autoptr (TcShadow) shadow = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfMessageItem *first;
  gboolean more;

  tc_sandbox_do (sandbox, "/sandbox/say", "{'from':'nora','chat_id':'%s','text':'m','count':120}", chat);
  tc_bot_start (bot);
  transcript = trueconf_transcript_new (bot, chat);
  shadow = tc_shadow_new (transcript);
  TC_WAIT (is_loaded (transcript) && length (transcript) == 50);
  g_assert_true (trueconf_transcript_get_has_more (transcript));
  first = nth_message (transcript, 0);

  TC_CALL (more, &error, trueconf_transcript_load_more, transcript);
  g_assert_no_error (error);
  g_assert_true (more);
  g_assert_cmpuint (length (transcript), ==, 100);
  g_assert_true (nth_message (transcript, 50) == first);
  g_assert_true (trueconf_transcript_get_has_more (transcript));

  /* what was loaded stays loaded */
  trueconf_live_list_reload (TRUECONF_LIVE_LIST (transcript));
  TC_WAIT (is_loaded (transcript));
  g_assert_cmpuint (length (transcript), ==, 100);
  g_assert_true (nth_message (transcript, 50) == first);

  TC_CALL (more, &error, trueconf_transcript_load_more, transcript);
  g_assert_true (more);
  g_assert_cmpuint (length (transcript), ==, 122);
  g_assert_false (trueconf_transcript_get_has_more (transcript));
  TC_CALL (more, &error, trueconf_transcript_load_more, transcript);
  g_assert_no_error (error);
  g_assert_false (more);

  g_cancellable_cancel (cancellable);
  trueconf_transcript_load_more_async (transcript, cancellable, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_transcript_load_more_finish (transcript, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&shadow, tc_shadow_free);
  tc_bot_end (bot);
}

/* ---- participants and names */

static TrueconfParticipantItem *
find_user (TrueconfParticipantList *users, const char *id)
{
  for (guint i = 0; i < length (users); i++)
    {
      TrueconfParticipantItem *item = tc_nth (G_LIST_MODEL (users), i);

      if (g_str_equal (trueconf_participant_item_get_user_id (item), id))
        return item;
    }

  return NULL;
}

static TrueconfParticipantRole
get_role (TrueconfParticipantList *users, const char *id)
{
  TrueconfParticipantItem *item = find_user (users, id);

  return item != NULL ? trueconf_participant_item_get_role (item) : TRUECONF_PARTICIPANT_ROLE_UNKNOWN;
}

#define NORA "nora@sandbox.local"
#define OMAR "omar@sandbox.local"

static void
test_participants (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = NULL;
  g_autoptr (TrueconfParticipantList) users = NULL;
  g_autoptr (TcShadow) shadow = NULL;
  TrueconfParticipantItem *nora;

  tc_bot_start (bot);
  chat = TC_GET (trueconf_bot_create_group_chat, bot, "Made");
  users = trueconf_participant_list_new (bot, chat);
  shadow = tc_shadow_new (users);
  g_assert_cmpstr (trueconf_participant_list_get_chat_id (users), ==, chat);
  TC_WAIT (is_loaded (users) && length (users) == 1);

  /* by the bot */
  TC_DO (trueconf_bot_add_participant_to_chat, bot, chat, "nora", TRUE);
  g_assert_cmpint (get_role (users, NORA), ==, TRUECONF_PARTICIPANT_ROLE_USER);
  nora = find_user (users, NORA);
  TC_DO (trueconf_bot_change_participant_role, bot, chat, "nora", TRUECONF_PARTICIPANT_ROLE_ADMIN);
  TC_WAIT (get_role (users, NORA) == TRUECONF_PARTICIPANT_ROLE_ADMIN);
  /* by others */
  tc_sandbox_do (sandbox, "/sandbox/participants",
                 "{'chat_id':'%s','action':'add','user':'omar','role':'admin'}", chat);
  TC_WAIT (get_role (users, OMAR) == TRUECONF_PARTICIPANT_ROLE_ADMIN);
  tc_sandbox_do (sandbox, "/sandbox/participants",
                 "{'chat_id':'%s','action':'role','user':'omar','role':'user'}", chat);
  TC_WAIT (get_role (users, OMAR) == TRUECONF_PARTICIPANT_ROLE_USER);
  g_assert_true (find_user (users, NORA) == nora);
  tc_sandbox_do (sandbox, "/sandbox/participants", "{'chat_id':'%s','action':'leave','from':'omar'}", chat);
  TC_WAIT (find_user (users, OMAR) == NULL);
  TC_DO (trueconf_bot_remove_participant_from_chat, bot, chat, "nora", FALSE);
  g_assert_cmpuint (length (users), ==, 1);
  TC_DO (trueconf_bot_delete_chat, bot, chat);
  g_assert_cmpuint (length (users), ==, 0);
  g_clear_pointer (&shadow, tc_shadow_free);
  tc_bot_end (bot);
}

static gboolean
has_name (gpointer item, const char *name)
{
  return g_strcmp0 (trueconf_live_item_get_display_name (item), name) == 0;
}

static void
test_names (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfTranscript) transcript = NULL;
  g_autoptr (TrueconfChatList) chats = NULL;
  guint notified = 0;

  tc_sandbox_do (sandbox, "/sandbox/users", "{'login':'nora','display_name':'Nora Berg'}");
  for (guint i = 0; i < 5; i++)
    tc_sandbox_say (sandbox, "nora", "x");
  tc_bot_start (bot);
  transcript = trueconf_transcript_new (bot, chat);
  chats = trueconf_chat_list_new (bot);
  TC_WAIT (is_loaded (transcript) && is_loaded (chats) && length (chats) == 1);
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "getUserDisplayName"), ==, 0);

  g_signal_connect (nth_message (transcript, 5), "notify::display-name", G_CALLBACK (count_cb), &notified);
  for (guint i = 0; i < length (transcript); i++)
    g_assert_true (has_name (nth_message (transcript, i), NORA));
  for (guint i = 0; i < length (transcript); i++)
    TC_WAIT (has_name (nth_message (transcript, i), "Nora Berg"));
  g_assert_cmpuint (notified, ==, 1);
  TC_WAIT (has_name (nth_chat (chats, 0), "Nora Berg"));
  g_assert_cmpstr (trueconf_chat_item_get_title (nth_chat (chats, 0)), ==, NORA);
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "getUserDisplayName"), ==, 1);
  tc_bot_end (bot);
}

/* ---- connections */

static void
test_reconnection (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_chat_new (sandbox, "nora", "group", "One");
  g_autofree char *other = tc_chat_new (sandbox, "nora", "group", "Other");
  G_GNUC_UNUSED g_autofree char *a = say (sandbox, "nora", chat, "a");
  g_autofree char *b = say (sandbox, "nora", chat, "b");
  g_autofree char *c = say (sandbox, "nora", chat, "c");
  g_autofree char *d = NULL;
  g_autoptr (TrueconfTranscript) transcript = trueconf_transcript_new (bot, chat);
  g_autoptr (TrueconfChatList) chats = trueconf_chat_list_new (bot);
  g_autoptr (TcShadow) shadow = tc_shadow_new (transcript);
  g_autoptr (TcShadow) chats_shadow = tc_shadow_new (chats);
  TrueconfMessageItem *item_a;
  TrueconfMessageItem *item_c;
  TrueconfMessageItem *waiting;
  TrueconfChatItem *item;
  gint64 fault;

  tc_bot_start (bot);
  TC_WAIT (reads (transcript, "a b c") && length (chats) == 2 && is_loaded (chats));
  item_a = with_text (transcript, "a");
  item_c = with_text (transcript, "c");
  item = trueconf_chat_list_find_chat (chats, chat);
  trueconf_chat_item_mark_read (item);

  fault = tc_sandbox_add_fault (sandbox, "refuse-upgrade");
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  TC_WAIT (!trueconf_bot_get_authorized (bot));
  g_assert_true (reads (transcript, "a b c"));
  trueconf_bot_send_message_async (bot, chat, "own", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  g_assert_true (reads (transcript, "a b c own…"));
  waiting = with_text (transcript, "own");
  tc_sandbox_do (sandbox, "/sandbox/remove", "{'message_id':'%s'}", b);
  tc_sandbox_do (sandbox, "/sandbox/edit", "{'message_id':'%s','text':'C'}", c);
  d = say (sandbox, "nora", chat, "d");
  tc_sandbox_do (sandbox, "/sandbox/remove", "{'chat_id':'%s'}", other);
  tc_linger (50);
  g_assert_true (reads (transcript, "a b c own…"));
  tc_shadow_take_changes (shadow);

  tc_sandbox_clear_fault (sandbox, fault);
  TC_WAIT (reads (transcript, "a C d own") && is_placed (transcript));
  g_assert_true (with_text (transcript, "a") == item_a);
  g_assert_true (with_text (transcript, "C") == item_c);
  g_assert_true (with_text (transcript, "own") == waiting);
  TC_WAIT (length (chats) == 1 && is_loaded (chats) && g_strcmp0 (get_last_text (item), "own") == 0);
  g_assert_true (nth_chat (chats, 0) == item);

  /* what has come meanwhile is counted */
  trueconf_chat_item_mark_read (item);
  fault = tc_sandbox_add_fault (sandbox, "refuse-upgrade");
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  TC_WAIT (!trueconf_bot_get_authorized (bot));
  g_free (say (sandbox, "nora", chat, "e"));
  g_free (say (sandbox, "nora", chat, "f"));
  tc_sandbox_clear_fault (sandbox, fault);
  TC_WAIT (g_strcmp0 (get_last_text (item), "f") == 0);
  g_assert_cmpuint (trueconf_chat_item_get_unread_messages (item), ==, 2);
  TC_WAIT (reads (transcript, "a C d own e f"));
  g_clear_pointer (&shadow, tc_shadow_free);
  g_clear_pointer (&chats_shadow, tc_shadow_free);
  tc_bot_end (bot);
}

/* What waits when its bot goes does not wait for ever, and nothing keeps the bot or the list. */
static void
test_ends (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_chat_new (sandbox, "nora", "group", "One");
  G_GNUC_UNUSED g_autofree char *text = say (sandbox, "nora", chat, "text");
  g_autoptr (TrueconfTranscript) kept = NULL;
  TrueconfTranscript *transcript;
  TrueconfChatList *chats;

  tc_bot_start (bot);
  /* a list that goes while it is being read */
  chats = trueconf_chat_list_new (bot);
  g_assert_true (trueconf_live_list_get_loading (TRUECONF_LIVE_LIST (chats)));
  tc_assert_gone (chats);
  /* and one that is asked for a name */
  transcript = trueconf_transcript_new (bot, chat);
  TC_WAIT (is_loaded (transcript) && reads (transcript, "text"));
  trueconf_live_item_get_display_name (TRUECONF_LIVE_ITEM (with_text (transcript, "text")));
  tc_assert_gone (transcript);

  kept = trueconf_transcript_new (bot, chat);
  TC_WAIT (is_loaded (kept) && reads (kept, "text"));
  tc_sandbox_fault (sandbox, "{'fault':'no-answer'}");
  trueconf_bot_send_message_async (bot, chat, "never", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  g_assert_true (reads (kept, "text never…"));
  tc_bot_drop (bot);
  g_assert_true (reads (kept, "text never!"));
  g_assert_error (trueconf_message_item_get_error (with_text (kept, "never")), TRUECONF_ERROR,
                  TRUECONF_ERROR_NOT_CONNECTED);
  trueconf_live_list_reload (TRUECONF_LIVE_LIST (kept));
  g_assert_false (trueconf_live_list_get_loading (TRUECONF_LIVE_LIST (kept)));
}

/* A chat that the bot is not in. */
static void
test_error (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TrueconfTranscript) transcript = trueconf_transcript_new (bot, "0123456789");

  tc_bot_start (bot);
  TC_WAIT (trueconf_live_list_get_error (TRUECONF_LIVE_LIST (transcript)) != NULL);
  g_assert_error (trueconf_live_list_get_error (TRUECONF_LIVE_LIST (transcript)), TRUECONF_API_ERROR,
                  TRUECONF_API_ERROR_CHAT_NOT_FOUND);
  TC_WAIT (is_loaded (transcript));
  tc_bot_end (bot);
}

/* ---- anything in any order: in the end the lists have what the server has */

#define N_CHATS 4
#define N_STEPS 60

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  GRand *rand;
  char *chats[N_CHATS]; /* those of Nora */
  GPtrArray *messages;  /* ids */
  guint texts;
  guint n_sending;
} Scene;

static const char *
any_chat (Scene *scene)
{
  return scene->chats[g_rand_int_range (scene->rand, 0, N_CHATS)];
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Scene *scene = user_data;
  G_GNUC_UNUSED g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, NULL);

  scene->n_sending--;
}

static void
step (Scene *scene)
{
  TcSandbox *sandbox = scene->sandbox;
  const char *chat = any_chat (scene);
  guint n = scene->messages->len;
  const char *message = n > 0 ? scene->messages->pdata[g_rand_int_range (scene->rand, 0, (int) n)] : NULL;
  g_autofree char *text = g_strdup_printf ("t%u", scene->texts++);
  G_GNUC_UNUSED g_autoptr (JsonNode) known = NULL;

  switch (g_rand_int_range (scene->rand, 0, 16))
    {
    case 0:
    case 1:
    case 2:
    case 3:
      g_ptr_array_add (scene->messages, say (sandbox, "nora", chat, text));
      break;

    case 4:
    case 5:
    case 6:
      trueconf_bot_send_message_async (scene->bot, chat, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, sent_cb,
                                       scene);
      scene->n_sending++;
      break;

    case 7:
    case 8:
      if (message != NULL)
        tc_sandbox_do (sandbox, "/sandbox/edit", "{'message_id':'%s','text':'%s'}", message, text);
      break;

    case 9:
    case 10:
      if (message != NULL)
        {
          tc_sandbox_do (sandbox, "/sandbox/remove", "{'message_id':'%s'}", message);
          g_ptr_array_remove_fast (scene->messages, (gpointer) message);
        }
      break;

    case 11:
      tc_sandbox_do (sandbox, "/sandbox/edit", "{'chat_id':'%s','title':'%s'}", chat, text);
      break;

    case 12:
      tc_sandbox_do (sandbox, "/sandbox/participants",
                     "{'chat_id':'%s','action':'role','user':'omar','role':'%s'}", chat,
                     g_rand_boolean (scene->rand) ? "admin" : "user");
      break;

    case 13:
      if (message == NULL || g_rand_int_range (scene->rand, 0, 4) > 0)
        break;
      tc_sandbox_do (sandbox, "/sandbox/remove", "{'chat_id':'%s','history':true,'for_all':true}", chat);
      /* what was in it cannot be edited any more */
      for (guint i = n; i > 0; i--)
        {
          g_autoptr (JsonNode) found = tc_chat_find_message (sandbox, chat, scene->messages->pdata[i - 1]);
          gboolean elsewhere = FALSE;

          for (guint j = 0; found == NULL && !elsewhere && j < N_CHATS; j++)
            {
              g_autoptr (JsonNode) other =
                  tc_chat_find_message (sandbox, scene->chats[j], scene->messages->pdata[i - 1]);

              elsewhere = other != NULL;
            }
          if (found == NULL && !elsewhere)
            g_ptr_array_remove_index (scene->messages, i - 1);
        }
      break;

    case 14:
      if (g_rand_int_range (scene->rand, 0, 4) == 0)
        tc_sandbox_fault (sandbox, "{'fault':'drop'}");
      break;

    default:
      for (int i = g_rand_int_range (scene->rand, 0, 20); i > 0; i--)
        g_main_context_iteration (NULL, FALSE);
      break;
    }
}

static void
append_message (GString *text, TrueconfMessage *message)
{
  if (message == NULL)
    g_string_append (text, "-\n");
  else
    g_string_append_printf (text, "%s %d %s\n", trueconf_message_get_message_id (message),
                            (int) trueconf_message_get_message_type (message),
                            trueconf_message_get_plain_text (message));
}

static char *
read_server (Scene *scene, const char *chat_id)
{
  GString *text = g_string_new (NULL);
  g_autoptr (TrueconfChat) chat = TC_GET (trueconf_bot_get_chat_by_id, scene->bot, chat_id);
  g_autoptr (GListModel) history = TC_GET (trueconf_bot_get_chat_history, scene->bot, chat_id, 1000, NULL);

  g_string_append_printf (text, "%s ", trueconf_chat_get_title (chat));
  append_message (text, trueconf_chat_get_last_message (chat));
  for (guint i = length (history); i > 0; i--)
    append_message (text, tc_nth (history, i - 1));

  return g_string_free (text, FALSE);
}

static char *
read_lists (TrueconfChatList *chats, TrueconfTranscript *transcript)
{
  TrueconfChatItem *item = trueconf_chat_list_find_chat (chats, trueconf_transcript_get_chat_id (transcript));
  GString *text = g_string_new (NULL);

  if (item != NULL)
    {
      g_string_append_printf (text, "%s ", trueconf_chat_item_get_title (item));
      append_message (text, trueconf_chat_item_get_last_message (item));
    }
  for (guint i = 0; i < length (transcript); i++)
    if (trueconf_message_item_get_state (nth_message (transcript, i)) != TRUECONF_DELIVERY_STATE_FAILED)
      append_message (text, trueconf_message_item_get_message (nth_message (transcript, i)));

  return g_string_free (text, FALSE);
}

static gboolean
is_in_order (TrueconfChatList *chats)
{
  gint64 before = G_MAXINT64;

  for (guint i = 0; i < length (chats); i++)
    {
      TrueconfMessage *last = trueconf_chat_item_get_last_message (nth_chat (chats, i));
      gint64 time = last != NULL ? trueconf_message_get_timestamp (last) : G_MININT64;

      if (time > before)
        return FALSE;
      before = time;
    }

  return TRUE;
}

static gboolean
are_same (TrueconfChatList *chats, TrueconfTranscript *transcript, const char *wanted)
{
  g_autofree char *read = read_lists (chats, transcript);

  return g_str_equal (read, wanted);
}

static void
play (guint32 seed)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  Scene scene = { .sandbox = sandbox, .bot = tc_bot_new (sandbox), .rand = g_rand_new_with_seed (seed) };
  g_autoptr (TrueconfChatList) chats = trueconf_chat_list_new (scene.bot);
  g_autoptr (TcShadow) shadow = tc_shadow_new (chats);
  TrueconfTranscript *transcripts[N_CHATS];
  TcShadow *shadows[N_CHATS];

  g_test_message ("seed %u", seed);
  scene.messages = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_CHATS; i++)
    {
      scene.chats[i] = tc_chat_new (sandbox, "nora", "group", "Chat");
      transcripts[i] = trueconf_transcript_new (scene.bot, scene.chats[i]);
      shadows[i] = tc_shadow_new (transcripts[i]);
    }
  tc_bot_start (scene.bot);
  for (guint i = 0; i < N_STEPS; i++)
    step (&scene);

  TC_WAIT (scene.n_sending == 0 && trueconf_bot_get_authorized (scene.bot));
  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *wanted = read_server (&scene, scene.chats[i]);

      TC_WAIT (are_same (chats, transcripts[i], wanted));
    }
  TC_WAIT (is_in_order (chats));
  g_assert_cmpuint (length (chats), ==, N_CHATS);

  g_clear_pointer (&shadow, tc_shadow_free);
  for (guint i = 0; i < N_CHATS; i++)
    {
      tc_shadow_free (shadows[i]);
      g_object_unref (transcripts[i]);
      g_free (scene.chats[i]);
    }
  g_ptr_array_unref (scene.messages);
  g_rand_free (scene.rand);
  tc_bot_end (scene.bot);
}

static void
test_anything (void)
{
  for (guint32 seed = 1; seed <= 8; seed++)
    play (seed);
}

/* ---- the bot is disposed of by a function that a list has called */

static void
dispose_cb (TrueconfBot *bot)
{
  g_object_run_dispose (G_OBJECT (bot));
}

typedef enum
{
  DISPOSED_WHEN_LOADING,
  DISPOSED_WHEN_LOADED,
  DISPOSED_WHEN_RECEIVED,
  DISPOSED_WHEN_SENDING,
  DISPOSED_WHEN_SENDING_PAST_MIDDLEWARE,
  DISPOSED_WHEN_SENT,
  N_DISPOSED,
} Disposed;

static void
pass_on (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  trueconf_request_next_run (next);
}

static void
note_error (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, error);

  g_assert_null (sent);
}

static void
dispose_within (Disposed when)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_chat_new (sandbox, "nora", "group", "One");
  G_GNUC_UNUSED g_autofree char *first = say (sandbox, "nora", chat, "a");
  g_autofree char *second = NULL;
  g_autoptr (TrueconfTranscript) transcript = trueconf_transcript_new (bot, chat);
  g_autoptr (TrueconfTranscript) other = trueconf_transcript_new (bot, chat);
  g_autoptr (TrueconfRequestMiddleware) middleware =
      trueconf_request_middleware_new_func (pass_on, NULL, NULL);
  g_autoptr (GError) error = NULL;
  const char *signal = when == DISPOSED_WHEN_LOADING ? "notify::loading" : "items-changed";

  if (when == DISPOSED_WHEN_SENDING_PAST_MIDDLEWARE)
    trueconf_bot_add_request_middleware (bot, middleware);
  if (when > DISPOSED_WHEN_LOADED)
    {
      tc_bot_start (bot);
      TC_WAIT (is_loaded (transcript) && reads (transcript, "a") && is_loaded (other) && reads (other, "a"));
    }
  if (when != DISPOSED_WHEN_SENT)
    g_signal_connect_swapped (transcript, signal, G_CALLBACK (dispose_cb), bot);

  switch (when)
    {
    case DISPOSED_WHEN_LOADING:
    case DISPOSED_WHEN_LOADED:
      trueconf_bot_start_async (bot, NULL, NULL, NULL);
      break;

    case DISPOSED_WHEN_RECEIVED:
      second = say (sandbox, "nora", chat, "b");
      break;

    case DISPOSED_WHEN_SENDING:
    case DISPOSED_WHEN_SENDING_PAST_MIDDLEWARE:
    case DISPOSED_WHEN_SENT:
      trueconf_bot_send_message_async (bot, chat, "own", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, note_error,
                                       &error);
      break;

    case N_DISPOSED:
    default:
      g_assert_not_reached ();
    }

  if (when == DISPOSED_WHEN_SENT)
    {
      g_assert_true (reads (transcript, "a own…"));
      g_signal_connect_swapped (transcript, signal, G_CALLBACK (dispose_cb), bot);
    }
  TC_WAIT (trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (transcript)) == NULL);
  g_assert_null (trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (other)));
  g_assert_true (is_loaded (transcript) && is_loaded (other));
  if (when >= DISPOSED_WHEN_SENDING)
    {
      TC_WAIT (error != NULL);
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
    }

  g_assert_finalize_object (bot);
}

static void
test_disposed_within (void)
{
  for (Disposed when = DISPOSED_WHEN_LOADING; when < N_DISPOSED; when++)
    dispose_within (when);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/lists/chats", test_chats);
  g_test_add_func ("/lists/transcript", test_transcript);
  g_test_add_func ("/lists/failed", test_failed);
  g_test_add_func ("/lists/load-more", test_load_more);
  g_test_add_func ("/lists/participants", test_participants);
  g_test_add_func ("/lists/names", test_names);
  g_test_add_func ("/lists/reconnection", test_reconnection);
  g_test_add_func ("/lists/ends", test_ends);
  g_test_add_func ("/lists/error", test_error);
  g_test_add_func ("/lists/disposed-within", test_disposed_within);
  g_test_add_func ("/lists/anything", test_anything);

  return g_test_run ();
}
