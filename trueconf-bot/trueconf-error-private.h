/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "trueconf-error.h"

G_BEGIN_DECLS

const char *trueconf_api_error_describe (int code);

G_END_DECLS
