/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-sending-private.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

typedef struct _TrueconfBot TrueconfBot;
typedef struct _TrueconfEvent TrueconfEvent;

/* The table through which events and messages call their bot, since model/ does not include bot/. All events of a
 * bot share its handle, which does not keep the bot alive and is empty once the bot is gone. */

typedef enum
{
  TRUECONF_BOT_REQUEST_FORWARD,
  TRUECONF_BOT_REQUEST_SAVE, /* to the favorites */
  TRUECONF_BOT_REQUEST_REMOVE,
  TRUECONF_BOT_REQUEST_REMOVE_FOR_ALL,
  TRUECONF_BOT_REQUEST_CHAT,
  TRUECONF_BOT_REQUEST_PARTICIPANT, /* the id of the user takes the place of the message's */
} TrueconfBotRequest;

/* Without a callback, the bot reports failures. The event is the one whose function was called. */
typedef struct
{
  const char *(*get_user_id) (TrueconfBot *bot);
  /* The result is a TrueconfChat, a TrueconfChatParticipant, a boolean for REMOVE and for answers to a button, otherwise a
   * TrueconfSentMessage. */
  void (*request) (TrueconfBot *bot,
                   TrueconfEvent *event,
                   TrueconfBotRequest request,
                   const char *message_id,
                   const char *chat_id,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data);
  void (*send) (TrueconfBot *bot,
                TrueconfEvent *event,
                const TrueconfSending *sending,
                gpointer source_tag,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data);
  /* Finds the other participant of a personal chat; the result is its id. */
  void (*find_peer) (TrueconfBot *bot,
                     const char *chat_id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
  /* Shows an activity until the last reference to the result is dropped. */
  GObject *(*begin_activity) (TrueconfBot *bot, const char *chat_id, TrueconfChatActivity activity);
  void (*report_error) (TrueconfBot *bot, const GError *error);
} TrueconfBotTable;

typedef struct _TrueconfBotHandle TrueconfBotHandle;

TrueconfBotHandle *trueconf_bot_handle_new (TrueconfBot *bot, const TrueconfBotTable *table);
TrueconfBotHandle *trueconf_bot_handle_ref (TrueconfBotHandle *self);
void trueconf_bot_handle_unref (TrueconfBotHandle *self);
void trueconf_bot_handle_clear (TrueconfBotHandle *self);
TrueconfBot *trueconf_bot_handle_get_bot (TrueconfBotHandle *self);
const TrueconfBotTable *trueconf_bot_handle_get_table (TrueconfBotHandle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfBotHandle, trueconf_bot_handle_unref)

/* Sets the handle of the bot in an object that has just arrived, and in all messages inside of it. */
void trueconf_model_adopt (GObject *object, TrueconfBotHandle *bot);

/* TRUECONF_TYPE_BOT, which model/ cannot include */
GType trueconf_bot_handle_get_bot_type (void);

G_END_DECLS
