/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-enum.h"
#include "tool-filter.h"

/* No one needs so many parentheses, and the parser calls itself for each. */
#define MAX_DEPTH 100

typedef struct
{
  ToolRun *run;
  const char *whole;
  const char *at;
  guint depth;
} Parser;

typedef struct
{
  const char *sign;
  TrueconfOperator op;
} Operator;

/* Those with two characters come first. */
static const Operator operators[] = {
  { "!=", TRUECONF_OPERATOR_NOT_EQUAL },
  { "<=", TRUECONF_OPERATOR_LESS_OR_EQUAL },
  { ">=", TRUECONF_OPERATOR_GREATER_OR_EQUAL },
  { "^=", TRUECONF_OPERATOR_PREFIX },
  { "$=", TRUECONF_OPERATOR_SUFFIX },
  { "*=", TRUECONF_OPERATOR_CONTAINS },
  { "~=", TRUECONF_OPERATOR_REGEX },
  { "=", TRUECONF_OPERATOR_EQUAL },
  { "<", TRUECONF_OPERATOR_LESS },
  { ">", TRUECONF_OPERATOR_GREATER },
};

static TrueconfFilter *parse_or (Parser *self, GError **error);

static void
fail (Parser *self, GError **error, const char *problem)
{
  if (*self->at != '\0')
    /* Translators: a filter, the rest of it, what is wrong there */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("The filter “%s” is not understood at “%s”: %s"),
                 self->whole, self->at, problem);
  else
    /* Translators: a filter, what is wrong at its end */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("The filter “%s” is not complete: %s"), self->whole,
                 problem);
}

/* Says in which filter the library has found a mistake. */
static void
take_error (Parser *self, GError **error, GError *cause)
{
  /* Translators: a filter, what is wrong with it */
  g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("The filter “%s” cannot be used: %s"), self->whole,
               cause->message);
  g_error_free (cause);
}

static void
skip_blanks (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static gboolean
is_name_character (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '.';
}

/* Takes “and”, “or” or “not” if it comes next. */
static gboolean
take_keyword (Parser *self, const char *keyword)
{
  gsize length = strlen (keyword);

  skip_blanks (self);
  if (g_ascii_strncasecmp (self->at, keyword, length) != 0 || is_name_character (self->at[length]))
    return FALSE;

  self->at += length;
  return TRUE;
}

static char *
take_name (Parser *self, GError **error)
{
  const char *begin;

  skip_blanks (self);
  begin = self->at;
  while (is_name_character (*self->at))
    self->at++;
  if (self->at == begin)
    {
      fail (self, error, _ ("a name is missing, such as event, chat, author or text"));
      return NULL;
    }

  return g_strndup (begin, (gsize) (self->at - begin));
}

static gboolean
take_operator (Parser *self, TrueconfOperator *op)
{
  skip_blanks (self);
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      if (!g_str_has_prefix (self->at, operators[i].sign))
        continue;
      *op = operators[i].op;
      self->at += strlen (operators[i].sign);
      return TRUE;
    }

  return FALSE;
}

static char *
take_quoted (Parser *self, GError **error)
{
  char quote = *self->at;
  GString *value = g_string_new (NULL);

  for (self->at++; *self->at != '\0' && *self->at != quote; self->at++)
    {
      /* other backslashes stay, for regular expressions */
      if (*self->at == '\\' && self->at[1] != '\0' && strchr ("\"'\\", self->at[1]) != NULL)
        self->at++;
      g_string_append_c (value, *self->at);
    }
  if (*self->at == '\0')
    {
      fail (self, error, _ ("a quotation mark is missing"));
      g_string_free (value, TRUE);
      return NULL;
    }

  self->at++;
  return g_string_free (value, FALSE);
}

static char *
take_value (Parser *self, GError **error)
{
  const char *begin;

  skip_blanks (self);
  if (*self->at == '"' || *self->at == '\'')
    return take_quoted (self, error);

  begin = self->at;
  while (*self->at != '\0' && !g_ascii_isspace (*self->at) && *self->at != ')')
    self->at++;
  if (self->at == begin)
    {
      fail (self, error, _ ("a value is missing"));
      return NULL;
    }

  return g_strndup (begin, (gsize) (self->at - begin));
}

/* ---- tests */

static TrueconfFilter *
negate_if (TrueconfFilter *filter, gboolean negate)
{
  g_autoptr (TrueconfFilter) owned = filter;

  return negate ? trueconf_filter_new_not (owned) : g_steal_pointer (&owned);
}

