/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_FAULT_DROP,
  SANDBOX_FAULT_CLOSE,
  SANDBOX_FAULT_CLOSE_AFTER_AUTH,
  SANDBOX_FAULT_HALF_OPEN,
  SANDBOX_FAULT_REFUSE_UPGRADE,
  SANDBOX_FAULT_HANG_UPGRADE,
  SANDBOX_FAULT_TOKEN_HANG,
  SANDBOX_FAULT_TOKEN_STATUS,
  SANDBOX_FAULT_REFUSE_AUTH,
  SANDBOX_FAULT_DELAY_AUTH,
  SANDBOX_FAULT_ERROR,
  SANDBOX_FAULT_DELAY,
  SANDBOX_FAULT_LOSE_ANSWER,
  SANDBOX_FAULT_DUPLICATE,
  SANDBOX_FAULT_NO_PONG,
  SANDBOX_FAULT_EXPIRE_TOKEN,
  SANDBOX_FAULT_FRAGMENT,
  SANDBOX_FAULT_GARBAGE,
  SANDBOX_FAULT_OVERSIZE,
  SANDBOX_FAULT_LATE_ANSWER,
  SANDBOX_FAULT_UNKNOWN_ANSWER,
  SANDBOX_FAULT_NOT_REDELIVER,
  /* the following reproduce differences between real servers, and failures with files */
  SANDBOX_FAULT_NUMERIC_ROLES,
  SANDBOX_FAULT_INFO_HASH,
  SANDBOX_FAULT_WRAPPED_CHATS,
  SANDBOX_FAULT_ERROR_CODE_ZERO,
  SANDBOX_FAULT_MISSING_PAYLOAD,
  SANDBOX_FAULT_MEMBER_ORDER,
  SANDBOX_FAULT_UNKNOWN_MEMBERS,
  SANDBOX_FAULT_UNKNOWN_EVENT,
  SANDBOX_FAULT_UNKNOWN_MESSAGE_TYPE,
  SANDBOX_FAULT_LAST_MESSAGE,
  SANDBOX_FAULT_FLAT_FORWARD,
  SANDBOX_FAULT_FOR_ALL_STRING,
  SANDBOX_FAULT_UPLOADING_PROGRESS,
  SANDBOX_FAULT_PROGRESS_FIRST,
  SANDBOX_FAULT_READY_NULL_URL,
  SANDBOX_FAULT_FOREIGN_URL,
  SANDBOX_FAULT_ECHO_OWN,
  SANDBOX_FAULT_LIMITS_FLOOD,
  SANDBOX_FAULT_EXPIRES_MS,
  SANDBOX_FAULT_EXPIRES_SECONDS,
  SANDBOX_FAULT_EXPIRES_MISSING,
  SANDBOX_FAULT_P2P_SELF_SILENT,
  SANDBOX_FAULT_P2P_SELF_ANSWER,
  SANDBOX_FAULT_NO_SUBPROTOCOL,
  SANDBOX_FAULT_ONLY_SLASH,
  SANDBOX_FAULT_ONLY_NO_SLASH,
  SANDBOX_FAULT_IDLE_FIN,
  SANDBOX_FAULT_COMMAND_ID,
  SANDBOX_FAULT_FILE_READY,
  SANDBOX_FAULT_FILE_NAME,
  SANDBOX_FAULT_UPLOAD_STATUS,
  SANDBOX_FAULT_UPLOAD_RESET,
  SANDBOX_FAULT_UPLOAD_STALL,
  SANDBOX_FAULT_UPLOAD_NO_ANSWER,
  SANDBOX_FAULT_DOWNLOAD_STATUS,
  SANDBOX_FAULT_DOWNLOAD_SHORT,
  SANDBOX_FAULT_DOWNLOAD_RESET,
  SANDBOX_FAULT_DOWNLOAD_WRONG_LENGTH,
  SANDBOX_FAULT_DOWNLOAD_STALL,
  SANDBOX_FAULT_DOWNLOAD_CHUNKED,
  SANDBOX_N_FAULTS,
} SandboxFaultKind;

typedef struct
{
  guint64 id;
  SandboxFaultKind kind;
  JsonObject *settings;
  char *user;   /* NULL: everybody */
  char *method; /* NULL: every method */
  gint64 left;  /* -1: for ever */
} SandboxFault;

typedef struct _SandboxFaults SandboxFaults;

SandboxFaults *sandbox_faults_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_faults_free (SandboxFaults *self);
SandboxFault *sandbox_faults_add (SandboxFaults *self, JsonObject *settings, GError **error);
SandboxFault *sandbox_faults_add_switch (SandboxFaults *self, const char *text, GError **error);
gboolean sandbox_faults_remove (SandboxFaults *self, guint64 id);
void sandbox_faults_clear (SandboxFaults *self);
JsonObject *sandbox_faults_take (SandboxFaults *self,
                                 SandboxFaultKind kind,
                                 const char *user,
                                 const char *method) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *
sandbox_faults_find (SandboxFaults *self, SandboxFaultKind kind, const char *user) G_GNUC_WARN_UNUSED_RESULT;
gboolean sandbox_faults_is_empty (SandboxFaults *self);
gboolean sandbox_faults_happens (SandboxFaults *self, SandboxFaultKind kind, const char *user);
gboolean sandbox_faults_has (SandboxFaults *self, SandboxFaultKind kind);
JsonArray *sandbox_faults_list (SandboxFaults *self) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_fault_to_object (SandboxFault *fault) G_GNUC_WARN_UNUSED_RESULT;
gboolean sandbox_fault_is_immediate (SandboxFault *fault);
gboolean sandbox_fault_hits (SandboxFault *fault, const char *user);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFaults, sandbox_faults_free)

G_END_DECLS
