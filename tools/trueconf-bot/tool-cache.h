/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-run.h"

G_BEGIN_DECLS

/* Whom one may write to, for the completion in a shell, which asks no server. Each profile has a file of its own. What cannot be
 * kept is not kept: no command fails for that. */

/* Notes whom something was sent to: a user, or the id of a chat. `title` may be NULL. */
void tool_cache_add_recipient (ToolRun *run, const char *id, const char *title);

/* The same for many at once, of which those that are known already keep their place. Elements are “id”, a tabulator and
 * “title”. */
void tool_cache_add_chats (ToolRun *run, const char *const *lines);

/* The file's lines, “id”, a tabulator and “title”, the newest first. */
GStrv tool_cache_list_recipients (const char *profile) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
