/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names of users, which are asked for once, and contacts that somebody sends. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tc-bot.h"
#include "tc-chat.h"
#include "tc-script.h"

static void
look_up (TcScript *scene, const char *user_id, GCancellable *cancellable, GAsyncResult **result)
{
  trueconf_bot_lookup_display_name_async (scene->bot, user_id, cancellable, tc_store_result, result);
}

static char *
get_name (TcScript *scene, GAsyncResult **result, GError **error)
{
  char *name;

  TC_WAIT (*result != NULL);
  name = trueconf_bot_lookup_display_name_finish (scene->bot, *result, error);
  g_clear_object (result);
  return name;
}

static void
assert_name (TcScript *scene, GAsyncResult **result, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = get_name (scene, result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, expected);
}

static void
answer (TcScript *scene, guint number, const char *name)
{
  g_autofree char *payload = g_strdup_printf ("{'displayName':'%s','errorCode':0}", name);

  TC_WAIT (scene->requests->len > number);
  tc_script_answer (scene, g_ptr_array_index (scene->requests, number), payload);
}

static void
ask (TcScript *scene, const char *user_id, const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint number = scene->requests->len;

  look_up (scene, user_id, NULL, &result);
  answer (scene, number, name);
  assert_name (scene, &result, name);
}

static void
assert_known (TcScript *scene, const char *user_id, const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint number = scene->requests->len;

  look_up (scene, user_id, NULL, &result);
  assert_name (scene, &result, name);
  g_assert_cmpuint (scene->requests->len, ==, number);
}

static void
test_names (void)
{
  TcScript scene;
  GAsyncResult *results[10] = { NULL };

  tc_script_begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    look_up (&scene, "nora@example.org", NULL, &results[i]);
  answer (&scene, 0, "Nora");
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    assert_name (&scene, &results[i], "Nora");
  g_assert_cmpuint (scene.requests->len, ==, 1);
  assert_known (&scene, "nora@example.org", "Nora");
  assert_known (&scene, "NORA@example.org", "Nora");

  trueconf_bot_forget_display_name (scene.bot, "omar@example.org");
  assert_known (&scene, "nora@example.org", "Nora");
  trueconf_bot_forget_display_name (scene.bot, "Nora@example.org");
  ask (&scene, "nora@example.org", "Nora B.");
  ask (&scene, "omar@example.org", "Omar");
  trueconf_bot_forget_display_name (scene.bot, NULL);
  ask (&scene, "omar@example.org", "Omar");

  /* forgotten while it is asked for: the answer is given, but not kept */
  look_up (&scene, "nora@example.org", NULL, &results[0]);
  TC_WAIT (scene.requests->len == 5);
  trueconf_bot_forget_display_name (scene.bot, NULL);
  look_up (&scene, "nora@example.org", NULL, &results[1]);
  answer (&scene, 4, "old");
  answer (&scene, 5, "new");
  assert_name (&scene, &results[0], "old");
  assert_name (&scene, &results[1], "new");
  tc_script_end (&scene);
}

static void
test_names_are_forgotten (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  g_assert_cmpuint (trueconf_bot_get_max_display_names (scene.bot), ==, 1000);
  g_assert_cmpfloat_with_epsilon (trueconf_bot_get_display_name_max_age (scene.bot), 600, 0.001);
  trueconf_bot_set_max_display_names (scene.bot, 2);
  ask (&scene, "a@example.org", "A");
  ask (&scene, "b@example.org", "B");
  assert_known (&scene, "a@example.org", "A");
  ask (&scene, "c@example.org", "C");
  assert_known (&scene, "a@example.org", "A");
  ask (&scene, "b@example.org", "B");

  trueconf_bot_set_display_name_max_age (scene.bot, 0);
  ask (&scene, "b@example.org", "B2");
  trueconf_bot_set_display_name_max_age (scene.bot, INFINITY);
  assert_known (&scene, "b@example.org", "B2");
  tc_script_end (&scene);
}

