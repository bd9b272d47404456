/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_INPUT_FILE (trueconf_input_file_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfInputFile, trueconf_input_file, TRUECONF, INPUT_FILE, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfInputFile *trueconf_input_file_new_for_file (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfInputFile *trueconf_input_file_new_for_bytes (GBytes *bytes,
                                                      const char *file_name) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfInputFile *trueconf_input_file_new_for_uri (const char *uri) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_input_file_get_file_name (TrueconfInputFile *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_input_file_set_file_name (TrueconfInputFile *self, const char *file_name);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_input_file_get_size (TrueconfInputFile *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_input_file_get_mime_type (TrueconfInputFile *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_input_file_set_mime_type (TrueconfInputFile *self, const char *mime_type);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_input_file_load_async (TrueconfInputFile *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_input_file_load_finish (TrueconfInputFile *self, GAsyncResult *result, GError **error);

G_END_DECLS
