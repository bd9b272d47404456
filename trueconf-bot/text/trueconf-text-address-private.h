/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *trueconf_text_address_clean (const char *address);
char *trueconf_text_address_for_user (const char *user_id);
char *trueconf_text_address_get_user_id (const char *address);

/* Whether a text in HTML or Markdown has an address of the user. It is searched without reading the markup. */
gboolean trueconf_text_links_to_user (const char *text, const char *user_id);

G_END_DECLS
