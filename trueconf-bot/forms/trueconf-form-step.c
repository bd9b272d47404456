/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One event of a user who answers a form: it is decided by what the storage has, stored, and then shown. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dialogs/trueconf-fsm-context-private.h"
#include "forms/trueconf-form-private.h"
#include "forms/trueconf-form-result-private.h"
#include "model/trueconf-callback-query-actions.h"
#include "model/trueconf-event-private.h"
#include "routing/trueconf-context-private.h"
#include "text/trueconf-log-line-private.h"
#include "trueconf-error.h"
#include "trueconf-protocol.h"

/* Each conflict means that somebody else has got through. */
#define MAX_CONFLICTS 1000

#define VERDICT "trueconf-form-verdict"

typedef enum
{
  ACTION_BEGIN,
  ACTION_ANSWER,
  ACTION_SKIP,
  ACTION_BACK,
  ACTION_CANCEL,
  ACTION_SEND,
  ACTION_CHANGE,
  ACTION_PAGE,
  ACTION_END, /* the form was sent */
} Action;

typedef struct
{
  TrueconfForm *form;
  TrueconfContext *context;
  TrueconfEvent *event;
  TrueconfFsmContext *dialog;
  GTask *task; /* of trueconf_form_begin_async(), or NULL */
  GCancellable *cancellable;
  Action action;
  guint conflicts;
  char *text; /* of a message or a press; NULL: none */

  TrueconfFsmRecord *record;
  JsonObject *data;
  TrueconfFormProgress progress;
  TrueconfFormField *field; /* the question that is open; NULL: the summary */

  JsonNode *answer;
  GError *unchecked; /* why it is not known whether the answer is right */
  TrueconfFormResult *result;
  GPtrArray *pieces; /* of the text of the page, when it is being sent */
  guint n_sent;
  TrueconfFormPage page;
  gsize n_said; /* bytes of that text that are not the page's own, but said before it */
  gboolean outdated;
} Step;

static void load (Step *self);
static void show (Step *self);

static void
step_free (Step *self)
{
  g_clear_object (&self->form);
  g_clear_object (&self->context);
  g_clear_object (&self->dialog);
  g_clear_object (&self->task);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->record);
  g_clear_pointer (&self->data, json_object_unref);
  trueconf_form_progress_clear (&self->progress);
  g_clear_object (&self->field);
  g_clear_pointer (&self->answer, json_node_unref);
  g_clear_error (&self->unchecked);
  g_clear_object (&self->result);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  trueconf_form_page_clear (&self->page);
  g_free (self);
}

static gboolean
is_press (Step *self)
{
  return self->task == NULL && TRUECONF_IS_CALLBACK_QUERY (self->event);
}

/* No server so far waits for this, but the button may ask for it. */
static void
answer_press (Step *self)
{
  TrueconfCallbackQuery *query = TRUECONF_CALLBACK_QUERY (self->event);
  g_autoptr (TrueconfDraft) draft = NULL;

  if (trueconf_callback_query_get_command_id (query) == NULL)
    return;

  draft = trueconf_draft_new_text ("", TRUECONF_PARSE_MODE_TEXT);
  trueconf_draft_set_command_answer (draft, self->outdated ? TRUECONF_COMMAND_ANSWER_CANCEL
                                                           : TRUECONF_COMMAND_ANSWER_COMPLETE);
  trueconf_callback_query_answer_async (query, draft, self->cancellable, NULL, NULL);
}

/* After the callback of trueconf_form_begin_async() has returned, which may have gone on with a hold of its own. */
static void
begun_cb (GTask *task, GParamSpec *pspec, TrueconfContext *context)
{
  trueconf_context_release (context);
}

/* Takes `error`; NULL: all went well. */
static void
end (Step *self, GError *error)
{
  g_autoptr (GError) failure = error;

  if (self->task != NULL)
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->task);

      step_free (self);
      if (failure != NULL)
        g_task_return_error (task, g_steal_pointer (&failure));
      else
        g_task_return_boolean (task, TRUE);
      return;
    }

  if (failure != NULL)
    trueconf_context_fail (self->context, failure);
  else if (self->unchecked != NULL)
    /* the user has been told and is asked again, and would be once more if the server delivered the answer again */
    trueconf_context_tell (self->context, self->unchecked);
  if (is_press (self))
    answer_press (self);
  trueconf_context_release (self->context);
  step_free (self);
}

