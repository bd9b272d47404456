/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A list that never changes. Unlike a GListStore it can cross threads. */

#define TRUECONF_TYPE_LIST (trueconf_list_get_type ())

G_DECLARE_FINAL_TYPE (TrueconfList, trueconf_list, TRUECONF, LIST, GObject)

void trueconf_list_foreach (GListModel *list, GFunc func, gpointer user_data);
GListModel *trueconf_list_new_empty (GType item_type);
GListModel *trueconf_list_new (GType item_type, GPtrArray *items);

G_END_DECLS
