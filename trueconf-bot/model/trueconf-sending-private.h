/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-draft.h"

G_BEGIN_DECLS

/* The arguments of all functions that send something. */

typedef enum
{
  TRUECONF_SENDING_MESSAGE = TRUECONF_DRAFT_KIND_MESSAGE,
  TRUECONF_SENDING_PHOTO = TRUECONF_DRAFT_KIND_PHOTO,
  TRUECONF_SENDING_DOCUMENT = TRUECONF_DRAFT_KIND_DOCUMENT,
  TRUECONF_SENDING_STICKER = TRUECONF_DRAFT_KIND_STICKER,
  TRUECONF_SENDING_UPLOAD, /* without a chat */
  TRUECONF_SENDING_AVATAR, /* the picture of a chat */
} TrueconfSendingKind;

typedef struct
{
  TrueconfSendingKind kind;
  gboolean in_parts; /* if the text is too long for one message */
  const char *chat_id;
  const char *message_id; /* the message to edit, or NULL */
  const char *command_id; /* the pressed button to answer, or NULL */
  const char *text;
  TrueconfParseMode parse_mode;
  const char *reply_message_id;
  const char *quote;
  TrueconfKeyboard *keyboard;
  TrueconfInputFile *file;
  TrueconfInputFile *preview;
  TrueconfCommandAnswer command_answer;
  TrueconfCommandStatus command_status;
  TrueconfCommandVisibility command_visibility;
  TrueconfCommandLevel command_level;
  GFileProgressCallback progress;
  gpointer progress_data;
  GDestroyNotify progress_destroy;
} TrueconfSending;

void trueconf_sending_init_from_draft (TrueconfSending *self, TrueconfDraft *draft);

G_END_DECLS
