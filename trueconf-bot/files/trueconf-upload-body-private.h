/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "files/trueconf-input-private.h"

G_BEGIN_DECLS

/* A multipart/form-data body with a file and perhaps a preview, which are read while it is sent. */

#define TRUECONF_TYPE_UPLOAD_BODY (trueconf_upload_body_get_type ())

G_DECLARE_FINAL_TYPE (TrueconfUploadBody, trueconf_upload_body, TRUECONF, UPLOAD_BODY, GInputStream)

TrueconfUploadBody *
trueconf_upload_body_new (TrueconfInput *file, const char *mime_type, TrueconfInput *preview);
const char *trueconf_upload_body_get_content_type (TrueconfUploadBody *self);
goffset trueconf_upload_body_get_length (TrueconfUploadBody *self);
goffset trueconf_upload_body_get_file_size (TrueconfUploadBody *self);

/* How many bytes were read so far: of the file without the preview, and of the body. */
goffset trueconf_upload_body_get_file_position (TrueconfUploadBody *self);
goffset trueconf_upload_body_get_position (TrueconfUploadBody *self);

/* Returns why reading has failed, or NULL. */
const GError *trueconf_upload_body_get_error (TrueconfUploadBody *self);

/* Ends the stream here. */
void trueconf_upload_body_cut (TrueconfUploadBody *self);

G_END_DECLS
