/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-grapheme-private.h"
#include "text/trueconf-split-cut-private.h"
#include "text/trueconf-split-elements-private.h"

/* in bytes: names of entities have up to 31 characters, tags more */
#define MAX_ENTITY 33
#define MAX_TAG    256

#define NO_BREAK_SPACE        0x00a0
#define FIGURE_SPACE          0x2007
#define NARROW_NO_BREAK_SPACE 0x202f
#define LINE_SEPARATOR        0x2028
#define PARAGRAPH_SEPARATOR   0x2029

/* From the best to the worst. */
typedef enum
{
  CUT_PARAGRAPH,
  CUT_LINE,
  CUT_SENTENCE,
  CUT_WORD,
  CUT_CHARACTER,
  N_CUTS,
} Cut;

typedef struct
{
  TrueconfSplitPosition position;
  gsize used; /* visible characters before it */
  gboolean found;
} Place;

/* What has been read of a piece. */
typedef struct
{
  TrueconfSplitPosition now;
  Place places[N_CUTS];
  TrueconfGrapheme grapheme;
  gboolean begun;      /* something is not a space */
  gboolean sign;       /* the last visible character is the “>” of a quotation */
  gsize used;          /* visible characters up to the last one that is not a space */
  gsize spaces;        /* since then */
  guint lines;         /* that ended since then */
  gsize held;          /* in bytes: what ends there stays together */
  gunichar last;       /* the last visible character */
  gboolean sentence;   /* a sentence may have ended */
  gboolean full_width; /* a sentence has ended; no space follows in such scripts */
} Reading;

gboolean
trueconf_split_is_space (gunichar c)
{
  if (c < 0x80)
    return c == ' ' || (c >= '\t' && c <= '\r');

  return g_unichar_isspace (c) && c != NO_BREAK_SPACE && c != FIGURE_SPACE && c != NARROW_NO_BREAK_SPACE;
}

/* Chinese and Japanese have no spaces between words. */
static gboolean
is_ideograph (gunichar c)
{
  return c >= 0x2e80 && g_unichar_iswide (c) && g_unichar_type (c) == G_UNICODE_OTHER_LETTER &&
         !(c >= 0xac00 && c <= 0xd7a3);
}

static gboolean
is_opening (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION;
}

static gboolean
is_closing (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return c == '"' || c == '\'' || type == G_UNICODE_CLOSE_PUNCTUATION || type == G_UNICODE_FINAL_PUNCTUATION;
}

static gboolean
is_between_words (gunichar before, gunichar c)
{
  gboolean ideograph = is_ideograph (c);

  if ((!ideograph && before < 0x2e80) || is_opening (before))
    return FALSE;

  if (ideograph)
    return TRUE;

  /* also behind “。” and “」” */
  if (!is_ideograph (before) && !is_closing (before) &&
      g_unichar_type (before) != G_UNICODE_OTHER_PUNCTUATION)
    return FALSE;

  return is_opening (c) || (g_unichar_isalnum (c) && g_unichar_type (c) != G_UNICODE_MODIFIER_LETTER);
}

static void
note_sentence (Reading *self, gunichar c)
{
  switch (c)
    {
    case '.':
    case '!':
    case '?':
    case 0x061f: /* Arabic question mark */
    case 0x06d4: /* Arabic full stop */
    case 0x0964: /* Danda */
    case 0x2026: /* … */
    case 0x203c: /* ‼ */
    case 0x2049: /* ⁉ */
      self->sentence = TRUE;
      self->full_width = FALSE;
      break;

    case 0x3002: /* 。 */
    case 0xff01: /* ！ */
    case 0xff1f: /* ？ */
    case 0xff61: /* ｡ */
      self->sentence = TRUE;
      self->full_width = TRUE;
      break;

    default:
      if (self->sentence && !is_closing (c))
        self->sentence = self->full_width = FALSE;
      break;
    }
}

/* Returns the length of “&amp;” or “&#38;”, or 0. */
static gsize
find_entity (const char *text)
{
  gsize length = 1;

  if (text[length] == '#')
    length++;
  while (length < MAX_ENTITY && g_ascii_isalnum (text[length]))
    length++;

  return length > 1 && text[length] == ';' ? length + 1 : 0;
}

/* Returns the length of a tag that counts as text, or 0. */
static gsize
find_other_tag (const char *text)
{
  gsize length = text[1] == '/' ? 2 : 1;

  if (!g_ascii_isalpha (text[length]))
    return 0;

  while (length < MAX_TAG && text[length] != '\0' && strchr ("<>\n", text[length]) == NULL)
    length++;

  return text[length] == '>' ? length + 1 : 0;
}

/* Keeps what belongs together from being cut, where there are better places. */
static void
hold (const TrueconfSplit *self, Reading *reading)
{
  const char *at = self->text + reading->now.at;
  gsize length = 0;

  if (!self->markup || reading->now.at < reading->held)
    return;

  if (*at == '&')
    length = find_entity (at);
  else if (*at == '<')
    length = find_other_tag (at);
  else if (*at == '\\' && self->marks && g_ascii_ispunct (at[1]))
    length = 2;

  reading->held = reading->now.at + length;
}

static void
note_place (Reading *self, Cut cut)
{
  self->places[cut] = (Place){ .position = self->now, .used = self->used, .found = TRUE };
}

static void
note_places (Reading *self, gunichar c)
{
  if (!self->begun || self->sign)
    return;

  note_place (self, CUT_CHARACTER);

  if (self->spaces > 0)
    {
      note_place (self, CUT_WORD);
      if (self->lines > 1)
        note_place (self, CUT_PARAGRAPH);
      else if (self->lines > 0)
        note_place (self, CUT_LINE);
      else if (self->sentence)
        note_place (self, CUT_SENTENCE);
    }
  else if ((c >= 0x2e80 || self->last >= 0x2e80) && is_between_words (self->last, c))
    {
      note_place (self, CUT_WORD);
      if (self->full_width)
        note_place (self, CUT_SENTENCE);
    }
}

