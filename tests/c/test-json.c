/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The JSON reader and writer: what is JSON, what is not, and how it is understood. */

#include <math.h>
#include <string.h>

#include "tc-util.h"
#include "wire/trueconf-json-private.h"

static gboolean
parses (const char *text, gsize length)
{
  /* a copy of exactly this length, so that a sanitizer sees every byte read beyond it */
  g_autofree char *copy = g_memdup2 (text, MAX (length, 1));
  g_auto (TrueconfJson) json = { 0 };

  return trueconf_json_parse (&json, copy, length);
}

static void
test_valid (void)
{
  static const char *const texts[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "12",
    "-1.5",
    "1e3",
    "1E+3",
    "1.25e-10",
    "\"\"",
    "\"a\"",
    "{}",
    "[]",
    " [ ] ",
    "\t\n\r {\t}\n",
    "[1]",
    "[1,2]",
    "[ 1 , 2 ]",
    "[[],[[]],{}]",
    "{\"a\":1}",
    "{\"a\":1,\"b\":[true,null]}",
    "{\"\":0}",
    "{ \"a\" : { \"b\" : [ ] } }",
    "\"\\u0041\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\x7f\"",
    "\"\\uD83D\\uDE00\"",
    "\"\\ud83d\"",
    "[1e9999]",
    "[-1e-9999]",
    "123456789012345678901234567890",
    "\"\xe2\x82\xac\"",
    "{\"a\":1,\"a\":2}",
    "[\"\\u0000\"]",
    "[0.4e00669999999999999999999999999]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("text %u", i);
      g_assert_true (parses (texts[i], strlen (texts[i])));
    }
}

static void
test_invalid (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "nul",
    "nulll",
    "True",
    "NaN",
    "Infinity",
    "-",
    "+1",
    "01",
    "-01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "1.e1",
    "0x1",
    "1_000",
    "\"",
    "\"a",
    "\"\\\"",
    "\"\\",
    "\"\\x\"",
    "\"\\u\"",
    "\"\\u12\"",
    "\"\\u12G4\"",
    "\"\\u123",
    "'a'",
    "a",
    "{",
    "}",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1,,2]",
    "[]]",
    "[}",
    "{]",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{1:1}",
    "{\"a\":1 \"b\":2}",
    "{,}",
    "{:1}",
    "{\"a\"::1}",
    "[]x",
    "1 2",
    "{}{}",
    "[1]]",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"\x01\"",
    "/* */ 1",
    "[1] // x",
    "\xef\xbb\xbf{}",
    "[:]",
    "[\"a\":1]",
    "\f1",
    "[1\v]",
    "2@",
    "[\\u000A\"\"]",
    "{\"a\":\"b\"}#",
    "{\"x\", null}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("text %u", i);
      g_assert_false (parses (texts[i], strlen (texts[i])));
    }
}

static void
test_zero_bytes (void)
{
  g_assert_false (parses ("\0", 1));
  g_assert_false (parses ("1\0", 2));
  g_assert_false (parses ("[\0]", 3));
  g_assert_false (parses ("\"\0\"", 3));
  g_assert_false (parses ("\"\\\0\"", 4));
}

/* Every beginning of a valid text is invalid or a number that is complete; none is read beyond its end. */
static void
test_truncated (void)
{
  static const char text[] =
      "{\"type\":1,\"id\":501,\"method\":\"sendMessage\",\"payload\":{\"a\":[true,false,null,-1.5e+3,\"\\u00e9\\n\"],"
      "\"b\":{\"c\":\"\\ud83d\\ude00\"}}}";

  for (gsize length = 0; length < sizeof text - 1; length++)
    g_assert_false (parses (text, length));
  g_assert_true (parses (text, sizeof text - 1));
}

static void
assert_string (const char *text, const char *expected)
{
  g_auto (TrueconfJson) json = { 0 };
  g_autofree char *read = NULL;

  g_assert_true (trueconf_json_parse (&json, text, strlen (text)));
  read = trueconf_json_dup_string (&json, 0);
  g_assert_cmpstr (read, ==, expected);
  if (expected != NULL && text[0] == '"')
    g_assert_true (trueconf_json_equals (&json, 0, expected, strlen (expected)));
}

