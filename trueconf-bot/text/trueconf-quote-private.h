/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "trueconf-enums.h"

G_BEGIN_DECLS

char *trueconf_text_quote (const char *quote, const char *text, TrueconfParseMode *parse_mode);
char *trueconf_text_split_quote (const char *html, gsize *length);

G_END_DECLS
