/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-dialog-expired.h"
#include "dialogs/trueconf-fsm-record.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

TrueconfEvent *
trueconf_dialog_expired_new (TrueconfFsmKey *key, TrueconfFsmRecord *record, TrueconfFsmStrategy strategy);

G_END_DECLS
