/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "forms/trueconf-form-field.h"
#include "routing/trueconf-bounded-regex-private.h"

G_BEGIN_DECLS

/* the state behind the last question, whose name no field can have */
#define TRUECONF_FORM_SUMMARY "summary"

struct _TrueconfFormField
{
  GObject parent_instance;

  char *name;
  char *question;
  TrueconfFormFieldKind kind;
  gboolean optional;
  gboolean integer;
  double minimum;
  double maximum;
  guint max_length;
  char *pattern;
  TrueconfBoundedRegex *regex;
  GStrv choices;
  GStrv choice_values;
  char *earliest;
  char *latest;
  char *hint;
  char *retry_text;
  char *default_answer;
  TrueconfFormValidateFunc validator;
  gpointer validator_data;
  GDestroyNotify validator_destroy;
  TrueconfFormConditionFunc condition;
  gpointer condition_data;
  GDestroyNotify condition_destroy;
};

TrueconfFormField *
trueconf_form_field_new (TrueconfFormFieldKind kind, const char *name, const char *question);
gboolean trueconf_form_field_is_name (const char *name);
gboolean trueconf_form_field_is_day (const char *day);
gboolean trueconf_form_parse_iso (const char *text, int *year, guint *month, guint *day);

G_END_DECLS
