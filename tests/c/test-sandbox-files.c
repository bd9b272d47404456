/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files from the bot to people and back, as both sides see them. */

#include <glib/gstdio.h>
#include <string.h>

#include "tc-chat.h"
#include "tc-send.h"
#include "tc-traces.h"

#define MIB  (1024 * 1024)
#define PNG  "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
#define WEBP "RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\1\0\1\0"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TcWatch *watch;
  char *chat;
  char *folder;
} FilesScene;

static void
begin (FilesScene *self, const char *arguments)
{
  self->sandbox = arguments != NULL ? tc_sandbox_new_with (arguments) : tc_sandbox_new ();
  self->chat = tc_chat_new (self->sandbox, "echo_bot", "group", "Group");
  self->folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
  self->bot = tc_bot_new (self->sandbox);
  self->watch = tc_watch_new (self->bot);
  tc_bot_start (self->bot);
}

static void
end (FilesScene *self)
{
  g_assert_cmpuint (self->watch->failures->len, ==, 0);
  g_clear_pointer (&self->watch, tc_watch_free);
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
  /* whoever has downloaded something has deleted it */
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->chat);
}

/* What the sandbox makes up for a file of which only the size is told. */
static GBytes *
make_pattern (gsize size)
{
  guint8 *data = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i ^ (i >> 8));
  return g_bytes_new_take (data, size);
}

/* A picture of that size. */
static GBytes *
make_picture (const char *head, gsize head_length, gsize size)
{
  guint8 *data = g_malloc0 (size);

  memcpy (data, head, head_length);
  return g_bytes_new_take (data, size);
}

/* The message that a person sees, with its file, and the bytes of that. */
static JsonNode *
see (FilesScene *self, const char *message_id)
{
  JsonNode *message = tc_chat_find_message (self->sandbox, self->chat, message_id);

  g_assert_nonnull (message);
  g_assert_cmpint (tc_json_int (message, "type"), ==, 202);
  g_assert_cmpstr (tc_json_string (message, "author"), ==, "echo_bot");
  return message;
}

static void
check_bytes (FilesScene *self, JsonNode *message, const char *url, GBytes *expected)
{
  g_autoptr (GBytes) bytes = tc_sandbox_get_bytes (self->sandbox, tc_json_string (message, url));

  g_assert_true (g_bytes_equal (bytes, expected));
}

static void
test_document (void)
{
  FilesScene scene;
  g_autoptr (GBytes) bytes = make_pattern (100000);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "смета \"a\".pdf");
  g_autoptr (TrueconfSentMessage) first = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (JsonNode) message = NULL;
  g_autoptr (JsonNode) caption = NULL;
  JsonNode *part;
  guint count;

  trueconf_input_file_set_mime_type (file, "application/x-plan");
  begin (&scene, NULL);
  first = tc_bot_send (scene.bot, scene.chat, "to be replied to", NULL);
  count = tc_chat_count_messages (scene.sandbox, scene.chat);
  sent = TC_GET (tc_send_document, scene.bot, scene.chat, file, "the <i>plan</i>", TRUECONF_PARSE_MODE_HTML,
                 trueconf_sent_message_get_message_id (first), NULL, NULL, NULL);

  message = see (&scene, trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (tc_json_string (message, "file.id"), ==, trueconf_sent_message_get_file_id (sent));
  g_assert_cmpstr (tc_json_string (message, "file.name"), ==, "смета \"a\".pdf");
  g_assert_cmpstr (tc_json_string (message, "file.announced_name"), ==, "смета \"a\".pdf");
  g_assert_cmpstr (tc_json_string (message, "file.mime_type"), ==, "application/x-plan");
  g_assert_cmpint (tc_json_int (message, "file.size"), ==, 100000);
  g_assert_null (tc_json_string (message, "file.preview_url"));
  g_assert_cmpstr (tc_json_string (message, "reply_message_id"), ==,
                   trueconf_sent_message_get_message_id (first));
  check_bytes (&scene, message, "file.url", bytes);

  /* the caption is a message of its own, before that of the file */
  g_assert_cmpuint (tc_chat_count_messages (scene.sandbox, scene.chat), ==, count + 2);
  {
    g_autofree char *path = g_strdup_printf ("/sandbox/messages?chat_id=%s", scene.chat);

    caption = tc_sandbox_get (scene.sandbox, path);
    part = json_array_get_element (json_node_get_array (tc_json_find (caption, "messages")), count);
  }
  g_assert_cmpstr (tc_json_string (part, "text"), ==, "the <i>plan</i>");
  g_assert_cmpstr (tc_json_string (part, "parse_mode"), ==, "html");
  end (&scene);
}

