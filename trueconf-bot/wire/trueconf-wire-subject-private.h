/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a request is about; each member may be NULL. */
typedef struct
{
  char *chat_id;
  char *message_id;
  char *user_id;
  char *text;
} TrueconfWireSubject;

/* `bot_id` completes the id of a user that has no server; it may be NULL. */
void trueconf_wire_read_subject (TrueconfWireSubject *self, const char *payload, const char *bot_id);
void trueconf_wire_subject_clear (TrueconfWireSubject *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfWireSubject, trueconf_wire_subject_clear)

G_END_DECLS