/* Those that are asked for are no names yet: they push none out. */
static void
test_names_that_are_asked_for (void)
{
  TcScript scene;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  tc_script_begin (&scene);
  trueconf_bot_set_max_display_names (scene.bot, 2);
  ask (&scene, "a@example.org", "A");
  ask (&scene, "b@example.org", "B");
  look_up (&scene, "c@example.org", NULL, &first);
  look_up (&scene, "d@example.org", NULL, &second);
  TC_WAIT (scene.requests->len == 4);
  answer (&scene, 2, "C");
  assert_name (&scene, &first, "C");
  assert_known (&scene, "b@example.org", "B");
  assert_known (&scene, "c@example.org", "C");
  answer (&scene, 3, "D");
  assert_name (&scene, &second, "D");
  assert_known (&scene, "c@example.org", "C");
  ask (&scene, "b@example.org", "B");
  tc_script_end (&scene);
}

static void
test_failures_are_not_kept (void)
{
  TcScript scene;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  tc_script_begin (&scene);
  look_up (&scene, "nora@example.org", NULL, &first);
  look_up (&scene, "nora@example.org", NULL, &second);
  TC_WAIT (scene.requests->len == 1);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 0), "{'errorCode':306}");
  g_assert_null (get_name (&scene, &first, &error));
  g_assert_error (error, TRUECONF_API_ERROR, 306);
  g_clear_error (&error);
  g_assert_null (get_name (&scene, &second, &error));
  g_assert_error (error, TRUECONF_API_ERROR, 306);
  ask (&scene, "nora@example.org", "Nora");
  tc_script_end (&scene);
}

