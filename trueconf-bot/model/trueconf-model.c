/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "model/trueconf-list-private.h"
#include "model/trueconf-model-private.h"

typedef struct
{
  const TrueconfModelField *fields;
  guint n_fields;
} TrueconfModelTable;

static GQuark
table_quark (void)
{
  /* atomic, since models are made on the I/O thread and freed on any */
  static int quark = 0;
  int known = g_atomic_int_get (&quark);

  if (G_UNLIKELY (known == 0))
    {
      known = (int) g_quark_from_static_string ("trueconf-model-table");
      g_atomic_int_set (&quark, known);
    }

  return (GQuark) known;
}

static gpointer
read_pointer (GObject *object, const TrueconfModelField *field)
{
  if (field->derive != NULL)
    return field->derive (object);

  return G_STRUCT_MEMBER (gpointer, object, field->offset);
}

/* The class that has the fields: the object's own, or the one that it is derived from. */
static GType
find_type (gpointer object)
{
  GType type = G_OBJECT_TYPE (object);

  while (type != 0 && g_type_get_qdata (type, table_quark ()) == NULL)
    type = g_type_parent (type);

  return type;
}

static void
get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const TrueconfModelTable *table = g_type_get_qdata (pspec->owner_type, table_quark ());
  const TrueconfModelField *field = &table->fields[prop_id - 1];

  switch (field->kind)
    {
    case TRUECONF_FIELD_STRING:
      g_value_set_string (value, read_pointer (object, field));
      break;

    case TRUECONF_FIELD_INT64:
      g_value_set_int64 (value, G_STRUCT_MEMBER (gint64, object, field->offset));
      break;

    case TRUECONF_FIELD_UINT:
      g_value_set_uint (value, G_STRUCT_MEMBER (guint, object, field->offset));
      break;

    case TRUECONF_FIELD_UINT64:
      g_value_set_uint64 (value, G_STRUCT_MEMBER (guint64, object, field->offset));
      break;

    case TRUECONF_FIELD_DOUBLE:
      g_value_set_double (value, G_STRUCT_MEMBER (double, object, field->offset));
      break;

    case TRUECONF_FIELD_BOOLEAN:
      if (field->derive != NULL)
        g_value_set_boolean (value, field->derive (object) != NULL);
      else
        g_value_set_boolean (value, G_STRUCT_MEMBER (gboolean, object, field->offset));
      break;

    case TRUECONF_FIELD_ENUM:
      if (field->derive != NULL)
        g_value_set_enum (value, GPOINTER_TO_INT (field->derive (object)));
      else
        g_value_set_enum (value, G_STRUCT_MEMBER (int, object, field->offset));
      break;

    case TRUECONF_FIELD_OBJECT:
      g_value_set_object (value, read_pointer (object, field));
      break;

    case TRUECONF_FIELD_BOXED:
      g_value_set_boxed (value, read_pointer (object, field));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
finalize (GObject *object)
{
  GType type = find_type (object);
  const TrueconfModelTable *table = g_type_get_qdata (type, table_quark ());
  GObjectClass *parent_class = g_type_class_peek (g_type_parent (type));

  for (guint i = 0; i < table->n_fields; i++)
    {
      const TrueconfModelField *field = &table->fields[i];
      gpointer *member = NULL;

      if (field->offset == TRUECONF_FIELD_DERIVED)
        continue;

      member = G_STRUCT_MEMBER_P (object, field->offset);

      switch (field->kind)
        {
        case TRUECONF_FIELD_STRING:
          g_clear_pointer (member, g_free);
          break;

        case TRUECONF_FIELD_OBJECT:
          g_clear_object (member);
          break;

        case TRUECONF_FIELD_BOXED:
          if (*member != NULL)
            g_boxed_free (field->get_type (), *member);
          *member = NULL;
          break;

        case TRUECONF_FIELD_INT64:
        case TRUECONF_FIELD_UINT:
        case TRUECONF_FIELD_UINT64:
        case TRUECONF_FIELD_DOUBLE:
        case TRUECONF_FIELD_BOOLEAN:
        case TRUECONF_FIELD_ENUM:
        default:
          break;
        }
    }

  parent_class->finalize (object);
}

static GParamSpec *
make_pspec (const TrueconfModelField *field)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (field->kind)
    {
    case TRUECONF_FIELD_STRING:
      return g_param_spec_string (field->name, NULL, NULL, NULL, flags);

    case TRUECONF_FIELD_INT64:
      return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);

    case TRUECONF_FIELD_UINT:
      return g_param_spec_uint (field->name, NULL, NULL, 0, G_MAXUINT, 0, flags);

    case TRUECONF_FIELD_UINT64:
      return g_param_spec_uint64 (field->name, NULL, NULL, 0, G_MAXUINT64, 0, flags);

    case TRUECONF_FIELD_DOUBLE:
      return g_param_spec_double (field->name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);

    case TRUECONF_FIELD_BOOLEAN:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);

    case TRUECONF_FIELD_ENUM:
      return g_param_spec_enum (field->name, NULL, NULL, field->get_type (), 0, flags);

    case TRUECONF_FIELD_OBJECT:
      return g_param_spec_object (field->name, NULL, NULL, field->get_type (), flags);

    case TRUECONF_FIELD_BOXED:
      return g_param_spec_boxed (field->name, NULL, NULL, field->get_type (), flags);

    default:
      g_assert_not_reached ();
    }
}

void
trueconf_model_class_init (GObjectClass *object_class, const TrueconfModelField *fields, guint n_fields)
{
  TrueconfModelTable *table = g_new (TrueconfModelTable, 1);

  table->fields = fields;
  table->n_fields = n_fields;
  g_type_set_qdata (G_OBJECT_CLASS_TYPE (object_class), table_quark (), table);

  object_class->get_property = get_property;
  object_class->finalize = finalize;

  for (guint i = 0; i < n_fields; i++)
    g_object_class_install_property (object_class, i + 1, make_pspec (&fields[i]));
}

void
trueconf_model_adopt (GObject *object, TrueconfBotHandle *bot)
{
  GType type = find_type (object);
  const TrueconfModelTable *table = type != 0 ? g_type_get_qdata (type, table_quark ()) : NULL;

  if (TRUECONF_IS_EVENT (object))
    trueconf_event_set_handle (TRUECONF_EVENT (object), bot);
  else if (TRUECONF_IS_LIST (object))
    trueconf_list_foreach (G_LIST_MODEL (object), (GFunc) trueconf_model_adopt, bot);

  for (guint i = 0; table != NULL && i < table->n_fields; i++)
    {
      const TrueconfModelField *field = &table->fields[i];

      if (field->kind == TRUECONF_FIELD_OBJECT && field->offset != TRUECONF_FIELD_DERIVED &&
          G_STRUCT_MEMBER (GObject *, object, field->offset) != NULL)
        trueconf_model_adopt (G_STRUCT_MEMBER (GObject *, object, field->offset), bot);
    }
}
