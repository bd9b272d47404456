/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-storage.h"
#include "model/trueconf-draft.h"
#include "routing/trueconf-context.h"
#include "routing/trueconf-stored-data-private.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

typedef struct _TrueconfFilter TrueconfFilter;

/* The walk's, to which the context reports. */
typedef struct
{
  /* Returns what to make dialogs with. */
  TrueconfFsmStorage *(*get_storage) (TrueconfContext *context, TrueconfFsmStrategy *strategy, gpointer data);
  /* Returns whether an error handler has dealt with it. */
  gboolean (*failed) (TrueconfContext *context, const GError *error, gpointer data);
  /* Something is wrong, but the handler has not failed. */
  void (*told) (TrueconfContext *context, const GError *error, gpointer data);
  void (*released) (TrueconfContext *context, gpointer data);
  /* The handler asks something; `task` is the reports' then. */
  void (*ask) (TrueconfContext *context,
               TrueconfDraft *question,
               TrueconfFilter *filter,
               TrueconfDraft *retry,
               double timeout,
               GTask *task,
               gpointer data);
  /* Returns whether the user of the event had been asked something. */
  gboolean (*cancel_questions) (TrueconfContext *context, gpointer data);
  /* Called once, when the event is done. */
  void (*done) (TrueconfContext *context, gpointer data);
} TrueconfContextReports;

TrueconfContext *
trueconf_context_new (TrueconfEvent *event, const TrueconfContextReports *reports, gpointer data);
TrueconfContext *trueconf_context_new_probe (TrueconfContext *parent);
void trueconf_context_finish_routing (TrueconfContext *self);

void trueconf_context_begin_router (TrueconfContext *self, GRefString *name);
void trueconf_context_begin_handler (TrueconfContext *self, GRefString *name, guint id);
void trueconf_context_end_handler (TrueconfContext *self);
gboolean trueconf_context_get_skipped (TrueconfContext *self);
void trueconf_context_begin_filter (TrueconfContext *self);
void trueconf_context_end_filter (TrueconfContext *self, gboolean matches);
void trueconf_context_set_filter_text (TrueconfContext *self, const char *text);
const char *trueconf_context_get_filter_text (TrueconfContext *self);
TrueconfStoredData *trueconf_context_get_stored (TrueconfContext *self);
void trueconf_context_take_command (TrueconfContext *self,
                                    const TrueconfCommandParts *parts,
                                    TrueconfCommand *command);
TrueconfCommand *trueconf_context_peek_command (TrueconfContext *self);
GCancellable *trueconf_context_get_cancellable (TrueconfContext *self);
void trueconf_context_cancel (TrueconfContext *self);

void trueconf_context_ask (TrueconfContext *self,
                           TrueconfDraft *question,
                           TrueconfFilter *filter,
                           TrueconfDraft *retry,
                           double timeout,
                           GTask *task);
gboolean trueconf_context_end_questions (TrueconfContext *self);
/* The error handlers get it as they get that of trueconf_context_fail (), but the event is dealt with: the server is not asked for it
 * again. */
void trueconf_context_tell (TrueconfContext *self, const GError *error);
void trueconf_context_set_answer (TrueconfContext *self, TrueconfContext *answer);
void trueconf_context_set_failed (TrueconfContext *self);
gboolean trueconf_context_has_failed (TrueconfContext *self);
char *trueconf_context_describe_handler (TrueconfContext *self);
char *trueconf_context_describe_taker (TrueconfContext *self);

G_END_DECLS
