/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Splitting long texts: examples, what holds for every text, and the same pieces as a slow reference makes. */

#include <string.h>

#include "trueconf-bot.h"
#include "tc-util.h"
#include "text/trueconf-grapheme-private.h"
#include "text/trueconf-plain-private.h"
#include "text/trueconf-visible-length-private.h"

#define HTML     TRUECONF_PARSE_MODE_HTML
#define MARKDOWN TRUECONF_PARSE_MODE_MARKDOWN
#define TEXT     TRUECONF_PARSE_MODE_TEXT

static void
check_split (const char *text, gsize limit, TrueconfParseMode mode, const char *expected)
{
  g_auto (GStrv) pieces = trueconf_split_text_full (text, limit, mode);
  g_autofree char *joined = g_strjoinv (" | ", pieces);

  g_assert_cmpstr (joined, ==, expected);
}

/* What python-trueconf-bot makes of these. */
static void
test_vendor (void)
{
  static const struct
  {
    const char *text;
    const char *pieces;
  } rows[] = {
    { "hello world hello world hello world ", "hello world hello | world hello world" },
    { "<b>bold text that is long enough to be cut</b> and more",
      "<b>bold text that is</b> | <b>long enough to be</b> | <b>cut</b> and more" },
    { "**bold text that is long enough to be cut** and more",
      "**bold text that is** | **long enough to be** | **cut** and more" },
    { "line one\nline two\nline three\nline four", "line one\nline two | line three\nline four" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "aaaaaaaaaaaaaaaaaaaa | aaaaaaaaaaaaaaaaaaaa | aaaaaaaaaa" },
    { "> quote one two three four five six\nafter", "> quote one two | >three four five six | after" },
    { "<br><br><br>a b c d e f g h i j k l m n o p q r s t", "a b c d e f g h i j | k l m n o p q r s t" },
    { "", "" },
    { " not longer ", " not longer " },
    /* It cuts behind the dot, since it takes “three.four” for two words. */
    { "one two three.four five six seven eight", "one two three.four | five six seven eight" },
    /* It puts each entity in a piece of its own. */
    { "&amp;&lt;&amp;&lt;&amp;&lt;&amp;&lt;&amp;&lt;&amp;&lt;",
      "&amp;&lt;&amp;&lt; | &amp;&lt;&amp;&lt; | &amp;&lt;&amp;&lt;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) pieces = trueconf_split_text (rows[i].text, 20);
      g_autofree char *joined = g_strjoinv (" | ", pieces);

      g_assert_cmpstr (joined, ==, rows[i].pieces);
    }
}

static void
test_markup (void)
{
  static const struct
  {
    const char *text;
    gsize limit;
    TrueconfParseMode mode;
    const char *pieces;
  } rows[] = {
    /* closed and opened again, the last one first, with attributes */
    { "<b class=\"x\">one <i>two three</i> four</b>", 7, HTML,
      "<b class=\"x\">one <i>two</i></b> | <b class=\"x\"><i>three</i></b> | <b class=\"x\">four</b>" },
    { "<B>one two</B>", 5, HTML, "<B>one</B> | <B>two</B>" },
    { "<quote class=\"reply\">one two</quote><br>three", 7, HTML,
      "<quote class=\"reply\">one two</quote> | three" },
    { "***one two* three**", 7, MARKDOWN, "***one two*** | **three**" },
    { "***one two** three*", 7, MARKDOWN, "***one two*** | *three*" },
    { "~~one two~~ __three four__", 5, MARKDOWN, "~~one~~ | ~~two~~ | __three__ | __four__" },
    /* nothing empty is left behind */
    { "one two <b>three</b>", 7, HTML, "one two | <b>three</b>" },
    { "<b>one two </b>three", 7, HTML, "<b>one two</b> | three" },
    { "one two<b> </b><i>three</i>", 7, HTML, "one two | <i>three</i>" },
    { "one <b><br> two</b> three", 5, HTML, "one | <b>two</b> | three" },
    /* what has no other end is left as it is */
    { "one</i> <b>two three", 7, HTML, "one</i> <b>two | three" },
    { "2 * 3 *is 6", 6, MARKDOWN, "2 * 3 | *is 6" },
    { "**2 * 3 four**", 4, MARKDOWN, "**2 * 3** | **four**" },
    { "\\*one two\\* three", 8, MARKDOWN, "\\*one | two\\* | three" },
    { "<b>one *two three*</b>", 7, HTML, "<b>one *two</b> | <b>three*</b>" },
    { "one <b>two", 6, TEXT, "one | <b>two" },
    /* not in words, entities, links, tags that count as text, escapes */
    { "one snake_case two", 10, MARKDOWN, "one | snake_case | two" },
    { "ab&amp;cd", 6, HTML, "ab | &amp;c | d" },
    { "one <a href=\"x\">two three</a> four", 11, HTML, "one | <a href=\"x\">two three</a> | four" },
    { "one [two three](x) four", 11, MARKDOWN, "one | [two three](x) | four" },
    { "abc<code>d", 6, HTML, "abc | <code> | d" },
    /* unless there is no other way */
    { "&amp;", 3, HTML, "&am | p;" },
    { "<a href=\"http://x\"><b>a link</b></a>", 8, HTML, "a link | http://x" },
    { "[a *link*](http://x) b", 8, MARKDOWN, "a link | http://x | b" },
    /* in HTML it is no link, and may have tags anywhere */
    { "[<b>one](two three</b> four)", 8, HTML, "[<b>one](tw</b> | <b>o three</b> | four)" },
    { "<b>one [two](three</b> four) five six", 20, HTML, "<b>one [two](three</b> | four) five six" },
    { "[abcdef](ghi)", 8, HTML, "[abcdef] | (ghi)" },
    /* the best place in the second half of a piece, else the last word */
    { "one two\n\nthree\nfour. five six", 26, TEXT, "one two\n\nthree | four. five six" },
    { "one\n\ntwo three. four five", 20, TEXT, "one\n\ntwo three. | four five" },
    { "Really? \"Yes!\" he said then", 20, TEXT, "Really? \"Yes!\" | he said then" },
    { "Key: aaaaaaaaaaaaaaaa", 16, TEXT, "Key: | aaaaaaaaaaaaaaaa" },
    { "word \xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82\xe4\xb8\xad\xe6\x96\x87", 9, TEXT,
      "word \xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad | \xe6\x96\x87\xe3\x80\x82\xe4\xb8\xad\xe6\x96\x87" },
    { "\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82\xe4\xb8\xad", 3, TEXT,
      "\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82 | \xe4\xb8\xad" },
    { "one\xc2\xa0two three", 9, TEXT, "one\xc2\xa0two | three" },
    /* quotations go on, in Markdown only, and do not begin by a cut */
    { "> **one two**\n> three", 5, MARKDOWN, "> **one** | >**two** | > thr | >ee" },
    { "> one two", 5, HTML, "> one | two" },
    { "ab cd > e", 5, MARKDOWN, "ab | cd > | e" },
    { "> [a](bcd) [a](bcde)", 6, MARKDOWN, "> | >[a](bcd) | [a](bcde)" },
    /* nothing to see, nothing to send */
    { "          ", 3, TEXT, "" },
    { "<b></b> <br> <br><br>", 2, HTML, "" },
    { "\xff", 3, TEXT, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_split (rows[i].text, rows[i].limit, rows[i].mode, rows[i].pieces);
}

/* A cluster is one character to people. */
static void
test_clusters (void)
{
  static const char *const whole[] = {
    "e\xcc\x81",                                                        /* é of two */
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",                     /* a family */
    "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd",                                 /* thumb with a colour of skin */
    "\xe2\x9d\xa4\xef\xb8\x8f",                                         /* heart with a variation selector */
    "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",                                 /* flag */
    "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xbf", /* flag of a region */
    "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",                             /* Hangul */
    "\xea\xb0\x80\xe1\x86\xa8",                                         /* a syllable and an end */
    "\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xb7\xe0\xa4\xbf",                 /* Devanagari kshi */
    "\xe0\xae\xa8\xe0\xae\xbf",                                         /* Tamil ni */
    "\xd8\x80\xd8\xa1",                                                 /* Arabic number sign */
    "\r\n",
  };
  static const char *const apart[] = { "ab", "\xf0\x9f\x91\xa9\xf0\x9f\x91\xa7", "\xea\xb0\x80\xea\xb0\x80",
                                       "\xe0\xa4\x95\xe0\xa4\xb7", "\ra" };
  g_autofree char *flags = NULL;
  g_autoptr (GString) marks = g_string_new ("e");
  g_auto (GStrv) pieces = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (whole) + G_N_ELEMENTS (apart); i++)
    {
      gboolean together = i < G_N_ELEMENTS (whole);
      const char *text = together ? whole[i] : apart[i - G_N_ELEMENTS (whole)];
      TrueconfGrapheme grapheme = { 0 };
      guint clusters = 0;

      for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
        clusters += trueconf_grapheme_next (&grapheme, g_utf8_get_char (at)) ? 1 : 0;
      if (clusters != (together ? 1 : 2))
        g_test_message ("%s: %u clusters", text, clusters);
      g_assert_cmpuint (clusters, ==, together ? 1 : 2);

      if (together && i + 1 < G_N_ELEMENTS (whole))
        {
          g_autofree char *twice = g_strconcat ("x", text, text, NULL);
          g_autofree char *expected = g_strconcat ("x | ", text, " | ", text, NULL);

          check_split (twice, (gsize) g_utf8_strlen (text, -1), TEXT, expected);
        }
    }

  /* two and two */
  flags = g_strconcat (whole[4], whole[4], whole[4], NULL);
  pieces = trueconf_split_text_full (flags, 5, TEXT);
  g_assert_cmpuint (g_strv_length (pieces), ==, 2);
  g_assert_cmpuint (strlen (pieces[0]), ==, 16);

  /* one that is longer than a piece */
  for (guint i = 0; i < 25; i++)
    g_string_append (marks, "\xcc\x81");
  g_clear_pointer (&pieces, g_strfreev);
  pieces = trueconf_split_text_full (marks->str, 10, TEXT);
  g_assert_cmpuint (g_strv_length (pieces), ==, 3);
}

/* Attributes and depth are limited, since they come again with each piece. */
static void
test_repeated (void)
{
  g_autofree char *value = g_strnfill (300, 'x');
  g_autofree char *text = g_strdup_printf ("<b class=\"%s\">one two</b>", value);
  g_autofree char *expected = g_strdup_printf ("<b>one</b> | <b>two</b>");
  g_autoptr (GString) deep = g_string_new (NULL);
  g_auto (GStrv) pieces = NULL;
  gsize all = 0;

  check_split (text, 5, HTML, expected);

  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "<i>");
  for (guint i = 0; i < 1000; i++)
    g_string_append (deep, "word ");
  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "</i>");

  pieces = trueconf_split_text_full (deep->str, 4, HTML);
  g_assert_cmpuint (g_strv_length (pieces), ==, 1000);
  for (guint i = 0; i < 1000; i++)
    all += strlen (pieces[i]);
  g_assert_cmpuint (all, <, 2 * deep->len + 1000 * 16 * 7);
}

