/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where nothing could name a proxy, none is looked for: what reads the settings of desktops takes longer than all the rest of sending a
 * message, and complains of a home folder that cannot be written, which is what accounts of services have. To be called before there
 * are threads, since it is a variable of the environment that says so. */
void tool_proxy_set_up (void);

/* A program that is started looks for its proxy itself. */
void tool_proxy_clean (GSubprocessLauncher *launcher);

G_END_DECLS
