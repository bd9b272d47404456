/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <magic.h>
#include <string.h>

#include "files/trueconf-mime-private.h"

#define UNKNOWN "application/octet-stream"

/* A database of libmagic is not thread-safe and takes megabytes, so there is one, loaded on first use. */
static char *
guess_by_magic (gconstpointer head, gsize length)
{
  static GMutex lock;
  static magic_t magic = NULL;
  static gboolean tried = FALSE;
  char *type = NULL;

  g_mutex_lock (&lock);
  if (!tried)
    {
      tried = TRUE;
      magic = magic_open (MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
      if (magic != NULL && magic_load (magic, NULL) != 0)
        {
          g_debug ("the database of libmagic cannot be loaded: %s", magic_error (magic));
          magic_close (magic);
          magic = NULL;
        }
    }
  if (magic != NULL)
    type = g_strdup (magic_buffer (magic, head, length));
  g_mutex_unlock (&lock);

  return type;
}

static char *
guess_by_name (const char *name)
{
  gboolean uncertain = FALSE;
  g_autofree char *content_type = g_content_type_guess (name, NULL, 0, &uncertain);
  g_autofree char *type = uncertain ? NULL : g_content_type_get_mime_type (content_type);

  return g_strcmp0 (type, UNKNOWN) != 0 ? g_steal_pointer (&type) : NULL;
}

/* The name decides if the type of the bytes is unknown or a parent of the type of the name: ODT is a ZIP archive. */
static gboolean
is_more_exact (const char *by_name, const char *by_magic)
{
  if (g_str_equal (by_magic, UNKNOWN))
    return TRUE;

  if (g_str_equal (by_magic, "application/CDFV2"))
    by_magic = "application/x-ole-storage";

  return !g_str_equal (by_name, by_magic) && g_content_type_is_a (by_name, by_magic);
}

/* Guesses the type from the first bytes and the name; never NULL. */
char *
trueconf_mime_guess (gconstpointer head, gsize length, const char *name)
{
  g_autofree char *by_magic = length > 0 ? guess_by_magic (head, length) : NULL;
  g_autofree char *by_name = name != NULL ? guess_by_name (name) : NULL;

  if (by_magic == NULL || strchr (by_magic, '/') == NULL)
    {
      g_free (by_magic);
      by_magic = g_strdup (UNKNOWN);
    }

  if (by_name != NULL && is_more_exact (by_name, by_magic))
    return g_steal_pointer (&by_name);

  return g_steal_pointer (&by_magic);
}
