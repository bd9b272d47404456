/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sending files: what arrives at the other side, and what is said when it does not. */

#include <glib/gstdio.h>
#include <string.h>

#include "tc-file-server.h"
#include "tc-send.h"
#include "tc-traces.h"

#define MIB  (1024 * 1024)
#define WEBP "RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\1\0\1\0"

/* Contents that differ from place to place. */
static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 31 + (i >> 8) * 7 + (i >> 16));
  return g_bytes_new_take (data, size);
}

static TrueconfInputFile *
make_file (gsize size, const char *name)
{
  g_autoptr (GBytes) bytes = make_bytes (size);

  return trueconf_input_file_new_for_bytes (bytes, name);
}

typedef struct
{
  char *folder;
  char *path;
  TrueconfInputFile *file;
} TcDiskFile;

static void
disk_file_init (TcDiskFile *self, gsize size)
{
  g_autoptr (GBytes) bytes = make_bytes (size);
  g_autoptr (GFile) file = NULL;

  self->folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "data.bin", NULL);
  g_assert_true (g_file_set_contents (self->path, g_bytes_get_data (bytes, NULL), (gssize) size, NULL));
  file = g_file_new_for_path (self->path);
  self->file = trueconf_input_file_new_for_file (file);
}

static void
disk_file_clear (TcDiskFile *self)
{
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
  g_object_unref (self->file);
}

typedef struct
{
  guint count;
  goffset current;
  goffset total;
  gboolean freed;
} UploadProgress;

static void
on_progress (goffset current, goffset total, gpointer data)
{
  UploadProgress *self = data;

  g_assert_false (self->freed);
  g_assert_cmpint (current, >=, self->current);
  g_assert_cmpint (current, <=, total);
  self->count++;
  self->current = current;
  self->total = total;
}

static void
free_progress (gpointer data)
{
  UploadProgress *self = data;

  g_assert_false (self->freed);
  self->freed = TRUE;
}

static char *
upload (TrueconfBot *bot, TrueconfInputFile *file, UploadProgress *progress, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_upload_file_async (bot, file, NULL, progress != NULL ? on_progress : NULL, progress,
                                  progress != NULL ? free_progress : NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  return trueconf_bot_upload_file_finish (bot, result, error);
}

static void
check_part (TcFileServer *server,
            int part,
            const char *name,
            const char *file_name,
            const char *type,
            GBytes *expected)
{
  g_autofree char *is_name = NULL;
  g_autofree char *is_file_name = NULL;
  g_autofree char *is_type = NULL;
  g_autoptr (GBytes) bytes = tc_file_server_get_part (server, part, &is_name, &is_file_name, &is_type);

  g_assert_nonnull (bytes);
  g_assert_cmpstr (is_name, ==, name);
  g_assert_cmpstr (is_file_name, ==, file_name);
  g_assert_cmpstr (is_type, ==, type);
  g_assert_true (g_bytes_equal (bytes, expected));
}

static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 4096, 256 * 1024, 256 * 1024 + 1, 64 * MIB };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint on_disk = 0; on_disk <= 1; on_disk++)
      {
        g_autoptr (GBytes) bytes = make_bytes (sizes[i]);
        g_autoptr (TrueconfInputFile) file = make_file (sizes[i], "data.bin");
        g_autofree char *announced = g_strdup_printf ("\"fileSize\":%" G_GSIZE_FORMAT ",", sizes[i]);
        g_autofree char *id = NULL;
        g_autoptr (GError) error = NULL;
        UploadProgress progress = { 0 };
        TcDiskFile disk;

        disk_file_init (&disk, sizes[i]);
        trueconf_input_file_set_mime_type (disk.file, "application/x-test");
        trueconf_input_file_set_mime_type (file, "application/x-test");
        id = upload (bot, on_disk ? disk.file : file, &progress, &error);
        g_assert_no_error (error);
        g_assert_cmpstr (id, ==, "tmp-1");
        g_assert_cmpstr (server->task_id, ==, "task-1");
        check_part (server, 0, "file", "data.bin", "application/x-test", bytes);
        tc_assert_contains (tc_file_server_find (server, "uploadFile"), announced);
        g_assert_true (progress.freed);
        g_assert_cmpuint (progress.count, >=, 1);
        g_assert_cmpint (progress.current, ==, (goffset) sizes[i]);
        g_assert_cmpint (progress.total, ==, (goffset) sizes[i]);
        disk_file_clear (&disk);
      }
  tc_bot_end (bot);
}

