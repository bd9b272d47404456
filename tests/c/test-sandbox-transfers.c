/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Uploads and downloads that a server of its own spoils in each way it knows. */

#include <glib/gstdio.h>

#include "tc-chat.h"
#include "tc-send.h"
#include "tc-traces.h"

#define MIB (1024 * 1024)

static TcSandbox *sandbox = NULL;

typedef struct
{
  TrueconfBot *bot;
  char *chat;
  char *folder;
  TrueconfInputFile *file; /* 16 MiB */
  char *file_id;           /* of Nora's, 1 MiB */
} TransfersScene;

static void
begin (TransfersScene *self)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strnfill (16 * MIB, 'x'), 16 * MIB);
  g_autoptr (JsonNode) said = NULL;

  self->chat = tc_sandbox_get_chat (sandbox, "nora");
  said =
      tc_sandbox_post (sandbox, "/sandbox/say",
                       "{'from':'nora','chat_id':'%s','file':{'name':'a.bin','size':%d}}", self->chat, MIB);
  self->file_id = g_strdup (tc_json_string (said, "file_id"));
  self->file = trueconf_input_file_new_for_bytes (bytes, "b.bin");
  self->folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  self->bot = tc_bot_new (sandbox);
  trueconf_bot_set_timeout (self->bot, 0.6);
  tc_bot_start (self->bot);
}

static void
end (TransfersScene *self)
{
  tc_sandbox_clear_faults (sandbox);
  tc_bot_end (self->bot);
  g_object_unref (self->file);
  /* nothing is in it, not even a part of a file */
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->file_id);
  g_free (self->chat);
}

typedef struct
{
  gboolean up;
  const char *fault; /* its name, and its settings if it has some */
  gboolean is_api_error;
  int code;
  const char *part; /* of what is said */
} Spoiling;

static const Spoiling spoilings[] = {
  { TRUE, "'upload-status','status':413", FALSE, TRUECONF_ERROR_FILE_TOO_LARGE, "413" },
  { TRUE, "'upload-status','status':413,'early':true", FALSE, TRUECONF_ERROR_FILE_TOO_LARGE, "413" },
  { TRUE, "'upload-status','status':502", FALSE, TRUECONF_ERROR_UPLOAD_FAILED, "502" },
  { TRUE, "'upload-status','status':200", FALSE, TRUECONF_ERROR_UPLOAD_FAILED, "" },
  { TRUE, "'upload-status','status':200,'content_type':'application/json','body':'[]'", FALSE,
    TRUECONF_ERROR_UPLOAD_FAILED, "temporalFileId" },
  { TRUE, "'upload-status','status':429,'retry_after':60", FALSE, TRUECONF_ERROR_UPLOAD_FAILED, "429" },
  { TRUE, "'upload-status','status':307,'location':'/elsewhere'", FALSE, TRUECONF_ERROR_UPLOAD_FAILED,
    "307" },
  { TRUE, "'upload-reset','bytes':0", FALSE, TRUECONF_ERROR_UPLOAD_FAILED, "connection was lost" },
  { TRUE, "'upload-reset','bytes':5000000", FALSE, TRUECONF_ERROR_UPLOAD_FAILED, "connection was lost" },
  { TRUE, "'upload-stall','bytes':1000000", FALSE, TRUECONF_ERROR_UPLOAD_FAILED, "nothing has moved" },
  { TRUE, "'upload-no-answer'", FALSE, TRUECONF_ERROR_UPLOAD_FAILED, "nothing has moved" },
  { TRUE, "'error','method':'uploadFile','code':401", TRUE, TRUECONF_API_ERROR_NOT_ENOUGH_SPACE, "" },
  { TRUE, "'error','method':'sendFile','code':405", TRUE, TRUECONF_API_ERROR_FILE_INCOMPLETE, "" },
  { FALSE, "'download-status','status':404", FALSE, TRUECONF_ERROR_FILE_NOT_AVAILABLE, "404" },
  { FALSE, "'download-status','status':403", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "403" },
  { FALSE, "'download-status','status':503", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "503" },
  { FALSE, "'download-status','status':503,'retry_after':60", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "503" },
  { FALSE, "'download-status','status':302,'location':'http://example.com:81/'", FALSE,
    TRUECONF_ERROR_DOWNLOAD_FAILED, "302" },
  { FALSE, "'download-endless'", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "more than the 1048576" },
  { FALSE, "'download-short','bytes':0", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "ended after 0 of" },
  { FALSE, "'download-short','bytes':300000", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED,
    "ended after 300000 of" },
  { FALSE, "'download-reset','bytes':300000", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "connection was lost" },
  { FALSE, "'download-wrong-length','bytes':5", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "answer has 5" },
  { FALSE, "'download-wrong-length','bytes':2000000", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED,
    "answer has 2000000" },
  { FALSE, "'download-stall','bytes':300000", FALSE, TRUECONF_ERROR_DOWNLOAD_FAILED, "nothing has moved" },
  { FALSE, "'error','method':'getFileInfo','code':404", TRUE, TRUECONF_API_ERROR_NO_SUCH_FILE, "" },
};

