/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-filter.h"

G_BEGIN_DECLS

typedef enum
{
  TRUECONF_LOGIC_AND,
  TRUECONF_LOGIC_OR,
  TRUECONF_LOGIC_NOT,
} TrueconfLogic;

#define TRUECONF_TYPE_LOGIC_FILTER (trueconf_logic_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfLogicFilter, trueconf_logic_filter, TRUECONF, LOGIC_FILTER, TrueconfFilter)

TrueconfFilter *trueconf_logic_filter_new (TrueconfLogic logic, TrueconfFilter **filters, gsize n_filters);
TrueconfLogic trueconf_logic_filter_get_logic (TrueconfLogicFilter *self);
GPtrArray *trueconf_logic_filter_get_children (TrueconfLogicFilter *self);

G_END_DECLS
