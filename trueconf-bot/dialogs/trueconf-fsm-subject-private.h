/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-key.h"
#include "model/trueconf-event.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

/* Whose dialog an event belongs to. */
typedef struct
{
  char *bot_id;
  char *chat_id;
  char *user_id;        /* NULL: the server does not say */
  gboolean is_personal; /* the chat has one other participant, whom the bot can ask for */
} TrueconfFsmSubject;

gboolean trueconf_fsm_subject_init (TrueconfFsmSubject *self, TrueconfEvent *event);
void trueconf_fsm_subject_clear (TrueconfFsmSubject *self);

/* Returns NULL as long as the user is needed, and not known. */
TrueconfFsmKey *trueconf_fsm_subject_make_key (const TrueconfFsmSubject *self, TrueconfFsmStrategy strategy);

G_END_DECLS
