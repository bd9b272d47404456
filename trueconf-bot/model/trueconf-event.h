/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <json-glib/json-glib.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

/* The rest of TrueconfBot is in bot/trueconf-bot.h. */
typedef struct _TrueconfBot TrueconfBot;

#define TRUECONF_TYPE_EVENT (trueconf_event_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfEvent, trueconf_event, TRUECONF, EVENT, GObject)

struct _TrueconfEventClass
{
  GObjectClass parent_class;

  /*< private >*/
  gpointer padding[8];
};

TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_event_get_bot (TrueconfEvent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_event_get_method (TrueconfEvent *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfEventType trueconf_event_get_event_type (TrueconfEvent *self);
TRUECONF_AVAILABLE_IN_ALL
JsonNode *trueconf_event_get_raw (TrueconfEvent *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_event_get_serial (TrueconfEvent *self);

G_END_DECLS
