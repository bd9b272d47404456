/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/trueconf-callback-query.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-message.h"
#include "model/trueconf-removed-chat-participant.h"
#include "model/trueconf-removed-chat.h"
#include "model/trueconf-user-id-private.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-questions-private.h"
#include "trueconf-alarm-private.h"
#include "trueconf-cancel-watch-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"

struct _TrueconfQuestions
{
  TrueconfRouter *router; /* not owned: the dispatcher */
  GHashTable *chats;      /* from the id of a chat to a GQueue of TrueconfQuestion, the newest first */
};

typedef struct
{
  TrueconfQuestions *questions;
  TrueconfContext *context; /* of the event whose handler asks */
  TrueconfBot *bot;         /* only compared */
  char *chat;
  char *user; /* NULL: anybody */
  TrueconfDraft *retry;
  GTask *task;
  TrueconfAlarm alarm;
  TrueconfCancelWatch *cancelled; /* or NULL */
  TrueconfHandler *taking;        /* gets the answer */
  TrueconfHandler *retrying;      /* gets what is no answer; NULL: that goes to the other handlers */
} TrueconfQuestion;

TrueconfQuestions *
trueconf_questions_new (TrueconfRouter *router)
{
  TrueconfQuestions *self = g_new0 (TrueconfQuestions, 1);

  self->router = router;
  self->chats =
      g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, (GDestroyNotify) g_queue_free);

  return self;
}

static char *
get_user (TrueconfEvent *event)
{
  const char *id = trueconf_event_get_actor_id (event);

  return id != NULL ? trueconf_user_id_fold (id) : NULL;
}

static gpointer
question_ref (TrueconfQuestion *self)
{
  return g_rc_box_acquire (self);
}

