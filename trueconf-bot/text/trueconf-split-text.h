/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
char **trueconf_split_text (const char *text, gsize limit) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char **trueconf_split_text_full (const char *text,
                                 gsize limit,
                                 TrueconfParseMode parse_mode) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
