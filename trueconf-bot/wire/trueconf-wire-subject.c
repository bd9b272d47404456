/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "wire/trueconf-wire-private.h"
#include "wire/trueconf-wire-subject-private.h"

void
trueconf_wire_read_subject (TrueconfWireSubject *self, const char *payload, const char *bot_id)
{
  g_autoptr (JsonNode) node = payload != NULL ? trueconf_wire_read_payload (payload, bot_id) : NULL;

  *self = (TrueconfWireSubject){ 0 };
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  self->chat_id = g_strdup (trueconf_wire_get_string (node, "chatId"));
  self->message_id = g_strdup (trueconf_wire_get_string (node, "messageId"));
  self->user_id = g_strdup (trueconf_wire_get_string (node, "userId"));
  self->text = g_strdup (trueconf_wire_get_string (node, "content.text"));
}

void
trueconf_wire_subject_clear (TrueconfWireSubject *self)
{
  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->message_id, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->text, g_free);
}
