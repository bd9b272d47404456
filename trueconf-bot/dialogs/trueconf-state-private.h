/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-state.h"

G_BEGIN_DECLS

/* Only of a state that no group has yet. `group` is not owned; trueconf_state_unbind() is called before it is gone. */
void trueconf_state_bind (TrueconfState *self, TrueconfStatesGroup *group, const char *name);
void trueconf_state_set_full_name (TrueconfState *self, const char *name);
void trueconf_state_unbind (TrueconfState *self);

/* The name to store: NULL for the state that stands for none. */
const char *trueconf_state_get_stored_name (TrueconfState *self);

G_END_DECLS
