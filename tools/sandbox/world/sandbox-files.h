/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "world/sandbox-blob.h"
#include "world/sandbox-world.h"

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_FILE_NOT_AVAILABLE,
  SANDBOX_FILE_UPLOADING,
  SANDBOX_FILE_READY,
} SandboxFileState;

struct _SandboxFile
{
  char *id;
  char *token; /* opens its download address */
  char *name;
  char *mime_type;
  SandboxUser *owner;
  SandboxBlob *content; /* NULL: gone */
  SandboxBlob *preview; /* NULL: none */
  char *preview_name;
  char *preview_mime_type;
  char *announced_name; /* what `uploadFile` called it; NULL: did not */
  gint64 size;
  gint64 started_at;
  gint64 ready_at; /* monotonic time; G_MAXINT64: never */
  gint64 told;     /* of its progress */
  guint downloads;
};

/* Whoever knows the id may upload. */
typedef struct
{
  char *id;
  char *name; /* NULL: not told */
  gint64 size;
  SandboxUser *user;
  gint64 expires_at;
} SandboxUploadTask;

/* What the administrator lets people upload. */
typedef struct
{
  gboolean has_max_size;
  gint64 max_size;
  char *mode; /* NULL: every extension */
  JsonArray *extensions;
} SandboxLimits;

typedef struct _SandboxFiles SandboxFiles;

SandboxFiles *sandbox_files_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_files_free (SandboxFiles *self);
SandboxLimits *sandbox_files_get_limits (SandboxFiles *self);

SandboxUploadTask *
sandbox_files_add_task (SandboxFiles *self, SandboxUser *user, const char *name, gint64 size);
SandboxUploadTask *sandbox_files_find_task (SandboxFiles *self, const char *id);
void sandbox_files_remove_task (SandboxFiles *self, SandboxUploadTask *task);

SandboxFile *sandbox_file_new (SandboxUser *owner, const char *name, const char *mime_type);
void sandbox_file_free (SandboxFile *file);
const char *sandbox_files_keep (SandboxFiles *self, SandboxFile *file);
SandboxFile *sandbox_files_find_kept (SandboxFiles *self, const char *temporal_id);
SandboxFile *sandbox_files_use_kept (SandboxFiles *self, const char *temporal_id);
void sandbox_files_publish (SandboxFiles *self, SandboxFile *file);

SandboxFile *sandbox_files_find (SandboxFiles *self, const char *id);
GPtrArray *sandbox_files_list (SandboxFiles *self);
void sandbox_file_set_content (SandboxFile *file, SandboxBlob *content);
void sandbox_file_make_wait (SandboxFile *file, gint64 ms);
void sandbox_file_drop_content (SandboxFile *file);
SandboxFileState sandbox_file_get_state (SandboxFile *file);
gint64 sandbox_file_get_progress (SandboxFile *file);
gboolean sandbox_file_is_image (SandboxFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFiles, sandbox_files_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFile, sandbox_file_free)

G_END_DECLS