static void
test_strings (void)
{
  assert_string ("\"\"", "");
  assert_string ("\"plain\"", "plain");
  assert_string ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
  assert_string ("\"\\u0041\\u00e9\\u20AC\"", "A\xc3\xa9\xe2\x82\xac");
  assert_string ("\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80");
  assert_string ("\"\\uDBFF\\uDFFF\"", "\xf4\x8f\xbf\xbf");
  assert_string ("\"x\\\\u0041\"", "x\\u0041");
}

/* Half a pair is no character, and a C string cannot hold U+0000: the replacement character stands for them. */
static void
test_broken_surrogates (void)
{
#define BAD "\xef\xbf\xbd"
  assert_string ("\"\\ud83d\"", BAD);
  assert_string ("\"\\ude00\"", BAD);
  assert_string ("\"\\ud83dx\"", BAD "x");
  assert_string ("\"\\ud83d\\u0041\"", BAD "A");
  assert_string ("\"\\ud83d\\ud83d\\ude00\"", BAD "\xf0\x9f\x98\x80");
  assert_string ("\"\\ude00\\ud83d\"", BAD BAD);
  assert_string ("\"\\ud83d\\n\"", BAD "\n");
  assert_string ("\"a\\u0000b\"", "a" BAD "b");
#undef BAD
}

/* What a server sends in another type than expected is still understood where it can be. */
static void
test_tolerance (void)
{
  assert_string ("17", "17");
  assert_string ("-1.50", "-1.50");
  assert_string ("true", "true");
  assert_string ("null", NULL);
  assert_string ("{}", NULL);
  assert_string ("[\"a\"]", NULL);
}

static void
test_integers (void)
{
  static const struct
  {
    const char *text;
    gboolean ok;
    gint64 value;
  } rows[] = {
    { "0", TRUE, 0 },
    { "-7", TRUE, -7 },
    { "9223372036854775807", TRUE, G_MAXINT64 },
    { "-9223372036854775808", TRUE, G_MININT64 },
    { "9223372036854775808", TRUE, G_MAXINT64 },
    { "1e400", FALSE, 0 },
    { "-99999999999999999999999999999999", TRUE, G_MININT64 },
    { "12.9", TRUE, 12 },
    { "1.5e3", TRUE, 1500 },
    { "\"42\"", TRUE, 42 },
    { "\" 42 \"", TRUE, 42 },
    { "\"1e3\"", TRUE, 1000 },
    { "\"42x\"", FALSE, 0 },
    { "\"\"", FALSE, 0 },
    { "\"x\"", FALSE, 0 },
    { "\"nan\"", FALSE, 0 },
    { "\"inf\"", FALSE, 0 },
    { "true", FALSE, 0 },
    { "null", FALSE, 0 },
    { "[1]", FALSE, 0 },
    { "{\"a\":1}", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TrueconfJson) json = { 0 };
      gint64 value = 0;

      g_test_message ("row %u", i);
      g_assert_true (trueconf_json_parse (&json, rows[i].text, strlen (rows[i].text)));
      g_assert_cmpint (trueconf_json_get_int (&json, 0, &value), ==, rows[i].ok);
      g_assert_cmpint (value, ==, rows[i].value);
    }
}

static void
test_booleans (void)
{
  static const struct
  {
    const char *text;
    gboolean ok;
    gboolean value;
  } rows[] = {
    { "true", TRUE, TRUE },       { "false", TRUE, FALSE },   { "\"true\"", TRUE, TRUE },
    { "\"false\"", TRUE, FALSE }, { "1", TRUE, TRUE },        { "0", TRUE, FALSE },
    { "\"1\"", TRUE, TRUE },      { "\"yes\"", FALSE, TRUE }, { "null", FALSE, TRUE },
    { "[]", FALSE, TRUE },        { "{}", FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TrueconfJson) json = { 0 };
      gboolean value = TRUE;

      g_test_message ("row %u", i);
      g_assert_true (trueconf_json_parse (&json, rows[i].text, strlen (rows[i].text)));
      g_assert_cmpint (trueconf_json_get_boolean (&json, 0, &value), ==, rows[i].ok);
      g_assert_cmpint (value, ==, rows[i].value);
    }
}

