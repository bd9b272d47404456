/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A file may be in a chat before its upload is complete. The bot subscribes to its progress, and also polls, since
 * progress events may be lost with the connection. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-files-private.h"
#include "files/trueconf-file-name-private.h"
#include "text/trueconf-log-line-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"

/* The wait ends after this many times the property “timeout” without progress. */
#define PATIENCE 6

/* Milliseconds between two polls; doubled while nothing happens. */
#define FIRST_LOOK 250
#define LAST_LOOK  3000

typedef struct
{
  char *file_id;
  gboolean subscribed;
  gboolean asking;
  gint64 progress;
  gint64 size;
  gint64 deadline;
  guint interval;
  GSource *timer;
} TrueconfWait;

TrueconfBotFiles *
trueconf_bot_get_files (TrueconfBot *self)
{
  if (self->files == NULL)
    {
      self->files = g_new0 (TrueconfBotFiles, 1);
      self->files->waits = g_ptr_array_new ();
      self->files->transfers = g_ptr_array_new ();
      self->files->subscriptions = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
    }

  return self->files;
}

void
trueconf_bot_files_free (TrueconfBotFiles *files)
{
  g_ptr_array_unref (files->waits);
  g_ptr_array_unref (files->transfers);
  g_hash_table_unref (files->subscriptions);
  g_free (files);
}

static void
wait_free (gpointer data)
{
  TrueconfWait *wait = data;

  g_assert (wait->timer == NULL);

  g_free (wait->file_id);
  g_free (wait);
}

static void
stop_timer (TrueconfWait *wait)
{
  if (wait->timer != NULL)
    g_source_destroy (wait->timer);
  g_clear_pointer (&wait->timer, g_source_unref);
}

/* A failure does not matter, since the file is polled as well. */
static void
ignore_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    trueconf_log (G_LOG_LEVEL_DEBUG, "%s", error->message);
}

static void
subscribe (TrueconfBot *self, const char *file_id)
{
  trueconf_bot_request (self, TRUECONF_METHOD_SUBSCRIBE_FILE_PROGRESS, subscribe, NULL, ignore_cb, NULL,
                        file_id);
}

static gboolean
is_wanted (TrueconfBot *self, const char *file_id)
{
  if (g_hash_table_contains (self->files->subscriptions, file_id))
    return TRUE;

  for (guint i = 0; i < self->files->waits->len; i++)
    if (g_str_equal (
            ((TrueconfWait *) g_task_get_task_data (g_ptr_array_index (self->files->waits, i)))->file_id,
            file_id))
      return TRUE;

  return FALSE;
}

static void
leave (GTask *task)
{
  TrueconfBot *self = g_task_get_source_object (task);
  TrueconfWait *wait = g_task_get_task_data (task);

  stop_timer (wait);
  g_ptr_array_remove (self->files->waits, task);

  if (wait->subscribed && self->status == TRUECONF_STATUS_AUTHORIZED && !is_wanted (self, wait->file_id))
    trueconf_bot_request (self, TRUECONF_METHOD_UNSUBSCRIBE_FILE_PROGRESS, leave, NULL, ignore_cb, NULL,
                          wait->file_id);
}

static void
end_with_error (GTask *task, GError *error)
{
  leave (task);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void ask (GTask *task);

static gboolean
look_again (gpointer data)
{
  GTask *task = data;
  TrueconfWait *wait = g_task_get_task_data (task);

  stop_timer (wait);
  ask (task);

  return G_SOURCE_REMOVE;
}

/* The source is also dispatched when the task is cancelled; the request then fails. */
static void
look_later (GTask *task, guint milliseconds)
{
  TrueconfBot *self = g_task_get_source_object (task);
  TrueconfWait *wait = g_task_get_task_data (task);

  stop_timer (wait);
  wait->timer = g_timeout_source_new (milliseconds);
  g_source_set_static_name (wait->timer, "trueconf-readiness");
  if (g_task_get_cancellable (task) != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (g_task_get_cancellable (task));

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (wait->timer, cancelled);
    }
  g_source_set_callback (wait->timer, look_again, task, NULL);
  g_source_attach (wait->timer, self->context);
}

/* When the bot stops, a request fails, which ends the wait. */
void
trueconf_bot_stop_waits (TrueconfBot *self)
{
  for (guint i = 0; self->files != NULL && i < self->files->waits->len; i++)
    {
      GTask *task = g_ptr_array_index (self->files->waits, i);
      TrueconfWait *wait = g_task_get_task_data (task);

      if (!wait->asking)
        look_later (task, 0);
    }
}

static void
postpone (TrueconfBot *self, TrueconfWait *wait)
{
  g_autoptr (TrueconfSettings) settings = trueconf_bot_make_settings (self);

  wait->deadline = settings->timeout < TRUECONF_TIME_NEVER / PATIENCE
                       ? g_get_monotonic_time () + settings->timeout * PATIENCE
                       : TRUECONF_TIME_NEVER;
}

static void
not_yet (GTask *task, TrueconfFileInfo *info)
{
  TrueconfBot *self = g_task_get_source_object (task);
  TrueconfWait *wait = g_task_get_task_data (task);
  g_autofree char *name = NULL;
  g_autofree char *arrived = NULL;

  wait->size = trueconf_file_info_get_size (info);

  if (g_get_monotonic_time () >= wait->deadline)
    {
      name = trueconf_file_name_confine (trueconf_file_info_get_name (info));
      arrived = g_strdup_printf ("%" G_GINT64_FORMAT, wait->progress);
      end_with_error (
          task, g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_FILE_NOT_AVAILABLE,
                             g_dngettext (GETTEXT_PACKAGE,
                                          /* Translators: file name, seconds, number */
                                          "The file “%s” has not arrived on the server: nothing new has "
                                          "come for %g s, after %s byte. Try again later",
                                          "The file “%s” has not arrived on the server: nothing new has "
                                          "come for %g s, after %s bytes. Try again later",
                                          (gulong) wait->progress),
                             name, self->timeout * PATIENCE, arrived));
      return;
    }

  /* Progress may arrive before the answer to the subscription. */
  if (!wait->subscribed)
    {
      wait->subscribed = TRUE;
      subscribe (self, wait->file_id);
    }

  look_later (task, wait->interval);
  wait->interval = MIN (wait->interval * 3 / 2, LAST_LOOK);
}