static void send_next (Step *self);

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *self = user_data;
  GError *error = NULL;
  G_GNUC_UNUSED g_autoptr (GObject) sent = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    end (self, error);
  else
    send_next (self);
}

static void
send_next (Step *self)
{
  g_autoptr (TrueconfDraft) draft = NULL;
  TrueconfSending sending;

  if (self->pieces == NULL)
    self->pieces = trueconf_form_page_split (&self->page, self->n_said);
  if (self->n_sent == self->pieces->len)
    {
      end (self, NULL);
      return;
    }

  draft =
      trueconf_draft_new_text (g_ptr_array_index (self->pieces, self->n_sent++), TRUECONF_PARSE_MODE_TEXT);
  if (self->n_sent == self->pieces->len)
    trueconf_draft_set_keyboard (draft, self->page.keyboard);
  trueconf_sending_init_from_draft (&sending, draft);
  sending.chat_id = trueconf_event_get_chat_key (self->event);
  trueconf_event_send (self->event, &sending, send_next, self->cancellable, sent_cb, self);
}

static void
say (Step *self, const char *text)
{
  if (text == NULL || text[0] == '\0')
    return;
  if (self->page.text == NULL)
    self->page.text = g_string_new (NULL);
  if (self->page.text->len > 0)
    g_string_append_c (self->page.text, '\n');
  g_string_append (self->page.text, text);
}

/* Says that, and nothing else. */
static void
end_with (Step *self, TrueconfFormText which)
{
  say (self, trueconf_form_get_text (self->form, which));
  if (self->page.text == NULL)
    end (self, NULL);
  else
    send_next (self);
}

/* The server does not say who has pressed a button: in groups it only works where all share a dialog. */
static gboolean
can_press (Step *self)
{
  TrueconfFsmKey *key = trueconf_fsm_context_get_key (self->dialog);
  const char *chat_id = trueconf_event_get_chat_key (self->event);

  if (TRUECONF_IS_CALLBACK_QUERY (self->event) ||
      g_strcmp0 (trueconf_fsm_key_get_user_id (key), chat_id) == 0)
    return TRUE;

  return TRUECONF_IS_MESSAGE (self->event) &&
         trueconf_message_get_chat_type (TRUECONF_MESSAGE (self->event)) == TRUECONF_CHAT_TYPE_P2P;
}

/* The question that is open now, or the summary. */
static void
show (Step *self)
{
  GError *error = NULL;
  gboolean made;

  self->n_said = self->page.text != NULL ? self->page.text->len : 0;
  if (self->field != NULL)
    {
      gboolean first =
          trueconf_form_find_before (self->form, self->field, self->context, self->progress.answers) == NULL;

      made = trueconf_form_page_ask (&self->page, self->form, self->field, &self->progress, first, 0,
                                     can_press (self), &error);
    }
  else
    made = trueconf_form_page_sum_up (&self->page, self->form, self->context, &self->progress,
                                      can_press (self), &error);

  if (made)
    send_next (self);
  else
    end (self, error);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  G_GNUC_UNUSED g_autoptr (TrueconfSentMessage) sent =
      trueconf_callback_query_edit_draft_finish (TRUECONF_CALLBACK_QUERY (source), result, &error);

  end (user_data, error);
}

/* Replaces the message whose button was pressed, which is the last one of a long page. */
static void
turn_page (Step *self, int page)
{
  g_autoptr (TrueconfDraft) draft = NULL;
  GError *error = NULL;
  gboolean made;

  if (self->field != NULL)
    {
      gboolean first =
          trueconf_form_find_before (self->form, self->field, self->context, self->progress.answers) == NULL;

      made = trueconf_form_page_ask (&self->page, self->form, self->field, &self->progress, first, page, TRUE,
                                     &error);
    }
  else
    made = trueconf_form_page_choose (&self->page, self->form, self->context, &self->progress, page, TRUE,
                                      &error);

  if (!made)
    {
      end (self, error);
      return;
    }

  self->pieces = trueconf_form_page_split (&self->page, self->n_said);
  draft = trueconf_draft_new_text (
      self->pieces->len > 0 ? g_ptr_array_index (self->pieces, self->pieces->len - 1) : "",
      TRUECONF_PARSE_MODE_TEXT);
  trueconf_draft_set_keyboard (draft, self->page.keyboard);
  trueconf_callback_query_edit_draft_async (TRUECONF_CALLBACK_QUERY (self->event), draft, self->cancellable,
                                            edited_cb, self);
}

