/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "forms/trueconf-form-field-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-enums.h"

/**
 * TrueconfFormField:
 *
 * A question of a [class@Form], and what answers it takes.
 *
 * A field does not change once a form asks it.
 *
 * ```c
 * TrueconfFormField *field = trueconf_form_field_new_number ("count", "How many?");
 *
 * trueconf_form_field_set_integer (field, TRUE);
 * trueconf_form_field_set_minimum (field, 1);
 * trueconf_form_field_set_maximum (field, 10);
 * ```
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfFormField, trueconf_form_field, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_QUESTION,
  PROP_KIND,
  PROP_PATTERN,
  PROP_CHOICES,
  PROP_CHOICE_VALUES,
  PROP_OPTIONAL,
  PROP_INTEGER,
  PROP_MINIMUM,
  PROP_MAXIMUM,
  PROP_MAX_LENGTH,
  PROP_EARLIEST,
  PROP_LATEST,
  PROP_HINT,
  PROP_RETRY_TEXT,
  PROP_DEFAULT_ANSWER,
} TrueconfFormFieldProperty;

static GParamSpec *properties[PROP_DEFAULT_ANSWER + 1];

static void
trueconf_form_field_finalize (GObject *object)
{
  TrueconfFormField *self = TRUECONF_FORM_FIELD (object);

  if (self->validator_destroy != NULL)
    self->validator_destroy (self->validator_data);
  if (self->condition_destroy != NULL)
    self->condition_destroy (self->condition_data);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->question, g_free);
  g_clear_object (&self->regex);
  g_clear_pointer (&self->pattern, g_free);
  g_clear_pointer (&self->choices, g_strfreev);
  g_clear_pointer (&self->choice_values, g_strfreev);
  g_clear_pointer (&self->earliest, g_free);
  g_clear_pointer (&self->latest, g_free);
  g_clear_pointer (&self->hint, g_free);
  g_clear_pointer (&self->retry_text, g_free);
  g_clear_pointer (&self->default_answer, g_free);

  G_OBJECT_CLASS (trueconf_form_field_parent_class)->finalize (object);
}

static void
trueconf_form_field_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfFormField *self = TRUECONF_FORM_FIELD (object);

  switch ((TrueconfFormFieldProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_QUESTION:
      g_value_set_string (value, self->question);
      break;

    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;

    case PROP_PATTERN:
      g_value_set_string (value, self->pattern);
      break;

    case PROP_CHOICES:
      g_value_set_boxed (value, self->choices);
      break;

    case PROP_CHOICE_VALUES:
      g_value_set_boxed (value, self->choice_values);
      break;

    case PROP_OPTIONAL:
      g_value_set_boolean (value, self->optional);
      break;

    case PROP_INTEGER:
      g_value_set_boolean (value, self->integer);
      break;

    case PROP_MINIMUM:
      g_value_set_double (value, self->minimum);
      break;

    case PROP_MAXIMUM:
      g_value_set_double (value, self->maximum);
      break;

    case PROP_MAX_LENGTH:
      g_value_set_uint (value, self->max_length);
      break;

    case PROP_EARLIEST:
      g_value_set_string (value, self->earliest);
      break;

    case PROP_LATEST:
      g_value_set_string (value, self->latest);
      break;

    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;

    case PROP_RETRY_TEXT:
      g_value_set_string (value, self->retry_text);
      break;

    case PROP_DEFAULT_ANSWER:
      g_value_set_string (value, self->default_answer);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_form_field_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfFormField *self = TRUECONF_FORM_FIELD (object);

  switch ((TrueconfFormFieldProperty) prop_id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;

    case PROP_QUESTION:
      self->question = g_value_dup_string (value);
      break;

    case PROP_KIND:
      self->kind = (TrueconfFormFieldKind) g_value_get_enum (value);
      break;

    case PROP_OPTIONAL:
      trueconf_form_field_set_optional (self, g_value_get_boolean (value));
      break;

    case PROP_INTEGER:
      trueconf_form_field_set_integer (self, g_value_get_boolean (value));
      break;

    case PROP_MINIMUM:
      trueconf_form_field_set_minimum (self, g_value_get_double (value));
      break;

    case PROP_MAXIMUM:
      trueconf_form_field_set_maximum (self, g_value_get_double (value));
      break;

    case PROP_MAX_LENGTH:
      trueconf_form_field_set_max_length (self, g_value_get_uint (value));
      break;

    case PROP_EARLIEST:
      trueconf_form_field_set_earliest (self, g_value_get_string (value));
      break;

    case PROP_LATEST:
      trueconf_form_field_set_latest (self, g_value_get_string (value));
      break;

    case PROP_HINT:
      trueconf_form_field_set_hint (self, g_value_get_string (value));
      break;

    case PROP_RETRY_TEXT:
      trueconf_form_field_set_retry_text (self, g_value_get_string (value));
      break;

    case PROP_DEFAULT_ANSWER:
      trueconf_form_field_set_default_answer (self, g_value_get_string (value));
      break;

    case PROP_PATTERN:
    case PROP_CHOICES:
    case PROP_CHOICE_VALUES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_form_field_class_init (TrueconfFormFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags changeable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_form_field_finalize;
  object_class->get_property = trueconf_form_field_get_property;
  object_class->set_property = trueconf_form_field_set_property;

  /**
   * TrueconfFormField:name: (getter get_name)
   *
   * The name of the answer.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, once);

  /**
   * TrueconfFormField:question: (getter get_question)
   *
   * What the user is asked.
   *
   * Since: 0.1
   */
  properties[PROP_QUESTION] = g_param_spec_string ("question", NULL, NULL, NULL, once);

  /**
   * TrueconfFormField:kind: (getter get_kind)
   *
   * What is asked for.
   *
   * Since: 0.1
   */
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, TRUECONF_TYPE_FORM_FIELD_KIND,
                                             TRUECONF_FORM_FIELD_KIND_TEXT, once);

  /**
   * TrueconfFormField:pattern: (getter get_pattern)
   *
   * The regular expression that the whole text has to match, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_PATTERN] = g_param_spec_string ("pattern", NULL, NULL, NULL, readable);

  /**
   * TrueconfFormField:choices: (getter get_choices)
   *
   * The labels of the choices, or `NULL` if there are none.
   *
   * Since: 0.1
   */
  properties[PROP_CHOICES] = g_param_spec_boxed ("choices", NULL, NULL, G_TYPE_STRV, readable);

  /**
   * TrueconfFormField:choice-values: (getter get_choice_values)
   *
   * The values of the choices, or `NULL` if there are none.
   *
   * Since: 0.1
   */
  properties[PROP_CHOICE_VALUES] = g_param_spec_boxed ("choice-values", NULL, NULL, G_TYPE_STRV, readable);

  /**
   * TrueconfFormField:optional: (getter get_optional) (setter set_optional)
   *
   * Whether the question can be skipped.
   *
   * Since: 0.1
   */
  properties[PROP_OPTIONAL] = g_param_spec_boolean ("optional", NULL, NULL, FALSE, changeable);

  /**
   * TrueconfFormField:integer: (getter get_integer) (setter set_integer)
   *
   * Whether only whole numbers are taken.
   *
   * Since: 0.1
   */
  properties[PROP_INTEGER] = g_param_spec_boolean ("integer", NULL, NULL, FALSE, changeable);

  /**
   * TrueconfFormField:minimum: (getter get_minimum) (setter set_minimum)
   *
   * The least number that is taken.
   *
   * Since: 0.1
   */
  properties[PROP_MINIMUM] =
      g_param_spec_double ("minimum", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, changeable);

  /**
   * TrueconfFormField:maximum: (getter get_maximum) (setter set_maximum)
   *
   * The largest number that is taken; of a file, the largest size in bytes.
   *
   * Since: 0.1
   */
  properties[PROP_MAXIMUM] =
      g_param_spec_double ("maximum", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, changeable);

  /**
   * TrueconfFormField:max-length: (getter get_max_length) (setter set_max_length)
   *
   * How many characters a text may have, or 0 for as many as a message has.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_LENGTH] = g_param_spec_uint ("max-length", NULL, NULL, 0, G_MAXUINT, 0, changeable);

  /**
   * TrueconfFormField:earliest: (getter get_earliest) (setter set_earliest)
   *
   * The first day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_EARLIEST] = g_param_spec_string ("earliest", NULL, NULL, NULL, changeable);

  /**
   * TrueconfFormField:latest: (getter get_latest) (setter set_latest)
   *
   * The last day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_LATEST] = g_param_spec_string ("latest", NULL, NULL, NULL, changeable);

  /**
   * TrueconfFormField:hint: (getter get_hint) (setter set_hint)
   *
   * What stands below the question, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, changeable);

  /**
   * TrueconfFormField:retry-text: (getter get_retry_text) (setter set_retry_text)
   *
   * What is said when an answer does not fit, or `NULL` to say what would.
   *
   * Since: 0.1
   */
  properties[PROP_RETRY_TEXT] = g_param_spec_string ("retry-text", NULL, NULL, NULL, changeable);

  /**
   * TrueconfFormField:default-answer: (getter get_default_answer) (setter set_default_answer)
   *
   * The answer of those who skip the question, as they would write it, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_DEFAULT_ANSWER] = g_param_spec_string ("default-answer", NULL, NULL, NULL, changeable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_form_field_init (TrueconfFormField *self)
{
  self->kind = TRUECONF_FORM_FIELD_KIND_TEXT;
  self->minimum = -G_MAXDOUBLE;
  self->maximum = G_MAXDOUBLE;
}

TrueconfFormField *
trueconf_form_field_new (TrueconfFormFieldKind kind, const char *name, const char *question)
{
  return g_object_new (TRUECONF_TYPE_FORM_FIELD, "kind", kind, "name", name, "question", question, NULL);
}

gboolean
trueconf_form_field_is_name (const char *name)
{
  return name != NULL && name[0] != '\0' && strlen (name) <= 64 && strpbrk (name, ":*") == NULL &&
         strcmp (name, TRUECONF_FORM_SUMMARY) != 0;
}

gboolean
trueconf_form_field_is_day (const char *day)
{
  int year;
  guint month;
  guint in_month;

  return strcmp (day, "today") == 0 || strcmp (day, "tomorrow") == 0 ||
         trueconf_form_parse_iso (day, &year, &month, &in_month);
}

/**
 * trueconf_form_field_new_text: (constructor)
 * @name: the name of the answer, which has no colon and is not `summary`
 * @question: what the user is asked
 *
 * Creates a question for a text.
 *
 * Returns: (transfer full): a field
 *
 * Since: 0.1
 */