static gboolean
check_equality (Parser *self, const char *name, TrueconfOperator op, GError **error)
{
  if (op == TRUECONF_OPERATOR_EQUAL || op == TRUECONF_OPERATOR_NOT_EQUAL)
    return TRUE;

  /* Translators: a filter, a name in it */
  g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE,
               _ ("The filter “%s” cannot be used: “%s” is compared with = or != and a value"), self->whole,
               name);
  return FALSE;
}

static gboolean
find_nick (Parser *self, const char *name, GType type, const char *nick, int *found, GError **error)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *value = g_enum_get_value_by_nick (klass, nick);
  g_autofree char *nicks = NULL;

  if (value != NULL)
    {
      *found = value->value;
      return TRUE;
    }

  nicks = tool_enum_list_nicks (type);
  /* Translators: a filter, a name in it, what was given, what there is */
  g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE,
               _ ("The filter “%s” cannot be used: “%s” is never “%s”, but one of %s"), self->whole, name,
               nick, nicks);
  return FALSE;
}

static TrueconfFilter *
make_property (GType type, const char *path, TrueconfOperator op, const GValue *value, GError **error)
{
  return trueconf_filter_new_property (type, path, op, value, error);
}

static TrueconfFilter *
make_string_property (GType type, const char *path, TrueconfOperator op, const char *text, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);

  return make_property (type, path, op, &value, error);
}

/* The expression does not say of what type a value is, the property does. */
static TrueconfFilter *
make_any_property (GType type, const char *path, TrueconfOperator op, const char *text, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  TrueconfFilter *filter = NULL;
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  if (*text != '\0' && *end == '\0')
    {
      g_value_init (&value, G_TYPE_DOUBLE);
      g_value_set_double (&value, number);
      filter = make_property (type, path, op, &value, NULL);
    }
  else if (g_str_equal (text, "true") || g_str_equal (text, "false"))
    {
      g_value_init (&value, G_TYPE_BOOLEAN);
      g_value_set_boolean (&value, g_str_equal (text, "true"));
      filter = make_property (type, path, op, &value, NULL);
    }

  return filter != NULL ? filter : make_string_property (type, path, op, text, error);
}

static const char *
resolve_chat (Parser *self, const char *value, GError **error)
{
  ToolConfig *config;
  const char *meant;

  if (*value != '@')
    return value;

  config = tool_run_get_config (self->run, error);
  if (config == NULL)
    return NULL;
  meant = tool_config_get_alias (config, value + 1);
  if (meant == NULL)
    /* Translators: an alias */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG,
                 _ ("The alias “%s” is not in the section [aliases] of the configuration"), value);

  return meant;
}

/* A pressed button says it in the message that has the button. */
static TrueconfFilter *
make_chat (Parser *self, const char *value, GError **error)
{
  const char *chat = resolve_chat (self, value, error);
  g_autoptr (TrueconfFilter) direct = NULL;
  g_autoptr (TrueconfFilter) of_button = NULL;

  if (chat == NULL)
    return NULL;

  direct = make_string_property (TRUECONF_TYPE_EVENT, "chat-id", TRUECONF_OPERATOR_EQUAL, chat, error);
  of_button = make_string_property (TRUECONF_TYPE_CALLBACK_QUERY, "message.chat-id", TRUECONF_OPERATOR_EQUAL,
                                    chat, error);

  return trueconf_filter_new_or ((TrueconfFilter *[]){ direct, of_button }, 2);
}

/* NULL without an error: it is none of the short names. */
static TrueconfFilter *
make_short (Parser *self, const char *name, TrueconfOperator op, const char *value, GError **error)
{
  static const char *const names[] = { "event", "chat", "chat-type", "author", "type", NULL };
  gboolean negate = op == TRUECONF_OPERATOR_NOT_EQUAL;
  TrueconfFilter *filter = NULL;
  int number;

  if (!g_strv_contains (names, name))
    return NULL;
  if (!check_equality (self, name, op, error))
    return NULL;

  if (g_str_equal (name, "event"))
    {
      if (find_nick (self, name, TRUECONF_TYPE_EVENT_TYPE, value, &number, error))
        return make_string_property (TRUECONF_TYPE_EVENT, "event-type", op, value, error);
    }
  else if (g_str_equal (name, "chat"))
    {
      filter = make_chat (self, value, error);
    }
  else if (g_str_equal (name, "chat-type"))
    {
      if (find_nick (self, name, TRUECONF_TYPE_CHAT_TYPE, value, &number, error))
        filter = trueconf_filter_new_chat_type ((TrueconfChatType) number);
    }
  else if (g_str_equal (name, "author"))
    {
      filter = trueconf_filter_new_author (value);
    }
  else if (find_nick (self, name, TRUECONF_TYPE_MESSAGE_TYPE, value, &number, error))
    {
      filter = trueconf_filter_new_message_type ((TrueconfMessageType) number);
    }

  return filter != NULL ? negate_if (filter, negate) : NULL;
}

