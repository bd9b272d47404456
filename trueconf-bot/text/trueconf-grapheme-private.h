/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds where what a person sees as one character ends (Unicode Standard Annex #29, grapheme clusters). GLib has the general
 * categories, but not the properties Extended_Pictographic, Prepend and Indic_Conjunct_Break. For these there are ranges
 * here, which for pictographs include what Unicode may still add. Where they are too wide, two characters stay together. */
typedef struct
{
  gunichar previous;      /* 0 at the start */
  gboolean odd_indicator; /* `previous` is the first half of a flag */
  gboolean consonant;     /* of an Indic script, with nothing but marks since then */
  gboolean linked;        /* one of these marks is a virama */
} TrueconfGrapheme;

/* Takes the next character and returns whether a cluster begins with it. */
gboolean trueconf_grapheme_next (TrueconfGrapheme *self, gunichar c);

/* Returns valid text that has at most `limit` characters, with "…" at its end if something was left out, and no half of an emoji
 * or of a flag before that. */
char *trueconf_grapheme_shorten (const char *text, gsize limit);

G_END_DECLS
