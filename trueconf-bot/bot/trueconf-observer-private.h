/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"
#include "model/trueconf-sent-message.h"
#include "transport/trueconf-request-private.h"
#include "wire/trueconf-method-private.h"
#include "wire/trueconf-wire-subject-private.h"

G_BEGIN_DECLS

/* Who follows everything that a bot hears and does, in the order in which the server sees it: events before any queue
 * of their chat, and answers to whatever part of the program has asked. */

/* A request of the bot that changes something. */
typedef struct
{
  gatomicrefcount ref_count;
  gconstpointer request; /* tells it from others; not to be looked into */
  TrueconfMethod method; /* TRUECONF_METHOD_OTHER: one that the library does not know */
  TrueconfWireSubject subject;
  TrueconfSentMessage *sent; /* or NULL */
  char *created_id;          /* of a chat, or NULL */
  GError *error;             /* NULL: it was carried out */
} TrueconfDeed;

TrueconfDeed *trueconf_deed_ref (TrueconfDeed *self);
void trueconf_deed_unref (TrueconfDeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfDeed, trueconf_deed_unref)

typedef struct
{
  void (*received) (gpointer data, TrueconfEvent *event);
  /* the deed has no outcome yet */
  void (*begun) (gpointer data, TrueconfDeed *deed);
  void (*done) (gpointer data, TrueconfDeed *deed);
  /* logged in, or disconnected */
  void (*status_changed) (gpointer data);
  /* The bot is disposed of; the last call. */
  void (*gone) (gpointer data);
} TrueconfObserverTable;

/* An observer may come and go while observers are called. */
void trueconf_bot_add_observer (TrueconfBot *self, const TrueconfObserverTable *table, gpointer data);
void trueconf_bot_remove_observer (TrueconfBot *self, gpointer data);

void trueconf_bot_observe_event (TrueconfBot *self, TrueconfEvent *event);
void trueconf_bot_observe_submission (TrueconfBot *self, TrueconfRequest *request);
void trueconf_bot_observe_answer (TrueconfBot *self, TrueconfRequest *request);
void trueconf_bot_observe_status (TrueconfBot *self);
void trueconf_bot_observe_end (TrueconfBot *self);

G_END_DECLS
