/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Buttons and drafts as objects: what they hold, and what the server would not take. */

#include "config.h"
#include "trueconf-localedir.h"

#include <libintl.h>

#include <trueconf-bot.h>

#include "tc-util.h"

static TrueconfButton *
make (TrueconfButtonType type, const char *text, const char *value)
{
  const char *names[] = { NULL, "command", "url", "message", "data" };

  return g_object_new (TRUECONF_TYPE_BUTTON, "text", text, names[type], value, NULL);
}

static gboolean
add (TrueconfKeyboard *keyboard, TrueconfButton *button, GError **error)
{
  return trueconf_keyboard_add_row (keyboard, &button, 1, error);
}

static void
test_constructors (void)
{
  g_autoptr (TrueconfButton) command = trueconf_button_new_command ("Two\nlines", "do:it");
  g_autoptr (TrueconfButton) url = trueconf_button_new_url (NULL, "https://example.org/");
  g_autoptr (TrueconfButton) message = trueconf_button_new_message ("Ask", "What is on?");
  g_autoptr (TrueconfButton) copy = trueconf_button_new_copy ("Copy", "4711");
  TrueconfButton *row[] = { command, url, message, copy };
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (GListModel) first = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (trueconf_button_get_button_type (command), ==, TRUECONF_BUTTON_TYPE_COMMAND);
  g_assert_cmpstr (trueconf_button_get_command (command), ==, "do:it");
  g_assert_cmpstr (trueconf_button_get_text (command), ==, "Two lines");
  g_assert_cmpint (trueconf_button_get_button_type (url), ==, TRUECONF_BUTTON_TYPE_URL);
  g_assert_cmpstr (trueconf_button_get_url (url), ==, "https://example.org/");
  g_assert_null (trueconf_button_get_text (url));
  g_assert_cmpint (trueconf_button_get_button_type (message), ==, TRUECONF_BUTTON_TYPE_MESSAGE);
  g_assert_cmpstr (trueconf_button_get_message (message), ==, "What is on?");
  g_assert_cmpint (trueconf_button_get_button_type (copy), ==, TRUECONF_BUTTON_TYPE_COPY);
  g_assert_cmpstr (trueconf_button_get_data (copy), ==, "4711");

  g_assert_true (trueconf_keyboard_add_row (keyboard, row, G_N_ELEMENTS (row), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (trueconf_keyboard_get_n_buttons (keyboard), ==, 4);
  first = g_list_model_get_item (trueconf_keyboard_get_rows (keyboard), 0);
  g_assert_cmpuint (g_list_model_get_n_items (first), ==, 4);

  trueconf_button_set_button_id (copy, "b4");
  g_assert_true (trueconf_keyboard_find_button (keyboard, "b4") == copy);
  g_assert_null (trueconf_keyboard_find_button (keyboard, "b5"));
}

static void
test_button_limits (void)
{
  static const struct
  {
    TrueconfButtonType type;
    gsize length;
    gboolean good;
  } rows[] = {
    { TRUECONF_BUTTON_TYPE_COMMAND, 0, FALSE },  { TRUECONF_BUTTON_TYPE_COMMAND, 1, TRUE },
    { TRUECONF_BUTTON_TYPE_COMMAND, 255, TRUE }, { TRUECONF_BUTTON_TYPE_COMMAND, 256, FALSE },
    { TRUECONF_BUTTON_TYPE_MESSAGE, 0, FALSE },  { TRUECONF_BUTTON_TYPE_MESSAGE, 1, TRUE },
    { TRUECONF_BUTTON_TYPE_COPY, 0, FALSE },     { TRUECONF_BUTTON_TYPE_COPY, 1, TRUE },
    { TRUECONF_BUTTON_TYPE_COPY, 4095, TRUE },   { TRUECONF_BUTTON_TYPE_COPY, 4096, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *value = g_strnfill (rows[i].length, 'x');
      g_autoptr (TrueconfButton) button = make (rows[i].type, "Text", value);
      g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *figure = g_strdup_printf ("%" G_GSIZE_FORMAT, rows[i].length);

      g_assert_true (add (keyboard, button, &error) == rows[i].good);
      if (rows[i].good)
        continue;
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      tc_assert_contains (error->message, "“Text”");
      tc_assert_contains (error->message, figure);
      g_assert_null (strstr (error->message, "9223372036854775807"));
      g_assert_cmpuint (trueconf_keyboard_get_n_buttons (keyboard), ==, 0);
    }
}

static void
test_labels (void)
{
  static const char *const names[] = { "command", "message", "data" };
  g_autofree char *cyrillic = g_strdup ("тридцать два символа и не больше");
  g_autofree char *longer = g_strconcat (cyrillic, "!", NULL);

  g_assert_cmpint (g_utf8_strlen (cyrillic, -1), ==, 32);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TrueconfButton) good =
          g_object_new (TRUECONF_TYPE_BUTTON, "text", cyrillic, names[i], "x", NULL);
      g_autoptr (TrueconfButton) lengthy =
          g_object_new (TRUECONF_TYPE_BUTTON, "text", longer, names[i], "x", NULL);
      g_autoptr (TrueconfButton) empty = g_object_new (TRUECONF_TYPE_BUTTON, "text", "", names[i], "x", NULL);
      g_autoptr (TrueconfButton) none = g_object_new (TRUECONF_TYPE_BUTTON, names[i], "x", NULL);
      g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
      TrueconfButton *bad[] = { lengthy, empty, none };

      g_assert_true (add (keyboard, good, NULL));
      for (guint j = 0; j < G_N_ELEMENTS (bad); j++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_false (add (keyboard, bad[j], &error));
          g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
          tc_assert_contains (error->message, "32");
        }
    }
}

static void
test_urls (void)
{
  static const struct
  {
    const char *url;
    gboolean good;
  } rows[] = {
    { "https://example.org/", TRUE },    { "HTTP://EXAMPLE.ORG", TRUE },
    { "mailto:nora@example.org", TRUE }, { "trueconf:nora@example.org", TRUE },
    { "ftp://example.org/", FALSE },     { "javascript:alert(1)", FALSE },
    { "example.org/page", FALSE },       { "http://", FALSE },
    { "https://пример.рф/", FALSE },
  };
  g_autofree char *path = g_strnfill (8095 - 8, 'x');
  g_autofree char *longest = g_strconcat ("https://", path, NULL);
  g_autofree char *too_long = g_strconcat (longest, "x", NULL);
  g_autoptr (TrueconfButton) big = trueconf_button_new_url ("Big", longest);
  g_autoptr (TrueconfButton) bigger = trueconf_button_new_url ("Bigger", too_long);
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TrueconfButton) button = trueconf_button_new_url ("Site", rows[i].url);
      g_autoptr (TrueconfKeyboard) other = trueconf_keyboard_new ();
      g_autoptr (GError) error = NULL;

      g_assert_true (add (other, button, &error) == rows[i].good);
      if (!rows[i].good)
        g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
    }

  g_assert_true (add (keyboard, big, NULL));
  g_assert_false (add (keyboard, bigger, NULL));
}

