/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-command.h"

G_BEGIN_DECLS

TrueconfCommand *trueconf_command_parse (const char *text, const char *const *prefixes);

/* Where the text of a command begins, and how long its name is after the prefix, in bytes. */
const char *trueconf_command_skip_space (const char *text);
gsize trueconf_command_name_length (const char *text);

G_END_DECLS
