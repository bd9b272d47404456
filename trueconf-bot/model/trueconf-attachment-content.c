/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-attachment-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfAttachmentContent:
 *
 * A file, or a voice message.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfAttachmentContent, trueconf_attachment_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_attachment_content_get_attachment: (get-property attachment)
 * @self: an object of this type
 *
 * Gets the file.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfAttachment *
trueconf_attachment_content_get_attachment (TrueconfAttachmentContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_ATTACHMENT_CONTENT (self), NULL);

  return self->attachment;
}

static const TrueconfModelField fields[] = {
  { "attachment", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfAttachmentContent, attachment),
    trueconf_attachment_get_type },
};

static void
trueconf_attachment_content_class_init (TrueconfAttachmentContentClass *klass)
{
  /**
   * TrueconfAttachmentContent:attachment: (getter get_attachment)
   *
   * The file.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_attachment_content_init (TrueconfAttachmentContent *self)
{
}