/* One who gives up does not take the answer from the others. */
static void
test_cancelled (void)
{
  TcScript scene;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  tc_script_begin (&scene);
  look_up (&scene, "nora@example.org", cancellable, &first);
  look_up (&scene, "nora@example.org", NULL, &second);
  TC_WAIT (scene.requests->len == 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (get_name (&scene, &first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  answer (&scene, 0, "Nora");
  assert_name (&scene, &second, "Nora");

  /* the only one */
  g_cancellable_reset (cancellable);
  look_up (&scene, "omar@example.org", cancellable, &first);
  TC_WAIT (scene.requests->len == 2);
  g_cancellable_cancel (cancellable);
  g_assert_null (get_name (&scene, &first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ask (&scene, "omar@example.org", "Omar");
  tc_script_end (&scene);
}

static TrueconfContact *
read_card (const char *text, gssize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  TrueconfContact *contact = trueconf_contact_new_from_vcard (bytes, &error);

  g_assert_no_error (error);
  return contact;
}

static void
test_cards (void)
{
  static const struct
  {
    const char *card;
    const char *display_name;
    const char *first_name;
    const char *last_name;
    const char *numbers;
  } rows[] = {
    { "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Berg;Nora;;Dr.;\r\nFN:Dr. Nora Berg\r\nTEL;TYPE=CELL:+49 170 1\r\n"
      "TEL;TYPE=WORK,PREF:+49 30 2\r\nEND:VCARD\r\n",
      "Dr. Nora Berg", "Nora", "Berg", "+49 30 2|+49 170 1" },
    /* 2.1: quoted-printable with a soft line break, and a charset */
    { "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=\n=B0=D0=BD;=D0=9E=D0=BB;;;\n"
      "TEL;CELL:1\nEND:VCARD\n",
      "Ол Иван", "Ол", "Иван", "1" },
    { "BEGIN:VCARD\nN;QUOTED-PRINTABLE;CHARSET=windows-1251:=C8=E2=E0=ED;=CE=EB\nEND:VCARD", "Ол Иван", "Ол",
      "Иван", "" },
    /* 4.0: URIs, groups, folded lines, parameters with colons */
    { "begin:vcard\r\nversion:4.0\r\nitem1.fn;x=\"a:b;c\":Nora\r\n  Be\r\n\trg\r\nitem1.TEL;VALUE=uri;PREF=1:tel:+49-30-2\r\nend:vcard",
      "Nora Berg", NULL, NULL, "+49-30-2" },
    /* escapes */
    { "BEGIN:VCARD\nFN:A\\, B\\; C\\\\ D\\nE\nN:Be\\;rg;No\\,ra\nEND:VCARD", "A, B; C\\ D\nE", "No,ra",
      "Be;rg", "" },
    /* only the first card, and not what is inside of it */
    { "\xef\xbb\xbf"
      "BEGIN:VCARD\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nFN:Boss\nEND:VCARD\nBEGIN:VCARD\nFN:Other\nTEL:3\nEND:VCARD",
      "Boss", NULL, NULL, "" },
    /* damaged */
    { "BEGIN:VCARD\nFN\nTEL:\nTEL: \nN\n:x\n;:\nFN:\nFN;ENCODING=QUOTED-PRINTABLE:a=4=ZZ=\n", "a=4=ZZ=", NULL,
      NULL, "" },
    { "BEGIN:VCARD\nFN;CHARSET=nonsense:\xff\x01", "\xef\xbf\xbd\x01", NULL, NULL, "" },
    { "BEGIN:VCARD\nFN:Nora\\", "Nora\\", NULL, NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TrueconfContact) contact = read_card (rows[i].card, -1);
      g_autofree char *numbers = g_strjoinv ("|", (char **) trueconf_contact_get_phone_numbers (contact));
      g_auto (GStrv) expected = g_strsplit (rows[i].numbers, "|", -1);

      g_test_message ("card %u", i);
      g_assert_cmpstr (trueconf_contact_get_display_name (contact), ==, rows[i].display_name);
      g_assert_cmpstr (trueconf_contact_get_first_name (contact), ==, rows[i].first_name);
      g_assert_cmpstr (trueconf_contact_get_last_name (contact), ==, rows[i].last_name);
      g_assert_cmpstr (numbers, ==, rows[i].numbers);
      g_assert_cmpstr (trueconf_contact_get_phone_number (contact), ==, expected[0]);
      g_assert_null (trueconf_contact_get_user_id (contact));
      g_assert_true (g_utf8_validate (trueconf_contact_get_vcard (contact), -1, NULL));
    }
}

static void
test_not_cards (void)
{
  static const char *const texts[] = { "", "Hello", "END:VCARD", "BEGIN:VCALENDAR\nEND:VCALENDAR", "\n\n\n" };
  const char with_nul[] = "BEGIN:VCARD\nFN:Nora\0\nTEL:1";
  g_autoptr (TrueconfContact) contact = read_card (with_nul, sizeof with_nul);

  g_assert_cmpstr (trueconf_contact_get_display_name (contact), ==, "Nora");
  g_assert_null (trueconf_contact_get_phone_number (contact));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (trueconf_contact_new_from_vcard (bytes, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
    }
}

static TrueconfContact *
get_contact (TrueconfMessage *message, GError **error)
{
  TrueconfContact *contact;

  TC_CALL (contact, error, trueconf_message_get_contact, message);
  return contact;
}

static void
test_links (void)
{
  static const struct
  {
    const char *text;
    const char *user_id;
    const char *name;
  } rows[] = {
    { "<a href=\"trueconf:nora@sandbox.local&do=profile\">N.</a>", "nora@sandbox.local", "Nora Berg" },
    { " <a href=\"trueconf:nora@sandbox.local&amp;do=profile\">N.</a>\n", "nora@sandbox.local", "Nora Berg" },
    { "<a href=\"trueconf:nobody@sandbox.local&do=profile\">No &amp; body</a>", "nobody@sandbox.local",
      "No & body" },
    { "<a href=\"trueconf:nora@sandbox.local\">N.</a>", NULL, NULL },
    { "<a href=\"trueconf:&do=profile\">N.</a>", NULL, NULL },
    { "<a href=\"trueconf:nora@sandbox.local&do=profile\">N.</a> please", NULL, NULL },
    { "<a href=\"trueconf:a@b&do=profile\">A</a><a href=\"trueconf:c@d&do=profile\">C</a>", NULL, NULL },
    { "<a href=\"trueconf:a@b&do=profile\"></a", NULL, NULL },
    { "</a>", NULL, NULL },
    { "hello", NULL, NULL },
  };
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (TrueconfBot) bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  tc_bot_start (bot);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *escaped = g_strescape (rows[i].text, NULL);
      g_autoptr (TrueconfContact) contact = NULL;
      g_autoptr (GError) error = NULL;

      tc_sandbox_do (sandbox, "/sandbox/say",
                     "{'from':'nora','to':'echo_bot','text':\"%s\",'parse_mode':'html'}", escaped);
      TC_WAIT (watch->messages->len == i + 1);
      contact = get_contact (g_ptr_array_index (watch->messages, i), &error);
      g_assert_no_error (error);
      if (rows[i].user_id == NULL)
        {
          g_assert_null (contact);
          continue;
        }
      g_assert_cmpstr (trueconf_contact_get_user_id (contact), ==, rows[i].user_id);
      g_assert_cmpstr (trueconf_contact_get_display_name (contact), ==, rows[i].name);
      g_assert_null (trueconf_contact_get_vcard (contact));
    }

  {
    g_autofree char *name = TC_GET (trueconf_message_lookup_author_name,
                                    (TrueconfMessage *) g_ptr_array_index (watch->messages, 0));
    g_autoptr (TrueconfMessage) orphan = g_object_new (TRUECONF_TYPE_MESSAGE, NULL);

    g_assert_cmpstr (name, ==, "Nora Berg");
    TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, trueconf_message_lookup_author_name, orphan);
  }
  tc_bot_stop (bot);
}

/* Sends a file, and gets its message. */
static TrueconfMessage *
send_card (TrueconfBot *bot, const char *chat_id, const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "nora.vcf");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_document (file, NULL, TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (TrueconfSentMessage) sent = NULL;

  trueconf_input_file_set_mime_type (file, "text/vcard");
  sent = TC_GET (trueconf_bot_send_draft, bot, chat_id, draft, NULL, NULL, NULL);

  return TC_GET (trueconf_bot_get_message_by_id, bot, trueconf_sent_message_get_message_id (sent));
}

static void
test_vcard_messages (void)
{
  static const char card[] = "BEGIN:VCARD\r\nFN:Nora Berg\r\nTEL:+49 30 2\r\nEND:VCARD\r\n";
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (TrueconfBot) bot = tc_bot_new (sandbox);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (TrueconfMessage) message = NULL;
  g_autoptr (TrueconfMessage) letter = NULL;
  g_autoptr (TrueconfMessage) large = NULL;
  g_autoptr (TrueconfContact) contact = NULL;
  g_autoptr (TrueconfContact) again = NULL;
  g_autofree char *too_much = g_strnfill (1024 * 1024 + 1, 'x');
  g_autofree char *chat_id = NULL;
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  chat_id = TC_GET (trueconf_bot_create_personal_chat, bot, "nora");
  message = send_card (bot, chat_id, card, strlen (card));
  trueconf_message_get_contact_async (message, cancellable, tc_store_result, &cancelled);
  g_cancellable_cancel (cancellable);
  TC_WAIT (cancelled != NULL);
  g_assert_null (trueconf_message_get_contact_finish (message, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  contact = get_contact (message, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_contact_get_display_name (contact), ==, "Nora Berg");
  g_assert_cmpstr (trueconf_contact_get_phone_number (contact), ==, "+49 30 2");
  g_assert_cmpstr (trueconf_contact_get_vcard (contact), ==, card);
  again = get_contact (message, NULL);
  g_assert_true (again == contact);

  letter = send_card (bot, chat_id, "Hello", 5);
  g_assert_null (get_contact (letter, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  large = send_card (bot, chat_id, too_much, strlen (too_much));
  g_assert_null (get_contact (large, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE);
  tc_bot_stop (bot);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/contacts/names", test_names);
  g_test_add_func ("/contacts/names-are-forgotten", test_names_are_forgotten);
  g_test_add_func ("/contacts/names-that-are-asked-for", test_names_that_are_asked_for);
  g_test_add_func ("/contacts/failures-are-not-kept", test_failures_are_not_kept);
  g_test_add_func ("/contacts/cancelled", test_cancelled);
  g_test_add_func ("/contacts/cards", test_cards);
  g_test_add_func ("/contacts/not-cards", test_not_cards);
  g_test_add_func ("/contacts/links", test_links);
  g_test_add_func ("/contacts/vcard-messages", test_vcard_messages);

  return g_test_run ();
}
