/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "trueconf-enums.h"

G_BEGIN_DECLS

gboolean trueconf_text_looks_like_markup (const char *text);
void trueconf_text_hint_at_markup (const char *text, TrueconfParseMode parse_mode);

G_END_DECLS
