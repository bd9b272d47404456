/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

#include "console-login.h"

G_BEGIN_DECLS

/*
 * A bot that the operator has signed in, and its chats. Its properties are what console-window.ui shows: its name, the status of
 * its connection in words, whether it is offline, its chats.
 */

#define CONSOLE_TYPE_ACCOUNT (console_account_get_type ())

G_DECLARE_FINAL_TYPE (ConsoleAccount, console_account, CONSOLE, ACCOUNT, GObject)

ConsoleAccount *console_account_new (const ConsoleLogin *login, TrueconfBot *bot);
const ConsoleLogin *console_account_get_login (ConsoleAccount *self);
TrueconfBot *console_account_get_bot (ConsoleAccount *self);
TrueconfChatList *console_account_get_chats (ConsoleAccount *self);
const char *console_account_get_name (ConsoleAccount *self);

G_END_DECLS
