/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-text-markdown-private.h"
#include "text/trueconf-text-private.h"

const char *const trueconf_marks[TRUECONF_N_STYLE_MARKS] = { "**", "*", "__", "~~", "_" };

/* A style from one place to another. */
typedef struct
{
  TrueconfMark mark;
  gsize start;
  gsize end;
} Stretch;

typedef struct
{
  TrueconfMark mark;
  gsize at;
  gboolean opens;
  gboolean left_out;
  /* the one that ends what this one begins, or the other way round */
  guint partner;
  /* of a link */
  const char *address;
} Token;

typedef struct
{
  TrueconfText *text;
  GArray *tokens;
  GArray *stretches;
  /* tokens that have begun something, the innermost last */
  guint open[TRUECONF_TEXT_N_INLINE_STYLES];
  gsize ends[TRUECONF_TEXT_N_INLINE_STYLES];
  guint n_open;
} Writer;

static guint
add_token (Writer *self, TrueconfMark mark, gsize at, gboolean opens, const char *address)
{
  Token token = { mark, at, opens, FALSE, 0, address };

  g_array_append_val (self->tokens, token);

  return self->tokens->len - 1;
}

static void
pair (Writer *self, guint opening, guint closing)
{
  g_array_index (self->tokens, Token, opening).partner = closing;
  g_array_index (self->tokens, Token, closing).partner = opening;
}

static int
compare_stretches (gconstpointer one, gconstpointer other)
{
  const Stretch *a = one;
  const Stretch *b = other;

  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  if (a->end != b->end)
    return a->end > b->end ? -1 : 1;

  return (int) a->mark - (int) b->mark;
}

/* A mark beside white space is none, and on white space hardly any style is seen. */
static gsize
skip_space (Writer *self, gsize start, gsize end)
{
  const char *text = self->text->text;

  while (start < end && g_unichar_isspace (g_utf8_get_char (text + start)))
    start = (gsize) (g_utf8_next_char (text + start) - text);

  return start;
}

static void
add_stretch (Writer *self, TrueconfMark mark, gsize start, gsize end)
{
  const char *text = self->text->text;
  Stretch stretch = { mark, skip_space (self, start, end), end };

  while (stretch.end > stretch.start)
    {
      const char *last = g_utf8_prev_char (text + stretch.end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      stretch.end = (gsize) (last - text);
    }
  if (stretch.start < stretch.end)
    g_array_append_val (self->stretches, stretch);
}

static void
close_from (Writer *self, guint place, gsize at)
{
  while (self->n_open > place)
    {
      guint opening = self->open[--self->n_open];

      pair (self, opening,
            add_token (self, g_array_index (self->tokens, Token, opening).mark, at, FALSE, NULL));
    }
}

static void
open_stretch (Writer *self, TrueconfMark mark, gsize at, gsize end)
{
  self->ends[self->n_open] = end;
  self->open[self->n_open++] = add_token (self, mark, at, TRUE, NULL);
}

/* Where styles overlap without one being in the other, the inner one is ended and begun again. */
static void
nest_stretches (Writer *self)
{
  Stretch again[TRUECONF_TEXT_N_INLINE_STYLES];
  guint n_again = 0;
  guint next = 0;

  g_array_sort (self->stretches, compare_stretches);
  while (next < self->stretches->len || n_again > 0 || self->n_open > 0)
    {
      gsize at =
          next < self->stretches->len ? g_array_index (self->stretches, Stretch, next).start : G_MAXSIZE;
      guint place = 0;

      for (guint i = 0; i < self->n_open; i++)
        at = MIN (at, self->ends[i]);
      for (guint i = 0; i < n_again; i++)
        at = MIN (at, again[i].start);

      while (place < self->n_open && self->ends[place] > at)
        place++;
      for (guint i = place; i < self->n_open; i++)
        if (self->ends[i] > at)
          again[n_again++] = (Stretch){ g_array_index (self->tokens, Token, self->open[i]).mark,
                                        skip_space (self, at, self->ends[i]), self->ends[i] };
      close_from (self, place, at);

      for (guint i = 0; i < n_again;)
        if (again[i].start == at)
          {
            open_stretch (self, again[i].mark, at, again[i].end);
            again[i] = again[--n_again];
          }
        else
          {
            i++;
          }
      for (; next < self->stretches->len; next++)
        {
          const Stretch *stretch = &g_array_index (self->stretches, Stretch, next);

          if (stretch->start != at)
            break;
          open_stretch (self, stretch->mark, at, stretch->end);
        }
    }
  g_array_set_size (self->stretches, 0);
}

/* The styles of a part of one line that is all in one link, or in none. */
static void
add_segment (Writer *self, guint run, gsize start, gsize end)
{
  for (guint kind = 0; kind < TRUECONF_TEXT_N_INLINE_STYLES; kind++)
    {
      gsize from = start;
      gsize place = start;
      gboolean on = FALSE;

      for (guint i = run; place < end; i++)
        {
          gboolean has = (self->text->runs[i].style & (1u << kind)) != 0;

          if (has && !on)
            from = place;
          else if (!has && on)
            add_stretch (self, (TrueconfMark) kind, from, place);
          on = has;
          place = MIN (self->text->runs[i].end, end);
        }
      if (on)
        add_stretch (self, (TrueconfMark) kind, from, end);
    }
  nest_stretches (self);
}

/* From one run to another, which are all in one link, or in none. */
static void
add_lines (Writer *self, guint first, guint last)
{
  gsize start = trueconf_text_run_start (self->text, first);
  gsize end = self->text->runs[last - 1].end;
  guint run = first;

  while (start < end)
    {
      const char *newline = memchr (self->text->text + start, '\n', end - start);
      gsize stop = newline != NULL ? (gsize) (newline - self->text->text) : end;

      while (self->text->runs[run].end <= start)
        run++;
      add_segment (self, run, start, stop);
      start = stop + 1;
    }
}

static void
add_runs (Writer *self, guint first, guint last)
{
  while (first < last)
    {
      const char *address = self->text->runs[first].address;
      guint next = first + 1;
      guint opening;

      while (next < last && g_strcmp0 (self->text->runs[next].address, address) == 0)
        next++;
      if (address == NULL)
        {
          add_lines (self, first, next);
        }
      else
        {
          opening =
              add_token (self, TRUECONF_MARK_LINK, trueconf_text_run_start (self->text, first), TRUE, NULL);
          add_lines (self, first, next);
          pair (self, opening,
                add_token (self, TRUECONF_MARK_LINK, self->text->runs[next - 1].end, FALSE, address));
        }
      first = next;
    }
}

static TrueconfMark
mark_beside (Writer *self, guint token, int step)
{
  const Token *tokens = (const Token *) (gpointer) self->tokens->data;

  if ((step < 0 && token == 0) || (step > 0 && token + 1 == self->tokens->len) ||
      tokens[(int) token + step].at != tokens[token].at)
    return TRUECONF_MARK_NONE;

  return tokens[(int) token + step].mark;
}

static gboolean
is_alnum_before (const char *text, gsize at)
{
  return at > 0 && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (text + at)));
}

