/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Formatted texts: what they are made of, how they are written, and that what is written is read back as the same. */

#include <string.h>

#include "trueconf-bot.h"
#include "tc-util.h"

#define N_RANDOM 3000

static void
assert_written (TrueconfText *text, const char *plain, const char *html, const char *markdown)
{
  g_autofree char *as_plain = trueconf_text_to_string (text);
  g_autofree char *as_html = trueconf_text_to_html (text);
  g_autofree char *as_markdown = trueconf_text_to_markdown (text);

  g_assert_cmpstr (as_plain, ==, plain);
  g_assert_cmpstr (as_html, ==, html);
  g_assert_cmpstr (as_markdown, ==, markdown);
}

static void
test_parts (void)
{
  static const struct
  {
    TrueconfText *(*make) (const char *text);
    const char *html;
    const char *markdown;
  } rows[] = {
    { trueconf_text_new, "a &lt; b*", "a < b\\*" },
    { trueconf_text_new_bold, "<b>a &lt; b*</b>", "**a < b\\***" },
    { trueconf_text_new_italic, "<i>a &lt; b*</i>", "*a < b\\**" },
    { trueconf_text_new_underline, "<u>a &lt; b*</u>", "__a < b\\*__" },
    { trueconf_text_new_strikethrough, "<s>a &lt; b*</s>", "~~a < b\\*~~" },
    { trueconf_text_new_quote, "<quote class=\"reply\">a &lt; b*</quote>", ">a < b\\*" },
  };
  g_autoptr (TrueconfText) all = trueconf_text_new_mention_all ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TrueconfText) text = rows[i].make ("a < b*");
      g_autoptr (TrueconfText) empty = rows[i].make ("");

      assert_written (text, "a < b*", rows[i].html, rows[i].markdown);
      g_assert_false (trueconf_text_is_empty (text));
      assert_written (empty, "", "", "");
      g_assert_true (trueconf_text_is_empty (empty));
    }
  assert_written (all, "@all", "@all", "@all");
}

static void
test_lines (void)
{
  g_autoptr (TrueconfText) text = trueconf_text_new (" a  b \r\nc\rd\302\240e\xff");

  assert_written (text, " a  b \nc\nd\302\240e\357\277\275",
                  "&nbsp;a &nbsp;b&nbsp;<br>c<br>d&#160;e\357\277\275", " a  b \nc\nd\302\240e\357\277\275");
}

static void
test_links (void)
{
  static const struct
  {
    const char *text;
    const char *address;
    const char *html;
    const char *markdown;
  } rows[] = {
    { "plan", "https://e.org/?a=1&b=\"2\"", "<a href=\"https://e.org/?a=1&amp;b=%222%22\">plan</a>",
      "[plan](https://e.org/?a=1&b=%222%22)" },
    { "[x]", " HTTP://e.org/a b(c) ", "<a href=\"http://e.org/a%20b(c)\">[x]</a>",
      "[\\[x\\]](http://e.org/a%20b%28c%29)" },
    { NULL, "mailto:a@e.org", "<a href=\"mailto:a@e.org\">mailto:a@e.org</a>",
      "[mailto:a@e.org](mailto:a@e.org)" },
    { "call", "tel:+7495", "call (tel:+7495)", "call (tel:+7495)" },
    { "tel:+7495", "tel:+7495", "tel:+7495", "tel:+7495" },
    { "x", "javascript:alert(1)", "x (javascript:alert(1))", "x (javascript:alert(1))" },
    { "x", "https://", "x (https://)", "x (https://)" },
    { "x", "", "x ()", "x ()" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TrueconfText) text = trueconf_text_new_link (rows[i].text, rows[i].address);
      g_autofree char *html = trueconf_text_to_html (text);
      g_autofree char *markdown = trueconf_text_to_markdown (text);

      g_assert_cmpstr (html, ==, rows[i].html);
      g_assert_cmpstr (markdown, ==, rows[i].markdown);
    }
}

