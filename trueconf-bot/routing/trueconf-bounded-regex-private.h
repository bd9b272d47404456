/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-context.h"

G_BEGIN_DECLS

/* A regular expression that gives up on texts that take it too long: users decide about the text. */
typedef struct _TrueconfBoundedRegex TrueconfBoundedRegex;

TrueconfBoundedRegex *
trueconf_bounded_regex_new (const char *pattern, GRegexCompileFlags flags, GError **error);
void trueconf_bounded_regex_free (TrueconfBoundedRegex *self);
const char *trueconf_bounded_regex_get_pattern (TrueconfBoundedRegex *self);
gboolean trueconf_bounded_regex_match (TrueconfBoundedRegex *self,
                                       const char *text,
                                       GRegexMatchFlags flags,
                                       GMatchInfo **match,
                                       GError **error);
void trueconf_bounded_regex_store (TrueconfBoundedRegex *self, GMatchInfo *match, TrueconfContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfBoundedRegex, trueconf_bounded_regex_free)

G_END_DECLS
