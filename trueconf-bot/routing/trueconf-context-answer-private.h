/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-context.h"

G_BEGIN_DECLS

/* Writes a text into the chat of the event, in as many messages as it needs. The event is held until all are sent; it
 * fails if one is not. */
void trueconf_context_answer (TrueconfContext *self, const char *text);

G_END_DECLS
