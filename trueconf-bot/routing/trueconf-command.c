/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "routing/trueconf-command-private.h"
#include "routing/trueconf-command-spec-private.h"
#include "routing/trueconf-command-value-private.h"
#include "trueconf-error.h"

/**
 * TrueconfCommand:
 *
 * A command that a user has typed, such as `/weather Oslo`.
 *
 * A [class@CommandFilter] makes it; see [method@Context.get_command].
 *
 * Since: 0.1
 */
struct _TrueconfCommand
{
  GObject parent_instance;

  char *prefix;
  char *name;
  char *mention;             /* NULL: none */
  char *arguments;           /* NULL: none */
  TrueconfCommandSpec *spec; /* NULL: the filter has none */
  GValue *values;            /* one for each of the parameters; NULL: they do not fit */
  GError *misfit;            /* NULL: they fit */
};

G_DEFINE_FINAL_TYPE (TrueconfCommand, trueconf_command, G_TYPE_OBJECT)

typedef enum
{
  PROP_PREFIX = 1,
  PROP_NAME,
  PROP_MENTION,
  PROP_ARGUMENTS,
} TrueconfCommandProperty;

static GParamSpec *properties[PROP_ARGUMENTS + 1];

static void
clear_values (TrueconfCommand *self)
{
  if (self->values == NULL)
    return;

  for (guint i = 0; i < trueconf_command_spec_get_n (self->spec); i++)
    g_value_unset (&self->values[i]);
  g_clear_pointer (&self->values, g_free);
}

static void
trueconf_command_finalize (GObject *object)
{
  TrueconfCommand *self = TRUECONF_COMMAND (object);

  g_free (self->prefix);
  g_free (self->name);
  g_free (self->mention);
  g_free (self->arguments);
  clear_values (self);
  g_clear_pointer (&self->spec, trueconf_command_spec_unref);
  g_clear_error (&self->misfit);

  G_OBJECT_CLASS (trueconf_command_parent_class)->finalize (object);
}