static TrueconfFilter *
make_test (Parser *self, const char *name, TrueconfOperator op, const char *value, GError **error)
{
  GError *cause = NULL;
  TrueconfFilter *filter = make_short (self, name, op, value, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return NULL;
    }
  if (filter != NULL)
    return filter;

  if (g_str_equal (name, "text"))
    filter = value != NULL ? make_string_property (TRUECONF_TYPE_MESSAGE, "plain-text", op, value, &cause)
                           : make_property (TRUECONF_TYPE_MESSAGE, "plain-text", op, NULL, &cause);
  else if (value != NULL)
    filter = make_any_property (TRUECONF_TYPE_EVENT, name, op, value, &cause);
  else
    filter = make_property (TRUECONF_TYPE_EVENT, name, op, NULL, &cause);
  if (filter == NULL)
    take_error (self, error, cause);

  return filter;
}

/* ---- the grammar */

static TrueconfFilter *
parse_test (Parser *self, GError **error)
{
  g_autofree char *name = take_name (self, error);
  g_autofree char *value = NULL;
  TrueconfOperator op = TRUECONF_OPERATOR_SET;

  if (name == NULL)
    return NULL;
  if (take_operator (self, &op))
    {
      value = take_value (self, error);
      if (value == NULL)
        return NULL;
    }
  else if (g_str_equal (name, "mention"))
    {
      return trueconf_filter_new_mentions_bot ();
    }

  return make_test (self, name, op, value, error);
}

static TrueconfFilter *
parse_group (Parser *self, GError **error)
{
  g_autoptr (TrueconfFilter) filter = NULL;

  self->at++;
  filter = parse_or (self, error);
  if (filter == NULL)
    return NULL;

  skip_blanks (self);
  if (*self->at != ')')
    {
      fail (self, error, _ ("“and”, “or” or a closing parenthesis is missing"));
      return NULL;
    }

  self->at++;
  return g_steal_pointer (&filter);
}

static TrueconfFilter *
parse_not (Parser *self, GError **error)
{
  TrueconfFilter *filter;

  if (++self->depth > MAX_DEPTH)
    {
      fail (self, error, _ ("there are too many parentheses"));
      return NULL;
    }

  if (take_keyword (self, "not"))
    {
      g_autoptr (TrueconfFilter) inner = parse_not (self, error);

      filter = inner != NULL ? trueconf_filter_new_not (inner) : NULL;
    }
  else
    {
      skip_blanks (self);
      filter = *self->at == '(' ? parse_group (self, error) : parse_test (self, error);
    }
  self->depth--;

  return filter;
}

static TrueconfFilter *
parse_and (Parser *self, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);

  do
    {
      TrueconfFilter *part = parse_not (self, error);

      if (part == NULL)
        return NULL;
      g_ptr_array_add (parts, part);
    }
  while (take_keyword (self, "and"));

  return trueconf_filter_new_and ((TrueconfFilter **) parts->pdata, parts->len);
}

static TrueconfFilter *
parse_or (Parser *self, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);

  do
    {
      TrueconfFilter *part = parse_and (self, error);

      if (part == NULL)
        return NULL;
      g_ptr_array_add (parts, part);
    }
  while (take_keyword (self, "or"));

  return trueconf_filter_new_or ((TrueconfFilter **) parts->pdata, parts->len);
}

TrueconfFilter *
tool_filter_parse (ToolRun *run, const char *expression, GError **error)
{
  Parser parser = { run, expression, expression, 0 };
  g_autoptr (TrueconfFilter) filter = NULL;

  if (!g_utf8_validate (expression, -1, NULL))
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("The filter is not in UTF-8"));
      return NULL;
    }

  filter = parse_or (&parser, error);
  if (filter == NULL)
    return NULL;

  skip_blanks (&parser);
  if (*parser.at != '\0')
    {
      fail (&parser, error, _ ("“and” or “or” is missing"));
      return NULL;
    }

  return g_steal_pointer (&filter);
}