static void
question_clear (gpointer data)
{
  TrueconfQuestion *self = data;

  g_clear_object (&self->context);
  g_clear_pointer (&self->chat, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_object (&self->retry);
}

static void
question_unref (gpointer data)
{
  g_rc_box_release_full (data, question_clear);
}

/* Takes the question out of those that wait, and returns its task. NULL: it has ended before. */
static GTask *
question_end (TrueconfQuestion *self)
{
  GTask *task = g_steal_pointer (&self->task);
  GQueue *waiting;

  if (task == NULL)
    return NULL;

  trueconf_alarm_clear (&self->alarm);
  g_clear_pointer (&self->cancelled, trueconf_cancel_watch_free);
  waiting = g_hash_table_lookup (self->questions->chats, self->chat);
  g_queue_remove (waiting, self);
  if (g_queue_is_empty (waiting))
    g_hash_table_remove (self->questions->chats, self->chat);
  self->questions = NULL;

  trueconf_handler_mark_removed (self->taking);
  g_clear_pointer (&self->taking, trueconf_handler_unref);
  if (self->retrying != NULL)
    trueconf_handler_mark_removed (self->retrying);
  g_clear_pointer (&self->retrying, trueconf_handler_unref);
  question_unref (self);

  return task;
}

static void
question_fail (TrueconfQuestion *self, GError *error)
{
  g_autoptr (GTask) task = question_end (self);

  if (task != NULL)
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static void
take_cb (TrueconfEvent *event, TrueconfContext *context, gpointer data)
{
  TrueconfQuestion *self = data;
  g_autoptr (TrueconfContext) asking = g_object_ref (self->context);
  g_autoptr (GTask) task = question_end (self);

  if (task == NULL)
    return;

  /* until the next question is asked, or the handler that asks has ended */
  trueconf_context_set_answer (asking, context);
  g_task_return_pointer (task, g_object_ref (event), g_object_unref);
}

static void
send_draft (TrueconfEvent *event,
            TrueconfDraft *draft,
            gpointer tag,
            GAsyncReadyCallback callback,
            gpointer data)
{
  TrueconfSending sending;

  trueconf_sending_init_from_draft (&sending, draft);
  sending.chat_id = trueconf_event_get_chat_key (event);
  trueconf_event_send (event, &sending, tag, NULL, callback, data);
}

static void
retry_cb (TrueconfEvent *event, TrueconfContext *context, gpointer data)
{
  TrueconfQuestion *self = data;

  send_draft (event, self->retry, retry_cb, NULL, NULL);
}

static void
timed_out_cb (gpointer data)
{
  question_fail (data, g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                                            _ ("The question was not answered in time")));
}

static void
cancelled_cb (gpointer data)
{
  question_fail (data,
                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The question was cancelled")));
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfQuestion *self = data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (GObject) sent = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    question_fail (self, g_steal_pointer (&error));
  question_unref (self);
}

static void
watch (TrueconfQuestion *self, double timeout)
{
  GMainContext *main_context = g_main_context_get_thread_default ();
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  if (timeout > 0.0 && timeout < (double) G_MAXINT)
    trueconf_alarm_set (&self->alarm, main_context,
                        g_get_monotonic_time () + (gint64) (timeout * G_USEC_PER_SEC), timed_out_cb, self);
  if (cancellable != NULL)
    self->cancelled = trueconf_cancel_watch_new (cancellable, main_context, cancelled_cb, self);
}

/* A user answers one question at a time. */
static void
end_older (TrueconfQuestions *self, const TrueconfQuestion *newer)
{
  GQueue *waiting = g_hash_table_lookup (self->chats, newer->chat);
  GList *link = waiting != NULL ? waiting->head : NULL;

  while (link != NULL)
    {
      TrueconfQuestion *question = link->data;

      link = link->next;
      if (question->bot != newer->bot || g_strcmp0 (question->user, newer->user) != 0)
        continue;

      question_fail (question, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                    _ ("Another question was asked instead")));
      end_older (self, newer);
      return;
    }
}

static TrueconfHandler *
handler_new (TrueconfQuestion *self, TrueconfFilter *filter, TrueconfHandlerFunc func)
{
  /* without a filter, a press is not an answer */
  GType event_type = filter != NULL ? TRUECONF_TYPE_EVENT : TRUECONF_TYPE_MESSAGE;
  TrueconfHandler *handler = trueconf_handler_new (self->questions->router, 0, event_type, filter);

  handler->name = g_ref_string_new ("ask()");
  handler->func = func;
  handler->user_data = question_ref (self);
  handler->destroy = question_unref;

  return handler;
}

/* Takes the task. */
void
trueconf_questions_ask (TrueconfQuestions *self,
                        TrueconfContext *context,
                        TrueconfDraft *question,
                        TrueconfFilter *filter,
                        TrueconfDraft *retry,
                        double timeout,
                        GTask *task)
{
  TrueconfEvent *event = trueconf_context_get_event (context);
  TrueconfQuestion *asked = g_rc_box_new0 (TrueconfQuestion);
  GQueue *waiting;

  asked->questions = self;
  asked->context = g_object_ref (context);
  asked->bot = trueconf_event_get_bot (event);
  asked->chat = g_strdup (trueconf_event_get_chat_key (event));
  asked->user = get_user (event);
  asked->task = task;
  g_set_object (&asked->retry, retry);
  end_older (self, asked);

  asked->taking = handler_new (asked, filter, take_cb);
  if (retry != NULL)
    asked->retrying = handler_new (asked, NULL, retry_cb);
  waiting = g_hash_table_lookup (self->chats, asked->chat);
  if (waiting == NULL)
    {
      waiting = g_queue_new ();
      g_hash_table_insert (self->chats, g_strdup (asked->chat), waiting);
    }
  g_queue_push_head (waiting, asked);
  watch (asked, timeout);

  if (question != NULL)
    send_draft (event, question, trueconf_questions_ask, asked_cb, question_ref (asked));
}

/* Returns (nullable): the handlers that get the event before the others do */
GPtrArray *
trueconf_questions_find (TrueconfQuestions *self, TrueconfEvent *event)
{
  const char *chat = trueconf_event_get_chat_key (event);
  GQueue *waiting = chat != NULL ? g_hash_table_lookup (self->chats, chat) : NULL;
  TrueconfBot *bot = trueconf_event_get_bot (event);
  g_autofree char *user = NULL;
  g_autoptr (GPtrArray) handlers = NULL;

  if (waiting == NULL || !(TRUECONF_IS_MESSAGE (event) || TRUECONF_IS_CALLBACK_QUERY (event)))
    return NULL;

  user = get_user (event);
  handlers = g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_handler_unref);
  for (GList *link = waiting->head; link != NULL; link = link->next)
    {
      TrueconfQuestion *question = link->data;

      /* the server does not say who has pressed a button */
      if (question->bot != bot ||
          (user != NULL && question->user != NULL && strcmp (question->user, user) != 0))
        continue;

      if (trueconf_handler_takes (question->taking, G_OBJECT_TYPE (event)))
        g_ptr_array_add (handlers, trueconf_handler_ref (question->taking));
      if (question->retrying != NULL && trueconf_handler_takes (question->retrying, G_OBJECT_TYPE (event)))
        g_ptr_array_add (handlers, trueconf_handler_ref (question->retrying));
    }

  return handlers->len > 0 ? g_steal_pointer (&handlers) : NULL;
}

