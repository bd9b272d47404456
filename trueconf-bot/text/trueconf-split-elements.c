/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-markup-scan-private.h"
#include "text/trueconf-split-elements-private.h"

/* b, i, u, s and quote */
#define N_TAGS 5

/* *, **, _, __ and ~~ */
#define N_MARKS 5

typedef struct
{
  const char *text;
  const char *end;
  GArray *elements;
  GArray *open_tags[N_TAGS]; /* indexes of elements whose end has not come yet */
  guint open_marks[N_MARKS];
  guint n_open_marks;
  gboolean marks;
} Reader;

static guint
add (Reader *self, TrueconfElementKind kind, const char *start, const char *end, gsize length)
{
  TrueconfElement element = {
    .start = (gsize) (start - self->text),
    .end = (gsize) (end - self->text),
    .length = length,
    .partner = TRUECONF_ELEMENT_NONE,
    .kind = kind,
  };

  g_array_append_val (self->elements, element);
  return self->elements->len - 1;
}

static void
pair (Reader *self, guint open, guint close)
{
  TrueconfElement *elements = (TrueconfElement *) (gpointer) self->elements->data;

  elements[open].kind = TRUECONF_ELEMENT_OPEN;
  elements[open].partner = close;
  elements[close].kind = TRUECONF_ELEMENT_CLOSE;
  elements[close].partner = open;
}

/* Returns N_TAGS for a link without an end. */
static guint
find_tag (const char *name)
{
  static const char letters[] = "bius";
  const char *found = strchr (letters, g_ascii_tolower (*name));

  if (found != NULL)
    return (guint) (found - letters);

  return g_ascii_tolower (*name) == 'q' ? N_TAGS - 1 : N_TAGS;
}

static void
add_tag (Reader *self, const TrueconfMarkupToken *token)
{
  gboolean closes = token->start[1] == '/';
  guint tag = find_tag (token->start + (closes ? 2 : 1));
  guint index = add (self, TRUECONF_ELEMENT_TAG, token->start, token->end, 0);
  GArray *open = tag < N_TAGS ? self->open_tags[tag] : NULL;

  if (open == NULL)
    return;

  if (!closes)
    {
      g_array_append_val (open, index);
    }
  else if (open->len > 0)
    {
      pair (self, g_array_index (open, guint, open->len - 1), index);
      g_array_set_size (open, open->len - 1);
    }
}

static gboolean
is_escaped (const Reader *self, const char *at)
{
  gboolean escaped = FALSE;

  while (at > self->text && *--at == '\\')
    escaped = !escaped;

  return escaped;
}

static gboolean
is_same_mark (const Reader *self, guint index, const char *mark, gsize length)
{
  const TrueconfElement *element = &g_array_index (self->elements, TrueconfElement, index);

  return element->end - element->start == length && self->text[element->start] == *mark;
}

/* The “***” of “***a** b*” is a “*” and a “**”, not the other way round. Returns whether the marks at `i` and behind it were
 * swapped. */
static gboolean
swap_marks (Reader *self, guint i)
{
  TrueconfElement *elements = (TrueconfElement *) (gpointer) self->elements->data;
  TrueconfElement *outer = &elements[self->open_marks[i]];
  TrueconfElement *inner;

  if (i + 1 >= self->n_open_marks)
    return FALSE;

  inner = &elements[self->open_marks[i + 1]];
  if (outer->end != inner->start || self->text[outer->start] != self->text[inner->start])
    return FALSE;

  outer->end = inner->start = outer->start + (inner->end - inner->start);
  return TRUE;
}

/* A mark opens before a visible character and closes behind one. What is still open inside of a mark that closes, such as the
 * asterisk in “**2 * 3**”, is text. */
static void
add_mark (Reader *self, const char *mark, gsize length, gboolean can_open, gboolean can_close)
{
  guint index = add (self, TRUECONF_ELEMENT_MARK, mark, mark + length, 0);

  for (guint i = self->n_open_marks; i-- > 0;)
    {
      if (!is_same_mark (self, self->open_marks[i], mark, length))
        continue;

      if (can_close)
        {
          i += swap_marks (self, i) ? 1 : 0;
          pair (self, self->open_marks[i], index);
          self->n_open_marks = i;
        }
      return;
    }

  if (can_open)
    self->open_marks[self->n_open_marks++] = index;
}

