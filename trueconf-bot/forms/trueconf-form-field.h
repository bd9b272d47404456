/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "forms/trueconf-form-result.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FORM_FIELD (trueconf_form_field_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfFormField, trueconf_form_field, TRUECONF, FORM_FIELD, GObject)

/**
 * TrueconfFormValidateFunc:
 * @field: the field that was answered
 * @answers: the answers so far, with the new one
 * @task: where the verdict goes: call [method@Gio.Task.return_boolean] or [method@Gio.Task.return_error] once, now or later
 * @user_data: the data that was passed to [method@FormField.set_validator]
 *
 * Begins to decide whether an answer is taken.
 *
 * `TRUE` takes the answer, and `FALSE` refuses it with the [property@FormField:retry-text]. An error with the code
 * `TRUECONF_ERROR_INVALID_ARGUMENT` refuses it as well, and its message is said to the user. Any other error goes to the error
 * handlers, and the form stays where it is.
 *
 * The function has to take a reference on @task to use it after it has returned. If the last one is dropped without a verdict,
 * the answer is refused.
 *
 * Since: 0.1
 */
typedef void (*TrueconfFormValidateFunc) (TrueconfFormField *field,
                                          TrueconfFormResult *answers,
                                          GTask *task,
                                          gpointer user_data);

/**
 * TrueconfFormConditionFunc:
 * @field: the field
 * @answers: the answers so far
 * @user_data: the data that was passed to [method@FormField.set_condition]
 *
 * Decides whether a question is asked. It may be called often, and must give the same answer for the same @answers.
 *
 * Returns: `TRUE` if it is asked
 *
 * Since: 0.1
 */
typedef gboolean (*TrueconfFormConditionFunc) (TrueconfFormField *field,
                                               TrueconfFormResult *answers,
                                               gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfFormField *trueconf_form_field_new_text (const char *name,
                                                 const char *question) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFormField *trueconf_form_field_new_number (const char *name,
                                                   const char *question) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFormField *trueconf_form_field_new_date (const char *name,
                                                 const char *question) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFormField *trueconf_form_field_new_choice (const char *name,
                                                   const char *question,
                                                   const char *const *choices) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFormField *trueconf_form_field_new_file (const char *name,
                                                 const char *question) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFormField *trueconf_form_field_new_confirm (const char *name,
                                                    const char *question) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_name (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_question (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFormFieldKind trueconf_form_field_get_kind (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_pattern (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_form_field_set_pattern (TrueconfFormField *self, const char *pattern, GError **error);
TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_form_field_get_choices (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_form_field_get_choice_values (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_choices (TrueconfFormField *self,
                                      const char *const *choices,
                                      const char *const *values);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_form_field_get_optional (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_optional (TrueconfFormField *self, gboolean optional);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_form_field_get_integer (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_integer (TrueconfFormField *self, gboolean integer);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_form_field_get_minimum (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_minimum (TrueconfFormField *self, double minimum);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_form_field_get_maximum (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_maximum (TrueconfFormField *self, double maximum);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_form_field_get_max_length (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_max_length (TrueconfFormField *self, guint max_length);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_earliest (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_earliest (TrueconfFormField *self, const char *earliest);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_latest (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_latest (TrueconfFormField *self, const char *latest);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_hint (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_hint (TrueconfFormField *self, const char *hint);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_retry_text (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_retry_text (TrueconfFormField *self, const char *retry_text);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_form_field_get_default_answer (TrueconfFormField *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_default_answer (TrueconfFormField *self, const char *default_answer);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_validator (TrueconfFormField *self,
                                        TrueconfFormValidateFunc func,
                                        gpointer user_data,
                                        GDestroyNotify destroy);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_form_field_set_condition (TrueconfFormField *self,
                                        TrueconfFormConditionFunc func,
                                        gpointer user_data,
                                        GDestroyNotify destroy);

G_END_DECLS