/* Whether “_” would not be read as a mark at this place, or not as one of one. */
static gboolean
is_bad_for_low (Writer *self, guint token)
{
  const Token *self_token = &g_array_index (self->tokens, Token, token);
  const char *text = self->text->text;
  TrueconfMark before = mark_beside (self, token, -1);
  TrueconfMark after = mark_beside (self, token, 1);

  if (before == TRUECONF_MARK_UNDERLINE || after == TRUECONF_MARK_UNDERLINE)
    return TRUE;

  return is_alnum_before (text, self_token->at) &&
         g_unichar_isalnum (g_utf8_get_char (text + self_token->at)) && before == TRUECONF_MARK_NONE &&
         after == TRUECONF_MARK_NONE;
}

/* “*” is the mark for italic, but beside the one for bold “_”. */
static void
choose_italic (Writer *self)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      Token *token = &g_array_index (self->tokens, Token, i);
      guint both[] = { i, token->partner };
      gboolean beside_bold = FALSE;
      gboolean bad = FALSE;

      if (token->mark != TRUECONF_MARK_ITALIC || !token->opens)
        continue;

      for (guint j = 0; j < G_N_ELEMENTS (both); j++)
        {
          beside_bold |= mark_beside (self, both[j], -1) == TRUECONF_MARK_BOLD ||
                         mark_beside (self, both[j], 1) == TRUECONF_MARK_BOLD;
          bad |= is_bad_for_low (self, both[j]);
        }
      if (beside_bold && !bad)
        {
          token->mark = TRUECONF_MARK_ITALIC_LOW;
          g_array_index (self->tokens, Token, token->partner).mark = TRUECONF_MARK_ITALIC_LOW;
        }
    }
}

/* More than three of a character in a row are none of the marks. Then what ends a style and what begins it again, which are there
 * for the sake of nesting only, are both left out. */
