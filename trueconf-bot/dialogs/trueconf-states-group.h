/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "dialogs/trueconf-state.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_STATES_GROUP (trueconf_states_group_get_type ())
#define TRUECONF_STATES_GROUP(obj)                                                                           \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), TRUECONF_TYPE_STATES_GROUP, TrueconfStatesGroup))
#define TRUECONF_IS_STATES_GROUP(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), TRUECONF_TYPE_STATES_GROUP))

TRUECONF_AVAILABLE_IN_ALL
GType trueconf_states_group_get_type (void);

/* This is G_DECLARE_FINAL_TYPE() without the typedef of TrueconfStatesGroup, which states declare as well: C99 allows it
 * only once. */
typedef struct
{
  GObjectClass parent_class;
} TrueconfStatesGroupClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfStatesGroup, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfStatesGroupClass, g_type_class_unref)

TRUECONF_AVAILABLE_IN_ALL
TrueconfStatesGroup *trueconf_states_group_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_states_group_add (TrueconfStatesGroup *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_states_group_add_state (TrueconfStatesGroup *self, const char *name, TrueconfState *state);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_states_group_add_group (TrueconfStatesGroup *self, TrueconfStatesGroup *group);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_states_group_get_name (TrueconfStatesGroup *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_states_group_get_full_name (TrueconfStatesGroup *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfStatesGroup *trueconf_states_group_get_parent (TrueconfStatesGroup *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfStatesGroup *trueconf_states_group_get_root (TrueconfStatesGroup *self);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_states_group_get_states (TrueconfStatesGroup *self);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_states_group_get_groups (TrueconfStatesGroup *self);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_states_group_list_all_states (TrueconfStatesGroup *self) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_states_group_find (TrueconfStatesGroup *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_states_group_contains (TrueconfStatesGroup *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_states_group_get_next (TrueconfStatesGroup *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_states_group_get_previous (TrueconfStatesGroup *self, const char *name);

G_END_DECLS
