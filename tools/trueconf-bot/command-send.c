/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-attachment.h"
#include "tool-buttons.h"
#include "tool-cache.h"
#include "tool-print.h"
#include "tool-progress.h"
#include "tool-recipient.h"
#include "tool-template.h"
#include "tool-terminal.h"
#include "tool-text.h"

/* A log that is sent by mistake does not flood a chat. */
#define MAX_MESSAGES     16
#define MAX_MESSAGE_TEXT 4096

typedef struct
{
  ToolRun *run;
  TrueconfParseMode parse_mode;
  char *text; /* NULL: only files */
  TrueconfKeyboard *keyboard;
  GPtrArray *drafts; /* in the order in which they are sent */
  GPtrArray *sent;
  char *chat;
} ToolSend;

static void
tool_send_clear (ToolSend *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->keyboard);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->chat, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ToolSend, tool_send_clear)

static gboolean
is_attachment (const ToolGiven *given)
{
  const char *name = given->option->name;

  return g_str_equal (name, "file") || g_str_equal (name, "photo") || g_str_equal (name, "sticker");
}

static gboolean
has_attachments (ToolRun *run)
{
  return tool_run_has (run, "file") || tool_run_has (run, "photo") || tool_run_has (run, "sticker");
}

/* ---- what is sent */

static char *
fill_template (ToolSend *self, GError **error)
{
  g_autofree char *template =
      tool_text_read_file (self->run, tool_run_get (self->run, "template"), "--template", error);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  if (template == NULL)
    return NULL;
  for (guint i = 1; i < tool_run_get_n_arguments (self->run); i++)
    {
      const char *value = tool_run_get_argument (self->run, i);

      if (strchr (value, '=') == NULL || *value == '=')
        {
          /* Translators: an argument */
          g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                       _ ("A template takes values as NAME=VALUE, and no text such as “%s”"), value);
          return NULL;
        }
      g_ptr_array_add (values, (gpointer) value);
    }
  g_ptr_array_add (values, NULL);

  return tool_template_fill (template, self->parse_mode, (const char *const *) values->pdata, error);
}

