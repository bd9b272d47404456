/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which answers a field takes. */

#include "config.h"

#include "forms/trueconf-form-field-private.h"

/**
 * trueconf_form_field_get_optional: (get-property optional)
 * @self: a field
 *
 * Gets whether the question can be skipped.
 *
 * Returns: `TRUE` if so
 *
 * Since: 0.1
 */
gboolean
trueconf_form_field_get_optional (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), FALSE);

  return self->optional;
}

/**
 * trueconf_form_field_set_optional: (set-property optional)
 * @self: a field
 * @optional: `TRUE` if so
 *
 * Sets whether the question can be skipped.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_optional (TrueconfFormField *self, gboolean optional)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (self->optional == optional)
    return;

  self->optional = optional;
  g_object_notify (G_OBJECT (self), "optional");
}

/**
 * trueconf_form_field_get_integer: (get-property integer)
 * @self: a field
 *
 * Gets whether only whole numbers are taken.
 *
 * Returns: `TRUE` if so
 *
 * Since: 0.1
 */
gboolean
trueconf_form_field_get_integer (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), FALSE);

  return self->integer;
}

/**
 * trueconf_form_field_set_integer: (set-property integer)
 * @self: a field
 * @integer: `TRUE` if so
 *
 * Sets whether only whole numbers are taken.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_integer (TrueconfFormField *self, gboolean integer)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (self->integer == integer)
    return;

  self->integer = integer;
  g_object_notify (G_OBJECT (self), "integer");
}

/**
 * trueconf_form_field_get_minimum: (get-property minimum)
 * @self: a field
 *
 * Gets the least number that is taken.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
double
trueconf_form_field_get_minimum (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), 0.0);

  return self->minimum;
}

/**
 * trueconf_form_field_set_minimum: (set-property minimum)
 * @self: a field
 * @minimum: the least number that is taken
 *
 * Sets the least number that is taken.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_minimum (TrueconfFormField *self, double minimum)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));
  g_return_if_fail (minimum >= -G_MAXDOUBLE && minimum <= G_MAXDOUBLE);

  if (self->minimum >= minimum && self->minimum <= minimum)
    return;

  self->minimum = minimum;
  g_object_notify (G_OBJECT (self), "minimum");
}

/**
 * trueconf_form_field_get_maximum: (get-property maximum)
 * @self: a field
 *
 * Gets the largest number that is taken; of a file, the largest size in bytes.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
double
trueconf_form_field_get_maximum (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), 0.0);

  return self->maximum;
}

/**
 * trueconf_form_field_set_maximum: (set-property maximum)
 * @self: a field
 * @maximum: the largest number that is taken; of a file, the largest size in bytes
 *
 * Sets the largest number that is taken; of a file, the largest size in bytes.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_maximum (TrueconfFormField *self, double maximum)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));
  g_return_if_fail (maximum >= -G_MAXDOUBLE && maximum <= G_MAXDOUBLE);

  if (self->maximum >= maximum && self->maximum <= maximum)
    return;

  self->maximum = maximum;
  g_object_notify (G_OBJECT (self), "maximum");
}

/**
 * trueconf_form_field_get_max_length: (get-property max-length)
 * @self: a field
 *
 * Gets how many characters a text may have, or 0 for as many as a message has.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
trueconf_form_field_get_max_length (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), 0);

  return self->max_length;
}

/**
 * trueconf_form_field_set_max_length: (set-property max-length)
 * @self: a field
 * @max_length: how many characters a text may have, or 0 for as many as a message has
 *
 * Sets how many characters a text may have, or 0 for as many as a message has.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_max_length (TrueconfFormField *self, guint max_length)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (self->max_length == max_length)
    return;

  self->max_length = max_length;
  g_object_notify (G_OBJECT (self), "max-length");
}

/**
 * trueconf_form_field_get_earliest: (get-property earliest)
 * @self: a field
 *
 * Gets the first day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`.
 *
 * Returns: (transfer none) (nullable): the first day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_earliest (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->earliest;
}

/**
 * trueconf_form_field_set_earliest: (set-property earliest)
 * @self: a field
 * @earliest: (nullable): the first day that is taken, as `2026-05-06`, `today` or `tomorrow`
 *
 * Sets the first day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_earliest (TrueconfFormField *self, const char *earliest)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));
  g_return_if_fail (earliest == NULL || trueconf_form_field_is_day (earliest));

  if (g_strcmp0 (self->earliest, earliest) == 0)
    return;

  g_free (self->earliest);
  self->earliest = g_strdup (earliest);
  g_object_notify (G_OBJECT (self), "earliest");
}

/**
 * trueconf_form_field_get_latest: (get-property latest)
 * @self: a field
 *
 * Gets the last day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`.
 *
 * Returns: (transfer none) (nullable): the last day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_latest (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->latest;
}

/**
 * trueconf_form_field_set_latest: (set-property latest)
 * @self: a field
 * @latest: (nullable): the last day that is taken, as `2026-05-06`, `today` or `tomorrow`
 *
 * Sets the last day that is taken, as `2026-05-06`, `today` or `tomorrow`, or `NULL`.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_latest (TrueconfFormField *self, const char *latest)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));
  g_return_if_fail (latest == NULL || trueconf_form_field_is_day (latest));

  if (g_strcmp0 (self->latest, latest) == 0)
    return;

  g_free (self->latest);
  self->latest = g_strdup (latest);
  g_object_notify (G_OBJECT (self), "latest");
}

/**
 * trueconf_form_field_get_hint: (get-property hint)
 * @self: a field
 *
 * Gets what stands below the question, or `NULL`.
 *
 * Returns: (transfer none) (nullable): what stands below the question, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_hint (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->hint;
}

/**
 * trueconf_form_field_set_hint: (set-property hint)
 * @self: a field
 * @hint: (nullable): what stands below the question
 *
 * Sets what stands below the question, or `NULL`.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_hint (TrueconfFormField *self, const char *hint)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (g_strcmp0 (self->hint, hint) == 0)
    return;

  g_free (self->hint);
  self->hint = g_strdup (hint);
  g_object_notify (G_OBJECT (self), "hint");
}

/**
 * trueconf_form_field_get_retry_text: (get-property retry-text)
 * @self: a field
 *
 * Gets what is said when an answer does not fit, or `NULL` to say what would.
 *
 * Returns: (transfer none) (nullable): what is said when an answer does not fit, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_retry_text (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->retry_text;
}

/**
 * trueconf_form_field_set_retry_text: (set-property retry-text)
 * @self: a field
 * @retry_text: (nullable): what is said when an answer does not fit
 *
 * Sets what is said when an answer does not fit, or `NULL` to say what would.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_retry_text (TrueconfFormField *self, const char *retry_text)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (g_strcmp0 (self->retry_text, retry_text) == 0)
    return;

  g_free (self->retry_text);
  self->retry_text = g_strdup (retry_text);
  g_object_notify (G_OBJECT (self), "retry-text");
}

/**
 * trueconf_form_field_get_default_answer: (get-property default-answer)
 * @self: a field
 *
 * Gets the answer of those who skip the question, as they would write it, or `NULL`.
 *
 * Returns: (transfer none) (nullable): the answer of those who skip the question, as they would write it, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_form_field_get_default_answer (TrueconfFormField *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORM_FIELD (self), NULL);

  return self->default_answer;
}

/**
 * trueconf_form_field_set_default_answer: (set-property default-answer)
 * @self: a field
 * @default_answer: (nullable): the answer of those who skip the question, as they would write it
 *
 * Sets the answer of those who skip the question, as they would write it, or `NULL`.
 *
 * Since: 0.1
 */
void
trueconf_form_field_set_default_answer (TrueconfFormField *self, const char *default_answer)
{
  g_return_if_fail (TRUECONF_IS_FORM_FIELD (self));

  if (g_strcmp0 (self->default_answer, default_answer) == 0)
    return;

  g_free (self->default_answer);
  self->default_answer = g_strdup (default_answer);
  g_object_notify (G_OBJECT (self), "default-answer");
}
