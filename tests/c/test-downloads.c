/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fetching files: whole or not at all, where they belong and nowhere else. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tc-send.h"
#include "tc-file-server.h"
#include "tc-sanitizer.h"
#include "tc-traces.h"

#define MIB (1024 * 1024)

#define READY                                                                                                \
  "{'fileId':'f','name':'%s','size':%d,'mimeType':'','readyState':2,'downloadUrl':'http://internal.invalid:1/download/x?token=ab12','previews':null}"

static char *
make_folder (void)
{
  return g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What is in a folder, in order. */
static char *
list (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);

  return g_strjoinv ("|", (char **) names->pdata);
}

static void
remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

typedef struct
{
  guint count;
  goffset current;
  goffset total;
} DownloadProgress;

static void
on_progress (goffset current, goffset total, gpointer data)
{
  DownloadProgress *self = data;

  g_assert_cmpint (current, >=, self->current);
  self->count++;
  self->current = current;
  self->total = total;
}

static char *
download (TrueconfBot *bot, const char *path, DownloadProgress *progress, GError **error)
{
  g_autoptr (GFile) destination = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) written = NULL;

  trueconf_bot_download_file_async (bot, "f", destination, progress != NULL ? on_progress : NULL, progress,
                                    NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  written = trueconf_bot_download_file_finish (bot, result, error);
  return written != NULL ? g_file_get_basename (written) : NULL;
}

static void
set_content (TcFileServer *server, gsize size)
{
  guint8 *data = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + (i >> 9));
  g_bytes_unref (server->content);
  server->content = g_bytes_new_take (data, size);
}

static void
check_contents (TcFileServer *server, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *data = NULL;
  gsize length = 0;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  g_assert_true (g_bytes_equal (bytes, server->content));
}

static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 128 * 1024, 64 * MIB };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *folder = make_folder ();
      g_autofree char *name = NULL;
      g_autofree char *files = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      DownloadProgress progress = { 0 };

      set_content (server, sizes[i]);
      tc_file_server_set_info (server, READY, "data.bin", (int) sizes[i]);
      name = download (bot, folder, &progress, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, "data.bin");
      check_contents (server, folder, "data.bin");
      files = list (folder);
      g_assert_cmpstr (files, ==, "data.bin");
      g_assert_cmpint (progress.current, ==, (goffset) sizes[i]);
      g_assert_cmpint (progress.total, ==, (goffset) sizes[i]);

      trueconf_bot_download_file_bytes_async (bot, "f", NULL, NULL, NULL, NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      bytes = trueconf_bot_download_file_bytes_finish (bot, result, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, server->content));
      g_assert_null (server->authorization);
      remove_folder (folder);
    }
  tc_bot_end (bot);
}

static void
test_places (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "other.bin", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "nowhere", "x", NULL);
  g_autofree char *files = NULL;
  g_autoptr (GError) error = NULL;

  tc_file_server_set_info (server, READY, "plan.pdf", 7);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = download (bot, folder, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, i == 0 ? "plan.pdf" : i == 1 ? "plan (2).pdf" : "plan (3).pdf");
    }

  /* a file that is named is replaced */
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = download (bot, path, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, "other.bin");
      check_contents (server, folder, "other.bin");
    }

  g_assert_null (download (bot, nowhere, NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_DOWNLOAD_FAILED);

  files = list (folder);
  g_assert_cmpstr (files, ==, "other.bin|plan (2).pdf|plan (3).pdf|plan.pdf");
  remove_folder (folder);
  tc_bot_end (bot);
}

