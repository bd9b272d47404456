/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "routing/trueconf-command-private.h"
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
  char *mention;   /* NULL: none */
  char *arguments; /* NULL: none */
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
trueconf_command_finalize (GObject *object)
{
  TrueconfCommand *self = TRUECONF_COMMAND (object);

  g_free (self->prefix);
  g_free (self->name);
  g_free (self->mention);
  g_free (self->arguments);

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

/* Where the text of a command begins: white space before it is skipped. */
const char *
trueconf_command_skip_space (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return text;
}

/* The length in bytes of the name of a command, which goes as far as white space or `@`. */
gsize
trueconf_command_name_length (const char *text)
{
  const char *end = text;

  while (*end != '\0' && *end != '@' && !g_unichar_isspace (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);

  return (gsize) (end - text);
}

static gsize
get_word_length (const char *text)
{
  const char *end = text;

  while (*end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);

  return (gsize) (end - text);
}

static const char *
find_prefix (const char *text, const char *const *prefixes)
{
  const char *longest = NULL;

  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (text, prefixes[i]) && (longest == NULL || strlen (prefixes[i]) > strlen (longest)))
      longest = prefixes[i];

  return longest;
}

/* Returns NULL if the text is no command with one of the prefixes. */
TrueconfCommand *
trueconf_command_parse (const char *text, const char *const *prefixes)
{
  TrueconfCommand *self;
  const char *prefix;
  gsize length;

  text = trueconf_command_skip_space (text);
  prefix = find_prefix (text, prefixes);
  if (prefix == NULL)
    return NULL;

  text += strlen (prefix);
  length = trueconf_command_name_length (text);
  if (length == 0)
    return NULL;

  self = g_object_new (TRUECONF_TYPE_COMMAND, NULL);
  self->prefix = g_strdup (prefix);
  self->name = g_strndup (text, length);
  text += length;
  if (*text == '@')
    {
      text++;
      length = get_word_length (text);
      self->mention = g_strndup (text, length);
      text += length;
    }
  text = trueconf_command_skip_space (text);
  if (*text != '\0')
    self->arguments = g_strdup (text);

  return self;
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
GStrv
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