static gboolean
read_text (ToolSend *self, GError **error)
{
  const char *argument = tool_run_get_argument (self->run, 1);

  if (tool_run_has (self->run, "template"))
    self->text = fill_template (self, error);
  else if (argument == NULL && has_attachments (self->run))
    return TRUE;
  else
    self->text = tool_text_read (self->run, argument, error);
  if (self->text == NULL)
    return FALSE;

  if (trueconf_visible_length (self->text) == 0)
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_DATA,
                           _ ("There is nothing to send: the text is empty"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_length (ToolSend *self, GError **error)
{
  guint64 most = tool_run_get_number (self->run, "max-messages", MAX_MESSAGES);
  g_auto (GStrv) parts = NULL;
  guint n_parts;

  if (self->text == NULL)
    return TRUE;
  parts = trueconf_split_text_full (self->text, MAX_MESSAGE_TEXT, self->parse_mode);
  n_parts = g_strv_length (parts);
  if (n_parts <= most)
    return TRUE;

  g_set_error (
      error, TOOL_ERROR, TOOL_STATUS_DATA,
      g_dngettext (
          GETTEXT_PACKAGE,
          /* Translators: numbers */
          "The text would be %u message. Send it as a file (--file - --name log.txt), or allow so many "
          "with --max-messages %u",
          "The text would be %u messages. Send it as a file (--file - --name log.txt), or allow so many "
          "with --max-messages %u",
          n_parts),
      n_parts, n_parts);
  return FALSE;
}

static gboolean
read_buttons (ToolSend *self, GError **error)
{
  const char *path = tool_run_get (self->run, "buttons");
  g_autofree char *json = NULL;

  if (path == NULL)
    return TRUE;
  json = tool_text_read_file (self->run, path, "--buttons", error);
  if (json != NULL)
    self->keyboard = tool_buttons_parse (json, path, error);

  return self->keyboard != NULL;
}

static gboolean
add_attachment (ToolSend *self, const ToolGiven *given, GError **error)
{
  g_autofree char *option = g_strconcat ("--", given->option->name, NULL);
  g_autoptr (TrueconfInputFile) file =
      tool_attachment_open (self->run, given->value, tool_run_get (self->run, "name"), option, error);

  if (file == NULL)
    return FALSE;

  if (g_str_equal (given->option->name, "photo"))
    g_ptr_array_add (self->drafts, trueconf_draft_new_photo (file, NULL, self->parse_mode));
  else if (g_str_equal (given->option->name, "sticker"))
    g_ptr_array_add (self->drafts, trueconf_draft_new_sticker (file));
  else
    g_ptr_array_add (self->drafts, trueconf_draft_new_document (file, NULL, self->parse_mode));

  return TRUE;
}

/* The text is the caption of the first file, but a sticker has none. What has buttons is a message of text, which comes last, so
 * that they are below it all. */
static void
add_text (ToolSend *self)
{
  TrueconfDraft *first = self->drafts->len > 0 ? g_ptr_array_index (self->drafts, 0) : NULL;
  TrueconfDraft *draft;

  if (self->text == NULL)
    return;
  if (first != NULL && self->keyboard == NULL &&
      trueconf_draft_get_kind (first) != TRUECONF_DRAFT_KIND_STICKER)
    {
      trueconf_draft_set_text (first, self->text);
      return;
    }

  draft = trueconf_draft_new_text (self->text, self->parse_mode);
  trueconf_draft_set_keyboard (draft, self->keyboard);
  g_ptr_array_insert (self->drafts, self->keyboard != NULL ? -1 : 0, draft);
}

static gboolean
make_drafts (ToolSend *self, GError **error)
{
  GPtrArray *given = tool_run_get_given (self->run);
  TrueconfDraft *first;

  for (guint i = 0; i < given->len; i++)
    {
      const ToolGiven *option = g_ptr_array_index (given, i);

      if (is_attachment (option) && !add_attachment (self, option, error))
        return FALSE;
    }
  add_text (self);

  first = g_ptr_array_index (self->drafts, 0);
  trueconf_draft_set_reply_message_id (first, tool_run_get (self->run, "reply-to"));

  return TRUE;
}

/* ---- sending */

static void
take_sent (ToolSend *self, GListModel *messages)
{
  for (guint i = 0; messages != NULL && i < g_list_model_get_n_items (messages); i++)
    g_ptr_array_add (self->sent, g_list_model_get_item (messages, i));
}

static gboolean
send_draft (ToolSend *self, TrueconfBot *bot, TrueconfDraft *draft, GError **error)
{
  TrueconfInputFile *file = trueconf_draft_get_file (draft);
  g_autoptr (GListModel) messages = NULL;
  GAsyncResult *result;

  if (file != NULL && trueconf_input_file_get_file_name (file) != NULL)
    tool_progress_begin (trueconf_input_file_get_file_name (file), tool_run_is_quiet (self->run));
  trueconf_bot_send_long_draft_async (bot, self->chat, draft, tool_run_progress, self->run, NULL,
                                      tool_run_get_cancellable (self->run), tool_run_ready, self->run);
  result = tool_run_wait (self->run);
  messages = trueconf_bot_send_long_draft_finish (bot, result, error);
  tool_progress_end ();
  if (messages != NULL)
    {
      take_sent (self, messages);
      return TRUE;
    }

  /* what has arrived all the same */
  messages = trueconf_sent_message_list_from_result (result);
  take_sent (self, messages);

  return FALSE;
}

static gboolean
send_drafts (ToolSend *self, TrueconfBot *bot, GError **error)
{
  for (guint i = 0; i < self->drafts->len; i++)
    {
      if (send_draft (self, bot, g_ptr_array_index (self->drafts, i), error))
        continue;
      if (self->drafts->len > 1)
        /* Translators: numbers; what went wrong follows */
        g_prefix_error (error, _ ("%u of %u were sent, then: "), i, self->drafts->len);
      return FALSE;
    }

  return TRUE;
}

static gboolean
edit (ToolSend *self, TrueconfBot *bot, GError **error)
{
  TrueconfSentMessage *message;

  trueconf_bot_edit_draft_async (bot, tool_run_get (self->run, "edit"), g_ptr_array_index (self->drafts, 0),
                                 tool_run_get_cancellable (self->run), tool_run_ready, self->run);
  message = trueconf_bot_edit_draft_finish (bot, tool_run_wait (self->run), error);
  if (message == NULL)
    return FALSE;

  g_ptr_array_add (self->sent, message);
  return TRUE;
}

/* ---- what is printed */

static void
add_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static void
print_json (ToolSend *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *messages = json_array_new ();
  TrueconfSentMessage *first = self->sent->len > 0 ? g_ptr_array_index (self->sent, 0) : NULL;

  add_string (object, "chat_id", first != NULL ? trueconf_sent_message_get_chat_id (first) : self->chat);
  for (guint i = 0; i < self->sent->len; i++)
    {
      TrueconfSentMessage *sent = g_ptr_array_index (self->sent, i);
      JsonObject *message = json_object_new ();

      add_string (message, "message_id", trueconf_sent_message_get_message_id (sent));
      json_object_set_int_member (message, "timestamp", trueconf_sent_message_get_timestamp (sent));
      add_string (message, "file_id", trueconf_sent_message_get_file_id (sent));
      add_string (message, "caption_message_id", trueconf_sent_message_get_caption_message_id (sent));
      json_array_add_object_element (messages, message);
    }
  json_object_set_array_member (object, "messages", messages);
  json_object_set_boolean_member (object, "edited", tool_run_has (self->run, "edit"));
  tool_print_object (object);
}

static void
print_sent (ToolSend *self)
{
  if (tool_run_is_json (self->run))
    {
      print_json (self);
      return;
    }
  if (tool_run_is_quiet (self->run))
    return;

  for (guint i = 0; i < self->sent->len; i++)
    {
      TrueconfSentMessage *sent = g_ptr_array_index (self->sent, i);
      g_autofree char *id = tool_terminal_clean (trueconf_sent_message_get_message_id (sent), FALSE);

      tool_print ("%s\n", id);
    }
}

/* ---- the command */

static int
check_options (ToolRun *run)
{
  if (tool_run_has (run, "html") && tool_run_has (run, "markdown"))
    return tool_run_fail_usage (run, _ ("A text is either --html or --markdown"));
  if (!tool_run_has (run, "template") && tool_run_get_n_arguments (run) > 2)
    return tool_run_fail_usage (run, _ ("There are several arguments for the text: put it in quotes"));
  if (tool_run_has (run, "buttons") && has_attachments (run) && tool_run_get_n_arguments (run) < 2 &&
      !tool_run_has (run, "template"))
    return tool_run_fail_usage (run, _ ("Buttons need a text, below which they are shown"));
  if (tool_run_has (run, "edit") && has_attachments (run))
    return tool_run_fail_usage (
        run, _ ("Only the text and the buttons of a message can be edited, not its files"));
  if (tool_run_has (run, "edit") && tool_run_has (run, "reply-to"))
    return tool_run_fail_usage (
        run, _ ("A message that exists does not become a reply: leave out --reply-to or --edit"));

  return TOOL_STATUS_OK;
}

static gboolean
prepare (ToolSend *self, GError **error)
{
  return read_text (self, error) && check_length (self, error) && read_buttons (self, error) &&
         make_drafts (self, error);
}

static int
run_send (ToolRun *run)
{
  g_auto (ToolSend) self = { .run = run, .parse_mode = TRUECONF_PARSE_MODE_TEXT };
  const char *to = tool_run_get_argument (run, 0);
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot;
  int status = check_options (run);

  if (status != TOOL_STATUS_OK)
    return status;
  if (tool_run_has (run, "html"))
    self.parse_mode = TRUECONF_PARSE_MODE_HTML;
  if (tool_run_has (run, "markdown"))
    self.parse_mode = TRUECONF_PARSE_MODE_MARKDOWN;
  self.drafts = g_ptr_array_new_with_free_func (g_object_unref);
  self.sent = g_ptr_array_new_with_free_func (g_object_unref);

  /* settings first: a password in standard input is more urgent than a text there */
  bot = tool_run_make_bot (run, &error);
  if (bot == NULL || !prepare (&self, &error))
    return tool_run_fail (run, error);

  if (tool_run_has (run, "edit"))
    {
      if (tool_run_connect (run, &error) == NULL || !edit (&self, bot, &error))
        return tool_run_fail (run, error);
    }
  else
    {
      self.chat = tool_recipient_find_chat (run, to, &error);
      if (self.chat == NULL)
        return tool_run_fail (run, error);
      if (!send_drafts (&self, bot, &error))
        {
          if (self.sent->len > 0)
            print_sent (&self);
          return tool_run_fail (run, error);
        }
      tool_cache_add_recipient (run, to, NULL);
    }
  print_sent (&self);

  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  { "html", 'H', TOOL_VALUE_NONE, NULL, N_ ("The text is HTML: <b>, <i>, <u>, <s>, <a href=…>") },
  { "markdown", 'M', TOOL_VALUE_NONE, NULL, N_ ("The text is Markdown") },
  { "template", 'T', TOOL_VALUE_FILE, N_ ("FILE"),
    N_ ("Take the text from a file, with values for its {names}") },
  { "file", 'f', TOOL_VALUE_FILE, N_ ("FILE"), N_ ("Send a file, “-” for standard input; may be repeated"),
    TRUE },
  { "photo", 0, TOOL_VALUE_FILE, N_ ("FILE"),
    N_ ("Send a picture that is shown in the chat; may be repeated"), TRUE },
  { "sticker", 0, TOOL_VALUE_FILE, N_ ("FILE"), N_ ("Send a sticker, WebP; may be repeated"), TRUE },
  { "name", 'n', TOOL_VALUE_TEXT, N_ ("NAME"), N_ ("What the file from standard input is called") },
  { "reply-to", 'r', TOOL_VALUE_TEXT, N_ ("ID"), N_ ("Reply to the message with this id") },
  { "edit", 'e', TOOL_VALUE_TEXT, N_ ("ID"), N_ ("Change the message with this id instead of sending one") },
  { "buttons", 'b', TOOL_VALUE_FILE, N_ ("FILE"), N_ ("Buttons below the message, as JSON") },
  { "max-messages", 0, TOOL_VALUE_NUMBER, N_ ("N"), N_ ("How many messages a long text may become (16)") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_send = {
  .name = "send",
  .arguments = N_ ("TO [TEXT | NAME=VALUE…]"),
  .summary = N_ ("Send a message"),
  .description = N_ (
      "TO is a user (“nora” or “nora@server”), the id of a chat, or an “@alias” of the section [aliases] of the configuration. The chat with a user is made if there is none yet. Without TEXT, and without files, the text is read from standard input. The ids of the messages are printed, one a line.\n"
      "\n"
      "A text of more than 4096 characters becomes several messages, and markup goes on from one to the next. With files, the text is the caption of the first one; with buttons, it comes after them.\n"
      "\n"
      "What takes the place of a {name} in a template is escaped, so that it is never markup. A name without a value is looked up in the environment; {{name}} is text.\n"
      "\n"
      "Buttons are a list of rows, see the last example. A button has “text” and one of “command”, “url”, “message” and “copy”; “id”, “data”, “style”, “draft” and “to” are possible."),
  .examples = "trueconf-bot send nora \"Backup is done\"\n"
              "df -h | trueconf-bot send @ops\n"
              "pg_dump db | gzip | trueconf-bot send @ops --file - --name db.sql.gz\n"
              "trueconf-bot send @ops --html --template alert.html host=db7 load=12\n"
              "echo '[[{\"text\": \"Restart\", \"command\": \"restart\"}]]' |\n"
              "  trueconf-bot send @ops --buttons - \"db7 hangs\"",
  .options = options,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .completion = TOOL_VALUE_CHAT,
  .run = run_send,
};
