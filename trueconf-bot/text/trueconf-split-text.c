/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "trueconf-enum-types.h"

#include "text/trueconf-split-cut-private.h"
#include "text/trueconf-split-elements-private.h"
#include "text/trueconf-split-text-private.h"
#include "text/trueconf-split-text.h"
#include "text/trueconf-visible-length-private.h"
#include "trueconf-enum-private.h"

/* Tags and marks that are open at once. More than the ten kinds that there are makes no difference to see, and what is
 * opened again in each piece has to be limited. */
#define MAX_OPEN 16

/* in bytes: a longer tag is opened again without its attributes, of which the server ignores nearly all */
#define MAX_ATTRIBUTES 256

typedef struct
{
  const TrueconfSplit *split;
  const TrueconfElement *elements;
  guint open[MAX_OPEN]; /* indexes */
  guint n_open;

  GString *piece;
  gboolean visible; /* something of the piece */
  gsize end;        /* in bytes of `piece`: behind the last that is visible */
  guint n_ended;    /* the first element behind it */
} Writer;

static void
append_raw (Writer *self, const TrueconfElement *element)
{
  g_string_append_len (self->piece, self->split->text + element->start,
                       (gssize) (element->end - element->start));
}

static gsize
measure_name (const char *name)
{
  gsize length = 0;

  while (g_ascii_isalpha (name[length]))
    length++;

  return length;
}

static void
append_open (Writer *self, const TrueconfElement *element)
{
  const char *tag = self->split->text + element->start;
  gsize length = element->end - element->start;

  /* A “<” in the attributes could begin something else in another place. */
  if (*tag == '<' && (length > MAX_ATTRIBUTES || memchr (tag + 1, '<', length - 1) != NULL))
    g_string_append_printf (self->piece, "<%.*s>", (int) measure_name (tag + 1), tag + 1);
  else
    append_raw (self, element);
}

static void
append_close (Writer *self, const TrueconfElement *element)
{
  const char *tag = self->split->text + element->start;

  if (*tag == '<')
    g_string_append_printf (self->piece, "</%.*s>", (int) measure_name (tag + 1), tag + 1);
  else
    append_raw (self, element);
}

/* What is open is written when something visible follows, so that no piece has empty tags. */
static void
begin_visible (Writer *self)
{
  if (self->visible)
    return;

  self->visible = TRUE;
  for (guint i = 0; i < self->n_open; i++)
    append_open (self, &self->elements[self->open[i]]);
}

static gboolean
push (Writer *self, guint index)
{
  if (self->n_open == MAX_OPEN)
    return FALSE;

  self->open[self->n_open++] = index;
  return TRUE;
}

static gboolean
is_open (const Writer *self, guint index)
{
  for (guint i = 0; i < self->n_open; i++)
    if (self->open[i] == index)
      return TRUE;

  return FALSE;
}

static gboolean
pop (Writer *self, guint index)
{
  for (guint i = self->n_open; i-- > 0;)
    if (self->open[i] == index)
      {
        memmove (self->open + i, self->open + i + 1, (self->n_open - i - 1) * sizeof *self->open);
        self->n_open--;
        return TRUE;
      }

  return FALSE;
}

static void
write_element (Writer *self, guint index)
{
  const TrueconfElement *element = &self->elements[index];

  switch (element->kind)
    {
    case TRUECONF_ELEMENT_OPEN:
      if (!push (self, index) || self->visible)
        append_raw (self, element);
      break;

    case TRUECONF_ELEMENT_CLOSE:
      if (!pop (self, element->partner) || self->visible)
        append_raw (self, element);
      break;

    case TRUECONF_ELEMENT_BREAK:
      if (self->visible)
        append_raw (self, element);
      break;

    case TRUECONF_ELEMENT_MARK:
    case TRUECONF_ELEMENT_LINK:
      begin_visible (self);
      append_raw (self, element);
      self->end = self->piece->len;
      self->n_ended = index + 1;
      break;

    case TRUECONF_ELEMENT_TAG:
    default:
      append_raw (self, element);
      break;
    }
}

