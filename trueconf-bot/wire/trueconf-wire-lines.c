/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-text-lines-private.h"
#include "wire/trueconf-wire-tables-private.h"

/* Which line breaks of an HTML message are seen depends on the version of the server, which is known when the message is sent: from
 * this one on they are <br>, and characters are white space. Before, characters were shown. */
#define ELEMENTS_SINCE "5.5.6"

static gboolean
has_text (const TrueconfMethodRow *row)
{
  return row == trueconf_wire_get_method (TRUECONF_METHOD_SEND_MESSAGE) ||
         row == trueconf_wire_get_method (TRUECONF_METHOD_EDIT_MESSAGE) ||
         row == trueconf_wire_get_method (TRUECONF_METHOD_SEND_FILE);
}

static gboolean
has_break (const char *text)
{
  for (text = strchr (text, '<'); text != NULL; text = strchr (text + 1, '<'))
    if (g_ascii_strncasecmp (text, "<br", 3) == 0)
      return TRUE;

  return FALSE;
}

/* Whether it has to be known which version the server has before the request is sent. */
gboolean
trueconf_wire_has_lines (const TrueconfMethodRow *row, const char *payload)
{
  return has_text (row) && strstr (payload, "\"html\"") != NULL &&
         (strstr (payload, "\\n") != NULL || has_break (payload));
}

/* Returns the token of the text, if it is HTML, or TRUECONF_JSON_NONE. */
static guint
find_html (const TrueconfJson *json)
{
  guint content = trueconf_json_get_member (json, 0, "content");
  guint caption = trueconf_json_get_member (json, content, "caption");
  guint holder = caption != TRUECONF_JSON_NONE ? caption : content;
  guint text = trueconf_json_get_member (json, holder, "text");

  if (text == TRUECONF_JSON_NONE || trueconf_json_get_type_of (json, text) != TRUECONF_JSON_STRING ||
      !trueconf_json_equals (json, trueconf_json_get_member (json, holder, "parseMode"), "html", 4))
    return TRUECONF_JSON_NONE;

  return text;
}

/* Returns the payload with line breaks that a server of this version shows, or NULL if it need not be changed. The version may be
 * NULL, which is not known: characters are what was shown by more of them. */
char *
trueconf_wire_write_lines (const TrueconfMethodRow *row, const char *payload, const char *version)
{
  g_auto (TrueconfJson) json = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *written = NULL;
  GString *out;
  guint node;

  if (!trueconf_wire_has_lines (row, payload) || !trueconf_json_parse (&json, payload, strlen (payload)))
    return NULL;

  node = find_html (&json);
  text = node != TRUECONF_JSON_NONE ? trueconf_json_dup_string (&json, node) : NULL;
  if (text == NULL)
    return NULL;

  written = trueconf_text_write_lines (text, version != NULL && g_ascii_isdigit (version[0]) &&
                                                 !trueconf_wire_is_older (version, ELEMENTS_SINCE));
  out = g_string_sized_new (json.length + 64);
  g_string_append_len (out, payload, json.tokens[node].start - 1);
  trueconf_json_append_string (out, written);
  g_string_append (out, payload + json.tokens[node].end + 1);

  return g_string_free (out, FALSE);
}
