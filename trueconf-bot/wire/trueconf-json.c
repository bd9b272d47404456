/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "wire/trueconf-json-private.h"

/* “\\u0041” is one byte, and no escape has more for one. */
#define MAX_ESCAPE 6

static guint
push_token (TrueconfJson *self, TrueconfJsonType type, gsize start)
{
  TrueconfJsonToken *token;

  if (self->n_tokens == self->n_allocated)
    {
      guint wanted = self->n_allocated * 2;

      if (self->tokens == self->inline_tokens)
        {
          self->tokens = g_new (TrueconfJsonToken, wanted);
          memcpy (self->tokens, self->inline_tokens, sizeof self->inline_tokens);
        }
      else
        {
          self->tokens = g_renew (TrueconfJsonToken, self->tokens, wanted);
        }

      self->n_allocated = wanted;
    }

  token = &self->tokens[self->n_tokens];
  token->start = (guint32) start;
  token->end = (guint32) start;
  token->next = self->n_tokens + 1;
  token->type = (guint8) type;
  token->escaped = FALSE;

  return self->n_tokens++;
}

static inline gsize
skip_space (const char *data, gsize length, gsize at)
{
  while (at < length && (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t'))
    at++;

  return at;
}

static gboolean
scan_string (TrueconfJson *self, gsize *at)
{
  const char *data = self->data;
  gsize i = *at + 1;
  guint node = push_token (self, TRUECONF_JSON_STRING, i);

  for (; i < self->length; i++)
    {
      guchar c = (guchar) data[i];

      if (c == '"')
        {
          self->tokens[node].end = (guint32) i;
          *at = i + 1;
          return TRUE;
        }

      if (c < 0x20)
        return FALSE;

      if (c == '\\')
        {
          self->tokens[node].escaped = TRUE;
          i++;
          if (i >= self->length)
            return FALSE;

          if (data[i] == 'u')
            {
              if (i + 4 >= self->length)
                return FALSE;
              for (guint k = 1; k <= 4; k++)
                if (!g_ascii_isxdigit (data[i + k]))
                  return FALSE;
              i += 4;
            }
          else if (strchr ("\"\\/bfnrt", data[i]) == NULL || data[i] == '\0')
            {
              return FALSE;
            }
        }
    }

  return FALSE;
}

static gsize
skip_digits (const char *data, gsize length, gsize at)
{
  while (at < length && g_ascii_isdigit (data[at]))
    at++;

  return at;
}

static gboolean
scan_number (TrueconfJson *self, gsize *at)
{
  const char *data = self->data;
  gsize length = self->length;
  gsize i = *at;
  gsize digits;
  guint node = push_token (self, TRUECONF_JSON_NUMBER, i);

  if (data[i] == '-')
    i++;

  digits = i;
  i = skip_digits (data, length, i);
  if (i == digits || (data[digits] == '0' && i > digits + 1))
    return FALSE;

  if (i < length && data[i] == '.')
    {
      digits = ++i;
      i = skip_digits (data, length, i);
      if (i == digits)
        return FALSE;
    }

  if (i < length && (data[i] == 'e' || data[i] == 'E'))
    {
      i++;
      if (i < length && (data[i] == '+' || data[i] == '-'))
        i++;
      digits = i;
      i = skip_digits (data, length, i);
      if (i == digits)
        return FALSE;
    }

  self->tokens[node].end = (guint32) i;
  *at = i;
  return TRUE;
}

static gboolean
scan_word (TrueconfJson *self, gsize *at, const char *word, TrueconfJsonType type)
{
  gsize length = strlen (word);
  guint node;

  if (self->length - *at < length || memcmp (self->data + *at, word, length) != 0)
    return FALSE;

  node = push_token (self, type, *at);
  *at += length;
  self->tokens[node].end = (guint32) *at;
  return TRUE;
}

static gboolean
scan_scalar (TrueconfJson *self, gsize *at)
{
  switch (self->data[*at])
    {
    case '"':
      return scan_string (self, at);
    case 't':
      return scan_word (self, at, "true", TRUECONF_JSON_TRUE);
    case 'f':
      return scan_word (self, at, "false", TRUECONF_JSON_FALSE);
    case 'n':
      return scan_word (self, at, "null", TRUECONF_JSON_NULL);
    default:
      return scan_number (self, at);
    }
}

/* While a container is open, its "next" is the parent, which makes a stack without further memory. */
static gboolean
scan (TrueconfJson *self)
{
  const char *data = self->data;
  gsize length = self->length;
  gsize at = skip_space (data, length, 0);
  guint open = TRUECONF_JSON_NONE;
  gboolean first = TRUE;

  while (at < length)
    {
      gboolean complete = FALSE;

      if (open != TRUECONF_JSON_NONE)
        {
          gboolean object = self->tokens[open].type == TRUECONF_JSON_OBJECT;

          if (data[at] == (object ? '}' : ']'))
            {
              guint outer = self->tokens[open].next;

              self->tokens[open].end = (guint32) ++at;
              self->tokens[open].next = self->n_tokens;
              open = outer;
              complete = TRUE;
            }
          else
            {
              if (!first)
                {
                  if (data[at] != ',')
                    return FALSE;
                  at = skip_space (data, length, at + 1);
                }

              if (object)
                {
                  if (at >= length || data[at] != '"' || !scan_string (self, &at))
                    return FALSE;
                  at = skip_space (data, length, at);
                  if (at >= length || data[at] != ':')
                    return FALSE;
                  at = skip_space (data, length, at + 1);
                }

              if (at >= length)
                return FALSE;
            }
        }

      if (!complete)
        {
          if (data[at] == '{' || data[at] == '[')
            {
              guint node =
                  push_token (self, data[at] == '{' ? TRUECONF_JSON_OBJECT : TRUECONF_JSON_ARRAY, at);

              self->tokens[node].next = open;
              open = node;
              first = TRUE;
              at = skip_space (data, length, at + 1);
              continue;
            }

          if (!scan_scalar (self, &at))
            return FALSE;
        }

      first = FALSE;
      at = skip_space (data, length, at);

      if (open == TRUECONF_JSON_NONE)
        return at == length;
    }

  return FALSE;
}

/* `data` must be UTF-8 and must live as long as the tokens. The tokens have to be cleared in any case. */
gboolean
trueconf_json_parse (TrueconfJson *self, const char *data, gsize length)
{
  self->data = data;
  self->length = length;
  self->tokens = self->inline_tokens;
  self->n_tokens = 0;
  self->n_allocated = TRUECONF_JSON_INLINE_TOKENS;

  return length < G_MAXUINT32 && scan (self);
}

void
trueconf_json_clear (TrueconfJson *self)
{
  if (self->tokens != self->inline_tokens)
    g_free (self->tokens);

  self->tokens = self->inline_tokens;
  self->n_tokens = 0;
}

TrueconfJsonType
trueconf_json_get_type_of (const TrueconfJson *self, guint node)
{
  return node == TRUECONF_JSON_NONE ? TRUECONF_JSON_NULL : (TrueconfJsonType) self->tokens[node].type;
}

static guint
hex_value (const char *text)
{
  guint value = 0;

  for (guint i = 0; i < 4; i++)
    value = value * 16 + (guint) g_ascii_xdigit_value (text[i]);

  return value;
}

static char *
unescape (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      gunichar c;

      if (text[i] != '\\')
        {
          g_string_append_c (out, text[i]);
          continue;
        }

      switch (text[++i])
        {
        case 'b':
          g_string_append_c (out, '\b');
          break;
        case 'f':
          g_string_append_c (out, '\f');
          break;
        case 'n':
          g_string_append_c (out, '\n');
          break;
        case 'r':
          g_string_append_c (out, '\r');
          break;
        case 't':
          g_string_append_c (out, '\t');
          break;
        case 'u':
          c = hex_value (text + i + 1);
          i += 4;
          if (c >= 0xd800 && c < 0xdc00 && i + 6 < length && text[i + 1] == '\\' && text[i + 2] == 'u')
            {
              guint low = hex_value (text + i + 3);

              if (low >= 0xdc00 && low < 0xe000)
                {
                  c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                  i += 6;
                }
            }
          /* C strings cannot hold U+0000 nor half of a surrogate pair. */
          if (c == 0 || (c >= 0xd800 && c < 0xe000))
            c = 0xfffd;
          g_string_append_unichar (out, c);
          break;
        default:
          g_string_append_c (out, text[i]);
          break;
        }
    }

  return g_string_free (out, FALSE);
}

gboolean
trueconf_json_equals (const TrueconfJson *self, guint node, const char *text, gsize length)
{
  const TrueconfJsonToken *token = &self->tokens[node];

  if (G_UNLIKELY (token->escaped))
    {
      g_autofree char *plain = NULL;

      /* a long name is not read once for each that it could be */
      if ((token->end - token->start) / MAX_ESCAPE > length)
        return FALSE;

      plain = unescape (self->data + token->start, token->end - token->start);
      return strlen (plain) == length && memcmp (plain, text, length) == 0;
    }

  return token->end - token->start == length && memcmp (self->data + token->start, text, length) == 0;
}

void
trueconf_json_iter_init (TrueconfJsonIter *iter, const TrueconfJson *json, guint container)
{
  TrueconfJsonType type = trueconf_json_get_type_of (json, container);

  iter->json = json;
  iter->keyed = type == TRUECONF_JSON_OBJECT;
  iter->position = 0;
  iter->end = 0;

  if (type == TRUECONF_JSON_OBJECT || type == TRUECONF_JSON_ARRAY)
    {
      iter->position = container + 1;
      iter->end = json->tokens[container].next;
    }
}

gboolean
trueconf_json_iter_next (TrueconfJsonIter *iter)
{
  if (iter->position >= iter->end)
    return FALSE;

  iter->key = iter->position;
  iter->value = iter->keyed ? iter->position + 1 : iter->position;
  iter->position = iter->json->tokens[iter->value].next;
  return TRUE;
}

guint
trueconf_json_get_member (const TrueconfJson *self, guint object, const char *name)
{
  TrueconfJsonIter iter;
  gsize length = strlen (name);
  guint found = TRUECONF_JSON_NONE;

  if (trueconf_json_get_type_of (self, object) != TRUECONF_JSON_OBJECT)
    return TRUECONF_JSON_NONE;

  trueconf_json_iter_init (&iter, self, object);
  while (trueconf_json_iter_next (&iter))
    if (trueconf_json_equals (self, iter.key, name, length))
      found = iter.value;

  return found;
}

char *
trueconf_json_dup_string (const TrueconfJson *self, guint node)
{
  const TrueconfJsonToken *token;

  switch (trueconf_json_get_type_of (self, node))
    {
    case TRUECONF_JSON_STRING:
      token = &self->tokens[node];
      if (token->escaped)
        return unescape (self->data + token->start, token->end - token->start);
      return g_strndup (self->data + token->start, token->end - token->start);

    case TRUECONF_JSON_NUMBER:
    case TRUECONF_JSON_TRUE:
    case TRUECONF_JSON_FALSE:
      token = &self->tokens[node];
      return g_strndup (self->data + token->start, token->end - token->start);

    case TRUECONF_JSON_NULL:
    case TRUECONF_JSON_OBJECT:
    case TRUECONF_JSON_ARRAY:
    default:
      return NULL;
    }
}

gboolean
trueconf_json_get_double (const TrueconfJson *self, guint node, double *value)
{
  TrueconfJsonType type = trueconf_json_get_type_of (self, node);
  g_autofree char *text = NULL;
  char *end = NULL;
  double number;

  if (type != TRUECONF_JSON_NUMBER && type != TRUECONF_JSON_STRING)
    return FALSE;

  text = trueconf_json_dup_string (self, node);
  number = g_ascii_strtod (g_strstrip (text), &end);
  if (end == text || *end != '\0' || !isfinite (number))
    return FALSE;

  *value = number;
  return TRUE;
}

gboolean
trueconf_json_get_int (const TrueconfJson *self, guint node, gint64 *value)
{
  TrueconfJsonType type = trueconf_json_get_type_of (self, node);
  const TrueconfJsonToken *token;
  gsize length;
  double number;

  if (type != TRUECONF_JSON_NUMBER && type != TRUECONF_JSON_STRING)
    return FALSE;

  token = &self->tokens[node];
  length = token->end - token->start;

  if (length > 0 && length < 24)
    {
      char text[24];
      char *end = NULL;
      gint64 integer;

      memcpy (text, self->data + token->start, length);
      text[length] = '\0';
      errno = 0;
      integer = g_ascii_strtoll (text, &end, 10);
      if (errno == 0 && end == text + length)
        {
          *value = integer;
          return TRUE;
        }
    }

  if (!trueconf_json_get_double (self, node, &number))
    return FALSE;

  *value = number >= (double) G_MAXINT64   ? G_MAXINT64
           : number <= (double) G_MININT64 ? G_MININT64
                                           : (gint64) number;
  return TRUE;
}

gboolean
trueconf_json_get_boolean (const TrueconfJson *self, guint node, gboolean *value)
{
  gint64 number;

  switch (trueconf_json_get_type_of (self, node))
    {
    case TRUECONF_JSON_TRUE:
    case TRUECONF_JSON_FALSE:
      *value = self->tokens[node].type == TRUECONF_JSON_TRUE;
      return TRUE;

    case TRUECONF_JSON_STRING:
      if (trueconf_json_equals (self, node, "true", 4) || trueconf_json_equals (self, node, "false", 5))
        {
          *value = trueconf_json_equals (self, node, "true", 4);
          return TRUE;
        }
      G_GNUC_FALLTHROUGH;

    case TRUECONF_JSON_NUMBER:
      if (!trueconf_json_get_int (self, node, &number))
        return FALSE;
      *value = number != 0;
      return TRUE;

    case TRUECONF_JSON_NULL:
    case TRUECONF_JSON_OBJECT:
    case TRUECONF_JSON_ARRAY:
    default:
      return FALSE;
    }
}
