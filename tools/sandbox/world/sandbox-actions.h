/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "world/sandbox-world.h"

G_BEGIN_DECLS

/* Who does something, and through which connection. The caller has checked that they may. */
typedef struct
{
  SandboxWorld *world;
  SandboxUser *user;
  gconstpointer origin; /* the connection, which is not told of it again; NULL: the control interface */
} SandboxActor;

SandboxMessage *sandbox_act_say (const SandboxActor *actor,
                                 SandboxChat *chat,
                                 int type,
                                 JsonObject *content,
                                 const char *reply_id,
                                 SandboxFile *file);
SandboxMessage *
sandbox_act_system (const SandboxActor *actor, SandboxChat *chat, int type, JsonObject *content);
gint64 sandbox_act_edit (const SandboxActor *actor, SandboxMessage *message, JsonObject *content);
void sandbox_act_remove_message (const SandboxActor *actor, SandboxMessage *message, gboolean for_all);
void sandbox_act_clear (const SandboxActor *actor, SandboxChat *chat, gboolean for_all);

SandboxChat *sandbox_act_open_p2p (const SandboxActor *actor, SandboxUser *other);
SandboxChat *sandbox_act_open_favorites (const SandboxActor *actor);
SandboxChat *sandbox_act_create_chat (const SandboxActor *actor, SandboxChatType type, const char *title);
void sandbox_act_title (const SandboxActor *actor, SandboxChat *chat, const char *title);
void sandbox_act_avatar (const SandboxActor *actor, SandboxChat *chat, const char *avatar_url);
void sandbox_act_remove_chat (const SandboxActor *actor, SandboxChat *chat);
void sandbox_act_add (const SandboxActor *actor,
                      SandboxChat *chat,
                      SandboxUser *user,
                      SandboxRole role,
                      gboolean display_history);
void sandbox_act_remove (const SandboxActor *actor, SandboxChat *chat, SandboxUser *user);
void sandbox_act_role (const SandboxActor *actor, SandboxChat *chat, SandboxUser *user, SandboxRole role);

void sandbox_act_activity (const SandboxActor *actor, SandboxChat *chat, const char *activity);

G_END_DECLS
