/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <magic.h>
#include <string.h>

#include "files/trueconf-mime-private.h"
#include "text/trueconf-log-line-private.h"

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
          trueconf_log (G_LOG_LEVEL_DEBUG, "the database of libmagic cannot be loaded: %s",
                        magic_error (magic));
          magic_close (magic);
          magic = NULL;
        }
    }
  if (magic != NULL)
    type = g_strdup (magic_buffer (magic, head, length));
  g_mutex_unlock (&lock);

  return type;
}

/* libmagic does not know pictures that are cut off after the signature. These are what clients show as photos. */
static const char *
guess_by_signature (gconstpointer head, gsize length)
{
  static const struct
  {
    const char *start;
    gsize length;
    const char *type;
  } signatures[] = {
    { "\x89PNG\r\n\x1a\n", 8, "image/png" },
    { "\xff\xd8\xff", 3, "image/jpeg" },
    { "GIF87a", 6, "image/gif" },
    { "GIF89a", 6, "image/gif" },
    { "II*\0", 4, "image/tiff" },
    { "MM\0*", 4, "image/tiff" },
  };
  const char *bytes = head;

  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (length >= signatures[i].length && memcmp (bytes, signatures[i].start, signatures[i].length) == 0)
      return signatures[i].type;
  if (length >= 12 && memcmp (bytes, "RIFF", 4) == 0 && memcmp (bytes + 8, "WEBP", 4) == 0)
    return "image/webp";
  /* two letters are little, but these four bytes of a bitmap are always zero */
  if (length >= 10 && memcmp (bytes, "BM", 2) == 0 && memcmp (bytes + 6, "\0\0\0", 4) == 0)
    return "image/bmp";

  return NULL;
}

/* Several types may share an ending: sets @certain to FALSE and returns the likeliest. */
static char *
guess_by_name (const char *name, gboolean *certain)
{
  gboolean uncertain = FALSE;
  g_autofree char *content_type = g_content_type_guess (name, NULL, 0, &uncertain);
  g_autofree char *type = g_content_type_get_mime_type (content_type);

  *certain = !uncertain;

  return g_strcmp0 (type, UNKNOWN) != 0 ? g_steal_pointer (&type) : NULL;
}

/* The name decides if the type of the bytes is a parent of its type: ODT is a ZIP archive. */
static gboolean
is_more_exact (const char *by_name, const char *by_magic)
{
  if (g_str_equal (by_magic, "application/CDFV2"))
    by_magic = "application/x-ole-storage";

  return !g_str_equal (by_name, by_magic) && g_content_type_is_a (by_name, by_magic);
}

/* Guesses the type from the first bytes and the name; never NULL. */
char *
trueconf_mime_guess (gconstpointer head, gsize length, const char *name)
{
  gboolean certain = FALSE;
  g_autofree char *by_magic = length > 0 ? guess_by_magic (head, length) : NULL;
  g_autofree char *by_name = name != NULL ? guess_by_name (name, &certain) : NULL;
  gboolean known = by_magic != NULL && strchr (by_magic, '/') != NULL && !g_str_equal (by_magic, UNKNOWN);

  /* the first bytes of a JPEG alone pass for Latin-1 */
  if (!known || g_str_equal (by_magic, "text/plain"))
    {
      const char *by_signature = guess_by_signature (head, length);

      if (by_signature != NULL)
        return g_strdup (by_signature);
    }
  if (!known)
    return by_name != NULL ? g_steal_pointer (&by_name) : g_strdup (UNKNOWN);
  if (by_name != NULL && certain && is_more_exact (by_name, by_magic))
    return g_steal_pointer (&by_name);

  return g_steal_pointer (&by_magic);
}
