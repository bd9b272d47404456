/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-command-filter.h"

G_BEGIN_DECLS

/* The first name with its prefix, which tells commands apart. */
char *trueconf_command_filter_get_first_name (TrueconfCommandFilter *self);

G_END_DECLS
