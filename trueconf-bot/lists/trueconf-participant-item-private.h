/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "lists/trueconf-participant-item.h"

G_BEGIN_DECLS

TrueconfParticipantItem *trueconf_participant_item_new (const char *user_id, TrueconfParticipantRole role);
/* Returns whether it differs. */
gboolean trueconf_participant_item_set_role (TrueconfParticipantItem *self, TrueconfParticipantRole role);

G_END_DECLS
