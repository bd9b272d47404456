/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-text-content.h"

G_BEGIN_DECLS

const char *trueconf_text_content_get_own_text (TrueconfTextContent *self);

G_END_DECLS
