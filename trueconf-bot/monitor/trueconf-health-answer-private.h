/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "monitor/trueconf-roster-private.h"

G_BEGIN_DECLS

/* What is answered by HTTP. Nothing here needs the thread of a bot. */

/* The paths, behind a prefix. */
#define TRUECONF_N_HEALTH_PATHS 4
extern const char *const trueconf_health_paths[TRUECONF_N_HEALTH_PATHS];

/* @path: behind the prefix */
void trueconf_health_answer (TrueconfRoster *roster, SoupServerMessage *message, const char *path);

/* @name: the name of one bot, or NULL for all; returns NULL if there is none of this name */
char *trueconf_health_format (TrueconfRoster *roster, const char *name);
gboolean trueconf_health_is_ready (TrueconfRoster *roster);

G_END_DECLS
