/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "world/sandbox-rights.h"

#include "base/sandbox-json.h"

#define OWNER      (1u << SANDBOX_ROLE_OWNER)
#define ADMIN      (1u << SANDBOX_ROLE_ADMIN)
#define USER       (1u << SANDBOX_ROLE_USER)
#define CONFERENCE ((1u << SANDBOX_ROLE_CONF_OWNER) | (1u << SANDBOX_ROLE_CONF_MODERATOR))
#define WRITER     (1u << SANDBOX_ROLE_WRITER)

typedef struct
{
  guint group;
  guint channel;
} RightRow;

static const RightRow rows[SANDBOX_N_RIGHTS] = {
  [SANDBOX_RIGHT_WRITE] = { OWNER | ADMIN | USER | CONFERENCE, OWNER | ADMIN | WRITER },
  [SANDBOX_RIGHT_STICKER] = { OWNER | ADMIN | CONFERENCE, OWNER | ADMIN | WRITER },
  [SANDBOX_RIGHT_REMOVE_OTHERS] = { OWNER | ADMIN | CONFERENCE, OWNER | ADMIN },
  [SANDBOX_RIGHT_CLEAR_FOR_ALL] = { OWNER | ADMIN | CONFERENCE, OWNER | ADMIN },
  [SANDBOX_RIGHT_MEMBERS] = { OWNER | ADMIN, OWNER | ADMIN },
  [SANDBOX_RIGHT_LOOKS] = { OWNER | ADMIN, OWNER | ADMIN },
  [SANDBOX_RIGHT_OWNER] = { OWNER, OWNER },
};

static const char *const role_names[] = {
  [SANDBOX_ROLE_OWNER] = "owner",
  [SANDBOX_ROLE_ADMIN] = "admin",
  [SANDBOX_ROLE_USER] = "user",
  [SANDBOX_ROLE_CONF_OWNER] = "conf_owner",
  [SANDBOX_ROLE_CONF_MODERATOR] = "conf_moderator",
  [SANDBOX_ROLE_FAVORITES_OWNER] = "favorites_owner",
  [SANDBOX_ROLE_WRITER] = "writer",
};

/* In P2P chats and favorites all participants have the same rights. */
gboolean
sandbox_chat_allows (SandboxChat *chat, SandboxUser *user, SandboxRight right)
{
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, user);
  guint roles = chat->type == SANDBOX_CHAT_CHANNEL ? rows[right].channel : rows[right].group;

  if (participant == NULL)
    return FALSE;
  if (!sandbox_chat_has_members (chat))
    return right < SANDBOX_RIGHT_MEMBERS;
  return (roles & (1u << participant->role)) != 0;
}

const char *
sandbox_role_name (SandboxRole role)
{
  return role_names[role];
}

gboolean
sandbox_role_parse (JsonNode *node, SandboxRole *role)
{
  gint64 number = -1;

  if (sandbox_json_node_is_type (node, G_TYPE_INT64))
    number = json_node_get_int (node);
  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    {
      if (number == i || (sandbox_json_node_is_type (node, G_TYPE_STRING) &&
                          g_str_equal (json_node_get_string (node), role_names[i])))
        {
          *role = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Writers exist in channels only, the roles of conferences in groups only, since their chats are groups. */
gboolean
sandbox_role_fits (SandboxChat *chat, SandboxRole role)
{
  if (role == SANDBOX_ROLE_WRITER)
    return chat->type == SANDBOX_CHAT_CHANNEL;
  if (role == SANDBOX_ROLE_CONF_OWNER || role == SANDBOX_ROLE_CONF_MODERATOR)
    return chat->type == SANDBOX_CHAT_GROUP;
  return role != SANDBOX_ROLE_FAVORITES_OWNER;
}
