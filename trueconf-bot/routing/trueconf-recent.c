/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-event-private.h"
#include "model/trueconf-message-actions.h"
#include "model/trueconf-user-id-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-recent-private.h"
#include "trueconf-hash-private.h"
#include "trueconf-protocol.h"

#define MAX_ENTRIES 10000

typedef struct
{
  GList link; /* its data is this */
  char *key;
  gpointer data;
} Entry;

struct _TrueconfRecent
{
  gsize size;
  GHashTable *entries;
  GQueue order; /* the latest first */
};

static gint64 (*clock_of_test) (void);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_free (entry->data);
  g_free (entry);
}

TrueconfRecent *
trueconf_recent_new (gsize size)
{
  TrueconfRecent *self = g_new0 (TrueconfRecent, 1);

  self->size = size;
  self->entries = g_hash_table_new_full (trueconf_hash_string, g_str_equal, NULL, entry_free);

  return self;
}

void
trueconf_recent_free (TrueconfRecent *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

gpointer
trueconf_recent_get (TrueconfRecent *self, const char *key, gboolean *is_new)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (is_new != NULL)
    *is_new = entry == NULL;
  if (entry != NULL)
    {
      g_queue_unlink (&self->order, &entry->link);
      g_queue_push_head_link (&self->order, &entry->link);
      return entry->data;
    }

  if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
    {
      GList *oldest = g_queue_pop_tail_link (&self->order);

      g_hash_table_remove (self->entries, ((Entry *) oldest->data)->key);
    }

  entry = g_new0 (Entry, 1);
  entry->link.data = entry;
  entry->key = g_strdup (key);
  entry->data = g_malloc0 (self->size);
  g_hash_table_insert (self->entries, entry->key, entry);
  g_queue_push_head_link (&self->order, &entry->link);

  return entry->data;
}

guint
trueconf_recent_get_size (TrueconfRecent *self)
{
  return g_hash_table_size (self->entries);
}

gint64
trueconf_recent_now (void)
{
  return clock_of_test != NULL ? clock_of_test () : g_get_monotonic_time ();
}

void
trueconf_recent_set_clock (gint64 (*clock) (void))
{
  clock_of_test = clock;
}

char *
trueconf_recent_make_key (TrueconfEvent *event, gboolean per_chat)
{
  const char *user = per_chat ? NULL : trueconf_event_get_actor_id (event);
  const char *chat = trueconf_event_get_chat_key (event);

  if (user != NULL)
    {
      g_autofree char *folded = trueconf_user_id_fold (user);

      return g_strconcat ("user ", folded, NULL);
    }

  return chat != NULL ? g_strconcat ("chat ", chat, NULL) : NULL;
}

gboolean
trueconf_recent_is_own (TrueconfEvent *event)
{
  const char *user = TRUECONF_IS_MESSAGE (event) ? trueconf_event_get_actor_id (event) : NULL;
  const char *own = trueconf_event_get_bot_id (event);

  return user != NULL && own != NULL && trueconf_user_id_equal (user, own);
}

void
trueconf_recent_send_notice (TrueconfEvent *event, const char *notice)
{
  if (notice != NULL && *notice != '\0' && TRUECONF_IS_MESSAGE (event))
    trueconf_message_answer_async (TRUECONF_MESSAGE (event), notice, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                   NULL);
}