static void
test_extras (void)
{
  g_autofree char *data = g_strnfill (4096, 'd');
  g_autofree char *more = g_strnfill (4097, 'd');
  g_autoptr (TrueconfButton) command = trueconf_button_new_command ("Go", "go");
  g_autoptr (TrueconfButton) copy = trueconf_button_new_copy ("Copy", "x");
  g_autoptr (TrueconfButton) message = trueconf_button_new_message ("Say", "x");
  g_autoptr (TrueconfButton) both =
      g_object_new (TRUECONF_TYPE_BUTTON, "text", "Both", "command", "a", "data", "b", NULL);
  g_autoptr (TrueconfButton) nothing = g_object_new (TRUECONF_TYPE_BUTTON, "text", "Nothing", NULL);
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();

  trueconf_button_set_custom_data (command, data);
  trueconf_button_set_to (command, "other_bot");
  trueconf_button_set_wait_reply (command, TRUE);
  g_assert_true (add (keyboard, command, NULL));
  trueconf_button_set_custom_data (command, more);
  g_assert_false (add (keyboard, command, NULL));
  trueconf_button_set_custom_data (command, "ключ");
  g_assert_false (add (keyboard, command, NULL));
  trueconf_button_set_custom_data (command, NULL);
  trueconf_button_set_to (command, "two words");
  g_assert_false (add (keyboard, command, NULL));
  trueconf_button_set_to (command, NULL);
  trueconf_button_set_draft (command, TRUE);
  g_assert_false (add (keyboard, command, NULL));

  trueconf_button_set_draft (message, TRUE);
  g_assert_true (add (keyboard, message, NULL));
  trueconf_button_set_custom_data (copy, "x");
  g_assert_false (add (keyboard, copy, NULL));
  trueconf_button_set_custom_data (copy, NULL);
  g_assert_true (add (keyboard, copy, NULL));
  g_assert_false (add (keyboard, both, NULL));
  g_assert_false (add (keyboard, nothing, NULL));
}

