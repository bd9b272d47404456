/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-run.h"

G_BEGIN_DECLS

/* The chat that is meant by a user ("nora", "nora@server"), a chat's id, or "@alias" of the configuration. The chat with a user
 * is made if there is none yet. Connects, unless the alias is wrong. */
char *tool_recipient_find_chat (ToolRun *run, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
