/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"

G_BEGIN_DECLS

/* What is remembered of the users and chats that wrote last. Their number is bounded, since users choose the keys: the one that
 * was looked at longest ago is forgotten. */
typedef struct _TrueconfRecent TrueconfRecent;

/* `size`: of an entry, which is filled with zeros when it is new, and needs no freeing */
TrueconfRecent *trueconf_recent_new (gsize size);
void trueconf_recent_free (TrueconfRecent *self);
gpointer trueconf_recent_get (TrueconfRecent *self, const char *key, gboolean *is_new);
guint trueconf_recent_get_size (TrueconfRecent *self);

/* In microseconds, of the monotonic clock, or of the one that a test has set. */
gint64 trueconf_recent_now (void);
void trueconf_recent_set_clock (gint64 (*clock) (void));

/* Returns who has caused an event, or its chat, in a form that is the same for all spellings of an id; NULL if neither is known. */
char *trueconf_recent_make_key (TrueconfEvent *event, gboolean per_chat);
gboolean trueconf_recent_is_own (TrueconfEvent *event);
/* Answers a message; other events have no place for a notice. */
void trueconf_recent_send_notice (TrueconfEvent *event, const char *notice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfRecent, trueconf_recent_free)

G_END_DECLS
