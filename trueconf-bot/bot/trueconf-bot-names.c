/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-names.h"
#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-bot-users.h"
#include "model/trueconf-event-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"

typedef struct
{
  char *key; /* the id, completed and in small letters */
  char *name;
  gint64 time;       /* of the answer; 0: it has not come yet */
  GPtrArray *askers; /* tasks, while it is asked for */
  GCancellable *cancellable;
  gboolean forgotten; /* while it was asked for */
  GList link;
} TrueconfDisplayName;

struct _TrueconfDisplayNames
{
  GHashTable *by_key;
  GHashTable *asked; /* from the list of those who wait to the entry without an answer */
  GQueue used;       /* those with an answer, the latest first */
};

static void
display_name_free (gpointer data)
{
  TrueconfDisplayName *entry = data;

  g_free (entry->key);
  g_free (entry->name);
  g_ptr_array_unref (entry->askers);
  g_object_unref (entry->cancellable);
  g_free (entry);
}

static struct _TrueconfDisplayNames *
get_names (TrueconfBot *self)
{
  if (self->display_names == NULL)
    {
      self->display_names = g_new0 (struct _TrueconfDisplayNames, 1);
      self->display_names->by_key =
          g_hash_table_new_full (trueconf_hash_string, g_str_equal, NULL, display_name_free);
      self->display_names->asked = g_hash_table_new (NULL, NULL);
      g_queue_init (&self->display_names->used);
    }

  return self->display_names;
}

void
trueconf_bot_free_display_names (TrueconfBot *self)
{
  if (self->display_names != NULL)
    {
      g_hash_table_unref (self->display_names->asked);
      g_hash_table_unref (self->display_names->by_key);
    }
  g_clear_pointer (&self->display_names, g_free);
}

static char *
make_key (TrueconfBot *self, const char *user_id)
{
  const char *server = self->user_id != NULL ? strchr (self->user_id, '@') : NULL;
  g_autofree char *complete =
      g_strconcat (user_id, strchr (user_id, '@') == NULL && server != NULL ? server : "", NULL);

  return g_utf8_strdown (complete, -1);
}

static void
forget (struct _TrueconfDisplayNames *names, TrueconfDisplayName *entry)
{
  /* Those who have asked still get their answer. */
  if (entry->time == 0)
    {
      entry->forgotten = TRUE;
      return;
    }

  g_queue_unlink (&names->used, &entry->link);
  g_hash_table_remove (names->by_key, entry->key);
}

static void
forget_oldest (TrueconfBot *self)
{
  struct _TrueconfDisplayNames *names = get_names (self);

  while (names->used.length > self->max_display_names)
    forget (names, names->used.tail->data);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *self = TRUECONF_BOT (source);
  g_autofree char *key = user_data;
  struct _TrueconfDisplayNames *names = get_names (self);
  TrueconfDisplayName *entry = g_hash_table_lookup (names->by_key, key);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = trueconf_bot_get_user_display_name_finish (self, result, &error);
  g_autoptr (GPtrArray) askers = trueconf_bot_task_list_take (entry->askers);

  g_hash_table_remove (names->asked, entry->askers);
  g_queue_push_head_link (&names->used, &entry->link);
  entry->time = g_get_monotonic_time ();
  entry->name = g_strdup (name);
  if (name == NULL || entry->forgotten)
    forget (names, entry);
  forget_oldest (self);

  while (askers->len > 0)
    {
      GTask *task = g_ptr_array_steal_index (askers, 0);

      if (name == NULL)
        {
          trueconf_bot_task_return_error (task, g_error_copy (error));
          continue;
        }
      g_task_return_pointer (task, g_strdup (name), g_free);
      g_object_unref (task);
    }
}

/* A question that nobody waits for any more is cancelled. */
static void
asker_cancelled (TrueconfBot *self, GPtrArray *askers)
{
  TrueconfDisplayName *entry = g_hash_table_lookup (get_names (self)->asked, askers);

  if (entry != NULL && askers->len == 0)
    g_cancellable_cancel (entry->cancellable);
}

static gboolean
is_usable (TrueconfBot *self, TrueconfDisplayName *entry)
{
  double age;

  if (entry->time == 0)
    return !entry->forgotten && !g_cancellable_is_cancelled (entry->cancellable);

  age = (double) (g_get_monotonic_time () - entry->time) / G_USEC_PER_SEC;
  return age < self->display_name_max_age;
}

static TrueconfDisplayName *
find_usable (TrueconfBot *self, const char *key)
{
  struct _TrueconfDisplayNames *names = get_names (self);
  TrueconfDisplayName *entry = g_hash_table_lookup (names->by_key, key);

  if (entry == NULL)
    return NULL;
  if (!is_usable (self, entry))
    {
      forget (names, entry);
      return NULL;
    }

  if (entry->time != 0)
    {
      g_queue_unlink (&names->used, &entry->link);
      g_queue_push_head_link (&names->used, &entry->link);
    }
  return entry;
}

static TrueconfDisplayName *
add_entry (TrueconfBot *self, char *key)
{
  struct _TrueconfDisplayNames *names = get_names (self);
  TrueconfDisplayName *entry = g_new0 (TrueconfDisplayName, 1);

  entry->key = key;
  entry->askers = trueconf_bot_task_list_new ();
  entry->cancellable = g_cancellable_new ();
  entry->link.data = entry;
  g_hash_table_insert (names->by_key, entry->key, entry);
  g_hash_table_insert (names->asked, entry->askers, entry);

  return entry;
}

