/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-setting.h"
#include "tool-status.h"
#include "tool-template.h"
#include "tool-text.h"

#define NAME_START G_CSET_A_2_Z G_CSET_a_2_z "_"
#define NAME       NAME_START G_CSET_DIGITS ".-"

/* The length of the name at the beginning of a text, or 0. */
static gsize
measure_name (const char *text)
{
  return *text != '\0' && strchr (NAME_START, *text) != NULL ? strspn (text, NAME) : 0;
}

static char *
escape (const char *value, TrueconfParseMode parse_mode)
{
  g_autoptr (TrueconfText) text = NULL;
  g_autofree char *html = NULL;
  g_auto (GStrv) parts = NULL;

  if (parse_mode == TRUECONF_PARSE_MODE_TEXT)
    return g_strdup (value);

  text = trueconf_text_new (value);
  if (parse_mode == TRUECONF_PARSE_MODE_MARKDOWN)
    return trueconf_text_to_markdown (text);

  html = trueconf_text_to_html (text);
  /* so that a value may stand in an attribute as well */
  parts = g_strsplit (html, "\"", -1);

  return g_strjoinv ("&quot;", parts);
}

static const char *
find_value (const char *name, const char *const *values)
{
  gsize length = strlen (name);

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    if (strncmp (values[i], name, length) == 0 && values[i][length] == '=')
      return values[i] + length + 1;

  return g_getenv (name);
}

static gboolean
append_value (GString *filled,
              const char *name,
              TrueconfParseMode parse_mode,
              const char *const *values,
              GError **error)
{
  const char *value = find_value (name, values);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  /* whoever writes templates need not know the bot's password, and no chat is a place for it */
  if (tool_setting_is_secret_variable (name))
    {
      /* Translators: name of a variable of the environment */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA,
                   _ ("A template cannot have {%s}: it would send a secret of the bot to the chat"), name);
      return FALSE;
    }
  if (value == NULL)
    {
      /* Translators: a name, twice */
      g_set_error (
          error, TOOL_ERROR, TOOL_STATUS_DATA,
          _ ("The template wants a value for {%s}. Give %s=VALUE, or write {{…}} for a brace that is text"),
          name, name);
      return FALSE;
    }

  text = tool_text_to_utf8 (value, name, error);
  if (text == NULL)
    return FALSE;
  escaped = escape (text, parse_mode);
  g_string_append (filled, escaped);

  return TRUE;
}

char *
tool_template_fill (const char *text, TrueconfParseMode parse_mode, const char *const *values, GError **error)
{
  GString *filled = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean doubled = p[0] == '{' && p[1] == '{';
      gsize braces = doubled ? 2 : 1;
      gsize length = *p == '{' ? measure_name (p + braces) : 0;
      const char *end = p + braces + length;
      g_autofree char *name = NULL;

      if (length == 0 || end[0] != '}' || (doubled && end[1] != '}'))
        {
          g_string_append_c (filled, *p);
          continue;
        }

      name = g_strndup (p + braces, length);
      if (doubled)
        g_string_append_printf (filled, "{%s}", name);
      else if (!append_value (filled, name, parse_mode, values, error))
        {
          g_string_free (filled, TRUE);
          return NULL;
        }
      p = end + braces - 1;
    }

  return g_string_free (filled, FALSE);
}
