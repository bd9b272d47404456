/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drafts with a file, and what kind of message it becomes. */

#include "config.h"

#include "model/trueconf-draft-private.h"
#include "trueconf-enum-private.h"
#include "trueconf-enum-types.h"

static TrueconfDraft *
new_for_file (TrueconfDraftKind kind,
              TrueconfInputFile *file,
              const char *caption,
              TrueconfParseMode parse_mode)
{
  return g_object_new (TRUECONF_TYPE_DRAFT, "kind", kind, "file", file, "text", caption, "parse-mode",
                       parse_mode, NULL);
}

/**
 * trueconf_draft_new_photo:
 * @file: a picture
 * @caption: (nullable): a caption, at most 4096 visible characters
 * @parse_mode: the markup of @caption
 *
 * Creates a draft of a picture that is shown in the chat.
 *
 * Set [property@Draft:preview] for a preview of your own. If the file is not a picture, sending the draft fails
 * with `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Returns: (transfer full): a draft
 *
 * Since: 0.1
 */
TrueconfDraft *
trueconf_draft_new_photo (TrueconfInputFile *file, const char *caption, TrueconfParseMode parse_mode)
{
  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (file), NULL);
  g_return_val_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode), NULL);

  return new_for_file (TRUECONF_DRAFT_KIND_PHOTO, file, caption, parse_mode);
}

/**
 * trueconf_draft_new_document:
 * @file: any file
 * @caption: (nullable): a caption, at most 4096 visible characters
 * @parse_mode: the markup of @caption
 *
 * Creates a draft of a file to download.
 *
 * Returns: (transfer full): a draft
 *
 * Since: 0.1
 */
TrueconfDraft *
trueconf_draft_new_document (TrueconfInputFile *file, const char *caption, TrueconfParseMode parse_mode)
{
  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (file), NULL);
  g_return_val_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode), NULL);

  return new_for_file (TRUECONF_DRAFT_KIND_DOCUMENT, file, caption, parse_mode);
}

/**
 * trueconf_draft_new_sticker:
 * @file: a picture in WebP format
 *
 * Creates a draft of a picture that is shown in the chat without a frame.
 *
 * If the file has another format, or the draft has a caption, sending it fails with
 * `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Returns: (transfer full): a draft
 *
 * Since: 0.1
 */
TrueconfDraft *
trueconf_draft_new_sticker (TrueconfInputFile *file)
{
  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (file), NULL);

  return new_for_file (TRUECONF_DRAFT_KIND_STICKER, file, NULL, TRUECONF_PARSE_MODE_TEXT);
}

/**
 * trueconf_draft_get_file: (get-property file)
 * @self: a draft
 *
 * Gets the file to send.
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
TrueconfInputFile *
trueconf_draft_get_file (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->file;
}

/**
 * trueconf_draft_set_file: (set-property file)
 * @self: a draft
 * @file: (nullable): the file
 *
 * Sets the file to send.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_file (TrueconfDraft *self, TrueconfInputFile *file)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (file == NULL || TRUECONF_IS_INPUT_FILE (file));

  if (!g_set_object (&self->file, file))
    return;

  trueconf_draft_notify (self, TRUECONF_DRAFT_PROP_FILE);
  if (file == NULL)
    trueconf_draft_set_kind (self, TRUECONF_DRAFT_KIND_MESSAGE);
  else if (self->kind == TRUECONF_DRAFT_KIND_MESSAGE)
    trueconf_draft_set_kind (self, TRUECONF_DRAFT_KIND_DOCUMENT);
}

/**
 * trueconf_draft_get_preview: (get-property preview)
 * @self: a draft
 *
 * Gets the preview picture of the file. If it is `NULL`, photos and stickers are their own preview.
 *
 * Returns: (transfer none) (nullable): the picture
 *
 * Since: 0.1
 */
TrueconfInputFile *
trueconf_draft_get_preview (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->preview;
}

/**
 * trueconf_draft_set_preview: (set-property preview)
 * @self: a draft
 * @preview: (nullable): the picture
 *
 * Sets the preview picture of the file. If it is `NULL`, photos and stickers are their own preview.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_preview (TrueconfDraft *self, TrueconfInputFile *preview)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (preview == NULL || TRUECONF_IS_INPUT_FILE (preview));

  if (g_set_object (&self->preview, preview))
    trueconf_draft_notify (self, TRUECONF_DRAFT_PROP_PREVIEW);
}

/**
 * trueconf_draft_get_kind: (get-property kind)
 * @self: a draft
 *
 * Gets the kind of message that the draft becomes.
 *
 * Returns: the kind
 *
 * Since: 0.1
 */
TrueconfDraftKind
trueconf_draft_get_kind (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), TRUECONF_DRAFT_KIND_MESSAGE);

  return self->kind;
}

/**
 * trueconf_draft_set_kind: (set-property kind)
 * @self: a draft
 * @kind: the kind
 *
 * Sets the kind of message that the draft becomes.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_kind (TrueconfDraft *self, TrueconfDraftKind kind)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_DRAFT_KIND, kind));
  g_return_if_fail (kind != TRUECONF_DRAFT_KIND_UNKNOWN);

  trueconf_draft_set_enum (self, (int *) &self->kind, (int) kind, TRUECONF_DRAFT_PROP_KIND);
}
