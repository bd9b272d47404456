/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes of a file: in memory while they are few, else in an unlinked temporary file. */
typedef struct _SandboxBlob SandboxBlob;

SandboxBlob *sandbox_blob_new (void) G_GNUC_WARN_UNUSED_RESULT;
SandboxBlob *sandbox_blob_new_pattern (gint64 size) G_GNUC_WARN_UNUSED_RESULT;
SandboxBlob *sandbox_blob_new_bytes (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_blob_free (SandboxBlob *self);
gboolean sandbox_blob_append (SandboxBlob *self, const void *data, gsize length, GError **error);
gint64 sandbox_blob_get_size (SandboxBlob *self);
GBytes *sandbox_blob_read (SandboxBlob *self, gint64 offset, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxBlob, sandbox_blob_free)

G_END_DECLS