TrueconfFormField *
trueconf_form_field_new_text (const char *name, const char *question)
{
  g_return_val_if_fail (trueconf_form_field_is_name (name), NULL);
  g_return_val_if_fail (question != NULL, NULL);

  return trueconf_form_field_new (TRUECONF_FORM_FIELD_KIND_TEXT, name, question);
}

/**
 * trueconf_form_field_new_number: (constructor)
 * @name: the name of the answer, which has no colon and is not `summary`
 * @question: what the user is asked
 *
 * Creates a question for a number.
 *
 * Returns: (transfer full): a field
 *
 * Since: 0.1
 */
TrueconfFormField *
trueconf_form_field_new_number (const char *name, const char *question)
{
  g_return_val_if_fail (trueconf_form_field_is_name (name), NULL);
  g_return_val_if_fail (question != NULL, NULL);

  return trueconf_form_field_new (TRUECONF_FORM_FIELD_KIND_NUMBER, name, question);
}

/**
 * trueconf_form_field_new_date: (constructor)
 * @name: the name of the answer, which has no colon and is not `summary`
 * @question: what the user is asked
 *
 * Creates a question for a day.
 *
 * Users write `2026-05-06`, `6.5.2026`, or the words for today and tomorrow, for which there are buttons.
 *
 * Returns: (transfer full): a field
 *
 * Since: 0.1
 */
