/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "console-account.h"

G_BEGIN_DECLS

#define CONSOLE_TYPE_WINDOW (console_window_get_type ())

G_DECLARE_FINAL_TYPE (ConsoleWindow, console_window, CONSOLE, WINDOW, AdwApplicationWindow)

/* `accounts` is a list of ConsoleAccount. */
ConsoleWindow *console_window_new (GtkApplication *application, GListModel *accounts);
/* The one that is shown, or NULL. The list keeps it. */
ConsoleAccount *console_window_get_account (ConsoleWindow *self);
void console_window_show_account (ConsoleWindow *self, ConsoleAccount *account);
void console_window_show_chat (ConsoleWindow *self, ConsoleAccount *account, const char *chat_id);
/* Whether the chat is in front of somebody. */
gboolean console_window_shows_chat (ConsoleWindow *self, ConsoleAccount *account, const char *chat_id);

G_END_DECLS
