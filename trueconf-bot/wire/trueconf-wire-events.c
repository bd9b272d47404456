/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-content.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-system-message-private.h"
#include "model/trueconf-update.h"
#include "wire/trueconf-wire-tables-private.h"

/* A callback query belongs to the chat of its message. */
static char *
read_chat_key (TrueconfFrame *frame)
{
  const TrueconfJson *json = &frame->json;
  guint node = trueconf_json_get_member (json, frame->payload, "chatId");

  if (node == TRUECONF_JSON_NONE)
    {
      guint source = trueconf_json_get_member (json, frame->payload, "commandSource");

      node = trueconf_json_get_member (json, trueconf_json_get_member (json, source, "message"), "chatId");
    }

  return trueconf_json_dup_string (json, node);
}

/* What the server notes in a chat comes by the same method as what users write there. */
static gboolean
is_system_message (TrueconfFrame *frame)
{
  const TrueconfJson *json = &frame->json;
  int message_type;

  trueconf_shape_read_enum (&trueconf_message_type_wire, json,
                            trueconf_json_get_member (json, frame->payload, "type"), &message_type);

  return trueconf_message_type_is_system ((TrueconfMessageType) message_type);
}

/* Never fails: what cannot be read is still in "raw". */
TrueconfEvent *
trueconf_wire_read_event (TrueconfFrame *frame)
{
  const TrueconfShape *shape = trueconf_wire_find_event (frame->method);
  TrueconfShape system_message_shape;
  TrueconfEvent *event;

  if (shape == &trueconf_message_shape && is_system_message (frame))
    {
      system_message_shape = trueconf_message_shape;
      system_message_shape.get_type = trueconf_system_message_get_type;
      shape = &system_message_shape;
    }

  event = trueconf_shape_read (shape, frame, frame->payload);
  if (event == NULL)
    {
      event = g_object_new (shape->get_type (), NULL);
      trueconf_frame_set_raw (frame, frame->payload, trueconf_event_get_raw_source (event));
    }

  trueconf_event_set_method (event, frame->method != NULL ? frame->method : "");
  trueconf_event_take_chat_key (event, read_chat_key (frame));

  return event;
}

/* Returns NULL if there is no JSON object. */
gpointer
trueconf_wire_read_content (TrueconfMessageType message_type, TrueconfFrame *frame, guint node)
{
  static const TrueconfShape other_content_shape = { trueconf_content_get_type, TRUECONF_SHAPE_CONTENT };
  const TrueconfShape *shape = trueconf_wire_find_content (message_type);

  /* Without a type, the members tell the kind of content. */
  if (shape == NULL && message_type == TRUECONF_MESSAGE_TYPE_UNKNOWN &&
      trueconf_json_get_type_of (&frame->json, trueconf_json_get_member (&frame->json, node, "text")) ==
          TRUECONF_JSON_STRING)
    shape = &trueconf_text_content_shape;

  return trueconf_shape_read (shape != NULL ? shape : &other_content_shape, frame, node);
}
