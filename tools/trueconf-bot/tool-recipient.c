/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-config.h"
#include "tool-recipient.h"

/* Ids of chats are a UUID or the 40 digits of a hash. A login is neither. */
static gboolean
is_chat_id (const char *name)
{
  gsize length = strlen (name);

  if (g_uuid_string_is_valid (name))
    return TRUE;

  return length >= 32 && strspn (name, "0123456789abcdefABCDEF") == length;
}

static const char *
resolve_alias (ToolRun *run, const char *name, GError **error)
{
  ToolConfig *config = tool_run_get_config (run, error);
  const char *meant;

  if (config == NULL)
    return NULL;

  meant = tool_config_get_alias (config, name + 1);
  if (meant == NULL || *meant == '\0')
    {
      /* Translators: an alias, twice */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG,
                   _ ("The alias “%s” is not in the configuration. Add “%s=…” to the section [aliases]"),
                   name, name + 1);
      return NULL;
    }

  return meant;
}

char *
tool_recipient_find_chat (ToolRun *run, const char *name, GError **error)
{
  g_autofree char *chat_id = NULL;
  g_autoptr (GError) refusal = NULL;
  TrueconfBot *bot;

  if (*name == '@')
    {
      name = resolve_alias (run, name, error);
      if (name == NULL)
        return NULL;
    }
  if (*name == '\0')
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                           _ ("The recipient is empty: give a user, a chat or an alias"));
      return NULL;
    }
  bot = tool_run_connect (run, error);
  if (bot == NULL)
    return NULL;
  if (is_chat_id (name))
    return g_strdup (name);

  trueconf_bot_create_personal_chat_async (bot, name, tool_run_get_cancellable (run), tool_run_ready, run);
  chat_id = trueconf_bot_create_personal_chat_finish (bot, tool_run_wait (run), &refusal);
  if (chat_id == NULL)
    {
      /* an alias does not show which user it means */
      if (refusal->domain == TRUECONF_API_ERROR)
        g_prefix_error (&refusal, "%s: ", name);
      g_propagate_error (error, g_steal_pointer (&refusal));
    }

  return g_steal_pointer (&chat_id);
}
