/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "text/trueconf-visible-length.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

/* `text` has to be valid UTF-8. */
gsize trueconf_text_measure (const char *text, TrueconfParseMode parse_mode);

/* Whether it has more visible characters than `limit`. Reads no more of the text than is needed to know. */
gboolean trueconf_text_is_longer (const char *text, gsize limit, TrueconfParseMode parse_mode);

G_END_DECLS
