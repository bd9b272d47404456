/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "model/trueconf-keyboard.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_TEXT_CONTENT (trueconf_text_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfTextContent, trueconf_text_content, TRUECONF, TEXT_CONTENT, TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_text_content_get_text (TrueconfTextContent *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParseMode trueconf_text_content_get_parse_mode (TrueconfTextContent *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboard *trueconf_text_content_get_keyboard (TrueconfTextContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_text_content_get_quote (TrueconfTextContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_text_content_get_plain_text (TrueconfTextContent *self);

G_END_DECLS
