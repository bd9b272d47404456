/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "trueconf-enums.h"
#include "wire/trueconf-wire-private.h"

G_BEGIN_DECLS

/* A shape says how a JSON object becomes one of the model: a row for each member, with its name in the
 * protocol, its type and its place in the object. */

typedef enum
{
  TRUECONF_MEMBER_STRING,  /* char * */
  TRUECONF_MEMBER_INT64,   /* gint64 */
  TRUECONF_MEMBER_SIZE,    /* guint64; null, missing or negative is 0 */
  TRUECONF_MEMBER_UINT,    /* guint */
  TRUECONF_MEMBER_DOUBLE,  /* double */
  TRUECONF_MEMBER_BOOLEAN, /* gboolean */
  TRUECONF_MEMBER_ENUM,    /* int: the number that the server sends */
  TRUECONF_MEMBER_WORD,    /* int: the place of the word that the server sends, in the words of the row */
  TRUECONF_MEMBER_ROLE,    /* TrueconfParticipantRole: a word or a number */
  TRUECONF_MEMBER_OBJECT,  /* GObject *, of the shape in "inner" */
  TRUECONF_MEMBER_FLAT,    /* the members of this JSON object belong to the same GObject, see "inner" */
} TrueconfMemberKind;

typedef struct
{
  const char *name;
  TrueconfMemberKind kind;
  gsize offset;
  const TrueconfShape *inner;
  const char *const *words;
} TrueconfMember;

#define TRUECONF_MAX_MEMBERS 16

struct _TrueconfShape
{
  GType (*get_type) (void);
  TrueconfMember members[TRUECONF_MAX_MEMBERS];
  /* what rows cannot say; called when all members have been read */
  void (*complete) (gpointer object, TrueconfFrame *frame, guint node);
};

extern const char *const trueconf_wire_parse_modes[];
extern const char *const trueconf_wire_roles[];

gpointer trueconf_wire_read_content (TrueconfMessageType type, TrueconfFrame *frame, guint node);
gpointer trueconf_wire_read_keyboard (TrueconfFrame *frame, guint node);
gpointer trueconf_shape_read (const TrueconfShape *self, TrueconfFrame *frame, guint node);

extern const TrueconfShape trueconf_author_shape;
extern const TrueconfShape trueconf_text_content_shape;
extern const TrueconfShape trueconf_message_shape;
extern const TrueconfShape trueconf_inner_message_shape;
extern const TrueconfShape trueconf_chat_shape;
extern const TrueconfShape trueconf_participant_shape;
extern const TrueconfShape trueconf_upload_limits_shape;
extern const TrueconfShape trueconf_sent_message_shape;
extern const TrueconfShape trueconf_file_info_shape;
extern const TrueconfShape trueconf_uploading_progress_shape;

G_END_DECLS
