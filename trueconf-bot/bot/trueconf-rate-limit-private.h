/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-rate-limit.h"

G_BEGIN_DECLS

/* How many chats it remembers. */
guint trueconf_rate_limit_count_chats (TrueconfRateLimit *self);

G_END_DECLS
