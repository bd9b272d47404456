/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-content.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-protocol.h"

#define MAX_ROWS    8
#define MAX_IN_ROW  8
#define MAX_VISIBLE 4096

static gboolean
is_ascii (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isprint (*p) && !g_ascii_isspace (*p))
        return FALSE;
    }
  return TRUE;
}

/* Whether the member is a string of this length, or absent and not required. */
static gboolean
has_string (JsonObject *button, const char *name, glong least, glong most, gboolean ascii, gboolean required)
{
  const char *text = sandbox_json_string (button, name);
  glong length;

  if (text == NULL)
    return !required && !sandbox_json_present (button, name);
  length = g_utf8_strlen (text, -1);
  return length >= least && length <= most && (!ascii || is_ascii (text));
}

static gboolean
has_boolean (JsonObject *button, const char *name)
{
  return !sandbox_json_present (button, name) ||
         sandbox_json_node_is_type (json_object_get_member (button, name), G_TYPE_BOOLEAN);
}

static gboolean
has_word (JsonObject *button, const char *name, SandboxWords words)
{
  const char *word = sandbox_json_string (button, name);

  return word != NULL ? sandbox_protocol_has_word (words, word) : !sandbox_json_present (button, name);
}

static gboolean
is_allowed_link (const char *url)
{
  static const char *const schemes[] = { "http", "https", "mailto", "trueconf", NULL };
  g_autofree char *scheme = g_ascii_strdown (url, (gssize) strcspn (url, ":"));

  return url[strlen (scheme)] == ':' && g_strv_contains (schemes, scheme);
}

static gboolean
is_button (JsonObject *button)
{
  const char *type = sandbox_json_string (button, "type");
  const char *to = sandbox_json_string (button, "to");

  if (type == NULL || !sandbox_protocol_has_word (SANDBOX_WORDS_BUTTON_TYPE, type) ||
      !has_word (button, "style", SANDBOX_WORDS_BUTTON_STYLE) ||
      !has_string (button, "id", 0, G_MAXLONG, FALSE, FALSE) ||
      !has_string (button, "label", 1, 32, FALSE, !g_str_equal (type, "url")))
    return FALSE;
  if (g_str_equal (type, "command"))
    return has_string (button, "command", 1, 255, TRUE, TRUE) &&
           has_string (button, "customData", 0, 4096, TRUE, FALSE) && has_boolean (button, "waitReply") &&
           (to != NULL ? strchr (to, '@') != NULL : !sandbox_json_present (button, "to"));
  if (g_str_equal (type, "url"))
    return has_string (button, "url", 8, 8095, TRUE, TRUE) &&
           is_allowed_link (sandbox_json_string (button, "url"));
  if (g_str_equal (type, "message"))
    return has_string (button, "message", 1, G_MAXLONG, FALSE, TRUE) && has_boolean (button, "draft");
  if (g_str_equal (type, "copy"))
    return has_string (button, "data", 1, 4095, FALSE, TRUE);
  return TRUE;
}

/* The server adds defaults and replaces line breaks in a label. */
static JsonObject *
copy_button (JsonObject *button)
{
  const char *label = sandbox_json_string (button, "label");
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, button);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (copy, name, json_node_copy (value));
  if (label != NULL)
    {
      g_autofree char *line = g_strdelimit (g_strdup (label), "\r\n", ' ');

      json_object_set_string_member (copy, "label", line);
    }
  if (g_str_equal (sandbox_json_string (button, "type"), "command") &&
      !sandbox_json_present (button, "waitReply"))
    json_object_set_boolean_member (copy, "waitReply", FALSE);
  return copy;
}

static JsonArray *
read_row (JsonNode *node)
{
  g_autoptr (JsonArray) row = json_array_new ();
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  if (json_array_get_length (array) > MAX_IN_ROW)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *button = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (button) || !is_button (json_node_get_object (button)))
        return NULL;
      json_array_add_object_element (row, copy_button (json_node_get_object (button)));
    }
  return g_steal_pointer (&row);
}

JsonArray *
sandbox_content_read_buttons (JsonNode *node)
{
  g_autoptr (JsonArray) rows = json_array_new ();
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  if (json_array_get_length (array) > MAX_ROWS)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonArray *row = read_row (json_array_get_element (array, i));

      if (row == NULL)
        return NULL;
      json_array_add_array_element (rows, row);
    }
  return g_steal_pointer (&rows);
}

