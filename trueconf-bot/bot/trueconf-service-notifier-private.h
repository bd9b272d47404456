/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-service-notifier.h"

G_BEGIN_DECLS

/* The state of a bot has changed, in its thread. Does nothing if the bot has no notifier. */
void trueconf_bot_tell_service (TrueconfBot *self);
/* The bot is disposed of. */
void trueconf_bot_leave_service (TrueconfBot *self);

/* While a bot runs it has a notifier: the default one if the program has chosen none. */
void trueconf_bot_begin_service (TrueconfBot *self);
void trueconf_bot_end_service (TrueconfBot *self);

/* What to tell a person about the bot, in a line. */
char *trueconf_bot_describe_state (TrueconfBot *self);

G_END_DECLS
