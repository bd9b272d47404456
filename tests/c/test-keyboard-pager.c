/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keyboards of lists, page by page, and what was pressed on them. */

#include "config.h"

#include "model/trueconf-callback-query-private.h"
#include "model/trueconf-event-private.h"
#include "trueconf-bot.h"

#include "tc-util.h"

static TrueconfKeyboardPager *
make_pager (guint n_items)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  for (guint i = 0; i < n_items; i++)
    {
      g_autofree char *label = g_strdup_printf ("Item %u", i);

      g_strv_builder_add (builder, label);
    }
  labels = g_strv_builder_end (builder);

  return trueconf_keyboard_pager_new_from_strv ("list", (const char *const *) labels, NULL);
}

static TrueconfKeyboard *
make (TrueconfKeyboardPager *pager, guint page)
{
  g_autoptr (GError) error = NULL;
  TrueconfKeyboard *keyboard = trueconf_keyboard_pager_make_keyboard (pager, page, &error);

  g_assert_no_error (error);
  return keyboard;
}

/* The labels, with rows in lines. */
static char *
describe (TrueconfKeyboard *keyboard)
{
  GListModel *rows = trueconf_keyboard_get_rows (keyboard);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (rows, i);

      for (guint j = 0; j < g_list_model_get_n_items (row); j++)
        {
          g_autoptr (TrueconfButton) button = g_list_model_get_item (row, j);

          g_string_append_printf (text, "[%s]", trueconf_button_get_text (button));
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
assert_page (TrueconfKeyboardPager *pager, guint page, const char *expected)
{
  g_autoptr (TrueconfKeyboard) keyboard = make (pager, page);
  g_autofree char *text = describe (keyboard);

  g_assert_cmpstr (text, ==, expected);
}

/* The press of the button with this label. */
static TrueconfCallbackQuery *
press (TrueconfKeyboard *keyboard, const char *label)
{
  GListModel *rows = trueconf_keyboard_get_rows (keyboard);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (rows, i);

      for (guint j = 0; j < g_list_model_get_n_items (row); j++)
        {
          g_autoptr (TrueconfButton) button = g_list_model_get_item (row, j);
          TrueconfCallbackQuery *query;

          if (!g_str_equal (trueconf_button_get_text (button), label))
            continue;
          query = g_object_new (TRUECONF_TYPE_CALLBACK_QUERY, NULL);
          query->command = g_strdup (trueconf_button_get_command (button));
          query->custom_data = g_strdup (trueconf_button_get_custom_data (button));
          return query;
        }
    }

  g_assert_not_reached ();
}

static void
test_pages (void)
{
  g_autoptr (TrueconfKeyboardPager) pager = make_pager (5);

  trueconf_keyboard_pager_set_columns (pager, 2);
  g_assert_cmpuint (trueconf_keyboard_pager_get_n_pages (pager), ==, 1);
  assert_page (pager, 0, "[Item 0][Item 1]\n[Item 2][Item 3]\n[Item 4]\n");

  trueconf_keyboard_pager_set_page_size (pager, 2);
  g_assert_cmpuint (trueconf_keyboard_pager_get_page_size (pager), ==, 2);
  g_assert_cmpuint (trueconf_keyboard_pager_get_n_pages (pager), ==, 3);
  assert_page (pager, 0, "[Item 0][Item 1]\n[1 / 3][›]\n");
  assert_page (pager, 1, "[Item 2][Item 3]\n[‹][2 / 3][›]\n");
  assert_page (pager, 2, "[Item 4]\n[‹][3 / 3]\n");
  /* the list has become shorter since the button was shown */
  assert_page (pager, 3, "[Item 4]\n[‹][3 / 3]\n");
  assert_page (pager, G_MAXUINT, "[Item 4]\n[‹][3 / 3]\n");

  trueconf_keyboard_pager_set_items (pager, NULL);
  g_assert_null (trueconf_keyboard_pager_get_items (pager));
  g_assert_cmpuint (trueconf_keyboard_pager_get_n_pages (pager), ==, 1);
  assert_page (pager, 1, "");
}

/* All sizes stay within 8 rows of 8 buttons, and all items are shown once. */
static void
test_limits (void)
{
  for (guint columns = 1; columns <= 8; columns++)
    for (guint n_items = 0; n_items < 140; n_items += n_items < 66 ? 1 : 13)
      for (guint size = 0; size <= 64; size += 16)
        {
          g_autoptr (TrueconfKeyboardPager) pager = make_pager (n_items);
          guint shown = 0;
          guint n_pages;

          trueconf_keyboard_pager_set_columns (pager, columns);
          g_assert_cmpuint (trueconf_keyboard_pager_get_columns (pager), ==, columns);
          trueconf_keyboard_pager_set_page_size (pager, size);
          n_pages = trueconf_keyboard_pager_get_n_pages (pager);
          for (guint page = 0; page < n_pages; page++)
            {
              g_autoptr (TrueconfKeyboard) keyboard = make (pager, page);
              guint n_page_buttons = n_pages == 1 ? 0 : page == 0 || page == n_pages - 1 ? 2 : 3;

              shown += trueconf_keyboard_get_n_buttons (keyboard) - n_page_buttons;
              g_assert_cmpuint (g_list_model_get_n_items (trueconf_keyboard_get_rows (keyboard)), <=, 8);
            }
          g_assert_cmpuint (shown, ==, n_items);
        }
}

static void
test_presses (void)
{
  g_autoptr (TrueconfKeyboardPager) pager = make_pager (3);
  g_autoptr (TrueconfKeyboardPager) other = trueconf_keyboard_pager_new ("other", NULL);
  g_autoptr (TrueconfKeyboard) keyboard = NULL;
  g_autoptr (TrueconfCallbackQuery) next = NULL;
  g_autoptr (TrueconfCallbackQuery) item = NULL;
  g_autofree char *data = NULL;
  static const char *const bad[] = { "-1", "x", "", "1 ", "99999999999999999999", NULL };

  g_assert_cmpstr (trueconf_keyboard_pager_get_id (other), ==, "other");
  trueconf_keyboard_pager_set_page_size (pager, 1);
  keyboard = make (pager, 1);
  next = press (keyboard, "›");
  g_assert_cmpint (trueconf_keyboard_pager_get_pressed_page (pager, next), ==, 2);
  g_assert_cmpint (trueconf_keyboard_pager_get_pressed_page (other, next), ==, -1);
  g_assert_null (trueconf_keyboard_pager_get_pressed_data (pager, next));
  item = press (keyboard, "Item 1");
  g_assert_cmpint (trueconf_keyboard_pager_get_pressed_page (pager, item), ==, -1);
  data = trueconf_keyboard_pager_get_pressed_data (pager, item);
  g_assert_cmpstr (data, ==, "1");
  g_assert_null (trueconf_keyboard_pager_get_pressed_data (other, item));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_free (next->custom_data);
      next->custom_data = g_strdup (bad[i]);
      g_assert_cmpint (trueconf_keyboard_pager_get_pressed_page (pager, next), ==, -1);
    }
  g_free (item->custom_data);
  item->custom_data = g_strdup ("%zz");
  g_assert_null (trueconf_keyboard_pager_get_pressed_data (pager, item));
}

