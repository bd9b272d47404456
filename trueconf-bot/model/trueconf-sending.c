/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-draft-private.h"
#include "model/trueconf-sending-private.h"

void
trueconf_sending_init_from_draft (TrueconfSending *self, TrueconfDraft *draft)
{
  *self = (TrueconfSending){
    .kind = (TrueconfSendingKind) draft->kind,
    .text = draft->text,
    .parse_mode = draft->parse_mode,
    .reply_message_id = draft->reply_message_id,
    .quote = draft->quote,
    .keyboard = draft->keyboard,
    .file = draft->file,
    .preview = draft->preview,
    .command_answer = draft->command_answer,
    .command_status = draft->command_status,
    .command_visibility = draft->command_visibility,
    .command_level = draft->command_level,
  };
}
