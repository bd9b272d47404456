/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Regular expressions for the texts of users. */

#include <string.h>

#include "tc-chat.h"

static char *
print_found (const char *pattern, const char *text, GRegexMatchFlags flags, guint limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfBoundedRegex) regex = trueconf_bounded_regex_new (pattern, 0, &error);
  g_autoptr (GVariant) found = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_bounded_regex_get_pattern (regex), ==, pattern);
  found = trueconf_bounded_regex_find (regex, text, flags, limit, &error);
  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (found));

  return g_variant_print (found, FALSE);
}

static void
test_find (void)
{
  static const struct
  {
    const char *pattern;
    const char *text;
    GRegexMatchFlags flags;
    guint limit;
    const char *found;
  } rows[] = {
    { "(\\w)(\\d)?(x)?", "é a1", 0, 0,
      "[[(0, 2), (0, 2), (-1, -1), (-1, -1)], [(3, 5), (3, 4), (4, 5), (-1, -1)]]" },
    { "(\\w)(\\d)?(x)?", "é a1", 0, 1, "[[(0, 2), (0, 2), (-1, -1), (-1, -1)]]" },
    { "a", "ba", 0, 2, "[[(1, 2)]]" },
    { "a", "ba", G_REGEX_MATCH_ANCHORED, 0, "[]" },
    { "", "", 0, 0, "[[(0, 0)]]" },
    { "", "éa", 0, 0, "[[(0, 0)], [(2, 2)], [(3, 3)]]" },
    { "", "éa", 0, 2, "[[(0, 0)], [(2, 2)]]" },
    /* a longer match at the place of an empty one */
    { "a*?", "ab", 0, 0, "[[(0, 0)], [(0, 1)], [(1, 1)], [(2, 2)]]" },
    { "b|", "abb", 0, 0, "[[(0, 0)], [(1, 2)], [(2, 3)], [(3, 3)]]" },
    { "\\b|a", "a é", 0, 0, "[[(0, 0)], [(0, 1)], [(1, 1)], [(2, 2)], [(4, 4)]]" },
    { "(?<=(a))|a", "aa", 0, 0,
      "[[(0, 1), (-1, -1)], [(1, 1), (0, 1)], [(1, 2), (-1, -1)], [(2, 2), (1, 2)]]" },
    { "a|", "aab", G_REGEX_MATCH_ANCHORED, 0, "[[(0, 1)], [(1, 2)], [(2, 2)]]" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfBoundedRegex) hard = trueconf_bounded_regex_new ("a(b+)+c|a", 0, NULL);
  g_autofree char *many = g_strnfill (4097, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = print_found (rows[i].pattern, rows[i].text, rows[i].flags, rows[i].limit);

      g_assert_cmpstr (found, ==, rows[i].found);
    }

  g_assert_null (trueconf_bounded_regex_new ("(oslo", 0, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);

  g_assert_null (trueconf_bounded_regex_find (hard, many, 0, 1, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);

  /* not the first match, but the next one takes too long */
  g_assert_null (trueconf_bounded_regex_find (hard, "a abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb!c", 0, 0, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "takes too long"));
}

static void
test_object (void)
{
  static const struct
  {
    const char *pattern;
    GRegexCompileFlags flags;
    const char *words;
  } wrong[] = {
    { NULL, 0, "needs a pattern" },
    { "(oslo", 0, "not valid: " },
    { "oslo", G_REGEX_RAW, "“oslo” has flags that a search in texts does not know: 0x800" },
    { "oslo", G_REGEX_CASELESS | (1u << 31), "does not know: 0x80000000" },
  };
  g_autoptr (TrueconfBoundedRegex) regex =
      g_object_new (TRUECONF_TYPE_BOUNDED_REGEX, "pattern", "OSLO", "flags", G_REGEX_CASELESS, NULL);
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pattern = NULL;
  guint flags;

  g_assert_true (g_initable_init (G_INITABLE (regex), NULL, &error));
  g_assert_true (g_initable_init (G_INITABLE (regex), NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (trueconf_bounded_regex_get_flags (regex), ==, G_REGEX_CASELESS);
  g_object_get (regex, "pattern", &pattern, "flags", &flags, NULL);
  g_assert_cmpstr (pattern, ==, "OSLO");
  g_assert_cmpuint (flags, ==, G_REGEX_CASELESS);
  found = trueconf_bounded_regex_find (regex, "in Oslo", 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_n_children (found), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      /* bindings that know no GInitable take this way */
      g_autoptr (TrueconfBoundedRegex) unusable = g_object_new (
          TRUECONF_TYPE_BOUNDED_REGEX, "pattern", wrong[i].pattern, "flags", wrong[i].flags, NULL);

      g_assert_cmpstr (trueconf_bounded_regex_get_pattern (unusable), ==,
                       wrong[i].pattern != NULL ? wrong[i].pattern : "");
      g_assert_false (g_initable_init (G_INITABLE (unusable), NULL, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, wrong[i].words));
      g_clear_error (&error);

      g_assert_null (trueconf_bounded_regex_find (unusable, "oslo", 0, 0, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, wrong[i].words));
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/bounded-regex/find", test_find);
  g_test_add_func ("/bounded-regex/object", test_object);

  return g_test_run ();
}
