/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>
#include <trueconf-bot.h>

G_BEGIN_DECLS

/* A chat: its messages, and where they are written. What it has to tell goes to the action `win.say`. */

#define CONSOLE_TYPE_CONVERSATION (console_conversation_get_type ())

G_DECLARE_FINAL_TYPE (ConsoleConversation, console_conversation, CONSOLE, CONVERSATION, AdwBin)

void console_conversation_open (ConsoleConversation *self, TrueconfBot *bot, const char *chat_id);
void console_conversation_close (ConsoleConversation *self);
/* Of the chat that is open, or NULL. */
const char *console_conversation_get_chat_id (ConsoleConversation *self);

G_END_DECLS
