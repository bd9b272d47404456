/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-message-private.h"
#include "model/trueconf-system-message.h"

G_BEGIN_DECLS

struct _TrueconfSystemMessage
{
  TrueconfMessage parent_instance;
};

gboolean trueconf_message_type_is_system (TrueconfMessageType message_type);
gboolean trueconf_event_type_is_a (GType event_type, GType wanted);

G_END_DECLS
