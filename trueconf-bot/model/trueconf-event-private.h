/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"
#include "model/trueconf-raw-private.h"

G_BEGIN_DECLS

void trueconf_event_set_method (TrueconfEvent *self, const char *method);
void trueconf_event_take_chat_key (TrueconfEvent *self, char *chat_key);
const char *trueconf_event_get_chat_key (TrueconfEvent *self);
TrueconfRaw *trueconf_event_get_raw_source (TrueconfEvent *self);
void trueconf_event_set_bot (TrueconfEvent *self, TrueconfMessenger *bot);

G_END_DECLS
