/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "trueconf-enums.h"
#include "wire/trueconf-shape-private.h"

/* Nested forwards are told to any depth; this one nobody has ever seen, and the stack holds it. */
#define MAX_DEPTH 32

const char *const trueconf_wire_parse_modes[] = { "text", "markdown", "html", NULL };
const char *const trueconf_wire_roles[] = { "owner",          "admin",           "user",   "conf_owner",
                                            "conf_moderator", "favorites_owner", "writer", NULL };

static gboolean
read_word (const TrueconfJson *json, guint node, const char *const *words, int *value)
{
  if (trueconf_json_get_type_of (json, node) != TRUECONF_JSON_STRING)
    return FALSE;

  for (int i = 0; words[i] != NULL; i++)
    if (trueconf_json_equals (json, node, words[i], strlen (words[i])))
      {
        *value = i;
        return TRUE;
      }

  return FALSE;
}

static void
read_role (const TrueconfJson *json, guint node, int *value)
{
  gint64 number;

  if (read_word (json, node, trueconf_wire_roles, value))
    return;

  *value = TRUECONF_PARTICIPANT_ROLE_UNKNOWN;
  if (trueconf_json_get_int (json, node, &number) && number >= 0 &&
      number < (gint64) g_strv_length ((char **) trueconf_wire_roles))
    *value = (int) number;
}

static void read_members (const TrueconfShape *self, gpointer object, TrueconfFrame *frame, guint node);

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
      if (trueconf_json_get_int (json, node, &number) && number >= G_MININT32 && number <= G_MAXINT32)
        *(int *) place = (int) number;
      break;

    case TRUECONF_MEMBER_WORD:
      read_word (json, node, member->words, place);
      break;

    case TRUECONF_MEMBER_ROLE:
      read_role (json, node, place);
      break;

    case TRUECONF_MEMBER_OBJECT:
      inner = trueconf_shape_read (member->inner, frame, node);
      if (inner != NULL)
        {
          g_clear_object ((GObject **) place);
          *(GObject **) place = inner;
        }
      break;

    case TRUECONF_MEMBER_FLAT:
      read_members (member->inner, object, frame, node);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
read_members (const TrueconfShape *self, gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfJsonIter iter;

  if (trueconf_json_get_type_of (&frame->json, node) != TRUECONF_JSON_OBJECT)
    return;

  trueconf_json_iter_init (&iter, &frame->json, node);
  while (trueconf_json_iter_next (&iter))
    for (const TrueconfMember *member = self->members; member->name != NULL; member++)
      if (trueconf_json_equals (&frame->json, iter.key, member->name, strlen (member->name)))
        {
          read_member (member, object, frame, iter.value);
          break;
        }
}

/* NULL when there is no JSON object to read. Whatever in it cannot be understood is left out. */
gpointer
trueconf_shape_read (const TrueconfShape *self, TrueconfFrame *frame, guint node)
{
  gpointer object;

  if (trueconf_json_get_type_of (&frame->json, node) != TRUECONF_JSON_OBJECT || frame->depth >= MAX_DEPTH)
    return NULL;

  frame->depth++;
  object = g_object_new (self->get_type (), NULL);
  read_members (self, object, frame, node);
  if (self->complete != NULL)
    self->complete (object, frame, node);
  frame->depth--;

  return object;
}