/* `length` characters that are alike, of which `visible` are in a word. */
static void
add_marks (Reader *self, const char *start, gsize length, gsize visible)
{
  const char *end = start + length;
  gunichar before = start > self->text ? g_utf8_get_char (g_utf8_prev_char (start)) : ' ';
  gunichar after = end < self->end ? g_utf8_get_char (end) : ' ';
  gboolean can_open = !g_unichar_isspace (after);
  gboolean can_close = !g_unichar_isspace (before);
  gboolean pairs = *start == '~' ? length == 2 : length <= 3;

  if (!self->marks || visible > 0 || !pairs || is_escaped (self, start))
    {
      add (self, TRUECONF_ELEMENT_MARK, start, end, visible);
    }
  else if (length < 3)
    {
      add_mark (self, start, length, can_open, can_close);
    }
  else
    {
      /* in “***” the one that was opened last closes first */
      gsize first =
          self->n_open_marks > 0 && is_same_mark (self, self->open_marks[self->n_open_marks - 1], start, 1)
              ? 1
              : 2;

      add_mark (self, start, first, can_open, can_close);
      add_mark (self, start + first, 3 - first, can_open, can_close);
    }
}

GArray *
trueconf_elements_new (const char *text, gsize length, gsize limit, gboolean markdown, gboolean *long_link)
{
  Reader reader = { .text = text, .end = text + length, .marks = markdown };
  TrueconfMarkupScan scan;
  TrueconfMarkupToken token;
  gboolean more;

  reader.elements = g_array_new (FALSE, FALSE, sizeof (TrueconfElement));
  for (guint i = 0; i < N_TAGS; i++)
    reader.open_tags[i] = g_array_new (FALSE, FALSE, sizeof (guint));

  *long_link = FALSE;
  trueconf_markup_scan_init (&scan, text, length, markdown);
  more = trueconf_markup_scan_next (&scan, &token);
  while (more)
    {
      const char *start = token.start;
      gsize visible = 0;

      if (token.kind == TRUECONF_MARKUP_MARK)
        {
          do
            {
              visible += token.length;
              more = trueconf_markup_scan_next (&scan, &token);
            }
          while (more && token.kind == TRUECONF_MARKUP_MARK && *token.start == *start);

          if (visible <= limit)
            add_marks (&reader, start, (gsize) (token.start - start), visible);
          continue;
        }

      if (token.kind == TRUECONF_MARKUP_TAG)
        {
          add_tag (&reader, &token);
        }
      else if (token.kind == TRUECONF_MARKUP_BREAK)
        {
          add (&reader, TRUECONF_ELEMENT_BREAK, token.start, token.end, token.length);
        }
      else if (token.kind == TRUECONF_MARKUP_LINK)
        {
          visible = trueconf_markup_token_measure_link (&token);
          if (visible <= limit)
            add (&reader, TRUECONF_ELEMENT_LINK, token.start, token.end, visible);
          else
            *long_link = TRUE;
        }
      more = trueconf_markup_scan_next (&scan, &token);
    }

  for (guint i = 0; i < N_TAGS; i++)
    g_array_unref (reader.open_tags[i]);

  return reader.elements;
}

char *
trueconf_elements_replace_links (const char *text, gsize length, gsize limit, gboolean markdown)
{
  TrueconfMarkupScan scan;
  TrueconfMarkupToken token;
  GString *out = g_string_sized_new (length);
  const char *copied = text;

  trueconf_markup_scan_init (&scan, text, length, markdown);
  while (trueconf_markup_scan_next (&scan, &token))
    {
      g_autofree char *shown = NULL;

      if (token.kind != TRUECONF_MARKUP_LINK || trueconf_markup_token_measure_link (&token) <= limit)
        continue;

      shown = trueconf_markup_token_show_link (&token);
      g_string_append_len (out, copied, token.start - copied);
      g_string_append (out, shown);
      copied = token.end;
    }

  g_string_append (out, copied);
  return g_string_free (out, FALSE);
}
