/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "files/trueconf-file-name-private.h"
#include "files/trueconf-upload-body-private.h"
#include "trueconf-error.h"

/* Bytes per read from a file. Reads are large because each one goes to a worker thread. */
#define CHUNK (256 * 1024)

/* Text, file, text, preview, text. */
#define MAX_PARTS 5

typedef struct
{
  GBytes *text;
  TrueconfInput *file;
} TrueconfBodyPart;

struct _TrueconfUploadBody
{
  GInputStream parent_instance;

  TrueconfBodyPart parts[MAX_PARTS];
  guint n_parts;
  char *content_type;
  goffset length;

  guint current;
  goffset part_position;
  goffset position;
  goffset file_position;
  gboolean cut;
  GError *error;

  guint8 *chunk;
  gsize chunk_length;
  gsize chunk_position;
};

G_DEFINE_FINAL_TYPE (TrueconfUploadBody, trueconf_upload_body, G_TYPE_INPUT_STREAM)

static void
trueconf_upload_body_finalize (GObject *object)
{
  TrueconfUploadBody *self = TRUECONF_UPLOAD_BODY (object);

  for (guint i = 0; i < self->n_parts; i++)
    {
      g_clear_pointer (&self->parts[i].text, g_bytes_unref);
      g_clear_pointer (&self->parts[i].file, trueconf_input_unref);
    }
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->chunk, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (trueconf_upload_body_parent_class)->finalize (object);
}

static GBytes *
part_bytes (const TrueconfBodyPart *part)
{
  return part->text != NULL ? part->text : part->file->bytes;
}

static goffset
part_size (const TrueconfBodyPart *part)
{
  return part->text != NULL ? (goffset) g_bytes_get_size (part->text) : part->file->size;
}

static gsize
take (TrueconfUploadBody *self, guint8 *buffer, gsize count)
{
  const TrueconfBodyPart *part = &self->parts[self->current];
  GBytes *bytes = part_bytes (part);
  gsize length = 0;

  if (bytes != NULL)
    {
      const guint8 *data = g_bytes_get_data (bytes, NULL);

      length = MIN (count, g_bytes_get_size (bytes) - (gsize) self->part_position);
      if (length > 0)
        memcpy (buffer, data + self->part_position, length);
    }
  else
    {
      length = MIN (count, self->chunk_length - self->chunk_position);
      if (length > 0)
        memcpy (buffer, self->chunk + self->chunk_position, length);
      self->chunk_position += length;
    }

  self->part_position += (goffset) length;
  self->position += (goffset) length;
  if (self->current == 1)
    self->file_position = self->part_position;

  return length;
}

static void
next_part (TrueconfUploadBody *self)
{
  self->current++;
  self->part_position = 0;
  self->chunk_length = 0;
  self->chunk_position = 0;
}

/* Copies what is in memory. Returns FALSE if the file of the current part has to be read first. */
static gboolean
take_ready (TrueconfUploadBody *self, guint8 *buffer, gsize count, gsize *taken)
{
  *taken = 0;

  while (!self->cut && self->current < self->n_parts)
    {
      *taken = take (self, buffer, count);
      if (*taken > 0)
        return TRUE;

      /* at its end, too, to notice that it has grown */
      if (part_bytes (&self->parts[self->current]) == NULL)
        return FALSE;

      next_part (self);
    }

  return TRUE;
}

static void
fail (TrueconfUploadBody *self, const char *problem)
{
  if (self->error == NULL)
    self->error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED,
                               /* Translators: file name, why */
                               _ ("The file “%s” could not be sent: %s"),
                               self->parts[self->current].file->name, problem);
}

/* How many bytes to read next. At the end it is one more than expected, to notice that the file has grown. */
static gsize
get_wanted (TrueconfUploadBody *self)
{
  goffset rest = part_size (&self->parts[self->current]) - self->part_position;

  if (self->chunk == NULL)
    self->chunk = g_malloc (CHUNK);

  return rest > 0 ? (gsize) MIN (rest, CHUNK) : 1;
}

/* Takes the result of a read. Returns FALSE if it has failed, or the size of the file is no longer what was announced. */
static gboolean
accept_chunk (TrueconfUploadBody *self, gssize length, GError *error)
{
  goffset size = part_size (&self->parts[self->current]);
  goffset rest = size - self->part_position;

  if (length < 0)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        self->error = g_steal_pointer (&error);
      else
        fail (self, error->message);
      g_clear_error (&error);
      return FALSE;
    }

  if (length > rest)
    {
      fail (self, _ ("it has grown while it was being sent"));
      return FALSE;
    }

  if (length == 0 && rest > 0)
    {
      g_autofree char *was = g_strdup_printf ("%" G_GOFFSET_FORMAT, size);
      g_autofree char *is = g_strdup_printf ("%" G_GOFFSET_FORMAT, self->part_position);
      g_autofree char *problem =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        /* Translators: number, number */
                                        "it has shrunk from %s to %s byte while it was being sent",
                                        "it has shrunk from %s to %s bytes while it was being sent",
                                        (gulong) self->part_position),
                           was, is);

      fail (self, problem);
      return FALSE;
    }

  if (length == 0)
    {
      next_part (self);
      return TRUE;
    }

  self->chunk_length = (gsize) length;
  self->chunk_position = 0;
  return TRUE;
}

