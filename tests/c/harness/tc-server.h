/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

SoupServer *tc_server_new (void);
guint tc_server_get_port (SoupServer *server);

G_END_DECLS