static void
test_members (void)
{
  static const char text[] =
      "{\"a\":{\"a\":1,\"b\":2},\"b\":[3,{\"b\":4}],\"c\":5,\"a\":6,\"\\u0064\":7,\"e\":null}";
  g_auto (TrueconfJson) json = { 0 };
  gint64 value = 0;
  TrueconfJsonIter iter;
  guint count = 0;

  g_assert_true (trueconf_json_parse (&json, text, strlen (text)));

  /* of two members with one name the last holds, as everywhere */
  g_assert_true (trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "a"), &value));
  g_assert_cmpint (value, ==, 6);
  g_assert_true (trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "d"), &value));
  g_assert_cmpint (value, ==, 7);
  g_assert_cmpuint (trueconf_json_get_member (&json, 0, "x"), ==, TRUECONF_JSON_NONE);
  g_assert_cmpuint (trueconf_json_get_member (&json, trueconf_json_get_member (&json, 0, "c"), "a"), ==,
                    TRUECONF_JSON_NONE);
  g_assert_cmpuint (trueconf_json_get_member (&json, TRUECONF_JSON_NONE, "a"), ==, TRUECONF_JSON_NONE);
  g_assert_cmpint (trueconf_json_get_type_of (&json, trueconf_json_get_member (&json, 0, "e")), ==,
                   TRUECONF_JSON_NULL);

  trueconf_json_iter_init (&iter, &json, 0);
  while (trueconf_json_iter_next (&iter))
    count++;
  g_assert_cmpuint (count, ==, 6);

  count = 0;
  trueconf_json_iter_init (&iter, &json, trueconf_json_get_member (&json, 0, "b"));
  while (trueconf_json_iter_next (&iter))
    count++;
  g_assert_cmpuint (count, ==, 2);

  /* what is no container has no members */
  trueconf_json_iter_init (&iter, &json, trueconf_json_get_member (&json, 0, "c"));
  g_assert_false (trueconf_json_iter_next (&iter));
  trueconf_json_iter_init (&iter, &json, TRUECONF_JSON_NONE);
  g_assert_false (trueconf_json_iter_next (&iter));
}

static void
test_deep (void)
{
  const guint depth = 1000000;
  g_autoptr (GString) arrays = g_string_sized_new (2 * depth);
  g_autoptr (GString) objects = g_string_sized_new (6 * depth);
  g_auto (TrueconfJson) json = { 0 };
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < depth; i++)
    {
      g_string_append_c (arrays, '[');
      g_string_append (objects, "{\"a\":");
    }
  g_assert_false (parses (arrays->str, arrays->len));
  g_assert_false (parses (objects->str, objects->len));

  g_string_append (objects, "1");
  for (guint i = 0; i < depth; i++)
    {
      g_string_append_c (arrays, ']');
      g_string_append_c (objects, '}');
    }
  g_assert_true (parses (arrays->str, arrays->len));
  g_assert_true (trueconf_json_parse (&json, objects->str, objects->len));

  /* json-glib could not free such a tree: what nobody can have meant is left out */
  node = trueconf_json_to_node (&json, 0);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  g_assert_nonnull (tc_json_find (node, "a.a.a.a"));
}

/* More tokens than fit without allocating, at several sizes around that. */
static void
test_many_tokens (void)
{
  for (guint n = TRUECONF_JSON_INLINE_TOKENS - 3; n < TRUECONF_JSON_INLINE_TOKENS * 2 + 3; n++)
    {
      g_autoptr (GString) text = g_string_new ("[");
      g_auto (TrueconfJson) json = { 0 };
      TrueconfJsonIter iter;
      gint64 sum = 0;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s%u", i > 0 ? "," : "", i);
      g_string_append_c (text, ']');

      g_assert_true (trueconf_json_parse (&json, text->str, text->len));
      trueconf_json_iter_init (&iter, &json, 0);
      while (trueconf_json_iter_next (&iter))
        {
          gint64 value = 0;

          g_assert_true (trueconf_json_get_int (&json, iter.value, &value));
          sum += value;
        }
      g_assert_cmpint (sum, ==, (gint64) n * (n - 1) / 2);
    }
}

