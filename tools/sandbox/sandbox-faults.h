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
gboolean sandbox_faults_remove (SandboxFaults *self, guint64 id);
void sandbox_faults_clear (SandboxFaults *self);
JsonObject *sandbox_faults_take (SandboxFaults *self,
                                 SandboxFaultKind kind,
                                 const char *user,
                                 const char *method) G_GNUC_WARN_UNUSED_RESULT;
gboolean sandbox_faults_has (SandboxFaults *self, SandboxFaultKind kind);
JsonArray *sandbox_faults_list (SandboxFaults *self) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_fault_to_object (SandboxFault *fault) G_GNUC_WARN_UNUSED_RESULT;
gboolean sandbox_fault_is_immediate (SandboxFault *fault);
gboolean sandbox_fault_hits (SandboxFault *fault, const char *user);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFaults, sandbox_faults_free)

G_END_DECLS
