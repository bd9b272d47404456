/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes, as a text to split: a byte for the limit, one for the markup, and the text. */

#include <string.h>

#include "fuzz-read.h"
#include "trueconf-bot.h"

#include "text/trueconf-split-text-private.h"
#include "text/trueconf-visible-length-private.h"

/* in visible characters: the longest entity that is written */
#define LEAST_LIMIT 12

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

static void
append_visible (GString *out, const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!is_space (g_utf8_get_char (text)))
      g_string_append_unichar (out, g_utf8_get_char (text));
}

static void
check_limits (char **pieces, gsize first, gsize limit, TrueconfParseMode mode)
{
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      gsize length = trueconf_text_measure (pieces[i], mode);

      fuzz_read_string (pieces[i]);
      if (length > (i == 0 ? first : limit) || *pieces[i] == '\0')
        g_error ("piece %u of %" G_GSIZE_FORMAT ": “%s”", i, limit, pieces[i]);
    }
}

static void
check_any (const char *text, gsize first, gsize limit)
{
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);

  for (guint mode = TRUECONF_PARSE_MODE_TEXT; mode <= TRUECONF_PARSE_MODE_HTML; mode++)
    {
      g_auto (GStrv) pieces = trueconf_split_text_after (text, first, limit, (TrueconfParseMode) mode);

      check_limits (pieces, first, limit, (TrueconfParseMode) mode);
      if (mode == TRUECONF_PARSE_MODE_TEXT)
        for (guint i = 0; pieces[i] != NULL; i++)
          append_visible (after, pieces[i]);
    }

  /* plain text comes back, except for white space */
  append_visible (before, text);
  g_assert_cmpstr (after->str, ==, before->str);
}

/* Appends each character that is not white space, with its style and address. */
static void
append_looks (GString *out, TrueconfText *text)
{
  g_autoptr (GListModel) spans = trueconf_text_get_spans (text);

  for (guint i = 0; i < g_list_model_get_n_items (spans); i++)
    {
      g_autoptr (TrueconfTextSpan) span = g_list_model_get_item (spans, i);
      const char *address = trueconf_text_span_get_address (span);

      for (const char *at = trueconf_text_span_get_text (span); *at != '\0'; at = g_utf8_next_char (at))
        if (!is_space (g_utf8_get_char (at)))
          g_string_append_printf (out, "%x/%x/%s ", g_utf8_get_char (at),
                                  (guint) trueconf_text_span_get_style (span),
                                  address != NULL ? address : "");
    }
}

/* A longer link is taken apart. */
static gboolean
has_long_link (TrueconfText *text, gsize limit)
{
  g_autoptr (GListModel) spans = trueconf_text_get_spans (text);
  gsize length = 0;

  for (guint i = 0; i < g_list_model_get_n_items (spans); i++)
    {
      g_autoptr (TrueconfTextSpan) span = g_list_model_get_item (spans, i);
      const char *address = trueconf_text_span_get_address (span);

      if (address == NULL)
        length = 0;
      else
        /* entities count each of their characters */
        length += 10 * strlen (trueconf_text_span_get_text (span)) + 1 + 6 * strlen (address);
      if (length > limit)
        return TRUE;
    }

  return FALSE;
}

/* The pieces of a well-formed text are well-formed, and look like it. */
static void
check_formatted (const char *markup, gsize first, gsize limit)
{
  g_autoptr (TrueconfText) text = trueconf_text_new_from_html (markup);
  g_autofree char *html = trueconf_text_to_html (text);
  g_auto (GStrv) pieces = trueconf_split_text_after (html, first, limit, TRUECONF_PARSE_MODE_HTML);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);

  check_limits (pieces, first, limit, TRUECONF_PARSE_MODE_HTML);
  if (has_long_link (text, MIN (first, limit)))
    return;

  append_looks (before, text);
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      g_autoptr (TrueconfText) piece = trueconf_text_new_from_html (pieces[i]);

      append_looks (after, piece);
    }
  if (strcmp (before->str, after->str) != 0)
    {
      g_autofree char *joined = g_strjoinv ("” “", pieces);

      g_error ("“%s” is split into “%s”: %s is not %s", html, joined, after->str, before->str);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = NULL;
  gsize limit;
  gsize first;

  if (size < 2)
    return 0;

  limit = 1 + data[0];
  first = 1 + data[1] % limit;
  text = g_utf8_make_valid ((const char *) data + 2, (gssize) size - 2);
  check_any (text, first, limit);
  check_formatted (text, MAX (first, LEAST_LIMIT), MAX (limit, LEAST_LIMIT));

  return 0;
}
