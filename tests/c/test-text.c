/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is in a text: its visible length by the rules of protocol section 11.6, quotations, and what is left without markup. */

#include <string.h>

#include "trueconf-bot.h"
#include "tc-util.h"
#include "text/trueconf-markup-hint-private.h"
#include "text/trueconf-plain-private.h"
#include "text/trueconf-quote-private.h"
#include "text/trueconf-shown-private.h"
#include "text/trueconf-visible-length-private.h"

static void
test_rules (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } rows[] = {
    { "", 0 },
    { "hello", 5 },
    { "привет 👋", 8 },
    { "<b>bold</b> <I>it</I> <u>u</u> <s>s</s>", 11 },
    { "<b class=\"x\">bold</b >", 4 },
    { "<bold>x</bold>", 14 },
    { "<quote class=\"reply\">x</quote> <quotes>", 10 },
    { "a<br>b<br/>c<BR />d", 7 },
    { "&amp;", 5 },
    { "**bold** and _it_ ~~gone~~", 16 },
    { "snake_case 2*3 a~b", 18 },
    { "a__b __c__", 6 },
    { "*", 0 },
    { "_x", 1 },
    { "x_", 1 },
    /* a link costs its text, a blank and its address */
    { "<a href=\"https://e.org\">site</a>", 18 },
    { "<A HREF='https://e.org'><b>si</b>te</A>!", 19 },
    { "<a>site</a>", 4 },
    { "<a href=\"x\">\nline\nbreak\n</a>", 13 },
    { "<a href=\"x\">one</a><a href=\"y\">two</a>", 10 },
    { "<a href=\"x\">no end", 6 },
    { "<a href=\"x\"", 11 },
    { "<a class='href' href = 'x'>t</a>", 3 },
    { "[site](https://e.org)", 18 },
    { "[**si**te](https://e.org) x", 20 },
    { "[](https://e.org)", 17 },
    { "[site]()", 8 },
    { "[site] (x)", 10 },
    { "[site", 5 },
    { "[a] [b](c)", 7 },
    { "[[a](b)", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (trueconf_visible_length (rows[i].text) != rows[i].length)
        g_test_message ("%s", rows[i].text);
      g_assert_cmpuint (trueconf_visible_length (rows[i].text), ==, rows[i].length);
    }

  g_assert_cmpuint (trueconf_visible_length ("\xff\xfe"), ==, 0);
}

static void
test_parse_modes (void)
{
  const char *text = "<b>**x**</b>";

  g_assert_cmpuint (trueconf_text_measure (text, TRUECONF_PARSE_MODE_TEXT), ==, strlen (text));
  g_assert_cmpuint (trueconf_text_measure (text, TRUECONF_PARSE_MODE_HTML), ==, 1);
  g_assert_cmpuint (trueconf_text_measure (text, TRUECONF_PARSE_MODE_MARKDOWN), ==, 1);
}

/* A text full of openings that never end takes a moment, not minutes. */
static void
test_large (void)
{
  static const char *const parts[] = { "<a href='x'>", "<b ", "[", "[a](", "<a", "__", "<br" };
  const guint repeats = 100000;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = 0; j < repeats; j++)
        g_string_append (text, parts[i]);
      g_assert_cmpuint (trueconf_visible_length (text->str), <=, text->len);
    }
}