/* ---- random texts. They are made of units that say what they are, so that the reference reads no markup. */

typedef enum
{
  UNIT_VISIBLE,
  UNIT_SPACE,
  UNIT_OPEN,
  UNIT_CLOSE,
} UnitKind;

typedef struct
{
  UnitKind kind;
  const char *raw;
  const char *close; /* of an OPEN */
  guint lines;       /* of a SPACE */
  gboolean sentence; /* may have ended with it */
} Unit;

static const Unit units_visible[] = {
  { .raw = "a" },
  { .raw = "b" },
  { .raw = "Z" },
  { .raw = "7" },
  { .raw = "," },
  { .raw = ".", .sentence = TRUE },
  { .raw = "!", .sentence = TRUE },
  { .raw = "&amp;" },
  { .raw = "&#1046;" },
  { .raw = "\xd0\xb6" },
  { .raw = "e\xcc\x81" },
  { .raw = "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7" },
  { .raw = "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa" },
  { .raw = "<a href=\"u\">l <i>m</i></a>" },
  { .raw = "[l *m* n](u)" },
  { .raw = "<code>" },
};

static const Unit units_space[] = {
  { UNIT_SPACE, .raw = " " },
  { UNIT_SPACE, .raw = " " },
  { UNIT_SPACE, .raw = "\t" },
  { UNIT_SPACE, .raw = "\n", .lines = 1 },
  { UNIT_SPACE, .raw = "<br>", .lines = 1 },
};

