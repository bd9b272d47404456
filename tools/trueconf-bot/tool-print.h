/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Standard output is written at the end, or by tool_print_flush(), and to a terminal at once. Texts are UTF-8; in other
 * locales, letters that do not exist there are written in others. JSON is always UTF-8. */
void tool_print (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* A line with the path of a file: its bytes as they are, so that it can be opened, but on a terminal without control characters. */
void tool_print_path (const char *path);
char *tool_print_format_json (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;
void tool_print_json (JsonNode *node);       /* one line */
void tool_print_object (JsonObject *object); /* one line */

/* Fails if something could not be written, now or earlier. */
gboolean tool_print_flush (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line on standard error, in which the tool's name comes first. Control characters of a server do not reach a terminal. */
void tool_print_error (const char *format, ...) G_GNUC_PRINTF (1, 2);
void tool_print_warning (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Lines on standard error as they are, for a log. */
void tool_print_unchanged (const char *text);

G_END_DECLS
