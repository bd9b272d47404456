/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-print.h"
#include "tool-run.h"

#define MAX_PAYLOAD (16 * 1024 * 1024)

static JsonNode *
parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) cause = NULL;
  JsonNode *root;

  if (!json_parser_load_from_data (parser, text, length, &cause))
    {
      /* Translators: what the parser says */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA, _ ("The payload is not JSON: %s"), cause->message);
      return NULL;
    }

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_DATA,
                           _ ("The payload has to be a JSON object, as in {\"chatId\": \"…\"}"));
      return NULL;
    }

  return json_node_ref (root);
}

static JsonNode *
read_payload (ToolRun *run, GError **error)
{
  const char *text = tool_run_get_argument (run, 1);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (text == NULL)
    return json_node_init_object (json_node_alloc (), json_object_new ());
  if (!g_str_equal (text, "-"))
    return parse (text, (gssize) strlen (text), error);

  bytes = tool_run_read_stdin (run, _ ("the payload"), MAX_PAYLOAD, error);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  return parse (text != NULL ? text : "", (gssize) length, error);
}

static int
run_call (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) payload = read_payload (run, &error);
  g_autoptr (JsonNode) answer = NULL;
  TrueconfBot *bot;

  if (payload == NULL)
    return tool_run_fail (run, error);
  bot = tool_run_connect (run, &error);
  if (bot == NULL)
    return tool_run_fail (run, error);

  trueconf_bot_call_async (bot, tool_run_get_argument (run, 0), payload, tool_run_get_cancellable (run),
                           tool_run_ready, run);
  answer = trueconf_bot_call_finish (bot, tool_run_wait (run), &error);
  if (answer == NULL)
    return tool_run_fail (run, error);

  tool_print_json (answer);
  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  TOOL_OPTION_END,
};

const ToolCommand tool_command_call = {
  .name = "call",
  .arguments = N_ ("METHOD [JSON]"),
  .summary = N_ ("Call any method of the server"),
  .description =
      N_ ("METHOD is the name in TrueConf's protocol, and JSON its payload, an object; “-” reads it from "
          "standard input. The payload of the answer is printed on one line."),
  .examples = "trueconf-bot call getChatByID '{\"chatId\": \"CHAT\"}'\n"
              "jq -n --arg id CHAT '{chatId: $id}' | trueconf-bot call getChatByID -",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 2,
  .completion = TOOL_VALUE_METHOD,
  .run = run_call,
};
