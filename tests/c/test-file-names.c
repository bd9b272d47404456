/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names that come from a server: they are names in a folder, whatever they look like. */

#include <string.h>

#include "files/trueconf-file-name-private.h"
#include "tc-util.h"

static void
test_confined (void)
{
  static const struct
  {
    const char *name;
    const char *confined;
  } names[] = {
    { "plan.pdf", "plan.pdf" },
    { "смета (2).xlsx", "смета (2).xlsx" },
    { "../../etc/passwd", "passwd" },
    { "/etc/passwd", "passwd" },
    { "C:\\Users\\nora\\plan.pdf", "plan.pdf" },
    { "..\\..\\plan.pdf", "plan.pdf" },
    { "", "file" },
    { NULL, "file" },
    { ".", "file" },
    { "..", "file" },
    { "/", "file" },
    { "dir/", "file" },
    { "dir/..", "file" },
    { "   ", "file" },
    { " plan.pdf ", "plan.pdf" },
    { "con", "con" },
    { "a\nb\r\tc.txt", "a_b__c.txt" },
    { "a\x7f.txt", "a_.txt" },
    { "photo\xe2\x80\xaegpj.exe", "photo_gpj.exe" },
    { "a\xc2\x85"
      "b.txt",
      "a_b.txt" },
    { "bad\xff.txt", "bad\xef\xbf\xbd.txt" },
    { "...", "..." },
    { ".bashrc", ".bashrc" },
    { "a\xc2\xad"
      "b\xe2\x80\x8b"
      "c\xd8\x9c"
      "d.txt",
      "a_b_c_d.txt" },
    { "\xe3\x85\xa4.txt", "_.txt" },
    { "x\xf3\xa0\x80\xa1.txt", "x_.txt" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *confined = trueconf_file_name_confine (names[i].name);

      g_assert_cmpstr (confined, ==, names[i].confined);
    }
}

/* What would be hidden, or taken for an option, is neither. */
static void
test_in_folder (void)
{
  static const struct
  {
    const char *name;
    const char *confined;
  } names[] = {
    { "plan.pdf", "plan.pdf" }, { ".bashrc", "_.bashrc" }, { "-rf", "_-rf" },       { "../.ssh", "_.ssh" },
    { "...", "_..." },          { "..", "file" },          { "_.x", "_.x" },        { " -x", "_-x" },
    { NULL, "file" },           { "a-b", "a-b" },          { "--help", "_--help" },
  };
  g_autofree char *long_name = g_strnfill (300, '.');
  g_autofree char *cut = trueconf_file_name_confine_in_folder (long_name);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *confined = trueconf_file_name_confine_in_folder (names[i].name);
      g_autofree char *again = trueconf_file_name_confine_in_folder (confined);

      g_assert_cmpstr (confined, ==, names[i].confined);
      g_assert_cmpstr (again, ==, confined);
    }

  g_assert_cmpuint (strlen (cut), ==, TRUECONF_FILE_NAME_MAX);
  g_assert_true (g_str_has_prefix (cut, "_."));
}

static void
check_length (const char *name, const char *extension)
{
  g_autofree char *confined = trueconf_file_name_confine (name);
  g_autofree char *numbered = trueconf_file_name_number (confined, 9999);

  g_assert_cmpuint (strlen (confined), <=, 255);
  g_assert_cmpuint (strlen (confined), >, 250);
  g_assert_cmpuint (strlen (numbered), <=, 255);
  g_assert_true (g_utf8_validate (confined, -1, NULL));
  g_assert_true (g_utf8_validate (numbered, -1, NULL));
  g_assert_true (g_str_has_suffix (confined, extension));
  g_assert_true (g_str_has_suffix (numbered, extension));
  g_assert_nonnull (strstr (numbered, " (9999)"));
}

static void
test_length (void)
{
  g_autoptr (GString) cyrillic = g_string_new (NULL);
  g_autoptr (GString) odd = g_string_new ("x");
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autofree char *long_extension = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_string_append (cyrillic, "ж");
      g_string_append (odd, "ж");
      g_string_append (wide, "😀");
    }
  g_string_append (cyrillic, ".pdf");
  g_string_append (odd, ".pdf");

  check_length (cyrillic->str, ".pdf");
  check_length (odd->str, ".pdf");
  check_length (wide->str, "");

  /* what is longer than any extension is not kept whole */
  long_extension = g_strconcat ("name.", odd->str, NULL);
  check_length (long_extension, "");
}

/* A name that can be used stays as it is, also one that was cut. */
static void
test_stable (void)
{
  for (gsize length = 250; length < 260; length++)
    {
      g_autofree char *start = g_strnfill (length, 'x');
      g_autofree char *name = g_strconcat (start, "   end", NULL);
      g_autofree char *once = trueconf_file_name_confine (name);
      g_autofree char *twice = trueconf_file_name_confine (once);

      g_assert_cmpstr (twice, ==, once);
    }
}

static void
test_numbers (void)
{
  g_autofree char *plan = trueconf_file_name_number ("plan.pdf", 2);
  g_autofree char *bare = trueconf_file_name_number ("plan", 3);
  g_autofree char *hidden = trueconf_file_name_number (".bashrc", 2);

  g_assert_cmpstr (plan, ==, "plan (2).pdf");
  g_assert_cmpstr (bare, ==, "plan (3)");
  g_assert_cmpstr (hidden, ==, ".bashrc (2)");
}

static void
test_extensions (void)
{
  g_autofree char *plain = trueconf_file_name_get_extension ("Plan.PDF");
  g_autofree char *twice = trueconf_file_name_get_extension ("a.tar.GZ");

  g_assert_cmpstr (plain, ==, "pdf");
  g_assert_cmpstr (twice, ==, "gz");
  g_assert_null (trueconf_file_name_get_extension ("plan"));
  g_assert_null (trueconf_file_name_get_extension ("plan."));
  g_assert_null (trueconf_file_name_get_extension (".bashrc"));
}

static void
test_quoted (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  trueconf_file_name_append_quoted (out, "смета \"a\\b\"\r\nX-Header: 1\x01.pdf");
  g_assert_cmpstr (out->str, ==, "\"смета \\\"a\\\\b\\\"%0D%0AX-Header: 1_.pdf\"");
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/file-names/confined", test_confined);
  g_test_add_func ("/file-names/in-folder", test_in_folder);
  g_test_add_func ("/file-names/stable", test_stable);
  g_test_add_func ("/file-names/length", test_length);
  g_test_add_func ("/file-names/numbers", test_numbers);
  g_test_add_func ("/file-names/extensions", test_extensions);
  g_test_add_func ("/file-names/quoted", test_quoted);

  return g_test_run ();
}
