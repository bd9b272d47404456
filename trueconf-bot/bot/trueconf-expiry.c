/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-delivery-private.h"
#include "bot/trueconf-expiry-private.h"
#include "dialogs/trueconf-dialog-expired-private.h"
#include "dialogs/trueconf-fsm-record-private.h"
#include "dialogs/trueconf-fsm-storage-private.h"
#include "routing/trueconf-dispatcher-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"

/* How far to look ahead, and how often, in milliseconds. Another process may have ended that would have looked after its dialogs. */
#define HORIZON 60000

/* Times are rounded up to this, in milliseconds, so that many dialogs cost few turns of the loop. */
#define RESOLUTION 100

#define N_SLOTS (HORIZON / RESOLUTION)

/* How many keys to ask for at once; more if they are all of other bots. */
#define PAGE 100

/* Of how many damaged dialogs to remember that they were reported. Who has more has read enough of it. */
#define MAX_REPORTED 1000

struct _TrueconfExpiry
{
  TrueconfBot *bot;            /* not owned: it frees this */
  TrueconfFsmStorage *storage; /* NULL while stopped */
  GCancellable *cancellable;
  GSource *timer;
  /* in milliseconds since 1970; what expires later is found by the next look ahead */
  gint64 horizon;
  gint64 dispatched;
  gboolean slots[N_SLOTS]; /* whether something expires, by time / RESOLUTION */
  gboolean looking;
  gboolean again;
  GHashTable *reported; /* damaged dialogs: their keys and versions */
};

/* One look into the storage, and its dialogs one after the other. It outlives the bot. */
typedef struct
{
  TrueconfExpiry *expiry; /* NULL: it was stopped */
  TrueconfFsmStorage *storage;
  GCancellable *cancellable;
  GListModel *keys;
  TrueconfFsmRecord *record;
  char *bot_id;
  gint64 time;
  guint limit;
  guint at;
  guint n_expired;
} TrueconfLook;

static void look (TrueconfExpiry *self, gint64 time, guint limit);
static void next_key (TrueconfLook *looked);

static gint64
now_in_ms (void)
{
  return g_get_real_time () / 1000;
}

TrueconfExpiry *
trueconf_expiry_new (TrueconfBot *bot)
{
  TrueconfExpiry *self = g_new0 (TrueconfExpiry, 1);

  self->bot = bot;
  self->reported = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, g_free);
  return self;
}

static gboolean *
get_slot (TrueconfExpiry *self, gint64 time)
{
  return &self->slots[time / RESOLUTION % N_SLOTS];
}

static void
set_timer (TrueconfExpiry *self)
{
  gint64 now = now_in_ms ();
  gint64 time = MAX (self->dispatched, now - HORIZON) / RESOLUTION * RESOLUTION;

  /* the clock was set back */
  if (self->horizon > now + HORIZON)
    self->horizon = now;

  while (time < self->horizon && !*get_slot (self, time))
    time += RESOLUTION;
  g_source_set_ready_time (self->timer,
                           g_get_monotonic_time () + MAX (0, MIN (time, self->horizon) - now) * 1000);
}

