/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <json-glib/json-glib.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CONTENT (trueconf_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfContent, trueconf_content, TRUECONF, CONTENT, GObject)

struct _TrueconfContentClass
{
  GObjectClass parent_class;

  /*< private >*/
  gpointer padding[8];
};

TRUECONF_AVAILABLE_IN_ALL
JsonNode *trueconf_content_get_raw (TrueconfContent *self);

G_END_DECLS
