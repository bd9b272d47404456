/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-text-address-private.h"
#include "text/trueconf-text-markdown-private.h"
#include "text/trueconf-text-private.h"

/* A URL may contain so many parentheses in each other. The limit keeps a text of nothing else from being read again and again. */
#define MAX_PARENTHESES 8

#define NO_TOKEN G_MAXUINT

typedef enum
{
  TOKEN_TEXT,
  TOKEN_MARK,
  TOKEN_LINK_START,
  TOKEN_LINK_END,
} TokenType;

typedef struct
{
  TokenType type;
  const char *text;
  gsize length;
  TrueconfMark mark;
  /* whether it has found its counterpart; otherwise it is text */
  gboolean matched;
  /* of a link, a GRefString */
  char *address;
} Token;

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  GArray *tokens;
  /* marks and a bracket that wait for their counterparts */
  guint pending[TRUECONF_N_STYLE_MARKS];
  guint bracket;
} Reader;

static void
clear_token (gpointer data)
{
  Token *token = data;

  g_clear_pointer (&token->address, g_ref_string_release);
}

static Token *
get_token (Reader *self, guint index)
{
  return &g_array_index (self->tokens, Token, index);
}

static void
add_token (Reader *self, TokenType type, const char *text, gsize length)
{
  Token token = { .type = type, .text = text, .length = length };

  if (length > 0)
    g_array_append_val (self->tokens, token);
}

static void
forget_marks (Reader *self)
{
  for (guint i = 0; i < TRUECONF_N_STYLE_MARKS; i++)
    self->pending[i] = NO_TOKEN;
}

static void
add_mark (Reader *self, TrueconfMark mark, const char *text, gboolean can_open, gboolean can_close)
{
  guint index = self->tokens->len;

  add_token (self, TOKEN_MARK, text, strlen (trueconf_marks[mark]));
  get_token (self, index)->mark = mark;
  if (self->pending[mark] != NO_TOKEN && can_close)
    {
      get_token (self, index)->matched = TRUE;
      get_token (self, self->pending[mark])->matched = TRUE;
      self->pending[mark] = NO_TOKEN;
    }
  else if (can_open)
    {
      self->pending[mark] = index;
    }
}

static gboolean
is_mark (char c)
{
  return c == '*' || c == '_' || c == '~';
}

/* NUL stands for either end of the text. */
static gunichar
character_before (Reader *self, const char *at)
{
  return at > self->start ? g_utf8_get_char (g_utf8_prev_char (at)) : 0;
}

static gunichar
character_at (Reader *self, const char *at)
{
  return at < self->end ? g_utf8_get_char (at) : 0;
}

/* A run of one mark, in a cluster of several ones. */
static void
read_run (Reader *self, const char *run, gsize length, gboolean can_open, gboolean can_close)
{
  gboolean star = *run == '*';
  TrueconfMark two = star ? TRUECONF_MARK_BOLD : TRUECONF_MARK_UNDERLINE;
  TrueconfMark one = star ? TRUECONF_MARK_ITALIC : TRUECONF_MARK_ITALIC_LOW;
  /* as in “snake_case” */
  gboolean in_word = !star && length == 1 && g_unichar_isalnum (character_before (self, run)) &&
                     g_unichar_isalnum (character_at (self, run + length));

  if (*run == '~' && length == 2)
    {
      add_mark (self, TRUECONF_MARK_STRIKETHROUGH, run, can_open, can_close);
    }
  else if (*run == '~' || length > 3 || in_word)
    {
      add_token (self, TOKEN_TEXT, run, length);
    }
  else
    {
      if (length >= 2)
        add_mark (self, two, run, can_open, can_close);
      if (length != 2)
        add_mark (self, one, run + length - 1, can_open, can_close);
    }
}

static void
read_marks (Reader *self)
{
  const char *end = self->at;
  gunichar before = character_before (self, self->at);
  gunichar after;
  gboolean can_open;
  gboolean can_close;

  while (end < self->end && is_mark (*end))
    end++;
  after = character_at (self, end);
  can_open = after != 0 && !g_unichar_isspace (after);
  can_close = before != 0 && !g_unichar_isspace (before);

  while (self->at < end)
    {
      const char *run = self->at;

      while (self->at < end && *self->at == *run)
        self->at++;
      read_run (self, run, (gsize) (self->at - run), can_open, can_close);
    }
}

/* Returns the address in parentheses at @at as a GRefString, or NULL if there is none that the server lets pass. */
static char *
read_address (Reader *self, const char *at, const char **address_end)
{
  const char *start = at + 1;
  guint depth = 0;

  if (at >= self->end || *at != '(')
    return NULL;

  for (at = start; at < self->end; at++)
    {
      if ((guchar) *at <= ' ' || *at == '<' || *at == 0x7f)
        return NULL;
      if (*at == '(' && ++depth > MAX_PARENTHESES)
        return NULL;
      if (*at == ')' && depth-- == 0)
        {
          g_autofree char *address = g_strndup (start, (gsize) (at - start));

          *address_end = at + 1;
          return trueconf_text_address_clean (address);
        }
    }

  return NULL;
}

