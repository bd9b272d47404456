/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *trueconf_text_address_clean (const char *address);
char *trueconf_text_address_for_user (const char *user_id);
char *trueconf_text_address_get_user_id (const char *address);

G_END_DECLS