TrueconfFormField *
trueconf_form_field_new_date (const char *name, const char *question)
{
  g_return_val_if_fail (trueconf_form_field_is_name (name), NULL);
  g_return_val_if_fail (question != NULL, NULL);

  return trueconf_form_field_new (TRUECONF_FORM_FIELD_KIND_DATE, name, question);
}

/**
 * trueconf_form_field_new_choice: (constructor)
 * @name: the name of the answer, which has no colon and is not `summary`
 * @question: what the user is asked
 * @choices: (array zero-terminated=1): the choices, at least one
 *
 * Creates a question with choices, which are buttons, page by page if there are many.
 *
 * Users can also write a choice, or its number. In groups this is the only way if each user has a dialog of their own,
 * because the server does not say who has pressed a button: there the choices are listed in the text.
 *
 * Returns: (transfer full): a field
 *
 * Since: 0.1
 */
TrueconfFormField *
trueconf_form_field_new_choice (const char *name, const char *question, const char *const *choices)
{
  TrueconfFormField *self;

  g_return_val_if_fail (trueconf_form_field_is_name (name), NULL);
  g_return_val_if_fail (question != NULL, NULL);
  g_return_val_if_fail (choices != NULL && choices[0] != NULL, NULL);

  self = trueconf_form_field_new (TRUECONF_FORM_FIELD_KIND_CHOICE, name, question);
  trueconf_form_field_set_choices (self, choices, NULL);

  return self;
}

