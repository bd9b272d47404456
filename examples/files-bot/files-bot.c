/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stores the files that users send in a folder, and sends them back on request: files-bot FOLDER
 *
 * Everybody who can write to the bot can read all files in this folder, but no others.
 */

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <trueconf-bot.h>

#define LARGEST (1024 * 1024 * 1024)
#define SHOWN   50

static const char help[] = "Send me a file, and I keep it.\n"
                           "/list shows what I have\n"
                           "/send NAME gives you a file\n"
                           "/photo NAME shows you a picture\n"
                           "/sticker NAME shows you a WebP picture as a sticker\n"
                           "The lines below the name become the caption; a sticker has none.";

static const struct
{
  const char *command;
  TrueconfDraftKind kind;
} kinds[] = {
  { "/send", TRUECONF_DRAFT_KIND_DOCUMENT },
  { "/photo", TRUECONF_DRAFT_KIND_PHOTO },
  { "/sticker", TRUECONF_DRAFT_KIND_STICKER },
};

/* An operation that goes on after its handler has returned. It holds the event until it is freed. */
typedef struct
{
  TrueconfMessage *message;
  TrueconfContext *context;
  const char *direction;
} Job;

static Job *
job_new (TrueconfMessage *message, TrueconfContext *context, const char *direction)
{
  Job *job = g_new0 (Job, 1);

  job->message = g_object_ref (message);
  job->context = g_object_ref (context);
  job->direction = direction;
  trueconf_context_hold (context);

  return job;
}

static void
job_free (Job *job)
{
  trueconf_context_release (job->context);
  g_object_unref (job->context);
  g_object_unref (job->message);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static const char *
get_person (TrueconfMessage *message)
{
  TrueconfAuthor *author = trueconf_message_get_author (message);

  return author != NULL ? trueconf_author_get_id (author) : "somebody";
}

static void
say (TrueconfMessage *message, const char *text)
{
  trueconf_message_answer_async (message, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

static void
on_progress (goffset current, goffset total, gpointer user_data)
{
  Job *job = user_data;

  g_print ("%s %s: %" G_GOFFSET_FORMAT " of %" G_GOFFSET_FORMAT " bytes\n", job->direction,
           get_person (job->message), current, total);
}

/* Whether the error is about the file itself, so that the user can do something about it. */
static gboolean
is_about_the_file (const GError *error)
{
  return error->domain == TRUECONF_API_ERROR ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_NOT_AVAILABLE) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
}

static void
explain (Job *job, const GError *error)
{
  g_print ("%s: %s\n", get_person (job->message), error->message);
  say (job->message, is_about_the_file (error) ? error->message : "That has failed. Please try again later.");
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) written = trueconf_bot_download_file_finish (TRUECONF_BOT (source), result, &error);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (written == NULL)
    {
      explain (job, error);
      return;
    }

  g_print ("from %s: %s\n", get_person (job->message), g_file_peek_path (written));
  name = g_file_get_basename (written);
  text = g_strdup_printf ("Kept as %s", name);
  say (job->message, text);
}

static void
keep (TrueconfMessage *message, TrueconfContext *context, GFile *folder, TrueconfAttachment *attachment)
{
  gint64 size = trueconf_attachment_get_size (attachment);
  g_autofree char *text = NULL;
  Job *job;

  if (size > LARGEST)
    {
      text = g_strdup_printf ("That is too large for me: it has %" G_GINT64_FORMAT
                              " bytes, and I keep %d at most.",
                              size, LARGEST);
      say (message, text);
      return;
    }

  job = job_new (message, context, "from");
  trueconf_bot_download_file_async (TRUECONF_BOT (trueconf_context_get_bot (context)),
                                    trueconf_attachment_get_file_id (attachment), folder, on_progress, job,
                                    NULL, NULL, on_kept, job);
}

/* The names of the files in the folder, without incomplete ones, whose names begin with a dot. */
static GPtrArray *
list_kept (GFile *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GFileEnumerator) files =
      g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info = NULL;

  while (files != NULL && g_file_enumerator_iterate (files, &info, NULL, NULL, NULL) && info != NULL)
    {
      const char *name = g_file_info_get_name (info);

      if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && name[0] != '.' &&
          g_utf8_validate (name, -1, NULL))
        g_ptr_array_add (names, g_strdup (name));
    }

  return names;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
