/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *trueconf_text_to_plain (const char *html, gsize length);
gsize trueconf_text_read_entity (const char *at, const char *end, gunichar *character);

G_END_DECLS
