/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-world-private.h"

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
  g_queue_clear_full (&self->messages, sandbox_message_free);
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
  /* an account of another server is known by its whole id */
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

/* Nobody finds it any more; its messages still point to it. */
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

/* What this participant does not see any more is not unread either. */
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

/* Groups and channels: there is somebody to add, to promote and to throw out. */
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

/* NULL for favorites, which have no title. */
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
