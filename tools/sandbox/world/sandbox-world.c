/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "world/sandbox-world.h"

/* Older messages are dropped, because benchmarks run for hours. */
#define MAX_MESSAGES 200000

typedef struct
{
  SandboxChangeFunc changed;
  gpointer user_data;
} Watcher;

struct _SandboxWorld
{
  char *server_name;
  char *server_version;
  GPtrArray *users;
  GHashTable *users_by_login;
  GPtrArray *chats;
  GHashTable *chats_by_id;
  GQueue messages;
  GHashTable *messages_by_id;
  GHashTable *commands; /* ids that can be answered → SandboxUser */
  GArray *watchers;     /* (element-type Watcher) */
  guint64 last_seq;
  guint64 clock; /* the last value of a chat's `activity` */
};

static void
user_free (gpointer data)
{
  SandboxUser *user = data;

  g_free (user->login);
  g_free (user->id);
  g_free (user->display_name);
  g_free (user->password);
  g_hash_table_unref (user->unread);
  g_free (user);
}

static void
chat_free (gpointer data)
{
  SandboxChat *chat = data;

  g_free (chat->id);
  g_free (chat->title);
  g_free (chat->avatar_url);
  g_ptr_array_unref (chat->participants);
  g_queue_clear (&chat->messages);
  g_free (chat);
}

static void
message_free (gpointer data)
{
  SandboxMessage *message = data;

  g_free (message->id);
  g_free (message->reply_id);
  json_object_unref (message->content);
  g_clear_pointer (&message->hidden_for, g_hash_table_unref);
  g_free (message);
}

SandboxWorld *
sandbox_world_new (const char *server_name, const char *server_version)
{
  SandboxWorld *self = g_new0 (SandboxWorld, 1);

  self->server_name = g_strdup (server_name);
  self->server_version = g_strdup (server_version);
  self->users = g_ptr_array_new_with_free_func (user_free);
  self->users_by_login = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->chats = g_ptr_array_new_with_free_func (chat_free);
  self->chats_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->messages_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->watchers = g_array_new (FALSE, FALSE, sizeof (Watcher));
  return self;
}

void
sandbox_world_free (SandboxWorld *self)
{
  g_array_unref (self->watchers);
  g_hash_table_unref (self->commands);
  g_hash_table_unref (self->messages_by_id);
  g_hash_table_unref (self->chats_by_id);
  g_hash_table_unref (self->users_by_login);
  g_queue_clear_full (&self->messages, message_free);
  g_ptr_array_unref (self->chats);
  g_ptr_array_unref (self->users);
  g_free (self->server_name);
  g_free (self->server_version);
  g_free (self);
}

/* Watchers are called in the order of their registration. */
void
sandbox_world_watch (SandboxWorld *self, SandboxChangeFunc changed, gpointer user_data)
{
  Watcher watcher = { changed, user_data };

  g_array_append_val (self->watchers, watcher);
}

void
sandbox_world_notify (SandboxWorld *self, const SandboxChange *change)
{
  for (guint i = 0; i < self->watchers->len; i++)
    {
      const Watcher *watcher = &g_array_index (self->watchers, Watcher, i);

      watcher->changed (change, watcher->user_data);
    }
}

const char *
sandbox_world_get_server_name (SandboxWorld *self)
{
  return self->server_name;
}

/* Whether the server plays a version at least as new as this one. */
gboolean
sandbox_world_has_version (SandboxWorld *self, const char *version)
{
  const char *own = self->server_version;

  while (*version != '\0')
    {
      char *own_end;
      char *end;
      guint64 have = g_ascii_strtoull (own, &own_end, 10);
      guint64 want = g_ascii_strtoull (version, &end, 10);

      if (have != want || end == version)
        return have > want;
      own = *own_end == '.' ? own_end + 1 : own_end;
      version = *end == '.' ? end + 1 : end;
    }
  return TRUE;
}

SandboxUser *
sandbox_world_add_user (SandboxWorld *self, const char *login)
{
  SandboxUser *user = sandbox_world_find_login (self, login);

  if (user != NULL)
    return user;
  user = g_new0 (SandboxUser, 1);
  user->login = g_strdup (login);
  /* the login of an account of another server is its whole id */
  user->id =
      strchr (login, '@') != NULL ? g_strdup (login) : g_strconcat (login, "@", self->server_name, NULL);
  user->display_name = g_strdup (login);
  user->unread = g_hash_table_new (NULL, NULL);
  g_ptr_array_add (self->users, user);
  g_hash_table_insert (self->users_by_login, g_utf8_casefold (login, -1), user);
  return user;
}