/* Takes something visible. Returns FALSE if there is no room for it. */
static gboolean
take (Reading *self, gsize end, gunichar c, gsize length, gsize limit)
{
  /* spaces at the start are left out */
  gsize used = self->begun ? self->used + self->spaces + length : length;

  if (used > limit)
    return FALSE;

  self->begun = TRUE;
  self->used = used;
  self->spaces = 0;
  self->lines = 0;
  self->last = c;
  self->now.at = end;
  note_sentence (self, c);
  self->sign = self->now.new_line && c == '>';
  if (self->now.new_line)
    self->now.quotation = self->sign;
  self->now.new_line = FALSE;

  return TRUE;
}

static void
end_line (Reading *self, guint lines)
{
  self->lines += lines;
  self->now.new_line = TRUE;
  self->now.quotation = FALSE;
}

static gboolean
read_element (const TrueconfSplit *self, const TrueconfElement *element, gsize limit, Reading *reading)
{
  gboolean in_word = element->kind == TRUECONF_ELEMENT_MARK && element->length > 0;

  switch (element->kind)
    {
    case TRUECONF_ELEMENT_BREAK:
      reading->spaces += element->length;
      reading->lines++;
      reading->grapheme = (TrueconfGrapheme){ 0 };
      reading->now.at = element->end;
      break;

    case TRUECONF_ELEMENT_MARK:
    case TRUECONF_ELEMENT_LINK:
      if (!in_word && reading->now.at >= reading->held)
        note_places (reading, 'x');
      if (!take (reading, element->end, 'x', element->length, limit))
        return FALSE;
      if (in_word)
        reading->held = element->end + 1;
      reading->grapheme = (TrueconfGrapheme){ .previous = 'x' };
      break;

    case TRUECONF_ELEMENT_OPEN:
    case TRUECONF_ELEMENT_CLOSE:
    case TRUECONF_ELEMENT_TAG:
    default:
      reading->now.at = element->end;
      break;
    }
  reading->now.element++;

  return TRUE;
}

static gboolean
read_character (const TrueconfSplit *self, gsize limit, Reading *reading)
{
  const char *at = self->text + reading->now.at;
  gunichar c = (guchar) *at < 0x80 ? (gunichar) *at : g_utf8_get_char (at);
  gsize end = (gsize) (g_utf8_next_char (at) - self->text);
  gboolean begins = trueconf_grapheme_next (&reading->grapheme, c);

  if (trueconf_split_is_space (c))
    {
      reading->spaces++;
      if (c == '\n' || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR)
        end_line (reading, c == PARAGRAPH_SEPARATOR ? 2 : 1);
      reading->now.at = end;
      return TRUE;
    }

  /* A “>” would become a quotation. */
  if (begins && reading->now.at >= reading->held && !(c == '>' && self->marks && !reading->now.new_line))
    note_places (reading, c);
  hold (self, reading);

  return take (reading, end, c, 1, limit);
}

/* Within a word of ASCII letters and digits nothing happens but that the place of a cut moves on, which is most of most texts.
 * Reads as much of such a word as there is room for. Returns FALSE if that is nothing. */
static gboolean
read_word (const TrueconfSplit *self, gsize end, gsize limit, Reading *reading)
{
  const char *text = self->text;
  gsize start = reading->now.at;
  gsize at = start;

  if (!reading->begun || reading->spaces > 0 || reading->sign || reading->sentence || start < reading->held ||
      reading->grapheme.previous != reading->last || reading->last >= 0x80)
    return FALSE;

  end = MIN (end, start + (limit - reading->used));
  while (at < end && g_ascii_isalnum (text[at]))
    at++;
  if (at == start)
    return FALSE;

  reading->used += at - start - 1;
  reading->now.at = at - 1;
  note_place (reading, CUT_CHARACTER);
  reading->used++;
  reading->now.at = at;
  reading->last = (gunichar) text[at - 1];
  reading->grapheme = (TrueconfGrapheme){ .previous = reading->last };

  return TRUE;
}

/* Paragraphs, lines and sentences end a piece if it is at least half full, words always. */
static gboolean
choose (const Reading *self, gsize limit, TrueconfSplitPosition *end)
{
  for (Cut cut = CUT_PARAGRAPH; cut < N_CUTS; cut++)
    {
      const Place *place = &self->places[cut];

      if (place->found && (cut >= CUT_WORD || place->used >= limit - place->used))
        {
          *end = place->position;
          return TRUE;
        }
    }

  /* a cluster or entity of more than `limit` characters */
  *end = self->now;
  return self->begun;
}

gboolean
trueconf_split_find_end (const TrueconfSplit *self,
                         const TrueconfSplitPosition *from,
                         gsize limit,
                         TrueconfSplitPosition *end)
{
  const TrueconfElement *elements = (const TrueconfElement *) (gconstpointer) self->elements->data;
  Reading reading = { .now = *from };

  while (reading.now.at < self->length)
    {
      guint i = reading.now.element;
      gsize next = i < self->elements->len ? elements[i].start : self->length;
      gboolean fits;

      if (next == reading.now.at)
        fits = read_element (self, &elements[i], limit, &reading);
      else
        fits = read_word (self, next, limit, &reading) || read_character (self, limit, &reading);

      if (!fits)
        return choose (&reading, limit, end);
    }

  *end = reading.now;
  return TRUE;
}