static void
test_mentions (void)
{
  g_autoptr (TrueconfText) nora = trueconf_text_new_mention ("Nora", "nora@e.org");
  g_autoptr (TrueconfText) omar = trueconf_text_new_mention (NULL, "omar@e.org");
  g_autoptr (TrueconfText) nobody = trueconf_text_new_mention ("Nobody", "a&b@e.org");
  g_autoptr (TrueconfText) shared = trueconf_text_new_from_html (
      "<a href='trueconf:Nora@e.org&amp;do=profile'>N</a><a href=\"trueconf:\">x</a>");
  TrueconfText *all[] = { nora, omar, nobody, shared, nora };
  g_autoptr (TrueconfText) separator = trueconf_text_new (", ");
  g_autoptr (TrueconfText) text = trueconf_text_new_joined (all, G_N_ELEMENTS (all), separator);
  g_auto (GStrv) ids = trueconf_text_get_mentions (text);
  const char *expected[] = { "nora@e.org", "omar@e.org", "Nora@e.org", NULL };

  g_auto (GStrv) ids_of_more = NULL;
  g_autoptr (TrueconfText) more = trueconf_text_concat (text, text);

  g_assert_cmpstrv (ids, expected);
  /* the second one of an id must not take the place of the first, or the third is compared with what is freed */
  ids_of_more = trueconf_text_get_mentions (more);
  g_assert_cmpstrv (ids_of_more, expected);
  assert_written (text, "Nora, omar@e.org, Nobody, Nx, Nora",
                  "<a href=\"trueconf:nora@e.org\">Nora</a>, <a href=\"trueconf:omar@e.org\">omar@e.org</a>, "
                  "Nobody, <a href=\"trueconf:Nora@e.org&amp;do=profile\">N</a>x, "
                  "<a href=\"trueconf:nora@e.org\">Nora</a>",
                  "[Nora](trueconf:nora@e.org), [omar@e.org](trueconf:omar@e.org), Nobody, "
                  "[N](trueconf:Nora@e.org&do=profile)x, [Nora](trueconf:nora@e.org)");
}

/* What looks the same is the same, however it was put together. */
static void
test_nesting (void)
{
  g_autoptr (TrueconfText) x = trueconf_text_new ("x ");
  g_autoptr (TrueconfText) y = trueconf_text_new_italic ("y");
  g_autoptr (TrueconfText) z = trueconf_text_new_underline (" z");
  g_autoptr (TrueconfText) xy = trueconf_text_concat (x, y);
  g_autoptr (TrueconfText) bold = trueconf_text_with_style (xy, TRUECONF_TEXT_STYLE_BOLD);
  g_autoptr (TrueconfText) linked = trueconf_text_with_link (bold, "https://e.org");
  g_autoptr (TrueconfText) whole = trueconf_text_concat (linked, z);
  g_autoptr (TrueconfText) bold_y = trueconf_text_new_bold ("y");
  g_autoptr (TrueconfText) one = trueconf_text_with_style (bold_y, TRUECONF_TEXT_STYLE_ITALIC);
  g_autoptr (TrueconfText) other = trueconf_text_with_style (y, TRUECONF_TEXT_STYLE_BOLD);

  assert_written (bold, "x y", "<b>x <i>y</i></b>", "**x _y_**");
  assert_written (whole, "x y z", "<a href=\"https://e.org\"><b>x <i>y</i></b></a><u> z</u>",
                  "[**x _y_**](https://e.org) __z__");
  g_assert_true (trueconf_text_equal (one, other));
  g_assert_cmpuint (trueconf_text_hash (one), ==, trueconf_text_hash (other));
  g_assert_false (trueconf_text_equal (one, y));
}

/* A link is never cut in two, since it would mention a user twice. */
static void
test_overlaps (void)
{
  g_autoptr (TrueconfText) text =
      trueconf_text_new_from_html ("<b>a<a href='https://e.org'>b</b>c<i>d</a>e</i><s>f<u>g</s>h</u>");

  assert_written (text, "abcdefgh",
                  "<b>a</b><a href=\"https://e.org\"><b>b</b>c<i>d</i></a><i>e</i><s>f<u>g</u></s><u>h</u>",
                  "**a**[**b**c*d*](https://e.org)*e*~~f__g__~~__h__");
}