/**
 * trueconf_form_field_new_file: (constructor)
 * @name: the name of the answer, which has no colon and is not `summary`
 * @question: what the user is asked
 *
 * Creates a question for a file. It stays on the server: the answer has its id, see [method@Bot.download_file_async].
 *
 * Returns: (transfer full): a field
 *
 * Since: 0.1
 */
TrueconfFormField *
trueconf_form_field_new_file (const char *name, const char *question)
{
  g_return_val_if_fail (trueconf_form_field_is_name (name), NULL);
  g_return_val_if_fail (question != NULL, NULL);

  return trueconf_form_field_new (TRUECONF_FORM_FIELD_KIND_FILE, name, question);
}

/**
 * trueconf_form_field_new_confirm: (constructor)
 * @name: the name of the answer, which has no colon and is not `summary`
 * @question: what the user is asked
 *
 * Creates a question that is answered by yes or no.
 *
 * Returns: (transfer full): a field
 *
 * Since: 0.1
 */
TrueconfFormField *
trueconf_form_field_new_confirm (const char *name, const char *question)
{
  g_return_val_if_fail (trueconf_form_field_is_name (name), NULL);
  g_return_val_if_fail (question != NULL, NULL);

  return trueconf_form_field_new (TRUECONF_FORM_FIELD_KIND_CONFIRM, name, question);
}

/**
 * trueconf_form_field_get_name: (get-property name)
 * @self: a field
 *
 * Gets the name of the answer.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_name (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->name;
}

/**
 * trueconf_form_field_get_question: (get-property question)
 * @self: a field
 *
 * Gets what the user is asked.
 *
 * Returns: (transfer none): the question
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_question (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->question;
}

/**
 * trueconf_form_field_get_kind: (get-property kind)
 * @self: a field
 *
 * Gets what is asked for.
 *
 * Returns: the kind
 *
 * Since: 0.1
 */
TrueconfFormFieldKind
trueconf_form_field_get_kind (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), TRUECONF_FORM_FIELD_KIND_TEXT);

  return self->kind;
}

/**
 * trueconf_form_field_get_pattern: (get-property pattern)
 * @self: a field
 *
 * Gets the regular expression that the whole text has to match.
 *
 * Returns: (transfer none) (nullable): the regular expression, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_pattern (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->pattern;
}

/**
 * trueconf_form_field_set_pattern: (set-property pattern)
 * @self: a field
 * @pattern: (nullable): a regular expression, or `NULL`
 * @error: return location for an error
 *
 * Sets the regular expression that the whole text has to match.
 *
 * Matching is bounded, see [class@BoundedRegex]. A text that takes too long is not accepted: the user is told that it could
 * not be checked, and is asked again, and the error goes to the error handlers of the bot. The error of this function is that of
 * [ctor@Filter.new_regex].
 *
 * Returns: `TRUE` if it was set, or `FALSE` with @error set
 *
 * Since: 0.1
 */
