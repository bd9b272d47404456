/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_AVATAR_CONTENT (trueconf_avatar_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfAvatarContent,
                      trueconf_avatar_content,
                      TRUECONF,
                      AVATAR_CONTENT,
                      TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_avatar_content_get_avatar_url (TrueconfAvatarContent *self);

G_END_DECLS
