/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tool-cache.h"
#include "tool-enum.h"
#include "tool-json.h"
#include "tool-pages.h"
#include "tool-print.h"
#include "tool-run.h"
#include "tool-terminal.h"

#define PAGE_SIZE 100

static void
print_chat (ToolRun *run, TrueconfChat *chat)
{
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  g_autofree char *unread = NULL;

  if (tool_run_is_json (run))
    {
      g_autoptr (JsonNode) node = tool_json_from_object (G_OBJECT (chat));

      tool_print_json (node);
      return;
    }

  id = tool_terminal_clean (trueconf_chat_get_chat_id (chat), FALSE);
  title = tool_terminal_clean (trueconf_chat_get_title (chat), FALSE);
  if (trueconf_chat_get_unread_messages (chat) > 0)
    unread = g_strdup_printf ("%s%u%s", tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_STRONG),
                              trueconf_chat_get_unread_messages (chat),
                              tool_terminal_colour (STDOUT_FILENO, TOOL_COLOUR_NONE));
  tool_print ("%s\t%s\t%s\t%s\n", id,
              tool_enum_get_nick (TRUECONF_TYPE_CHAT_TYPE, (int) trueconf_chat_get_chat_type (chat)),
              unread != NULL ? unread : "0", title);
}

/* For the completion: a chat with one user is called by the user. */
static void
note_chat (TrueconfChat *chat, GStrvBuilder *noted)
{
  g_autofree char *clean = tool_terminal_clean (trueconf_chat_get_title (chat), FALSE);
  g_autofree char *line = NULL;

  if (trueconf_chat_get_chat_id (chat) == NULL)
    return;

  line = trueconf_chat_get_chat_type (chat) == TRUECONF_CHAT_TYPE_P2P && strchr (clean, '@') != NULL
             ? g_strdup_printf ("%s\t", clean)
             : g_strdup_printf ("%s\t%s", trueconf_chat_get_chat_id (chat), clean);
  if (tool_terminal_is_clean (trueconf_chat_get_chat_id (chat)))
    g_strv_builder_add (noted, line);
}

static int
run_chats (ToolRun *run)
{
  guint64 left = tool_run_get_number (run, "limit", 0);
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot = tool_run_connect (run, &error);
  gboolean limited = left > 0;
  guint n = PAGE_SIZE;
  g_auto (ToolPages) pages = { NULL };
  g_autoptr (GStrvBuilder) noted = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  tool_pages_init (&pages);
  for (guint page = 1; bot != NULL && n == PAGE_SIZE && (!limited || left > 0); page++)
    {
      g_autoptr (GListModel) chats = NULL;

      trueconf_bot_get_chats_async (bot, PAGE_SIZE, page, tool_run_get_cancellable (run), tool_run_ready,
                                    run);
      chats = trueconf_bot_get_chats_finish (bot, tool_run_wait (run), &error);
      if (chats == NULL)
        break;

      n = g_list_model_get_n_items (chats);
      for (guint i = 0; i < n && (!limited || left > 0); i++)
        {
          g_autoptr (TrueconfChat) chat = g_list_model_get_item (chats, i);

          if (!tool_pages_add (&pages, trueconf_chat_get_chat_id (chat)))
            continue;
          print_chat (run, chat);
          note_chat (chat, noted);
          left--;
        }
      if (!tool_print_flush (&error) || (n == PAGE_SIZE && !tool_pages_turn (&pages, &error)))
        break;
    }

  lines = g_strv_builder_end (noted);
  tool_cache_add_chats (run, (const char *const *) lines);

  return error == NULL ? TOOL_STATUS_OK : tool_run_fail (run, error);
}

static const ToolOption options[] = {
  { "limit", 'n', TOOL_VALUE_NUMBER, N_ ("N"), N_ ("Print so many at most (0: all)") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_chats = {
  .name = "chats",
  .summary = N_ ("List the chats that the bot is in"),
  .description =
      N_ ("One line for each chat, with tabs in between: its id, its kind (p2p, group, channel, favorites, "
          "system), the number of messages that the bot has not read, and its title. With --json each line "
          "is an object.\n\n"
          "The id is what “send”, “history” and “participants” take."),
  .examples = "trueconf-bot chats --json | jq -r 'select(.chat_type == \"group\") | .chat_id'",
  .options = options,
  .run = run_chats,
};
