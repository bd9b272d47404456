/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_AUTHOR (trueconf_author_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfAuthor, trueconf_author, TRUECONF, AUTHOR, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_author_get_id (TrueconfAuthor *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAuthorType trueconf_author_get_author_type (TrueconfAuthor *self);

G_END_DECLS