static void
test_names (void)
{
  static const char *const names[] = {
    "../../etc/passwd", "/etc/passwd", "", ".", "..", "con\\u0000", "a\\nb"
  };
  static const char *const safe[] = { "passwd", "passwd", "file", "file", "file", "con\xef\xbf\xbd", "a_b" };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (GString) cyrillic = g_string_new (NULL);

  for (guint i = 0; i < 300; i++)
    g_string_append (cyrillic, "ы");
  g_string_append (cyrillic, ".docx");

  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      char *folder = make_folder ();
      g_autofree char *name = NULL;
      g_autofree char *files = NULL;
      g_autoptr (GError) error = NULL;

      tc_file_server_set_info (server, READY, i < G_N_ELEMENTS (names) ? names[i] : cyrillic->str, 7);
      name = download (bot, folder, NULL, &error);
      g_assert_no_error (error);
      g_assert_null (strchr (name, '/'));
      if (i < G_N_ELEMENTS (names))
        g_assert_cmpstr (name, ==, safe[i]);
      if (i == G_N_ELEMENTS (names))
        g_assert_true (g_str_has_suffix (name, "ы.docx"));
      files = list (folder);
      g_assert_cmpstr (files, ==, name);
      remove_folder (folder);
    }
  tc_bot_end (bot);
}

static void
test_faults (void)
{
  static const struct
  {
    TcDownloadFault fault;
    int code;
    const char *part;
  } faults[] = {
    { TC_DOWNLOAD_SHORT, TRUECONF_ERROR_DOWNLOAD_FAILED, "ended after" },
    { TC_DOWNLOAD_OTHER_LENGTH, TRUECONF_ERROR_DOWNLOAD_FAILED, "answer has 5" },
    { TC_DOWNLOAD_ENDLESS, TRUECONF_ERROR_DOWNLOAD_FAILED, "more than the" },
    { TC_DOWNLOAD_STALL, TRUECONF_ERROR_DOWNLOAD_FAILED, "nothing has moved" },
    { TC_DOWNLOAD_GONE, TRUECONF_ERROR_FILE_NOT_AVAILABLE, "404" },
    { TC_DOWNLOAD_ELSEWHERE, TRUECONF_ERROR_DOWNLOAD_FAILED, "302" },
  };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  /* only where nothing moves, that is what is waited for */
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  TrueconfBot *impatient = tc_file_server_make_bot (server, 0.3);
  char *folder = make_folder ();

  set_content (server, MIB);
  tc_file_server_set_info (server, READY, "a.bin", MIB);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *files = NULL;
      g_autoptr (GError) error = NULL;
      gboolean stalls = faults[i].fault == TC_DOWNLOAD_STALL;

      server->download_fault = faults[i].fault;
      g_assert_null (download (stalls ? impatient : bot, folder, NULL, &error));
      g_assert_error (error, TRUECONF_ERROR, faults[i].code);
      g_test_message ("%s", error->message);
      tc_assert_contains (error->message, faults[i].part);
      tc_assert_lacks (error->message, "ab12");
      files = list (folder);
      g_assert_cmpstr (files, ==, "");
    }
  remove_folder (folder);
  tc_bot_end (impatient);
  tc_bot_end (bot);
}

static GBytes *
download_bytes (TrueconfBot *bot, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_download_file_bytes_async (bot, "f", NULL, NULL, NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  return trueconf_bot_download_file_bytes_finish (bot, result, error);
}

/* A download into memory is refused as soon as the file is known to be too large, and not after 1 GiB of it. */
static void
test_too_large (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autofree char *huge = g_strdup_printf ("%" G_GINT64_FORMAT, TC_HUGE);
  g_autofree char *most = g_strdup_printf ("%" G_GINT64_FORMAT, TC_HUGE - 1);
  g_autofree char *size = g_strdup_printf ("'size':%s,", huge);
  const char *const sizes[] = { size, "" };
  const TcDownloadFault answers[] = { TC_DOWNLOAD_CHUNKED, TC_DOWNLOAD_HUGE };

  /* told by the WebSocket alone, and by the HTTP answer alone */
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      tc_file_server_set_info (server,
                               "{'fileId':'f','name':'a.iso',%s'readyState':2,"
                               "'downloadUrl':'/download/x'}",
                               sizes[i]);
      server->download_fault = answers[i];
      g_assert_null (download_bytes (bot, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE);
      g_test_message ("%s", error->message);
      tc_assert_contains (error->message, "“a.iso”");
      tc_assert_contains (error->message, huge);
      tc_assert_contains (error->message, most);

      /* the next download is not affected */
      server->download_fault = TC_DOWNLOAD_FINE;
      tc_file_server_set_info (server, READY, "a.bin", 7);
      g_clear_error (&error);
      bytes = download_bytes (bot, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, server->content));
    }
  tc_bot_end (bot);
}