static void
test_keyboard_limits (void)
{
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Go", "go");
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (GError) error = NULL;
  TrueconfButton *row[9];

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    row[i] = button;

  g_assert_false (trueconf_keyboard_add_row (keyboard, row, 9, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  tc_assert_contains (error->message, "9 buttons");
  tc_assert_contains (error->message, "8");
  g_clear_error (&error);
  g_assert_false (trueconf_keyboard_add_row (keyboard, NULL, 0, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);

  for (guint i = 0; i < 8; i++)
    g_assert_true (trueconf_keyboard_add_row (keyboard, row, 8, NULL));
  g_assert_cmpuint (trueconf_keyboard_get_n_buttons (keyboard), ==, 64);
  g_assert_false (trueconf_keyboard_add_row (keyboard, row, 1, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  tc_assert_contains (error->message, "9 rows");
  g_assert_cmpuint (trueconf_keyboard_get_n_buttons (keyboard), ==, 64);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* Every property that can be written: a new value is told once, the same value not at all. */
static void
check_notify (GObject *object, const char *name, GValue *value)
{
  g_autofree char *signal = g_strconcat ("notify::", name, NULL);
  g_auto (GValue) read = G_VALUE_INIT;
  guint told = 0;
  gulong id = g_signal_connect (object, signal, G_CALLBACK (count_notify), &told);

  g_object_set_property (object, name, value);
  g_assert_cmpuint (told, ==, 1);
  g_object_set_property (object, name, value);
  g_assert_cmpuint (told, ==, 1);
  g_object_get_property (object, name, &read);
  if (G_VALUE_HOLDS_STRING (value))
    g_assert_cmpstr (g_value_get_string (&read), ==, g_value_get_string (value));
  else if (G_VALUE_HOLDS_ENUM (value))
    g_assert_cmpint (g_value_get_enum (&read), ==, g_value_get_enum (value));
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_assert_true (g_value_get_boolean (&read) == g_value_get_boolean (value));
  else
    g_assert_true (g_value_get_object (&read) == g_value_get_object (value));
  g_signal_handler_disconnect (object, id);
}

static void
check_all (GObject *object, GObject *keyboard, GObject *file)
{
  guint n;
  guint checked = 0;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      GParamSpec *pspec = properties[i];

      if (!(pspec->flags & G_PARAM_WRITABLE) || (pspec->flags & G_PARAM_CONSTRUCT_ONLY))
        continue;
      /* it is written into the text and its markup, and read from there */
      if (pspec->value_type == TRUECONF_TYPE_TEXT)
        continue;
      g_value_init (&value, pspec->value_type);
      if (G_VALUE_HOLDS_STRING (&value))
        g_value_set_string (&value, "something");
      else if (G_VALUE_HOLDS_BOOLEAN (&value))
        g_value_set_boolean (&value, TRUE);
      else if (G_VALUE_HOLDS_ENUM (&value))
        g_value_set_enum (&value, 2);
      else
        g_value_set_object (&value, pspec->value_type == TRUECONF_TYPE_KEYBOARD ? keyboard : file);
      check_notify (object, pspec->name, &value);
      checked++;
    }
  g_assert_cmpuint (checked, >, 5);
}

static void
test_properties (void)
{
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Go", "go");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("text", TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "x.txt");

  check_all (G_OBJECT (button), NULL, NULL);
  trueconf_draft_set_kind (draft, TRUECONF_DRAFT_KIND_STICKER);
  check_all (G_OBJECT (draft), G_OBJECT (keyboard), G_OBJECT (file));
}

static void
test_draft_kind (void)
{
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("text", TRUECONF_PARSE_MODE_HTML);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "x.txt");

  g_assert_cmpint (trueconf_draft_get_kind (draft), ==, TRUECONF_DRAFT_KIND_MESSAGE);
  g_assert_cmpint (trueconf_draft_get_parse_mode (draft), ==, TRUECONF_PARSE_MODE_HTML);
  trueconf_draft_set_file (draft, file);
  g_assert_cmpint (trueconf_draft_get_kind (draft), ==, TRUECONF_DRAFT_KIND_DOCUMENT);
  trueconf_draft_set_kind (draft, TRUECONF_DRAFT_KIND_PHOTO);
  g_assert_true (trueconf_draft_get_file (draft) == file);
  trueconf_draft_set_file (draft, NULL);
  g_assert_cmpint (trueconf_draft_get_kind (draft), ==, TRUECONF_DRAFT_KIND_MESSAGE);
}

/* A string may be set to a part of itself: the old one is freed last. */
static void
test_own_strings (void)
{
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("hello world", TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Go", "go");

  trueconf_draft_set_text (draft, trueconf_draft_get_text (draft) + 6);
  g_assert_cmpstr (trueconf_draft_get_text (draft), ==, "world");
  trueconf_draft_set_quote (draft, "a quotation");
  trueconf_draft_set_quote (draft, trueconf_draft_get_quote (draft) + 2);
  g_assert_cmpstr (trueconf_draft_get_quote (draft), ==, "quotation");
  trueconf_button_set_custom_data (button, "topic=3");
  trueconf_button_set_custom_data (button, trueconf_button_get_custom_data (button) + 6);
  g_assert_cmpstr (trueconf_button_get_custom_data (button), ==, "3");
}

#define REFUSED(condition, call)                                                                             \
  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*" condition "*");                               \
  call;                                                                                                      \
  g_test_assert_expected_messages ();

/* Numbers that an enumeration does not list are the caller's mistake, and do no harm. */
static void
test_enumerations (void)
{
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("text", TRUECONF_PARSE_MODE_HTML);
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Go", "go");
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1", NULL);
  g_autoptr (TrueconfMessage) message = g_object_new (TRUECONF_TYPE_MESSAGE, NULL);
  const TrueconfParseMode mode = (TrueconfParseMode) 77;

  REFUSED ("parse_mode", g_assert_null (trueconf_draft_new_text ("x", mode)))
  REFUSED ("parse_mode", trueconf_draft_set_parse_mode (draft, mode))
  REFUSED ("kind", trueconf_draft_set_kind (draft, (TrueconfDraftKind) 77))
  REFUSED ("answer", trueconf_draft_set_command_answer (draft, (TrueconfCommandAnswer) 77))
  REFUSED ("kind", trueconf_draft_set_kind (draft, TRUECONF_DRAFT_KIND_UNKNOWN))
  REFUSED ("answer", g_object_set (draft, "command-answer", TRUECONF_COMMAND_ANSWER_UNKNOWN, NULL))
  REFUSED ("visibility", trueconf_draft_set_command_visibility (draft, TRUECONF_COMMAND_VISIBILITY_UNKNOWN))
  REFUSED ("level", trueconf_draft_set_command_level (draft, TRUECONF_COMMAND_LEVEL_UNKNOWN))
  REFUSED ("status", trueconf_draft_set_command_status (draft, (TrueconfCommandStatus) 77))
  REFUSED ("visibility", trueconf_draft_set_command_visibility (draft, (TrueconfCommandVisibility) 77))
  REFUSED ("level", trueconf_draft_set_command_level (draft, (TrueconfCommandLevel) 77))
  REFUSED ("style", trueconf_button_set_style (button, (TrueconfButtonStyle) 77))
  REFUSED ("parse_mode", trueconf_bot_send_message_async (bot, "chat", "x", mode, NULL, NULL, NULL, NULL))
  REFUSED ("parse_mode", trueconf_bot_edit_message_async (bot, "id", "x", mode, NULL, NULL, NULL))
  REFUSED ("survey_type", trueconf_bot_send_survey_async (bot, "chat", "x", "x", (TrueconfSurveyType) 77,
                                                          NULL, NULL, NULL, NULL))
  REFUSED ("survey_type",
           trueconf_bot_edit_survey_async (bot, "id", "x", "x", (TrueconfSurveyType) 77, NULL, NULL, NULL))
  REFUSED ("activity",
           trueconf_bot_send_chat_activity_async (bot, "chat", (TrueconfChatActivity) 77, NULL, NULL, NULL))
  REFUSED ("parse_mode", trueconf_message_answer_async (message, "x", mode, NULL, NULL, NULL))
  REFUSED ("parse_mode", trueconf_message_reply_async (message, "x", mode, NULL, NULL, NULL))

  TC_ASSERT_OUT_OF_RANGE ("parse-mode", g_object_set (draft, "parse-mode", 77, NULL));
  g_assert_cmpint (trueconf_draft_get_kind (draft), ==, TRUECONF_DRAFT_KIND_MESSAGE);
  g_assert_cmpint (trueconf_button_get_style (button), ==, TRUECONF_BUTTON_STYLE_DEFAULT);
}

/* The first test: no bot has been made yet. */
static void
test_language (void)
{
  g_assert_cmpstr (bindtextdomain (GETTEXT_PACKAGE, NULL), ==, LOCALEDIR);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/keyboard/language", test_language);
  g_test_add_func ("/keyboard/constructors", test_constructors);
  g_test_add_func ("/keyboard/buttons/limits", test_button_limits);
  g_test_add_func ("/keyboard/buttons/labels", test_labels);
  g_test_add_func ("/keyboard/buttons/addresses", test_urls);
  g_test_add_func ("/keyboard/buttons/extras", test_extras);
  g_test_add_func ("/keyboard/limits", test_keyboard_limits);
  g_test_add_func ("/keyboard/properties", test_properties);
  g_test_add_func ("/keyboard/draft-kind", test_draft_kind);
  g_test_add_func ("/keyboard/own-strings", test_own_strings);
  g_test_add_func ("/keyboard/enumerations", test_enumerations);

  return g_test_run ();
}
