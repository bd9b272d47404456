/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "files/trueconf-input-file.h"
#include "model/trueconf-keyboard.h"
#include "text/trueconf-text.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_DRAFT (trueconf_draft_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfDraft, trueconf_draft, TRUECONF, DRAFT, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfDraft *trueconf_draft_new_text (const char *text,
                                        TrueconfParseMode parse_mode) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfDraft *trueconf_draft_new_formatted (TrueconfText *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfDraft *trueconf_draft_new_photo (TrueconfInputFile *file,
                                         const char *caption,
                                         TrueconfParseMode parse_mode) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfDraft *trueconf_draft_new_document (TrueconfInputFile *file,
                                            const char *caption,
                                            TrueconfParseMode parse_mode) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfDraft *trueconf_draft_new_sticker (TrueconfInputFile *file) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_draft_get_text (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_text (TrueconfDraft *self, const char *text);
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_draft_get_formatted_text (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_formatted_text (TrueconfDraft *self, TrueconfText *text);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParseMode trueconf_draft_get_parse_mode (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_parse_mode (TrueconfDraft *self, TrueconfParseMode parse_mode);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_draft_get_reply_message_id (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_reply_message_id (TrueconfDraft *self, const char *reply_message_id);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_draft_get_quote (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_quote (TrueconfDraft *self, const char *quote);
TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboard *trueconf_draft_get_keyboard (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_keyboard (TrueconfDraft *self, TrueconfKeyboard *keyboard);
TRUECONF_AVAILABLE_IN_ALL
TrueconfInputFile *trueconf_draft_get_file (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_file (TrueconfDraft *self, TrueconfInputFile *file);
TRUECONF_AVAILABLE_IN_ALL
TrueconfInputFile *trueconf_draft_get_preview (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_preview (TrueconfDraft *self, TrueconfInputFile *preview);
TRUECONF_AVAILABLE_IN_ALL
TrueconfDraftKind trueconf_draft_get_kind (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_kind (TrueconfDraft *self, TrueconfDraftKind kind);
TRUECONF_AVAILABLE_IN_ALL
TrueconfCommandAnswer trueconf_draft_get_command_answer (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_command_answer (TrueconfDraft *self, TrueconfCommandAnswer answer);
TRUECONF_AVAILABLE_IN_ALL
TrueconfCommandStatus trueconf_draft_get_command_status (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_command_status (TrueconfDraft *self, TrueconfCommandStatus status);
TRUECONF_AVAILABLE_IN_ALL
TrueconfCommandVisibility trueconf_draft_get_command_visibility (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_command_visibility (TrueconfDraft *self, TrueconfCommandVisibility visibility);
TRUECONF_AVAILABLE_IN_ALL
TrueconfCommandLevel trueconf_draft_get_command_level (TrueconfDraft *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_draft_set_command_level (TrueconfDraft *self, TrueconfCommandLevel level);

G_END_DECLS
