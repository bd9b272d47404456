/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FSM_RECORD (trueconf_fsm_record_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfFsmRecord, trueconf_fsm_record, TRUECONF, FSM_RECORD, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmRecord *trueconf_fsm_record_new (const char *state,
                                            const char *data,
                                            gint64 expires_at,
                                            const char *version) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_record_get_state (TrueconfFsmRecord *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_record_get_data (TrueconfFsmRecord *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_fsm_record_get_expires_at (TrueconfFsmRecord *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_fsm_record_get_version (TrueconfFsmRecord *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_fsm_record_is_empty (TrueconfFsmRecord *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_fsm_record_is_expired (TrueconfFsmRecord *self);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_fsm_record_answer (TrueconfFsmRecord *self, GTask *task);

G_END_DECLS