static void
test_photo (void)
{
  g_autoptr (GBytes) picture = make_picture (PNG, sizeof PNG - 1, 300000);
  g_autoptr (GBytes) small = make_picture (WEBP, sizeof WEBP - 1, 500);
  g_autoptr (TrueconfInputFile) photo = trueconf_input_file_new_for_bytes (picture, "cat.png");
  g_autoptr (TrueconfInputFile) preview = trueconf_input_file_new_for_bytes (small, "preview.webp");

  for (guint own = 0; own < 2; own++)
    {
      FilesScene scene;
      g_autoptr (TrueconfSentMessage) sent = NULL;
      g_autoptr (JsonNode) message = NULL;

      begin (&scene, NULL);
      sent = TC_GET (tc_send_photo, scene.bot, scene.chat, photo, own == 1 ? preview : NULL, NULL,
                     TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
      message = see (&scene, trueconf_sent_message_get_message_id (sent));
      g_assert_cmpstr (tc_json_string (message, "file.mime_type"), ==, "image/png");
      check_bytes (&scene, message, "file.url", picture);
      /* without one it would be shown as a file */
      g_assert_cmpstr (tc_json_string (message, "file.preview_name"), ==,
                       own == 1 ? "preview.webp" : "cat.png");
      g_assert_cmpstr (tc_json_string (message, "file.preview_mime_type"), ==,
                       own == 1 ? "image/webp" : "image/png");
      check_bytes (&scene, message, "file.preview_url", own == 1 ? small : picture);
      g_assert_null (tc_json_string (message, "reply_message_id"));
      end (&scene);
    }
}

static void
test_sticker (void)
{
  FilesScene scene;
  g_autoptr (GBytes) picture = make_picture (WEBP, sizeof WEBP - 1, 3000);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (picture, "smile.webp");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (JsonNode) message = NULL;

  begin (&scene, NULL);
  sent = TC_GET (tc_send_sticker, scene.bot, scene.chat, file, NULL, NULL, NULL, NULL);
  message = see (&scene, trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (tc_json_string (message, "file.mime_type"), ==, "sticker/webp");
  g_assert_cmpstr (tc_json_string (message, "file.preview_mime_type"), ==, "image/webp");
  check_bytes (&scene, message, "file.url", picture);
  check_bytes (&scene, message, "file.preview_url", picture);
  end (&scene);
}

/* What Nora says, as it reaches the bot. */
static TrueconfMessage *
hear (FilesScene *self, const char *members)
{
  guint count = self->watch->messages->len;

  tc_sandbox_do (self->sandbox, "/sandbox/say", "{'from':'nora','chat_id':'%s',%s}", self->chat, members);
  TC_WAIT (self->watch->messages->len > count);
  return g_ptr_array_index (self->watch->messages, self->watch->messages->len - 1);
}

static void
test_received (void)
{
  static const struct
  {
    const char *said;
    TrueconfAttachment *(*get) (TrueconfMessage *message);
    const char *type;
    guint previews;
  } files[] = {
    { "'file':{'name':'a.zip','size':5000}", trueconf_message_get_document, "application/zip", 0 },
    { "'file':{'name':'a.png','size':5000,'mime_type':'image/png','preview':true}",
      trueconf_message_get_photo, "image/png", 1 },
    { "'file':{'name':'a.webp','size':5000,'mime_type':'sticker/webp','preview':{'size':100,"
      "'mime_type':'image/webp'}}",
      trueconf_message_get_sticker, "sticker/webp", 1 },
  };
  FilesScene scene;
  g_autoptr (GBytes) expected = make_pattern (5000);

  begin (&scene, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      TrueconfMessage *message = hear (&scene, files[i].said);
      TrueconfAttachment *attachment = files[i].get (message);
      g_autoptr (TrueconfFileInfo) info = NULL;
      g_autoptr (GBytes) bytes = NULL;

      g_assert_nonnull (attachment);
      g_assert_cmpstr (trueconf_attachment_get_mime_type (attachment), ==, files[i].type);
      g_assert_cmpint (trueconf_attachment_get_size (attachment), ==, 5000);
      info = TC_GET (trueconf_bot_get_file_info, scene.bot, trueconf_attachment_get_file_id (attachment));
      g_assert_cmpint (trueconf_file_info_get_ready_state (info), ==, TRUECONF_FILE_READY_STATE_READY);
      g_assert_cmpuint (g_list_model_get_n_items (trueconf_file_info_get_previews (info)), ==,
                        files[i].previews);
      bytes = TC_GET (trueconf_bot_download_file_bytes, scene.bot,
                      trueconf_attachment_get_file_id (attachment), NULL, NULL, NULL);
      g_assert_true (g_bytes_equal (bytes, expected));
    }
  end (&scene);
}

static void
take_away (GFile *file, GBytes *expected)
{
  g_autofree char *data = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (g_file_peek_path (file), &data, &length, NULL));
  g_assert_cmpuint (length, ==, g_bytes_get_size (expected));
  g_assert_true (length == 0 || memcmp (data, g_bytes_get_data (expected, NULL), length) == 0);
  g_assert_cmpint (g_unlink (g_file_peek_path (file)), ==, 0);
}

/* Up and down again, over a disk at this side and a process of its own at the other. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 64 * MIB };
  FilesScene scene;

  begin (&scene, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = make_pattern (sizes[i]);
      g_autoptr (GFile) folder = g_file_new_for_path (scene.folder);
      g_autoptr (GFile) place = g_file_get_child (folder, "there.bin");
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_file (place);
      g_autoptr (TrueconfSentMessage) sent = NULL;
      g_autoptr (GFile) written = NULL;

      g_assert_true (g_file_set_contents (g_file_peek_path (place), g_bytes_get_data (bytes, NULL),
                                          (gssize) sizes[i], NULL));
      sent = TC_GET (tc_send_document, scene.bot, scene.chat, file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL,
                     NULL, NULL, NULL);
      g_assert_cmpint (g_unlink (g_file_peek_path (place)), ==, 0);
      written = TC_GET (trueconf_bot_download_file, scene.bot, trueconf_sent_message_get_file_id (sent),
                        folder, NULL, NULL, NULL);
      g_assert_true (g_file_equal (written, place));
      take_away (written, bytes);
    }
  end (&scene);
}

/* A file of Nora's; `members` come after its name and size. */
static char *
offer (FilesScene *self, gsize size, const char *members)
{
  g_autoptr (JsonNode) said =
      tc_sandbox_post (self->sandbox, "/sandbox/say",
                       "{'from':'nora','chat_id':'%s','file':{'name':'a.bin','size':%" G_GSIZE_FORMAT "%s}}",
                       self->chat, size, members);

  return g_strdup (tc_json_string (said, "file_id"));
}

static void
download (FilesScene *self, const char *file_id, gsize size)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr (GBytes) expected = make_pattern (size);
  g_autoptr (GFile) written =
      TC_GET (trueconf_bot_download_file, self->bot, file_id, folder, NULL, NULL, NULL);

  take_away (written, expected);
}