static void
trueconf_command_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfCommand *self = TRUECONF_COMMAND (object);

  switch ((TrueconfCommandProperty) prop_id)
    {
    case PROP_PREFIX:
      g_value_set_string (value, self->prefix);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_MENTION:
      g_value_set_string (value, self->mention);
      break;

    case PROP_ARGUMENTS:
      g_value_set_string (value, self->arguments);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_command_class_init (TrueconfCommandClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_command_finalize;
  object_class->get_property = trueconf_command_get_property;

  /**
   * TrueconfCommand:prefix: (getter get_prefix)
   *
   * The prefix, as it was typed.
   *
   * Since: 0.1
   */
  properties[PROP_PREFIX] = g_param_spec_string (
      "prefix", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommand:name: (getter get_name)
   *
   * The name, as it was typed, without the prefix.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string (
      "name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommand:mention: (getter get_mention)
   *
   * Which bot is meant, after an `@` behind the name, or `NULL` if none is named.
   *
   * Since: 0.1
   */
  properties[PROP_MENTION] = g_param_spec_string (
      "mention", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommand:arguments: (getter get_arguments)
   *
   * The text after the name, without white space before it, or `NULL` if there is none.
   *
   * Since: 0.1
   */
  properties[PROP_ARGUMENTS] = g_param_spec_string (
      "arguments", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_command_init (TrueconfCommand *self)
{
}

/* Nearly all commands are ASCII, for which no table is needed. */
static gboolean
is_space (const char *text)
{
  return (guchar) *text < 0x80 ? g_ascii_isspace (*text) : g_unichar_isspace (g_utf8_get_char (text));
}

/* The length in bytes of the name of a command, which goes as far as white space or `@`. */
gsize
trueconf_command_name_length (const char *text)
{
  const char *end = text;

  while (*end != '\0' && *end != '@' && !is_space (end))
    end = g_utf8_next_char (end);

  return (gsize) (end - text);
}

static gsize
get_word_length (const char *text)
{
  const char *end = text;

  while (*end != '\0' && !is_space (end))
    end = g_utf8_next_char (end);

  return (gsize) (end - text);
}

static gboolean
find_prefix (TrueconfCommandParts *self, const char *text, const char *const *prefixes)
{
  gboolean found = FALSE;

  self->prefix = text;
  self->prefix_length = 0;
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (text, prefixes[i]))
      {
        found = TRUE;
        self->prefix_length = MAX (self->prefix_length, strlen (prefixes[i]));
      }

  return found;
}

/* Returns FALSE if the text is no command with one of the prefixes. The parts are in the text. */
gboolean
trueconf_command_parts_find (TrueconfCommandParts *self, const char *text, const char *const *prefixes)
{
  text = trueconf_command_skip_space (text);
  if (!find_prefix (self, text, prefixes))
    return FALSE;

  self->name = text + self->prefix_length;
  self->name_length = trueconf_command_name_length (self->name);
  self->mention = NULL;
  self->mention_length = 0;
  text = self->name + self->name_length;
  if (*text == '@')
    {
      self->mention = text + 1;
      self->mention_length = get_word_length (self->mention);
      text = self->mention + self->mention_length;
    }
  self->arguments = trueconf_command_skip_space (text);

  return self->name_length > 0;
}

TrueconfCommand *
trueconf_command_new (const TrueconfCommandParts *parts)
{
  TrueconfCommand *self = g_object_new (TRUECONF_TYPE_COMMAND, NULL);

  self->prefix = g_strndup (parts->prefix, parts->prefix_length);
  self->name = g_strndup (parts->name, parts->name_length);
  if (parts->mention != NULL)
    self->mention = g_strndup (parts->mention, parts->mention_length);
  if (*parts->arguments != '\0')
    self->arguments = g_strdup (parts->arguments);

  return self;
}

/* Reads the arguments as the filter describes them. */
void
trueconf_command_read_values (TrueconfCommand *self, TrueconfCommandSpec *spec, const char *bot_id)
{
  guint n = trueconf_command_spec_get_n (spec);

  self->spec = trueconf_command_spec_ref (spec);
  self->values = g_new0 (GValue, MAX (n, 1));
  if (!trueconf_command_spec_read (spec, self->arguments, bot_id, self->values, &self->misfit))
    clear_values (self);
}

/* Returns the words for the user if the arguments do not fit, or NULL. */
char *
trueconf_command_describe_misfit (TrueconfCommand *self)
{
  g_autoptr (GString) usage = NULL;

  if (self->misfit == NULL)
    return NULL;

  usage = g_string_new (self->prefix);
  g_string_append (usage, self->name);
  trueconf_command_spec_append_usage (self->spec, usage);

  /* Translators: what is wrong with the arguments of a command, and how it is written */
  return g_strdup_printf (_ ("%s.\nUsage: %s"), self->misfit->message, usage->str);
}

/**
 * trueconf_command_get_prefix: (get-property prefix)
 * @self: a command
 *
 * Gets the prefix.
 *
 * Returns: (transfer none): the prefix
 *
 * Since: 0.1
 */
const char *
trueconf_command_get_prefix (TrueconfCommand *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);

  return self->prefix;
}

/**
 * trueconf_command_get_name: (get-property name)
 * @self: a command
 *
 * Gets the name.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
trueconf_command_get_name (TrueconfCommand *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);

  return self->name;
}

/**
 * trueconf_command_get_mention: (get-property mention)
 * @self: a command
 *
 * Gets the mention: which bot is meant.
 *
 * Returns: (transfer none) (nullable): the mention, or `NULL` if there is none
 *
 * Since: 0.1
 */
const char *
trueconf_command_get_mention (TrueconfCommand *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);

  return self->mention;
}

/**
 * trueconf_command_get_arguments: (get-property arguments)
 * @self: a command
 *
 * Gets the arguments.
 *
 * Returns: (transfer none) (nullable): the arguments, or `NULL` if there is none
 *
 * Since: 0.1
 */
const char *
trueconf_command_get_arguments (TrueconfCommand *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);

  return self->arguments;
}

/**
 * trueconf_command_split_arguments:
 * @self: a command
 * @error: return location for an error
 *
 * Splits the arguments as a shell does: at white space, except in quotation marks.
 *
 * If a quotation mark is not closed, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT` and words for the user.
 *
 * Returns: (transfer full): the arguments, none of them if there are none
 *
 * Since: 0.1
 */
char **
trueconf_command_split_arguments (TrueconfCommand *self, GError **error)
{
  GStrv arguments = NULL;
  g_autoptr (GError) wrong = NULL;

  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->arguments == NULL)
    return g_new0 (char *, 1);

  if (g_shell_parse_argv (self->arguments, NULL, &arguments, &wrong))
    return arguments;

  if (g_error_matches (wrong, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    return g_new0 (char *, 1);

  g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       _ ("A quotation mark is not closed, or the last character is a backslash"));
  return NULL;
}

/**
 * trueconf_command_list_parameters:
 * @self: a command
 *
 * Gets the names of the arguments that the filter has described.
 *
 * Returns: (transfer full): the names, none of them if it has described none
 *
 * Since: 0.1
 */
char **
trueconf_command_list_parameters (TrueconfCommand *self)
{
  guint n;
  GStrv names;

  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);

  n = self->spec != NULL ? trueconf_command_spec_get_n (self->spec) : 0;
  names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = g_strdup (trueconf_command_spec_get_name (self->spec, i));

  return names;
}

/**
 * trueconf_command_get_value:
 * @self: a command
 * @name: the name of an argument
 *
 * Gets an argument by the name that [method@CommandFilter.set_parameters] has given it.
 *
 * In Python and JavaScript it is a plain value, and handlers get it by its name.
 *
 * Returns: (transfer none) (nullable): the value, or `NULL` if it was left out and has no default, or the filter has not
 *   described it
 *
 * Since: 0.1
 */
const GValue *
trueconf_command_get_value (TrueconfCommand *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (self->values == NULL)
    return NULL;

  for (guint i = 0; i < trueconf_command_spec_get_n (self->spec); i++)
    if (g_str_equal (trueconf_command_spec_get_name (self->spec, i), name))
      return G_IS_VALUE (&self->values[i]) ? &self->values[i] : NULL;

  return NULL;
}

static const GValue *
find (TrueconfCommand *self, const char *name, GType type)
{
  const GValue *value = trueconf_command_get_value (self, name);

  g_return_val_if_fail (value == NULL || G_VALUE_HOLDS (value, type), NULL);

  return value;
}

/**
 * trueconf_command_get_string:
 * @self: a command
 * @name: the name of an argument
 *
 * Gets an argument that is a string, the ID of a user, or one of several words; see [method@Command.get_value].
 *
 * It is a programming error to call this for an argument of another type.
 *
 * Returns: (transfer none) (nullable): the argument, or `NULL` if there is none
 *
 * Since: 0.1
 */
const char *
trueconf_command_get_string (TrueconfCommand *self, const char *name)
{
  const GValue *value;

  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  value = find (self, name, G_TYPE_STRING);

  return value != NULL ? g_value_get_string (value) : NULL;
}

/**
 * trueconf_command_get_int64:
 * @self: a command
 * @name: the name of an argument
 *
 * Gets an argument that is a whole number; see [method@Command.get_value].
 *
 * It is a programming error to call this for an argument of another type.
 *
 * Returns: the argument, or 0 if there is none
 *
 * Since: 0.1
 */
gint64
trueconf_command_get_int64 (TrueconfCommand *self, const char *name)
{
  const GValue *value;

  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), 0);
  g_return_val_if_fail (name != NULL, 0);

  value = find (self, name, G_TYPE_INT64);

  return value != NULL ? g_value_get_int64 (value) : 0;
}

