/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib.h>

#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_get_major_version (void) G_GNUC_CONST;

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_get_minor_version (void) G_GNUC_CONST;

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_get_micro_version (void) G_GNUC_CONST;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_check_version (guint required_major,
                                    guint required_minor,
                                    guint required_micro) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
