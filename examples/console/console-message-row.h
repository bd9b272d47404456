/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>
#include <trueconf-bot.h>

G_BEGIN_DECLS

/* One message of a transcript. */

#define CONSOLE_TYPE_MESSAGE_ROW (console_message_row_get_type ())

G_DECLARE_FINAL_TYPE (ConsoleMessageRow, console_message_row, CONSOLE, MESSAGE_ROW, GtkBox)

GtkWidget *console_message_row_new (void);
/* NULL: the row is not in use. */
void console_message_row_set_item (ConsoleMessageRow *self,
                                   TrueconfMessageItem *item,
                                   TrueconfTranscript *transcript);

G_END_DECLS
