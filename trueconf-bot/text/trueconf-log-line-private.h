/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Logs one line, whatever the words of servers and people in it contain. This is the only way to log in the library. */
#define trueconf_log(level, ...)                                                                             \
  trueconf_log_line (level, __FILE__, G_STRINGIFY (__LINE__), G_STRFUNC, __VA_ARGS__)

void trueconf_log_line (GLogLevelFlags level,
                        const char *file,
                        const char *line,
                        const char *function,
                        const char *format,
                        ...) G_GNUC_PRINTF (5, 6);

/* The number of syslog. */
const char *trueconf_log_get_priority (GLogLevelFlags level);

G_END_DECLS
