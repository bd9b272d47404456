/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "model/trueconf-event.h"
#include "routing/trueconf-context.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FILTER (trueconf_filter_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfFilter, trueconf_filter, TRUECONF, FILTER, GObject)

/**
 * TrueconfFilterClass:
 * @match: decides whether a handler gets an event; the default is that it does
 *
 * The class of filters.
 *
 * Since: 0.1
 */
struct _TrueconfFilterClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/
  gboolean (*match) (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context);

  /*< private >*/
  gpointer padding[8];
};

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_filter_match (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context);

G_END_DECLS
