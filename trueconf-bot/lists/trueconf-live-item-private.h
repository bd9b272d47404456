/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"
#include "lists/trueconf-live-item.h"

G_BEGIN_DECLS

/* What an item needs of the list that it is in. */
typedef struct
{
  TrueconfBot *(*get_bot) (gpointer list); /* NULL: it is gone */
  void (*item_changed) (gpointer list, TrueconfLiveItem *item);
} TrueconfLiveItemOwner;

/* Whose name the item has. `shown` is its name until that is known, or for good if `user_id` is NULL. */
void trueconf_live_item_set_name (TrueconfLiveItem *self, const char *user_id, const char *shown);

/* The list that the item is in, or NULL; not owned. */
void trueconf_live_item_set_list (TrueconfLiveItem *self, const TrueconfLiveItemOwner *owner, gpointer list);
gpointer trueconf_live_item_get_list (TrueconfLiveItem *self);
void trueconf_live_item_tell_changed (TrueconfLiveItem *self);

/* Asks for the name again if somebody has asked for it in vain. */
void trueconf_live_item_retry_name (TrueconfLiveItem *self);

G_END_DECLS
