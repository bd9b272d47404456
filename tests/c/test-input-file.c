/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is known of a file before it is sent. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include <trueconf-bot.h>

#include "tc-slow-file.h"
#include "tc-util.h"

#define PNG  "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
#define WEBP "RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\1\0\1\0"
#define PDF  "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"

typedef struct
{
  gboolean done;
  GError *error;
} Loading;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Loading *loading = user_data;
  gboolean good = trueconf_input_file_load_finish (TRUECONF_INPUT_FILE (source), result, &loading->error);

  g_assert_true (good == (loading->error == NULL));
  loading->done = TRUE;
}

static GError *
load (TrueconfInputFile *file)
{
  Loading loading = { FALSE, NULL };

  trueconf_input_file_load_async (file, NULL, loaded_cb, &loading);
  TC_WAIT (loading.done);
  return loading.error;
}

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
    /* an ending that two types share */
    { "\0\1\2\3\4\5\6\7", 8, "a.ogg", "audio/ogg" },
    /* a picture of which only the signature has arrived; libmagic does not know all of these */
    { "\x89PNG\r\n\x1a\n", 8, "noname", "image/png" },
    { "\xff\xd8\xff", 3, "noname", "image/jpeg" },
    { "\xff\xd8\xff\xe0", 4, "noname", "image/jpeg" },
    { "GIF87a", 6, "noname", "image/gif" },
    { "GIF89a", 6, "noname", "image/gif" },
    { "RIFF\x10\0\0\0WEBP", 12, "noname", "image/webp" },
    { "BM\x3a\0\0\0\0\0\0\0", 10, "noname", "image/bmp" },
    { "II*\0", 4, "noname", "image/tiff" },
    { "MM\0*", 4, "noname", "image/tiff" },
    { "BM", 2, "noname", "text/plain" },
    { "", 0, "a", "application/octet-stream" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (files[i].data, files[i].length);
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, files[i].name);

      g_test_message ("%s", files[i].name);
      g_assert_null (trueconf_input_file_get_mime_type (file));
      g_assert_cmpint (trueconf_input_file_get_size (file), ==, files[i].length);
      g_assert_no_error (load (file));
      g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, files[i].type);
      g_assert_cmpint (trueconf_input_file_get_size (file), ==, files[i].length);
    }
}

static void
count (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "картинка.bin", NULL);
  g_autoptr (GFile) place = g_file_new_for_path (path);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_file (place);
  g_autoptr (GError) error = load (file);
  g_autofree char *type = NULL;
  g_autofree char *name = NULL;
  const char *first;
  gint64 size = 0;
  guint sizes = 0;
  guint types = 0;

  /* not there yet */
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED);
  g_assert_nonnull (strstr (error->message, "картинка.bin"));
  g_assert_cmpint (trueconf_input_file_get_size (file), ==, -1);
  g_assert_null (trueconf_input_file_get_mime_type (file));

  g_signal_connect (file, "notify::size", G_CALLBACK (count), &sizes);
  g_signal_connect (file, "notify::mime-type", G_CALLBACK (count), &types);
  g_assert_true (g_file_set_contents (path, PNG, sizeof PNG - 1, NULL));
  g_assert_no_error (load (file));
  g_object_get (file, "file-name", &name, "size", &size, "mime-type", &type, NULL);
  g_assert_cmpstr (name, ==, "картинка.bin");
  g_assert_cmpint (size, ==, sizeof PNG - 1);
  g_assert_cmpstr (type, ==, "image/png");
  g_assert_cmpuint (sizes, ==, 1);
  g_assert_cmpuint (types, ==, 1);

  /* what one call has returned, the next one leaves alone */
  first = trueconf_input_file_get_mime_type (file);
  g_assert_true (trueconf_input_file_get_mime_type (file) == first);
  g_assert_cmpstr (first, ==, "image/png");

  /* up to date when it is loaded again */
  g_assert_true (g_file_set_contents (path, PDF, sizeof PDF - 1, NULL));
  g_assert_cmpint (trueconf_input_file_get_size (file), ==, sizeof PNG - 1);
  g_assert_no_error (load (file));
  g_assert_cmpint (trueconf_input_file_get_size (file), ==, sizeof PDF - 1);
  g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, "application/pdf");
  g_assert_cmpuint (sizes, ==, 2);
  g_assert_cmpuint (types, ==, 2);

  g_unlink (path);
  g_rmdir (folder);
}

/* Neither a folder, nor a device, nor a pipe, which would keep whoever opens it waiting. */
static void
test_no_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe.png", NULL);
  const char *paths[] = { "/", "/dev/zero", pipe };

  g_assert_no_errno (mkfifo (pipe, 0600));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GFile) place = g_file_new_for_path (paths[i]);
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_file (place);
      g_autoptr (GError) error = load (file);

      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED);
      g_assert_cmpint (trueconf_input_file_get_size (file), ==, -1);
      g_assert_null (trueconf_input_file_get_mime_type (file));
    }

  g_unlink (pipe);
  g_rmdir (folder);
}