/* Writes a text without elements; `next` is the first element behind it. */
static void
write_text (Writer *self, const char *text, const char *end, guint next)
{
  const char *last = end;

  while (!self->visible && text < end && trueconf_split_is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  if (text == end)
    return;

  while (last > text && trueconf_split_is_space (g_utf8_get_char (g_utf8_prev_char (last))))
    last = g_utf8_prev_char (last);
  if (last > text)
    {
      begin_visible (self);
      self->end = self->piece->len + (gsize) (last - text);
      self->n_ended = next;
    }
  g_string_append_len (self->piece, text, end - text);
}

/* Leaves out the spaces at the end of the piece, closes what is open, and ends it. */
static void
write_end (Writer *self, guint n_elements)
{
  g_string_truncate (self->piece, self->end);

  for (guint i = self->n_ended; i < n_elements; i++)
    {
      const TrueconfElement *element = &self->elements[i];
      gboolean other =
          element->kind == TRUECONF_ELEMENT_OPEN && !is_open (self, i) && element->partner >= n_elements;

      if (element->kind == TRUECONF_ELEMENT_TAG || other ||
          (element->kind == TRUECONF_ELEMENT_CLOSE && element->partner < self->n_ended))
        append_raw (self, element);
    }

  for (guint i = self->n_open; i-- > 0;)
    if (self->open[i] < self->n_ended)
      append_close (self, &self->elements[self->open[i]]);
}

/* Returns NULL if nothing of the piece is visible. */
static char *
write_piece (Writer *self,
             const TrueconfSplitPosition *from,
             const TrueconfSplitPosition *to,
             gboolean quotation)
{
  const char *text = self->split->text;
  guint i = from->element;
  gsize at = from->at;

  self->piece = g_string_sized_new (to->at - from->at + MAX_OPEN * 8);
  self->visible = FALSE;
  self->end = 0;
  self->n_ended = i;
  if (quotation)
    g_string_append_c (self->piece, '>');

  while (at < to->at)
    {
      if (i < to->element && self->elements[i].start == at)
        {
          write_element (self, i);
          at = self->elements[i].end;
          i++;
        }
      else
        {
          gsize end = i < to->element ? self->elements[i].start : to->at;

          write_text (self, text + at, text + end, i);
          at = end;
        }
    }
  write_end (self, to->element);

  return g_string_free (self->piece, !self->visible);
}

static void
split (const char *text, gsize first, gsize limit, TrueconfParseMode parse_mode, GPtrArray *pieces)
{
  /* so that any element fits into any piece */
  gsize least = MIN (first, limit);
  gboolean marks = parse_mode == TRUECONF_PARSE_MODE_MARKDOWN;
  gboolean markup = marks || parse_mode == TRUECONF_PARSE_MODE_HTML;
  gboolean long_link = FALSE;
  g_autofree char *replaced = NULL;
  g_autoptr (GArray) elements = NULL;
  TrueconfSplit self = { .text = text, .length = strlen (text), .markup = markup, .marks = marks };
  TrueconfSplitPosition from = { .new_line = TRUE };
  Writer writer = { .split = &self };

  elements = markup ? trueconf_elements_new (self.text, self.length, least, marks, &long_link)
                    : g_array_new (FALSE, FALSE, sizeof (TrueconfElement));
  if (long_link)
    {
      self.text = replaced = trueconf_elements_replace_links (text, self.length, least, marks);
      self.length = strlen (replaced);
      g_array_unref (elements);
      elements = trueconf_elements_new (self.text, self.length, least, marks, &long_link);
    }
  self.elements = elements;
  writer.elements = (const TrueconfElement *) (gconstpointer) elements->data;

  while (from.at < self.length)
    {
      const Writer before = writer;
      const gsize most = pieces->len == 0 ? first : limit;
      TrueconfSplitPosition to = from;
      char *piece = NULL;

      /* In malformed markup, what is cut off or opened again can make a link of what was none. Then less has to do. */
      for (gsize room = most; room > 0; room /= 2)
        {
          gboolean quotation = marks && from.quotation && !from.new_line && room > 1;
          TrueconfSplitPosition end;

          if (!trueconf_split_find_end (&self, &from, room - (quotation ? 1 : 0), &end))
            {
              /* A link that has no room beside the sign of the quotation goes without it. */
              quotation = FALSE;
              if (!trueconf_split_find_end (&self, &from, room, &end))
                break;
            }

          g_free (piece);
          writer = before;
          to = end;
          piece = write_piece (&writer, &from, &to, quotation);
          if (piece == NULL || !trueconf_text_is_longer (piece, most, parse_mode))
            break;
        }
      g_assert (to.at > from.at);

      if (piece != NULL)
        g_ptr_array_add (pieces, piece);
      from = to;
    }
}

/**
 * trueconf_split_text:
 * @text: text in HTML or Markdown
 * @limit: visible characters of a piece, at least 1; a message can have 4096
 *
 * Splits a text that is too long for one message.
 *
 * Both HTML and Markdown count as markup, as they do for [func@visible_length]. See [func@split_text_full].
 *
 * Returns: (transfer full) (array zero-terminated=1): the pieces
 *
 * Since: 0.1
 */
char **
trueconf_split_text (const char *text, gsize limit)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (limit > 0, NULL);

  return trueconf_split_text_full (text, limit, TRUECONF_PARSE_MODE_MARKDOWN);
}

