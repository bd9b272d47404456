/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-sending-private.h"

G_BEGIN_DECLS

typedef struct _TrueconfBot TrueconfBot;

/* How events and messages reach their bot without knowing its class, and without keeping it alive: all of them share the
 * handle of their bot, which is empty once the bot is gone. */

typedef enum
{
  TRUECONF_BOT_REQUEST_FORWARD, /* to a chat */
  TRUECONF_BOT_REQUEST_SAVE,    /* to the favorites */
  TRUECONF_BOT_REQUEST_REMOVE,
  TRUECONF_BOT_REQUEST_REMOVE_FOR_ALL,
} TrueconfBotRequest;

/* Without a callback nobody waits, and the bot reports what fails. */
typedef struct
{
  const char *(*get_user_id) (TrueconfBot *bot);
  /* The result is a boolean for removing and for answers to a button, and a TrueconfSentMessage for the others. */
  void (*request) (TrueconfBot *bot,
                   TrueconfBotRequest request,
                   const char *message_id,
                   const char *chat_id,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data);
  void (*send) (TrueconfBot *bot,
                const TrueconfSending *sending,
                gpointer source_tag,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data);
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

/* Gives an object that has just arrived, and all messages inside of it, the handle of their bot. */
void trueconf_model_adopt (GObject *object, TrueconfBotHandle *bot);

/* TRUECONF_TYPE_BOT, for properties: model/ does not include bot/. */
GType trueconf_bot_handle_get_bot_type (void);

G_END_DECLS
