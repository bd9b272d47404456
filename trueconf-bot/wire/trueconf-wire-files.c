/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the server says about files. */

#include "config.h"

#include "model/trueconf-file-info-private.h"
#include "model/trueconf-file-preview-private.h"
#include "model/trueconf-list-private.h"
#include "model/trueconf-uploading-progress-private.h"
#include "wire/trueconf-shape-private.h"

#define PLACE(type, member) G_STRUCT_OFFSET (type, member)

static void
complete_mime_type (char **mime_type)
{
  if (*mime_type != NULL && (*mime_type)[0] != '\0')
    return;

  g_free (*mime_type);
  *mime_type = g_strdup ("application/octet-stream");
}

static void
complete_preview (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfFilePreview *self = object;

  complete_mime_type (&self->mime_type);
  self->size = MAX (self->size, -1);
}

static const TrueconfShape preview_shape = {
  trueconf_file_preview_get_type,
  {
      { "name", TRUECONF_MEMBER_STRING, PLACE (TrueconfFilePreview, name) },
      { "size", TRUECONF_MEMBER_INT64, PLACE (TrueconfFilePreview, size) },
      { "mimeType", TRUECONF_MEMBER_STRING, PLACE (TrueconfFilePreview, mime_type) },
      { "downloadUrl", TRUECONF_MEMBER_STRING, PLACE (TrueconfFilePreview, download_url) },
  },
  complete_preview,
};

static GListModel *
read_previews (TrueconfFrame *frame, guint list)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  TrueconfJsonIter iter;

  if (trueconf_json_get_type_of (&frame->json, list) == TRUECONF_JSON_ARRAY)
    {
      trueconf_json_iter_init (&iter, &frame->json, list);
      while (trueconf_json_iter_next (&iter))
        {
          gpointer preview = trueconf_shape_read (&preview_shape, frame, iter.value);

          if (preview != NULL)
            g_ptr_array_add (items, preview);
        }
    }

  return trueconf_list_new (TRUECONF_TYPE_FILE_PREVIEW, items);
}

static void
complete_info (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfFileInfo *self = object;
  const TrueconfJson *json = &frame->json;

  complete_mime_type (&self->mime_type);
  self->size = MAX (self->size, -1);
  g_object_unref (self->previews);
  self->previews = read_previews (frame, trueconf_json_get_member (json, node, "previews"));

  /* older servers know files by the hash of their contents only */
  if (self->file_id == NULL || self->file_id[0] == '\0')
    {
      g_free (self->file_id);
      self->file_id = trueconf_json_dup_string (json, trueconf_json_get_member (json, node, "infoHash"));
    }

  if (self->download_url != NULL && self->download_url[0] == '\0')
    g_clear_pointer (&self->download_url, g_free);

  if (trueconf_json_get_member (json, node, "readyState") == TRUECONF_JSON_NONE)
    self->ready_state =
        self->download_url != NULL ? TRUECONF_FILE_READY_STATE_READY : TRUECONF_FILE_READY_STATE_UPLOADING;
}

const TrueconfShape trueconf_file_info_shape = {
  trueconf_file_info_get_type,
  {
      { "fileId", TRUECONF_MEMBER_STRING, PLACE (TrueconfFileInfo, file_id) },
      { "name", TRUECONF_MEMBER_STRING, PLACE (TrueconfFileInfo, name) },
      { "size", TRUECONF_MEMBER_INT64, PLACE (TrueconfFileInfo, size) },
      { "mimeType", TRUECONF_MEMBER_STRING, PLACE (TrueconfFileInfo, mime_type) },
      { "readyState", TRUECONF_MEMBER_ENUM, PLACE (TrueconfFileInfo, ready_state) },
      { "downloadUrl", TRUECONF_MEMBER_STRING, PLACE (TrueconfFileInfo, download_url) },
  },
  complete_info,
};

const TrueconfShape trueconf_uploading_progress_shape = {
  trueconf_uploading_progress_get_type,
  {
      { "fileId", TRUECONF_MEMBER_STRING, PLACE (TrueconfUploadingProgress, file_id) },
      { "progress", TRUECONF_MEMBER_INT64, PLACE (TrueconfUploadingProgress, progress) },
  },
};
