/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drafts that answer a pressed button. */

#include "config.h"

#include "model/trueconf-draft-private.h"
#include "trueconf-enum-private.h"
#include "trueconf-enum-types.h"

/**
 * trueconf_draft_get_command_answer: (get-property command-answer)
 * @self: a draft
 *
 * Gets the kind of answer to a pressed button that waits for one.
 *
 * Returns: the answer
 *
 * Since: 0.1
 */
TrueconfCommandAnswer
trueconf_draft_get_command_answer (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), TRUECONF_COMMAND_ANSWER_COMPLETE);

  return self->command_answer;
}

/**
 * trueconf_draft_set_command_answer: (set-property command-answer)
 * @self: a draft
 * @answer: the answer
 *
 * Sets the kind of answer to a pressed button that waits for one.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_command_answer (TrueconfDraft *self, TrueconfCommandAnswer answer)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_COMMAND_ANSWER, answer));
  g_return_if_fail (answer != TRUECONF_COMMAND_ANSWER_UNKNOWN);

  trueconf_draft_set_enum (self, (int *) &self->command_answer, (int) answer,
                           TRUECONF_DRAFT_PROP_COMMAND_ANSWER);
}

/**
 * trueconf_draft_get_command_status: (get-property command-status)
 * @self: a draft
 *
 * Gets the progress of the pressed button's command.
 *
 * Returns: the status
 *
 * Since: 0.1
 */
TrueconfCommandStatus
trueconf_draft_get_command_status (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), TRUECONF_COMMAND_STATUS_OK);

  return self->command_status;
}

/**
 * trueconf_draft_set_command_status: (set-property command-status)
 * @self: a draft
 * @status: the status
 *
 * Sets the progress of the pressed button's command.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_command_status (TrueconfDraft *self, TrueconfCommandStatus status)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_COMMAND_STATUS, status));

  trueconf_draft_set_enum (self, (int *) &self->command_status, (int) status,
                           TRUECONF_DRAFT_PROP_COMMAND_STATUS);
}

/**
 * trueconf_draft_get_command_visibility: (get-property command-visibility)
 * @self: a draft
 *
 * Gets how applications show the answer to a pressed button.
 *
 * Returns: the visibility
 *
 * Since: 0.1
 */
TrueconfCommandVisibility
trueconf_draft_get_command_visibility (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), TRUECONF_COMMAND_VISIBILITY_DEFAULT);

  return self->command_visibility;
}

/**
 * trueconf_draft_set_command_visibility: (set-property command-visibility)
 * @self: a draft
 * @visibility: the visibility
 *
 * Sets how applications show the answer to a pressed button.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_command_visibility (TrueconfDraft *self, TrueconfCommandVisibility visibility)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_COMMAND_VISIBILITY, visibility));
  g_return_if_fail (visibility != TRUECONF_COMMAND_VISIBILITY_UNKNOWN);

  trueconf_draft_set_enum (self, (int *) &self->command_visibility, (int) visibility,
                           TRUECONF_DRAFT_PROP_COMMAND_VISIBILITY);
}

/**
 * trueconf_draft_get_command_level: (get-property command-level)
 * @self: a draft
 *
 * Gets the severity of the answer to a pressed button.
 *
 * Returns: the level
 *
 * Since: 0.1
 */
TrueconfCommandLevel
trueconf_draft_get_command_level (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), TRUECONF_COMMAND_LEVEL_INFO);

  return self->command_level;
}

/**
 * trueconf_draft_set_command_level: (set-property command-level)
 * @self: a draft
 * @level: the level
 *
 * Sets the severity of the answer to a pressed button.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_command_level (TrueconfDraft *self, TrueconfCommandLevel level)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_COMMAND_LEVEL, level));
  g_return_if_fail (level != TRUECONF_COMMAND_LEVEL_UNKNOWN);

  trueconf_draft_set_enum (self, (int *) &self->command_level, (int) level,
                           TRUECONF_DRAFT_PROP_COMMAND_LEVEL);
}