static void
test_quotes (void)
{
  g_autoptr (TrueconfText) quote = trueconf_text_new_quote (" two\n lines");
  g_autoptr (TrueconfText) answer = trueconf_text_new ("\n > yes");
  g_autoptr (TrueconfText) reply = trueconf_text_concat (quote, answer);
  g_autoptr (TrueconfText) late = trueconf_text_concat (answer, quote);
  g_autoptr (TrueconfText) from_html = NULL;
  g_autoptr (TrueconfText) from_markdown = NULL;
  const char *html = "<quote class=\"reply\">&nbsp;two<br>&nbsp;lines</quote><br><br>&gt; yes";
  const char *markdown = ">  two\n>  lines\n\n> yes";

  assert_written (reply, " two\n lines\n\n> yes", html, markdown);
  from_html = trueconf_text_new_from_html (html);
  from_markdown = trueconf_text_new_from_markdown (markdown);
  g_assert_true (trueconf_text_equal (reply, from_html));
  g_assert_true (trueconf_text_equal (reply, from_markdown));
  assert_written (late, "\n > yes two\n lines", "<br>&nbsp;&gt; yes two<br>&nbsp;lines",
                  "\n > yes two\n lines");
}

static void
test_list (void)
{
  g_autoptr (TrueconfText) one = trueconf_text_new_bold ("one");
  g_autoptr (TrueconfText) two = trueconf_text_new ("two");
  TrueconfText *items[] = { one, two };
  g_autoptr (TrueconfText) bullets = trueconf_text_new_list (items, G_N_ELEMENTS (items), FALSE);
  g_autoptr (TrueconfText) numbers = trueconf_text_new_list (items, G_N_ELEMENTS (items), TRUE);

  assert_written (bullets, "• one\n• two", "• <b>one</b><br>• two", "• **one**\n• two");
  assert_written (numbers, "1. one\n2. two", "1. <b>one</b><br>2. two", "1. **one**\n2. two");
}

static void
test_format (void)
{
  g_autoptr (TrueconfText) text = trueconf_text_format ("Hello <b>%s</b>, see <a href=\"%s\">%d plans</a>",
                                                        "<i>&amp;", "https://e.org/?a&b\"c", 3);

  assert_written (text, "Hello <i>&amp;, see 3 plans",
                  "Hello <b>&lt;i&gt;&amp;amp;</b>, see <a href=\"https://e.org/?a&amp;b%22c\">3 plans</a>",
                  "Hello **<i>&amp;**, see [3 plans](https://e.org/?a&b%22c)");
}

