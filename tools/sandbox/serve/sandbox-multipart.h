/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called while a form arrives. `data` returns FALSE to stop it. */
typedef struct
{
  void (*part) (const char *name, const char *file_name, const char *content_type, gpointer user_data);
  gboolean (*data) (const guint8 *data, gsize length, gpointer user_data);
} SandboxMultipartHandler;

typedef struct _SandboxMultipart SandboxMultipart;

SandboxMultipart *sandbox_multipart_new (const char *boundary,
                                         const SandboxMultipartHandler *handler,
                                         gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_multipart_free (SandboxMultipart *self);
gboolean sandbox_multipart_feed (SandboxMultipart *self, const guint8 *data, gsize length);
gboolean sandbox_multipart_is_complete (SandboxMultipart *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxMultipart, sandbox_multipart_free)

G_END_DECLS
