/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tool-enum.h"
#include "tool-json.h"
#include "tool-pages.h"
#include "tool-print.h"
#include "tool-recipient.h"
#include "tool-run.h"
#include "tool-terminal.h"

#define PAGE_SIZE     100
#define DEFAULT_LIMIT 50

/* Seconds of "90m", "2h" and so on, or 0. */
static gint64
parse_ago (const char *text)
{
  static const struct
  {
    char letter;
    gint64 seconds;
  } units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
  char *end = NULL;
  guint64 n = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 0;

  if (n == 0 || n > 1000000 || strlen (end) != 1)
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (*end == units[i].letter)
      return (gint64) n * units[i].seconds;

  return 0;
}

/* In milliseconds since 1970. Without a zone a time is that of this machine. */
static gboolean
parse_since (const char *text, gint64 *since)
{
  gint64 ago = parse_ago (text);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GString) iso = g_string_new (text);

  if (ago > 0)
    {
      *since = g_get_real_time () / 1000 - ago * 1000;
      return TRUE;
    }

  if (iso->len > 10 && iso->str[10] == ' ')
    iso->str[10] = 'T';
  if (iso->len == 10)
    g_string_append (iso, "T00:00:00");
  else if (iso->len == 16)
    g_string_append (iso, ":00");
  time = g_date_time_new_from_iso8601 (iso->str, zone);
  if (time == NULL)
    return FALSE;

  *since = g_date_time_to_unix (time) * 1000;
  return TRUE;
}

static TrueconfAttachment *
get_attachment (TrueconfMessage *message)
{
  TrueconfContent *content = trueconf_message_get_content (message);

  return TRUECONF_IS_ATTACHMENT_CONTENT (content)
             ? trueconf_attachment_content_get_attachment (TRUECONF_ATTACHMENT_CONTENT (content))
             : NULL;
}

static char *
describe (TrueconfMessage *message)
{
  TrueconfAttachment *file = get_attachment (message);
  TrueconfMessage *forwarded = trueconf_message_get_forwarded_message (message);
  const char *text = trueconf_message_get_plain_text (message);

  if (text != NULL)
    return g_strdup (text);
  if (forwarded != NULL)
    {
      g_autofree char *inner = describe (forwarded);

      /* Translators: a text that was forwarded */
      return g_strdup_printf (_ ("(forwarded) %s"), inner);
    }
  if (file != NULL)
    {
      const char *name = trueconf_attachment_get_name (file);
      g_autofree char *size = g_format_size ((guint64) MAX (trueconf_attachment_get_size (file), 0));

      /* Translators: name of a file, its size, its id */
      return g_strdup_printf (_ ("(file) %s, %s, %s"),
                              name != NULL ? name : trueconf_attachment_get_mime_type (file), size,
                              trueconf_attachment_get_file_id (file));
    }

  return g_strdup_printf ("(%s)", tool_enum_get_nick (TRUECONF_TYPE_MESSAGE_TYPE,
                                                      (int) trueconf_message_get_message_type (message)));
}

static void
print_text (TrueconfMessage *message)
{
  TrueconfAuthor *author = trueconf_message_get_author (message);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (trueconf_message_get_timestamp (message) / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *time = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : g_strdup ("?");
  const char *id = author != NULL ? trueconf_author_get_id (author) : NULL;
  g_autofree char *who = tool_terminal_clean (id != NULL ? id : _ ("the server"), FALSE);
  g_autofree char *text = describe (message);
  g_autofree char *clean = tool_terminal_clean (text, TRUE);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);

  /* further lines are moved to the right, so that nobody writes a line that looks like another one's message */
  tool_print ("%s%s%s  %s%s%s  %s\n", tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_FAINT), time,
              tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_NONE),
              tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_STRONG), who,
              tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_NONE), lines[0] != NULL ? lines[0] : "");
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    tool_print ("    %s\n", lines[i]);
}

