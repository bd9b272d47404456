/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "bot/trueconf-bot.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_LIVE_LIST (trueconf_live_list_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfLiveList, trueconf_live_list, TRUECONF, LIVE_LIST, GObject)

struct _TrueconfLiveListClass
{
  GObjectClass parent_class;

  /*< private >*/
  gconstpointer table;
  gpointer padding[7];
};

TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_live_list_get_bot (TrueconfLiveList *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_live_list_get_loading (TrueconfLiveList *self);
TRUECONF_AVAILABLE_IN_ALL
const GError *trueconf_live_list_get_error (TrueconfLiveList *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_live_list_reload (TrueconfLiveList *self);

G_END_DECLS