static void
test_quotes (void)
{
  static const struct
  {
    TrueconfParseMode mode;
    TrueconfParseMode becomes;
    const char *quote;
    const char *text;
    const char *sent;
  } rows[] = {
    { TRUECONF_PARSE_MODE_HTML, TRUECONF_PARSE_MODE_HTML, "a < b", "<b>yes</b>",
      "<quote class=\"reply\">a &lt; b</quote><br><br><b>yes</b>" },
    { TRUECONF_PARSE_MODE_TEXT, TRUECONF_PARSE_MODE_HTML, "two\nlines", "x & y\n<z>",
      "<quote class=\"reply\">two<br>lines</quote><br><br>x &amp; y<br>&lt;z&gt;" },
    { TRUECONF_PARSE_MODE_MARKDOWN, TRUECONF_PARSE_MODE_MARKDOWN, "two\nlines", "**yes**",
      ">two\n>lines\n\n**yes**" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TrueconfParseMode mode = rows[i].mode;
      g_autofree char *sent = trueconf_text_quote (rows[i].quote, rows[i].text, &mode);

      g_assert_cmpstr (sent, ==, rows[i].sent);
      g_assert_cmpint (mode, ==, rows[i].becomes);
    }
}

static void
test_split_quotes (void)
{
  static const struct
  {
    const char *html;
    const char *quote;
    const char *rest;
  } rows[] = {
    { "<quote class=\"reply\">a &lt; b</quote><br><br>yes", "a < b", "yes" },
    { " <QUOTE  class='reply'>one<br>two</quote>\n<BR/> <br />\nyes", "one\ntwo", "\nyes" },
    { "<quote class=\"reply\">a</quote>\n\nyes", "a", "yes" },
    { "<quote class=\"reply\"></quote>yes", "", "yes" },
    { "<quote class=\"reply\">no end", NULL, NULL },
    { "<quote class=\"other\">a</quote>yes", NULL, NULL },
    { "<quotes class=\"reply\">a</quote>yes", NULL, NULL },
    { "yes <quote class=\"reply\">a</quote>", NULL, NULL },
    { "", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = 77;
      g_autofree char *quote = trueconf_text_split_quote (rows[i].html, &length);

      g_assert_cmpstr (quote, ==, rows[i].quote);
      g_assert_cmpstr (rows[i].html + length, ==, rows[i].rest != NULL ? rows[i].rest : rows[i].html);
    }
}

static void
test_plain (void)
{
  static const struct
  {
    const char *html;
    const char *plain;
  } rows[] = {
    { "a<br>b<br/>c<BR />d", "a\nb\nc\nd" },
    { "<b>bold</b> <a href=\"https://e.org\">link</a>", "bold link" },
    { "&lt;&gt;&amp;&quot;&#39;&apos;&#x41;&#1041;", "<>&\"''AБ" },
    { "a&nbsp;b", "a\302\240b" },
    { "&unknown; &; & &#0; &#xd800; &#99999999;", "&unknown; &; & &#0; &#xd800; &#99999999;" },
    { "1 < 2 <3 and <b", "1 < 2 <3 and <b" },
    { "&amp;lt;", "&lt;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *plain = trueconf_text_to_plain (rows[i].html, strlen (rows[i].html));

      g_assert_cmpstr (plain, ==, rows[i].plain);
    }
}

/* One line that cannot do anything to a terminal, nor hide anything. */
static void
test_show (void)
{
  static const struct
  {
    const char *text;
    const char *shown;
  } rows[] = {
    { "", "" },
    { "привет 👋", "привет 👋" },
    { "a\nb\r\tc", "a\\nb\\r\\tc" },
    { "\x1b[31mred", "\\u001b[31mred" },
    { "photo\xe2\x80\xaegpj.exe", "photo\\u202egpj.exe" },
    { "x\xe2\x80\xa8y\xc2\x9bz", "x\\u2028y\\u009bz" },
    { "\xe2\x80\x8b\xf3\xa0\x80\xa1", "\\u200b\\u{e0021}" },
    { "bad\xff!", "bad\\xff!" },
  };
  g_autofree char *many = g_strnfill (100000, 'x');
  g_autofree char *escapes = g_strnfill (100000, '\x1b');
  g_autofree char *shown = trueconf_text_show (many);
  g_autofree char *shown_escapes = trueconf_text_show (escapes);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = trueconf_text_show (rows[i].text);

      g_assert_cmpstr (text, ==, rows[i].shown);
    }

  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 501);
  g_assert_true (g_str_has_suffix (shown, "x…"));
  g_assert_cmpuint (strlen (shown_escapes), <=, 500 * strlen ("\\u001b") + strlen ("…"));
}

/* What somebody has meant as HTML or Markdown is told from what people write anyway. */
static void
test_looks_like_markup (void)
{
  static const char *const markup[] = {
    "<b>x</b>",   "1 < 2, <I>it</I>",        "see <a href=\"https://e.org\">this</a>",
    "**bold** x", "a [site](https://e.org)",
  };
  static const char *const plain[] = {
    "",         "1 < 2 > 0", "x <b> y",     "</b> <b>",         "<b>x</i>",   "<bold>x</bold>", "<- a",
    "<",        "</",        "2 ** 3 ** 4", "f(*args, **more)", "**** x ** ", "a[0](b) **x",    "**a\nb**",
    "<p>x</p>", "[x](y)",
  };
  g_autofree char *many = g_strnfill (200000, '<');

  for (guint i = 0; i < G_N_ELEMENTS (markup); i++)
    if (!trueconf_text_looks_like_markup (markup[i]))
      g_error ("%s", markup[i]);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (trueconf_text_looks_like_markup (plain[i]))
      g_error ("%s", plain[i]);
  g_assert_false (trueconf_text_looks_like_markup (many));
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/text/rules", test_rules);
  g_test_add_func ("/text/parse-modes", test_parse_modes);
  g_test_add_func ("/text/large", test_large);
  g_test_add_func ("/text/quotes", test_quotes);
  g_test_add_func ("/text/quotes/split", test_split_quotes);
  g_test_add_func ("/text/plain", test_plain);
  g_test_add_func ("/text/show", test_show);

  g_test_add_func ("/text/looks-like-markup", test_looks_like_markup);

  return g_test_run ();
}