static void
finished (gpointer data)
{
  Step *self = data;

  if (trueconf_form_result_has_failed (self->result))
    {
      say (self, trueconf_form_get_text (self->form, TRUECONF_FORM_TEXT_FAILED));
      show (self);
      return;
    }

  self->action = ACTION_END;
  load (self);
}

/* The form is over only when its handlers have ended, so that none is forgotten if the program is killed. */
static void
finish (Step *self)
{
  self->result = trueconf_form_make_result (self->form, self->context, self->progress.answers);
  trueconf_form_emit_finished (self->form, self->result);
  trueconf_form_result_wait (self->result, finished, self);
}

/* What was decided is stored. */
static void
stored (Step *self)
{
  if (self->action == ACTION_END)
    end_with (self, TRUECONF_FORM_TEXT_SENT);
  else if (self->action == ACTION_CANCEL)
    end_with (self, TRUECONF_FORM_TEXT_CANCELLED);
  else if (self->action == ACTION_SEND || (self->field == NULL && !trueconf_form_get_summary (self->form)))
    finish (self);
  else
    show (self);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *self = user_data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (TrueconfFsmRecord) record =
      trueconf_fsm_storage_store_finish (TRUECONF_FSM_STORAGE (source), result, &error);

  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT) &&
      ++self->conflicts < MAX_CONFLICTS)
    load (self);
  else if (error != NULL)
    end (self, g_steal_pointer (&error));
  else
    stored (self);
}

static void
store (Step *self, const char *state)
{
  g_autofree char *text = trueconf_fsm_write_object (self->data);
  double timeout = state != NULL ? trueconf_form_get_timeout (self->form) : 0.0;
  gint64 expires_at = timeout > 0.0 ? g_get_real_time () / 1000 + MAX (1, (gint64) (timeout * 1000.0)) : 0;
  g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new (state, text, expires_at, NULL);

  trueconf_fsm_storage_store_async (
      trueconf_fsm_context_get_storage (self->dialog), trueconf_fsm_context_get_key (self->dialog), record,
      trueconf_fsm_record_get_version (self->record), self->cancellable, stored_cb, self);
}

/* To a question; NULL: to the summary. */
static void
move_to (Step *self, TrueconfFormField *field)
{
  g_autofree char *state = g_strconcat (trueconf_form_peek_name (self->form), ":",
                                        field != NULL ? field->name : TRUECONF_FORM_SUMMARY, NULL);

  g_set_object (&self->field, field);
  if (self->action != ACTION_BEGIN)
    self->progress.step++;
  if (TRUECONF_IS_MESSAGE (self->event))
    {
      const char *id = trueconf_message_get_message_id (TRUECONF_MESSAGE (self->event));

      trueconf_form_progress_add_message (&self->progress, id);
      if (self->action == ACTION_BEGIN)
        self->progress.begun = g_strdup (id);
    }
  trueconf_form_progress_write (&self->progress, self->form, self->data);
  store (self, state);
}

static void
leave (Step *self)
{
  trueconf_form_progress_forget (self->form, self->data);
  store (self, NULL);
}

/* Takes `answer`. */
static void
take (Step *self, JsonNode *answer)
{
  json_object_set_member (self->progress.answers, self->field->name, answer);
  move_to (self, trueconf_form_find_open (self->form, self->context, self->progress.answers));
}

static void
refuse (Step *self, const char *why)
{
  say (self, why != NULL ? why : self->field->retry_text);
  if (self->page.text == NULL)
    say (self, _ ("This answer is not accepted."));
  show (self);
}

typedef struct
{
  Step *step; /* NULL once there is a verdict */
} Verdict;