/**
 * trueconf_split_text_full:
 * @text: a text
 * @limit: visible characters of a piece, at least 1; a message can have 4096
 * @parse_mode: the markup of @text
 *
 * Splits a text that is too long for one message.
 *
 * No piece has more than @limit characters, as [func@visible_length] counts them in Markdown; in a text with
 * `TRUECONF_PARSE_MODE_TEXT` each character counts. The bytes of a piece can be more. A text that is not longer than
 * @limit is returned as it is.
 *
 * A piece ends after a paragraph, a line or a sentence if it is at least half full then, otherwise after a word, and
 * within a word if there is no other way. Spaces and `<br>` at both ends of a piece are left out, and so are pieces
 * with nothing visible. A piece does not end within a tag, a mark of Markdown, an entity such as `&amp;`, a link or
 * what is seen as one character, as long as this has at most @limit characters. Of a longer link, the text and the
 * address are left.
 *
 * Tags and marks that are open where a piece ends are closed there, and opened again in the next piece with their
 * attributes. A tag or mark without its other end is left as it is. A line that begins with “>”, a quotation in
 * Markdown, goes on with “>”.
 *
 * If @parse_mode is `TRUECONF_PARSE_MODE_HTML`, links and marks of Markdown are text, as the server shows them. All
 * characters of such a link count. The marks count as they do for [func@visible_length].
 *
 * Returns: (transfer full) (array zero-terminated=1): the pieces; none if @text is empty or not valid UTF-8
 *
 * Since: 0.1
 */
char **
trueconf_split_text_full (const char *text, gsize limit, TrueconfParseMode parse_mode)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (limit > 0, NULL);
  g_return_val_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode), NULL);

  return trueconf_split_text_after (text, limit, limit, parse_mode);
}

char **
trueconf_split_text_after (const char *text, gsize first, gsize limit, TrueconfParseMode parse_mode)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);

  if (*text != '\0' && g_utf8_validate (text, -1, NULL))
    {
      if (trueconf_text_is_longer (text, first, parse_mode))
        split (text, first, limit, parse_mode, pieces);
      else
        g_ptr_array_add (pieces, g_strdup (text));
    }
  g_ptr_array_add (pieces, NULL);

  return (char **) g_ptr_array_steal (pieces, NULL);
}
