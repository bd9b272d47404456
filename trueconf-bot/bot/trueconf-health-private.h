/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-health.h"

G_BEGIN_DECLS

TrueconfHealth *trueconf_health_new (TrueconfStatus status,
                                     const char *user_id,
                                     const char *server,
                                     guint port,
                                     gboolean https,
                                     GDateTime *timestamp,
                                     const GError *error);
/* The same state at another time. */
TrueconfHealth *trueconf_health_new_again (TrueconfHealth *self, GDateTime *timestamp);

G_END_DECLS
