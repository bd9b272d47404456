/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-history-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfHistoryContent:
 *
 * The server notes that the history was cleared.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfHistoryContent, trueconf_history_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_history_content_get_for_all: (get-property for-all)
 * @self: an object of this type
 *
 * Gets whether it was cleared for all participants.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_history_content_get_for_all (TrueconfHistoryContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_HISTORY_CONTENT (self), FALSE);

  return self->for_all;
}

static const TrueconfModelField fields[] = {
  { "for-all", TRUECONF_FIELD_BOOLEAN, G_STRUCT_OFFSET (TrueconfHistoryContent, for_all) },
};

static void
trueconf_history_content_class_init (TrueconfHistoryContentClass *klass)
{
  /**
   * TrueconfHistoryContent:for-all: (getter get_for_all)
   *
   * Whether it was cleared for all participants.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_history_content_init (TrueconfHistoryContent *self)
{
}
