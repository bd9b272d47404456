/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A copy of a list that knows only what “items-changed” says. Each signal that does not make the copy equal to the list fails
 * the test. */

typedef struct _TcShadow TcShadow;

TcShadow *tc_shadow_new (gpointer list);
/* How many items were reported as changed since the last call, counting one that was removed or added as one. */
guint tc_shadow_take_changes (TcShadow *self);
void tc_shadow_free (TcShadow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcShadow, tc_shadow_free)

G_END_DECLS