/* What comes without a size, into a file, into memory or to be sent on, ends at “max-download-size”, and nothing is left of it. */
static void
test_limit (void)
{
  static const guint64 limits[] = { 1, 4095, 200000 };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  char *folder = make_folder ();
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/download/x", server->port);
  g_autoptr (TrueconfInputFile) remote = trueconf_input_file_new_for_uri (uri);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (trueconf_bot_get_max_download_size (bot), ==, 1024 * 1024 * 1024);
  server->download_fault = TC_DOWNLOAD_CHUNKED;
  tc_file_server_set_info (server,
                           "{'fileId':'f','name':'a.bin','readyState':2,'downloadUrl':'/download/x'}");

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GDir) dir = NULL;

      set_content (server, limits[i] + 1);
      trueconf_bot_set_max_download_size (bot, limits[i]);
      g_assert_null (download (bot, folder, NULL, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE);
      g_clear_error (&error);
      g_assert_null (download_bytes (bot, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE);
      g_clear_error (&error);
      tc_send_document_async (bot, "chat", remote, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL,
                              NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      g_assert_null (tc_send_document_finish (bot, result, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE);
      g_clear_error (&error);

      dir = g_dir_open (folder, 0, NULL);
      g_assert_null (g_dir_read_name (dir));
    }

  /* as much as the limit is no error; nor is more of what the server has told the size of */
  set_content (server, 200000);
  name = download (bot, folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "a.bin");
  check_contents (server, folder, name);

  server->download_fault = TC_DOWNLOAD_FINE;
  set_content (server, 200001);
  tc_file_server_set_info (server, READY, "b.bin", 200001);
  g_free (name);
  name = download (bot, folder, NULL, &error);
  g_assert_no_error (error);
  check_contents (server, folder, name);

  remove_folder (folder);
  tc_bot_end (bot);
}

static void
start (TrueconfBot *bot, const char *path, GAsyncResult **result)
{
  g_autoptr (GFile) destination = g_file_new_for_path (path);

  trueconf_bot_download_file_async (bot, "f", destination, NULL, NULL, NULL, NULL, tc_store_result, result);
}

/* Whatever the destination is, two downloads make two files. */
static void
test_at_once (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "inbox", NULL);
  const char *const destinations[] = { folder, file };

  set_content (server, 5000);
  tc_file_server_set_info (server, READY, "a.bin", 5000);
  for (guint i = 0; i < G_N_ELEMENTS (destinations); i++)
    {
      GAsyncResult *results[3] = { NULL };
      g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint j = 0; j < G_N_ELEMENTS (results); j++)
        start (bot, destinations[i], &results[j]);
      for (guint j = 0; j < G_N_ELEMENTS (results); j++)
        {
          g_autoptr (GFile) written = NULL;
          g_autoptr (GError) error = NULL;

          TC_WAIT (results[j] != NULL);
          written = trueconf_bot_download_file_finish (bot, results[j], &error);
          g_assert_no_error (error);
          /* a file that is named is replaced by a download which begins when the one before has ended */
          g_assert_true (g_hash_table_add (names, g_file_get_basename (written)) || i == 1);
          g_object_unref (results[j]);
        }

      if (i == 0)
        g_assert_true (g_hash_table_contains (names, "a (3).bin"));
    }
  remove_folder (folder);
  tc_bot_end (bot);
}

/* A file that is replaced keeps its permissions; one that is new has those that the umask leaves. */
static void
test_mode (void)
{
  static const guint modes[] = { 0600, 0640, 0666, 0755, 04755 };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "plan.bin", NULL);

  set_content (server, 100);
  tc_file_server_set_info (server, READY, "a.bin", 100);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GError) error = NULL;
      GStatBuf status;

      g_assert_true (g_file_set_contents (path, "old", -1, NULL));
      g_assert_cmpint (g_chmod (path, (int) modes[i]), ==, 0);
      name = download (bot, path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmphex (status.st_mode & 07777, ==, modes[i] & 0777);
      check_contents (server, folder, "plan.bin");
    }
  remove_folder (folder);
  tc_bot_end (bot);
}

#if !TC_WITH_SANITIZER /* whose allocators end the process when the system has no memory for them */

