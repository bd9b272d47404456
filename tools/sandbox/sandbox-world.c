/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-world.h"

/* A benchmark writes for hours; what is older is forgotten. */
#define MAX_MESSAGES 200000

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
  guint64 last_seq;
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
  return self;
}

void
sandbox_world_free (SandboxWorld *self)
{
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
  user->id = g_strconcat (login, "@", self->server_name, NULL);
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
  if (at != NULL)
    {
      if (g_ascii_strcasecmp (at + 1, self->server_name) != 0)
        return NULL;
      *at = '\0';
    }
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

static void
add_participant (SandboxChat *chat, SandboxUser *user, SandboxRole role)
{
  SandboxParticipant *participant = g_new0 (SandboxParticipant, 1);

  participant->user = user;
  participant->role = role;
  g_ptr_array_add (chat->participants, participant);
}

/* The same pair has the same chat after a restart, as on a server that keeps its chats. */
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

SandboxChat *
sandbox_world_open_p2p (SandboxWorld *self, SandboxUser *one, SandboxUser *other)
{
  SandboxChat *chat = sandbox_world_find_p2p (self, one, other);

  if (chat != NULL)
    return chat;
  chat = g_new0 (SandboxChat, 1);
  chat->id = p2p_id (one, other);
  chat->type = SANDBOX_CHAT_P2P;
  chat->participants = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&chat->messages);
  add_participant (chat, one, SANDBOX_ROLE_USER);
  add_participant (chat, other, SANDBOX_ROLE_USER);
  g_ptr_array_add (self->chats, chat);
  g_hash_table_insert (self->chats_by_id, chat->id, chat);
  return chat;
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

const char *
sandbox_chat_title_for (SandboxChat *chat, SandboxUser *viewer)
{
  if (chat->title != NULL)
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

static void
forget_oldest_message (SandboxWorld *self)
{
  SandboxMessage *message = g_queue_pop_head (&self->messages);

  for (guint i = 0; i < self->users->len; i++)
    forget_unread (g_ptr_array_index (self->users, i), message);
  g_queue_remove (&message->chat->messages, message);
  g_hash_table_remove (self->messages_by_id, message->id);
  message_free (message);
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

      if (participant->user == author)
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

GQueue *
sandbox_world_get_messages (SandboxWorld *self)
{
  return &self->messages;
}

/* Returns the message if it was unread until now. */
SandboxMessage *
sandbox_world_mark_read (SandboxWorld *self, SandboxUser *reader, const char *message_id)
{
  SandboxMessage *message = sandbox_world_find_message (self, message_id);

  if (message == NULL || !g_hash_table_contains (reader->unread, message))
    return NULL;
  forget_unread (reader, message);
  message->read = TRUE;
  return message;
}

static int
compare_by_seq (gconstpointer a, gconstpointer b)
{
  const SandboxMessage *one = *(const SandboxMessage *const *) a;
  const SandboxMessage *other = *(const SandboxMessage *const *) b;

  return one->seq < other->seq ? -1 : one->seq > other->seq;
}

/* Oldest first. */
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
