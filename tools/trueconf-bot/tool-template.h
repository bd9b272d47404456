/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

G_BEGIN_DECLS

/* Puts values into a text: “{name}” becomes the value of that name, of `values` ("name=value") or else of the environment. It is
 * escaped, so that it is text and no markup. “{{name}}” is “{name}” as it stands; other braces are text. */
char *tool_template_fill (const char *text,
                          TrueconfParseMode parse_mode,
                          const char *const *values,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
