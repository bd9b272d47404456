/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-contact.h"

G_BEGIN_DECLS

TrueconfContact *trueconf_contact_new_for_user (const char *user_id, const char *display_name);

G_END_DECLS
