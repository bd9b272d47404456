/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_BOX (trueconf_box_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfBox, trueconf_box, TRUECONF, BOX, GObject)

TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_box_get_id (TrueconfBox *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_box_get_position (TrueconfBox *self);

G_END_DECLS
