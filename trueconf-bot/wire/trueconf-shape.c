/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "trueconf-enums.h"
#include "wire/trueconf-shape-private.h"

static gboolean
read_parse_mode (const TrueconfJson *json, guint node, int *value)
{
  static const struct
  {
    const char *word;
    TrueconfParseMode mode;
  } words[] = {
    { "text", TRUECONF_PARSE_MODE_TEXT },
    { "markdown", TRUECONF_PARSE_MODE_MARKDOWN },
    { "html", TRUECONF_PARSE_MODE_HTML },
  };

  if (trueconf_json_get_type_of (json, node) != TRUECONF_JSON_STRING)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (trueconf_json_equals (json, node, words[i].word, strlen (words[i].word)))
      {
        *value = (int) words[i].mode;
        return TRUE;
      }

  return FALSE;
}

static void read_members (const TrueconfShape *self, gpointer object, const TrueconfFrame *frame, guint node);

static void
read_member (const TrueconfMember *member, gpointer object, const TrueconfFrame *frame, guint node)
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

    case TRUECONF_MEMBER_BOOLEAN:
      trueconf_json_get_boolean (json, node, place);
      break;

    case TRUECONF_MEMBER_ENUM:
      if (trueconf_json_get_int (json, node, &number) && number >= G_MININT32 && number <= G_MAXINT32)
        *(int *) place = (int) number;
      break;

    case TRUECONF_MEMBER_PARSE_MODE:
      read_parse_mode (json, node, place);
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
read_members (const TrueconfShape *self, gpointer object, const TrueconfFrame *frame, guint node)
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
trueconf_shape_read (const TrueconfShape *self, const TrueconfFrame *frame, guint node)
{
  gpointer object;

  if (trueconf_json_get_type_of (&frame->json, node) != TRUECONF_JSON_OBJECT)
    return NULL;

  object = g_object_new (self->get_type (), NULL);
  read_members (self, object, frame, node);
  if (self->complete != NULL)
    self->complete (object, frame, node);

  return object;
}
