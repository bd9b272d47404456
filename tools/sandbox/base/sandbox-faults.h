/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "base/sandbox-fault-kinds.h"

G_BEGIN_DECLS

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
JsonObject *sandbox_faults_take_request (SandboxFaults *self,
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
gboolean sandbox_fault_begins_now (SandboxFault *fault);
gboolean sandbox_fault_hits (SandboxFault *fault, const char *user);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFaults, sandbox_faults_free)

G_END_DECLS
