/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-attachment-content.h"

G_BEGIN_DECLS

struct _TrueconfAttachmentContent
{
  TrueconfContent parent_instance;

  TrueconfAttachment *attachment;
};

G_END_DECLS