static const Unit units_open[] = {
  { UNIT_OPEN, .raw = "<b>", .close = "</b>" },
  { UNIT_OPEN, .raw = "<i class='x y'>", .close = "</i>" },
  { UNIT_OPEN, .raw = "<quote class=\"reply\">", .close = "</quote>" },
  { UNIT_OPEN, .raw = "**", .close = "**" },
  { UNIT_OPEN, .raw = "_", .close = "_" },
  { UNIT_OPEN, .raw = "~~", .close = "~~" },
};

static guint
pick (guint n)
{
  return (guint) g_test_rand_int_range (0, (gint32) n);
}

/* Words with markup around them. */
static GArray *
make_units (guint words)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (Unit));
  guint open[G_N_ELEMENTS (units_open)];
  guint n_open = 0;

  for (guint i = 0; i < words; i++)
    {
      guint letters = 1 + pick (g_test_rand_bit () ? 5 : 12);
      guint spaces = 1 + pick (3);

      for (guint j = 0; j < G_N_ELEMENTS (units_open); j++)
        {
          gboolean is_open = FALSE;

          for (guint k = 0; k < n_open; k++)
            is_open |= open[k] == j;
          if (is_open || pick (12) > 0)
            continue;
          open[n_open++] = j;
          g_array_append_val (units, units_open[j]);
        }
      for (guint j = 0; j < letters; j++)
        g_array_append_val (units, units_visible[pick (G_N_ELEMENTS (units_visible))]);
      while (n_open > 0 && (i + 1 == words || pick (6) == 0))
        {
          Unit close = { UNIT_CLOSE, .raw = units_open[open[--n_open]].close };

          g_array_append_val (units, close);
        }
      for (guint j = 0; j < spaces; j++)
        g_array_append_val (units, units_space[pick (G_N_ELEMENTS (units_space))]);
    }

  return units;
}

