/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "lists/trueconf-live-item-private.h"
#include "lists/trueconf-participant-item-private.h"
#include "trueconf-enum-types.h"

/**
 * TrueconfParticipantItem:
 *
 * A user in a [class@ParticipantList].
 *
 * [property@LiveItem:display-name] is the name of the user.
 *
 * Since: 0.1
 */

struct _TrueconfParticipantItem
{
  TrueconfLiveItem parent_instance;

  char *user_id;
  TrueconfParticipantRole role;
};

G_DEFINE_FINAL_TYPE (TrueconfParticipantItem, trueconf_participant_item, TRUECONF_TYPE_LIVE_ITEM)

typedef enum
{
  PROP_USER_ID = 1,
  PROP_ROLE,
} TrueconfParticipantItemProperty;

static GParamSpec *properties[PROP_ROLE + 1];

static void
trueconf_participant_item_finalize (GObject *object)
{
  g_clear_pointer (&TRUECONF_PARTICIPANT_ITEM (object)->user_id, g_free);

  G_OBJECT_CLASS (trueconf_participant_item_parent_class)->finalize (object);
}

static void
trueconf_participant_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfParticipantItem *self = TRUECONF_PARTICIPANT_ITEM (object);

  switch ((TrueconfParticipantItemProperty) prop_id)
    {
    case PROP_USER_ID:
      g_value_set_string (value, self->user_id);
      break;

    case PROP_ROLE:
      g_value_set_enum (value, (int) self->role);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_participant_item_class_init (TrueconfParticipantItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_participant_item_finalize;
  object_class->get_property = trueconf_participant_item_get_property;

  /**
   * TrueconfParticipantItem:user-id: (getter get_user_id)
   *
   * The TrueConf ID of the user.
   *
   * Since: 0.1
   */
  properties[PROP_USER_ID] = g_param_spec_string (
      "user-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfParticipantItem:role: (getter get_role)
   *
   * The role of the user in the chat.
   *
   * Since: 0.1
   */
  properties[PROP_ROLE] = g_param_spec_enum (
      "role", NULL, NULL, TRUECONF_TYPE_PARTICIPANT_ROLE, TRUECONF_PARTICIPANT_ROLE_UNKNOWN,
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_participant_item_init (TrueconfParticipantItem *self)
{
}

TrueconfParticipantItem *
trueconf_participant_item_new (const char *user_id, TrueconfParticipantRole role)
{
  TrueconfParticipantItem *self = g_object_new (TRUECONF_TYPE_PARTICIPANT_ITEM, NULL);

  self->user_id = g_strndup (user_id, strcspn (user_id, "/"));
  self->role = role;
  trueconf_live_item_set_name (TRUECONF_LIVE_ITEM (self), self->user_id, self->user_id);

  return self;
}

gboolean
trueconf_participant_item_set_role (TrueconfParticipantItem *self, TrueconfParticipantRole role)
{
  if (self->role == role)
    return FALSE;

  self->role = role;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROLE]);
  return TRUE;
}

/**
 * trueconf_participant_item_get_user_id: (get-property user-id)
 * @self: an item
 *
 * Gets [property@ParticipantItem:user-id].
 *
 * Returns: (nullable): the TrueConf ID
 *
 * Since: 0.1
 */
const char *
trueconf_participant_item_get_user_id (TrueconfParticipantItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_PARTICIPANT_ITEM (self), NULL);

  return self->user_id;
}

/**
 * trueconf_participant_item_get_role: (get-property role)
 * @self: an item
 *
 * Gets [property@ParticipantItem:role].
 *
 * Returns: the role in the chat
 *
 * Since: 0.1
 */
TrueconfParticipantRole
trueconf_participant_item_get_role (TrueconfParticipantItem *self)
{
  g_return_val_if_fail (TRUECONF_IS_PARTICIPANT_ITEM (self), TRUECONF_PARTICIPANT_ROLE_UNKNOWN);

  return self->role;
}