/* Adds a page, which begins with the last message of the page before. Returns whether there may be more. */
static gboolean
take_page (GPtrArray *messages, ToolPages *pages, GListModel *page, gint64 since, guint64 limit)
{
  guint before = messages->len;
  const char *seen =
      before > 0 ? trueconf_message_get_message_id (g_ptr_array_index (messages, before - 1)) : NULL;
  gboolean more = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (page); i++)
    {
      g_autoptr (TrueconfMessage) message = g_list_model_get_item (page, i);

      if (i == 0 && seen != NULL && g_strcmp0 (trueconf_message_get_message_id (message), seen) == 0)
        continue;
      more = TRUE;
      if (trueconf_message_get_timestamp (message) < since)
        return FALSE;
      if (!tool_pages_add (pages, trueconf_message_get_message_id (message)))
        continue;
      g_ptr_array_add (messages, g_steal_pointer (&message));
      if (limit > 0 && messages->len == limit)
        return FALSE;
    }

  return more;
}

static gboolean
fetch (ToolRun *run, GPtrArray *messages, gint64 since, guint64 limit, GError **error)
{
  g_autofree char *chat = tool_recipient_find_chat (run, tool_run_get_argument (run, 0), error);
  TrueconfBot *bot = chat != NULL ? tool_run_connect (run, error) : NULL;
  g_auto (ToolPages) pages = { NULL };
  gboolean more = TRUE;

  if (bot == NULL)
    return FALSE;

  tool_pages_init (&pages);
  while (more)
    {
      TrueconfMessage *last = messages->len > 0 ? g_ptr_array_index (messages, messages->len - 1) : NULL;
      /* one more than is wanted, since the first one has been seen */
      guint count = limit > 0 ? (guint) MIN (PAGE_SIZE, limit - messages->len + 1) : PAGE_SIZE;
      g_autoptr (GListModel) page = NULL;

      trueconf_bot_get_chat_history_async (bot, chat, count,
                                           last != NULL ? trueconf_message_get_message_id (last) : NULL,
                                           tool_run_get_cancellable (run), tool_run_ready, run);
      page = trueconf_bot_get_chat_history_finish (bot, tool_run_wait (run), error);
      if (page == NULL)
        return FALSE;
      more = take_page (messages, &pages, page, since, limit);
      if (more && !tool_pages_turn (&pages, error))
        return FALSE;
    }

  return TRUE;
}

static int
run_history (ToolRun *run)
{
  const char *since_text = tool_run_get (run, "since");
  guint64 limit = tool_run_get_number (run, "limit", since_text != NULL ? 0 : DEFAULT_LIMIT);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  gint64 since = G_MININT64;

  if (since_text != NULL && !parse_since (since_text, &since))
    /* Translators: what was given */
    return tool_run_fail_usage (
        run,
        _ ("--since takes a date like 2026-05-06, a time like “2026-05-06 12:00”, or 2h or 3d, not “%s”"),
        since_text);
  if (!fetch (run, messages, since, limit, &error))
    return tool_run_fail (run, error);

  for (guint i = messages->len; i > 0; i--)
    {
      TrueconfMessage *message = g_ptr_array_index (messages, i - 1);

      if (tool_run_is_json (run))
        {
          g_autoptr (JsonNode) node = tool_json_from_object (G_OBJECT (message));

          tool_print_json (node);
        }
      else
        {
          print_text (message);
        }
    }

  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  { "limit", 'n', TOOL_VALUE_NUMBER, N_ ("N"), N_ ("Print the last N messages (50; 0: all)") },
  { "since", 0, TOOL_VALUE_TEXT, N_ ("TIME"),
    N_ ("Print messages since then: a date, a time, 90m, 2h, 3d, 1w") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_history = {
  .name = "history",
  .arguments = N_ ("CHAT"),
  .summary = N_ ("Print the messages of a chat"),
  .description = N_ (
      "The oldest message comes first. As many pages are read as it takes. With --since and without "
      "--limit all messages since then are printed.\n\n"
      "A message of several lines is continued on lines that begin with four blanks. With --json each line "
      "is an object.\n\n"
      "CHAT is the id of a chat, an “@alias” of the configuration, or a user."),
  .examples = "trueconf-bot history nora --since 2h\n"
              "trueconf-bot history @ops --limit 0 --json > archive.jsonl",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .completion = TOOL_VALUE_CHAT,
  .run = run_history,
};
