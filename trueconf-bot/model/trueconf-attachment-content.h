/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-attachment.h"
#include "model/trueconf-content.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ATTACHMENT_CONTENT (trueconf_attachment_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfAttachmentContent,
                      trueconf_attachment_content,
                      TRUECONF,
                      ATTACHMENT_CONTENT,
                      TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
TrueconfAttachment *trueconf_attachment_content_get_attachment (TrueconfAttachmentContent *self);

G_END_DECLS
