/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-user-id-private.h"
#include "routing/trueconf-bounded-regex-private.h"
#include "routing/trueconf-command-filter-private.h"
#include "routing/trueconf-command-private.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-filter-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfCommandFilter:
 *
 * Lets commands through that users type, such as `/start` or `/weather Oslo`.
 *
 * A command is a prefix and a name at the beginning of a message or an edited message. It is looked for in the text as
 * its reader sees it, without the quotation of a reply; white space before it is skipped. `/start@echo_bot` is only for
 * the bot of that name: its TrueConf ID, or what is before the `@` in it.
 *
 * The handler gets the command by [method@Context.get_command].
 *
 * [method@CommandFilter.set_parameters] describes the arguments. The handler gets them by name then, and a user whose
 * arguments do not fit gets an answer that says why. [property@CommandFilter:argument-filter] only takes commands with
 * certain arguments; the others go to the handlers that come later.
 *
 * [method@Router.add_help] makes a list of commands for users of [property@CommandFilter:description].
 *
 * Handlers of commands are found as fast among a thousand as alone, unless names are regular expressions.
 *
 * ```c
 * g_autoptr (TrueconfCommandFilter) weather = trueconf_command_filter_new ("weather");
 *
 * if (!trueconf_command_filter_set_parameters (weather, "city:string days:int?=3", &error))
 *   return FALSE;
 *
 * trueconf_command_filter_set_description (weather, "The weather of a city");
 * trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (weather), on_weather, NULL, NULL);
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
  GStrv wanted;        /* the names, casefolded if the case is ignored */
  GPtrArray *patterns; /* of TrueconfBoundedRegex */
  TrueconfFilter *argument_filter;
  TrueconfCommandSpec *spec; /* NULL: the arguments are not described */
  char *description;
  gboolean hidden;
};

G_DEFINE_FINAL_TYPE (TrueconfCommandFilter, trueconf_command_filter, TRUECONF_TYPE_FILTER)

typedef enum
{
  PROP_NAMES = 1,
  PROP_PREFIXES,
  PROP_IGNORE_CASE,
  PROP_ARGUMENT_FILTER,
  PROP_PARAMETERS,
  PROP_DESCRIPTION,
  PROP_HIDDEN,
} TrueconfCommandFilterProperty;

static GParamSpec *properties[PROP_HIDDEN + 1];

static const char *const default_prefixes[] = { "/", NULL };

static void
trueconf_command_filter_finalize (GObject *object)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (object);

  g_strfreev (self->names);
  g_strfreev (self->prefixes);
  g_strfreev (self->wanted);
  g_ptr_array_unref (self->patterns);
  g_clear_object (&self->argument_filter);
  g_clear_pointer (&self->spec, trueconf_command_spec_unref);
  g_free (self->description);

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

    case PROP_ARGUMENT_FILTER:
      g_value_set_object (value, self->argument_filter);
      break;

    case PROP_PARAMETERS:
      g_value_set_string (value, trueconf_command_filter_get_parameters (self));
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_HIDDEN:
      g_value_set_boolean (value, self->hidden);
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

    case PROP_ARGUMENT_FILTER:
      self->argument_filter = g_value_dup_object (value);
      break;

    case PROP_DESCRIPTION:
      trueconf_command_filter_set_description (self, g_value_get_string (value));
      break;

    case PROP_HIDDEN:
      trueconf_command_filter_set_hidden (self, g_value_get_boolean (value));
      break;

    case PROP_PARAMETERS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

/* A name may be written with the prefix, of which the longest counts here as in texts. */
static const char *
skip_prefix (const char *const *prefixes, const char *name)
{
  gsize longest = 0;

  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (name, prefixes[i]))
      longest = MAX (longest, strlen (prefixes[i]));

  return name + longest;
}

/* Whether a text, without its prefix, can be the name of a command at all. */
static gboolean
is_name (const char *name)
{
  return name[0] != '\0' && name[trueconf_command_name_length (name)] == '\0';
}

static void
take_name (TrueconfCommandFilter *self, guint at, const char *written)
{
  const char *name = skip_prefix ((const char *const *) self->prefixes, written);

  g_return_if_fail (is_name (name));

  self->names[at] = g_strdup (written);
  self->wanted[at] = self->ignore_case ? g_utf8_casefold (name, -1) : g_strdup (name);
}

/* Names that no text can have are left out. */
static void
take_names (TrueconfCommandFilter *self)
{
  g_auto (GStrv) names = g_steal_pointer (&self->names);
  guint n = names != NULL ? g_strv_length (names) : 0;
  guint n_taken = 0;

  self->names = g_new0 (char *, n + 1);
  self->wanted = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      take_name (self, n_taken, names[i]);
      if (self->names[n_taken] != NULL)
        n_taken++;
    }
}

static void
trueconf_command_filter_constructed (GObject *object)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (object);

  G_OBJECT_CLASS (trueconf_command_filter_parent_class)->constructed (object);

  if (self->prefixes == NULL)
    self->prefixes = g_strdupv ((GStrv) default_prefixes);

  take_names (self);
  trueconf_filter_set_asynchronous (TRUECONF_FILTER (self),
                                    self->argument_filter != NULL &&
                                        trueconf_filter_is_asynchronous (self->argument_filter));
}

static gboolean
is_for_bot (const TrueconfCommandParts *parts, const char *bot_id)
{
  g_autofree char *mention = NULL;

  if (parts->mention == NULL)
    return TRUE;

  mention = g_strndup (parts->mention, parts->mention_length);
  return bot_id != NULL && trueconf_user_id_matches (bot_id, mention, bot_id);
}

static gboolean
has_name (TrueconfCommandFilter *self, const TrueconfCommandParts *parts)
{
  g_autofree char *folded = NULL;
  const char *name = parts->name;
  gsize length = parts->name_length;

  if (self->ignore_case)
    {
      name = folded = g_utf8_casefold (name, (gssize) length);
      length = strlen (folded);
    }
  for (guint i = 0; self->wanted[i] != NULL; i++)
    if (strncmp (self->wanted[i], name, length) == 0 && self->wanted[i][length] == '\0')
      return TRUE;

  return FALSE;
}

static gboolean
matches_pattern (TrueconfCommandFilter *self, const TrueconfCommandParts *parts, TrueconfContext *context)
{
  g_autofree char *name = NULL;

  if (self->patterns->len == 0)
    return FALSE;

  name = g_strndup (parts->name, parts->name_length);
  for (guint i = 0; i < self->patterns->len; i++)
    {
      TrueconfBoundedRegex *regex = g_ptr_array_index (self->patterns, i);
      g_autoptr (GMatchInfo) match = NULL;
      g_autoptr (GError) error = NULL;

      if (trueconf_bounded_regex_match (regex, name, G_REGEX_MATCH_ANCHORED, &match, &error))
        {
          trueconf_bounded_regex_store (regex, match, context);
          return TRUE;
        }
      if (error != NULL)
        trueconf_context_fail (context, error);
    }

  return FALSE;
}

static void
store_values (TrueconfCommandFilter *self, TrueconfCommand *command, TrueconfContext *context)
{
  for (guint i = 0; i < trueconf_command_spec_get_n (self->spec); i++)
    {
      const char *name = trueconf_command_spec_get_name (self->spec, i);
      const GValue *value = trueconf_command_get_value (command, name);

      if (value != NULL)
        trueconf_context_set_data (context, name, value);
    }
}

/* Without the argument filter. The context gets the command. The arguments are a part of the text of the event. */
static gboolean
find_command (TrueconfCommandFilter *self,
              TrueconfEvent *event,
              TrueconfContext *context,
              const char **arguments)
{
  const char *text = trueconf_filter_get_text (event, context);
  const char *bot_id;
  TrueconfCommandParts parts;
  TrueconfCommand *command = NULL;

  if (text == NULL || !trueconf_command_parts_find (&parts, text, (const char *const *) self->prefixes) ||
      !(has_name (self, &parts) || matches_pattern (self, &parts, context)))
    return FALSE;

  bot_id = parts.mention != NULL || self->spec != NULL ? trueconf_event_get_bot_id (event) : NULL;
  if (!is_for_bot (&parts, bot_id))
    return FALSE;

  if (self->spec != NULL)
    {
      command = trueconf_command_new (&parts);
      trueconf_command_read_values (command, self->spec, bot_id);
      store_values (self, command, context);
    }
  trueconf_context_take_command (context, &parts, command);
  *arguments = parts.arguments;

  return TRUE;
}

typedef struct
{
  TrueconfContext *context;
  const char *text; /* what filters look at again when the arguments are done */
} TrueconfArgumentStep;

static void
step_free (gpointer data)
{
  TrueconfArgumentStep *self = data;

  g_object_unref (self->context);
  g_free (self);
}

static gboolean
trueconf_command_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (filter);
  const char *text = trueconf_context_get_filter_text (context);
  const char *arguments;
  gboolean matches;

  if (!find_command (self, event, context, &arguments))
    return FALSE;

  if (self->argument_filter == NULL)
    return TRUE;

  trueconf_context_set_filter_text (context, arguments);
  matches = trueconf_filter_match (self->argument_filter, event, context);
  trueconf_context_set_filter_text (context, text);

  return matches;
}

static void
arguments_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TrueconfArgumentStep *step = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean matches = trueconf_filter_match_finish (TRUECONF_FILTER (source), result, &error);

  trueconf_context_set_filter_text (step->context, step->text);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, matches);
}

static void
trueconf_command_filter_match_async (TrueconfFilter *filter,
                                     TrueconfEvent *event,
                                     TrueconfContext *context,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (filter);
  g_autoptr (GTask) task = g_task_new (filter, cancellable, callback, user_data);
  TrueconfArgumentStep *step = g_new0 (TrueconfArgumentStep, 1);
  const char *arguments;

  step->context = g_object_ref (context);
  step->text = trueconf_context_get_filter_text (context);
  g_task_set_source_tag (task, trueconf_command_filter_match_async);
  g_task_set_task_data (task, step, step_free);
  if (!find_command (self, event, context, &arguments))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  if (self->argument_filter == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  trueconf_context_set_filter_text (context, arguments);
  trueconf_filter_match_async (self->argument_filter, event, context, cancellable, arguments_cb,
                               g_steal_pointer (&task));
}

static gboolean
trueconf_command_filter_collect_keys (TrueconfFilter *filter, TrueconfKeys *keys)
{
  TrueconfCommandFilter *self = TRUECONF_COMMAND_FILTER (filter);

  if (self->patterns->len > 0)
    return FALSE;

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
  filter_class->match_async = trueconf_command_filter_match_async;
  filter_class->collect_keys = trueconf_command_filter_collect_keys;

  /**
   * TrueconfCommandFilter:names: (getter get_names)
   *
   * The names of the command, without the prefix; with it, they mean the same.
   *
   * White space and `@` end a name. It is a programming error to give a name that has one of them, or that is empty without the
   * prefix; such a name is left out.
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

  /**
   * TrueconfCommandFilter:argument-filter: (getter get_argument_filter)
   *
   * Which arguments the command has to have, or `NULL` to take any.
   *
   * Filters of texts, such as [ctor@Filter.new_texts] and [ctor@Filter.new_regex], look at the arguments here, which are
   * empty if there are none. A command whose arguments do not match goes to the handlers that come later.
   *
   * Since: 0.1
   */
  properties[PROP_ARGUMENT_FILTER] =
      g_param_spec_object ("argument-filter", NULL, NULL, TRUECONF_TYPE_FILTER,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommandFilter:parameters: (getter get_parameters)
   *
   * What describes the arguments, see [method@CommandFilter.set_parameters], or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_PARAMETERS] = g_param_spec_string (
      "parameters", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommandFilter:description: (getter get_description) (setter set_description)
   *
   * What the command does, in a few words for users, or `NULL`. It appears in the help; see [method@Router.add_help].
   *
   * Since: 0.1
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string (
      "description", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfCommandFilter:hidden: (getter get_hidden) (setter set_hidden)
   *
   * Whether the command is left out of the help.
   *
   * Since: 0.1
   */
  properties[PROP_HIDDEN] = g_param_spec_boolean (
      "hidden", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_command_filter_init (TrueconfCommandFilter *self)
{
  self->patterns = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * trueconf_command_filter_new:
 * @name: the name of the command, with or without the slash
 *
 * Creates a filter for a command that begins with a slash.
 *
 * White space and `@` end a name, so that they cannot be a part of it. It is a programming error to give a name that is only a slash.
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
  g_return_val_if_fail (is_name (skip_prefix (default_prefixes, name)), NULL);

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

/**
 * trueconf_command_filter_add_pattern:
 * @self: a filter
 * @pattern: a regular expression, as for [struct@GLib.Regex]
 * @error: return location for an error
 *
 * Adds a regular expression for the name of the command.
 *
 * It is matched from the beginning of the name; end it with `$` for the whole name. The context gets what was found, as
 * with [ctor@Filter.new_regex].
 *
 * It is a programming error to call this when a router has the filter already.
 *
 * If @pattern is not valid, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Returns: whether @pattern is valid
 *
 * Since: 0.1
 */
gboolean
trueconf_command_filter_add_pattern (TrueconfCommandFilter *self, const char *pattern, GError **error)
{
  TrueconfBoundedRegex *regex;

  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), FALSE);
  g_return_val_if_fail (pattern != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  regex = trueconf_bounded_regex_new (pattern, self->ignore_case ? G_REGEX_CASELESS : 0, error);
  if (regex == NULL)
    return FALSE;

  g_ptr_array_add (self->patterns, regex);
  return TRUE;
}

/**
 * trueconf_command_filter_set_parameters:
 * @self: a filter
 * @parameters: (nullable): what describes the arguments, or `NULL` not to read them
 * @error: return location for an error
 *
 * Describes the arguments of the command, for example by `city:string days:int?=3`.
 *
 * Each argument has a name and a type:
 *
 * - `string`: a word, or several in quotation marks
 * - `int`: a whole number (`gint64`)
 * - `double`: a number
 * - `bool`: yes or no, on or off, also in the language of the bot
 * - `user`: the ID of a user, completed by the bot's server
 * - `date`: `2026-12-31` or `31.12.2026` ([struct@GLib.DateTime], local midnight)
 * - `duration`: `90s`, `10m`, `1h30m`, `2d` (a `double`, in seconds)
 * - `on|off`: one of these words
 *
 * `?` behind the type says that the argument may be left out, and `=` what it is then, in quotation marks if it has white
 * space. `text:string...` takes all that is left, as it was typed.
 *
 * The handler gets the values by [method@Command.get_value], and from the context by their names. If the arguments do not
 * fit, the handler is not called: the user gets an answer that says why, and how the command is written. All other filters
 * of the handler have matched then.
 *
 * It is a programming error to call this when a router has the filter already.
 *
 * If @parameters cannot be understood, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Returns: whether @parameters is valid
 *
 * Since: 0.1
 */
gboolean
trueconf_command_filter_set_parameters (TrueconfCommandFilter *self, const char *parameters, GError **error)
{
  TrueconfCommandSpec *spec = NULL;

  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (parameters != NULL)
    {
      spec = trueconf_command_spec_new (parameters, error);
      if (spec == NULL)
        return FALSE;
    }

  g_clear_pointer (&self->spec, trueconf_command_spec_unref);
  self->spec = spec;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PARAMETERS]);
  return TRUE;
}

/**
 * trueconf_command_filter_get_parameters: (get-property parameters)
 * @self: a filter
 *
 * Gets what describes the arguments.
 *
 * Returns: (transfer none) (nullable): the description, or `NULL` if the arguments are not read
 *
 * Since: 0.1
 */
const char *
trueconf_command_filter_get_parameters (TrueconfCommandFilter *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), NULL);

  return self->spec != NULL ? trueconf_command_spec_get_text (self->spec) : NULL;
}

/**
 * trueconf_command_filter_list_parameters:
 * @self: a filter
 *
 * Gets the names of the arguments that are described.
 *
 * Returns: (transfer full): the names, none of them if the arguments are not read
 *
 * Since: 0.1
 */
char **
trueconf_command_filter_list_parameters (TrueconfCommandFilter *self)
{
  guint n;
  GStrv names;

  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), NULL);

  n = self->spec != NULL ? trueconf_command_spec_get_n (self->spec) : 0;
  names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = g_strdup (trueconf_command_spec_get_name (self->spec, i));

  return names;
}

/**
 * trueconf_command_filter_get_argument_filter: (get-property argument-filter)
 * @self: a filter
 *
 * Gets which arguments the command has to have.
 *
 * Returns: (transfer none) (nullable): a filter, or `NULL` if it takes any
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_command_filter_get_argument_filter (TrueconfCommandFilter *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), NULL);

  return self->argument_filter;
}

/**
 * trueconf_command_filter_get_description: (get-property description)
 * @self: a filter
 *
 * Gets what the command does.
 *
 * Returns: (transfer none) (nullable): the description, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_command_filter_get_description (TrueconfCommandFilter *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), NULL);

  return self->description;
}

/**
 * trueconf_command_filter_set_description: (set-property description)
 * @self: a filter
 * @description: (nullable): the description
 *
 * Sets what the command does, for the help.
 *
 * Since: 0.1
 */
void
trueconf_command_filter_set_description (TrueconfCommandFilter *self, const char *description)
{
  g_return_if_fail (TRUECONF_IS_COMMAND_FILTER (self));

  if (trueconf_set_string (&self->description, description))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

/**
 * trueconf_command_filter_get_hidden: (get-property hidden)
 * @self: a filter
 *
 * Gets whether the command is left out of the help.
 *
 * Returns: `TRUE` if it is
 *
 * Since: 0.1
 */
gboolean
trueconf_command_filter_get_hidden (TrueconfCommandFilter *self)
{
  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), FALSE);

  return self->hidden;
}

/**
 * trueconf_command_filter_set_hidden: (set-property hidden)
 * @self: a filter
 * @hidden: `TRUE` if it is
 *
 * Sets whether the command is left out of the help.
 *
 * Since: 0.1
 */
void
trueconf_command_filter_set_hidden (TrueconfCommandFilter *self, gboolean hidden)
{
  g_return_if_fail (TRUECONF_IS_COMMAND_FILTER (self));

  if (self->hidden == hidden)
    return;

  self->hidden = hidden;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDDEN]);
}

char *
trueconf_command_filter_get_first_name (TrueconfCommandFilter *self)
{
  const char *prefix = self->prefixes[0] != NULL ? self->prefixes[0] : "";

  if (self->names[0] != NULL)
    return g_strconcat (prefix, skip_prefix ((const char *const *) self->prefixes, self->names[0]), NULL);
  if (self->patterns->len > 0)
    return g_strconcat (prefix, trueconf_bounded_regex_get_pattern (g_ptr_array_index (self->patterns, 0)),
                        NULL);

  return g_strdup (prefix);
}

/**
 * trueconf_command_filter_get_usage:
 * @self: a filter
 *
 * Gets how the command is written, for example `/weather <city> [days=3]`.
 *
 * A command without a plain name is shown by its first regular expression.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
trueconf_command_filter_get_usage (TrueconfCommandFilter *self)
{
  g_autofree char *first = NULL;
  GString *usage;

  g_return_val_if_fail (TRUECONF_IS_COMMAND_FILTER (self), NULL);

  first = trueconf_command_filter_get_first_name (self);
  usage = g_string_new (first);
  for (guint i = 1; self->names[0] != NULL && self->names[i] != NULL; i++)
    g_string_append_printf (usage, ", %s%s", self->prefixes[0] != NULL ? self->prefixes[0] : "",
                            skip_prefix ((const char *const *) self->prefixes, self->names[i]));
  if (self->spec != NULL)
    trueconf_command_spec_append_usage (self->spec, usage);

  return g_string_free (usage, FALSE);
}