/* GLib's own timeout sources set their time anew after each turn. */
static gboolean
dispatch_timer (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

static gboolean
timer_cb (gpointer data)
{
  TrueconfExpiry *self = data;
  gint64 now = now_in_ms ();

  for (gint64 time = MAX (self->dispatched, now - HORIZON) / RESOLUTION * RESOLUTION; time <= now;
       time += RESOLUTION)
    *get_slot (self, time) = FALSE;
  self->dispatched = now;
  if (now >= self->horizon)
    {
      self->horizon = now + HORIZON;
      now = self->horizon;
    }
  set_timer (self);
  look (self, now, PAGE);

  return G_SOURCE_CONTINUE;
}

/* A dialog was stored that expires then. */
static void
stored_cb (gint64 expires_at, gpointer data)
{
  TrueconfExpiry *self = data;
  gint64 time = MAX (expires_at, self->dispatched + RESOLUTION) + RESOLUTION;

  if (expires_at >= self->horizon || time >= self->horizon)
    return;

  *get_slot (self, time) = TRUE;
  set_timer (self);
}

/* Looks ahead as soon as the loop turns. */
static void
look_ahead (TrueconfExpiry *self)
{
  self->horizon = self->dispatched = now_in_ms ();
  set_timer (self);
}

void
trueconf_expiry_stop (TrueconfExpiry *self)
{
  if (self->storage == NULL)
    return;

  trueconf_fsm_storage_unwatch (self->storage, stored_cb, self);
  g_clear_object (&self->storage);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  self->looking = FALSE;
  self->again = FALSE;
  g_hash_table_remove_all (self->reported);
}

void
trueconf_expiry_free (TrueconfExpiry *self)
{
  trueconf_expiry_stop (self);
  g_hash_table_unref (self->reported);
  g_free (self);
}

void
trueconf_expiry_start (TrueconfExpiry *self)
{
  TrueconfFsmStorage *storage = trueconf_dispatcher_get_storage (trueconf_bot_get_dispatcher (self->bot));

  if (self->storage == storage)
    {
      look_ahead (self);
      return;
    }

  trueconf_expiry_stop (self);
  self->storage = g_object_ref (storage);
  self->cancellable = g_cancellable_new ();
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_static_name (self->timer, "trueconf-expiry");
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->bot->context);
  look_ahead (self);
  trueconf_fsm_storage_watch (self->storage, stored_cb, self);
}

static void
look_free (TrueconfLook *looked)
{
  g_object_unref (looked->storage);
  g_object_unref (looked->cancellable);
  g_clear_object (&looked->keys);
  g_clear_object (&looked->record);
  g_free (looked->bot_id);
  g_free (looked);
}

/* The expiry of a look that goes on, or NULL, and the look is gone, if it was stopped: then its cancellable is cancelled. */
static TrueconfExpiry *
goes_on (TrueconfLook *looked)
{
  if (!g_cancellable_is_cancelled (looked->cancellable))
    return looked->expiry;

  look_free (looked);
  return NULL;
}

static void
end_look (TrueconfLook *looked)
{
  TrueconfExpiry *self = looked->expiry;
  gboolean full = looked->keys != NULL && g_list_model_get_n_items (looked->keys) == looked->limit;
  gint64 time = looked->time;
  guint limit = looked->limit;
  guint n_expired = looked->n_expired;

  look_free (looked);
  self->looking = FALSE;
  /* those that have expired are gone, so that the next page has others; if it is full of those of other bots, look past them */
  if (full && n_expired == 0 && limit <= G_MAXUINT / 4)
    look (self, time, limit * 4);
  else if (full)
    look (self, time, PAGE);
  else if (self->again)
    look_ahead (self);
}

static void
failed (TrueconfLook *looked, GError *error)
{
  G_GNUC_UNUSED g_autoptr (GError) owned = error;

  trueconf_bot_report_error (looked->expiry->bot, error);
  /* who was told may have stopped the bot, or dropped it */
  if (goes_on (looked) != NULL)
    end_look (looked);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfLook *looked = data;
  TrueconfExpiry *self;
  GError *error = NULL;
  g_autoptr (TrueconfFsmRecord) cleared =
      trueconf_fsm_storage_store_finish (TRUECONF_FSM_STORAGE (source), result, &error);

  if ((self = goes_on (looked)) == NULL)
    {
      g_clear_error (&error);
      return;
    }

  if (cleared != NULL)
    {
      g_autoptr (TrueconfFsmKey) key = g_list_model_get_item (looked->keys, looked->at - 1);
      TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (self->bot);
      g_autoptr (TrueconfEvent) event = trueconf_dialog_expired_new (
          key, looked->record, trueconf_dispatcher_get_fsm_strategy (dispatcher));
      g_autoptr (TrueconfBot) bot = g_object_ref (self->bot);

      looked->n_expired++;
      /* a handler may stop the bot, or drop it */
      trueconf_delivery_deliver (bot->delivery, event);
      if (goes_on (looked) == NULL)
        return;
    }
  else if (!g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT))
    {
      failed (looked, error);
      return;
    }

  /* somebody else was faster, or the user has said something after all */
  g_clear_error (&error);
  next_key (looked);
}

