/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-user-id-private.h"
#include "routing/trueconf-command-filter.h"
#include "routing/trueconf-command-private.h"
#include "routing/trueconf-filter-private.h"

/**
 * TrueconfCommandFilter:
 *
 * Lets commands through that users type, such as `/start` or `/weather Oslo`.
 *
 * A command is a prefix and a name at the beginning of a message or an edited message. It is looked for in the text as
 * its reader sees it, without the quotation of a reply; white space before it is skipped. `/start@echo_bot` is only for
 * the bot of that name: its TrueConf ID, or what is before the `@` in it.
 *
 * The handler gets the command by [method@Context.get_command]. A filter for its arguments can be put behind this one
 * with [ctor@Filter.new_and].
 *
 * Handlers of commands are found as fast among a thousand as alone.
 *
 * ```c
 * filter = TRUECONF_FILTER (trueconf_command_filter_new ("start"));
 * ```
 *
 * Since: 0.1
 */
struct _TrueconfCommandFilter
{
  TrueconfFilter parent_instance;

  GStrv names;
  GStrv prefixes;
  gboolean ignore_case;
  GStrv wanted; /* the names, casefolded if the case is ignored */
};

G_DEFINE_FINAL_TYPE (TrueconfCommandFilter, trueconf_command_filter, TRUECONF_TYPE_FILTER)

typedef enum
{
  PROP_NAMES = 1,
  PROP_PREFIXES,
  PROP_IGNORE_CASE,
} TrueconfCommandFilterProperty;

static GParamSpec *properties[PROP_IGNORE_CASE + 1];

static void
trueconf_command_filter_finalize (GObject *object)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (object);

  g_strfreev (self->names);
  g_strfreev (self->prefixes);
  g_strfreev (self->wanted);

  G_OBJECT_CLASS (trueconf_command_filter_parent_class)->finalize (object);
}

static void
trueconf_command_filter_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (object);

  switch ((TrueconfCommandFilterProperty) prop_id)
    {
    case PROP_NAMES:
      g_value_set_boxed (value, self->names);
      break;

    case PROP_PREFIXES:
      g_value_set_boxed (value, self->prefixes);
      break;

    case PROP_IGNORE_CASE:
      g_value_set_boolean (value, self->ignore_case);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_command_filter_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (object);

  switch ((TrueconfCommandFilterProperty) prop_id)
    {
    case PROP_NAMES:
      self->names = g_value_dup_boxed (value);
      break;

    case PROP_PREFIXES:
      self->prefixes = g_value_dup_boxed (value);
      break;

    case PROP_IGNORE_CASE:
      self->ignore_case = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

/* A name may be written with the prefix. */
static const char *
skip_prefix (TrueconfCommandFilter *self, const char *name)
{
  for (guint i = 0; self->prefixes[i] != NULL; i++)
    if (self->prefixes[i][0] != '\0' && g_str_has_prefix (name, self->prefixes[i]))
      return name + strlen (self->prefixes[i]);

  return name;
}

static void
trueconf_command_filter_constructed (GObject *object)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (object);
  guint n;

  G_OBJECT_CLASS (trueconf_command_filter_parent_class)->constructed (object);

  if (self->names == NULL)
    self->names = g_new0 (char *, 1);
  if (self->prefixes == NULL)
    {
      static const char *const slash[] = { "/", NULL };

      self->prefixes = g_strdupv ((GStrv) slash);
    }

  n = g_strv_length (self->names);
  self->wanted = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const char *name = skip_prefix (self, self->names[i]);

      self->wanted[i] = self->ignore_case ? g_utf8_casefold (name, -1) : g_strdup (name);
    }
}

static gboolean
is_for_bot (TrueconfCommand *command, TrueconfEvent *event)
{
  const char *mention = trueconf_command_get_mention (command);
  const char *bot_id;

  if (mention == NULL)
    return TRUE;

  bot_id = trueconf_event_get_bot_id (event);
  return bot_id != NULL && trueconf_user_id_matches (bot_id, mention, bot_id);
}

