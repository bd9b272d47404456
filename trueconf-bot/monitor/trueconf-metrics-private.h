/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TRUECONF_METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* @entries: (element-type TrueconfRosterEntry): the text format of Prometheus, version 0.0.4 */
char *trueconf_metrics_format (GPtrArray *entries);

G_END_DECLS
