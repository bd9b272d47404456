/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "routing/trueconf-command-spec-private.h"
#include "routing/trueconf-command-value-private.h"
#include "trueconf-error.h"

typedef struct
{
  char *name;
  TrueconfCommandValueType type;
  GStrv choices; /* NULL: the type has none */
  gboolean optional;
  gboolean rest;      /* takes all that is left, as it was typed */
  char *default_text; /* NULL: none */
} TrueconfParameter;

struct _TrueconfCommandSpec
{
  char *text;
  GArray *parameters;
};

static const struct
{
  const char *word;
  TrueconfCommandValueType type;
} types[] = {
  { "string", TRUECONF_COMMAND_VALUE_STRING },     { "int", TRUECONF_COMMAND_VALUE_INT },
  { "double", TRUECONF_COMMAND_VALUE_DOUBLE },     { "bool", TRUECONF_COMMAND_VALUE_BOOL },
  { "user", TRUECONF_COMMAND_VALUE_USER },         { "date", TRUECONF_COMMAND_VALUE_DATE },
  { "duration", TRUECONF_COMMAND_VALUE_DURATION },
};

/* A handler gets something else by these names. */
static const char *const taken[] = { "bot", "command", "context", "event", "match", "state", NULL };

static void
parameter_clear (gpointer data)
{
  TrueconfParameter *self = data;

  g_free (self->name);
  g_strfreev (self->choices);
  g_free (self->default_text);
}

static TrueconfParameter *
get (TrueconfCommandSpec *self, guint index)
{
  return &g_array_index (self->parameters, TrueconfParameter, index);
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError **error, const char *part, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (
      error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
      /* Translators: a part of what a program says of the arguments of a command, and what is wrong with it */
      _ ("“%s” does not describe an argument: %s"), part, reason);
  return FALSE;
}

static gboolean
check_name (TrueconfCommandSpec *self, const char *name, const char *part, GError **error)
{
  const char *c = name;

  if (*c != '_' && !g_unichar_isalpha (g_utf8_get_char (c)))
    return refuse (error, part, _ ("it has to begin with a name, as in city:string"));
  for (; *c != '\0'; c = g_utf8_next_char (c))
    if (*c != '_' && !g_unichar_isalnum (g_utf8_get_char (c)))
      return refuse (error, part,
                     _ ("a name has only letters, digits and “_”, since it is a variable in Python"));

  if (g_strv_contains (taken, name))
    return refuse (error, part, _ ("a handler gets something else by this name"));

  for (guint i = 0; i < self->parameters->len; i++)
    if (g_str_equal (get (self, i)->name, name))
      return refuse (error, part, _ ("there is another one of this name"));

  return TRUE;
}

static gboolean
read_type (TrueconfParameter *parameter, const char *word, const char *part, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  if (strchr (word, '|') != NULL)
    {
      parameter->type = TRUECONF_COMMAND_VALUE_CHOICE;
      parameter->choices = g_strsplit (word, "|", -1);
      for (guint i = 0; parameter->choices[i] != NULL; i++)
        if (parameter->choices[i][0] == '\0')
          return refuse (error, part, _ ("one of the words to choose from is empty"));
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_str_equal (word, types[i].word))
        {
          parameter->type = types[i].type;
          return TRUE;
        }
      g_string_append_printf (all, "%s, ", types[i].word);
    }

  return refuse (error, part, _ ("the type has to be one of %sor words to choose from, such as on|off"),
                 all->str);
}

static gboolean
strip_suffix (char *text, const char *suffix)
{
  if (!g_str_has_suffix (text, suffix))
    return FALSE;

  text[strlen (text) - strlen (suffix)] = '\0';
  return TRUE;
}

/* name:type[...][?][=default] */
static gboolean
read_parameter (TrueconfCommandSpec *self, TrueconfParameter *parameter, const char *part, GError **error)
{
  g_autofree char *name = g_strdup (part);
  char *type = strchr (name, ':');
  char *equals = strchr (name, '=');
  TrueconfParameter *before = self->parameters->len > 0 ? get (self, self->parameters->len - 1) : NULL;

  if (type == NULL || (equals != NULL && equals < type))
    return refuse (error, part, _ ("it has to be a name and a type, as in city:string"));

  *type++ = '\0';
  if (equals != NULL)
    {
      *equals = '\0';
      parameter->default_text = g_strdup (equals + 1);
    }
  parameter->optional = strip_suffix (type, "?") || equals != NULL;
  parameter->rest = strip_suffix (type, "...");
  if (!check_name (self, name, part, error) || !read_type (parameter, type, part, error))
    return FALSE;
  parameter->name = g_steal_pointer (&name);

  if (parameter->rest && parameter->type != TRUECONF_COMMAND_VALUE_STRING)
    return refuse (error, part, _ ("only a string can take the rest of the text"));
  if (before != NULL && before->rest)
    return refuse (error, part, _ ("nothing can come after what takes the rest of the text"));
  if (before != NULL && before->optional && !parameter->optional)
    return refuse (error, part, _ ("what is needed cannot come after what can be left out"));

  if (parameter->default_text != NULL)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GError) wrong = NULL;

      if (!trueconf_command_value_read (parameter->type, parameter->name,
                                        (const char *const *) parameter->choices, parameter->default_text,
                                        NULL, &value, &wrong))
        return refuse (error, part, "%s", wrong->message);
    }

  return TRUE;
}