static void
note_progress (goffset done, goffset total, gpointer data)
{
  *(goffset *) data = done;
}

/* `done` may be NULL, or is how many bytes have moved. */
static void
start_with_progress (TransfersScene *scene,
                     gboolean up,
                     goffset *done,
                     GCancellable *cancellable,
                     GAsyncResult **result)
{
  g_autoptr (GFile) folder = g_file_new_for_path (scene->folder);

  if (up)
    tc_send_document_async (scene->bot, scene->chat, scene->file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL,
                            done != NULL ? note_progress : NULL, done, NULL, cancellable, tc_store_result,
                            result);
  else
    trueconf_bot_download_file_async (scene->bot, scene->file_id, folder, done != NULL ? note_progress : NULL,
                                      done, NULL, cancellable, tc_store_result, result);
}

static void
start (TransfersScene *scene, gboolean up, GCancellable *cancellable, GAsyncResult **result)
{
  start_with_progress (scene, up, NULL, cancellable, result);
}

static gboolean
finish (TransfersScene *scene, gboolean up, GAsyncResult *result, GError **error)
{
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GFile) written = NULL;

  if (up)
    sent = tc_send_document_finish (scene->bot, result, error);
  else
    written = trueconf_bot_download_file_finish (scene->bot, result, error);
  if (written != NULL)
    g_assert_cmpint (g_unlink (g_file_peek_path (written)), ==, 0);

  return sent != NULL || written != NULL;
}

static guint
count_files (void)
{
  g_autoptr (JsonNode) files = tc_sandbox_get (sandbox, "/sandbox/files");

  return json_array_get_length (json_node_get_array (tc_json_find (files, "files")));
}

/* Once it fails, with that error, and the next time all is well. */
static void
test_spoiled (gconstpointer data)
{
  const Spoiling *spoiling = data;
  GQuark domain = spoiling->is_api_error ? TRUECONF_API_ERROR : TRUECONF_ERROR;
  g_autoptr (TcTraces) before = tc_traces_take ();
  TransfersScene scene;
  guint files;

  begin (&scene);
  files = count_files ();
  tc_sandbox_fault (sandbox, "{'fault':%s,'count':1}", spoiling->fault);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      start (&scene, spoiling->up, NULL, &result);
      TC_WAIT (result != NULL);
      if (i == 1)
        {
          g_assert_true (finish (&scene, spoiling->up, result, &error));
          g_assert_no_error (error);
          continue;
        }
      g_assert_false (finish (&scene, spoiling->up, result, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, domain, spoiling->code);
      tc_assert_contains (error->message, spoiling->part);
      tc_assert_contains (error->message, spoiling->is_api_error ? "" : spoiling->up ? "b.bin" : "a.bin");
      tc_assert_lacks (error->message, "token=");
      g_assert_cmpuint (count_files (), ==, files);
    }
  g_assert_cmpuint (count_files (), ==, files + (spoiling->up ? 1 : 0));
  end (&scene);
  tc_traces_wait (before);
}

