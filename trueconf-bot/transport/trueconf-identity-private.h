/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As whom a server or a proxy has to show itself by its certificate. */

void trueconf_identity_leave_out_final_dot (GTlsClientConnection *tls);

G_END_DECLS
