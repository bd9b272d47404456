/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-draft.h"
#include "model/trueconf-event-private.h"
#include "routing/trueconf-context-answer-private.h"
#include "text/trueconf-split-text.h"

/* what the server takes */
#define MAX_LENGTH 4096

typedef struct
{
  TrueconfContext *context;
  GStrv pieces;
  guint n_sent;
} TrueconfAnswer;

static void
answer_free (TrueconfAnswer *self)
{
  trueconf_context_release (self->context);
  g_object_unref (self->context);
  g_strfreev (self->pieces);
  g_free (self);
}

static void send_next (TrueconfAnswer *self);

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfAnswer *self = user_data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (GObject) sent = g_task_propagate_pointer (G_TASK (result), &error);

  if (error == NULL)
    {
      send_next (self);
      return;
    }

  /* a bot that stops ends what is on its way */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    trueconf_context_fail (self->context, error);
  answer_free (self);
}

static void
send_next (TrueconfAnswer *self)
{
  TrueconfEvent *event = trueconf_context_get_event (self->context);
  const char *piece = self->pieces[self->n_sent];
  g_autoptr (TrueconfDraft) draft = NULL;
  TrueconfSending sending;

  if (piece == NULL)
    {
      answer_free (self);
      return;
    }

  self->n_sent++;
  draft = trueconf_draft_new_text (piece, TRUECONF_PARSE_MODE_TEXT);
  trueconf_sending_init_from_draft (&sending, draft);
  sending.chat_id = trueconf_event_get_chat_key (event);
  trueconf_event_send (event, &sending, trueconf_context_answer, NULL, sent_cb, self);
}

void
trueconf_context_answer (TrueconfContext *self, const char *text)
{
  TrueconfAnswer *answer = g_new0 (TrueconfAnswer, 1);

  answer->context = g_object_ref (self);
  answer->pieces = trueconf_split_text_full (text, MAX_LENGTH, TRUECONF_PARSE_MODE_TEXT);
  trueconf_context_hold (self);
  send_next (answer);
}
