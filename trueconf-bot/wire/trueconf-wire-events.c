/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "model/trueconf-update.h"
#include "wire/trueconf-shape-private.h"

static const TrueconfShape update_shape = { trueconf_update_get_type };

static const struct
{
  const char *method;
  const TrueconfShape *shape;
} rows[] = {
  { "sendMessage", &trueconf_message_shape },
  { "getFileUploadLimits", &trueconf_changed_limits_shape },
  { "uploadFileProgress", &trueconf_uploading_progress_shape },
  { "uploadingProgress", &trueconf_uploading_progress_shape },
};

static const TrueconfShape *
find_shape (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].method, method) == 0)
      return rows[i].shape;

  return &update_shape;
}

/* Whatever the server has sent becomes an event: what cannot be read is still there in "raw". */
TrueconfEvent *
trueconf_wire_read_event (const TrueconfFrame *frame)
{
  TrueconfEvent *event = trueconf_shape_read (find_shape (frame->method), frame, frame->payload);

  if (event == NULL)
    event = g_object_new (find_shape (frame->method)->get_type (), NULL);

  trueconf_event_set_method (event, frame->method != NULL ? frame->method : "");
  trueconf_event_take_chat_key (
      event, trueconf_json_dup_string (&frame->json,
                                       trueconf_json_get_member (&frame->json, frame->payload, "chatId")));
  trueconf_frame_set_raw (frame, frame->payload, trueconf_event_get_raw_source (event));

  return event;
}