/* What the server does not take is shortened, or comes back as it was. */
static void
test_any_texts (void)
{
  static const char *const labels[] = { "тридцать два символа и не больше",
                                        "тридцать два символа и не больше!",
                                        "",
                                        "two\nlines",
                                        "\xff",
                                        "100 %",
                                        "the flag of our neighbours is 🇩🇪!",
                                        "a family in thirty characters 👨‍👩‍👧‍👦",
                                        NULL };
  static const char *const data[] = { "host=db7&x=[1,2]", "ключ", "",  "a\nb", "\x01\x7f",
                                      "100 %25",          "de",   "4", NULL };
  static const char *const shown[] = { "тридцать два символа и не больше",
                                       "тридцать два символа и не больш…",
                                       "3",
                                       "two lines",
                                       "\xef\xbf\xbd",
                                       "100 %",
                                       "the flag of our neighbours is…",
                                       "a family in thirty characters…" };
  g_autoptr (TrueconfKeyboardPager) pager = trueconf_keyboard_pager_new_from_strv ("list", labels, data);
  g_autoptr (TrueconfKeyboard) keyboard = make (pager, 0);
  g_autofree char *lengthy = g_strnfill (4097, 'x');
  const char *one[] = { "One", NULL };
  const char *too_long[] = { lengthy, NULL };
  g_autoptr (TrueconfKeyboardPager) bad = trueconf_keyboard_pager_new_from_strv ("list", one, too_long);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autoptr (TrueconfCallbackQuery) query = press (keyboard, shown[i]);
      g_autofree char *back = trueconf_keyboard_pager_get_pressed_data (pager, query);

      g_assert_cmpstr (back, ==, data[i]);
      g_assert_true (query->custom_data == NULL || g_str_is_ascii (query->custom_data));
      if (i == 0)
        g_assert_cmpstr (query->custom_data, ==, data[i]);
    }

  g_assert_null (trueconf_keyboard_pager_make_keyboard (bad, 0, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  tc_assert_contains (error->message, "4096");
}

/* Any objects, and a list that changes. */
static void
test_models (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (TrueconfKeyboardPager) pager = trueconf_keyboard_pager_new ("servers", G_LIST_MODEL (store));
  g_autoptr (TrueconfButton) site = trueconf_button_new_url ("Site", "https://example.org/");
  g_autoptr (TrueconfKeyboard) keyboard = NULL;
  g_autoptr (TrueconfCallbackQuery) query = NULL;
  g_autofree char *data = NULL;

  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("server %u", i);
      g_autoptr (TrueconfBot) bot = g_object_new (TRUECONF_TYPE_BOT, "server", name, "port", 4000 + i, NULL);

      g_list_store_append (store, bot);
    }
  g_list_store_append (store, site);
  g_assert_true (trueconf_keyboard_pager_get_items (pager) == G_LIST_MODEL (store));
  g_assert_cmpstr (trueconf_keyboard_pager_get_label_property (pager), ==, "label");
  assert_page (pager, 0, "[1]\n[2]\n[Site]\n");
  trueconf_keyboard_pager_set_label_property (pager, "server");
  trueconf_keyboard_pager_set_data_property (pager, "port");
  g_assert_cmpstr (trueconf_keyboard_pager_get_data_property (pager), ==, "port");
  keyboard = make (pager, 0);
  query = press (keyboard, "server 2");
  data = trueconf_keyboard_pager_get_pressed_data (pager, query);
  g_assert_cmpstr (data, ==, "4002");

  g_list_store_remove (store, 0);
  assert_page (pager, 0, "[server 2]\n[Site]\n");
  trueconf_keyboard_pager_set_data_property (pager, "token");
  assert_page (pager, 0, "[server 2]\n[Site]\n");
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/keyboard-pager/pages", test_pages);
  g_test_add_func ("/keyboard-pager/limits", test_limits);
  g_test_add_func ("/keyboard-pager/presses", test_presses);
  g_test_add_func ("/keyboard-pager/any-texts", test_any_texts);
  g_test_add_func ("/keyboard-pager/models", test_models);

  return g_test_run ();
}