/* In the middle of each step that lasts. */
static void
test_cancelled (void)
{
  static const struct
  {
    gboolean up;
    const char *fault;
    const char *frame; /* that has come by then */
  } moments[] = {
    { TRUE, "'delay','ms':2000,'method':'uploadFile'", "\"uploadFile\"" },
    { TRUE, "'upload-stall','bytes':0", "\"uploadFile\"" },
    { TRUE, "'upload-stall','bytes':9000000", "\"uploadFile\"" },
    { TRUE, "'upload-no-answer'", "\"uploadFile\"" },
    { TRUE, "'delay','ms':2000,'method':'sendFile'", "\"sendFile\"" },
    { FALSE, "'delay','ms':2000,'method':'getFileInfo'", "\"getFileInfo\"" },
    { FALSE, "'ready-null-url'", "\"subscribeFileProgress\"" },
    { FALSE, "'download-stall','bytes':0", "\"getFileInfo\"" },
    { FALSE, "'download-stall','bytes':300000", "\"getFileInfo\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      TransfersScene scene;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (TcTraces) before = NULL;
      guint frames = tc_sandbox_count_frames (sandbox, "in", moments[i].frame);
      guint files;

      g_test_message ("%s", moments[i].fault);
      begin (&scene);
      before = tc_traces_take ();
      files = count_files ();
      tc_sandbox_fault (sandbox, "{'fault':%s}", moments[i].fault);
      start (&scene, moments[i].up, cancellable, &result);
      TC_WAIT (tc_sandbox_count_frames (sandbox, "in", moments[i].frame) == frames + 1);
      /* so that what comes after the frame has begun as well */
      tc_linger (30);
      g_assert_null (result);
      g_cancellable_cancel (cancellable);
      TC_WAIT (result != NULL);
      g_assert_false (finish (&scene, moments[i].up, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      tc_traces_wait (before);
      if (moments[i].up && i != 4)
        g_assert_cmpuint (count_files (), ==, files);
      g_clear_object (&result);
      end (&scene);
    }
}

/* The last bytes before a pause are told of, however soon after others they have come. */
static void
test_paused_progress (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  TransfersScene scene;
  goffset done = 0;

  begin (&scene);
  tc_sandbox_fault (sandbox, "{'fault':'upload-stall','bytes':9000000}");
  start_with_progress (&scene, TRUE, &done, cancellable, &result);
  TC_WAIT (done >= 9000000);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_false (finish (&scene, TRUE, result, NULL));
  g_clear_object (&result);
  end (&scene);
}

typedef struct
{
  GAsyncResult *result;
  gboolean stopped;
} Ends;

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Ends *ends = user_data;

  g_assert_true (trueconf_bot_stop_finish (TRUECONF_BOT (source), result, NULL));
  g_assert_nonnull (ends->result);
  ends->stopped = TRUE;
}

/* When the bot is stopped: at once, when the first frame has come, or in the middle of the bytes. */
typedef enum
{
  MOMENT_AT_ONCE,
  MOMENT_ASKED,
  MOMENT_MOVING,
  N_MOMENTS,
} Moment;

/* A bot that stops does not leave a file half-way: it ends first, whatever step it has come to, and says why. */
static void
stop_at (gboolean up, Moment moment)
{
  TransfersScene scene;
  Ends ends = { NULL, FALSE };
  g_autoptr (GError) error = NULL;
  const char *frame = up ? "\"uploadFile\"" : "\"getFileInfo\"";
  guint frames = tc_sandbox_count_frames (sandbox, "in", frame);
  goffset done = 0;

  begin (&scene);
  tc_sandbox_fault (sandbox, "{'fault':'%s-stall','bytes':300000}", up ? "upload" : "download");
  start_with_progress (&scene, up, &done, NULL, &ends.result);
  if (moment != MOMENT_AT_ONCE)
    TC_WAIT (tc_sandbox_count_frames (sandbox, "in", frame) == frames + 1);
  if (moment == MOMENT_MOVING)
    TC_WAIT (done > 0);
  g_assert_null (ends.result);

  trueconf_bot_stop_async (scene.bot, NULL, stopped_cb, &ends);
  TC_WAIT (ends.stopped);
  g_assert_false (finish (&scene, up, ends.result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  if (moment == MOMENT_MOVING)
    tc_assert_contains (error->message, "was stopped");
  g_clear_object (&ends.result);

  /* and it can be started again */
  tc_sandbox_clear_faults (sandbox);
  tc_bot_start (scene.bot);
  g_clear_error (&error);
  start (&scene, up, NULL, &ends.result);
  TC_WAIT (ends.result != NULL);
  g_assert_true (finish (&scene, up, ends.result, &error));
  g_assert_no_error (error);
  g_clear_object (&ends.result);
  end (&scene);
}

static void
test_stopped (void)
{
  for (Moment moment = MOMENT_AT_ONCE; moment < N_MOMENTS; moment++)
    {
      stop_at (TRUE, moment);
      stop_at (FALSE, moment);
    }
}

int
main (int argc, char **argv)
{
  int status;

  tc_traces_init ();
  tc_init (&argc, &argv);
  sandbox = tc_sandbox_new ();
  {
    TransfersScene warm_up;

    begin (&warm_up);
    end (&warm_up);
  }

  for (guint i = 0; i < G_N_ELEMENTS (spoilings); i++)
    {
      g_auto (GStrv) words = g_strsplit (spoilings[i].fault, "'", 3);
      g_autofree char *name =
          g_strdup_printf ("/sandbox-transfers/%s/%02u-%s", spoilings[i].up ? "up" : "down", i, words[1]);

      g_test_add_data_func (name, &spoilings[i], test_spoiled);
    }
  tc_traces_add_test ("/sandbox-transfers/cancelled", test_cancelled);
  tc_traces_add_test ("/sandbox-transfers/stopped", test_stopped);
  tc_traces_add_test ("/sandbox-transfers/paused-progress", test_paused_progress);

  status = g_test_run ();
  tc_sandbox_free (sandbox);
  tc_traces_end ();

  return status;
}