static char *
join_units (GArray *units)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < units->len; i++)
    g_string_append (text, g_array_index (units, Unit, i).raw);

  return g_string_free (text, FALSE);
}

/* The piece of the units from @from to @to, slowly: from the start of the text. Sets where its visible part ends. */
static char *
render (GArray *units, guint from, guint to)
{
  const Unit *open[G_N_ELEMENTS (units_open)];
  guint n_open = 0;
  GString *piece = g_string_new (NULL);
  gboolean begun = FALSE;

  while (to > from && g_array_index (units, Unit, to - 1).kind != UNIT_VISIBLE)
    to--;

  for (guint i = 0; i < to; i++)
    {
      const Unit *unit = &g_array_index (units, Unit, i);

      if (unit->kind == UNIT_OPEN)
        open[n_open++] = unit;
      else if (unit->kind == UNIT_CLOSE)
        n_open--;

      if (i < from || (!begun && unit->kind != UNIT_VISIBLE))
        continue;
      for (guint j = 0; !begun && j < n_open; j++)
        g_string_append (piece, open[j]->raw);
      begun = TRUE;
      g_string_append (piece, unit->raw);
    }

  /* those that close at once belong to it */
  if (begun)
    while (n_open > 0)
      g_string_append (piece, open[--n_open]->close);

  return g_string_free (piece, FALSE);
}

