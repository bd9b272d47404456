/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

G_BEGIN_DECLS

/* What the commands print with --json. The keys are the properties of the library's classes, which are documented and stay, with
 * underscores: "message_id", "author": {"id": …}. What is not known is left out. */

/* Any object of the library: a chat, a participant, a message of a history. */
JsonNode *tool_json_from_object (GObject *object) G_GNUC_WARN_UNUSED_RESULT;

/* The same with "event", the kind of event, in front and "raw", what the server has sent, at the end. */
JsonNode *tool_json_from_event (TrueconfEvent *event) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-27T18:40:00Z", of milliseconds since 1970. */
char *tool_json_format_time (gint64 milliseconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
