/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The base of classes whose objects are read once and never change. A table of fields defines the properties, reads
 * them from JSON and frees them. For final types only. */

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
  GType (*get_type) (void);           /* for enumerations, objects and boxed types */
  gpointer (*derive) (gpointer self); /* the getter, if the field is no member of the struct */
} TrueconfModelField;

/* The offset of a field that is no member of the struct. */
#define TRUECONF_FIELD_DERIVED G_MAXSIZE

void trueconf_model_class_init (GObjectClass *object_class, const TrueconfModelField *fields, guint n_fields);

#define TRUECONF_MODEL_FIELDS(klass, fields)                                                                 \
  trueconf_model_class_init (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields))

G_END_DECLS
