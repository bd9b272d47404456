/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fuzz-read.h"

#include <stdlib.h>
#include <string.h>

#include "text/trueconf-plain-private.h"
#include "text/trueconf-quote-private.h"
#include "text/trueconf-shown-private.h"
#include "trueconf-bot.h"
#include "wire/trueconf-json-private.h"

/* Nothing that a server sends becomes objects that are nested deeper. */
#define MAX_DEPTH 100

static guint depth = 0;

/* GLib would end the program by a trap, of which the fuzzer does not know. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  gboolean bad = (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0;

  if (bad || (level & G_LOG_LEVEL_DEBUG) == 0)
    g_log_writer_standard_streams (level, fields, n_fields, user_data);
  if (bad)
    abort ();

  return G_LOG_WRITER_HANDLED;
}

void
fuzz_init (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
}

/* What it is without markup, as a quotation, and in a log. */
static void
read_markup (const char *text)
{
  gsize length;
  g_autofree char *plain = trueconf_text_to_plain (text, strlen (text));
  g_autofree char *quote = trueconf_text_split_quote (text, &length);
  g_autofree char *shown = trueconf_text_show (text);

  g_assert_cmpuint (strlen (plain), <=, strlen (text));
  g_assert_cmpuint (length, <=, strlen (text));
  g_assert_true (g_utf8_validate (plain, -1, NULL));
  g_assert_true (quote == NULL || g_utf8_validate (quote, -1, NULL));
  g_assert_true (g_utf8_validate (shown, -1, NULL));
  g_assert_null (strpbrk (shown, "\n\r\t\x1b\x7f"));
}

void
fuzz_read_string (const char *text)
{
  if (text == NULL)
    return;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  /* a bot that answers with what it gets measures it first */
  g_assert_cmpuint (trueconf_visible_length (text), <=, strlen (text));
  read_markup (text);
}

void
fuzz_read_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_cmpuint (strlen (error->message), >, 0);
  fuzz_read_string (error->message);
}

void
fuzz_read_node (JsonNode *node)
{
  g_autoptr (GString) text = NULL;
  g_auto (TrueconfJson) json = { 0 };

  if (node == NULL)
    return;

  /* json_to_string () of json-glib 1.6 leaves U+001F as it is, which is no JSON */
  text = g_string_new (NULL);
  trueconf_json_append_node (text, node);
  fuzz_read_string (text->str);
  g_assert_true (trueconf_json_parse (&json, text->str, text->len));
}

void
fuzz_read_list (GListModel *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      fuzz_read_object (item);
    }
}

static void
read_boxed (const GValue *value)
{
  if (g_value_get_boxed (value) == NULL)
    return;

  if (G_VALUE_HOLDS (value, JSON_TYPE_NODE))
    {
      fuzz_read_node (g_value_get_boxed (value));
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    {
      GStrv strv = g_value_get_boxed (value);

      for (guint i = 0; strv[i] != NULL; i++)
        fuzz_read_string (strv[i]);
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_DATE_TIME))
    {
      g_autofree char *text = g_date_time_format_iso8601 (g_value_get_boxed (value));

      g_assert_nonnull (text);
    }
  else
    {
      g_error ("nobody knows how to read a %s", G_VALUE_TYPE_NAME (value));
    }
}

void
fuzz_read_value (const GValue *value)
{
  if (G_VALUE_HOLDS_OBJECT (value))
    {
      if (g_value_get_object (value) != NULL)
        fuzz_read_object (g_value_get_object (value));
    }
  else if (G_VALUE_HOLDS_STRING (value))
    {
      fuzz_read_string (g_value_get_string (value));
    }
  else if (G_VALUE_HOLDS_BOXED (value))
    {
      read_boxed (value);
    }
}

void
fuzz_read_object (GObject *object)
{
  guint n;
  g_autofree GParamSpec **properties = NULL;

  /* whoever belongs to a bot knows it */
  if (TRUECONF_IS_BOT (object))
    return;

  g_assert_cmpuint (++depth, <, MAX_DEPTH);
  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      if ((properties[i]->flags & G_PARAM_READABLE) == 0)
        continue;
      g_object_get_property (object, properties[i]->name, &value);
      fuzz_read_value (&value);
    }

  for (guint i = 0; G_IS_LIST_MODEL (object) && i < g_list_model_get_n_items (G_LIST_MODEL (object)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (object), i);

      fuzz_read_object (item);
    }
  depth--;
}
