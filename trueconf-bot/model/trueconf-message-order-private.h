/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-message.h"

G_BEGIN_DECLS

/* Less than 0: `one` is the older one. By the positions in the chat, or by the times if one of the two has no position. */
int trueconf_message_compare (TrueconfMessage *one, TrueconfMessage *other);
int trueconf_message_compare_boxes (TrueconfMessage *one, TrueconfMessage *other);
int trueconf_message_compare_times (TrueconfMessage *one, TrueconfMessage *other);

G_END_DECLS
