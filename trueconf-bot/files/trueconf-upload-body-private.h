/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "files/trueconf-input-private.h"

G_BEGIN_DECLS

/* The body of an upload as a stream: a form of one or two files, read piece by piece as it is sent. */

#define TRUECONF_TYPE_UPLOAD_BODY (trueconf_upload_body_get_type ())

G_DECLARE_FINAL_TYPE (TrueconfUploadBody, trueconf_upload_body, TRUECONF, UPLOAD_BODY, GInputStream)

TrueconfUploadBody *
trueconf_upload_body_new (TrueconfInput *file, const char *mime_type, TrueconfInput *preview);
const char *trueconf_upload_body_get_content_type (TrueconfUploadBody *self);
goffset trueconf_upload_body_get_length (TrueconfUploadBody *self);
goffset trueconf_upload_body_get_file_size (TrueconfUploadBody *self);

/* How much of the file, without the preview, has been taken so far, and of everything. */
goffset trueconf_upload_body_get_file_position (TrueconfUploadBody *self);
goffset trueconf_upload_body_get_position (TrueconfUploadBody *self);

/* Why reading has failed, or NULL. */
const GError *trueconf_upload_body_get_error (TrueconfUploadBody *self);

/* From now on there is nothing more to read. */
void trueconf_upload_body_cut (TrueconfUploadBody *self);

G_END_DECLS
