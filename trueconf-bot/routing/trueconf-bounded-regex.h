/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_BOUNDED_REGEX (trueconf_bounded_regex_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfBoundedRegex, trueconf_bounded_regex, TRUECONF, BOUNDED_REGEX, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfBoundedRegex *trueconf_bounded_regex_new (const char *pattern,
                                                  GRegexCompileFlags flags,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_bounded_regex_get_pattern (TrueconfBoundedRegex *self);
TRUECONF_AVAILABLE_IN_ALL
GRegexCompileFlags trueconf_bounded_regex_get_flags (TrueconfBoundedRegex *self);
TRUECONF_AVAILABLE_IN_ALL
GVariant *trueconf_bounded_regex_find (TrueconfBoundedRegex *self,
                                       const char *text,
                                       GRegexMatchFlags flags,
                                       guint limit,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