static void
read_bracket (Reader *self)
{
  const char *end = self->at + 1;
  char *address = NULL;
  guint bracket = self->bracket;

  self->bracket = NO_TOKEN;
  if (bracket != NO_TOKEN && bracket + 1 < self->tokens->len)
    address = read_address (self, self->at + 1, &end);
  if (address == NULL)
    {
      add_token (self, TOKEN_TEXT, self->at++, 1);
      return;
    }

  add_token (self, TOKEN_LINK_END, self->at, (gsize) (end - self->at));
  get_token (self, bracket)->matched = TRUE;
  get_token (self, bracket)->address = address;
  self->at = end;
}

/* Begins at a character that may mean something. */
static void
read_markup (Reader *self)
{
  switch (*self->at)
    {
    case '\\':
      if (self->at + 1 < self->end && g_ascii_ispunct (self->at[1]))
        self->at++;
      add_token (self, TOKEN_TEXT, self->at++, 1);
      break;

    /* No formatting crosses an empty line. */
    case '\n':
      if (self->at + 1 < self->end && self->at[1] == '\n')
        forget_marks (self);
      add_token (self, TOKEN_TEXT, self->at++, 1);
      break;

    case '[':
      self->bracket = self->tokens->len;
      add_token (self, TOKEN_LINK_START, self->at++, 1);
      break;

    case ']':
      read_bracket (self);
      break;

    default:
      read_marks (self);
      break;
    }
}

static void
add_tokens (Reader *self, TrueconfTextBuilder *builder, TrueconfTextStyle base)
{
  gboolean on[TRUECONF_N_STYLE_MARKS] = { FALSE };
  char *address = NULL;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const Token *token = get_token (self, i);
      guint style = base;

      if (token->type == TOKEN_LINK_END)
        {
          address = NULL;
          continue;
        }
      if (token->matched && token->type == TOKEN_LINK_START)
        {
          address = token->address;
          continue;
        }
      if (token->matched)
        {
          on[token->mark] = !on[token->mark];
          continue;
        }

      for (guint kind = 0; kind < TRUECONF_TEXT_N_INLINE_STYLES; kind++)
        if (on[kind])
          style |= 1u << kind;
      if (on[TRUECONF_MARK_ITALIC_LOW])
        style |= TRUECONF_TEXT_STYLE_ITALIC;
      trueconf_text_builder_append (builder, token->text, token->length, (TrueconfTextStyle) style, address);
    }
}

static void
read_inline (TrueconfTextBuilder *builder, const char *text, gsize length, TrueconfTextStyle base)
{
  Reader reader = { .start = text, .at = text, .end = text + length, .bracket = NO_TOKEN };

  reader.tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  g_array_set_clear_func (reader.tokens, clear_token);
  forget_marks (&reader);
  while (reader.at < reader.end)
    {
      const char *plain = reader.at;

      while (reader.at < reader.end && strchr ("\\\n[]*_~", *reader.at) == NULL)
        reader.at++;
      add_token (&reader, TOKEN_TEXT, plain, (gsize) (reader.at - plain));
      if (reader.at < reader.end)
        read_markup (&reader);
    }
  add_tokens (&reader, builder, base);
  g_array_unref (reader.tokens);
}

/* Collects the lines of the quotation that a text begins with. Returns what follows. */
static const char *
read_quote (const char *text, GString *quote)
{
  const char *start = text;

  while (*text == '>')
    {
      gsize length = strcspn (text, "\n");
      gsize skip = text[1] == ' ' ? 2 : 1;

      if (text > start)
        g_string_append_c (quote, '\n');
      g_string_append_len (quote, text + skip, (gssize) (length - skip));
      text += length;
      if (*text == '\n')
        text++;
    }

  return text;
}

/**
 * trueconf_text_new_from_markdown:
 * @markdown: Markdown as the server knows it
 *
 * Reads Markdown.
 *
 * The marks are `**` for bold, `*` and `_` for italic, `__` for underlined, `~~` for struck through, `[text](URL)` for links and
 * mentions, and `>` before each line of a quotation at the beginning. A backslash makes a mark an ordinary character. Everything
 * else is text, such as headings and lists, marks without a counterpart in the same paragraph, and links whose URL the server does
 * not accept. Nothing is an error.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_from_markdown (const char *markdown)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) quote = NULL;
  TrueconfTextBuilder builder;
  const char *rest;

  g_return_val_if_fail (markdown != NULL, NULL);

  valid = g_utf8_make_valid (markdown, -1);
  quote = g_string_new (NULL);
  rest = read_quote (valid, quote);
  trueconf_text_builder_init (&builder);
  read_inline (&builder, quote->str, quote->len, TRUECONF_TEXT_STYLE_QUOTE);
  read_inline (&builder, rest, strlen (rest), TRUECONF_TEXT_STYLE_NONE);

  return trueconf_text_builder_end (&builder);
}
