/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-router.h"

G_BEGIN_DECLS

gboolean trueconf_router_route (TrueconfRouter *self, TrueconfEvent *event, TrueconfContext *context);

G_END_DECLS
