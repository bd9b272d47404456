/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

G_BEGIN_DECLS

/* Reads buttons: JSON, a list of rows, each of which is a list of objects. `source` is what errors call it. */
TrueconfKeyboard *
tool_buttons_parse (const char *json, const char *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
