/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is known of a file before it is sent. */

#include <glib/gstdio.h>
#include <string.h>

#include <trueconf-bot.h>

#include "tc-util.h"

#define PNG  "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
#define WEBP "RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\1\0\1\0"
#define PDF  "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"

static void
test_mime_types (void)
{
  static const struct
  {
    const char *data;
    gsize length;
    const char *name;
    const char *type;
  } files[] = {
    { PNG, sizeof PNG - 1, "a.png", "image/png" },
    /* the bytes know better than the name */
    { PNG, sizeof PNG - 1, "a.pdf", "image/png" },
    { PNG, sizeof PNG - 1, "noname", "image/png" },
    { WEBP, sizeof WEBP - 1, "a.webp", "image/webp" },
    { PDF, sizeof PDF - 1, "plan", "application/pdf" },
    { "Hello\n", 6, "a.txt", "text/plain" },
    /* bytes without a form of their own */
    { "a,b\n1,2\n", 8, "a.csv", "text/csv" },
    { "Hello\n", 6, "a.png", "text/plain" },
    { "\0\1\2\3\4\5\6\7", 8, "a.mp3", "audio/mpeg" },
    { "\0\1\2\3\4\5\6\7", 8, "a.unheardof", "application/octet-stream" },
    { "", 0, "a.pdf", "application/pdf" },
    { "", 0, "a", "application/octet-stream" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (files[i].data, files[i].length);
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, files[i].name);

      g_test_message ("%s", files[i].name);
      g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, files[i].type);
      g_assert_cmpint (trueconf_input_file_get_size (file), ==, files[i].length);
    }
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "картинка.bin", NULL);
  g_autoptr (GFile) place = g_file_new_for_path (path);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_file (place);
  g_autofree char *type = NULL;
  g_autofree char *name = NULL;
  gint64 size = 0;

  /* not there yet */
  g_assert_cmpint (trueconf_input_file_get_size (file), ==, -1);
  g_assert_nonnull (trueconf_input_file_get_mime_type (file));

  g_assert_true (g_file_set_contents (path, PNG, sizeof PNG - 1, NULL));
  g_object_get (file, "file-name", &name, "size", &size, "mime-type", &type, NULL);
  g_assert_cmpstr (name, ==, "картинка.bin");
  g_assert_cmpint (size, ==, sizeof PNG - 1);
  g_assert_cmpstr (type, ==, "image/png");

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_no_file (void)
{
  g_autoptr (GFile) folder = g_file_new_for_path ("/");
  g_autoptr (GFile) device = g_file_new_for_path ("/dev/zero");
  g_autoptr (TrueconfInputFile) a = trueconf_input_file_new_for_file (folder);
  g_autoptr (TrueconfInputFile) b = trueconf_input_file_new_for_file (device);

  g_assert_cmpint (trueconf_input_file_get_size (a), ==, -1);
  g_assert_cmpint (trueconf_input_file_get_size (b), ==, -1);
  g_assert_cmpstr (trueconf_input_file_get_mime_type (b), ==, "application/octet-stream");
}

static void
test_uri (void)
{
  static const struct
  {
    const char *uri;
    const char *name;
  } uris[] = {
    { "https://example.com/a/plan%20b.pdf?token=1#x", "plan b.pdf" },
    { "https://example.com/..%2F..%2Fetc%2Fpasswd", "passwd" },
    { "https://example.com/", "file" },
    { "https://example.com", "file" },
    { "nonsense", "file" },
  };
  g_autoptr (TrueconfInputFile) local = trueconf_input_file_new_for_uri ("file:///dev/null");

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_uri (uris[i].uri);

      g_assert_cmpstr (trueconf_input_file_get_file_name (file), ==, uris[i].name);
      g_assert_cmpint (trueconf_input_file_get_size (file), ==, -1);
    }
  g_assert_cmpstr (trueconf_input_file_get_file_name (local), ==, "null");
}

static void
count (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_setters (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "dir/a.txt");
  guint names = 0;
  guint types = 0;

  g_assert_cmpstr (trueconf_input_file_get_file_name (file), ==, "a.txt");
  g_signal_connect (file, "notify::file-name", G_CALLBACK (count), &names);
  g_signal_connect (file, "notify::mime-type", G_CALLBACK (count), &types);

  trueconf_input_file_set_file_name (file, "a.txt");
  g_object_set (file, "file-name", "../b.txt", "mime-type", "application/x-test", NULL);
  g_assert_cmpuint (names, ==, 1);
  g_assert_cmpuint (types, ==, 1);
  g_assert_cmpstr (trueconf_input_file_get_file_name (file), ==, "b.txt");
  g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, "application/x-test");

  trueconf_input_file_set_mime_type (file, NULL);
  g_assert_cmpstr (trueconf_input_file_get_mime_type (file), !=, "application/x-test");
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/input-file/mime-types", test_mime_types);
  g_test_add_func ("/input-file/file", test_file);
  g_test_add_func ("/input-file/no-file", test_no_file);
  g_test_add_func ("/input-file/uri", test_uri);
  g_test_add_func ("/input-file/setters", test_setters);

  return g_test_run ();
}