/* What is read, written again as HTML. */
static void
test_reading (void)
{
  static const struct
  {
    TrueconfText *(*read) (const char *markup);
    const char *markup;
    const char *html;
  } rows[] = {
    { trueconf_text_new_from_html, "<STRONG class='x'>a</strong > <em>b<Br/></em><img src=x>c",
      "<b>a</b> <i>b<br></i>c" },
    { trueconf_text_new_from_html, "<b><b>a</b>b</b>c</b>d", "<b>ab</b>cd" },
    { trueconf_text_new_from_html, "<b></b><i> <u></i>a", "<i>&nbsp;</i><u>a</u>" },
    { trueconf_text_new_from_html, "1 < 2 <3 &unknown; &amp;lt; <b",
      "1 &lt; 2 &lt;3 &amp;unknown; &amp;lt; &lt;b" },
    { trueconf_text_new_from_html,
      "<a href=javascript:x>a</a><a>b</a><a title='href=' href = https://e.org >c",
      "ab<a href=\"https://e.org\">c</a>" },
    { trueconf_text_new_from_html, "<code>a  b</code><ul><li>c</li></ul>", "a &nbsp;bc" },
    { trueconf_text_new_from_html, "a <quote class='reply'>b</quote>c", "a bc" },
    { trueconf_text_new_from_html, " \n<quote class='reply'>b</quote> <br>c",
      "<quote class=\"reply\">b</quote><br><br>c" },
    { trueconf_text_new_from_markdown, "**a** __b__ ~~c~~ *d* _e_ ***f*** ___g___",
      "<b>a</b> <u>b</u> <s>c</s> <i>d</i> <i>e</i> <b><i>f</i></b> <i><u>g</u></i>" },
    { trueconf_text_new_from_markdown, "**x *y***", "<b>x <i>y</i></b>" },
    { trueconf_text_new_from_markdown, "snake_case_name 2 * 3 * 4 ~a~ **** *a",
      "snake_case_name 2 * 3 * 4 ~a~ **** *a" },
    { trueconf_text_new_from_markdown, "\\*a\\* \\a \\", "*a* \\a \\" },
    { trueconf_text_new_from_markdown, "*a\n\nb*", "*a<br><br>b*" },
    { trueconf_text_new_from_markdown,
      "[a **b**](https://e.org/x_(y)) [c](ftp://e.org) [](https://e.org) [d] (e)",
      "<a href=\"https://e.org/x_(y)\">a <b>b</b></a> [c](ftp://e.org) [](https://e.org) [d] (e)" },
    { trueconf_text_new_from_markdown, "# a\n- b\n`c`\na > b", "# a<br>- b<br>`c`<br>a &gt; b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TrueconfText) text = rows[i].read (rows[i].markup);
      g_autofree char *html = trueconf_text_to_html (text);

      g_assert_cmpstr (html, ==, rows[i].html);
    }
}

static void
test_spans (void)
{
  g_autoptr (TrueconfText) text =
      trueconf_text_new_from_html ("a<b>b<a href='trueconf:nora@e.org'>c</a></b>");
  g_autoptr (GListModel) spans = trueconf_text_get_spans (text);
  g_autoptr (TrueconfTextSpan) first = g_list_model_get_item (spans, 0);
  g_autoptr (TrueconfTextSpan) last = g_list_model_get_item (spans, 2);
  g_autofree char *user_id = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (spans), ==, 3);
  g_assert_cmpstr (trueconf_text_span_get_text (first), ==, "a");
  g_assert_cmpint (trueconf_text_span_get_style (first), ==, TRUECONF_TEXT_STYLE_NONE);
  g_assert_null (trueconf_text_span_get_address (first));
  g_assert_null (trueconf_text_span_get_user_id (first));
  g_assert_cmpstr (trueconf_text_span_get_text (last), ==, "c");
  g_assert_cmpint (trueconf_text_span_get_style (last), ==, TRUECONF_TEXT_STYLE_BOLD);
  g_assert_cmpstr (trueconf_text_span_get_address (last), ==, "trueconf:nora@e.org");
  g_object_get (last, "user-id", &user_id, NULL);
  g_assert_cmpstr (user_id, ==, "nora@e.org");
}

static void
count_notify_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_drafts (void)
{
  g_autoptr (TrueconfText) text = trueconf_text_new_bold ("a < b");
  g_autoptr (TrueconfText) marked = trueconf_text_new_bold ("c");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_formatted (text);
  guint count = 0;

  g_assert_cmpstr (trueconf_draft_get_text (draft), ==, "<b>a &lt; b</b>");
  g_assert_cmpint (trueconf_draft_get_parse_mode (draft), ==, TRUECONF_PARSE_MODE_HTML);
  g_assert_true (trueconf_text_equal (text, trueconf_draft_get_formatted_text (draft)));

  g_signal_connect (draft, "notify::formatted-text", G_CALLBACK (count_notify_cb), &count);
  trueconf_draft_set_formatted_text (draft, text);
  g_assert_cmpuint (count, ==, 0);
  trueconf_draft_set_text (draft, "**c**");
  trueconf_draft_set_parse_mode (draft, TRUECONF_PARSE_MODE_MARKDOWN);
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (trueconf_text_equal (marked, trueconf_draft_get_formatted_text (draft)));
  trueconf_draft_set_formatted_text (draft, NULL);
  g_assert_null (trueconf_draft_get_formatted_text (draft));
  g_assert_cmpuint (count, ==, 3);
}