/* The server removes a URL whose scheme it does not allow, and then refuses the button for its empty URL. */
static gboolean
has_good_links (const char *html)
{
  g_autoptr (GRegex) link = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  link = g_regex_new ("<a\\s[^>]*?href\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", G_REGEX_CASELESS, 0, NULL);
  for (g_regex_match (link, html, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *one = g_match_info_fetch (match, 1);
      g_autofree char *other = g_match_info_fetch (match, 2);

      if (!is_allowed_link (one != NULL && *one != '\0' ? one : other != NULL ? other : ""))
        return FALSE;
    }
  return TRUE;
}

/* Returns the end of what Markdown does not show, or NULL. The marks of pairs are not told from others. */
static const char *
skip_mark (const char *at)
{
  if (strchr ("*_~", *at) != NULL)
    return at + 1;

  if (g_str_has_prefix (at, "](") && strchr (at, ')') != NULL)
    return strchr (at, ')') + 1;

  return NULL;
}

/* Cuts the text after this number of visible characters and keeps the closing tags. */
static char *
cut_markup (const char *text, gboolean markdown)
{
  GString *cut = g_string_new (NULL);
  guint seen = 0;

  for (const char *p = text; *p != '\0';)
    {
      const char *end = g_utf8_next_char (p);
      const char *tag_end = *p == '<' ? strchr (p, '>') : NULL;
      const char *mark_end = NULL;

      if (tag_end != NULL)
        end = tag_end + 1;
      else if (*p == '&' && strcspn (p, ";") < 10 && p[strcspn (p, ";")] == ';')
        end = p + strcspn (p, ";") + 1;
      else if (markdown)
        {
          mark_end = skip_mark (p);
          if (mark_end != NULL)
            end = mark_end;
        }
      if (tag_end == NULL && mark_end == NULL)
        seen++;
      if (seen <= MAX_VISIBLE || (tag_end != NULL && p[1] == '/'))
        g_string_append_len (cut, p, end - p);
      p = end;
    }
  return g_string_free (cut, FALSE);
}

JsonObject *
sandbox_content_read_text (JsonObject *content, SandboxContentFlags flags)
{
  const char *text = content != NULL ? sandbox_json_string (content, "text") : NULL;
  const char *parse_mode = content != NULL ? sandbox_json_string (content, "parseMode") : NULL;
  g_autoptr (JsonObject) copy = json_object_new ();
  g_autofree char *cut = NULL;

  if (text == NULL || *text == '\0' || parse_mode == NULL)
    return NULL;
  if ((flags & SANDBOX_CONTENT_ANY_PARSE_MODE) == 0 &&
      !sandbox_protocol_has_word (SANDBOX_WORDS_PARSE_MODE, parse_mode))
    return NULL;
  if (g_str_equal (parse_mode, "html"))
    {
      if (!has_good_links (text))
        return NULL;
      cut = cut_markup (text, FALSE);
    }
  else if (g_str_equal (parse_mode, "markdown"))
    cut = cut_markup (text, TRUE);
  else
    cut = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_VISIBLE));
  json_object_set_string_member (copy, "text", cut);
  json_object_set_string_member (copy, "parseMode", parse_mode);
  if ((flags & SANDBOX_CONTENT_BUTTONS) != 0 && sandbox_json_present (content, "buttons"))
    {
      JsonArray *buttons = sandbox_content_read_buttons (json_object_get_member (content, "buttons"));

      if (buttons == NULL)
        return NULL;
      json_object_set_array_member (copy, "buttons", buttons);
    }
  return g_steal_pointer (&copy);
}

static gboolean
copy_survey_string (JsonObject *to, JsonObject *from, const char *name, gboolean required)
{
  const char *text = sandbox_json_string (from, name);

  if (text != NULL)
    json_object_set_string_member (to, name, text);
  return text != NULL ? *text != '\0' : !required && !sandbox_json_present (from, name);
}

/* Members that an edit leaves out are taken from the old content. */
JsonObject *
sandbox_content_read_survey (JsonObject *content, JsonObject *old)
{
  static const char *const names[] = { "url", "path", "title", "description", "buttonText", "secret", "alt" };
  g_autoptr (JsonObject) copy = json_object_new ();
  gint64 app_version;

  if (content == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (old != NULL)
        copy_survey_string (copy, old, names[i], FALSE);
      if (!copy_survey_string (copy, content, names[i], old == NULL))
        return NULL;
    }
  if (!has_word (copy, "description", SANDBOX_WORDS_SURVEY_DESCRIPTION))
    return NULL;
  if (!sandbox_json_integer (content, "appVersion", &app_version))
    {
      if (old == NULL || sandbox_json_present (content, "appVersion"))
        return NULL;
      app_version = sandbox_json_integer_or (old, "appVersion", 1);
    }
  json_object_set_int_member (copy, "appVersion", app_version);
  return g_steal_pointer (&copy);
}
