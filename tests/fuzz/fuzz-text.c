/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes, as a text in HTML and in Markdown: what is read is the same when it is written and read again. */

#include <string.h>

#include "fuzz-read.h"
#include "trueconf-bot.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  fuzz_init ();
  return 0;
}

/* GLib leaves out U+000B. */
static gboolean
is_space (gunichar c)
{
  return c == '\v' || g_unichar_isspace (c);
}

/* What is seen: the style of every character that is not white space, and which are links. Markdown escapes addresses. */
static char *
describe (TrueconfText *text)
{
  g_autoptr (GListModel) spans = trueconf_text_get_spans (text);
  GString *looks = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (spans); i++)
    {
      g_autoptr (TrueconfTextSpan) span = g_list_model_get_item (spans, i);
      const char *address = trueconf_text_span_get_address (span);

      for (const char *at = trueconf_text_span_get_text (span); *at != '\0'; at = g_utf8_next_char (at))
        g_string_append_printf (looks, "%x/%x/%d ", g_utf8_get_char (at),
                                is_space (g_utf8_get_char (at)) ? 0u
                                                                : (guint) trueconf_text_span_get_style (span),
                                address != NULL);
    }

  return g_string_free (looks, FALSE);
}

static void
check_html (TrueconfText *text)
{
  g_autofree char *html = trueconf_text_to_html (text);
  g_autoptr (TrueconfText) again = trueconf_text_new_from_html (html);
  g_autofree char *html_again = trueconf_text_to_html (again);

  fuzz_read_string (html);
  g_assert_cmpstr (html_again, ==, html);
  g_assert_true (trueconf_text_equal (again, text));
  g_assert_cmpuint (trueconf_text_hash (again), ==, trueconf_text_hash (text));
}

static void
check_markdown (TrueconfText *text)
{
  g_autofree char *markdown = trueconf_text_to_markdown (text);
  g_autoptr (TrueconfText) again = trueconf_text_new_from_markdown (markdown);
  g_autofree char *looks = describe (text);
  g_autofree char *looks_again = describe (again);

  fuzz_read_string (markdown);
  if (strcmp (looks, looks_again) != 0)
    g_error ("“%s” is read as %s, and it was %s", markdown, looks_again, looks);
}

/* All spans together are the text, and every mention is in one. */
static void
check_spans (TrueconfText *text)
{
  g_autoptr (GListModel) spans = trueconf_text_get_spans (text);
  g_autofree char *plain = trueconf_text_to_string (text);
  g_auto (GStrv) mentions = trueconf_text_get_mentions (text);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autoptr (GHashTable) users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  fuzz_read_list (spans);
  fuzz_read_string (plain);
  for (guint i = 0; i < g_list_model_get_n_items (spans); i++)
    {
      g_autoptr (TrueconfTextSpan) span = g_list_model_get_item (spans, i);
      const char *user_id = trueconf_text_span_get_user_id (span);

      g_string_append (joined, trueconf_text_span_get_text (span));
      if (user_id != NULL)
        g_hash_table_add (users, g_strdup (user_id));
    }
  for (guint i = 0; mentions[i] != NULL; i++)
    g_assert_true (strcmp (mentions[i], "all") == 0 || strcmp (mentions[i], "@all") == 0 ||
                   g_hash_table_contains (users, mentions[i]));
  g_assert_true (trueconf_text_is_empty (text) == (*plain == '\0'));
  g_assert_cmpuint (strlen (plain), >=, joined->len);
}

static void
check (TrueconfText *text)
{
  check_html (text);
  check_markdown (text);
  check_spans (text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *markup = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_autoptr (TrueconfText) html = trueconf_text_new_from_html (markup);
  g_autoptr (TrueconfText) markdown = trueconf_text_new_from_markdown (markup);
  g_autoptr (TrueconfText) plain = trueconf_text_new (markup);
  g_autoptr (TrueconfText) joined = trueconf_text_concat (markdown, html);
  g_autoptr (TrueconfText) bold = trueconf_text_with_style (joined, TRUECONF_TEXT_STYLE_BOLD);

  check (html);
  check (markdown);
  check (plain);
  check (joined);
  check (bold);

  return 0;
}
