/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-catalogue.h"
#include "tool-status.h"

#define MAGIC 0x950412de

/* numbers of 32 bits at the beginning of the file, of the GNU gettext manual's “The Format of GNU MO Files” */
#define AT_MAGIC        0
#define AT_COUNT        2
#define AT_ORIGINALS    3
#define AT_TRANSLATIONS 4

struct _ToolCatalogue
{
  char *bytes;
  gsize length;
  gboolean swapped;
  GHashTable *translations; /* both in bytes */
};

static guint32
read_number (ToolCatalogue *self, gsize offset)
{
  guint32 number = 0;

  if (offset <= self->length && self->length - offset >= sizeof number)
    memcpy (&number, self->bytes + offset, sizeof number);

  return self->swapped ? GUINT32_SWAP_LE_BE (number) : number;
}

/* The text that the entry of a table stands for, or NULL. There is a NUL behind each. */
static const char *
read_text (ToolCatalogue *self, gsize entry)
{
  gsize length = read_number (self, entry);
  gsize offset = read_number (self, entry + 4);

  return offset < self->length && length < self->length - offset && self->bytes[offset + length] == '\0'
             ? self->bytes + offset
             : NULL;
}

ToolCatalogue *
tool_catalogue_load (const char *path, GError **error)
{
  g_autoptr (ToolCatalogue) self = g_new0 (ToolCatalogue, 1);
  guint32 count;

  self->translations = g_hash_table_new (g_str_hash, g_str_equal);
  if (!g_file_get_contents (path, &self->bytes, &self->length, error))
    return NULL;

  self->swapped = read_number (self, AT_MAGIC) == GUINT32_SWAP_LE_BE (MAGIC);
  if (read_number (self, AT_MAGIC) != MAGIC)
    {
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA, "%s: not a catalogue of msgfmt", path);
      return NULL;
    }

  count = read_number (self, AT_COUNT * 4);
  for (guint32 i = 0; i < count; i++)
    {
      const char *original = read_text (self, read_number (self, AT_ORIGINALS * 4) + (gsize) i * 8);
      const char *translation = read_text (self, read_number (self, AT_TRANSLATIONS * 4) + (gsize) i * 8);

      if (original != NULL && translation != NULL && *original != '\0')
        g_hash_table_insert (self->translations, (gpointer) original, (gpointer) translation);
    }

  return g_steal_pointer (&self);
}

void
tool_catalogue_free (ToolCatalogue *self)
{
  g_hash_table_unref (self->translations);
  g_free (self->bytes);
  g_free (self);
}

const char *
tool_catalogue_translate (ToolCatalogue *self, const char *text)
{
  const char *translation;

  if (self == NULL)
    return g_dgettext (GETTEXT_PACKAGE, text);

  translation = g_hash_table_lookup (self->translations, text);
  return translation != NULL ? translation : text;
}
