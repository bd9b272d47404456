/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-enum.h"
#include "tool-json.h"
#include "tool-pages.h"
#include "tool-print.h"
#include "tool-recipient.h"
#include "tool-run.h"
#include "tool-terminal.h"

#define PAGE_SIZE 100

static void
print_participant (ToolRun *run, TrueconfChatParticipant *participant)
{
  g_autofree char *shown = NULL;

  if (tool_run_is_json (run))
    {
      g_autoptr (JsonNode) node = tool_json_from_object (G_OBJECT (participant));

      tool_print_json (node);
      return;
    }

  shown = tool_terminal_clean (trueconf_chat_participant_get_user_id (participant), FALSE);
  tool_print ("%s\t%s\n", shown,
              tool_enum_get_nick (TRUECONF_TYPE_PARTICIPANT_ROLE,
                                  (int) trueconf_chat_participant_get_role (participant)));
}

static int
run_participants (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *chat = tool_recipient_find_chat (run, tool_run_get_argument (run, 0), &error);
  TrueconfBot *bot;
  guint n = PAGE_SIZE;
  g_auto (ToolPages) pages = { NULL };

  if (chat == NULL)
    return tool_run_fail (run, error);

  bot = tool_run_connect (run, &error);
  tool_pages_init (&pages);
  for (guint page = 1; bot != NULL && n == PAGE_SIZE; page++)
    {
      g_autoptr (GListModel) participants = NULL;

      trueconf_bot_get_chat_participants_async (bot, chat, PAGE_SIZE, page, tool_run_get_cancellable (run),
                                                tool_run_ready, run);
      participants = trueconf_bot_get_chat_participants_finish (bot, tool_run_wait (run), &error);
      if (participants == NULL)
        break;

      n = g_list_model_get_n_items (participants);
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (TrueconfChatParticipant) participant = g_list_model_get_item (participants, i);

          if (tool_pages_add (&pages, trueconf_chat_participant_get_user_id (participant)))
            print_participant (run, participant);
        }
      if (!tool_print_flush (&error) || (n == PAGE_SIZE && !tool_pages_turn (&pages, &error)))
        break;
    }

  return error == NULL ? TOOL_STATUS_OK : tool_run_fail (run, error);
}

static const ToolOption options[] = {
  TOOL_OPTION_END,
};

const ToolCommand tool_command_participants = {
  .name = "participants",
  .arguments = N_ ("CHAT"),
  .summary = N_ ("List who is in a chat"),
  .description =
      N_ ("One line for each user, with a tab in between: the TrueConf ID and the role (owner, admin, user, "
          "writer …). With --json each line is an object.\n\n"
          "CHAT is the id of a chat, an “@alias” of the configuration, or a user."),
  .examples = "trueconf-bot participants @ops | cut -f 1",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .completion = TOOL_VALUE_CHAT,
  .run = run_participants,
};
