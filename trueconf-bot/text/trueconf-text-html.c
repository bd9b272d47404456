/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-plain-private.h"
#include "text/trueconf-text-address-private.h"
#include "text/trueconf-text-private.h"

#define NBSP "\302\240"

/* A link counts as one more style. */
#define LINK    TRUECONF_TEXT_N_INLINE_STYLES
#define N_KINDS (TRUECONF_TEXT_N_INLINE_STYLES + 1)

static const char element_names[] = { 'b', 'i', 'u', 's', 'a' };

typedef struct
{
  guint kind;
  /* the run behind the last one */
  guint end;
} Element;

typedef struct
{
  TrueconfText *text;
  GString *out;
  guint first;
  guint last;
  /* for each run of the range, for each kind, the run at which it ends */
  guint (*ends)[N_KINDS];
  Element open[N_KINDS];
  guint n_open;
} Writer;

static gboolean
has_kind (const TrueconfTextRun *run, guint kind)
{
  return kind == LINK ? run->address != NULL : (run->style & (1u << kind)) != 0;
}

static void
find_ends (Writer *self)
{
  for (guint i = self->last; i-- > self->first;)
    for (guint kind = 0; kind < N_KINDS; kind++)
      {
        const TrueconfTextRun *run = &self->text->runs[i];
        gboolean same = i + 1 < self->last && has_kind (run + 1, kind) &&
                        (kind != LINK || g_strcmp0 (run->address, run[1].address) == 0);

        self->ends[i - self->first][kind] = same ? self->ends[i + 1 - self->first][kind] : i + 1;
      }
}

/* Ends the elements from a place in the stack on. */
static void
close_from (Writer *self, guint place)
{
  while (self->n_open > place)
    g_string_append_printf (self->out, "</%c>", element_names[self->open[--self->n_open].kind]);
}

static gboolean
is_open (Writer *self, guint kind)
{
  for (guint i = 0; i < self->n_open; i++)
    if (self->open[i].kind == kind)
      return TRUE;

  return FALSE;
}

static void
append_address (GString *out, const char *address)
{
  g_autofree char *escaped = g_markup_escape_text (address, -1);

  g_string_append (out, escaped);
}

/* Elements nest: what lasts longer is outside, and a link is never cut in two, since it would mention a user twice. */
static void
change_elements (Writer *self, guint run)
{
  const guint *ends = self->ends[run - self->first];
  gboolean begins_link = has_kind (&self->text->runs[run], LINK);

  for (guint i = 0; i < self->n_open; i++)
    if (self->open[i].end <= run)
      close_from (self, i);
  begins_link = begins_link && !is_open (self, LINK);
  for (guint i = 0; begins_link && i < self->n_open; i++)
    if (self->open[i].end < ends[LINK])
      close_from (self, i);

  for (;;)
    {
      guint next = N_KINDS;

      for (guint kind = N_KINDS; kind-- > 0;)
        if (has_kind (&self->text->runs[run], kind) && !is_open (self, kind) &&
            (next == N_KINDS || ends[kind] > ends[next] || (ends[kind] == ends[next] && next != LINK)))
          next = kind;
      if (next == N_KINDS)
        break;

      self->open[self->n_open].kind = next;
      self->open[self->n_open++].end = ends[next];
      if (next == LINK)
        {
          g_string_append (self->out, "<a href=\"");
          append_address (self->out, self->text->runs[run].address);
          g_string_append (self->out, "\">");
        }
      else
        {
          g_string_append_printf (self->out, "<%c>", element_names[next]);
        }
    }
}

static void
write_text (Writer *self, gsize start, gsize end, gsize first, gsize last)
{
  const char *text = self->text->text;

  for (gsize i = start; i < end; i++)
    switch (text[i])
      {
      case '&':
        g_string_append (self->out, "&amp;");
        break;

      case '<':
        g_string_append (self->out, "&lt;");
        break;

      case '>':
        g_string_append (self->out, "&gt;");
        break;

      case '\n':
        g_string_append (self->out, "<br>");
        break;

      /* Several spaces, and those at either end of a line, would be lost. */
      case ' ':
        if (i == first || text[i - 1] == ' ' || text[i - 1] == '\n' || i + 1 == last || text[i + 1] == '\n')
          g_string_append (self->out, "&nbsp;");
        else
          g_string_append_c (self->out, ' ');
        break;

      default:
        if (memcmp (text + i, NBSP, 1) == 0 && i + 1 < end && memcmp (text + i, NBSP, 2) == 0)
          {
            g_string_append (self->out, "&#160;");
            i++;
          }
        else
          {
            g_string_append_c (self->out, text[i]);
          }
        break;
      }
}

