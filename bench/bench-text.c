/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a megabyte of marked-up text costs: cut in pieces that can be sent, read, and written. With two megabytes beside it, since each of
 * them is to take twice as long, not four times. */

#include <trueconf-bot.h>

#define MEGABYTE    (1024 * 1024)
#define REPETITIONS 5
#define LIMIT       4096

static char *
make_html (gsize length)
{
  static const char *const parts[] = {
    "The <b>quick <i>brown</i> fox</b> jumps over the <a href=\"https://example.com/dog?lazy=1\">lazy dog</a>. ",
    "Some &amp; more, <u>underlined text that goes on for a while</u>, and caf\303\251s. ",
    "A line that ends<br>and another one<br><br>",
    "<s>no longer true</s> but still <b>here</b>, in plain words without any marks at all. ",
  };
  GString *text = g_string_sized_new (length + 200);

  for (guint i = 0; text->len < length; i++)
    g_string_append (text, parts[i % G_N_ELEMENTS (parts)]);

  return g_string_free (text, FALSE);
}

typedef void (*Work) (const char *html, TrueconfText *text);

static void
split (const char *html, TrueconfText *text)
{
  g_auto (GStrv) pieces = trueconf_split_text_full (html, LIMIT, TRUECONF_PARSE_MODE_HTML);

  g_assert_cmpuint (g_strv_length (pieces), >, 10);
}

static void
read_html (const char *html, TrueconfText *text)
{
  g_autoptr (TrueconfText) made = trueconf_text_new_from_html (html);

  g_assert_nonnull (made);
}

static void
write_html (const char *html, TrueconfText *text)
{
  g_autofree char *made = trueconf_text_to_html (text);

  g_assert_nonnull (made);
}

static void
write_markdown (const char *html, TrueconfText *text)
{
  g_autofree char *made = trueconf_text_to_markdown (text);

  g_assert_nonnull (made);
}

static void
measure_length (const char *html, TrueconfText *text)
{
  g_assert_cmpuint (trueconf_visible_length (html), >, 0);
}

/* Returns milliseconds: of several rounds, the best. */
static double
measure (Work work, const char *html, TrueconfText *text)
{
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < REPETITIONS; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      work (html, text);
      best = MIN (best, g_get_monotonic_time () - begin);
    }

  return (double) best / 1000.0;
}

int
main (void)
{
  static const struct
  {
    const char *name;
    Work work;
  } rows[] = {
    { "cut in pieces of 4096", split },   { "read HTML", read_html },           { "write HTML", write_html },
    { "write Markdown", write_markdown }, { "visible length", measure_length },
  };
  g_autofree char *one = make_html (MEGABYTE);
  g_autofree char *two = make_html (2 * MEGABYTE);
  g_autoptr (TrueconfText) text_of_one = trueconf_text_new_from_html (one);
  g_autoptr (TrueconfText) text_of_two = trueconf_text_new_from_html (two);

  g_print ("%-24s %12s %12s %8s\n", "", "1 MB, ms", "2 MB, ms", "ratio");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double first = measure (rows[i].work, one, text_of_one);
      double second = measure (rows[i].work, two, text_of_two);

      g_print ("%-24s %12.1f %12.1f %8.2f\n", rows[i].name, first, second, second / first);
    }

  return 0;
}