/* `user` is NULL for those of all users. Who may answer is not always known: `unknown` tells whether it may be this user. Returns
 * whether there were any. */
static gboolean
end_in_chat (TrueconfQuestions *self,
             TrueconfEvent *event,
             const char *user,
             gboolean unknown,
             const char *words)
{
  const char *chat = trueconf_event_get_chat_key (event);
  GQueue *waiting = chat != NULL ? g_hash_table_lookup (self->chats, chat) : NULL;
  TrueconfBot *bot = trueconf_event_get_bot (event);
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func (question_unref);

  for (GList *link = waiting != NULL ? waiting->head : NULL; link != NULL; link = link->next)
    {
      TrueconfQuestion *question = link->data;

      if (question->bot == bot &&
          (user == NULL || (question->user == NULL && unknown) || g_strcmp0 (question->user, user) == 0))
        g_ptr_array_add (questions, question_ref (question));
    }

  for (guint i = 0; i < questions->len; i++)
    question_fail (g_ptr_array_index (questions, i),
                   g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, words));

  return questions->len > 0;
}

gboolean
trueconf_questions_cancel (TrueconfQuestions *self, TrueconfEvent *event)
{
  g_autofree char *user = get_user (event);

  return end_in_chat (self, event, user, TRUE, _ ("The question was cancelled"));
}

static gboolean
is_bot (TrueconfEvent *event, const char *user_id)
{
  const char *bot_id = trueconf_event_get_bot_id (event);

  return bot_id != NULL && trueconf_user_id_matches (user_id, bot_id, bot_id);
}

void
trueconf_questions_notice (TrueconfQuestions *self, TrueconfEvent *event)
{
  const char *left = NULL;
  gboolean gone = TRUECONF_IS_REMOVED_CHAT (event);

  if (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (event))
    {
      left = trueconf_removed_chat_participant_get_user_id (TRUECONF_REMOVED_CHAT_PARTICIPANT (event));
      gone = left != NULL && is_bot (event, left);
    }

  if (gone)
    {
      end_in_chat (self, event, NULL, TRUE,
                   _ ("The question was cancelled, since the bot is not in the chat any more"));
    }
  else if (left != NULL)
    {
      g_autofree char *user = trueconf_user_id_fold (left);

      end_in_chat (self, event, user, FALSE,
                   _ ("The question was cancelled, since its user is not in the chat any more"));
    }
}

static GError *
make_stopped_error (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The bot has stopped"));
}

void
trueconf_questions_refuse (GTask *task)
{
  g_task_return_error (task, make_stopped_error ());
  g_object_unref (task);
}

/* Ends the questions of a bot that stops; NULL: all of them. */
void
trueconf_questions_end (TrueconfQuestions *self, TrueconfBot *bot)
{
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func (question_unref);
  GHashTableIter iter;
  gpointer waiting;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &waiting))
    for (GList *link = ((GQueue *) waiting)->head; link != NULL; link = link->next)
      if (bot == NULL || ((TrueconfQuestion *) link->data)->bot == bot)
        g_ptr_array_add (questions, question_ref (link->data));

  for (guint i = 0; i < questions->len; i++)
    question_fail (g_ptr_array_index (questions, i), make_stopped_error ());
}

void
trueconf_questions_free (TrueconfQuestions *self)
{
  trueconf_questions_end (self, NULL);
  g_hash_table_unref (self->chats);
  g_free (self);
}