show_list (TrueconfMessage *message, GFile *folder)
{
  g_autoptr (GPtrArray) names = list_kept (folder);
  g_autoptr (GString) text = g_string_new (NULL);

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < MIN (names->len, SHOWN); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (char *) g_ptr_array_index (names, i));
  if (names->len > SHOWN)
    g_string_append_printf (text, "\n… and %u more", names->len - SHOWN);

  say (message, text->len > 0 ? text->str : "I have no files yet.");
}

static void
on_given (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_message_answer_draft_finish (TRUECONF_MESSAGE (source), result, &error);

  if (sent == NULL)
    explain (job, error);
}

static void
give (TrueconfMessage *message,
      TrueconfContext *context,
      GFile *folder,
      TrueconfDraftKind kind,
      const char *name,
      const char *caption)
{
  g_autoptr (GPtrArray) names = list_kept (folder);
  g_autoptr (GFile) path = NULL;
  g_autoptr (TrueconfInputFile) file = NULL;
  g_autoptr (TrueconfDraft) draft = NULL;
  Job *job;

  /* a name from a user is looked up, and never used as a path */
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    {
      say (message, "I have no file of this name. /list shows those that I have.");
      return;
    }

  path = g_file_get_child (folder, name);
  file = trueconf_input_file_new_for_file (path);
  draft = trueconf_draft_new_text (caption, TRUECONF_PARSE_MODE_TEXT);
  trueconf_draft_set_kind (draft, kind);
  trueconf_draft_set_file (draft, file);
  job = job_new (message, context, "to");
  trueconf_message_answer_draft_async (message, draft, on_progress, job, NULL, NULL, on_given, job);
}

static void
on_message (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  TrueconfContent *content = trueconf_message_get_content (message);
  TrueconfAttachment *attachment = NULL;
  GFile *folder = user_data;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_auto (GStrv) words = NULL;

  if (TRUECONF_IS_ATTACHMENT_CONTENT (content))
    attachment = trueconf_attachment_content_get_attachment (TRUECONF_ATTACHMENT_CONTENT (content));

  if (attachment != NULL && trueconf_attachment_get_file_id (attachment) != NULL)
    {
      keep (message, context, folder, attachment);
      return;
    }

  if (trueconf_message_get_text (message) == NULL)
    return;

  text = g_strdup (trueconf_message_get_plain_text (message));
  parts = g_strsplit (g_strstrip (text), "\n", 2);
  words = g_strsplit (parts[0] != NULL ? parts[0] : "", " ", 2);

  if (g_strcmp0 (words[0], "/list") == 0)
    {
      show_list (message, folder);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && g_strv_length (words) == 2; i++)
    {
      if (g_str_equal (words[0], kinds[i].command))
        {
          give (message, context, folder, kinds[i].kind, g_strstrip (words[1]),
                parts[1] != NULL ? g_strstrip (parts[1]) : NULL);
          return;
        }
    }

  say (message, help);
}

static TrueconfBot *
bot_from_environment (TrueconfDispatcher *dispatcher)
{
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");

  return g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                       port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                       "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                       g_getenv ("BOT_PASSWORD"), "dispatcher", dispatcher, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("files");
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("Keeps what people send it in a folder, and gives it back when asked: files-bot FOLDER\n");
      return 1;
    }
  if (!g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    {
      g_printerr ("%s is not a folder\n", argv[1]);
      return 1;
    }

  folder = g_file_new_for_commandline_arg (argv[1]);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, on_message, folder, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);

  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