SandboxUser *
sandbox_world_find_login (SandboxWorld *self, const char *login)
{
  g_autofree char *key = g_utf8_casefold (login, -1);

  return g_hash_table_lookup (self->users_by_login, key);
}

/* Takes `login`, `login@server` and `login@server/connection`. */
SandboxUser *
sandbox_world_find_user (SandboxWorld *self, const char *id_or_login)
{
  g_autofree char *id = g_strdup (id_or_login);
  char *slash = strchr (id, '/');
  char *at;

  if (slash != NULL)
    *slash = '\0';
  at = strrchr (id, '@');
  if (at != NULL && g_ascii_strcasecmp (at + 1, self->server_name) == 0)
    *at = '\0';
  return sandbox_world_find_login (self, id);
}

GPtrArray *
sandbox_world_get_users (SandboxWorld *self)
{
  return self->users;
}

void
sandbox_user_set_display_name (SandboxUser *user, const char *display_name)
{
  g_free (user->display_name);
  user->display_name = g_strdup (display_name);
}

void
sandbox_user_set_password (SandboxUser *user, const char *password)
{
  g_free (user->password);
  user->password = g_strdup (password);
}

/* The id depends on the two users only, so that it is the same after a restart, as on a real server. */
static char *
p2p_id (SandboxUser *one, SandboxUser *other)
{
  gboolean swap = strcmp (one->id, other->id) > 0;
  g_autofree char *pair = g_strconcat (swap ? other->id : one->id, "\n", swap ? one->id : other->id, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA1, pair, -1);
}

SandboxChat *
sandbox_world_find_chat (SandboxWorld *self, const char *id)
{
  return g_hash_table_lookup (self->chats_by_id, id);
}

SandboxChat *
sandbox_world_find_p2p (SandboxWorld *self, SandboxUser *one, SandboxUser *other)
{
  g_autofree char *id = p2p_id (one, other);

  return sandbox_world_find_chat (self, id);
}

static SandboxChat *
add_chat (SandboxWorld *self, SandboxChatType type, char *id)
{
  SandboxChat *chat = g_new0 (SandboxChat, 1);

  chat->id = id;
  chat->type = type;
  chat->activity = ++self->clock;
  chat->participants = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&chat->messages);
  g_ptr_array_add (self->chats, chat);
  g_hash_table_insert (self->chats_by_id, chat->id, chat);
  return chat;
}

SandboxChat *
sandbox_world_open_p2p (SandboxWorld *self, SandboxUser *one, SandboxUser *other)
{
  SandboxChat *chat = sandbox_world_find_p2p (self, one, other);

  if (chat != NULL)
    return chat;
  chat = add_chat (self, SANDBOX_CHAT_P2P, p2p_id (one, other));
  sandbox_chat_add_participant (chat, one, SANDBOX_ROLE_USER, 0);
  sandbox_chat_add_participant (chat, other, SANDBOX_ROLE_USER, 0);
  return chat;
}

SandboxChat *
sandbox_world_open_favorites (SandboxWorld *self, SandboxUser *owner)
{
  g_autofree char *id = p2p_id (owner, owner);
  SandboxChat *chat = sandbox_world_find_chat (self, id);

  if (chat != NULL)
    return chat;
  chat = add_chat (self, SANDBOX_CHAT_FAVORITES, g_steal_pointer (&id));
  sandbox_chat_add_participant (chat, owner, SANDBOX_ROLE_FAVORITES_OWNER, 0);
  return chat;
}

SandboxChat *
sandbox_world_add_chat (SandboxWorld *self, SandboxChatType type, const char *title, SandboxUser *owner)
{
  SandboxChat *chat = add_chat (self, type, g_uuid_string_random ());

  chat->title = g_strdup (title);
  chat->announced = TRUE;
  sandbox_chat_add_participant (chat, owner, SANDBOX_ROLE_OWNER, 0);
  return chat;
}

/* The chat is not freed, because its messages point to it. */
void
sandbox_world_remove_chat (SandboxWorld *self, SandboxChat *chat)
{
  while (chat->participants->len > 0)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, 0);

      sandbox_chat_remove_participant (chat, participant->user);
    }
  while (!g_queue_is_empty (&chat->messages))
    sandbox_world_remove_message (self, g_queue_peek_head (&chat->messages));
  chat->gone = TRUE;
  g_hash_table_remove (self->chats_by_id, chat->id);
}