/* A validator that has dropped its task says nothing more. */
static void
verdict_free (gpointer data)
{
  Verdict *self = data;

  if (self->step != NULL)
    refuse (self->step, NULL);
  g_free (self);
}

static void
validated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (result);
  Verdict *verdict = g_object_get_data (G_OBJECT (task), VERDICT);
  Step *self = g_steal_pointer (&verdict->step);
  g_autoptr (GError) error = NULL;
  gboolean valid = g_task_propagate_boolean (task, &error);

  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT))
    refuse (self, error->message);
  else if (error != NULL)
    end (self, g_steal_pointer (&error));
  else if (!valid)
    refuse (self, NULL);
  else
    take (self, g_steal_pointer (&self->answer));
}

static void
validate (Step *self)
{
  TrueconfFormField *field = self->field;
  g_autoptr (JsonObject) answers = trueconf_fsm_copy_object (self->progress.answers);
  g_autoptr (TrueconfFormResult) result = NULL;
  g_autoptr (GTask) task = NULL;
  Verdict *verdict;

  if (field->validator == NULL)
    {
      take (self, g_steal_pointer (&self->answer));
      return;
    }

  json_object_set_member (answers, field->name, json_node_copy (self->answer));
  result = trueconf_form_make_result (self->form, self->context, answers);
  verdict = g_new0 (Verdict, 1);
  verdict->step = self;
  task = g_task_new (field, self->cancellable, validated_cb, NULL);
  g_task_set_source_tag (task, validate);
  /* the data of the task are the validator's */
  g_object_set_data_full (G_OBJECT (task), VERDICT, verdict, verdict_free);
  field->validator (field, result, task, field->validator_data);
}

static TrueconfMessage *
get_message (Step *self)
{
  return TRUECONF_IS_MESSAGE (self->event) ? TRUECONF_MESSAGE (self->event) : NULL;
}

static void
answer (Step *self)
{
  g_autofree char *wrong = NULL;

  g_clear_pointer (&self->answer, json_node_unref);
  g_clear_error (&self->unchecked);
  self->answer = trueconf_form_read_answer (self->form, self->field, self->text, get_message (self), &wrong,
                                            &self->unchecked);
  if (self->answer != NULL)
    validate (self);
  else if (self->unchecked != NULL)
    refuse (self, wrong);
  else
    refuse (self, self->field->retry_text != NULL ? NULL : wrong);
}

static void
skip (Step *self)
{
  TrueconfFormField *field = self->field;
  JsonNode *node = NULL;

  if (field->default_answer != NULL)
    {
      g_autofree char *wrong = NULL;

      node = trueconf_form_read_answer (self->form, field, field->default_answer, NULL, &wrong, NULL);
      if (node == NULL)
        trueconf_log (G_LOG_LEVEL_WARNING, "The default answer “%s” of “%s” does not fit: %s",
                      field->default_answer, field->name, wrong);
    }
  take (self, node != NULL ? node : json_node_init_null (json_node_alloc ()));
}

static gboolean
can_skip (Step *self)
{
  return self->field != NULL && (self->field->optional || self->field->default_answer != NULL);
}

/* Returns the question with a number of the summary, or NULL. */
static TrueconfFormField *
find_number (Step *self, const char *text)
{
  GPtrArray *fields = trueconf_form_peek_fields (self->form);
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  guint64 number;

  if (stripped == NULL || !g_ascii_string_to_unsigned (stripped, 10, 1, fields->len, &number, NULL))
    return NULL;

  for (guint i = 0; i < fields->len; i++)
    {
      TrueconfFormField *field = g_ptr_array_index (fields, i);

      if (trueconf_form_asks (self->form, field, self->context, self->progress.answers) && --number == 0)
        return field;
    }

  return NULL;
}

static void
choose (Step *self)
{
  GError *error = NULL;

  if (trueconf_form_page_choose (&self->page, self->form, self->context, &self->progress, 0, can_press (self),
                                 &error))
    send_next (self);
  else
    end (self, error);
}

static void
change (Step *self)
{
  TrueconfFormField *field = NULL;

  if (is_press (self) && self->text != NULL)
    field = trueconf_form_find_field (self->form, self->text);
  if (field != NULL && trueconf_form_asks (self->form, field, self->context, self->progress.answers))
    move_to (self, field);
  else
    choose (self);
}