/* Whatever a person calls it, it stays in the folder, and nothing that is there is lost. */
static void
test_names (void)
{
  static const char *const names[][2] = {
    { "../../etc/passwd", "passwd" },  { "/etc/passwd", "passwd" }, { "..", "file" }, { "", "file" },
    { "C:\\\\Windows\\\\con", "con" },
  };
  FilesScene scene;
  g_autoptr (GBytes) expected = make_pattern (10);
  g_autoptr (GString) cyrillic = g_string_new (NULL);

  begin (&scene, NULL);
  for (guint i = 0; i < 300; i++)
    g_string_append (cyrillic, "ы");
  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      gboolean is_long = i == G_N_ELEMENTS (names);
      g_autoptr (GFile) folder = g_file_new_for_path (scene.folder);
      g_autoptr (GFile) parent = NULL;
      g_autoptr (GFile) written = NULL;
      g_autofree char *name = NULL;
      g_autoptr (JsonNode) said = tc_sandbox_post (
          scene.sandbox, "/sandbox/say", "{'from':'nora','chat_id':'%s','file':{'name':'%s','size':10}}",
          scene.chat, is_long ? cyrillic->str : names[i][0]);

      written = TC_GET (trueconf_bot_download_file, scene.bot, tc_json_string (said, "file_id"), folder, NULL,
                        NULL, NULL);
      parent = g_file_get_parent (written);
      name = g_file_get_basename (written);
      g_assert_true (g_file_equal (parent, folder));
      if (is_long)
        g_assert_true (g_str_has_prefix (cyrillic->str, name) && strlen (name) > 200);
      else
        g_assert_cmpstr (name, ==, names[i][1]);
      take_away (written, expected);
    }
  end (&scene);
}

