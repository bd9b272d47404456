/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_LIVE_ITEM (trueconf_live_item_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfLiveItem, trueconf_live_item, TRUECONF, LIVE_ITEM, GObject)

struct _TrueconfLiveItemClass
{
  GObjectClass parent_class;

  /*< private >*/
  gpointer padding[8];
};

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_live_item_get_display_name (TrueconfLiveItem *self);

G_END_DECLS
