/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib.h>
#include <string.h>

#include "text/trueconf-plain-private.h"
#include "text/trueconf-quote-private.h"

/* In HTML only <br> is a line break. */
static void
append_escaped (GString *out, const char *text)
{
  for (; *text != '\0'; text++)
    switch (*text)
      {
      case '&':
        g_string_append (out, "&amp;");
        break;

      case '<':
        g_string_append (out, "&lt;");
        break;

      case '>':
        g_string_append (out, "&gt;");
        break;

      case '\n':
        g_string_append (out, "<br>");
        break;

      default:
        g_string_append_c (out, *text);
        break;
      }
}

static char *
quote_markdown (const char *quote, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (quote, "\n", -1);
  g_autofree char *quoted = g_strjoinv ("\n>", lines);

  return g_strconcat (">", quoted, "\n\n", text, NULL);
}

/* Writes a reply that begins with a quotation. Only HTML has quotations, so plain text is converted. All servers
 * with quotations, from 5.5.6 on, know <br>. */
char *
trueconf_text_quote (const char *quote, const char *text, TrueconfParseMode *parse_mode)
{
  GString *out;

  if (*parse_mode == TRUECONF_PARSE_MODE_MARKDOWN)
    return quote_markdown (quote, text);

  out = g_string_new ("<quote class=\"reply\">");
  append_escaped (out, quote);
  g_string_append (out, "</quote><br><br>");
  if (*parse_mode == TRUECONF_PARSE_MODE_HTML)
    g_string_append (out, text);
  else
    append_escaped (out, text);
  *parse_mode = TRUECONF_PARSE_MODE_HTML;

  return g_string_free (out, FALSE);
}

static const char *
skip_space (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return text;
}

/* Returns the quotation that an HTML text begins with, as plain text, or NULL, and the length of it in the text
 * including the empty lines that follow. */
char *
trueconf_text_split_quote (const char *html, gsize *length)
{
  const char *at = skip_space (html);
  const char *quote;
  const char *end;

  *length = 0;
  if (g_ascii_strncasecmp (at, "<quote", 6) != 0 || !g_ascii_isspace (at[6]))
    return NULL;

  at = skip_space (at + 6);
  if (!g_str_has_prefix (at, "class=\"reply\">") && !g_str_has_prefix (at, "class='reply'>"))
    return NULL;

  quote = at + strlen ("class=\"reply\">");
  end = strstr (quote, "</quote>");
  if (end == NULL)
    return NULL;

  at = end + strlen ("</quote>");
  for (;;)
    {
      const char *next = skip_space (at);
      const char *close = g_ascii_strncasecmp (next, "<br", 3) == 0 ? skip_space (next + 3) : NULL;

      if (close != NULL && *close == '/')
        close++;
      if (close == NULL || *close != '>')
        break;
      at = close + 1;
    }
  /* the same empty lines, as they are sent to a server whose version is not known */
  if (at == end + strlen ("</quote>"))
    while (*at == '\n' || *at == '\r')
      at++;
  *length = (gsize) (at - html);

  return trueconf_text_to_plain (quote, (gsize) (end - quote));
}
