/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include "bot/trueconf-bot.h"
#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_OUTGOING_REQUEST (trueconf_outgoing_request_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfOutgoingRequest, trueconf_outgoing_request, TRUECONF, OUTGOING_REQUEST, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_outgoing_request_get_bot (TrueconfOutgoingRequest *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfEvent *trueconf_outgoing_request_get_event (TrueconfOutgoingRequest *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_outgoing_request_get_method (TrueconfOutgoingRequest *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_outgoing_request_get_chat_id (TrueconfOutgoingRequest *self);
TRUECONF_AVAILABLE_IN_ALL
GCancellable *trueconf_outgoing_request_get_cancellable (TrueconfOutgoingRequest *self);
TRUECONF_AVAILABLE_IN_ALL
JsonNode *trueconf_outgoing_request_get_payload (TrueconfOutgoingRequest *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_outgoing_request_set_payload (TrueconfOutgoingRequest *self, JsonNode *payload);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_outgoing_request_get_string (TrueconfOutgoingRequest *self, const char *path);
TRUECONF_AVAILABLE_IN_ALL
void
trueconf_outgoing_request_set_string (TrueconfOutgoingRequest *self, const char *path, const char *value);

G_END_DECLS
