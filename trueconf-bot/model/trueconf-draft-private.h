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

G_END_DECLS
