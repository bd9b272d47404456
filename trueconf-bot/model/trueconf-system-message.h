/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-message.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_SYSTEM_MESSAGE (trueconf_system_message_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfSystemMessage,
                      trueconf_system_message,
                      TRUECONF,
                      SYSTEM_MESSAGE,
                      TrueconfMessage)

G_END_DECLS
