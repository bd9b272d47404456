/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-record.h"

G_BEGIN_DECLS

/* What a storage has found and cannot read, with the version that replaces it, and what there is to say about it. */
TrueconfFsmRecord *trueconf_fsm_record_new_damaged (const char *version, const char *words);

/* Returns NULL if it is not damaged. */
const char *trueconf_fsm_record_get_damage (TrueconfFsmRecord *self);

G_END_DECLS
