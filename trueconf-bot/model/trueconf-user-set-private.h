/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Users whom a program has listed. However many they are, it takes the same time to look for one. */
typedef struct _TrueconfUserSet TrueconfUserSet;

TrueconfUserSet *trueconf_user_set_new (const char *const *wanted);
void trueconf_user_set_free (TrueconfUserSet *self);

/* Whether trueconf_user_id_matches () is true for one of them. */
gboolean trueconf_user_set_contains (TrueconfUserSet *self, const char *id, const char *bot_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfUserSet, trueconf_user_set_free)

G_END_DECLS
