/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "text/trueconf-log-line-private.h"
#include "text/trueconf-shown-private.h"

const char *
trueconf_log_get_priority (GLogLevelFlags level)
{
  switch (level & G_LOG_LEVEL_MASK)
    {
    case G_LOG_LEVEL_CRITICAL:
    case G_LOG_LEVEL_WARNING:
      return "4";
    case G_LOG_LEVEL_MESSAGE:
      return "5";
    case G_LOG_LEVEL_INFO:
      return "6";
    default:
      return "7";
    }
}

void
trueconf_log_line (GLogLevelFlags level,
                   const char *file,
                   const char *line,
                   const char *function,
                   const char *format,
                   ...)
{
  g_autofree char *message = NULL;
  g_autofree char *shown = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  shown = trueconf_text_show_line (message);

  {
    const GLogField fields[] = {
      { "GLIB_DOMAIN", G_LOG_DOMAIN, -1 }, { "PRIORITY", trueconf_log_get_priority (level), -1 },
      { "CODE_FILE", file, -1 },           { "CODE_LINE", line, -1 },
      { "CODE_FUNC", function, -1 },       { "MESSAGE", shown, -1 },
    };

    g_log_structured_array (level, fields, G_N_ELEMENTS (fields));
  }
}
