/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_LOCATION_CONTENT (trueconf_location_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfLocationContent,
                      trueconf_location_content,
                      TRUECONF,
                      LOCATION_CONTENT,
                      TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
double trueconf_location_content_get_latitude (TrueconfLocationContent *self);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_location_content_get_longitude (TrueconfLocationContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_location_content_get_title (TrueconfLocationContent *self);

G_END_DECLS