/* It stays as it is until somebody clears it, and each look finds it. */
static void
report_damage (TrueconfExpiry *self, TrueconfFsmKey *key, TrueconfFsmRecord *record)
{
  const char *name = trueconf_fsm_key_to_string (key);
  const char *version = trueconf_fsm_record_get_version (record);
  const char *reported = g_hash_table_lookup (self->reported, name);
  g_autoptr (GError) error = NULL;

  if (version == NULL)
    version = "";
  if (reported != NULL ? g_str_equal (reported, version) : g_hash_table_size (self->reported) >= MAX_REPORTED)
    return;

  g_hash_table_replace (self->reported, g_strdup (name), g_strdup (version));
  error = g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
                               trueconf_fsm_record_get_damage (record));
  trueconf_bot_report_error (self->bot, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfLook *looked = data;
  TrueconfExpiry *self;
  GError *error = NULL;
  g_autoptr (TrueconfFsmKey) key = NULL;
  g_autoptr (TrueconfFsmRecord) record =
      trueconf_fsm_storage_load_any_finish (TRUECONF_FSM_STORAGE (source), result, &error);

  if ((self = goes_on (looked)) == NULL)
    {
      g_clear_error (&error);
      return;
    }

  if (record == NULL)
    {
      failed (looked, error);
      return;
    }

  key = g_list_model_get_item (looked->keys, looked->at - 1);
  if (trueconf_fsm_record_get_damage (record) != NULL)
    {
      report_damage (self, key, record);
      /* those behind it expire all the same */
      if (goes_on (looked) != NULL)
        next_key (looked);
      return;
    }

  g_hash_table_remove (self->reported, trueconf_fsm_key_to_string (key));
  if (trueconf_fsm_record_is_expired (record))
    {
      g_autoptr (TrueconfFsmRecord) empty = trueconf_fsm_record_new (NULL, NULL, 0, NULL);

      g_set_object (&looked->record, record);
      trueconf_fsm_storage_store_async (looked->storage, key, empty, trueconf_fsm_record_get_version (record),
                                        looked->cancellable, cleared_cb, looked);
    }
  else
    {
      gint64 expires_at = trueconf_fsm_record_get_expires_at (record);

      if (expires_at > 0)
        stored_cb (expires_at, self);
      next_key (looked);
    }
}

static void
next_key (TrueconfLook *looked)
{
  while (looked->at < g_list_model_get_n_items (looked->keys))
    {
      g_autoptr (TrueconfFsmKey) key = g_list_model_get_item (looked->keys, looked->at++);

      if (g_strcmp0 (trueconf_fsm_key_get_bot_id (key), looked->bot_id) == 0)
        {
          trueconf_fsm_storage_load_async (looked->storage, key, looked->cancellable, loaded_cb, looked);
          return;
        }
    }

  end_look (looked);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfLook *looked = data;
  GError *error = NULL;

  looked->keys = trueconf_fsm_storage_find_expired_finish (TRUECONF_FSM_STORAGE (source), result, &error);
  if (goes_on (looked) == NULL)
    g_clear_error (&error);
  else if (looked->keys == NULL)
    failed (looked, error);
  else
    next_key (looked);
}

static void
look (TrueconfExpiry *self, gint64 time, guint limit)
{
  TrueconfLook *looked;

  self->again = self->looking;
  if (self->looking)
    return;

  self->looking = TRUE;
  looked = g_new0 (TrueconfLook, 1);
  looked->expiry = self;
  looked->storage = g_object_ref (self->storage);
  looked->cancellable = g_object_ref (self->cancellable);
  looked->bot_id = g_strdup (self->bot->user_id);
  looked->time = time;
  looked->limit = limit;
  trueconf_fsm_storage_find_expired_async (looked->storage, time, limit, looked->cancellable, found_cb,
                                           looked);
}