static void
write_runs (TrueconfText *text, GString *out, guint first, guint last)
{
  Writer writer = { .text = text, .out = out, .first = first, .last = last };
  gsize start = trueconf_text_run_start (text, first);

  if (first == last)
    return;

  writer.ends = g_malloc_n (last - first, sizeof *writer.ends);
  find_ends (&writer);
  for (guint i = first; i < last; i++)
    {
      change_elements (&writer, i);
      write_text (&writer, trueconf_text_run_start (text, i), text->runs[i].end, start,
                  text->runs[last - 1].end);
    }
  close_from (&writer, 0);
  g_free (writer.ends);
}

/**
 * trueconf_text_to_html:
 * @self: a text
 *
 * Writes the text as HTML, for `TRUECONF_PARSE_MODE_HTML`.
 *
 * Elements nest and none is empty. Line breaks are `<br>`, which becomes a newline when it is sent to a server before 5.5.6;
 * spaces that HTML would leave out are `&nbsp;`. It is the form that
 * every formatting survives: [ctor@Text.new_from_html] reads it as an equal text.
 *
 * Returns: (transfer full): HTML
 *
 * Since: 0.1
 */
char *
trueconf_text_to_html (TrueconfText *self)
{
  GString *out;
  guint quoted;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);

  out = g_string_sized_new (self->length);
  quoted = trueconf_text_count_quoted (self);
  if (quoted > 0)
    {
      g_string_append (out, "<quote class=\"reply\">");
      write_runs (self, out, 0, quoted);
      g_string_append (out, quoted < self->n_runs ? "</quote><br><br>" : "</quote>");
    }
  write_runs (self, out, quoted, self->n_runs);

  return g_string_free (out, FALSE);
}

typedef struct
{
  TrueconfTextBuilder builder;
  const char *at;
  const char *end;
  /* the next “>” at or behind `at`, or NULL */
  const char *close;
  /* how many elements of each style are open */
  gsize depth[TRUECONF_TEXT_N_INLINE_STYLES];
  gboolean in_quote;
  /* how much of what has been read is known to be white space */
  gsize blank;
  char *address;
} Reader;

static void
read_text (Reader *self, const char *text, gsize length)
{
  guint style = self->in_quote ? TRUECONF_TEXT_STYLE_QUOTE : TRUECONF_TEXT_STYLE_NONE;

  for (guint kind = 0; kind < TRUECONF_TEXT_N_INLINE_STYLES; kind++)
    if (self->depth[kind] > 0)
      style |= 1u << kind;

  trueconf_text_builder_append (&self->builder, text, length, (TrueconfTextStyle) style, self->address);
}

static gboolean
is_name (const char *name, gsize length, const char *wanted)
{
  return strlen (wanted) == length && g_ascii_strncasecmp (name, wanted, length) == 0;
}

static const char *
skip_space (const char *at, const char *end)
{
  while (at < end && g_ascii_isspace (*at))
    at++;

  return at;
}

/* Returns the address of a link as a GRefString, or NULL if it has none that the server would let pass. */
static char *
read_address (const char *at, const char *end)
{
  while (at < end)
    {
      const char *name;
      gsize name_length;
      const char *value;
      gsize value_length;

      while (at < end && (g_ascii_isspace (*at) || *at == '/' || *at == '='))
        at++;
      name = at;
      while (at < end && !g_ascii_isspace (*at) && *at != '=')
        at++;
      name_length = (gsize) (at - name);
      at = skip_space (at, end);
      if (at == end || *at != '=')
        continue;

      at = skip_space (at + 1, end);
      if (at < end && (*at == '"' || *at == '\''))
        {
          const char *close = memchr (at + 1, *at, (gsize) (end - at - 1));

          value = at + 1;
          value_length = (gsize) ((close != NULL ? close : end) - value);
          at = close != NULL ? close + 1 : end;
        }
      else
        {
          for (value = at; at < end && !g_ascii_isspace (*at);)
            at++;
          value_length = (gsize) (at - value);
        }

      if (is_name (name, name_length, "href"))
        {
          g_autofree char *address = trueconf_text_to_plain (value, value_length);

          return trueconf_text_address_clean (address);
        }
    }

  return NULL;
}