GPtrArray *
sandbox_world_get_chats (SandboxWorld *self)
{
  return self->chats;
}

SandboxParticipant *
sandbox_chat_find_participant (SandboxChat *chat, SandboxUser *user)
{
  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      if (participant->user == user)
        return participant;
    }
  return NULL;
}

SandboxParticipant *
sandbox_chat_add_participant (SandboxChat *chat, SandboxUser *user, SandboxRole role, guint64 visible_from)
{
  SandboxParticipant *participant = g_new0 (SandboxParticipant, 1);

  participant->user = user;
  participant->role = role;
  participant->visible_from = visible_from;
  g_ptr_array_add (chat->participants, participant);
  return participant;
}

void
sandbox_chat_remove_participant (SandboxChat *chat, SandboxUser *user)
{
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, user);

  sandbox_chat_hide_history (chat, user, G_MAXUINT64);
  g_ptr_array_remove (chat->participants, participant);
}

/* Hidden messages no longer count as unread. */
void
sandbox_chat_hide_history (SandboxChat *chat, SandboxUser *user, guint64 visible_from)
{
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, user);
  GHashTableIter iter;
  gpointer message;

  if (participant == NULL)
    return;
  participant->visible_from = visible_from;
  participant->unread = 0;
  g_hash_table_iter_init (&iter, user->unread);
  while (g_hash_table_iter_next (&iter, &message, NULL))
    {
      if (((SandboxMessage *) message)->chat == chat)
        g_hash_table_iter_remove (&iter);
    }
}

/* Whether it is a group or a channel, where participants can be added, removed and given roles. */
gboolean
sandbox_chat_has_members (SandboxChat *chat)
{
  return chat->type == SANDBOX_CHAT_GROUP || chat->type == SANDBOX_CHAT_CHANNEL;
}

void
sandbox_chat_set_title (SandboxChat *chat, const char *title)
{
  g_free (chat->title);
  chat->title = g_strdup (title);
}

/* Favorites have none unless they were given one: NULL. */
const char *
sandbox_chat_title_for (SandboxChat *chat, SandboxUser *viewer)
{
  if (chat->title != NULL || chat->type == SANDBOX_CHAT_FAVORITES)
    return chat->title;
  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      if (participant->user != viewer)
        return participant->user->id;
    }
  return "";
}

static void
forget_unread (SandboxUser *user, SandboxMessage *message)
{
  SandboxParticipant *participant;

  if (!g_hash_table_remove (user->unread, message))
    return;
  participant = sandbox_chat_find_participant (message->chat, user);
  if (participant != NULL && participant->unread > 0)
    participant->unread--;
}

/* The message is freed later, when the queue of all messages reaches it. */
void
sandbox_world_remove_message (SandboxWorld *self, SandboxMessage *message)
{
  if (message->removed)
    return;
  message->removed = TRUE;
  for (guint i = 0; i < self->users->len; i++)
    forget_unread (g_ptr_array_index (self->users, i), message);
  g_queue_remove (&message->chat->messages, message);
  g_hash_table_remove (self->messages_by_id, message->id);
}

static void
forget_oldest_message (SandboxWorld *self)
{
  SandboxMessage *message = g_queue_pop_head (&self->messages);

  sandbox_world_remove_message (self, message);
  message_free (message);
}

guint64
sandbox_world_get_last_seq (SandboxWorld *self)
{
  return self->last_seq;
}

SandboxMessage *
sandbox_world_add_message (SandboxWorld *self,
                           SandboxChat *chat,
                           SandboxUser *author,
                           int type,
                           JsonObject *content,
                           const char *reply_id)
{
  SandboxMessage *message = g_new0 (SandboxMessage, 1);

  message->seq = ++self->last_seq;
  message->box = ++chat->last_box;
  chat->activity = ++self->clock;
  message->id = g_uuid_string_random ();
  message->chat = chat;
  message->author = author;
  message->timestamp = g_get_real_time () / 1000;
  message->type = type;
  message->content = json_object_ref (content);
  message->reply_id = g_strdup (reply_id);
  g_queue_push_tail (&chat->messages, message);
  g_queue_push_tail (&self->messages, message);
  g_hash_table_insert (self->messages_by_id, message->id, message);
  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      if (participant->user == author || sandbox_message_is_system (message))
        continue;
      participant->unread++;
      g_hash_table_insert (participant->user->unread, message, GINT_TO_POINTER (FALSE));
    }
  if (g_queue_get_length (&self->messages) > MAX_MESSAGES)
    forget_oldest_message (self);
  return message;
}