/* A disk that does not answer keeps nobody waiting: neither the properties, nor who cancels. */
static void
test_slow_disk (void)
{
  g_autofree char *folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "slow.bin", NULL);
  g_autoptr (GFile) place = g_file_new_for_path (path);
  g_autoptr (TcSlowFile) slow = tc_slow_file_new (place);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_file (G_FILE (slow));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Loading cancelled = { FALSE, NULL };
  Loading loading = { FALSE, NULL };

  g_assert_true (g_file_set_contents (path, "a,b\n1,2\n", -1, NULL));
  g_assert_cmpstr (trueconf_input_file_get_file_name (file), ==, "slow.bin");
  g_assert_cmpint (trueconf_input_file_get_size (file), ==, -1);
  g_assert_null (trueconf_input_file_get_mime_type (file));

  trueconf_input_file_load_async (file, cancellable, loaded_cb, &cancelled);
  TC_WAIT (tc_slow_file_is_waiting (slow));
  g_cancellable_cancel (cancellable);
  TC_WAIT (cancelled.done);
  g_assert_error (cancelled.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&cancelled.error);
  g_assert_true (tc_slow_file_is_waiting (slow));

  /* a name that is set meanwhile counts */
  trueconf_input_file_load_async (file, NULL, loaded_cb, &loading);
  trueconf_input_file_set_file_name (file, "table.csv");
  g_assert_false (loading.done);
  tc_slow_file_answer (slow);
  TC_WAIT (loading.done);
  g_assert_no_error (loading.error);
  g_assert_cmpint (trueconf_input_file_get_size (file), ==, 8);
  g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, "text/csv");

  /* and what was found with another one does not */
  trueconf_input_file_set_file_name (file, "table.txt");
  g_assert_null (trueconf_input_file_get_mime_type (file));
  g_assert_cmpint (trueconf_input_file_get_size (file), ==, 8);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_uri (void)
{
  static const struct
  {
    const char *uri;
    const char *name;
    const char *type;
  } uris[] = {
    { "https://example.com/a/plan%20b.pdf?token=1#x", "plan b.pdf", "application/pdf" },
    { "https://example.com/..%2F..%2Fetc%2Fpasswd", "passwd", "application/octet-stream" },
    { "https://example.com/", "file", "application/octet-stream" },
    { "https://example.com", "file", "application/octet-stream" },
    { "nonsense", "file", "application/octet-stream" },
  };
  g_autoptr (TrueconfInputFile) local = trueconf_input_file_new_for_uri ("file:///dev/null");

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_uri (uris[i].uri);

      g_assert_cmpstr (trueconf_input_file_get_file_name (file), ==, uris[i].name);
      g_assert_cmpint (trueconf_input_file_get_size (file), ==, -1);
      g_assert_null (trueconf_input_file_get_mime_type (file));
      g_assert_no_error (load (file));
      g_assert_cmpint (trueconf_input_file_get_size (file), ==, -1);
      g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, uris[i].type);
    }
  g_assert_cmpstr (trueconf_input_file_get_file_name (local), ==, "null");
}

/* The name is cut behind a space. Loading compared it with itself for ever. */
static void
test_long_name (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);
  g_autofree char *start = g_strnfill (254, 'x');
  g_autofree char *name = g_strconcat (start, " end", NULL);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, name);

  g_assert_no_error (load (file));
  g_assert_cmpstr (trueconf_input_file_get_file_name (file), ==, start);
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

  /* loading leaves alone what was set */
  g_assert_no_error (load (file));
  g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, "application/x-test");
  g_assert_cmpuint (types, ==, 1);

  /* a part of itself */
  trueconf_input_file_set_mime_type (file,
                                     trueconf_input_file_get_mime_type (file) + strlen ("application/"));
  g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, "x-test");

  trueconf_input_file_set_mime_type (file, NULL);
  g_assert_null (trueconf_input_file_get_mime_type (file));
  g_assert_no_error (load (file));
  g_assert_cmpstr (trueconf_input_file_get_mime_type (file), ==, "text/plain");
  g_assert_cmpuint (types, ==, 4);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);
  g_test_add_func ("/input-file/mime-types", test_mime_types);
  g_test_add_func ("/input-file/file", test_file);
  g_test_add_func ("/input-file/no-file", test_no_file);
  g_test_add_func ("/input-file/slow-disk", test_slow_disk);
  g_test_add_func ("/input-file/uri", test_uri);
  g_test_add_func ("/input-file/long-name", test_long_name);
  g_test_add_func ("/input-file/setters", test_setters);

  return g_test_run ();
}
