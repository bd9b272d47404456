/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "model/trueconf-message.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FORWARD_CONTENT (trueconf_forward_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfForwardContent,
                      trueconf_forward_content,
                      TRUECONF,
                      FORWARD_CONTENT,
                      TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_forward_content_get_message (TrueconfForwardContent *self);

G_END_DECLS
