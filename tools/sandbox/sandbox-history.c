/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-world-private.h"

/* A benchmark writes for hours; what is older is forgotten. */
#define MAX_MESSAGES 200000

void
sandbox_message_free (gpointer data)
{
  SandboxMessage *message = data;

  g_free (message->id);
  g_free (message->reply_id);
  json_object_unref (message->content);
  g_clear_pointer (&message->hidden_for, g_hash_table_unref);
  g_free (message);
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

/* Gone for everybody; it stays in the queue of all messages until its turn to be forgotten comes. */
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
  sandbox_message_free (message);
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

GQueue *
sandbox_world_get_messages (SandboxWorld *self)
{
  return &self->messages;
}

gboolean
sandbox_message_is_system (SandboxMessage *message)
{
  return message->type < SANDBOX_MESSAGE_PLAIN;
}

/* A viewer who is nobody sees everything, as the person at the control interface does. */
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
