/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-content-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-list-private.h"
#include "wire/trueconf-shape-private.h"

/* Servers could nest forwarded messages to any depth, and reading recurses. */
#define MAX_DEPTH 32

void
trueconf_shape_read_enum (const TrueconfWireEnum *self, const TrueconfJson *json, guint node, int *value)
{
  gint64 number;

  *value = 0;
  if (trueconf_json_get_type_of (json, node) == TRUECONF_JSON_STRING)
    for (guint i = 1; i < self->n_values; i++)
      {
        const char *word = self->values[i].word;

        if (word != NULL && trueconf_json_equals (json, node, word, strlen (word)))
          {
            *value = (int) i;
            return;
          }
      }

  if (!trueconf_json_get_int (json, node, &number) || number < 0)
    return;

  for (guint i = 1; i < self->n_values; i++)
    if (self->values[i].number == number)
      {
        *value = (int) i;
        return;
      }
}

/* Returns NULL if the enumeration does not have the value, or if it has no word on the wire. */
const char *
trueconf_wire_enum_get_word (const TrueconfWireEnum *self, int value)
{
  return value >= 0 && value < (int) self->n_values ? self->values[value].word : NULL;
}

static void
read_list (const TrueconfMember *member, GListModel **place, TrueconfFrame *frame, guint node)
{
  GPtrArray *items = trueconf_shape_read_list (member->inner, frame, node);

  g_clear_object (place);
  *place = trueconf_list_new (member->inner->get_type (), items);
}

static void read_members (const TrueconfMember *members, gpointer object, TrueconfFrame *frame, guint node);

static void
read_member (const TrueconfMember *member, gpointer object, TrueconfFrame *frame, guint node)
{
  const TrueconfJson *json = &frame->json;
  gpointer place = G_STRUCT_MEMBER_P (object, member->offset);
  gint64 number;
  char *text;
  GObject *inner;

  switch (member->kind)
    {
    case TRUECONF_MEMBER_STRING:
      text = trueconf_json_dup_string (json, node);
      if (text != NULL)
        {
          g_free (*(char **) place);
          *(char **) place = text;
        }
      break;

    case TRUECONF_MEMBER_INT64:
      if (trueconf_json_get_int (json, node, &number))
        *(gint64 *) place = number;
      break;

    case TRUECONF_MEMBER_SIZE:
      if (trueconf_json_get_int (json, node, &number))
        *(gint64 *) place = MAX (number, -1);
      break;

    case TRUECONF_MEMBER_UINT64:
      if (trueconf_json_get_int (json, node, &number))
        *(guint64 *) place = number > 0 ? (guint64) number : 0;
      break;

    case TRUECONF_MEMBER_UINT:
      if (trueconf_json_get_int (json, node, &number))
        *(guint *) place = (guint) CLAMP (number, 0, (gint64) G_MAXUINT);
      break;

    case TRUECONF_MEMBER_DOUBLE:
      trueconf_json_get_double (json, node, place);
      break;

    case TRUECONF_MEMBER_BOOLEAN:
      trueconf_json_get_boolean (json, node, place);
      break;

    case TRUECONF_MEMBER_ENUM:
      trueconf_shape_read_enum (member->words, json, node, place);
      break;

    case TRUECONF_MEMBER_OBJECT:
      inner = member->outermost && frame->depth > 1 ? NULL : trueconf_shape_read (member->inner, frame, node);
      if (inner != NULL)
        {
          g_clear_object ((GObject **) place);
          *(GObject **) place = inner;
        }
      break;

    case TRUECONF_MEMBER_LIST:
      read_list (member, place, frame, node);
      break;

    case TRUECONF_MEMBER_FLAT:
      read_members (member->members, object, frame, node);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
read_members (const TrueconfMember *members, gpointer object, TrueconfFrame *frame, guint node)
{
  const TrueconfJson *json = &frame->json;
  TrueconfJsonIter iter;

  if (trueconf_json_get_type_of (json, node) != TRUECONF_JSON_OBJECT)
    return;

  trueconf_json_iter_init (&iter, json, node);
  while (trueconf_json_iter_next (&iter))
    for (const TrueconfMember *member = members; member->name != NULL; member++)
      if (trueconf_json_equals (json, iter.key, member->name, strlen (member->name)))
        {
          if (trueconf_json_get_type_of (json, iter.value) != TRUECONF_JSON_NULL)
            read_member (member, object, frame, iter.value);
          break;
        }
}

/* Returns NULL if there is no JSON object. Members that cannot be read are left out. */
gpointer
trueconf_shape_read (const TrueconfShape *self, TrueconfFrame *frame, guint node)
{
  gpointer object;

  if (trueconf_json_get_type_of (&frame->json, node) != TRUECONF_JSON_OBJECT || frame->depth >= MAX_DEPTH)
    return NULL;

  frame->depth++;
  object = g_object_new (self->get_type (), NULL);
  if (self->members != NULL)
    read_members (self->members, object, frame, node);
  if (self->complete != NULL)
    self->complete (object, frame, node);
  if (self->kind == TRUECONF_SHAPE_EVENT)
    trueconf_frame_set_raw (frame, node, trueconf_event_get_raw_source (object));
  else if (self->kind == TRUECONF_SHAPE_CONTENT)
    trueconf_frame_set_raw (frame, node, trueconf_content_get_raw_source (object));
  frame->depth--;

  return object;
}

/* Items that cannot be read are left out. */
GPtrArray *
trueconf_shape_read_list (const TrueconfShape *self, TrueconfFrame *frame, guint node)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  TrueconfJsonIter iter;

  if (trueconf_json_get_type_of (&frame->json, node) != TRUECONF_JSON_ARRAY)
    return items;

  trueconf_json_iter_init (&iter, &frame->json, node);
  while (trueconf_json_iter_next (&iter))
    {
      gpointer object = trueconf_shape_read (self, frame, iter.value);

      if (object != NULL)
        g_ptr_array_add (items, object);
    }

  return items;
}
