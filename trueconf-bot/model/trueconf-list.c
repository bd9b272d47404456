/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-list-private.h"

struct _TrueconfList
{
  GObject parent_instance;

  GType item_type;
  GPtrArray *items;
};

static GType
get_item_type (GListModel *model)
{
  return TRUECONF_LIST (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return TRUECONF_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TrueconfList *self = TRUECONF_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TrueconfList,
                               trueconf_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
trueconf_list_finalize (GObject *object)
{
  TrueconfList *self = TRUECONF_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (trueconf_list_parent_class)->finalize (object);
}

static void
trueconf_list_class_init (TrueconfListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = trueconf_list_finalize;
}

static void
trueconf_list_init (TrueconfList *self)
{
}

void
trueconf_list_foreach (GListModel *list, GFunc func, gpointer user_data)
{
  g_ptr_array_foreach (TRUECONF_LIST (list)->items, func, user_data);
}

GListModel *
trueconf_list_new_empty (GType item_type)
{
  return trueconf_list_new (item_type, g_ptr_array_new_with_free_func (g_object_unref));
}

/* Takes `items`, an array of objects that frees its elements. */
GListModel *
trueconf_list_new (GType item_type, GPtrArray *items)
{
  TrueconfList *self = g_object_new (TRUECONF_TYPE_LIST, NULL);

  self->item_type = item_type;
  self->items = items;

  return G_LIST_MODEL (self);
}
