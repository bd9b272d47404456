/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "trueconf-enums.h"
#include "wire/trueconf-wire-private.h"

G_BEGIN_DECLS

/* A shape describes how a JSON object becomes an object of the model. It has a row for each member, with its name
 * in the protocol, its type and its place in the object. The shapes are generated from protocol/. */

typedef enum
{
  TRUECONF_MEMBER_STRING,  /* char * */
  TRUECONF_MEMBER_INT64,   /* gint64 */
  TRUECONF_MEMBER_SIZE,    /* gint64; a negative number is -1 */
  TRUECONF_MEMBER_UINT64,  /* guint64; a negative number is 0 */
  TRUECONF_MEMBER_UINT,    /* guint */
  TRUECONF_MEMBER_DOUBLE,  /* double */
  TRUECONF_MEMBER_BOOLEAN, /* gboolean */
  TRUECONF_MEMBER_ENUM,    /* an enumeration, see "words"; unknown values are 0 */
  TRUECONF_MEMBER_OBJECT,  /* GObject *, with the shape "inner" */
  TRUECONF_MEMBER_LIST,    /* GListModel * of objects with the shape "inner" */
  TRUECONF_MEMBER_FLAT,    /* a JSON object whose members, see "members", belong to the same GObject */
} TrueconfMemberKind;

typedef struct _TrueconfMember TrueconfMember;

struct _TrueconfMember
{
  const char *name;
  TrueconfMemberKind kind;
  gsize offset;
  const TrueconfShape *inner;
  const TrueconfWireEnum *words;
  const TrueconfMember *members;
  gboolean outermost; /* read only in the outermost object, so that objects cannot form a chain */
};

typedef enum
{
  TRUECONF_SHAPE_OBJECT,
  TRUECONF_SHAPE_EVENT,
  TRUECONF_SHAPE_CONTENT,
} TrueconfShapeKind;

struct _TrueconfShape
{
  GType (*get_type) (void);
  TrueconfShapeKind kind;
  const TrueconfMember *members;
  void (*complete) (gpointer object, TrueconfFrame *frame, guint node);
};

void
trueconf_shape_read_enum (const TrueconfWireEnum *self, const TrueconfJson *json, guint node, int *value);
gpointer trueconf_shape_read (const TrueconfShape *self, TrueconfFrame *frame, guint node);
GPtrArray *trueconf_shape_read_list (const TrueconfShape *self, TrueconfFrame *frame, guint node);

gboolean trueconf_wire_has_limits (TrueconfFrame *frame, guint node);
gboolean trueconf_wire_can_read_limits (TrueconfFrame *frame, guint node);
gpointer trueconf_wire_read_content (TrueconfMessageType message_type, TrueconfFrame *frame, guint node);
gpointer trueconf_wire_read_keyboard (TrueconfFrame *frame, guint node);

G_END_DECLS