/* Lets the process have so much more memory, and returns what it could have before. */
static struct rlimit
limit_memory (gsize more)
{
  g_autofree char *statm = NULL;
  struct rlimit before;
  struct rlimit limit;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_AS, &before), ==, 0);
  limit = before;
  limit.rlim_cur = g_ascii_strtoull (statm, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE) + more;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);

  return before;
}

/* A machine without enough memory for the file: the program goes on, and is told what to do instead. */
static void
test_no_memory (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  char *folder = make_folder ();
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before;

  set_content (server, 128 * MIB);
  tc_file_server_set_info (server, READY, "a.bin", 128 * MIB);
  before = limit_memory (96 * MIB);
  g_assert_null (download_bytes (bot, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_DOWNLOAD_FAILED);
  g_test_message ("%s", error->message);
  tc_assert_contains (error->message, "“a.bin”");
  tc_assert_contains (error->message, "too large to be kept in memory");
  tc_assert_contains (error->message, "Download it into a file");

  /* which there is enough memory for */
  g_clear_error (&error);
  name = download (bot, folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &before), ==, 0);
  check_contents (server, folder, name);
  remove_folder (folder);
  tc_bot_end (bot);
}

#endif

static void
test_no_folder (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  char *folder = make_folder ();
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *path = g_build_filename (missing, "a.bin", NULL);
  g_autofree char *quoted = g_strdup_printf ("“%s”", missing);
  g_autoptr (GError) error = NULL;

  set_content (server, MIB);
  tc_file_server_set_info (server, READY, "a.bin", MIB);
  g_assert_null (download (bot, path, NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_DOWNLOAD_FAILED);
  tc_assert_contains (error->message, quoted);
  tc_assert_lacks (error->message, ".part");
  remove_folder (folder);
  tc_bot_end (bot);
}

static void
test_cancel (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  char *folder = make_folder ();
  g_autoptr (GFile) destination = g_file_new_for_path (folder);
  g_autofree char *first = NULL;
  g_autoptr (TcTraces) before = NULL;
  guint cancelled = 0;
  guint done = 1;

  set_content (server, 4 * MIB);
  tc_file_server_set_info (server, READY, "a.bin", 4 * MIB);
  first = download (bot, folder, NULL, NULL);
  g_assert_nonnull (first);
  tc_linger (50);
  before = tc_traces_take ();

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GFile) written = NULL;
      g_autoptr (GError) error = NULL;
      gint64 when = g_get_monotonic_time () + i * 200;

      trueconf_bot_download_file_async (bot, "f", destination, NULL, NULL, NULL, cancellable, tc_store_result,
                                        &result);
      while (result == NULL && g_get_monotonic_time () < when)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      TC_WAIT (result != NULL);
      written = trueconf_bot_download_file_finish (bot, result, &error);
      if (written == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (written == NULL)
        cancelled++;
    }
  g_assert_cmpuint (cancelled, >, 5);
  tc_traces_wait (before);

  /* nothing but whole files */
  {
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL)
      {
        check_contents (server, folder, name);
        g_assert_true (g_str_has_suffix (name, ".bin"));
        done++;
      }
  }
  g_assert_cmpuint (done, <=, 102);
  remove_folder (folder);
  tc_bot_end (bot);
}

static void
test_readiness (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 2);
  char *folder = make_folder ();
  g_autoptr (GFile) destination = g_file_new_for_path (folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) written = NULL;
  g_autoptr (GError) error = NULL;

  tc_file_server_set_info (server,
                           "{'fileId':'f','name':'a.bin','size':7,'readyState':1,'downloadUrl':null}");
  trueconf_bot_download_file_async (bot, "f", destination, NULL, NULL, NULL, NULL, tc_store_result, &result);
  TC_WAIT (tc_file_server_count (server, "subscribeFileProgress") == 1);
  tc_file_server_send (server, "uploadFileProgress", "{'fileId':'f','progress':3}");

  /* on a new connection it asks again */
  tc_file_server_drop (server);
  TC_WAIT (tc_file_server_count (server, "subscribeFileProgress") == 2);
  g_assert_null (result);

  /* ready, but without an address for a moment */
  tc_file_server_set_info (server,
                           "{'fileId':'f','name':'a.bin','size':7,'readyState':2,'downloadUrl':null}");
  tc_file_server_send (server, "uploadingProgress", "{'fileId':'f','progress':7}");
  tc_linger (300);
  g_assert_null (result);
  tc_file_server_set_info (server, READY, "a.bin", 7);
  TC_WAIT (result != NULL);
  written = trueconf_bot_download_file_finish (bot, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (written);
  TC_WAIT (tc_file_server_count (server, "unsubscribeFileProgress") == 1);

  g_clear_object (&result);
  remove_folder (folder);
  tc_bot_end (bot);
}