static void
go_back (Step *self)
{
  TrueconfFormField *field =
      trueconf_form_find_before (self->form, self->field, self->context, self->progress.answers);

  if (field != NULL)
    {
      move_to (self, field);
      return;
    }

  say (self, trueconf_form_get_text (self->form, TRUECONF_FORM_TEXT_FIRST));
  show (self);
}

static void
send_answers (Step *self)
{
  TrueconfFormField *open = trueconf_form_find_open (self->form, self->context, self->progress.answers);

  /* a newer program has questions that were not asked before the summary */
  if (open != NULL)
    self->action = ACTION_ANSWER;
  /* stored first: of several processes one sends, and a message that is delivered again does not */
  move_to (self, open);
}

static void
act (Step *self)
{
  switch (self->action)
    {
    case ACTION_SKIP:
      skip (self);
      break;

    case ACTION_BACK:
      go_back (self);
      break;

    case ACTION_CANCEL:
      leave (self);
      break;

    case ACTION_SEND:
      send_answers (self);
      break;

    case ACTION_CHANGE:
      change (self);
      break;

    case ACTION_PAGE:
      turn_page (self, (int) g_ascii_strtoll (self->text, NULL, 10));
      break;

    case ACTION_ANSWER:
    case ACTION_BEGIN:
    case ACTION_END:
    default:
      answer (self);
      break;
    }
}

/* What a message means. A choice may be called like a word. */
static void
read_message (Step *self)
{
  TrueconfFormField *number = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (JsonNode) chosen = NULL;

  if (self->field != NULL && self->field->kind == TRUECONF_FORM_FIELD_KIND_CHOICE)
    chosen = trueconf_form_read_answer (self->form, self->field, self->text, NULL, &wrong, NULL);

  self->action = ACTION_ANSWER;
  if (chosen != NULL)
    act (self);
  else if (trueconf_form_is_word (self->form, TRUECONF_FORM_TEXT_CANCEL, self->text))
    {
      self->action = ACTION_CANCEL;
      act (self);
    }
  else if (trueconf_form_is_word (self->form, TRUECONF_FORM_TEXT_BACK, self->text))
    go_back (self);
  else if (can_skip (self) && trueconf_form_is_word (self->form, TRUECONF_FORM_TEXT_SKIP, self->text))
    skip (self);
  else if (self->field != NULL)
    act (self);
  else if (trueconf_form_is_word (self->form, TRUECONF_FORM_TEXT_SEND, self->text))
    {
      self->action = ACTION_SEND;
      act (self);
    }
  else if (trueconf_form_is_word (self->form, TRUECONF_FORM_TEXT_CHANGE, self->text))
    choose (self);
  else if ((number = find_number (self, self->text)) != NULL)
    move_to (self, number);
  else
    show (self);
}

static void
be_outdated (Step *self)
{
  self->outdated = TRUE;
  end_with (self, TRUECONF_FORM_TEXT_OUTDATED);
}

static gboolean
find_action (const char *word, gboolean summary, gboolean can_be_skipped, Action *action)
{
  static const struct
  {
    const char *word;
    Action action;
  } actions[] = {
    { "answer", ACTION_ANSWER }, { "skip", ACTION_SKIP }, { "back", ACTION_BACK },
    { "cancel", ACTION_CANCEL }, { "send", ACTION_SEND }, { "change", ACTION_CHANGE },
    { "page", ACTION_PAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (word, actions[i].word) == 0)
      {
        *action = actions[i].action;
        if (*action == ACTION_ANSWER || *action == ACTION_SKIP)
          return !summary && (*action != ACTION_SKIP || can_be_skipped);
        if (*action == ACTION_SEND || *action == ACTION_CHANGE)
          return summary;
        return TRUE;
      }

  return FALSE;
}

/* Buttons have what trueconf-form-page.c has put there: run, step, action, value. */
static void
read_press (Step *self)
{
  const char *data = trueconf_callback_query_get_custom_data (TRUECONF_CALLBACK_QUERY (self->event));
  g_auto (GStrv) parts = g_strsplit (data != NULL ? data : "", " ", 4);
  g_autofree char *value = g_strv_length (parts) == 4 ? g_uri_unescape_string (parts[3], NULL) : NULL;
  gint64 step;

  if (value == NULL || strcmp (parts[0], self->progress.run) != 0 ||
      !g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT64, &step, NULL) || step != self->progress.step ||
      !find_action (parts[2], self->field == NULL, can_skip (self), &self->action))
    {
      be_outdated (self);
      return;
    }

  g_free (self->text);
  self->text = g_steal_pointer (&value);
  act (self);
}

