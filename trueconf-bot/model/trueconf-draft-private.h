/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-draft.h"

G_BEGIN_DECLS

struct _TrueconfDraft
{
  GObject parent_instance;

  TrueconfDraftKind kind;
  char *text;
  TrueconfParseMode parse_mode;
  /* text and parse_mode, once somebody has asked */
  TrueconfText *formatted_text;
  char *reply_message_id;
  char *quote;
  TrueconfKeyboard *keyboard;
  TrueconfInputFile *file;
  TrueconfInputFile *preview;
  TrueconfCommandAnswer command_answer;
  TrueconfCommandStatus command_status;
  TrueconfCommandVisibility command_visibility;
  TrueconfCommandLevel command_level;
};

typedef enum
{
  TRUECONF_DRAFT_PROP_TEXT = 1,
  TRUECONF_DRAFT_PROP_PARSE_MODE,
  TRUECONF_DRAFT_PROP_REPLY_MESSAGE_ID,
  TRUECONF_DRAFT_PROP_QUOTE,
  TRUECONF_DRAFT_PROP_KEYBOARD,
  TRUECONF_DRAFT_PROP_FILE,
  TRUECONF_DRAFT_PROP_PREVIEW,
  TRUECONF_DRAFT_PROP_KIND,
  TRUECONF_DRAFT_PROP_COMMAND_ANSWER,
  TRUECONF_DRAFT_PROP_COMMAND_STATUS,
  TRUECONF_DRAFT_PROP_COMMAND_VISIBILITY,
  TRUECONF_DRAFT_PROP_COMMAND_LEVEL,
  TRUECONF_DRAFT_PROP_FORMATTED_TEXT,
} TrueconfDraftProperty;

void trueconf_draft_notify (TrueconfDraft *self, TrueconfDraftProperty property);
void trueconf_draft_set_enum (TrueconfDraft *self, int *place, int value, TrueconfDraftProperty property);

G_END_DECLS