TrueconfCommandSpec *
trueconf_command_spec_new (const char *text, GError **error)
{
  g_autoptr (TrueconfCommandSpec) self = g_rc_box_new0 (TrueconfCommandSpec);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GError) wrong = NULL;

  self->text = g_strdup (text);
  self->parameters = g_array_new (FALSE, TRUE, sizeof (TrueconfParameter));
  g_array_set_clear_func (self->parameters, parameter_clear);

  if (!g_shell_parse_argv (text, NULL, &parts, &wrong))
    {
      if (!g_error_matches (wrong, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
        {
          refuse (error, text, _ ("a quotation mark is not closed"));
          return NULL;
        }
      parts = g_new0 (char *, 1);
    }

  for (guint i = 0; parts[i] != NULL; i++)
    {
      TrueconfParameter parameter = { 0 };

      if (!read_parameter (self, &parameter, parts[i], error))
        {
          parameter_clear (&parameter);
          return NULL;
        }
      g_array_append_val (self->parameters, parameter);
    }

  return g_steal_pointer (&self);
}

TrueconfCommandSpec *
trueconf_command_spec_ref (TrueconfCommandSpec *self)
{
  return g_rc_box_acquire (self);
}

static void
spec_clear (gpointer data)
{
  TrueconfCommandSpec *self = data;

  g_free (self->text);
  g_array_unref (self->parameters);
}

void
trueconf_command_spec_unref (TrueconfCommandSpec *self)
{
  g_rc_box_release_full (self, spec_clear);
}

const char *
trueconf_command_spec_get_text (TrueconfCommandSpec *self)
{
  return self->text;
}

guint
trueconf_command_spec_get_n (TrueconfCommandSpec *self)
{
  return self->parameters->len;
}

const char *
trueconf_command_spec_get_name (TrueconfCommandSpec *self, guint index)
{
  return get (self, index)->name;
}

/* Appends " <city> [days=3]". */
void
trueconf_command_spec_append_usage (TrueconfCommandSpec *self, GString *usage)
{
  for (guint i = 0; i < self->parameters->len; i++)
    {
      TrueconfParameter *parameter = get (self, i);
      g_autofree char *choices = parameter->choices != NULL ? g_strjoinv ("|", parameter->choices) : NULL;

      g_string_append (usage, parameter->optional ? " [" : " <");
      g_string_append (usage, parameter->name);
      if (choices != NULL)
        g_string_append_printf (usage, ": %s", choices);
      if (parameter->rest)
        g_string_append (usage, "…");
      if (parameter->default_text != NULL)
        g_string_append_printf (usage, "=%s", parameter->default_text);
      g_string_append_c (usage, parameter->optional ? ']' : '>');
    }
}

/* Returns NULL without an error if there is nothing left. */
static char *
take (TrueconfParameter *parameter, const char **text, GError **error)
{
  *text = trueconf_command_skip_space (*text);
  if (**text == '\0')
    return NULL;

  if (parameter->rest)
    {
      char *rest = g_strchomp (g_strdup (*text));

      *text = "";
      return rest;
    }

  return trueconf_command_value_take_word (text, error);
}

gboolean
trueconf_command_spec_read (TrueconfCommandSpec *self,
                            const char *arguments,
                            const char *bot_id,
                            GValue *values,
                            GError **error)
{
  const char *text = arguments != NULL ? arguments : "";

  for (guint i = 0; i < self->parameters->len; i++)
    {
      TrueconfParameter *parameter = get (self, i);
      g_autoptr (GError) wrong = NULL;
      g_autofree char *word = take (parameter, &text, &wrong);

      if (wrong != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return FALSE;
        }
      if (word == NULL)
        word = g_strdup (parameter->default_text);
      if (word == NULL && parameter->optional)
        continue;
      if (word == NULL)
        {
          g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       /* Translators: the name of an argument of a command */
                       _ ("%s is missing"), parameter->name);
          return FALSE;
        }
      if (!trueconf_command_value_read (parameter->type, parameter->name,
                                        (const char *const *) parameter->choices, word, bot_id, &values[i],
                                        error))
        return FALSE;
    }

  text = trueconf_command_skip_space (text);
  if (*text != '\0')
    {
      g_autofree char *shown = trueconf_command_value_shorten (text);

      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: what was typed after a command */
                   _ ("“%s” is more than the command takes"), shown);
      return FALSE;
    }

  return TRUE;
}
