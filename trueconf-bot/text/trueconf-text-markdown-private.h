/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Marks switch a style on and off, so that it does not matter in which order those at one place stand: a run of three is always
 * one of two and one of one. Italic has two marks. A link begins and ends as well. */
typedef enum
{
  TRUECONF_MARK_BOLD,
  TRUECONF_MARK_ITALIC,
  TRUECONF_MARK_UNDERLINE,
  TRUECONF_MARK_STRIKETHROUGH,
  TRUECONF_MARK_ITALIC_LOW,
  TRUECONF_MARK_LINK,
} TrueconfMark;

#define TRUECONF_MARK_NONE     TRUECONF_MARK_LINK
#define TRUECONF_N_STYLE_MARKS TRUECONF_MARK_LINK

extern const char *const trueconf_marks[TRUECONF_N_STYLE_MARKS];

G_END_DECLS