gboolean
trueconf_form_field_set_pattern (TrueconfFormField *self, const char *pattern, GError **error)
{
  TrueconfBoundedRegex *regex = NULL;

  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (pattern != NULL)
    {
      g_autofree char *whole = NULL;

      /* by itself first: brackets that do not match would go unnoticed inside of others */
      regex = trueconf_bounded_regex_new (pattern, 0, error);
      if (regex == NULL)
        return FALSE;
      g_object_unref (regex);
      whole = g_strdup_printf ("\\A(?:%s)\\z", pattern);
      regex = trueconf_bounded_regex_new (whole, 0, error);
      if (regex == NULL)
        return FALSE;
    }

  g_clear_object (&self->regex);
  self->regex = regex;
  if (g_strcmp0 (self->pattern, pattern) != 0)
    {
      g_free (self->pattern);
      self->pattern = g_strdup (pattern);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATTERN]);
    }

  return TRUE;
}

/**
 * trueconf_form_field_get_choices: (get-property choices)
 * @self: a field
 *
 * Gets the labels of the choices.
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the labels, or `NULL` if there are none
 *
 * Since: 0.1
 */
const char *const *
trueconf_form_field_get_choices (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return (const char *const *) self->choices;
}

/**
 * trueconf_form_field_get_choice_values: (get-property choice-values)
 * @self: a field
 *
 * Gets the values of the choices.
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the values, or `NULL` if there are none
 *
 * Since: 0.1
 */
const char *const *
trueconf_form_field_get_choice_values (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return (const char *const *) self->choice_values;
}

/**
 * trueconf_form_field_set_choices:
 * @self: a field
 * @choices: (array zero-terminated=1): the labels of the choices, at least one
 * @values: (nullable) (array zero-terminated=1): as many values, or `NULL` if the labels are the values
 *
 * Sets the choices.
 *
 * A value stays what it is when the label is translated or changed.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_choices (TrueconfFormField *self,
                                 const char *const *choices,
                                 const char *const *values)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));
  g_return_if_fail (choices != NULL && choices[0] != NULL);
  g_return_if_fail (values == NULL || g_strv_length ((char **) values) == g_strv_length ((char **) choices));

  g_strfreev (self->choices);
  g_strfreev (self->choice_values);
  self->choices = g_strdupv ((char **) choices);
  self->choice_values = g_strdupv ((char **) (values != NULL ? values : choices));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOICES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOICE_VALUES]);
}

/**
 * trueconf_form_field_set_validator:
 * @self: a field
 * @func: (scope notified) (closure user_data) (destroy destroy) (nullable): a function, or `NULL`
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets a function that decides whether an answer is taken, after all other checks.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_validator (TrueconfFormField *self,
                                   TrueconfFormValidateFunc func,
                                   gpointer user_data,
                                   GDestroyNotify destroy)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (self->validator_destroy != NULL)
    self->validator_destroy (self->validator_data);
  self->validator = func;
  self->validator_data = user_data;
  self->validator_destroy = destroy;
}

/**
 * trueconf_form_field_set_condition:
 * @self: a field
 * @func: (scope notified) (closure user_data) (destroy destroy) (nullable): a function, or `NULL`
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets a function that decides by the answers so far whether the question is asked.
 *
 * The answer to a question that is not asked any more, because an earlier answer was changed, is no part of the result.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_condition (TrueconfFormField *self,
                                   TrueconfFormConditionFunc func,
                                   gpointer user_data,
                                   GDestroyNotify destroy)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (self->condition_destroy != NULL)
    self->condition_destroy (self->condition_data);
  self->condition = func;
  self->condition_data = user_data;
  self->condition_destroy = destroy;
}
