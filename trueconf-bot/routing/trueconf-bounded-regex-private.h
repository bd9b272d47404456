/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-bounded-regex.h"
#include "routing/trueconf-context.h"

G_BEGIN_DECLS

gboolean trueconf_bounded_regex_match (TrueconfBoundedRegex *self,
                                       const char *text,
                                       GRegexMatchFlags flags,
                                       GMatchInfo **match,
                                       GError **error);
void trueconf_bounded_regex_store (TrueconfBoundedRegex *self, GMatchInfo *match, TrueconfContext *context);

G_END_DECLS