/* Tries every place that there is, and measures every piece. */
static GPtrArray *
split_slowly (GArray *units, gsize limit)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  guint from = 0;

  while (from < units->len)
    {
      guint best[4] = { 0 };
      guint end = from;
      guint lines = 0;
      gboolean space = FALSE;
      gboolean sentence = FALSE;
      gboolean begun = FALSE;
      char *piece;

      for (; end < units->len; end++)
        {
          const Unit *unit = &g_array_index (units, Unit, end);
          g_autofree char *with = NULL;

          if (unit->kind == UNIT_SPACE)
            {
              space = begun;
              lines += begun ? unit->lines : 0;
            }
          if (unit->kind != UNIT_VISIBLE)
            continue;

          if (begun)
            {
              g_autofree char *without = render (units, from, end);
              gboolean half = 2 * trueconf_visible_length (without) >= limit;

              if (space && half && (lines > 0 || sentence))
                best[lines > 1 ? 0 : lines > 0 ? 1 : 2] = end;
              if (space)
                best[3] = end;
            }

          with = render (units, from, end + 1);
          if (trueconf_visible_length (with) > limit)
            break;
          begun = TRUE;
          space = FALSE;
          lines = 0;
          sentence = unit->sentence;
        }

      for (guint i = 0; end < units->len && i < G_N_ELEMENTS (best); i++)
        if (best[i] > 0)
          {
            end = best[i];
            break;
          }
      g_assert_cmpuint (end, >, from);

      piece = render (units, from, end);
      if (piece[0] != '\0')
        g_ptr_array_add (pieces, piece);
      else
        g_free (piece);
      from = end;
    }

  return pieces;
}

static void
test_reference (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) units = make_units (1 + pick (30));
      /* the longest unit has six */
      gsize limit = 7 + pick (round % 2 == 0 ? 20 : 80);
      g_autofree char *text = join_units (units);
      g_autoptr (GPtrArray) slow = split_slowly (units, limit);
      g_auto (GStrv) pieces = trueconf_split_text (text, limit);

      if (trueconf_visible_length (text) <= limit)
        {
          g_assert_cmpstr (pieces[0], ==, text);
          continue;
        }

      for (guint i = 0; i < slow->len || pieces[i] != NULL; i++)
        {
          const char *expected = i < slow->len ? g_ptr_array_index (slow, i) : NULL;

          if (g_strcmp0 (pieces[i], expected) != 0)
            g_test_message ("round %u, limit %" G_GSIZE_FORMAT ": %s", round, limit, text);
          g_assert_cmpstr (pieces[i], ==, expected);
          if (pieces[i] == NULL)
            break;
        }
    }
}

/* Whether tags that open also close, in order. */
static gboolean
is_well_formed (const char *piece)
{
  g_autoptr (GString) open = g_string_new (NULL);

  for (const char *at = strchr (piece, '<'); at != NULL; at = strchr (at + 1, '<'))
    {
      gboolean closes = at[1] == '/';
      char name = at[closes ? 2 : 1];

      if (g_str_has_prefix (at, "<br>") || g_str_has_prefix (at, "<code>"))
        continue;
      if (!closes)
        g_string_append_c (open, name);
      else if (open->len == 0 || open->str[open->len - 1] != name)
        return FALSE;
      else
        g_string_truncate (open, open->len - 1);
    }

  return open->len == 0;
}