static void
shorten (Writer *self, guint first, guint last)
{
  Token *tokens = (Token *) (gpointer) self->tokens->data;
  gsize length = 0;
  gsize longest = 0;

  for (guint i = first; i < last; i++)
    {
      const char *mark = tokens[i].mark != TRUECONF_MARK_LINK ? trueconf_marks[tokens[i].mark] : "]";

      length = i > first && tokens[i - 1].mark != TRUECONF_MARK_LINK &&
                       *trueconf_marks[tokens[i - 1].mark] == *mark
                   ? length + strlen (mark)
                   : strlen (mark);
      longest = MAX (longest, length);
    }
  if (longest <= 3)
    return;

  for (guint i = first; i < last; i++)
    for (guint j = i + 1; j < last; j++)
      if (tokens[i].mark == tokens[j].mark && tokens[i].mark != TRUECONF_MARK_LINK && !tokens[i].opens &&
          tokens[j].opens)
        tokens[i].left_out = tokens[j].left_out = TRUE;
}

/* Where a link ends, all styles do. */
static void
shorten_all (Writer *self)
{
  guint first = 0;

  for (guint i = 1; i <= self->tokens->len; i++)
    {
      const Token *tokens = (const Token *) (gpointer) self->tokens->data;

      if (i < self->tokens->len && tokens[i].at == tokens[first].at && tokens[i].mark != TRUECONF_MARK_LINK)
        continue;
      shorten (self, first, i);
      first = i;
    }
}

static void
append_link_end (GString *out, const char *address)
{
  g_string_append (out, "](");
  for (; *address != '\0'; address++)
    if (*address == '(' || *address == ')')
      g_string_append_printf (out, "%%%02X", (guchar) *address);
    else
      g_string_append_c (out, *address);
  g_string_append_c (out, ')');
}

/* A “>” begins a quotation where the text begins. */
static void
append_character (GString *out, const char *text, gsize at, gboolean quoted)
{
  if (text[at] == '\n' && quoted)
    {
      g_string_append (out, text[at + 1] == ' ' ? "\n> " : "\n>");
      return;
    }

  if (strchr ("\\*_~[]", text[at]) != NULL || (text[at] == '>' && at == 0 && !quoted))
    g_string_append_c (out, '\\');
  g_string_append_c (out, text[at]);
}

static void
write_runs (TrueconfText *text, GString *out, guint first, guint last, gboolean quoted)
{
  Writer writer = { .text = text };
  guint next = 0;
  gsize at = trueconf_text_run_start (text, first);

  writer.tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  writer.stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  add_runs (&writer, first, last);
  choose_italic (&writer);
  shorten_all (&writer);

  for (;;)
    {
      for (; next < writer.tokens->len; next++)
        {
          const Token *token = &g_array_index (writer.tokens, Token, next);

          if (token->at > at)
            break;
          if (token->left_out)
            continue;
          if (token->mark != TRUECONF_MARK_LINK)
            g_string_append (out, trueconf_marks[token->mark]);
          else if (token->opens)
            g_string_append_c (out, '[');
          else
            append_link_end (out, token->address);
        }
      if (at >= text->runs[last - 1].end)
        break;
      append_character (out, text->text, at++, quoted);
    }

  g_array_unref (writer.tokens);
  g_array_unref (writer.stretches);
}

/**
 * trueconf_text_to_markdown:
 * @self: a text
 *
 * Writes the text as Markdown, for `TRUECONF_PARSE_MODE_MARKDOWN`.
 *
 * Prefer [method@Text.to_html]: servers differ in what they make of Markdown, and TrueConf documents no mark for underlining.
 * `__` is the one that its own library writes.
 *
 * The marks are `**` for bold, `*` for italic (beside `**` it is `_`, since `***` can be read in two ways), `__` for underlined and
 * `~~` for struck through. They never stand beside white space, so white space at the ends of a formatted part loses its
 * formatting; the rest is read by [ctor@Text.new_from_markdown] as it was. In URLs, parentheses are written as `%28` and `%29`.
 *
 * Returns: (transfer full): Markdown
 *
 * Since: 0.1
 */
char *
trueconf_text_to_markdown (TrueconfText *self)
{
  GString *out;
  guint quoted;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);

  out = g_string_sized_new (self->length);
  quoted = trueconf_text_count_quoted (self);
  if (quoted > 0)
    {
      g_string_append (out, self->text[0] == ' ' ? "> " : ">");
      write_runs (self, out, 0, quoted, TRUE);
    }
  if (quoted > 0 && quoted < self->n_runs)
    g_string_append (out, "\n\n");
  if (quoted < self->n_runs)
    write_runs (self, out, quoted, self->n_runs, FALSE);

  return g_string_free (out, FALSE);
}
