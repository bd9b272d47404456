/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

#include "tool-file.h"
#include "tool-print.h"
#include "tool-secret.h"
#include "tool-status.h"

/* Files that a service manager or a container has put there are as it wants them. */
static gboolean
is_managed (const char *path)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");

  return g_str_has_prefix (path, "/run/secrets/") ||
         (credentials != NULL && *credentials != '\0' && g_str_has_prefix (path, credentials));
}

void
tool_secret_warn_if_open (const char *path)
{
  struct stat info;

  if (stat (path, &info) == 0 && S_ISREG (info.st_mode) && (info.st_mode & 0007) != 0 && !is_managed (path))
    /* Translators: path of a file, twice */
    tool_print_warning (_ ("Everybody on this machine can read %s. Change this: chmod 600 %s"), path, path);
}

const char *
tool_secret_skip_mark (const char *text, gsize *length)
{
  if (*length < 3 || memcmp (text, "\357\273\277", 3) != 0)
    return text;

  *length -= 3;
  return text + 3;
}

char *
tool_secret_take (const char *text, gsize length, const char *path, GError **error)
{
  text = tool_secret_skip_mark (text, &length);
  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
    length--;
  if (length == 0)
    {
      /* Translators: path of a file */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG, _ ("%s is empty"), path);
      return NULL;
    }
  if (length > TOOL_SECRET_MAX || !g_utf8_validate (text, (gssize) length, NULL))
    {
      /* Translators: path of a file */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_CONFIG, _ ("%s does not hold a password or token"), path);
      return NULL;
    }

  return g_strndup (text, length);
}

char *
tool_secret_read (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length;

  text = tool_file_read (path, &length, &cause);
  if (text == NULL)
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_NO_INPUT, cause->message);
      return NULL;
    }
  tool_secret_warn_if_open (path);

  return tool_secret_take (text, length, path, error);
}
