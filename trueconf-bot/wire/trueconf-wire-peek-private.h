/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be told of a frame that is known only by its beginning and its end. */
typedef struct
{
  gint64 type;  /* 0: not found */
  gint64 id;    /* 0: not found */
  char *method; /* nullable */
} TrueconfWirePeek;

void trueconf_wire_peek (TrueconfWirePeek *self,
                         const char *head,
                         gsize head_length,
                         const char *tail,
                         gsize tail_length);
void trueconf_wire_peek_clear (TrueconfWirePeek *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfWirePeek, trueconf_wire_peek_clear)

G_END_DECLS
