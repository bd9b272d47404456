/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-multipart.h"

#include <string.h>

#define MAX_HEAD (64 * 1024)

typedef enum
{
  PREAMBLE,
  HEAD,
  BODY,
  COMPLETE,
} State;

struct _SandboxMultipart
{
  const SandboxMultipartHandler *handler;
  gpointer user_data;
  char *delimiter;
  gsize delimiter_length;
  GByteArray *buffer;
  State state;
};

SandboxMultipart *
sandbox_multipart_new (const char *boundary, const SandboxMultipartHandler *handler, gpointer user_data)
{
  SandboxMultipart *self = g_new0 (SandboxMultipart, 1);

  self->handler = handler;
  self->user_data = user_data;
  self->delimiter = g_strconcat ("\r\n--", boundary, NULL);
  self->delimiter_length = strlen (self->delimiter);
  self->buffer = g_byte_array_new ();
  /* the first boundary may be at the very beginning, without a line break before it */
  g_byte_array_append (self->buffer, (const guint8 *) "\r\n", 2);
  return self;
}

void
sandbox_multipart_free (SandboxMultipart *self)
{
  g_byte_array_unref (self->buffer);
  g_free (self->delimiter);
  g_free (self);
}

static void
consume (SandboxMultipart *self, gsize length)
{
  if (length > 0)
    g_byte_array_remove_range (self->buffer, 0, (guint) length);
}

/* Takes `\"`, which libraries write, and `%22`, which browsers write; anything else stays as it came. */
static char *
unescape (const char *text, gsize length)
{
  GString *plain = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\\' && i + 1 < length && (text[i + 1] == '"' || text[i + 1] == '\\'))
        g_string_append_c (plain, text[++i]);
      else if (i + 2 < length && strncmp (text + i, "%22", 3) == 0)
        {
          g_string_append_c (plain, '"');
          i += 2;
        }
      else
        g_string_append_c (plain, text[i]);
    }
  return g_string_free (plain, FALSE);
}

/* A parameter of a header line, as in `form-data; name="file"; filename="a b.txt"`. */
static char *
find_parameter (const char *line, const char *name)
{
  const char *p = strchr (line, ';');

  while (p != NULL)
    {
      const char *value, *end;

      p += 1 + strspn (p + 1, " \t");
      value = strchr (p, '=');
      if (value == NULL)
        return NULL;
      if (value[1] != '"')
        {
          end = value + 1 + strcspn (value + 1, ";");
          if ((gsize) (value - p) == strlen (name) && g_ascii_strncasecmp (p, name, strlen (name)) == 0)
            return g_strndup (value + 1, (gsize) (end - value - 1));
        }
      else
        {
          for (end = value + 2; *end != '\0' && *end != '"'; end++)
            {
              if (*end == '\\' && end[1] != '\0')
                end++;
            }
          if ((gsize) (value - p) == strlen (name) && g_ascii_strncasecmp (p, name, strlen (name)) == 0)
            return unescape (value + 2, (gsize) (end - value - 2));
        }
      p = strchr (end, ';');
    }
  return NULL;
}

static void
begin_part (SandboxMultipart *self, gsize length)
{
  g_autofree char *head = g_strndup ((const char *) self->buffer->data, length);
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  g_autofree char *name = NULL;
  g_autofree char *file_name = NULL;
  const char *content_type = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], "Content-Disposition:", 20) == 0 && name == NULL)
        {
          name = find_parameter (lines[i], "name");
          file_name = find_parameter (lines[i], "filename");
        }
      else if (g_ascii_strncasecmp (lines[i], "Content-Type:", 13) == 0)
        content_type = g_strstrip (lines[i] + 13);
    }
  self->handler->part (name != NULL ? name : "", file_name, content_type, self->user_data);
}

static const guint8 *
find (SandboxMultipart *self, const char *needle, gsize length)
{
  return memmem (self->buffer->data, self->buffer->len, needle, length);
}

/* Returns FALSE when more data is needed, or when the data is malformed. */
static gboolean
step (SandboxMultipart *self, gboolean *good)
{
  const guint8 *found;
  gsize length;

  switch (self->state)
    {
    case PREAMBLE:
    case BODY:
      found = find (self, self->delimiter, self->delimiter_length);
      length = found != NULL ? (gsize) (found - self->buffer->data) : self->buffer->len;
      /* the end may be the first part of a boundary, so it waits for more data */
      if (found == NULL)
        length -= MIN (length, self->delimiter_length - 1);
      if (self->state == BODY && length > 0)
        *good = self->handler->data (self->buffer->data, length, self->user_data);
      /* the next two bytes tell whether this was the last boundary */
      if (found != NULL && self->buffer->len - length < self->delimiter_length + 2)
        {
          consume (self, length);
          return FALSE;
        }
      consume (self, found != NULL ? length + self->delimiter_length : length);
      if (found == NULL || !*good)
        return FALSE;
      self->state = memcmp (self->buffer->data, "--", 2) == 0 ? COMPLETE : HEAD;
      return TRUE;
    case HEAD:
      found = find (self, "\r\n\r\n", 4);
      if (found == NULL)
        {
          *good = self->buffer->len <= MAX_HEAD;
          return FALSE;
        }
      length = (gsize) (found - self->buffer->data);
      begin_part (self, length);
      consume (self, length + 4);
      self->state = BODY;
      return TRUE;
    case COMPLETE:
    default:
      consume (self, self->buffer->len);
      return FALSE;
    }
}

gboolean
sandbox_multipart_feed (SandboxMultipart *self, const guint8 *data, gsize length)
{
  gboolean good = TRUE;

  g_byte_array_append (self->buffer, data, (guint) length);
  while (step (self, &good))
    ;
  return good;
}

gboolean
sandbox_multipart_is_complete (SandboxMultipart *self)
{
  return self->state == COMPLETE;
}
