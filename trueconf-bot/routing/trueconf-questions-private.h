/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-draft.h"
#include "routing/trueconf-handler-private.h"

G_BEGIN_DECLS

/* The questions that handlers have asked, and whose answers they wait for. */
typedef struct _TrueconfQuestions TrueconfQuestions;

TrueconfQuestions *trueconf_questions_new (TrueconfRouter *router);
void trueconf_questions_free (TrueconfQuestions *self);
void trueconf_questions_ask (TrueconfQuestions *self,
                             TrueconfContext *context,
                             TrueconfDraft *question,
                             TrueconfFilter *filter,
                             TrueconfDraft *retry,
                             double timeout,
                             GTask *task);
GPtrArray *trueconf_questions_find (TrueconfQuestions *self, TrueconfEvent *event);
/* Ends those that the user of the event was asked in its chat. Returns whether there were any. */
gboolean trueconf_questions_cancel (TrueconfQuestions *self, TrueconfEvent *event);
/* Ends those that nobody can answer any more after the event. */
void trueconf_questions_notice (TrueconfQuestions *self, TrueconfEvent *event);
/* Ends a question of a bot that has stopped, before it is asked. Takes the task. */
void trueconf_questions_refuse (GTask *task);
void trueconf_questions_end (TrueconfQuestions *self, TrueconfBot *bot);

G_END_DECLS
