/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Work with files that is cancelled at each of its steps, and files that change under it. */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tc-file-server.h"
#include "tc-send.h"
#include "tc-slow-file.h"
#include "tc-traces.h"

#define MIB      (1024 * 1024)
#define PNG      "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
#define MAX_STEP 100000

typedef struct
{
  TcFileServer *server;
  TrueconfBot *bot;
  char *folder;
  char *path; /* of a file to be sent */
  char *preview_path;
  char *target; /* where there is a file already */
  TrueconfInputFile *file;
  TrueconfInputFile *preview;
  TrueconfInputFile *remote;
} TroublesScene;

static void
write_file (const char *path, const char *head, gsize head_length, gsize size)
{
  g_autofree char *data = g_malloc0 (size);

  memcpy (data, head, head_length);
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

static void
begin (TroublesScene *self, gsize size, gsize preview_size)
{
  g_autofree char *uri = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) preview = NULL;

  self->server = tc_file_server_new ();
  self->bot = tc_file_server_make_bot (self->server, 0);
  self->folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "picture.png", NULL);
  self->preview_path = g_build_filename (self->folder, "preview.png", NULL);
  self->target = g_build_filename (self->folder, "target.bin", NULL);
  write_file (self->path, PNG, sizeof PNG - 1, size);
  write_file (self->preview_path, PNG, sizeof PNG - 1, preview_size);

  file = g_file_new_for_path (self->path);
  preview = g_file_new_for_path (self->preview_path);
  uri = g_strdup_printf ("http://127.0.0.1:%u/download/x.bin", self->server->port);
  self->file = trueconf_input_file_new_for_file (file);
  self->preview = trueconf_input_file_new_for_file (preview);
  self->remote = trueconf_input_file_new_for_uri (uri);
}

static void
end (TroublesScene *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  tc_bot_end (self->bot);
  tc_file_server_free (self->server);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->preview_path);
  g_free (self->target);
  g_object_unref (self->file);
  g_object_unref (self->preview);
  g_object_unref (self->remote);
}

typedef enum
{
  SEND_PHOTO, /* two files from a disk */
  SEND_REMOTE,
  UPLOAD,
  DOWNLOAD_TO_FOLDER,
  DOWNLOAD_TO_FILE,
  DOWNLOAD_BYTES,
} Work;

typedef struct
{
  goffset current;
  gboolean freed;
} Progress;

static void
on_progress (goffset current, goffset total, gpointer data)
{
  Progress *self = data;

  g_assert_false (self->freed);
  g_assert_cmpint (current, >=, self->current);
  g_assert_cmpint (current, <=, total);
  self->current = current;
}

static void
free_progress (gpointer data)
{
  Progress *self = data;

  g_assert_false (self->freed);
  self->freed = TRUE;
}

static void
start (TroublesScene *scene, Work work, Progress *progress, GCancellable *cancellable, GAsyncResult **result)
{
  g_autoptr (GFile) place = g_file_new_for_path (work == DOWNLOAD_TO_FILE ? scene->target : scene->folder);

  switch (work)
    {
    case SEND_PHOTO:
      tc_send_photo_async (scene->bot, "chat", scene->file, scene->preview, "caption",
                           TRUECONF_PARSE_MODE_TEXT, NULL, on_progress, progress, free_progress, cancellable,
                           tc_store_result, result);
      break;
    case SEND_REMOTE:
      tc_send_document_async (scene->bot, "chat", scene->remote, NULL, TRUECONF_PARSE_MODE_TEXT, NULL,
                              on_progress, progress, free_progress, cancellable, tc_store_result, result);
      break;
    case UPLOAD:
      trueconf_bot_upload_file_async (scene->bot, scene->file, NULL, on_progress, progress, free_progress,
                                      cancellable, tc_store_result, result);
      break;
    case DOWNLOAD_BYTES:
      trueconf_bot_download_file_bytes_async (scene->bot, "f", on_progress, progress, free_progress,
                                              cancellable, tc_store_result, result);
      break;
    case DOWNLOAD_TO_FOLDER:
    case DOWNLOAD_TO_FILE:
    default:
      trueconf_bot_download_file_async (scene->bot, "f", place, on_progress, progress, free_progress,
                                        cancellable, tc_store_result, result);
      break;
    }
}

