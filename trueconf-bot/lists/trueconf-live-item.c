/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-names.h"
#include "lists/trueconf-live-item-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfLiveItem:
 *
 * An item of a [class@LiveList].
 *
 * An item remains the same object for as long as it is in its list. When something changes, its properties notify, and
 * the list says that the item was replaced by itself, so that models that sort or filter look at it again.
 *
 * Since: 0.1
 */

typedef struct
{
  const TrueconfLiveItemOwner *owner;
  gpointer list; /* not owned; NULL once the item has left it */
  char *user_id;
  char *shown;
  char *name; /* of the user, when it is known */
  gboolean wanted;
  gboolean asked;
} TrueconfLiveItemPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TrueconfLiveItem, trueconf_live_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_DISPLAY_NAME = 1,
} TrueconfLiveItemProperty;

static GParamSpec *properties[PROP_DISPLAY_NAME + 1];

#define GET(self) ((TrueconfLiveItemPrivate *) trueconf_live_item_get_instance_private (self))

static void
trueconf_live_item_finalize (GObject *object)
{
  TrueconfLiveItemPrivate *priv = GET (TRUECONF_LIVE_ITEM (object));

  g_clear_pointer (&priv->user_id, g_free);
  g_clear_pointer (&priv->shown, g_free);
  g_clear_pointer (&priv->name, g_free);

  G_OBJECT_CLASS (trueconf_live_item_parent_class)->finalize (object);
}

static void
trueconf_live_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfLiveItem *self = TRUECONF_LIVE_ITEM (object);

  switch ((TrueconfLiveItemProperty) prop_id)
    {
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, trueconf_live_item_get_display_name (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_live_item_class_init (TrueconfLiveItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_live_item_finalize;
  object_class->get_property = trueconf_live_item_get_property;

  /**
   * TrueconfLiveItem:display-name: (getter get_display_name)
   *
   * The name to show for the chat, for the author of the message, or for the participant.
   *
   * The names of users are looked up when this property is read for the first time, with one request a user, see
   * [method@Bot.lookup_display_name_async]. Until the name is known, and if it cannot be found out, this is the TrueConf
   * ID.
   *
   * Since: 0.1
   */
  properties[PROP_DISPLAY_NAME] = g_param_spec_string (
      "display-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_live_item_init (TrueconfLiveItem *self)
{
}

static void
name_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfLiveItem) self = TRUECONF_LIVE_ITEM (user_data);
  TrueconfLiveItemPrivate *priv = GET (self);
  g_autofree char *name = trueconf_bot_lookup_display_name_finish (TRUECONF_BOT (source), result, NULL);

  priv->asked = FALSE;
  if (name == NULL || priv->user_id == NULL)
    return;

  if (trueconf_set_string (&priv->name, name))
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISPLAY_NAME]);
      trueconf_live_item_tell_changed (self);
    }
}

static void
ask (TrueconfLiveItem *self)
{
  TrueconfLiveItemPrivate *priv = GET (self);
  TrueconfBot *bot = priv->list != NULL ? priv->owner->get_bot (priv->list) : NULL;

  if (bot == NULL || priv->user_id == NULL || priv->name != NULL || priv->asked)
    return;

  priv->asked = TRUE;
  /* not cancelled with the list: others may wait for the same name */
  trueconf_bot_lookup_display_name_async (bot, priv->user_id, NULL, name_cb, g_object_ref (self));
}

void
trueconf_live_item_retry_name (TrueconfLiveItem *self)
{
  if (GET (self)->wanted)
    ask (self);
}

void
trueconf_live_item_set_list (TrueconfLiveItem *self, const TrueconfLiveItemOwner *owner, gpointer list)
{
  TrueconfLiveItemPrivate *priv = GET (self);

  priv->owner = owner;
  priv->list = list;
}

void
trueconf_live_item_tell_changed (TrueconfLiveItem *self)
{
  TrueconfLiveItemPrivate *priv = GET (self);

  if (priv->list != NULL)
    priv->owner->item_changed (priv->list, self);
}

gpointer
trueconf_live_item_get_list (TrueconfLiveItem *self)
{
  return GET (self)->list;
}

void
trueconf_live_item_set_name (TrueconfLiveItem *self, const char *user_id, const char *shown)
{
  TrueconfLiveItemPrivate *priv = GET (self);
  g_autofree char *before = g_strdup (priv->name != NULL ? priv->name : priv->shown);

  if (trueconf_set_string (&priv->user_id, user_id))
    g_clear_pointer (&priv->name, g_free);
  trueconf_set_string (&priv->shown, shown);
  if (g_strcmp0 (before, priv->name != NULL ? priv->name : priv->shown) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISPLAY_NAME]);
  trueconf_live_item_retry_name (self);
}

/**
 * trueconf_live_item_get_display_name: (get-property display-name)
 * @self: an item
 *
 * Gets [property@LiveItem:display-name]. The first call asks for the name of the user.
 *
 * Returns: (nullable): the name, or `NULL` if there is none, as for a message of the server
 *
 * Since: 0.1
 */
const char *
trueconf_live_item_get_display_name (TrueconfLiveItem *self)
{
  TrueconfLiveItemPrivate *priv;

  g_return_val_if_fail (TRUECONF_IS_LIVE_ITEM (self), NULL);

  priv = GET (self);
  priv->wanted = TRUE;
  ask (self);

  return priv->name != NULL ? priv->name : priv->shown;
}
