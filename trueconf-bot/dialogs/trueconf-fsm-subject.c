/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-dialog-expired.h"
#include "dialogs/trueconf-fsm-subject-private.h"
#include "model/trueconf-author.h"
#include "model/trueconf-callback-query.h"
#include "model/trueconf-message.h"
#include "model/trueconf-bot-handle-private.h"
#include "model/trueconf-event-private.h"

static char *
dup_property (GObject *object, const char *name)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  char *text = NULL;

  if (pspec != NULL && pspec->value_type == G_TYPE_STRING)
    g_object_get (object, name, &text, NULL);

  return text;
}

static void
take_message (TrueconfFsmSubject *self, TrueconfMessage *message, gboolean by_author)
{
  TrueconfAuthor *author = trueconf_message_get_author (message);

  self->chat_id = g_strdup (trueconf_message_get_chat_id (message));
  self->is_personal = trueconf_message_get_chat_type (message) == TRUECONF_CHAT_TYPE_P2P;
  if (by_author && author != NULL)
    self->user_id = g_strdup (trueconf_author_get_id (author));
}

/* Returns whether the event names a chat. */
gboolean
trueconf_fsm_subject_init (TrueconfFsmSubject *self, TrueconfEvent *event)
{
  TrueconfBotHandle *handle = trueconf_event_get_handle (event);
  TrueconfBot *bot = handle != NULL ? trueconf_bot_handle_get_bot (handle) : NULL;

  *self = (TrueconfFsmSubject){ NULL };

  if (TRUECONF_IS_MESSAGE (event))
    take_message (self, TRUECONF_MESSAGE (event), TRUE);
  else if (TRUECONF_IS_CALLBACK_QUERY (event))
    {
      TrueconfMessage *message = trueconf_callback_query_get_message (TRUECONF_CALLBACK_QUERY (event));

      /* its author is the bot, not who has pressed */
      if (message != NULL)
        take_message (self, message, FALSE);
    }
  else if (TRUECONF_IS_DIALOG_EXPIRED (event))
    self->chat_id = g_strdup (
        trueconf_fsm_key_get_chat_id (trueconf_dialog_expired_get_key (TRUECONF_DIALOG_EXPIRED (event))));
  else
    self->chat_id = dup_property (G_OBJECT (event), "chat-id");

  if (self->chat_id == NULL || bot == NULL)
    {
      trueconf_fsm_subject_clear (self);
      return FALSE;
    }

  self->bot_id = g_strdup (trueconf_bot_handle_get_table (handle)->get_user_id (bot));
  if (self->bot_id == NULL)
    self->bot_id = g_strdup ("");

  return TRUE;
}

void
trueconf_fsm_subject_clear (TrueconfFsmSubject *self)
{
  g_clear_pointer (&self->bot_id, g_free);
  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->user_id, g_free);
}

TrueconfFsmKey *
trueconf_fsm_subject_make_key (const TrueconfFsmSubject *self, TrueconfFsmStrategy strategy)
{
  const char *chat_id = strategy == TRUECONF_FSM_STRATEGY_GLOBAL_USER ? self->user_id : self->chat_id;
  const char *user_id = strategy == TRUECONF_FSM_STRATEGY_CHAT ? self->chat_id : self->user_id;

  return chat_id != NULL && user_id != NULL ? trueconf_fsm_key_new (self->bot_id, chat_id, user_id, NULL)
                                            : NULL;
}
