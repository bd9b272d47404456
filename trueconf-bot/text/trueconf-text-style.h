/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_TEXT_STYLE (trueconf_text_style_get_type ())

/**
 * TrueconfTextStyle:
 * @TRUECONF_TEXT_STYLE_NONE: nothing
 * @TRUECONF_TEXT_STYLE_BOLD: bold
 * @TRUECONF_TEXT_STYLE_ITALIC: italic
 * @TRUECONF_TEXT_STYLE_UNDERLINE: underlined
 * @TRUECONF_TEXT_STYLE_STRIKETHROUGH: struck through
 * @TRUECONF_TEXT_STYLE_QUOTE: the quotation that a reply begins with
 *
 * How a part of a [class@Text] is shown.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_TEXT_STYLE_NONE = 0,
  TRUECONF_TEXT_STYLE_BOLD = 1 << 0,
  TRUECONF_TEXT_STYLE_ITALIC = 1 << 1,
  TRUECONF_TEXT_STYLE_UNDERLINE = 1 << 2,
  TRUECONF_TEXT_STYLE_STRIKETHROUGH = 1 << 3,
  TRUECONF_TEXT_STYLE_QUOTE = 1 << 4,
} TrueconfTextStyle;

TRUECONF_AVAILABLE_IN_ALL
GType trueconf_text_style_get_type (void) G_GNUC_CONST;

G_END_DECLS
