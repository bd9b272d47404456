/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "text/trueconf-text-style.h"

GType
trueconf_text_style_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GFlagsValue values[] = {
        { TRUECONF_TEXT_STYLE_NONE, "TRUECONF_TEXT_STYLE_NONE", "none" },
        { TRUECONF_TEXT_STYLE_BOLD, "TRUECONF_TEXT_STYLE_BOLD", "bold" },
        { TRUECONF_TEXT_STYLE_ITALIC, "TRUECONF_TEXT_STYLE_ITALIC", "italic" },
        { TRUECONF_TEXT_STYLE_UNDERLINE, "TRUECONF_TEXT_STYLE_UNDERLINE", "underline" },
        { TRUECONF_TEXT_STYLE_STRIKETHROUGH, "TRUECONF_TEXT_STYLE_STRIKETHROUGH", "strikethrough" },
        { TRUECONF_TEXT_STYLE_QUOTE, "TRUECONF_TEXT_STYLE_QUOTE", "quote" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_flags_register_static ("TrueconfTextStyle", values));
    }

  return type;
}