static void
test_readiness (void)
{
  FilesScene scene;
  g_autofree char *late = NULL;
  g_autofree char *never = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) written = NULL;
  g_autoptr (GBytes) expected = make_pattern (1000);
  guint progress;

  begin (&scene, NULL);
  folder = g_file_new_for_path (scene.folder);
  late = offer (&scene, 100000, ",'ready_ms':600");
  download (&scene, late, 100000);
  g_assert_cmpuint (tc_sandbox_count_frames (scene.sandbox, "in", "\"subscribeFileProgress\""), ==, 1);
  TC_WAIT (tc_sandbox_count_frames (scene.sandbox, "in", "unsubscribeFileProgress") == 1);
  progress = tc_sandbox_count_frames (scene.sandbox, "out", "uploadFileProgress");
  g_assert_cmpuint (progress, >=, 1);

  /* somebody far away begins again */
  never = offer (&scene, 1000, ",'ready_ms':-1");
  trueconf_bot_download_file_async (scene.bot, never, folder, NULL, NULL, NULL, NULL, tc_store_result,
                                    &result);
  TC_WAIT (tc_sandbox_count_frames (scene.sandbox, "in", "\"subscribeFileProgress\"") == 2);
  g_assert_null (result);
  path = g_strdup_printf ("/sandbox/files/%s", never);
  tc_sandbox_do (scene.sandbox, path, "{'ready_ms':50}");
  TC_WAIT (result != NULL);
  written = trueconf_bot_download_file_finish (scene.bot, result, NULL);
  g_assert_nonnull (written);
  take_away (written, expected);

  gone = offer (&scene, 1000, ",'gone':true");
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_FILE_NOT_AVAILABLE, trueconf_bot_download_file, scene.bot, gone,
              folder, NULL, NULL, NULL);
  TC_REFUSED (TRUECONF_API_ERROR, TRUECONF_API_ERROR_NO_SUCH_FILE, trueconf_bot_download_file, scene.bot,
              "0123456789", folder, NULL, NULL, NULL);
  g_clear_object (&result);
  end (&scene);
}

/* The differences between servers that have been seen, each alone. */
static void
test_oddities (void)
{
  static const char *const oddities[] = {
    "--switch ready-null-url=3",   "--switch info-hash",
    "--switch uploading-progress", "--switch progress-first",
    "--switch download-chunked",   "--switch member-order --switch unknown-members",
    "--server-version 5.5.0",      "--server-version 5.5.3",
    "--switch limits-flood=200",   "--switch uploading-progress --switch progress-first",
    "--switch file-ready=200",
  };

  for (guint i = 0; i < G_N_ELEMENTS (oddities); i++)
    {
      FilesScene scene;
      g_autoptr (GBytes) bytes = make_pattern (1000);
      g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "a.bin");
      g_autoptr (TrueconfSentMessage) sent = NULL;
      g_autoptr (JsonNode) message = NULL;
      g_autofree char *now = NULL;
      g_autofree char *late = NULL;

      g_test_message ("%s", oddities[i]);
      begin (&scene, oddities[i]);
      now = offer (&scene, 300000, "");
      download (&scene, now, 300000);
      late = offer (&scene, 1000, ",'ready_ms':250");
      download (&scene, late, 1000);
      sent = TC_GET (tc_send_document, scene.bot, scene.chat, file, "caption", TRUECONF_PARSE_MODE_TEXT, NULL,
                     NULL, NULL, NULL);
      message = see (&scene, trueconf_sent_message_get_message_id (sent));
      check_bytes (&scene, message, "file.url", bytes);
      end (&scene);
    }
}

