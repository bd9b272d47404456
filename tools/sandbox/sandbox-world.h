/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_CHAT_P2P = 1,
  SANDBOX_CHAT_GROUP = 2,
  SANDBOX_CHAT_FAVORITES = 5,
  SANDBOX_CHAT_CHANNEL = 6,
} SandboxChatType;

typedef enum
{
  SANDBOX_ROLE_OWNER,
  SANDBOX_ROLE_ADMIN,
  SANDBOX_ROLE_USER,
  SANDBOX_ROLE_CONF_OWNER,
  SANDBOX_ROLE_CONF_MODERATOR,
  SANDBOX_ROLE_FAVORITES_OWNER,
  SANDBOX_ROLE_WRITER,
} SandboxRole;

#define SANDBOX_MESSAGE_PLAIN 200

typedef struct _SandboxWorld SandboxWorld;
typedef struct _SandboxChat SandboxChat;

/* An account. The table of its unread messages tells for each whether it has been delivered. */
typedef struct
{
  char *login;
  char *id;
  char *display_name;
  char *password;
  gboolean disabled;
  gint64 token_generation;
  GHashTable *unread; /* (element-type SandboxMessage) */
} SandboxUser;

typedef struct
{
  SandboxUser *user;
  SandboxRole role;
  guint unread;
} SandboxParticipant;

typedef struct
{
  guint64 seq;
  guint64 box;
  char *id;
  SandboxChat *chat;
  SandboxUser *author; /* NULL: the server */
  gint64 timestamp;
  int type;
  JsonObject *content;
  char *reply_id;
  gboolean edited;
  gboolean read;
} SandboxMessage;

struct _SandboxChat
{
  char *id;
  SandboxChatType type;
  char *title; /* NULL: the peer's id */
  GPtrArray *participants;
  GQueue messages;
  guint64 last_box;
};

SandboxWorld *sandbox_world_new (const char *server_name,
                                 const char *server_version) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_world_free (SandboxWorld *self);

const char *sandbox_world_get_server_name (SandboxWorld *self);
gboolean sandbox_world_has_version (SandboxWorld *self, const char *version);

SandboxUser *sandbox_world_add_user (SandboxWorld *self, const char *login);
SandboxUser *sandbox_world_find_user (SandboxWorld *self, const char *id_or_login);
SandboxUser *sandbox_world_find_login (SandboxWorld *self, const char *login);
GPtrArray *sandbox_world_get_users (SandboxWorld *self);
void sandbox_user_set_display_name (SandboxUser *user, const char *display_name);
void sandbox_user_set_password (SandboxUser *user, const char *password);

SandboxChat *sandbox_world_find_chat (SandboxWorld *self, const char *id);
SandboxChat *sandbox_world_find_p2p (SandboxWorld *self, SandboxUser *one, SandboxUser *other);
SandboxChat *sandbox_world_open_p2p (SandboxWorld *self, SandboxUser *one, SandboxUser *other);
GPtrArray *sandbox_world_get_chats (SandboxWorld *self);
SandboxParticipant *sandbox_chat_find_participant (SandboxChat *chat, SandboxUser *user);
const char *sandbox_chat_title_for (SandboxChat *chat, SandboxUser *viewer);

SandboxMessage *sandbox_world_add_message (SandboxWorld *self,
                                           SandboxChat *chat,
                                           SandboxUser *author,
                                           int type,
                                           JsonObject *content,
                                           const char *reply_id);
SandboxMessage *sandbox_world_find_message (SandboxWorld *self, const char *id);
GQueue *sandbox_world_get_messages (SandboxWorld *self);
SandboxMessage *sandbox_world_mark_read (SandboxWorld *self, SandboxUser *reader, const char *message_id);
GPtrArray *sandbox_world_unread (SandboxUser *user) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_world_mark_delivered (SandboxUser *user, SandboxMessage *message);
void sandbox_world_forget_delivered (SandboxUser *user);

JsonObject *sandbox_message_to_envelope (SandboxWorld *self,
                                         SandboxMessage *message,
                                         SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_message_to_reduced (SandboxMessage *message,
                                        gboolean with_chat_id) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_chat_to_object (SandboxChat *chat, SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_chat_to_created_event (SandboxChat *chat, SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxWorld, sandbox_world_free)

G_END_DECLS
