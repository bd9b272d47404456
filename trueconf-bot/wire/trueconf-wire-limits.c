/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-upload-limits-private.h"
#include "wire/trueconf-shape-private.h"

#define PLACE(type, member) G_STRUCT_OFFSET (type, member)

static char *
normalise_extension (const TrueconfJson *json, guint node)
{
  g_autofree char *text = NULL;

  if (trueconf_json_get_type_of (json, node) != TRUECONF_JSON_STRING)
    return NULL;

  text = trueconf_json_dup_string (json, node);
  g_strstrip (text);

  return g_utf8_strdown (text[0] == '.' ? text + 1 : text, -1);
}

static void
complete_limits (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfUploadLimits *self = object;
  const TrueconfJson *json = &frame->json;
  guint extensions = trueconf_json_get_member (json, node, "extensions");
  guint list = trueconf_json_get_member (json, extensions, "list");
  g_autofree char *mode =
      trueconf_json_dup_string (json, trueconf_json_get_member (json, extensions, "mode"));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  TrueconfJsonIter iter;

  if (g_strcmp0 (mode, "allow") == 0)
    self->mode = TRUECONF_EXTENSION_MODE_ALLOW;
  else if (g_strcmp0 (mode, "block") == 0)
    self->mode = TRUECONF_EXTENSION_MODE_BLOCK;
  else
    return;

  trueconf_json_iter_init (&iter, json, list);
  while (trueconf_json_iter_next (&iter))
    {
      g_autofree char *extension = normalise_extension (json, iter.value);

      if (extension != NULL && extension[0] != '\0')
        g_strv_builder_add (builder, extension);
    }
  self->extensions = g_strv_builder_end (builder);
}

const TrueconfShape trueconf_upload_limits_shape = {
  trueconf_upload_limits_get_type,
  {
      { "maxSize", TRUECONF_MEMBER_SIZE, PLACE (TrueconfUploadLimits, max_size) },
  },
  complete_limits,
};