static TrueconfText *
make_random (GRand *random, guint depth)
{
  static const char *const words[] = {
    "a", "b ", " c", "\n",  "  ",    "**", "_", "__x", "~~", "[", "](",
    ")", "\\", ">",  "<b>", "&amp;", "&",  "é", "👋",   "\t", "1", ".",
  };
  static const char *const addresses[] = { "https://e.org/_a_*b*", "trueconf:nora@e.org",
                                           "http://e.org/?x=1&y=[2]" };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_parts = (guint) g_rand_int_range (random, 1, 4);
  TrueconfText *joined;
  TrueconfText *text;

  for (guint i = 0; i < n_parts; i++)
    g_ptr_array_add (parts,
                     depth > 0 && g_rand_boolean (random)
                         ? make_random (random, depth - 1)
                         : trueconf_text_new (words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]));
  joined = trueconf_text_new_joined ((TrueconfText **) parts->pdata, parts->len, NULL);

  if (g_rand_int_range (random, 0, 4) == 0)
    text =
        trueconf_text_with_link (joined, addresses[g_rand_int_range (random, 0, G_N_ELEMENTS (addresses))]);
  else
    text = trueconf_text_with_style (joined, (TrueconfTextStyle) (1 << g_rand_int_range (random, 0, 4)));
  g_object_unref (joined);

  return text;
}

/* Every character that is not white space has the same style and link; of white space only links. */
static void
assert_looks_alike (TrueconfText *one, TrueconfText *other, const char *markdown)
{
  GString *looks[] = { g_string_new (NULL), g_string_new (NULL) };
  TrueconfText *both[] = { one, other };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autoptr (GListModel) spans = trueconf_text_get_spans (both[i]);

      for (guint j = 0; j < g_list_model_get_n_items (spans); j++)
        {
          g_autoptr (TrueconfTextSpan) span = g_list_model_get_item (spans, j);
          const char *address = trueconf_text_span_get_address (span);

          for (const char *at = trueconf_text_span_get_text (span); *at != '\0'; at = g_utf8_next_char (at))
            g_string_append_printf (
                looks[i], "%x/%x/%s ", g_utf8_get_char (at),
                g_unichar_isspace (g_utf8_get_char (at)) ? 0 : trueconf_text_span_get_style (span),
                address != NULL ? address : "");
        }
    }
  if (strcmp (looks[0]->str, looks[1]->str) != 0)
    g_test_message ("%s\n%s\n%s", markdown, looks[0]->str, looks[1]->str);
  g_assert_cmpstr (looks[0]->str, ==, looks[1]->str);
  g_string_free (looks[0], TRUE);
  g_string_free (looks[1], TRUE);
}

static void
test_random (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  GRand *random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr (TrueconfText) body = make_random (random, 4);
      g_autoptr (TrueconfText) quote = i % 4 == 0 ? make_random (random, 2) : trueconf_text_new ("");
      g_autoptr (TrueconfText) quoted = trueconf_text_with_style (quote, TRUECONF_TEXT_STYLE_QUOTE);
      g_autoptr (TrueconfText) text = trueconf_text_concat (quoted, body);
      g_autofree char *html = trueconf_text_to_html (text);
      g_autofree char *markdown = trueconf_text_to_markdown (text);
      g_autoptr (TrueconfText) from_html = trueconf_text_new_from_html (html);
      g_autoptr (TrueconfText) from_markdown = trueconf_text_new_from_markdown (markdown);

      if (!trueconf_text_equal (text, from_html))
        g_test_message ("%s", html);
      g_assert_true (trueconf_text_equal (text, from_html));
      g_assert_null (strstr (html, "<b></b>"));
      assert_looks_alike (text, from_markdown, markdown);
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/formatted-text/parts", test_parts);
  g_test_add_func ("/formatted-text/lines", test_lines);
  g_test_add_func ("/formatted-text/links", test_links);
  g_test_add_func ("/formatted-text/mentions", test_mentions);
  g_test_add_func ("/formatted-text/nesting", test_nesting);
  g_test_add_func ("/formatted-text/overlaps", test_overlaps);
  g_test_add_func ("/formatted-text/quotes", test_quotes);
  g_test_add_func ("/formatted-text/list", test_list);
  g_test_add_func ("/formatted-text/format", test_format);
  g_test_add_func ("/formatted-text/reading", test_reading);
  g_test_add_func ("/formatted-text/spans", test_spans);
  g_test_add_func ("/formatted-text/drafts", test_drafts);
  g_test_add_func ("/formatted-text/random", test_random);

  return g_test_run ();
}