static void
plain_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  char *name = trueconf_bot_get_user_display_name_finish (TRUECONF_BOT (source), result, &error);

  if (name == NULL)
    {
      trueconf_bot_task_return_error (task, error);
      return;
    }

  g_task_return_pointer (task, name, g_free);
  g_object_unref (task);
}

/**
 * trueconf_bot_lookup_display_name_async:
 * @self: a bot
 * @user_id: the TrueConf ID of a user; if it has no `@`, the server's name is appended
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the name is known
 * @user_data: data for @callback
 *
 * Looks up the name that applications show for a user, in memory if it was asked for within
 * [property@Bot:display-name-max-age], and otherwise on the server, see [method@Bot.get_user_display_name_async].
 *
 * All who look for a user at the same time share one request. A failure is not remembered.
 *
 * Call [method@Bot.lookup_display_name_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_lookup_display_name_async (TrueconfBot *self,
                                        const char *user_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  TrueconfDisplayName *entry;
  GTask *task;
  char *key;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (trueconf_bot_refuses_thread (self, trueconf_bot_lookup_display_name_async, cancellable, callback,
                                   user_data))
    return;

  task =
      trueconf_bot_task_new (self, trueconf_bot_lookup_display_name_async, cancellable, callback, user_data);
  if (!g_utf8_validate (user_id, -1, NULL))
    {
      trueconf_bot_get_user_display_name_async (self, user_id, cancellable, plain_cb, task);
      return;
    }

  key = make_key (self, user_id);
  entry = find_usable (self, key);
  if (entry != NULL && entry->time != 0)
    {
      g_task_return_pointer (task, g_strdup (entry->name), g_free);
      g_object_unref (task);
      g_free (key);
      return;
    }

  /* One that is being asked for, but cannot be used, ends by itself. */
  if (entry == NULL && g_hash_table_contains (get_names (self)->by_key, key))
    {
      g_free (key);
      trueconf_bot_get_user_display_name_async (self, user_id, cancellable, plain_cb, task);
      return;
    }

  if (entry != NULL)
    {
      g_free (key);
      trueconf_bot_task_list_add (entry->askers, task, asker_cancelled);
      return;
    }

  entry = add_entry (self, key);
  trueconf_bot_task_list_add (entry->askers, task, asker_cancelled);
  trueconf_bot_get_user_display_name_async (self, user_id, entry->cancellable, answered_cb, g_strdup (key));
}

/**
 * trueconf_bot_lookup_display_name_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.lookup_display_name_async].
 *
 * Returns: (transfer full): the name
 *
 * Since: 0.1
 */
char *
trueconf_bot_lookup_display_name_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_lookup_display_name_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_forget_display_name:
 * @self: a bot
 * @user_id: (nullable): the TrueConf ID of a user, or `NULL` for all users
 *
 * Forgets the name of a user, so that the next [method@Bot.lookup_display_name_async] asks the server.
 *
 * Since: 0.1
 */
void
trueconf_bot_forget_display_name (TrueconfBot *self, const char *user_id)
{
  struct _TrueconfDisplayNames *names;
  GHashTableIter iter;
  gpointer entry;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (user_id == NULL || g_utf8_validate (user_id, -1, NULL));

  names = get_names (self);
  if (user_id != NULL)
    {
      g_autofree char *key = make_key (self, user_id);

      entry = g_hash_table_lookup (names->by_key, key);
      if (entry != NULL)
        forget (names, entry);
      return;
    }

  while (names->used.length > 0)
    forget (names, names->used.tail->data);
  g_hash_table_iter_init (&iter, names->asked);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    forget (names, entry);
}

static void
author_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  char *name = trueconf_bot_lookup_display_name_finish (TRUECONF_BOT (source), result, &error);

  if (name != NULL)
    g_task_return_pointer (task, name, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * trueconf_message_lookup_author_name_async:
 * @self: a message
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the name is known
 * @user_data: data for @callback
 *
 * Looks up the name that applications show for the author of the message, see [method@Bot.lookup_display_name_async].
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if the message has no author, or did not come from a bot's server.
 *
 * Call [method@Message.lookup_author_name_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_message_lookup_author_name_async (TrueconfMessage *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  TrueconfAuthor *author;
  TrueconfBot *bot;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  bot = trueconf_event_get_bot (TRUECONF_EVENT (self));
  author = trueconf_message_get_author (self);
  if (bot == NULL || author == NULL || trueconf_author_get_id (author) == NULL)
    {
      trueconf_event_fail (TRUECONF_EVENT (self),
                           g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                                _ ("The message has no author, or its bot is gone")),
                           trueconf_message_lookup_author_name_async, callback, user_data);
      return;
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_message_lookup_author_name_async);
  trueconf_bot_lookup_display_name_async (bot, trueconf_author_get_id (author), cancellable, author_cb,
                                          g_steal_pointer (&task));
}

/**
 * trueconf_message_lookup_author_name_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.lookup_author_name_async].
 *
 * Returns: (transfer full): the name
 *
 * Since: 0.1
 */
char *
trueconf_message_lookup_author_name_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_lookup_author_name_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