/* The handlers of the end may have begun something else. */
static void
end_dialog (Step *self, const char *state, const char *run)
{
  g_autofree char *prefix = g_strconcat (trueconf_form_peek_name (self->form), ":", NULL);

  if (state == NULL)
    end_with (self, TRUECONF_FORM_TEXT_SENT);
  else if (g_str_has_prefix (state, prefix) && strcmp (run, self->progress.run) == 0)
    leave (self);
  else
    end (self, NULL);
}

/* The server has delivered the message again, or another process has been faster. The question that it has led to may not
 * have been sent; one that others have led to was. */
static gboolean
has_counted (Step *self, TrueconfMessage *message)
{
  gboolean newest;

  if (!trueconf_form_progress_has_message (&self->progress, trueconf_message_get_message_id (message),
                                           &newest))
    return FALSE;

  if (newest)
    show (self);
  else
    end (self, NULL);

  return TRUE;
}

/* Returns what the state says about the form behind its name, or NULL if it does not stand in the form. */
static const char *
skip_name (Step *self, const char *state)
{
  const char *name = trueconf_form_peek_name (self->form);
  gsize length = strlen (name);

  if (state == NULL || strncmp (state, name, length) != 0 || state[length] != ':')
    return NULL;

  return state + length + 1;
}

/* Begins, unless that message has done so before. */
static void
begin (Step *self, const char *state)
{
  TrueconfMessage *message = get_message (self);

  trueconf_form_progress_clear (&self->progress);
  trueconf_form_progress_read (&self->progress, self->form, self->data);
  if (state != NULL && message != NULL &&
      g_strcmp0 (self->progress.begun, trueconf_message_get_message_id (message)) == 0)
    {
      g_set_object (&self->field, trueconf_form_find_field (self->form, state));
      if (has_counted (self, message))
        return;
    }

  trueconf_form_progress_clear (&self->progress);
  trueconf_form_progress_begin (&self->progress);
  move_to (self, trueconf_form_find_open (self->form, self->context, self->progress.answers));
}

static void
decide (Step *self, const char *state)
{
  TrueconfMessage *message = get_message (self);

  if (state == NULL)
    {
      /* a message has lost a race: somebody else has ended the form */
      if (is_press (self))
        be_outdated (self);
      else
        end (self, NULL);
      return;
    }

  g_set_object (&self->field, trueconf_form_find_field (self->form, state));
  if (self->field == NULL && strcmp (state, TRUECONF_FORM_SUMMARY) != 0)
    /* a newer program does not have this question any more */
    move_to (self, trueconf_form_find_open (self->form, self->context, self->progress.answers));
  else if (message != NULL && has_counted (self, message))
    ;
  else if (message != NULL)
    read_message (self);
  else
    read_press (self);
}

/* What a message or a press says without the data of the form. */
static gboolean
wants_to_cancel (Step *self)
{
  const char *data;
  g_auto (GStrv) parts = NULL;

  if (self->action == ACTION_BEGIN || self->action == ACTION_END)
    return FALSE;
  if (TRUECONF_IS_MESSAGE (self->event))
    return trueconf_form_is_word (self->form, TRUECONF_FORM_TEXT_CANCEL, self->text);

  data = trueconf_callback_query_get_custom_data (TRUECONF_CALLBACK_QUERY (self->event));
  parts = g_strsplit (data != NULL ? data : "", " ", 4);
  return g_strv_length (parts) == 4 && strcmp (parts[2], "cancel") == 0;
}

