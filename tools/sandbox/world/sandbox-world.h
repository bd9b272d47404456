/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_CHAT_P2P = 1,
  SANDBOX_CHAT_GROUP = 2,
  SANDBOX_CHAT_SYSTEM = 3,
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

typedef enum
{
  SANDBOX_MESSAGE_ADD_PARTICIPANT = 1,
  SANDBOX_MESSAGE_REMOVE_PARTICIPANT = 2,
  SANDBOX_MESSAGE_EDIT_CHAT_TITLE = 21,
  SANDBOX_MESSAGE_EDIT_CHAT_AVATAR = 22,
  SANDBOX_MESSAGE_CLEAR_HISTORY = 23,
  SANDBOX_MESSAGE_PARTICIPANT_ROLE = 110,
  SANDBOX_MESSAGE_PLAIN = 200, /* types below this one are system messages */
  SANDBOX_MESSAGE_FORWARDED = 201,
  SANDBOX_MESSAGE_ATTACHMENT = 202,
  SANDBOX_MESSAGE_LOCATION = 203,
  SANDBOX_MESSAGE_SURVEY = 204,
  SANDBOX_MESSAGE_VOICE = 205,
} SandboxMessageType;

typedef struct _SandboxWorld SandboxWorld;
typedef struct _SandboxChat SandboxChat;
typedef struct _SandboxFile SandboxFile;

/* An account. The values of `unread` say whether the message has been delivered. */
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
  guint64 visible_from; /* the `seq` of the first message that they may see */
  gboolean hidden;      /* they have removed the chat, the others have not */
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
  SandboxFile *file;      /* NULL: none */
  GHashTable *hidden_for; /* (element-type SandboxUser), NULL: for nobody */
  gboolean edited;
  gboolean read;
  gboolean removed;
  gsize wire_size; /* its event has at least so many bytes */
} SandboxMessage;

struct _SandboxChat
{
  char *id;
  SandboxChatType type;
  char *title; /* NULL: the peer's id */
  char *avatar_url;
  GPtrArray *participants;
  GQueue messages;
  guint64 last_box;
  guint64 activity;   /* orders chats by their last activity */
  gboolean announced; /* the participants have been told of it */
  gboolean gone;
};

typedef enum
{
  SANDBOX_CHANGE_MESSAGE_SENT,
  SANDBOX_CHANGE_MESSAGE_EDITED,
  SANDBOX_CHANGE_MESSAGE_REMOVED, /* `user`: only for this user, NULL: for everybody */
  SANDBOX_CHANGE_MESSAGE_READ,    /* by `user` */
  SANDBOX_CHANGE_HISTORY_CLEARED, /* `user`: only for this user, NULL: for everybody */
  SANDBOX_CHANGE_CHAT_CREATED,
  SANDBOX_CHANGE_CHAT_SHOWN,   /* to `user`, who had removed it */
  SANDBOX_CHANGE_CHAT_REMOVED, /* `user`: only for this user, NULL: for everybody */
  SANDBOX_CHANGE_TITLE,
  SANDBOX_CHANGE_AVATAR,
  SANDBOX_CHANGE_PARTICIPANT_ADDED,
  SANDBOX_CHANGE_PARTICIPANT_REMOVED,
  SANDBOX_CHANGE_PARTICIPANT_ROLE,
  SANDBOX_CHANGE_CHAT_UPDATED, /* after one of the above and the system message about it */
  SANDBOX_CHANGE_ACTIVITY,
  SANDBOX_CHANGE_COMMAND_ANSWERED,
  SANDBOX_CHANGE_FILE_READY,
} SandboxChangeKind;

/* What has changed, for those who tell others about it. Fields that the kind has no use for are NULL or 0. */
typedef struct
{
  SandboxChangeKind kind;
  SandboxUser *actor;   /* who did it */
  gconstpointer origin; /* the connection that it was done through, NULL: none */
  SandboxChat *chat;
  SandboxMessage *message;
  SandboxUser *user; /* whom it was done to */
  SandboxFile *file;
  gint64 timestamp;
  gboolean cleared;     /* CHAT_UPDATED: the history is another one */
  const char *activity; /* ACTIVITY: the word of the protocol */
  JsonObject *answer;   /* COMMAND_ANSWERED: the payload */
} SandboxChange;

typedef void (*SandboxChangeFunc) (const SandboxChange *change, gpointer user_data);

SandboxWorld *sandbox_world_new (const char *server_name,
                                 const char *server_version) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_world_free (SandboxWorld *self);

void sandbox_world_watch (SandboxWorld *self, SandboxChangeFunc changed, gpointer user_data);
void sandbox_world_notify (SandboxWorld *self, const SandboxChange *change);

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
SandboxChat *sandbox_world_open_favorites (SandboxWorld *self, SandboxUser *owner);
SandboxChat *
sandbox_world_add_chat (SandboxWorld *self, SandboxChatType type, const char *title, SandboxUser *owner);
void sandbox_world_remove_chat (SandboxWorld *self, SandboxChat *chat);
GPtrArray *sandbox_world_get_chats (SandboxWorld *self);

SandboxParticipant *sandbox_chat_find_participant (SandboxChat *chat, SandboxUser *user);
SandboxParticipant *
sandbox_chat_add_participant (SandboxChat *chat, SandboxUser *user, SandboxRole role, guint64 visible_from);
void sandbox_chat_remove_participant (SandboxChat *chat, SandboxUser *user);
void sandbox_chat_hide_history (SandboxChat *chat, SandboxUser *user, guint64 visible_from);
const char *sandbox_chat_title_for (SandboxChat *chat, SandboxUser *viewer);
void sandbox_chat_set_title (SandboxChat *chat, const char *title);
gboolean sandbox_chat_has_members (SandboxChat *chat);

guint64 sandbox_world_get_last_seq (SandboxWorld *self);
SandboxMessage *sandbox_world_add_message (SandboxWorld *self,
                                           SandboxChat *chat,
                                           SandboxUser *author,
                                           int type,
                                           JsonObject *content,
                                           const char *reply_id);
SandboxMessage *sandbox_world_find_message (SandboxWorld *self, const char *id);
void sandbox_world_remove_message (SandboxWorld *self, SandboxMessage *message);
gboolean sandbox_message_is_system (SandboxMessage *message);
gboolean sandbox_message_is_visible (SandboxMessage *message, SandboxUser *viewer);
void sandbox_message_hide (SandboxMessage *message, SandboxUser *viewer);
void sandbox_message_set_content (SandboxMessage *message, JsonObject *content);
SandboxMessage *sandbox_chat_last_visible (SandboxChat *chat, SandboxUser *viewer);
void sandbox_world_mark_read (SandboxWorld *self, SandboxUser *reader, const char *message_id);
GPtrArray *sandbox_world_unread (SandboxUser *user) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_world_mark_delivered (SandboxUser *user, SandboxMessage *message);
void sandbox_world_forget_delivered (SandboxUser *user);

void sandbox_world_expect_answer (SandboxWorld *self, const char *command_id, SandboxUser *user);
gboolean sandbox_world_answer_command (SandboxWorld *self,
                                       const char *command_id,
                                       SandboxUser *user,
                                       JsonObject *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxWorld, sandbox_world_free)

G_END_DECLS
