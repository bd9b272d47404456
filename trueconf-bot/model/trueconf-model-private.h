/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What all objects have in common that are read once and never change: a table of their fields serves as
 * their properties, reads them and frees them. For final types only. */

typedef enum
{
  TRUECONF_FIELD_STRING,
  TRUECONF_FIELD_INT64,
  TRUECONF_FIELD_UINT,
  TRUECONF_FIELD_UINT64,
  TRUECONF_FIELD_DOUBLE,
  TRUECONF_FIELD_BOOLEAN,
  TRUECONF_FIELD_ENUM,
  TRUECONF_FIELD_OBJECT,
  TRUECONF_FIELD_BOXED,
} TrueconfFieldKind;

typedef struct
{
  const char *name;
  TrueconfFieldKind kind;
  gsize offset;
  GType (*get_type) (void);           /* of enumerations, objects and boxed values */
  gpointer (*derive) (gpointer self); /* where the value comes from, if it is not the member itself */
} TrueconfModelField;

/* Kinds whose field is a function of other fields say so by this offset. */
#define TRUECONF_FIELD_DERIVED G_MAXSIZE

void trueconf_model_class_init (GObjectClass *object_class, const TrueconfModelField *fields, guint n_fields);

/* For the few members that a test or the library itself makes without a server. */
#define TRUECONF_MODEL_FIELDS(klass, fields)                                                                 \
  trueconf_model_class_init (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields))

G_END_DECLS
