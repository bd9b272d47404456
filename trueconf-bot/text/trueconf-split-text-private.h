/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "text/trueconf-split-text.h"

G_BEGIN_DECLS

/* The same, where the first piece has less room than the others. */
char **trueconf_split_text_after (const char *text, gsize first, gsize limit, TrueconfParseMode parse_mode);

G_END_DECLS
