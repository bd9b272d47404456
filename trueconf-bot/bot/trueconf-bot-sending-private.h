/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"
#include "model/trueconf-draft.h"

G_BEGIN_DECLS

/* Everything that can be sent, in the form in which all calls that send something agree. */

typedef enum
{
  TRUECONF_SENDING_MESSAGE = TRUECONF_DRAFT_KIND_MESSAGE,
  TRUECONF_SENDING_PHOTO = TRUECONF_DRAFT_KIND_PHOTO,
  TRUECONF_SENDING_DOCUMENT = TRUECONF_DRAFT_KIND_DOCUMENT,
  TRUECONF_SENDING_STICKER = TRUECONF_DRAFT_KIND_STICKER,
  TRUECONF_SENDING_UPLOAD, /* to no chat */
  TRUECONF_SENDING_AVATAR, /* as the icon of a chat */
} TrueconfSendingKind;

typedef struct
{
  TrueconfSendingKind kind;
  const char *chat_id;
  const char *text;
  TrueconfParseMode parse_mode;
  const char *reply_message_id;
  const char *quote;
  TrueconfKeyboard *keyboard;
  TrueconfInputFile *file;
  TrueconfInputFile *preview;
  GFileProgressCallback progress;
  gpointer progress_data;
  GDestroyNotify progress_destroy;
} TrueconfSending;

void trueconf_bot_send (TrueconfBot *self,
                        const TrueconfSending *sending,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

void trueconf_sending_init_from_draft (TrueconfSending *self, TrueconfDraft *draft);
GError *trueconf_sending_check (const TrueconfSending *self);

G_END_DECLS