/* Nodes say the same as json-glib's own parser would. */
static void
test_nodes (void)
{
  static const char *const texts[] = {
    "null",
    "true",
    "17",
    "-2.5",
    "\"\\u00e9\\ud83d\\ude00\"",
    "[]",
    "{}",
    "[1,[2,{\"a\":null}],\"x\"]",
    "{\"payload\":{\"a\":[true,false],\"b\":\"\\n\"},\"id\":9007199254740993,\"x\":1.0}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (TrueconfJson) json = { 0 };
      g_autoptr (JsonNode) expected = json_from_string (texts[i], NULL);
      g_autoptr (JsonNode) node = NULL;

      g_assert_true (trueconf_json_parse (&json, texts[i], strlen (texts[i])));
      node = trueconf_json_to_node (&json, 0);
      g_assert_true (json_node_is_immutable (node));
      if (expected == NULL)
        g_assert_true (JSON_NODE_HOLDS_NULL (node));
      else
        g_assert_true (json_node_equal (node, expected));
    }
}

static void
test_writer (void)
{
  static const char *const texts[] = {
    "", "plain", "\"\\/\b\f\n\r\t", "\x01\x1f\x7f", "\xc3\xa9 \xf0\x9f\x98\x80", "</script>",
  };
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_string_truncate (out, 0);
      trueconf_json_append_string (out, texts[i]);
      assert_string (out->str, texts[i]);
    }

  /* what is not UTF-8 cannot be sent; the rest of it can */
  g_string_truncate (out, 0);
  trueconf_json_append_string (out, "a\xff"
                                    "b\xc3");
  assert_string (out->str, "a\xef\xbf\xbd"
                           "b\xef\xbf\xbd");
}

/* Numbers of every size, as they are and in the text that json-glib makes of them. */
static void
test_numbers (void)
{
  static const char *const texts[] = {
    "0", "-0.0", "1.5", "1e3", "1e16", "1e17", "1e22", "-2e-90", "3E+300", "5e-324", "1.7976931348623157e308",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (TrueconfJson) json = { 0 };
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *text = NULL;
      double expected = g_ascii_strtod (texts[i], NULL);

      g_assert_true (trueconf_json_parse (&json, texts[i], strlen (texts[i])));
      node = trueconf_json_to_node (&json, 0);
      g_assert_true (ABS (json_node_get_double (node) - expected) <= ABS (expected) * 1e-15);
      text = json_to_string (node, FALSE);
      g_test_message ("%s", text);
      g_assert_true (parses (text, strlen (text)));
    }
}

/* What a program has made, and json-glib would not write as JSON. */
static void
test_node_writer (void)
{
  static const char text[] =
      "{\"a\":[1,-9223372036854775808,\"\\\"\",true,false,null,{},[]],\"\":{\"b\":0.5}}";
  static const struct
  {
    double number;
    const char *text;
  } rows[] = {
    { 1e22, "1e+22" }, { -2e-90, "-2e-90" }, { 3, "3" }, { HUGE_VAL, "null" }, { -HUGE_VAL, "null" }
  };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  trueconf_json_append_node (out, node);
  g_assert_cmpstr (out->str, ==, text);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) number = json_node_init_double (json_node_alloc (), rows[i].number);

      g_string_truncate (out, 0);
      trueconf_json_append_node (out, number);
      g_assert_cmpstr (out->str, ==, rows[i].text);
    }
}

/* Chance finds what nobody thinks of. The seed is printed, and may be given again with --seed. */
static void
test_noise (void)
{
  static const char alphabet[] = "{}[]\",:\\u0123456789abcdefntrl.-+eE \n";

  for (guint round = 0; round < 20000; round++)
    {
      char text[48];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof text);

      for (gsize i = 0; i < length; i++)
        text[i] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      if (parses (text, length))
        {
          g_auto (TrueconfJson) json = { 0 };
          g_autoptr (JsonNode) node = NULL;

          g_assert_true (trueconf_json_parse (&json, text, length));
          node = trueconf_json_to_node (&json, 0);
          g_assert_nonnull (node);
        }
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/json/valid", test_valid);
  g_test_add_func ("/json/invalid", test_invalid);
  g_test_add_func ("/json/zero-bytes", test_zero_bytes);
  g_test_add_func ("/json/truncated", test_truncated);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/broken-surrogates", test_broken_surrogates);
  g_test_add_func ("/json/tolerance", test_tolerance);
  g_test_add_func ("/json/integers", test_integers);
  g_test_add_func ("/json/booleans", test_booleans);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/deep", test_deep);
  g_test_add_func ("/json/many-tokens", test_many_tokens);
  g_test_add_func ("/json/nodes", test_nodes);
  g_test_add_func ("/json/writer", test_writer);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/node-writer", test_node_writer);
  g_test_add_func ("/json/noise", test_noise);

  return g_test_run ();
}