/* Letters and digits without markup. */
static void
append_bare (GString *out, const char *text, TrueconfParseMode mode)
{
  g_autofree char *plain = mode != TEXT ? trueconf_text_to_plain (text, strlen (text)) : g_strdup (text);

  for (const char *at = plain; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (out, g_utf8_get_char (at));
}

static void
check_pieces (const char *text, gsize limit, TrueconfParseMode mode, gboolean well_formed)
{
  g_auto (GStrv) pieces = trueconf_split_text_full (text, limit, mode);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);

  append_bare (before, text, mode);
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      g_assert_true (g_utf8_validate (pieces[i], -1, NULL));
      g_assert_cmpstr (pieces[i], !=, "");
      if (trueconf_text_measure (pieces[i], mode) > limit)
        g_test_message ("piece %u of %s: %s", i, text, pieces[i]);
      g_assert_cmpuint (trueconf_text_measure (pieces[i], mode), <=, limit);
      if (well_formed && !is_well_formed (pieces[i]))
        g_test_message ("piece %u of %s: %s", i, text, pieces[i]);
      g_assert_true (!well_formed || is_well_formed (pieces[i]));
      append_bare (after, pieces[i], mode);
    }
  if (!g_str_equal (before->str, after->str))
    g_test_message ("limit %" G_GSIZE_FORMAT ": %s", limit, text);
  g_assert_cmpstr (after->str, ==, before->str);
}

static void
test_properties (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) units = make_units (1 + pick (60));
      g_autofree char *text = join_units (units);
      gsize limit = 7 + pick (60);

      check_pieces (text, limit, MARKDOWN, TRUE);
      check_pieces (text, limit, HTML, TRUE);
      check_pieces (text, 1 + pick (60), TEXT, FALSE);
    }
}

/* Fragments in any order, and limits that break anything. */
static void
test_fragments (void)
{
  static const char *const fragments[] = {
    "<b>",
    "</b>",
    "<i 1>",
    "</i>",
    "<a href=\"x\">",
    "<a>",
    "</a>",
    "<b ",
    "<",
    ">",
    "<br>",
    "\n",
    "\n\n",
    "[",
    "](",
    ")",
    "[t](u)",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "&amp;",
    "&",
    ";",
    "\\",
    " ",
    " ",
    " ",
    "1",
    "23",
    "a",
    "bc",
    ".",
    "\xe4\xb8\xad",
    "e\xcc\x81",
    "\xf0\x9f\x87\xa9",
    "\xe2\x80\x8d",
    "<s",
    "</u>",
    "<u>",
  };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n = 1 + pick (60);
      gsize limit = 1 + pick (25);

      for (guint i = 0; i < n; i++)
        g_string_append (text, fragments[pick (G_N_ELEMENTS (fragments))]);

      for (guint mode = TEXT; mode <= HTML; mode++)
        {
          g_auto (GStrv) pieces = trueconf_split_text_full (text->str, limit, (TrueconfParseMode) mode);

          for (guint i = 0; pieces[i] != NULL; i++)
            {
              gsize length = trueconf_text_measure (pieces[i], (TrueconfParseMode) mode);

              if (length > limit)
                g_test_message ("mode %u, limit %" G_GSIZE_FORMAT ", piece %u, %s, of %s", mode, limit, i,
                                pieces[i], text->str);
              g_assert_cmpuint (length, <=, limit);
              g_assert_true (g_utf8_validate (pieces[i], -1, NULL));
            }
        }
      check_pieces (text->str, limit, TEXT, FALSE);
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/split/vendor", test_vendor);
  g_test_add_func ("/split/markup", test_markup);
  g_test_add_func ("/split/clusters", test_clusters);
  g_test_add_func ("/split/repeated", test_repeated);
  g_test_add_func ("/split/reference", test_reference);
  g_test_add_func ("/split/properties", test_properties);
  g_test_add_func ("/split/fragments", test_fragments);

  return g_test_run ();
}
