/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-content.h"
#include "model/trueconf-raw-private.h"

G_BEGIN_DECLS

TrueconfRaw *trueconf_content_get_raw_source (TrueconfContent *self);

G_END_DECLS
