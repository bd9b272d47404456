/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "lists/trueconf-live-pages-private.h"
#include "trueconf-hash-private.h"

#define MAX_RESTART 5

typedef struct
{
  const TrueconfLivePagesTable *table;
  TrueconfLiveCall *call; /* of the page that is asked for */
  GPtrArray *things;
  GHashTable *keys; /* of them */
  guint page;
  guint restarts;
  guint removals; /* before; after another one, things have moved to pages that had been read */
} TrueconfLivePages;

static void
pages_free (TrueconfLivePages *self)
{
  g_clear_pointer (&self->things, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfLivePages, pages_free)

static void page_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
ask (TrueconfLivePages *self, TrueconfLiveList *list)
{
  self->call = trueconf_live_call_new (list, NULL);
  self->table->ask (list, self->table->size, ++self->page, trueconf_live_list_get_cancellable (list), page_cb,
                    self);
}

static void
begin (TrueconfLivePages *self, TrueconfLiveList *list)
{
  g_ptr_array_set_size (self->things, 0);
  g_hash_table_remove_all (self->keys);
  self->page = 0;
  self->removals = self->table->count_removals (list);
  ask (self, list);
}

/* Returns whether there was anything new. */
static gboolean
take (TrueconfLivePages *self, GListModel *page)
{
  guint before = self->things->len;

  for (guint i = 0; i < g_list_model_get_n_items (page); i++)
    {
      g_autoptr (GObject) thing = g_list_model_get_item (page, i);
      char *key = self->table->dup_key (thing);

      if (key != NULL && g_hash_table_add (self->keys, key))
        g_ptr_array_add (self->things, g_steal_pointer (&thing));
    }

  return self->things->len > before;
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfLivePages) self = user_data;
  g_autoptr (TrueconfLiveList) list = trueconf_live_call_end (g_steal_pointer (&self->call), NULL);
  g_autoptr (GListModel) page = NULL;
  g_autoptr (GError) error = NULL;
  gboolean at_end;

  if (list == NULL)
    return;

  page = self->table->finish (TRUECONF_BOT (source), result, &error);
  if (page == NULL)
    {
      if (self->table->failed != NULL)
        self->table->failed (list, error);
      trueconf_live_list_load_failed (list, error);
      return;
    }

  at_end = g_list_model_get_n_items (page) < self->table->size;
  if (take (self, page) && !at_end)
    ask (g_steal_pointer (&self), list);
  else if (self->page > 1 && self->removals != self->table->count_removals (list) &&
           self->restarts++ < MAX_RESTART)
    begin (g_steal_pointer (&self), list);
  else
    self->table->done (list, self->things);
}

void
trueconf_live_list_read_pages (TrueconfLiveList *list, const TrueconfLivePagesTable *table)
{
  TrueconfLivePages *self = g_new0 (TrueconfLivePages, 1);

  self->table = table;
  self->things = g_ptr_array_new_with_free_func (g_object_unref);
  self->keys = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  begin (self, list);
}