static gboolean
on_foreign (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

/* An address that names another host, which is there and would be told everything. */
static void
test_foreign_url (void)
{
  static const char *const hosts[] = { "127.0.0.1:%u", "https://127.0.0.1:%u",
                                       "http://user:pass@127.0.0.1:%u" };
  g_autoptr (GSocketService) service = g_socket_service_new ();
  guint port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  guint visits = 0;
  FilesScene scene;

  g_signal_connect (service, "incoming", G_CALLBACK (on_foreign), &visits);
  begin (&scene, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_auto (GStrv) parts = g_strsplit (hosts[i], "%u", 2);
      g_autofree char *file_id = offer (&scene, 1000, "");
      g_autoptr (TrueconfFileInfo) info = NULL;
      g_autofree char *place = g_strdup_printf ("127.0.0.1:%u/", port);

      tc_sandbox_fault (scene.sandbox, "{'fault':'foreign-url','host':'%s%u','count':2}", parts[0], port);
      info = TC_GET (trueconf_bot_get_file_info, scene.bot, file_id);
      tc_assert_contains (trueconf_file_info_get_download_url (info), place);
      download (&scene, file_id, 1000);
    }
  tc_linger (50);
  g_assert_cmpuint (visits, ==, 0);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  end (&scene);
}

static guint64
get_max_size (FilesScene *self)
{
  TrueconfUploadLimits *limits = trueconf_bot_get_upload_limits (self->bot);

  return limits != NULL ? trueconf_upload_limits_get_max_size (limits) : 0;
}

/* An administrator changes them while the bot runs. */
static void
test_limits (void)
{
  FilesScene scene;
  g_autoptr (GBytes) bytes = make_pattern (1001);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "a.bin");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (TrueconfSentMessage) again = NULL;

  begin (&scene, NULL);
  sent = TC_GET (tc_send_document, scene.bot, scene.chat, file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                 NULL, NULL);

  tc_sandbox_do (scene.sandbox, "/sandbox/limits", "{'max_size':1000}");
  TC_WAIT (get_max_size (&scene) == 1000);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE, tc_send_document, scene.bot, scene.chat, file,
              NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);

  tc_sandbox_do (scene.sandbox, "/sandbox/limits",
                 "{'max_size':1001,'extensions':{'mode':'block','list':['.BIN']}}");
  TC_WAIT (get_max_size (&scene) == 1001);
  TC_REFUSED (TRUECONF_ERROR, TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED, tc_send_document, scene.bot,
              scene.chat, file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  /* neither was asked for */
  g_assert_cmpuint (tc_sandbox_count_frames (scene.sandbox, "in", "\"uploadFile\""), ==, 1);

  tc_sandbox_do (scene.sandbox, "/sandbox/limits", "{'max_size':null,'extensions':null}");
  TC_WAIT (get_max_size (&scene) == 0);
  again = TC_GET (tc_send_document, scene.bot, scene.chat, file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                  NULL, NULL);
  end (&scene);
}

int
main (int argc, char **argv)
{
  int status;

  tc_traces_init ();
  tc_init (&argc, &argv);
  {
    FilesScene warm_up;

    begin (&warm_up, NULL);
    end (&warm_up);
  }

  tc_traces_add_test ("/sandbox-files/document", test_document);
  tc_traces_add_test ("/sandbox-files/photo", test_photo);
  tc_traces_add_test ("/sandbox-files/sticker", test_sticker);
  tc_traces_add_test ("/sandbox-files/received", test_received);
  tc_traces_add_test ("/sandbox-files/sizes", test_sizes);
  tc_traces_add_test ("/sandbox-files/names", test_names);
  tc_traces_add_test ("/sandbox-files/readiness", test_readiness);
  tc_traces_add_test ("/sandbox-files/oddities", test_oddities);
  tc_traces_add_test ("/sandbox-files/foreign-url", test_foreign_url);
  tc_traces_add_test ("/sandbox-files/limits", test_limits);

  status = g_test_run ();
  tc_traces_end ();

  return status;
}
