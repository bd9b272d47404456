/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-observer-private.h"
#include "lists/trueconf-live-item-private.h"
#include "lists/trueconf-live-list.h"

G_BEGIN_DECLS

/* What all live lists have in common: they are read as a whole when the bot has logged in, and kept current by what it
 * hears and does. What happens while the list is being read is kept, and applied to what was read. */

typedef struct _TrueconfLiveCall TrueconfLiveCall;

/* What each class has of its own, in its class struct. */
typedef struct
{
  GType (*get_item_type) (void);
  /* Begins to read everything; see trueconf_live_list_loaded(). */
  void (*load) (TrueconfLiveList *self);
  void (*received) (TrueconfLiveList *self, TrueconfEvent *event);
  void (*done) (TrueconfLiveList *self, TrueconfDeed *deed);
  /* Asks for one thing; see trueconf_live_list_want(). */
  void (*fetch) (TrueconfLiveList *self, TrueconfBot *bot, TrueconfLiveCall *call, const char *id);
  /* At once, even while the list is read; may be NULL. */
  void (*begun) (TrueconfLiveList *self, TrueconfDeed *deed);
  void (*ended) (TrueconfLiveList *self, TrueconfDeed *deed);
  /* All has been read, and what has happened meanwhile is applied; may be NULL. */
  void (*settled) (TrueconfLiveList *self);
  /* The bot is gone; may be NULL. */
  void (*gone) (TrueconfLiveList *self);
} TrueconfLiveListTable;

/* For requests: callbacks get a call, which does not keep the list. */
TrueconfLiveCall *trueconf_live_call_new (TrueconfLiveList *self, const char *id);
/* Frees it. Returns NULL if nobody wants the answer any more. */
TrueconfLiveList *trueconf_live_call_end (TrueconfLiveCall *call, char **id);
/* The same for an answer to fetch(): NULL also if the answer may be old, in which case it is asked again. */
TrueconfLiveList *trueconf_live_call_end_fetch (TrueconfLiveCall *call, char **id);

/* Of everything that was asked since the list was begun to be read. */
GCancellable *trueconf_live_list_get_cancellable (TrueconfLiveList *self);

void trueconf_live_list_begin_load (TrueconfLiveList *self);
/* Takes what the list has now; items that remain are the same objects. */
void trueconf_live_list_loaded (TrueconfLiveList *self, GPtrArray *items);
void trueconf_live_list_load_failed (TrueconfLiveList *self, const GError *error);
void trueconf_live_list_set_error (TrueconfLiveList *self, const GError *error);

/* Of those that the list has heard of while it is read. */
guint trueconf_live_list_count_removed_chats (TrueconfLiveList *self);
guint trueconf_live_list_count_removed_users (TrueconfLiveList *self);

/* Has one thing be read, once at a time, and once more if it is wanted while it is read. */
void trueconf_live_list_want (TrueconfLiveList *self, const char *id);
gboolean trueconf_live_list_is_wanted (TrueconfLiveList *self, const char *id);

guint trueconf_live_list_get_length (TrueconfLiveList *self);
gpointer trueconf_live_list_peek (TrueconfLiveList *self, guint position);
gboolean trueconf_live_list_find (TrueconfLiveList *self, gpointer item, guint *position);
void trueconf_live_list_insert (TrueconfLiveList *self, guint position, gpointer item);
void trueconf_live_list_insert_many (TrueconfLiveList *self, guint position, GPtrArray *items);
void trueconf_live_list_remove (TrueconfLiveList *self, guint position);
void trueconf_live_list_move (TrueconfLiveList *self, guint from, guint to);
void trueconf_live_list_replace_all (TrueconfLiveList *self, GPtrArray *items);
void trueconf_live_list_item_changed (TrueconfLiveList *self, gpointer item);

G_END_DECLS
