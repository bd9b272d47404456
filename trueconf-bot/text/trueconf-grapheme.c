/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "text/trueconf-grapheme-private.h"

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER     0x200d

static gboolean
is_control (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static gboolean
is_extending (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
         type == G_UNICODE_SPACING_MARK || c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER ||
         (c >= 0x1f3fb && c <= 0x1f3ff) || /* colours of skin */
         (c >= 0xe0020 && c <= 0xe007f) || /* tags, in flags of regions */
         c == 0xff9e || c == 0xff9f;       /* voicing of halfwidth Katakana */
}

static gboolean
is_prepended (gunichar c)
{
  return (c >= 0x0600 && c <= 0x0605) || c == 0x06dd || c == 0x070f || c == 0x0890 || c == 0x0891 ||
         c == 0x08e2 || c == 0x0d4e || c == 0x110bd || c == 0x110cd || c == 0x111c2 || c == 0x111c3;
}

static gboolean
is_pictograph (gunichar c)
{
  return c == 0xa9 || c == 0xae || c == 0x203c || c == 0x2049 || c == 0x2122 || c == 0x2139 ||
         (c >= 0x2190 && c <= 0x21ff) || (c >= 0x2300 && c <= 0x23ff) || c == 0x24c2 ||
         (c >= 0x25a0 && c <= 0x27bf) || (c >= 0x2900 && c <= 0x297f) || (c >= 0x2b00 && c <= 0x2bff) ||
         c == 0x3030 || c == 0x303d || c == 0x3297 || c == 0x3299 || (c >= 0x1f000 && c <= 0x1faff) ||
         (c >= 0x1fc00 && c <= 0x1fffd);
}

static gboolean
is_regional_indicator (gunichar c)
{
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

/* Devanagari, Bengali, Gujarati, Oriya, Telugu and Malayalam: there a virama between two consonants makes one cluster of
 * them. */
static gboolean
has_conjuncts (gunichar c)
{
  return (c >= 0x0900 && c <= 0x09ff) || (c >= 0x0a80 && c <= 0x0b7f) || (c >= 0x0c00 && c <= 0x0c7f) ||
         (c >= 0x0d00 && c <= 0x0d7f);
}

static gboolean
is_virama (gunichar c)
{
  return has_conjuncts (c) && (c & 0x7f) == 0x4d;
}

static gboolean
is_consonant (gunichar c)
{
  return has_conjuncts (c) && g_unichar_type (c) == G_UNICODE_OTHER_LETTER;
}

/* Hangul syllables have the parts L, V and T, and there are syllables that are written already, LV and LVT. */
static gboolean
is_hangul_l (gunichar c)
{
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0xa960 && c <= 0xa97c);
}

static gboolean
is_hangul_v (gunichar c)
{
  return (c >= 0x1160 && c <= 0x11a7) || (c >= 0xd7b0 && c <= 0xd7c6);
}

static gboolean
is_hangul_t (gunichar c)
{
  return (c >= 0x11a8 && c <= 0x11ff) || (c >= 0xd7cb && c <= 0xd7fb);
}

static gboolean
is_hangul_syllable (gunichar c)
{
  return c >= 0xac00 && c <= 0xd7a3;
}

static gboolean
joins_hangul (gunichar before, gunichar c)
{
  gboolean lv = is_hangul_syllable (before) && (before - 0xac00) % 28 == 0;

  if (is_hangul_l (before))
    return is_hangul_l (c) || is_hangul_v (c) || is_hangul_syllable (c);

  if (is_hangul_v (before) || lv)
    return is_hangul_v (c) || is_hangul_t (c);

  return (is_hangul_t (before) || is_hangul_syllable (before)) && is_hangul_t (c);
}

static gboolean
begins_cluster (const TrueconfGrapheme *self, gunichar c)
{
  gunichar before = self->previous;

  /* most of all texts */
  if (c < 0x300 && before < 0x300)
    return !(before == '\r' && c == '\n');

  if (before == 0 || is_control (before) || is_control (c))
    return TRUE;

  if (is_extending (c) || is_prepended (before) || joins_hangul (before, c))
    return FALSE;

  if (before == ZERO_WIDTH_JOINER && is_pictograph (c))
    return FALSE;

  if (self->linked && is_consonant (c))
    return FALSE;

  return !(self->odd_indicator && is_regional_indicator (c));
}

gboolean
trueconf_grapheme_next (TrueconfGrapheme *self, gunichar c)
{
  gboolean begins = begins_cluster (self, c);

  if (c < 0x300)
    {
      *self = (TrueconfGrapheme){ .previous = c };
      return begins;
    }

  self->odd_indicator = is_regional_indicator (c) && (begins || !self->odd_indicator);
  if (is_consonant (c))
    {
      self->consonant = TRUE;
      self->linked = FALSE;
    }
  else if (is_virama (c))
    {
      self->linked = self->consonant;
    }
  else if (!is_extending (c))
    {
      self->consonant = FALSE;
      self->linked = FALSE;
    }
  self->previous = c;

  return begins;
}

char *
trueconf_grapheme_shorten (const char *text, gsize limit)
{
  TrueconfGrapheme grapheme = { 0 };
  const char *at = text;
  const char *end = text;
  g_autofree char *beginning = NULL;

  if ((gsize) g_utf8_strlen (text, -1) <= limit)
    return g_strdup (text);

  /* `at` comes to the first character for which there is no room */
  for (gsize i = 0; i + 1 < limit; i++, at = g_utf8_next_char (at))
    if (trueconf_grapheme_next (&grapheme, g_utf8_get_char (at)))
      end = at;
  if (trueconf_grapheme_next (&grapheme, g_utf8_get_char (at)))
    end = at;
  /* one that fills all the room is cut */
  beginning = g_strndup (text, (gsize) ((end > text ? end : at) - text));

  return g_strconcat (g_strchomp (beginning), "…", NULL);
}
