/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "world/sandbox-files.h"

/* How long an upload task and an uploaded file stay valid. */
#define LIFETIME (10 * 60 * G_USEC_PER_SEC)

typedef struct
{
  char *id;
  SandboxFile *file;
  gint64 expires_at;
} KeptFile;

struct _SandboxFiles
{
  GHashTable *tasks; /* id → SandboxUploadTask */
  GHashTable *kept;  /* temporal id → KeptFile */
  GPtrArray *files;
  GHashTable *files_by_id;
  SandboxLimits limits;
};

static void
task_free (gpointer data)
{
  SandboxUploadTask *task = data;

  g_free (task->id);
  g_free (task->name);
  g_free (task);
}

static void
kept_free (gpointer data)
{
  KeptFile *kept = data;

  g_clear_pointer (&kept->file, sandbox_file_free);
  g_free (kept->id);
  g_free (kept);
}

void
sandbox_file_free (SandboxFile *file)
{
  g_clear_pointer (&file->content, sandbox_blob_free);
  g_clear_pointer (&file->preview, sandbox_blob_free);
  g_free (file->id);
  g_free (file->token);
  g_free (file->name);
  g_free (file->mime_type);
  g_free (file->preview_name);
  g_free (file->preview_mime_type);
  g_free (file->announced_name);
  g_free (file);
}

SandboxFiles *
sandbox_files_new (void)
{
  SandboxFiles *self = g_new0 (SandboxFiles, 1);

  self->tasks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, task_free);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, kept_free);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_file_free);
  self->files_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
sandbox_files_free (SandboxFiles *self)
{
  g_hash_table_unref (self->tasks);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->files_by_id);
  g_ptr_array_unref (self->files);
  g_free (self->limits.mode);
  g_clear_pointer (&self->limits.extensions, json_array_unref);
  g_free (self);
}

SandboxLimits *
sandbox_files_get_limits (SandboxFiles *self)
{
  return &self->limits;
}

SandboxUploadTask *
sandbox_files_add_task (SandboxFiles *self, SandboxUser *user, const char *name, gint64 size)
{
  SandboxUploadTask *task = g_new0 (SandboxUploadTask, 1);

  task->id = g_uuid_string_random ();
  task->name = g_strdup (name);
  task->size = size;
  task->user = user;
  task->expires_at = g_get_monotonic_time () + LIFETIME;
  g_hash_table_insert (self->tasks, task->id, task);
  return task;
}

SandboxUploadTask *
sandbox_files_find_task (SandboxFiles *self, const char *id)
{
  SandboxUploadTask *task = g_hash_table_lookup (self->tasks, id);

  if (task == NULL || task->expires_at > g_get_monotonic_time ())
    return task;
  g_hash_table_remove (self->tasks, id);
  return NULL;
}

void
sandbox_files_remove_task (SandboxFiles *self, SandboxUploadTask *task)
{
  g_hash_table_remove (self->tasks, task->id);
}

static char *
random_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_compute_checksum_for_string (G_CHECKSUM_SHA1, uuid, -1);
}

/* Without a MIME type it is guessed from the name. */
SandboxFile *
sandbox_file_new (SandboxUser *owner, const char *name, const char *mime_type)
{
  SandboxFile *file = g_new0 (SandboxFile, 1);

  file->id = random_id ();
  file->token = random_id ();
  file->owner = owner;
  file->name = g_strdup (name);
  file->mime_type = g_strdup (mime_type);
  if (mime_type == NULL)
    {
      g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);

      file->mime_type = g_content_type_get_mime_type (type);
    }
  return file;
}

/* Takes over the content. */
void
sandbox_file_set_content (SandboxFile *file, SandboxBlob *content)
{
  g_clear_pointer (&file->content, sandbox_blob_free);
  file->content = content;
  file->size = sandbox_blob_get_size (content);
}

/* Takes over the file and keeps it until it is sent. Returns its temporal id. */
const char *
sandbox_files_keep (SandboxFiles *self, SandboxFile *file)
{
  KeptFile *kept = g_new0 (KeptFile, 1);
  g_autofree char *random = random_id ();

  kept->id = g_strconcat ("tmp-", random, NULL);
  kept->file = file;
  kept->expires_at = g_get_monotonic_time () + LIFETIME;
  g_hash_table_insert (self->kept, kept->id, kept);
  return kept->id;
}

SandboxFile *
sandbox_files_find_kept (SandboxFiles *self, const char *temporal_id)
{
  KeptFile *kept = g_hash_table_lookup (self->kept, temporal_id);

  return kept != NULL && kept->expires_at > g_get_monotonic_time () ? kept->file : NULL;
}

/* Publishes the file. The temporal id cannot be used again. */
SandboxFile *
sandbox_files_use_kept (SandboxFiles *self, const char *temporal_id)
{
  KeptFile *kept = g_hash_table_lookup (self->kept, temporal_id);
  SandboxFile *file = g_steal_pointer (&kept->file);

  g_hash_table_remove (self->kept, temporal_id);
  sandbox_files_publish (self, file);
  return file;
}

/* Takes over the file. */
void
sandbox_files_publish (SandboxFiles *self, SandboxFile *file)
{
  g_ptr_array_add (self->files, file);
  g_hash_table_insert (self->files_by_id, file->id, file);
}

SandboxFile *
sandbox_files_find (SandboxFiles *self, const char *id)
{
  return g_hash_table_lookup (self->files_by_id, id);
}

GPtrArray *
sandbox_files_list (SandboxFiles *self)
{
  return self->files;
}

/* The file is uploading for this time. Negative: for ever. */
void
sandbox_file_make_wait (SandboxFile *file, gint64 ms)
{
  file->started_at = g_get_monotonic_time ();
  file->ready_at = ms < 0 ? G_MAXINT64 : file->started_at + ms * 1000;
}

void
sandbox_file_drop_content (SandboxFile *file)
{
  g_clear_pointer (&file->content, sandbox_blob_free);
  g_clear_pointer (&file->preview, sandbox_blob_free);
}

SandboxFileState
sandbox_file_get_state (SandboxFile *file)
{
  if (file->content == NULL)
    return SANDBOX_FILE_NOT_AVAILABLE;
  return g_get_monotonic_time () < file->ready_at ? SANDBOX_FILE_UPLOADING : SANDBOX_FILE_READY;
}

/* In bytes, in proportion to the time. A file that never becomes ready stops half-way. */
gint64
sandbox_file_get_progress (SandboxFile *file)
{
  double part;

  if (sandbox_file_get_state (file) != SANDBOX_FILE_UPLOADING)
    return file->size;
  if (file->ready_at == G_MAXINT64)
    return file->size / 2;
  part = (double) (g_get_monotonic_time () - file->started_at) / (double) (file->ready_at - file->started_at);
  return (gint64) (part * (double) file->size);
}

gboolean
sandbox_file_is_image (SandboxFile *file)
{
  return g_str_has_prefix (file->mime_type, "image/");
}
