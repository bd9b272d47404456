/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"
#include "model/trueconf-sending-private.h"

G_BEGIN_DECLS

/* Arguments are checked before anything is sent. The functions return NULL if there is no mistake. */

GError *trueconf_bot_check_sending (const TrueconfSending *self);
GError *trueconf_bot_check_text (const char *text, TrueconfParseMode parse_mode);
GError *trueconf_bot_check_caption (const char *caption, TrueconfParseMode parse_mode);
GError *trueconf_bot_check_title (const char *title);
GError *trueconf_bot_check_user (TrueconfBot *self, const char *user_id, gboolean other);
GError *trueconf_bot_check_known (const char *name, int value);
GError *trueconf_bot_check_positive (const char *name, guint value);

G_END_DECLS