static void
info_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfWait *wait = g_task_get_task_data (task);
  g_autoptr (TrueconfFileInfo) info = NULL;
  g_autofree char *name = NULL;
  GError *error = NULL;

  wait->asking = FALSE;
  info = g_task_propagate_pointer (G_TASK (result), &error);
  if (info == NULL)
    {
      end_with_error (task, error);
      return;
    }

  switch (trueconf_file_info_get_ready_state (info))
    {
    case TRUECONF_FILE_READY_STATE_NOT_AVAILABLE:
      name = trueconf_file_name_confine (trueconf_file_info_get_name (info));
      end_with_error (task, g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_FILE_NOT_AVAILABLE,
                                         /* Translators: file name */
                                         _ ("The server does not have the file “%s”"), name));
      break;

    case TRUECONF_FILE_READY_STATE_READY:
      if (trueconf_file_info_get_download_url (info) == NULL)
        {
          not_yet (task, info);
          break;
        }
      leave (task);
      g_task_return_pointer (task, g_steal_pointer (&info), g_object_unref);
      g_object_unref (task);
      break;

    case TRUECONF_FILE_READY_STATE_UNKNOWN:
    case TRUECONF_FILE_READY_STATE_UPLOADING:
    default:
      not_yet (task, info);
      break;
    }
}

static void
ask (GTask *task)
{
  TrueconfWait *wait = g_task_get_task_data (task);

  wait->asking = TRUE;
  trueconf_bot_request (g_task_get_source_object (task), TRUECONF_METHOD_GET_FILE_INFO, ask,
                        g_task_get_cancellable (task), info_cb, task, wait->file_id);
}

void
trueconf_bot_files_progress (TrueconfBot *self, TrueconfUploadingProgress *event)
{
  const char *file_id = trueconf_uploading_progress_get_file_id (event);
  gint64 progress = trueconf_uploading_progress_get_progress (event);

  if (self->files == NULL)
    return;

  for (guint i = 0; i < self->files->waits->len; i++)
    {
      GTask *task = g_ptr_array_index (self->files->waits, i);
      TrueconfWait *wait = g_task_get_task_data (task);

      if (g_strcmp0 (wait->file_id, file_id) != 0 || progress <= wait->progress)
        continue;

      wait->progress = progress;
      wait->interval = FIRST_LOOK;
      postpone (self, wait);
      if (!wait->asking && wait->size >= 0 && progress >= wait->size)
        look_later (task, 0);
    }
}

/* A subscription ends with its connection. */
void
trueconf_bot_files_authorized (TrueconfBot *self)
{
  g_autoptr (GHashTable) ids = NULL;
  GHashTableIter iter;
  gpointer id;

  if (self->files == NULL)
    return;

  ids = g_hash_table_new (trueconf_hash_string, g_str_equal);
  g_hash_table_iter_init (&iter, self->files->subscriptions);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (ids, id);
  for (guint i = 0; i < self->files->waits->len; i++)
    {
      TrueconfWait *wait = g_task_get_task_data (g_ptr_array_index (self->files->waits, i));

      if (wait->subscribed)
        g_hash_table_add (ids, wait->file_id);
    }

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    subscribe (self, id);
}

void
trueconf_bot_wait_for_file_async (TrueconfBot *self,
                                  const char *file_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  TrueconfWait *wait = g_new0 (TrueconfWait, 1);

  g_task_set_source_tag (task, trueconf_bot_wait_for_file_async);
  wait->file_id = g_strdup (file_id);
  wait->interval = FIRST_LOOK;
  wait->size = -1;
  postpone (self, wait);
  g_task_set_task_data (task, wait, wait_free);
  g_ptr_array_add (trueconf_bot_get_files (self)->waits, task);
  ask (task);
}

TrueconfFileInfo *
trueconf_bot_wait_for_file_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
