/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-shadow.h"

struct _TcShadow
{
  GListModel *list;
  GPtrArray *items;
  guint changes;
};

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer user_data)
{
  TcShadow *self = user_data;

  g_assert_cmpuint (removed + added, >, 0);
  g_assert_cmpuint (position + removed, <=, self->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, (int) (position + i), g_list_model_get_item (list, position + i));
  self->changes += MAX (removed, added);

  g_assert_cmpuint (self->items->len, ==, g_list_model_get_n_items (list));
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      g_assert_true (g_ptr_array_index (self->items, i) == item);
    }
  g_assert_null (g_list_model_get_item (list, self->items->len));
}

TcShadow *
tc_shadow_new (gpointer list)
{
  TcShadow *self = g_new0 (TcShadow, 1);

  self->list = g_object_ref (list);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (self->items, g_list_model_get_item (list, i));
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), self);

  return self;
}

guint
tc_shadow_take_changes (TcShadow *self)
{
  guint changes = self->changes;

  self->changes = 0;
  return changes;
}

void
tc_shadow_free (TcShadow *self)
{
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_object_unref (self->list);
  g_ptr_array_unref (self->items);
  g_free (self);
}