static void
test_document (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (TrueconfInputFile) file = make_file (100, "смета \"a\\b\".pdf");
  g_autoptr (GBytes) bytes = make_bytes (100);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;

  tc_send_document_async (bot, "chat", file, "<b>x</b>", TRUECONF_PARSE_MODE_HTML, "reply", NULL, NULL, NULL,
                          NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  sent = tc_send_document_finish (bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_sent_message_get_file_id (sent), ==, "f");
  tc_assert_contains (
      tc_file_server_find (server, "sendFile"),
      "{\"chatId\":\"chat\",\"replyMessageId\":\"reply\",\"content\":{\"temporalFileId\":\"tmp-1\","
      "\"caption\":{\"text\":\"<b>x</b>\",\"parseMode\":\"html\"}}}");
  /* directories are no part of a name */
  check_part (server, 0, "file", "b\".pdf", "application/pdf", bytes);
  g_clear_object (&result);
  tc_bot_end (bot);
}

static void
test_no_caption (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (TrueconfInputFile) file = make_file (3, "a\r\nb.txt");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;

  tc_send_document_async (bot, "chat", file, "", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL, NULL,
                          tc_store_result, &result);
  TC_WAIT (result != NULL);
  sent = tc_send_document_finish (bot, result, NULL);
  g_assert_nonnull (sent);
  tc_assert_contains (tc_file_server_find (server, "sendFile"),
                      "\"payload\":{\"chatId\":\"chat\",\"content\":{\"temporalFileId\":\"tmp-1\"}}");
  g_clear_object (&result);
  tc_bot_end (bot);
}

static void
test_photo_and_sticker (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (GBytes) webp = g_bytes_new_static (WEBP, sizeof WEBP - 1);
  g_autoptr (GBytes) small = g_bytes_new_static ("small", 5);
  g_autoptr (TrueconfInputFile) picture = trueconf_input_file_new_for_bytes (webp, "a.webp");
  g_autoptr (TrueconfInputFile) preview = trueconf_input_file_new_for_bytes (small, "preview.txt");
  g_autoptr (TrueconfInputFile) text = make_file (1000, "a.bin");
  g_autoptr (GError) error = NULL;
  TcDiskFile disk;

  disk_file_init (&disk, 0);
  g_assert_true (g_file_set_contents (disk.path, WEBP, sizeof WEBP - 1, NULL));

  /* with a preview of its own, and without */
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (TrueconfSentMessage) sent = NULL;

      if (i < 2)
        tc_send_photo_async (bot, "chat", picture, i == 0 ? preview : NULL, NULL, TRUECONF_PARSE_MODE_TEXT,
                             NULL, NULL, NULL, NULL, NULL, tc_store_result, &result);
      else
        tc_send_sticker_async (bot, "chat", i == 2 ? picture : disk.file, NULL, NULL, NULL, NULL, NULL,
                               tc_store_result, &result);
      TC_WAIT (result != NULL);
      sent =
          i < 2 ? tc_send_photo_finish (bot, result, &error) : tc_send_sticker_finish (bot, result, &error);
      g_assert_no_error (error);
      check_part (server, 0, "file", i == 3 ? "data.bin" : "a.webp", i < 2 ? "image/webp" : "sticker/webp",
                  webp);
      if (i == 0)
        check_part (server, 1, "preview", "preview.txt", "text/plain", small);
      else
        check_part (server, 1, "preview", i == 3 ? "data.bin" : "a.webp", "image/webp", webp);
    }

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      if (i == 0)
        tc_send_photo_async (bot, "chat", text, NULL, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL,
                             NULL, tc_store_result, &result);
      else
        tc_send_sticker_async (bot, "chat", text, NULL, NULL, NULL, NULL, NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      if (i == 0)
        g_assert_null (tc_send_photo_finish (bot, result, &error));
      else
        g_assert_null (tc_send_sticker_finish (bot, result, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }
  g_assert_cmpuint (server->n_uploads, ==, 4);

  disk_file_clear (&disk);
  tc_bot_end (bot);
}

static void
expect_upload_error (TcFileServer *server,
                     TrueconfBot *bot,
                     TrueconfInputFile *file,
                     GQuark domain,
                     int code,
                     const char *part)
{
  g_autoptr (GError) error = NULL;
  UploadProgress progress = { 0 };

  g_assert_null (upload (bot, file, &progress, &error));
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
  tc_assert_contains (error->message, part);
  g_assert_true (progress.freed);
}

static void
test_limits (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot;
  g_autoptr (TrueconfInputFile) large = make_file (1001, "a.txt");
  g_autoptr (TrueconfInputFile) bad = make_file (1, "a.EXE");
  g_autoptr (TrueconfInputFile) bare = make_file (1, "a");
  g_autoptr (GString) caption = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_free (server->limits);
  server->limits = tc_json ("{'maxSize':1000,'extensions':{'mode':'block','list':['.exe','bat']}}");
  bot = tc_file_server_make_bot (server, 0);

  expect_upload_error (server, bot, large, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE, "1001");
  expect_upload_error (server, bot, large, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE, "1000");
  expect_upload_error (server, bot, bad, TRUECONF_ERROR, TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED, "exe");
  g_assert_cmpuint (tc_file_server_count (server, "getFileUploadLimits"), ==, 1);

  /* the administrator changes them */
  tc_file_server_send (server, "getFileUploadLimits",
                       "{'maxSize':null,'extensions':{'mode':'allow','list':['PDF']}}");
  TC_WAIT (trueconf_upload_limits_get_mode (trueconf_bot_get_upload_limits (bot)) ==
           TRUECONF_EXTENSION_MODE_ALLOW);
  expect_upload_error (server, bot, large, TRUECONF_ERROR, TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED, "pdf");
  expect_upload_error (server, bot, bare, TRUECONF_ERROR, TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED, "pdf");

  for (guint i = 0; i < 4097; i++)
    g_string_append (caption, "ж");
  tc_send_document_async (bot, "chat", bare, caption->str, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL,
                          NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_null (tc_send_document_finish (bot, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CAPTION_TOO_LONG);
  tc_assert_contains (error->message, "4097");
  tc_assert_contains (error->message, "4096");
  g_clear_object (&result);

  g_assert_cmpuint (tc_file_server_count (server, "uploadFile"), ==, 0);
  tc_bot_end (bot);
}

/* Limits that cannot be read are not taken for none, but do not keep files from being sent either. */
static void
test_unreadable_limits (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  g_autoptr (TrueconfInputFile) file = make_file (1, "a.txt");
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot;

  g_free (server->limits);
  server->limits = tc_json ("{'maxSize':'nonsense','extensions':null}");
  bot = tc_file_server_make_bot (server, 0);

  tc_log_begin ();
  id = upload (bot, file, NULL, &error);
  messages = tc_log_end ();
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_true (tc_log_has (messages, "the limits in the server's answer cannot be read"));
  g_assert_no_error (error);
  g_assert_nonnull (id);
  g_assert_null (trueconf_bot_get_upload_limits (bot));
  tc_bot_end (bot);
}

/* A server that says nothing of limits has none that are known. It is not asked again for each file. */
static void
test_untold_limits (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  g_autoptr (TrueconfInputFile) file = make_file (1, "a.txt");
  g_autoptr (TrueconfUploadLimits) limits = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot;

  g_free (server->limits);
  server->limits = tc_json ("{}");
  bot = tc_file_server_make_bot (server, 0);

  tc_log_begin ();
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = upload (bot, file, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (id);
    }
  messages = tc_log_end ();
  g_assert_cmpuint (messages->len, ==, 0);
  g_assert_cmpuint (tc_file_server_count (server, "getFileUploadLimits"), ==, 1);

  trueconf_bot_get_file_upload_limits_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  limits = trueconf_bot_get_file_upload_limits_finish (bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (limits), ==, 0);
  g_assert_cmpint (trueconf_upload_limits_get_mode (limits), ==, TRUECONF_EXTENSION_MODE_ANY);
  g_assert_null (trueconf_bot_get_upload_limits (bot));
  g_clear_object (&result);
  tc_bot_end (bot);
}

static void
shrink (gpointer data)
{
  g_assert_cmpint (truncate (data, MIB), ==, 0);
}

static void
grow (gpointer data)
{
  g_assert_cmpint (truncate (data, 65 * MIB), ==, 0);
}

static void
disappear (gpointer data)
{
  g_assert_cmpint (g_unlink (data), ==, 0);
}

static void
test_changing_file (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  TcDiskFile disk;

  disk_file_init (&disk, 64 * MIB);
  server->on_chunk_data = disk.path;
  server->on_chunk = shrink;
  expect_upload_error (server, bot, disk.file, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED, "has shrunk");
  disk_file_clear (&disk);

  disk_file_init (&disk, 64 * MIB);
  server->on_chunk_data = disk.path;
  server->on_chunk = grow;
  expect_upload_error (server, bot, disk.file, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED, "has grown");
  disk_file_clear (&disk);

  /* what is open stays there until it is sent */
  disk_file_init (&disk, 64 * MIB);
  server->on_chunk_data = disk.path;
  server->on_chunk = disappear;
  {
    g_autofree char *id = upload (bot, disk.file, NULL, NULL);

    g_assert_cmpstr (id, ==, "tmp-1");
  }
  expect_upload_error (server, bot, disk.file, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED, "data.bin");
  disk_file_clear (&disk);
  tc_bot_end (bot);
}

static void
test_no_file (void)
{
  static const char *const paths[] = { "/", "/dev/zero", "/nowhere/at/all" };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GFile) place = g_file_new_for_path (paths[i]);
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_file (place);

      expect_upload_error (server, bot, file, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED, "cannot be read");
    }
  g_assert_cmpuint (tc_file_server_count (server, "uploadFile"), ==, 0);
  tc_bot_end (bot);
}

static void
test_server_faults (void)
{
  static const struct
  {
    TcUploadFault fault;
    int code;
    const char *part;
  } faults[] = {
    { TC_UPLOAD_REFUSE_EARLY, TRUECONF_ERROR_FILE_TOO_LARGE, "413" },
    { TC_UPLOAD_REFUSE_AND_RESET, TRUECONF_ERROR_FILE_TOO_LARGE, "413" },
    { TC_UPLOAD_RESET, TRUECONF_ERROR_UPLOAD_FAILED, "connection was lost" },
    { TC_UPLOAD_STALL, TRUECONF_ERROR_UPLOAD_FAILED, "nothing has moved" },
    { TC_UPLOAD_NO_ANSWER, TRUECONF_ERROR_UPLOAD_FAILED, "nothing has moved" },
    { TC_UPLOAD_NO_ID, TRUECONF_ERROR_UPLOAD_FAILED, "temporalFileId" },
  };
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  /* 64 MiB may take long on a slow machine: only where nothing moves, that is what is waited for */
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  TrueconfBot *impatient = tc_file_server_make_bot (server, 0.4);
  g_autoptr (TrueconfInputFile) file = make_file (64 * MIB, "a.bin");
  g_autofree char *id = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      gboolean stalls = g_str_equal (faults[i].part, "nothing has moved");

      g_test_message ("fault %u", i);
      server->upload_fault = faults[i].fault;
      expect_upload_error (server, stalls ? impatient : bot, file, TRUECONF_ERROR, faults[i].code,
                           faults[i].part);
    }
  tc_bot_end (impatient);

  server->upload_fault = TC_UPLOAD_UNKNOWN_TASK;
  expect_upload_error (server, bot, file, TRUECONF_API_ERROR, TRUECONF_API_ERROR_UPLOAD_TASK_NOT_FOUND,
                       "No task found");

  server->upload_fault = TC_UPLOAD_UNKNOWN_TASK_ONCE;
  id = upload (bot, file, NULL, NULL);
  g_assert_cmpstr (id, ==, "tmp-1");
  tc_bot_end (bot);
}

/* At one moment after the other, and nothing is left of any. */
static void
test_cancel (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/download/x", server->port);
  TcDiskFile disk;
  g_autoptr (TcTraces) before = NULL;
  guint cancelled = 0;

  disk_file_init (&disk, 16 * MIB);
  {
    /* connections that stay open for a while */
    g_autoptr (TrueconfInputFile) remote = trueconf_input_file_new_for_uri (uri);
    g_autofree char *id = upload (bot, disk.file, NULL, NULL);
    g_autofree char *other = upload (bot, remote, NULL, NULL);

    g_assert_nonnull (id);
    g_assert_nonnull (other);
  }
  tc_linger (50);
  before = tc_traces_take ();

  for (guint i = 0; i < 120; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (TrueconfInputFile) remote = trueconf_input_file_new_for_uri (uri);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (TrueconfSentMessage) sent = NULL;
      g_autoptr (GError) error = NULL;
      UploadProgress progress = { 0 };
      gint64 when = g_get_monotonic_time () + i * 500;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      tc_send_document_async (bot, "chat", i % 2 == 0 ? disk.file : remote, NULL, TRUECONF_PARSE_MODE_TEXT,
                              NULL, on_progress, &progress, free_progress, cancellable, tc_store_result,
                              &result);
      while (result == NULL && g_get_monotonic_time () < when)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      TC_WAIT (result != NULL);
      sent = tc_send_document_finish (bot, result, &error);
      g_assert_true (progress.freed);
      if (sent == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          cancelled++;
        }
    }
  g_assert_cmpuint (cancelled, >, 10);
  tc_traces_wait (before);
  disk_file_clear (&disk);
  tc_bot_end (bot);
}

static void
test_uri (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  TrueconfBot *impatient = tc_file_server_make_bot (server, 0.4);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/download/some%%20text.txt", server->port);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_uri (uri);
  g_autoptr (TrueconfInputFile) strange = trueconf_input_file_new_for_uri ("gopher://example.com/x");
  g_autofree char *id = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  id = upload (bot, file, NULL, &error);
  g_assert_no_error (error);
  check_part (server, 0, "file", "some text.txt", "text/plain", server->content);

  /* its size is not known before it has come; the other server gives it a name */
  server->download_fault = TC_DOWNLOAD_CHUNKED;
  again = upload (bot, file, NULL, &error);
  g_assert_no_error (error);
  check_part (server, 0, "file", "given.txt", "text/plain", server->content);

  server->download_fault = TC_DOWNLOAD_GONE;
  expect_upload_error (server, bot, file, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED, "404");
  server->download_fault = TC_DOWNLOAD_SHORT;
  expect_upload_error (server, bot, file, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED, "some text.txt");
  server->download_fault = TC_DOWNLOAD_STALL;
  expect_upload_error (server, impatient, file, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED,
                       "nothing has moved");
  tc_bot_end (impatient);
  expect_upload_error (server, bot, strange, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED, "address");
  tc_bot_end (bot);
}

static void
test_nobody_waits (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (GFile) place = g_file_new_for_path ("/nowhere");
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_file (place);
  g_autoptr (GPtrArray) log = NULL;
  UploadProgress progress = { 0 };

  tc_log_begin ();
  tc_send_document_async (bot, "chat", file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, on_progress, &progress,
                          free_progress, NULL, NULL, NULL);
  TC_WAIT (progress.freed);
  tc_linger (20);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, "nowhere"));
  tc_bot_end (bot);
}

int
main (int argc, char *argv[])
{
  int status;

  tc_traces_init ();
  tc_init (&argc, &argv);
  tc_file_server_warm_up ();

  tc_traces_add_test ("/files/sizes", test_sizes);
  tc_traces_add_test ("/files/document", test_document);
  tc_traces_add_test ("/files/no-caption", test_no_caption);
  tc_traces_add_test ("/files/photo-and-sticker", test_photo_and_sticker);
  tc_traces_add_test ("/files/limits", test_limits);
  tc_traces_add_test ("/files/unreadable-limits", test_unreadable_limits);
  tc_traces_add_test ("/files/untold-limits", test_untold_limits);
  tc_traces_add_test ("/files/changing-file", test_changing_file);
  tc_traces_add_test ("/files/no-file", test_no_file);
  tc_traces_add_test ("/files/server-faults", test_server_faults);
  tc_traces_add_test ("/files/cancel", test_cancel);
  tc_traces_add_test ("/files/uri", test_uri);
  tc_traces_add_test ("/files/nobody-waits", test_nobody_waits);

  status = g_test_run ();
  tc_traces_end ();

  return status;
}