/**
 * trueconf_command_get_double:
 * @self: a command
 * @name: the name of an argument
 *
 * Gets an argument that is a number, or a time span in seconds; see [method@Command.get_value].
 *
 * It is a programming error to call this for an argument of another type.
 *
 * Returns: the argument, or 0 if there is none
 *
 * Since: 0.1
 */
double
trueconf_command_get_double (TrueconfCommand *self, const char *name)
{
  const GValue *value;

  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), 0);
  g_return_val_if_fail (name != NULL, 0);

  value = find (self, name, G_TYPE_DOUBLE);

  return value != NULL ? g_value_get_double (value) : 0;
}

/**
 * trueconf_command_get_boolean:
 * @self: a command
 * @name: the name of an argument
 *
 * Gets an argument that is yes or no; see [method@Command.get_value].
 *
 * It is a programming error to call this for an argument of another type.
 *
 * Returns: the argument, or `FALSE` if there is none
 *
 * Since: 0.1
 */
gboolean
trueconf_command_get_boolean (TrueconfCommand *self, const char *name)
{
  const GValue *value;

  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  value = find (self, name, G_TYPE_BOOLEAN);

  return value != NULL && g_value_get_boolean (value);
}

/**
 * trueconf_command_get_date_time:
 * @self: a command
 * @name: the name of an argument
 *
 * Gets an argument that is a date, which begins at midnight of the local time; see [method@Command.get_value].
 *
 * It is a programming error to call this for an argument of another type.
 *
 * Returns: (transfer none) (nullable): the argument, or `NULL` if there is none
 *
 * Since: 0.1
 */
GDateTime *
trueconf_command_get_date_time (TrueconfCommand *self, const char *name)
{
  const GValue *value;

  g_return_val_if_fail (TRUECONF_IS_COMMAND (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  value = find (self, name, G_TYPE_DATE_TIME);

  return value != NULL ? g_value_get_boxed (value) : NULL;
}
