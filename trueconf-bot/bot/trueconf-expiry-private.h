/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"

G_BEGIN_DECLS

/* Looks for dialogs of a bot that have expired, clears each, and makes an event of it. */

typedef struct _TrueconfExpiry TrueconfExpiry;

TrueconfExpiry *trueconf_expiry_new (TrueconfBot *bot);
void trueconf_expiry_free (TrueconfExpiry *self);
/* Begins, or looks again: the storage or the bot's id may have changed. */
void trueconf_expiry_start (TrueconfExpiry *self);
void trueconf_expiry_stop (TrueconfExpiry *self);

G_END_DECLS
