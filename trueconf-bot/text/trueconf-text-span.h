/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "text/trueconf-text-style.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_TEXT_SPAN (trueconf_text_span_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfTextSpan, trueconf_text_span, TRUECONF, TEXT_SPAN, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_text_span_get_text (TrueconfTextSpan *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfTextStyle trueconf_text_span_get_style (TrueconfTextSpan *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_text_span_get_address (TrueconfTextSpan *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_text_span_get_user_id (TrueconfTextSpan *self);

G_END_DECLS
