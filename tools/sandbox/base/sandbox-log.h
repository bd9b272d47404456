/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_LOG_FRAME,
  SANDBOX_LOG_HTTP,
  SANDBOX_LOG_CONNECTION,
} SandboxLogKind;

/* Holds the raw data. JSON is built and secrets are masked only when somebody reads the log. */
typedef struct
{
  guint64 seq;
  SandboxLogKind kind;
  gint64 time;
  guint64 connection; /* 0: none */
  char *user;         /* (nullable) */
  gboolean incoming;
  const char *opcode;
  GBytes *payload;
  const char *method;
  char *path;
  guint status;
} SandboxLogEntry;

typedef struct _SandboxLog SandboxLog;
typedef void (*SandboxLogFunc) (const SandboxLogEntry *entry, gpointer user_data);

SandboxLog *sandbox_log_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_log_free (SandboxLog *self);
void sandbox_log_watch (SandboxLog *self, SandboxLogFunc added, gpointer user_data);
void sandbox_log_clear (SandboxLog *self);

void sandbox_log_frame (SandboxLog *self,
                        guint64 connection,
                        const char *user,
                        gboolean incoming,
                        const char *opcode,
                        GBytes *payload);
void sandbox_log_http (SandboxLog *self, const char *method, const char *path, guint status);
void sandbox_log_connection (SandboxLog *self, guint64 connection, const char *user, const char *text);

guint64 sandbox_log_get_last_seq (SandboxLog *self);
JsonArray *sandbox_log_list (SandboxLog *self, guint64 after) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_log_entry_to_object (const SandboxLogEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
const char *sandbox_log_kind_name (SandboxLogKind kind);
char *sandbox_log_mask (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxLog, sandbox_log_free)

G_END_DECLS