static void
test_never_ready (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0.2);
  char *folder = make_folder ();
  g_autoptr (GFile) destination = g_file_new_for_path (folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tc_file_server_set_info (server, "{'fileId':'f','name':'a.bin','size':7,'readyState':1}");
  g_assert_null (download (bot, folder, NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_NOT_AVAILABLE);
  tc_assert_contains (error->message, "1.2 s");
  g_clear_error (&error);

  tc_file_server_set_info (server, "{'infoHash':'f','name':'a.bin','size':7,'readyState':0}");
  g_assert_null (download (bot, folder, NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_NOT_AVAILABLE);
  g_clear_error (&error);

  /* cancelled while it waits */
  tc_file_server_set_info (server, "{'fileId':'f','name':'a.bin','size':7,'readyState':1}");
  trueconf_bot_download_file_async (bot, "f", destination, NULL, NULL, NULL, cancellable, tc_store_result,
                                    &result);
  TC_WAIT (tc_file_server_count (server, "subscribeFileProgress") == 2);
  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_download_file_finish (bot, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&result);
  remove_folder (folder);
  tc_bot_end (bot);
}

static void
test_info (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) bare_result = NULL;
  g_autoptr (TrueconfFileInfo) info = NULL;
  g_autoptr (TrueconfFileInfo) bare = NULL;
  g_autoptr (TrueconfFilePreview) preview = NULL;
  g_autoptr (GError) error = NULL;

  tc_file_server_set_info (
      server, "{'infoHash':'h','name':'a.png','size':'12','mimeType':null,'readyState':1,'downloadUrl':'',"
              "'previews':[7,{'name':'p.webp','size':3,'mimeType':'image/webp','downloadUrl':'u'},null]}");
  trueconf_bot_get_file_info_async (bot, "f", NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  info = trueconf_bot_get_file_info_finish (bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_file_info_get_file_id (info), ==, "h");
  g_assert_cmpstr (trueconf_file_info_get_name (info), ==, "a.png");
  g_assert_cmpint (trueconf_file_info_get_size (info), ==, 12);
  g_assert_cmpstr (trueconf_file_info_get_mime_type (info), ==, "application/octet-stream");
  g_assert_cmpint (trueconf_file_info_get_ready_state (info), ==, TRUECONF_FILE_READY_STATE_UPLOADING);
  g_assert_null (trueconf_file_info_get_download_url (info));
  g_assert_cmpuint (g_list_model_get_n_items (trueconf_file_info_get_previews (info)), ==, 1);
  preview = g_list_model_get_item (trueconf_file_info_get_previews (info), 0);
  g_assert_cmpstr (trueconf_file_preview_get_name (preview), ==, "p.webp");
  g_assert_cmpint (trueconf_file_preview_get_size (preview), ==, 3);
  g_assert_cmpstr (trueconf_file_preview_get_download_url (preview), ==, "u");

  tc_file_server_set_info (server, "null");
  trueconf_bot_get_file_info_async (bot, "f", NULL, tc_store_result, &bare_result);
  TC_WAIT (bare_result != NULL);
  bare = trueconf_bot_get_file_info_finish (bot, bare_result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (trueconf_file_info_get_size (bare), ==, -1);
  g_assert_cmpuint (g_list_model_get_n_items (trueconf_file_info_get_previews (bare)), ==, 0);

  g_clear_object (&result);
  g_clear_object (&bare_result);
  tc_bot_end (bot);
}

static void
test_subscription (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GAsyncResult) limits_result = NULL;
  g_autoptr (GAsyncResult) odd_result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfUploadLimits) limits = NULL;
  g_autoptr (TrueconfUploadLimits) same = NULL;
  TrueconfUploadingProgress *event;

  trueconf_bot_subscribe_file_progress_async (bot, "f", NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_true (trueconf_bot_subscribe_file_progress_finish (bot, result, NULL));
  tc_file_server_send (server, "uploadFileProgress", "{'fileId':'f','progress':'16384'}");
  TC_WAIT (tc_watch_find_event (watch, "uploadFileProgress") != NULL);
  event = TRUECONF_UPLOADING_PROGRESS (tc_watch_find_event (watch, "uploadFileProgress"));
  g_assert_cmpstr (trueconf_uploading_progress_get_file_id (event), ==, "f");
  g_assert_cmpint (trueconf_uploading_progress_get_progress (event), ==, 16384);

  tc_file_server_drop (server);
  TC_WAIT (tc_file_server_count (server, "subscribeFileProgress") == 2);
  trueconf_bot_unsubscribe_file_progress_async (bot, "f", NULL, tc_store_result, &other);
  TC_WAIT (other != NULL);
  g_assert_true (trueconf_bot_unsubscribe_file_progress_finish (bot, other, NULL));

  trueconf_bot_get_file_upload_limits_async (bot, NULL, tc_store_result, &limits_result);
  TC_WAIT (limits_result != NULL);
  limits = trueconf_bot_get_file_upload_limits_finish (bot, limits_result, NULL);
  g_assert_true (limits == trueconf_bot_get_upload_limits (bot));

  /* an answer that cannot be read lifts no limits */
  g_free (server->limits);
  server->limits = tc_json ("{'maxSize':'nonsense','extensions':null}");
  trueconf_bot_get_file_upload_limits_async (bot, NULL, tc_store_result, &odd_result);
  TC_WAIT (odd_result != NULL);
  g_assert_null (trueconf_bot_get_file_upload_limits_finish (bot, odd_result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL);
  g_assert_true (limits == trueconf_bot_get_upload_limits (bot));

  /* nor does one that says nothing of them */
  g_clear_error (&error);
  g_clear_object (&odd_result);
  g_free (server->limits);
  server->limits = tc_json ("{}");
  trueconf_bot_get_file_upload_limits_async (bot, NULL, tc_store_result, &odd_result);
  TC_WAIT (odd_result != NULL);
  same = trueconf_bot_get_file_upload_limits_finish (bot, odd_result, &error);
  g_assert_no_error (error);
  g_assert_true (same == limits);
  g_assert_true (limits == trueconf_bot_get_upload_limits (bot));

  g_ptr_array_set_size (watch->events, 0);
  g_clear_object (&result);
  g_clear_object (&other);
  g_clear_object (&limits_result);
  g_clear_object (&odd_result);
  tc_bot_end (bot);
}

int
main (int argc, char *argv[])
{
  int status;

  tc_traces_init ();
  tc_init (&argc, &argv);
  tc_file_server_warm_up ();

  tc_traces_add_test ("/downloads/sizes", test_sizes);
  tc_traces_add_test ("/downloads/places", test_places);
  tc_traces_add_test ("/downloads/names", test_names);
  tc_traces_add_test ("/downloads/faults", test_faults);
  tc_traces_add_test ("/downloads/too-large", test_too_large);
  tc_traces_add_test ("/downloads/limit", test_limit);
  tc_traces_add_test ("/downloads/at-once", test_at_once);
  tc_traces_add_test ("/downloads/mode", test_mode);
#if !TC_WITH_SANITIZER
  tc_traces_add_test ("/downloads/no-memory", test_no_memory);
#endif
  tc_traces_add_test ("/downloads/no-folder", test_no_folder);
  tc_traces_add_test ("/downloads/cancel", test_cancel);
  tc_traces_add_test ("/downloads/readiness", test_readiness);
  tc_traces_add_test ("/downloads/never-ready", test_never_ready);
  tc_traces_add_test ("/downloads/info", test_info);
  tc_traces_add_test ("/downloads/subscription", test_subscription);

  status = g_test_run ();
  tc_traces_end ();

  return status;
}