static gboolean
finish (TroublesScene *scene, Work work, GAsyncResult *result, GError **error)
{
  g_autoptr (GObject) object = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *id = NULL;

  switch (work)
    {
    case SEND_PHOTO:
      object = (gpointer) tc_send_photo_finish (scene->bot, result, error);
      break;
    case SEND_REMOTE:
      object = (gpointer) tc_send_document_finish (scene->bot, result, error);
      break;
    case UPLOAD:
      id = trueconf_bot_upload_file_finish (scene->bot, result, error);
      break;
    case DOWNLOAD_BYTES:
      bytes = trueconf_bot_download_file_bytes_finish (scene->bot, result, error);
      break;
    case DOWNLOAD_TO_FOLDER:
    case DOWNLOAD_TO_FILE:
    default:
      object = (gpointer) trueconf_bot_download_file_finish (scene->bot, result, error);
      break;
    }

  return object != NULL || bytes != NULL || id != NULL;
}

/* The folder has the files of the scene, what was downloaded, whole, and nothing else. */
static void
check_folder (TroublesScene *scene, guint downloaded, gboolean replaced)
{
  g_autoptr (GDir) dir = g_dir_open (scene->folder, 0, NULL);
  guint count = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (scene->folder, name, NULL);
      g_autofree char *data = NULL;
      gsize length = 0;
      gboolean is_target = g_str_equal (path, scene->target);

      if (!is_target && !g_str_has_prefix (name, "whole"))
        {
          if (!g_str_equal (path, scene->path) && !g_str_equal (path, scene->preview_path))
            g_error ("“%s” is left in the folder", name);
          continue;
        }

      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      if (is_target && !replaced)
        {
          g_assert_cmpuint (length, ==, 3);
          continue;
        }
      g_assert_cmpuint (length, ==, g_bytes_get_size (scene->server->content));
      g_assert_true (memcmp (data, g_bytes_get_data (scene->server->content, NULL), length) == 0);
      count += is_target ? 0 : 1;
    }
  g_assert_cmpuint (count, ==, downloaded);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* From another thread now and then, as is allowed. */
static void
cancel (GCancellable *cancellable, guint step)
{
  if (step % 2 == 0)
    g_cancellable_cancel (cancellable);
  else
    g_thread_join (g_thread_new ("cancel", cancel_in_thread, cancellable));
}

/* After one step, after two, and so on, until it has come to its end before that. A step is something that happens in the
 * main context, where the server is, too. */
static void
cancel_at_each_step (Work work)
{
  TroublesScene scene;
  g_autoptr (TcTraces) before = NULL;
  guint cancelled = 0;
  guint downloaded = 0;
  gboolean replaced = FALSE;
  gboolean whole = FALSE;

  begin (&scene, MIB, 4096);
  write_file (scene.target, "old", 3, 3);
  g_bytes_unref (scene.server->content);
  scene.server->content = g_bytes_new_take (g_strnfill (MIB, 'x'), MIB);
  tc_file_server_set_info (
      scene.server, "{'fileId':'f','name':'whole.bin','size':%d,'readyState':2,'downloadUrl':'/download/x'}",
      MIB);
  tc_linger (20);
  before = tc_traces_take ();

  for (guint step = 0; !whole; step += 1 + step / 16)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      Progress progress = { 0 };
      gint64 limit = tc_wait_begin ();
      gboolean done;

      g_assert_cmpuint (step, <, MAX_STEP);
      if (step == 0)
        g_cancellable_cancel (cancellable);
      start (&scene, work, &progress, cancellable, &result);
      for (guint i = 0; i < step && result == NULL; i++)
        tc_wait_step (limit, G_STRLOC, "the end");
      whole = result != NULL;
      if (!whole)
        cancel (cancellable, step);
      TC_WAIT (result != NULL);

      done = finish (&scene, work, result, &error);
      g_assert_true (progress.freed);
      if (whole)
        g_assert_no_error (error);
      if (!done)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      cancelled += !done;
      downloaded += done && work == DOWNLOAD_TO_FOLDER;
      replaced = replaced || (done && work == DOWNLOAD_TO_FILE);
      check_folder (&scene, downloaded, replaced);
    }

  g_test_message ("cancelled %u times", cancelled);
  g_assert_cmpuint (cancelled, >, 2);
  /* one connection is kept for the next download; whether more is left is seen when the bot has ended */
  if (work == SEND_PHOTO || work == UPLOAD)
    tc_traces_wait (before);
  end (&scene);
}

static void
test_cancel_photo (void)
{
  cancel_at_each_step (SEND_PHOTO);
}

static void
test_cancel_remote (void)
{
  cancel_at_each_step (SEND_REMOTE);
}

static void
test_cancel_upload (void)
{
  cancel_at_each_step (UPLOAD);
}

static void
test_cancel_download (void)
{
  cancel_at_each_step (DOWNLOAD_TO_FOLDER);
}