/* Nothing that is there can be kept. */
static void
drop_damaged (Step *self)
{
  g_autoptr (TrueconfFsmRecord) none = trueconf_fsm_record_new (NULL, NULL, 0, NULL);

  self->action = ACTION_CANCEL;
  trueconf_fsm_storage_store_async (
      trueconf_fsm_context_get_storage (self->dialog), trueconf_fsm_context_get_key (self->dialog), none,
      trueconf_fsm_record_get_version (self->record), self->cancellable, stored_cb, self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *self = user_data;
  GError *error = NULL;
  gboolean expired;
  const char *state;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *run = NULL;

  g_clear_object (&self->record);
  self->record = trueconf_fsm_storage_load_finish (TRUECONF_FSM_STORAGE (source), result, &error);
  if (self->record == NULL)
    {
      end (self, error);
      return;
    }

  expired = trueconf_fsm_record_is_expired (self->record);
  state = expired ? NULL : trueconf_fsm_record_get_state (self->record);
  node = json_from_string (expired ? "{}" : trueconf_fsm_record_get_data (self->record), NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      if (wants_to_cancel (self))
        drop_damaged (self);
      else
        end (self,
             g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
                                  _ ("The stored data of the dialog are damaged: they are no JSON object")));
      return;
    }

  g_clear_pointer (&self->data, json_object_unref);
  self->data = json_node_dup_object (node);
  run = g_strdup (self->progress.run);
  if (self->action == ACTION_BEGIN)
    {
      begin (self, skip_name (self, state));
      return;
    }

  trueconf_form_progress_clear (&self->progress);
  trueconf_form_progress_read (&self->progress, self->form, self->data);
  if (self->action == ACTION_END)
    end_dialog (self, state, run);
  else
    decide (self, skip_name (self, state));
}

static void
load (Step *self)
{
  trueconf_fsm_storage_load_async (trueconf_fsm_context_get_storage (self->dialog),
                                   trueconf_fsm_context_get_key (self->dialog), self->cancellable, loaded_cb,
                                   self);
}

static void
key_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  G_GNUC_UNUSED g_autofree char *state =
      trueconf_fsm_context_get_state_finish (TRUECONF_FSM_CONTEXT (source), result, &error);

  if (error != NULL)
    end (user_data, error);
  else
    load (user_data);
}

static void
start (Step *self)
{
  if (self->dialog == NULL)
    {
      if (self->task == NULL)
        be_outdated (self);
      else
        end (self, g_error_new_literal (
                       TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       _ ("A form cannot begin here: the event does not say whose dialog it belongs to")));
      return;
    }

  /* who has pressed in a personal chat is found by the first call */
  if (trueconf_fsm_context_get_key (self->dialog) == NULL)
    trueconf_fsm_context_get_state_async (self->dialog, self->cancellable, key_found_cb, self);
  else
    load (self);
}

static Step *
step_new (TrueconfForm *form, TrueconfContext *context, GCancellable *cancellable)
{
  Step *self = g_new0 (Step, 1);

  self->form = g_object_ref (form);
  self->context = g_object_ref (context);
  self->event = trueconf_context_get_event (context);
  g_set_object (&self->dialog, trueconf_context_get_state (context));
  g_set_object (&self->cancellable, cancellable);
  trueconf_context_hold (context);

  return self;
}

void
trueconf_form_start (TrueconfForm *self, TrueconfContext *context, GTask *task)
{
  Step *step = step_new (self, context, g_task_get_cancellable (task));

  step->task = task;
  step->action = ACTION_BEGIN;
  /* what was stored is not called cancelled */
  g_task_set_check_cancellable (task, FALSE);
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (begun_cb), context, 0);
  start (step);
}

void
trueconf_form_take_event (TrueconfForm *self, TrueconfEvent *event, TrueconfContext *context)
{
  Step *step = step_new (self, context, trueconf_context_get_cancellable (context));

  step->action = ACTION_ANSWER;
  if (TRUECONF_IS_MESSAGE (event))
    {
      TrueconfContent *content = trueconf_message_get_content (TRUECONF_MESSAGE (event));

      if (content != NULL && TRUECONF_IS_TEXT_CONTENT (content))
        step->text = g_strdup (trueconf_text_content_get_plain_text (TRUECONF_TEXT_CONTENT (content)));
    }
  start (step);
}