static gboolean
trueconf_command_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (filter);
  const char *text = trueconf_event_get_filter_text (event);
  g_autoptr (TrueconfCommand) command = NULL;
  g_autofree char *folded = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  const char *name;

  if (text == NULL)
    return FALSE;

  command = trueconf_command_parse (text, (const char *const *) self->prefixes);
  if (command == NULL)
    return FALSE;

  name = trueconf_command_get_name (command);
  if (self->ignore_case)
    name = folded = g_utf8_casefold (name, -1);
  if (!g_strv_contains ((const char *const *) self->wanted, name) || !is_for_bot (command, event))
    return FALSE;

  g_value_init (&value, TRUECONF_TYPE_COMMAND);
  g_value_set_object (&value, command);
  trueconf_context_set_data (context, "command", &value);
  return TRUE;
}

static gboolean
trueconf_command_filter_collect_keys (TrueconfFilter *filter, TrueconfKeys *keys)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (filter);

  for (guint i = 0; self->prefixes[i] != NULL; i++)
    for (guint j = 0; self->wanted[j] != NULL; j++)
      trueconf_keys_add (keys, self->ignore_case ? TRUECONF_KEY_COMMAND_FOLDED : TRUECONF_KEY_COMMAND,
                         self->prefixes[i], self->wanted[j]);

  return TRUE;
}

static void
trueconf_command_filter_class_init (TrueconfCommandFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_command_filter_finalize;
  object_class->get_property = trueconf_command_filter_get_property;
  object_class->set_property = trueconf_command_filter_set_property;
  object_class->constructed = trueconf_command_filter_constructed;
  filter_class->match = trueconf_command_filter_match;
  filter_class->collect_keys = trueconf_command_filter_collect_keys;

  /**
   * TrueconfCommandFilter:names: (getter get_names)
   *
   * The names of the command, without the prefix; with it, they mean the same.
   *
   * Since: 0.1
   */
  properties[PROP_NAMES] = g_param_spec_boxed (
      "names", NULL, NULL, G_TYPE_STRV, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommandFilter:prefixes: (getter get_prefixes)
   *
   * What a command may begin with: by default a slash. The longest that fits is taken.
   *
   * Since: 0.1
   */
  properties[PROP_PREFIXES] =
      g_param_spec_boxed ("prefixes", NULL, NULL, G_TYPE_STRV,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommandFilter:ignore-case: (getter get_ignore_case)
   *
   * Whether upper and lower case are the same in names.
   *
   * Since: 0.1
   */
  properties[PROP_IGNORE_CASE] = g_param_spec_boolean (
      "ignore-case", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_command_filter_init (TrueconfCommandFilter *self)
{
}

/**
 * trueconf_command_filter_new:
 * @name: the name of the command, without the prefix
 *
 * Creates a filter for a command that begins with a slash.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfCommandFilter *
trueconf_command_filter_new (const char *name)
{
  const char *names[] = { name, NULL };

  g_return_val_if_fail (name != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, NULL);
}

/**
 * trueconf_command_filter_get_names: (get-property names)
 * @self: a filter
 *
 * Gets the names of the command.
 *
 * Returns: (transfer none) (array zero-terminated=1): the names
 *
 * Since: 0.1
 */
const char *const *
trueconf_command_filter_get_names (TrueconfCommandFilter *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), NULL);

  return (const char *const *) self->names;
}

/**
 * trueconf_command_filter_get_prefixes: (get-property prefixes)
 * @self: a filter
 *
 * Gets what a command may begin with.
 *
 * Returns: (transfer none) (array zero-terminated=1): the prefixes
 *
 * Since: 0.1
 */
const char *const *
trueconf_command_filter_get_prefixes (TrueconfCommandFilter *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), NULL);

  return (const char *const *) self->prefixes;
}

/**
 * trueconf_command_filter_get_ignore_case: (get-property ignore-case)
 * @self: a filter
 *
 * Gets whether upper and lower case are the same in names.
 *
 * Returns: `TRUE` if they are
 *
 * Since: 0.1
 */
gboolean
trueconf_command_filter_get_ignore_case (TrueconfCommandFilter *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), FALSE);

  return self->ignore_case;
}