static void
test_cancel_replacement (void)
{
  cancel_at_each_step (DOWNLOAD_TO_FILE);
}

static void
test_cancel_bytes (void)
{
  cancel_at_each_step (DOWNLOAD_BYTES);
}

/* A disk that does not answer keeps neither the thread of the bot waiting, nor who cancels. */
static void
test_slow_disk (void)
{
  TroublesScene scene;
  Progress progress = { 0 };
  g_autoptr (GFile) place = NULL;
  g_autoptr (TcSlowFile) slow = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) another = NULL;
  g_autoptr (GError) error = NULL;

  begin (&scene, 4096, 4096);
  place = g_file_new_for_path (scene.path);
  slow = tc_slow_file_new (place);
  g_object_unref (scene.file);
  scene.file = trueconf_input_file_new_for_file (G_FILE (slow));

  start (&scene, UPLOAD, &progress, cancellable, &result);
  TC_WAIT (tc_slow_file_is_waiting (slow));
  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_false (finish (&scene, UPLOAD, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (tc_slow_file_is_waiting (slow));

  memset (&progress, 0, sizeof progress);
  start (&scene, UPLOAD, &progress, NULL, &another);
  tc_slow_file_answer (slow);
  TC_WAIT (another != NULL);
  g_assert_true (finish (&scene, UPLOAD, another, NULL));

  g_clear_object (&result);
  g_clear_object (&another);
  end (&scene);
}

static void
shrink_to_nothing (gpointer data)
{
  g_assert_cmpint (truncate (data, 0), ==, 0);
}

static void
grow_by_one (gpointer data)
{
  g_assert_cmpint (truncate (data, 64 * MIB + 1), ==, 0);
}

static void
disappear (gpointer data)
{
  g_assert_cmpint (g_unlink (data), ==, 0);
}

/* As editors save. */
static void
replace (gpointer data)
{
  g_autofree char *other = g_strconcat (data, ".new", NULL);

  write_file (other, "new", 3, 3);
  g_assert_cmpint (g_rename (other, data), ==, 0);
}

static void
test_changes (void)
{
  static const struct
  {
    void (*change) (gpointer path);
    gboolean preview; /* it is the one that changes */
    const char *problem;
  } changes[] = {
    { shrink_to_nothing, FALSE, "has shrunk" },
    { shrink_to_nothing, TRUE, "has shrunk" },
    { grow_by_one, FALSE, "has grown" },
    { grow_by_one, TRUE, "has grown" },
    /* what is open stays what it was */
    { disappear, FALSE, NULL },
    { disappear, TRUE, NULL },
    { replace, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      TroublesScene scene;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (TcTraces) before = NULL;
      Progress progress = { 0 };

      begin (&scene, 64 * MIB, 4096);
      before = tc_traces_take ();
      scene.server->on_chunk = changes[i].change;
      scene.server->on_chunk_data = changes[i].preview ? scene.preview_path : scene.path;
      start (&scene, SEND_PHOTO, &progress, NULL, &result);
      TC_WAIT (result != NULL);
      g_assert_true (progress.freed);
      if (changes[i].problem == NULL)
        {
          g_assert_true (finish (&scene, SEND_PHOTO, result, &error));
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (scene.server->body), >, 64 * MIB);
        }
      else
        {
          g_assert_false (finish (&scene, SEND_PHOTO, result, &error));
          g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED);
          g_test_message ("%s", error->message);
          tc_assert_contains (error->message, changes[i].preview ? "preview.png" : "picture.png");
          tc_assert_contains (error->message, changes[i].problem);
          /* nothing of it reached the chat */
          g_assert_cmpuint (tc_file_server_count (scene.server, "sendFile"), ==, 0);
        }
      g_clear_object (&result);
      tc_traces_wait (before);
      end (&scene);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  tc_traces_init ();
  tc_init (&argc, &argv);
  tc_file_server_warm_up ();

  tc_traces_add_test ("/file-troubles/cancel-photo", test_cancel_photo);
  tc_traces_add_test ("/file-troubles/cancel-remote", test_cancel_remote);
  tc_traces_add_test ("/file-troubles/cancel-upload", test_cancel_upload);
  tc_traces_add_test ("/file-troubles/cancel-download", test_cancel_download);
  tc_traces_add_test ("/file-troubles/cancel-replacement", test_cancel_replacement);
  tc_traces_add_test ("/file-troubles/cancel-bytes", test_cancel_bytes);
  tc_traces_add_test ("/file-troubles/slow-disk", test_slow_disk);
  tc_traces_add_test ("/file-troubles/changes", test_changes);

  status = g_test_run ();
  tc_traces_end ();

  return status;
}