/* A file begins at its start, because it may have been read before: to guess its type, or as the other part. */
static gboolean
prepare (TrueconfUploadBody *self)
{
  GError *error = NULL;

  if (self->part_position > 0 || self->chunk_length > 0)
    return TRUE;

  if (trueconf_input_rewind (self->parts[self->current].file, &error))
    return TRUE;

  return accept_chunk (self, -1, error);
}

typedef struct
{
  guint8 *buffer;
  gsize count;
} TrueconfRead;

static void go_on (GTask *task);

static void
chunk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TrueconfUploadBody *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (accept_chunk (self, length, error))
    go_on (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_error_copy (self->error));
}

/* Owns the task. */
static void
go_on (GTask *task)
{
  TrueconfUploadBody *self = g_task_get_source_object (task);
  TrueconfRead *read = g_task_get_task_data (task);
  gsize taken = 0;

  if (take_ready (self, read->buffer, read->count, &taken))
    {
      g_task_return_int (task, (gssize) taken);
      g_object_unref (task);
      return;
    }

  if (self->error == NULL && prepare (self))
    {
      gsize wanted = get_wanted (self);

      g_input_stream_read_async (self->parts[self->current].file->stream, self->chunk, wanted,
                                 g_task_get_priority (task), g_task_get_cancellable (task), chunk_cb, task);
      return;
    }

  g_task_return_error (task, g_error_copy (self->error));
  g_object_unref (task);
}

static void
trueconf_upload_body_read_async (GInputStream *stream,
                                 void *buffer,
                                 gsize count,
                                 int io_priority,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);
  TrueconfRead *read = g_new (TrueconfRead, 1);

  g_task_set_source_tag (task, trueconf_upload_body_read_async);
  g_task_set_priority (task, io_priority);
  read->buffer = buffer;
  read->count = count;
  g_task_set_task_data (task, read, g_free);
  go_on (task);
}

static gssize
trueconf_upload_body_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
trueconf_upload_body_class_init (TrueconfUploadBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = trueconf_upload_body_finalize;
  /* no read_fn: requests are asynchronous, and libsoup reads their bodies asynchronously */
  G_INPUT_STREAM_CLASS (klass)->read_async = trueconf_upload_body_read_async;
  G_INPUT_STREAM_CLASS (klass)->read_finish = trueconf_upload_body_read_finish;
}

static void
trueconf_upload_body_init (TrueconfUploadBody *self)
{
}

static void
add_text (TrueconfUploadBody *self, GString *text)
{
  TrueconfBodyPart *part = &self->parts[self->n_parts++];

  part->text = g_string_free_to_bytes (text);
  self->length += part_size (part);
}

static void
add_file (TrueconfUploadBody *self, TrueconfInput *file)
{
  TrueconfBodyPart *part = &self->parts[self->n_parts++];

  part->file = trueconf_input_ref (file);
  self->length += part_size (part);
}

static void
append_head (GString *out, const char *boundary, const char *part, const char *name, const char *mime_type)
{
  gboolean sane = mime_type[0] != '\0';

  for (const char *c = mime_type; *c != '\0'; c++)
    sane = sane && *c >= ' ' && *c < 0x7f;

  g_string_append_printf (out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=", boundary,
                          part);
  trueconf_file_name_append_quoted (out, name);
  g_string_append_printf (out, "\r\nContent-Type: %s\r\n\r\n", sane ? mime_type : "application/octet-stream");
}

/* `mime_type` is sent for the file: a sticker has another one than its file. `preview` may be NULL or the same as `file`. */
TrueconfUploadBody *
trueconf_upload_body_new (TrueconfInput *file, const char *mime_type, TrueconfInput *preview)
{
  TrueconfUploadBody *self = g_object_new (TRUECONF_TYPE_UPLOAD_BODY, NULL);
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *boundary = g_strdup_printf ("trueconf-%s", random);
  GString *text = g_string_new (NULL);

  self->content_type = g_strdup_printf ("multipart/form-data; boundary=%s", boundary);

  append_head (text, boundary, "file", file->name, mime_type);
  add_text (self, text);
  add_file (self, file);
  text = g_string_new ("\r\n");

  if (preview != NULL)
    {
      append_head (text, boundary, "preview", preview->name, preview->mime_type);
      add_text (self, text);
      add_file (self, preview);
      text = g_string_new ("\r\n");
    }

  g_string_append_printf (text, "--%s--\r\n", boundary);
  add_text (self, text);

  return self;
}

const char *
trueconf_upload_body_get_content_type (TrueconfUploadBody *self)
{
  return self->content_type;
}

goffset
trueconf_upload_body_get_length (TrueconfUploadBody *self)
{
  return self->length;
}

goffset
trueconf_upload_body_get_file_size (TrueconfUploadBody *self)
{
  return self->parts[1].file->size;
}

goffset
trueconf_upload_body_get_file_position (TrueconfUploadBody *self)
{
  return self->file_position;
}

goffset
trueconf_upload_body_get_position (TrueconfUploadBody *self)
{
  return self->position;
}

const GError *
trueconf_upload_body_get_error (TrueconfUploadBody *self)
{
  return self->error;
}

void
trueconf_upload_body_cut (TrueconfUploadBody *self)
{
  self->cut = TRUE;
}
