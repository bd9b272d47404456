/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "text/trueconf-text-span.h"

G_BEGIN_DECLS

TrueconfTextSpan *
trueconf_text_span_new (const char *text, gsize length, TrueconfTextStyle style, char *address);

G_END_DECLS