static int
find_style (const char *name, gsize length)
{
  static const struct
  {
    const char *name;
    int kind;
  } styles[] = {
    { "b", 0 },  { "i", 1 },   { "u", 2 },   { "s", 3 },      { "strong", 0 },
    { "em", 1 }, { "ins", 2 }, { "del", 3 }, { "strike", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (is_name (name, length, styles[i].name))
      return styles[i].kind;

  return -1;
}

/* Nothing but white space may precede a quotation. */
static gboolean
is_blank (Reader *self)
{
  const GString *text = self->builder.text;

  while (self->blank < text->len && g_ascii_isspace (text->str[self->blank]))
    self->blank++;

  return self->blank == text->len;
}

/* @end is at the “>”. Other elements are left out, as servers do. */
static void
read_tag (Reader *self, const char *at, const char *end)
{
  gboolean closes = at[1] == '/';
  const char *name = at + (closes ? 2 : 1);
  const char *name_end = name;
  gsize length;
  int kind;

  while (name_end < end && g_ascii_isalnum (*name_end))
    name_end++;
  length = (gsize) (name_end - name);
  kind = find_style (name, length);

  if (kind >= 0 && closes)
    self->depth[kind] -= self->depth[kind] > 0 ? 1 : 0;
  else if (kind >= 0)
    self->depth[kind]++;
  else if (is_name (name, length, "br") && !closes)
    read_text (self, "\n", 1);
  else if (is_name (name, length, "quote"))
    {
      if (!closes && is_blank (self))
        {
          trueconf_text_builder_reset (&self->builder);
          self->blank = 0;
          self->in_quote = TRUE;
        }
      else if (closes)
        {
          self->in_quote = FALSE;
        }
    }
  else if (is_name (name, length, "a"))
    {
      g_clear_pointer (&self->address, g_ref_string_release);
      if (!closes)
        self->address = read_address (name_end, end);
    }
}

/* Returns whether there was a tag or an entity. */
static gboolean
read_markup (Reader *self)
{
  if (*self->at == '<' && self->at + 1 < self->end && (g_ascii_isalpha (self->at[1]) || self->at[1] == '/'))
    {
      if (self->close != NULL && self->close <= self->at)
        self->close = memchr (self->at, '>', (gsize) (self->end - self->at));
      if (self->close == NULL)
        return FALSE;
      read_tag (self, self->at, self->close);
      self->at = self->close + 1;
      return TRUE;
    }

  if (*self->at == '&')
    {
      gunichar character;
      gsize length = trueconf_text_read_entity (self->at, self->end, &character);
      char utf8[6];

      if (length == 0)
        return FALSE;
      /* so is a space written that must not be lost */
      if (length == strlen ("&nbsp;") && memcmp (self->at, "&nbsp;", length) == 0)
        character = ' ';
      read_text (self, utf8, (gsize) g_unichar_to_utf8 (character, utf8));
      self->at += length;
      return TRUE;
    }

  return FALSE;
}

/**
 * trueconf_text_new_from_html:
 * @html: HTML as the server knows it
 *
 * Reads HTML, such as the text of a message that a person has typed.
 *
 * The elements are `<b>`, `<i>`, `<u>`, `<s>` (also `<strong>`, `<em>`, `<ins>`, `<del>`, `<strike>`), `<a href>`, `<br>`, and
 * `<quote>` at the beginning. Of others the tags are left out, and of a link whose URL the server does not accept, the URL. Line
 * breaks and spaces count as they stand. Nothing is an error: what is no markup is text.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_from_html (const char *html)
{
  g_autofree char *valid = NULL;
  Reader reader = { 0 };

  g_return_val_if_fail (html != NULL, NULL);

  valid = g_utf8_make_valid (html, -1);
  reader.at = valid;
  reader.end = valid + strlen (valid);
  reader.close = valid;
  trueconf_text_builder_init (&reader.builder);
  while (reader.at < reader.end)
    {
      gsize length = strcspn (reader.at, "<&");

      if (length > 0)
        read_text (&reader, reader.at, length);
      reader.at += length;
      if (reader.at < reader.end && !read_markup (&reader))
        read_text (&reader, reader.at++, 1);
    }
  g_clear_pointer (&reader.address, g_ref_string_release);

  return trueconf_text_builder_end (&reader.builder);
}
