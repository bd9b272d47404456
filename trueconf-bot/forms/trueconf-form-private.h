/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "forms/trueconf-form-field-private.h"
#include "forms/trueconf-form.h"
#include "model/trueconf-keyboard.h"
#include "model/trueconf-message.h"

G_BEGIN_DECLS

/* How far a user has come. It is a member of the data of the dialog, besides those of the program. */
typedef struct
{
  char *run;           /* of this time that the form was begun */
  gint64 step;         /* grows whenever the form moves: buttons of other steps are old */
  char *begun;         /* the id of the message that it has begun with; NULL: none */
  GPtrArray *messages; /* the ids of the last messages that have counted, the newest last */
  JsonObject *answers; /* null: skipped */
} TrueconfFormProgress;

void trueconf_form_progress_clear (TrueconfFormProgress *self);
void trueconf_form_progress_begin (TrueconfFormProgress *self);
void trueconf_form_progress_read (TrueconfFormProgress *self, TrueconfForm *form, JsonObject *data);
void trueconf_form_progress_write (TrueconfFormProgress *self, TrueconfForm *form, JsonObject *data);
void trueconf_form_progress_forget (TrueconfForm *form, JsonObject *data);
void trueconf_form_progress_add_message (TrueconfFormProgress *self, const char *id);
gboolean trueconf_form_progress_has_message (TrueconfFormProgress *self, const char *id, gboolean *newest);

/* What the answers mean to users and handlers. */
GVariant *trueconf_form_make_values (TrueconfForm *form, TrueconfContext *context, JsonObject *answers);
gboolean trueconf_form_asks (TrueconfForm *form,
                             TrueconfFormField *field,
                             TrueconfContext *context,
                             JsonObject *answers);
TrueconfFormField *
trueconf_form_find_open (TrueconfForm *form, TrueconfContext *context, JsonObject *answers);
TrueconfFormField *trueconf_form_find_before (TrueconfForm *form,
                                              TrueconfFormField *field,
                                              TrueconfContext *context,
                                              JsonObject *answers);
TrueconfFormResult *
trueconf_form_make_result (TrueconfForm *form, TrueconfContext *context, JsonObject *answers);

/* Fields, as a GPtrArray of TrueconfFormField. */
GPtrArray *trueconf_form_peek_fields (TrueconfForm *self);
TrueconfFormField *trueconf_form_find_field (TrueconfForm *self, const char *name);
const char *trueconf_form_peek_name (TrueconfForm *self);
const char *trueconf_form_peek_command (TrueconfForm *self);

/* Reads an answer. Returns NULL with what to say to the user in `wrong`; if it is not known whether the answer is right, also with an
 * error for those who run the bot. */
JsonNode *trueconf_form_read_answer (TrueconfForm *form,
                                     TrueconfFormField *field,
                                     const char *text,
                                     TrueconfMessage *message,
                                     char **wrong,
                                     GError **error);
char *trueconf_form_describe_answer (TrueconfForm *form, TrueconfFormField *field, JsonNode *answer);
gboolean trueconf_form_is_word (TrueconfForm *self, TrueconfFormText which, const char *text);
char *trueconf_form_get_day (TrueconfForm *form, const char *day);
gboolean trueconf_form_day_fits (TrueconfForm *form, TrueconfFormField *field, const char *iso);

/* What is shown: a text, and buttons if the dialog knows who presses them. */
typedef struct
{
  GString *text;
  TrueconfKeyboard *keyboard; /* NULL: none */
} TrueconfFormPage;

void trueconf_form_page_clear (TrueconfFormPage *self);
gboolean trueconf_form_page_ask (TrueconfFormPage *self,
                                 TrueconfForm *form,
                                 TrueconfFormField *field,
                                 const TrueconfFormProgress *progress,
                                 gboolean first,
                                 int choices_page,
                                 gboolean buttons,
                                 GError **error);
gboolean trueconf_form_page_sum_up (TrueconfFormPage *self,
                                    TrueconfForm *form,
                                    TrueconfContext *context,
                                    const TrueconfFormProgress *progress,
                                    gboolean buttons,
                                    GError **error);
gboolean trueconf_form_page_choose (TrueconfFormPage *self,
                                    TrueconfForm *form,
                                    TrueconfContext *context,
                                    const TrueconfFormProgress *progress,
                                    int page,
                                    gboolean buttons,
                                    GError **error);

/* The texts of the messages with the page, of which the last has the buttons. `n_said` bytes of its text are said before the page itself. */
GPtrArray *trueconf_form_page_split (TrueconfFormPage *self, gsize n_said);

/* A message of a user, or a press, comes to the form. */
void trueconf_form_take_event (TrueconfForm *self, TrueconfEvent *event, TrueconfContext *context);
/* Takes `task`. */
void trueconf_form_start (TrueconfForm *self, TrueconfContext *context, GTask *task);

void trueconf_form_emit_finished (TrueconfForm *self, TrueconfFormResult *result);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfFormProgress, trueconf_form_progress_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfFormPage, trueconf_form_page_clear)

G_END_DECLS
