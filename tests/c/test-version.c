/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The version that a program was compiled against, and the one that it runs with. */

#include <trueconf-bot.h>

static void
test_numbers (void)
{
  g_autofree char *text = g_strdup_printf ("%u.%u.%u", trueconf_get_major_version (),
                                           trueconf_get_minor_version (), trueconf_get_micro_version ());

  g_assert_cmpuint (trueconf_get_major_version (), ==, TRUECONF_MAJOR_VERSION);
  g_assert_cmpuint (trueconf_get_minor_version (), ==, TRUECONF_MINOR_VERSION);
  g_assert_cmpuint (trueconf_get_micro_version (), ==, TRUECONF_MICRO_VERSION);
  g_assert_cmpstr (text, ==, TRUECONF_VERSION_S);

  g_assert_true (TRUECONF_CHECK_VERSION (0, 0, 99));
  g_assert_true (
      TRUECONF_CHECK_VERSION (TRUECONF_MAJOR_VERSION, TRUECONF_MINOR_VERSION, TRUECONF_MICRO_VERSION));
  g_assert_false (
      TRUECONF_CHECK_VERSION (TRUECONF_MAJOR_VERSION, TRUECONF_MINOR_VERSION, TRUECONF_MICRO_VERSION + 1));
}

static void
test_check (void)
{
  const guint major = trueconf_get_major_version ();
  const guint minor = trueconf_get_minor_version ();
  const guint micro = trueconf_get_micro_version ();

  g_assert_null (trueconf_check_version (major, minor, micro));
  g_assert_null (trueconf_check_version (major, minor, 0));

  g_assert_cmpstr (trueconf_check_version (major, minor, micro + 1), ==,
                   "libtrueconf-bot is too old (micro mismatch)");
  g_assert_cmpstr (trueconf_check_version (major, minor + 1, 0), ==,
                   "libtrueconf-bot is too old (minor mismatch)");
  g_assert_cmpstr (trueconf_check_version (major + 1, 0, 0), ==,
                   "libtrueconf-bot is too old (major mismatch)");
  g_assert_cmpstr (trueconf_check_version (major, G_MAXUINT, G_MAXUINT), ==,
                   "libtrueconf-bot is too old (minor mismatch)");

  /* a 0.x may break what was written for the one before */
  if (major == 0 && minor > 0)
    g_assert_cmpstr (trueconf_check_version (0, minor - 1, 0), ==,
                     "libtrueconf-bot is too new (minor mismatch while the major version is 0)");
  if (major > 0)
    g_assert_cmpstr (trueconf_check_version (major - 1, 0, 0), ==,
                     "libtrueconf-bot is too new (major mismatch)");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/version/numbers", test_numbers);
  g_test_add_func ("/version/check", test_check);

  return g_test_run ();
}
