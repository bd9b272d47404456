/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "lists/trueconf-live-list-private.h"
#include "lists/trueconf-message-item-private.h"
#include "lists/trueconf-transcript.h"

G_BEGIN_DECLS

/* How many messages there are at first, and how many more at a time. */
#define TRUECONF_TRANSCRIPT_PAGE 50

struct _TrueconfTranscript
{
  TrueconfLiveList parent_instance;

  char *chat_id;
  gboolean has_more;
  GHashTable *by_id; /* id → item, of the list */

  /* while the list is read */
  GPtrArray *read;         /* messages, the newest first */
  TrueconfMessage *oldest; /* to read down to, or NULL */
  guint restarts;
};

void trueconf_transcript_set_has_more (TrueconfTranscript *self, gboolean has_more);
const char *trueconf_transcript_get_bot_id (TrueconfTranscript *self);
void trueconf_transcript_remember (TrueconfTranscript *self, TrueconfMessageItem *item);
/* Those that the server has come first; behind them are those that are on their way or have failed. */
guint trueconf_transcript_count_placed (TrueconfTranscript *self);
TrueconfMessage *trueconf_transcript_peek_message (TrueconfTranscript *self, guint position);

G_END_DECLS