SandboxMessage *
sandbox_world_find_message (SandboxWorld *self, const char *id)
{
  return g_hash_table_lookup (self->messages_by_id, id);
}

gboolean
sandbox_message_is_system (SandboxMessage *message)
{
  return message->type < SANDBOX_MESSAGE_PLAIN;
}

/* `viewer` NULL sees everything: the control interface. */
gboolean
sandbox_message_is_visible (SandboxMessage *message, SandboxUser *viewer)
{
  SandboxParticipant *participant;

  if (message->removed)
    return FALSE;
  if (viewer == NULL)
    return TRUE;
  participant = sandbox_chat_find_participant (message->chat, viewer);
  return participant != NULL && message->seq >= participant->visible_from &&
         (message->hidden_for == NULL || !g_hash_table_contains (message->hidden_for, viewer));
}

void
sandbox_message_hide (SandboxMessage *message, SandboxUser *viewer)
{
  if (message->hidden_for == NULL)
    message->hidden_for = g_hash_table_new (NULL, NULL);
  g_hash_table_add (message->hidden_for, viewer);
  forget_unread (viewer, message);
}

void
sandbox_message_set_content (SandboxMessage *message, JsonObject *content)
{
  json_object_ref (content);
  json_object_unref (message->content);
  message->content = content;
  message->edited = TRUE;
}

SandboxMessage *
sandbox_chat_last_visible (SandboxChat *chat, SandboxUser *viewer)
{
  for (GList *link = chat->messages.tail; link != NULL; link = link->prev)
    {
      if (sandbox_message_is_visible (link->data, viewer))
        return link->data;
    }
  return NULL;
}

void
sandbox_world_mark_read (SandboxWorld *self, SandboxUser *reader, const char *message_id)
{
  SandboxMessage *message = sandbox_world_find_message (self, message_id);

  if (message == NULL || !g_hash_table_contains (reader->unread, message))
    return;
  forget_unread (reader, message);
  message->read = TRUE;
  sandbox_world_notify (
      self, &(SandboxChange){ .kind = SANDBOX_CHANGE_MESSAGE_READ, .message = message, .user = reader });
}

static int
compare_by_seq (gconstpointer a, gconstpointer b)
{
  const SandboxMessage *one = *(const SandboxMessage *const *) a;
  const SandboxMessage *other = *(const SandboxMessage *const *) b;

  return one->seq < other->seq ? -1 : one->seq > other->seq;
}

/* The oldest message first. */
GPtrArray *
sandbox_world_unread (SandboxUser *user)
{
  GPtrArray *messages = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer message;

  g_hash_table_iter_init (&iter, user->unread);
  while (g_hash_table_iter_next (&iter, &message, NULL))
    g_ptr_array_add (messages, message);
  g_ptr_array_sort (messages, compare_by_seq);
  return messages;
}

void
sandbox_world_mark_delivered (SandboxUser *user, SandboxMessage *message)
{
  if (g_hash_table_contains (user->unread, message))
    g_hash_table_insert (user->unread, message, GINT_TO_POINTER (TRUE));
}

void
sandbox_world_forget_delivered (SandboxUser *user)
{
  g_autoptr (GPtrArray) messages = sandbox_world_unread (user);

  for (guint i = 0; i < messages->len; i++)
    {
      SandboxMessage *message = g_ptr_array_index (messages, i);

      if (g_hash_table_lookup (user->unread, message) != NULL)
        forget_unread (user, message);
    }
}
void
sandbox_world_expect_answer (SandboxWorld *self, const char *command_id, SandboxUser *user)
{
  g_hash_table_insert (self->commands, g_strdup (command_id), user);
}

/* Returns FALSE unless this user has got the command and has not answered it. */
gboolean
sandbox_world_answer_command (SandboxWorld *self,
                              const char *command_id,
                              SandboxUser *user,
                              JsonObject *answer)
{
  if (g_hash_table_lookup (self->commands, command_id) != user)
    return FALSE;
  g_hash_table_remove (self->commands, command_id);
  sandbox_world_notify (
      self, &(SandboxChange){ .kind = SANDBOX_CHANGE_COMMAND_ANSWERED, .actor = user, .answer = answer });
  return TRUE;
}
