/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/trueconf-event-private.h"
#include "model/trueconf-user-id-private.h"
#include "routing/trueconf-chat-cache-private.h"
#include "trueconf-error.h"
#include "trueconf-hash-private.h"
#include "trueconf-protocol.h"

/* The server tells of changed roles, but not while the bot is not connected, and perhaps not of all. */
#define MAX_AGE     (300 * G_USEC_PER_SEC)
#define MAX_ENTRIES 10000

typedef struct
{
  GHashTable *types; /* of chats */
  GHashTable *roles; /* of users in chats; TrueconfKnownRole */
  guint changes;     /* an answer that was asked for before the last of them may be old */
} TrueconfChatCache;

typedef struct
{
  int role;
  gint64 since;
} TrueconfKnownRole;

typedef struct
{
  char *chat_id;
  char *key; /* of the role; NULL: the type is asked for */
  guint changes;
} TrueconfQuestion;

static void
cache_free (gpointer data)
{
  TrueconfChatCache *self = data;

  g_hash_table_unref (self->types);
  g_hash_table_unref (self->roles);
  g_free (self);
}

static void
question_free (gpointer data)
{
  TrueconfQuestion *question = data;

  g_free (question->chat_id);
  g_free (question->key);
  g_free (question);
}

static char *
make_key (const char *chat_id, const char *user_id)
{
  g_autofree char *folded = trueconf_user_id_fold (user_id);

  return g_strconcat (chat_id, "\n", folded, NULL);
}

static void
forget_role (TrueconfChatCache *self, const char *chat_id, const char *user_id)
{
  g_autofree char *key = NULL;

  self->changes++;
  if (chat_id == NULL || user_id == NULL)
    return;

  key = make_key (chat_id, user_id);
  g_hash_table_remove (self->roles, key);
}

static void
forget_roles (TrueconfChatCache *self)
{
  self->changes++;
  g_hash_table_remove_all (self->roles);
}

static void
event_cb (GObject *bot, TrueconfEvent *event, TrueconfChatCache *self)
{
  if (TRUECONF_IS_CHANGED_PARTICIPANT_ROLE (event))
    {
      TrueconfChangedParticipantRole *changed = TRUECONF_CHANGED_PARTICIPANT_ROLE (event);

      forget_role (self, trueconf_changed_participant_role_get_chat_id (changed),
                   trueconf_changed_participant_role_get_user_id (changed));
    }
  else if (TRUECONF_IS_ADDED_CHAT_PARTICIPANT (event))
    {
      TrueconfAddedChatParticipant *added = TRUECONF_ADDED_CHAT_PARTICIPANT (event);

      forget_role (self, trueconf_added_chat_participant_get_chat_id (added),
                   trueconf_added_chat_participant_get_user_id (added));
    }
  else if (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (event))
    {
      TrueconfRemovedChatParticipant *removed = TRUECONF_REMOVED_CHAT_PARTICIPANT (event);

      forget_role (self, trueconf_removed_chat_participant_get_chat_id (removed),
                   trueconf_removed_chat_participant_get_user_id (removed));
    }
  else if (TRUECONF_IS_REMOVED_CHAT (event))
    {
      forget_roles (self);
    }
}

/* What has changed while there is no connection is not told. */
static void
status_cb (GObject *bot, gpointer health, TrueconfChatCache *self)
{
  forget_roles (self);
}

static TrueconfChatCache *
get_cache (TrueconfBot *bot)
{
  static GQuark quark;
  TrueconfChatCache *self;

  if (quark == 0)
    quark = g_quark_from_static_string ("trueconf-chat-cache");

  self = g_object_get_qdata (G_OBJECT (bot), quark);
  if (self != NULL)
    return self;

  self = g_new0 (TrueconfChatCache, 1);
  self->types = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  self->roles = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, g_free);
  g_object_set_qdata_full (G_OBJECT (bot), quark, self, cache_free);
  g_signal_connect (bot, "event", G_CALLBACK (event_cb), self);
  g_signal_connect (bot, "status-changed", G_CALLBACK (status_cb), self);

  return self;
}

gboolean
trueconf_chat_cache_look_up (TrueconfEvent *event, const char *chat_id, const char *user_id, int *value)
{
  TrueconfBot *bot = trueconf_event_get_bot (event);
  TrueconfChatCache *self;
  g_autofree char *key = NULL;
  TrueconfKnownRole *known;

  if (bot == NULL)
    return FALSE;

  self = get_cache (bot);
  if (user_id == NULL)
    {
      *value = GPOINTER_TO_INT (g_hash_table_lookup (self->types, chat_id));
      return *value != TRUECONF_CHAT_TYPE_UNKNOWN;
    }

  key = make_key (chat_id, user_id);
  known = g_hash_table_lookup (self->roles, key);
  if (known == NULL || g_get_monotonic_time () - known->since > MAX_AGE)
    return FALSE;

  *value = known->role;
  return TRUE;
}

static void
keep (TrueconfChatCache *self, TrueconfQuestion *question, int value)
{
  GHashTable *table = question->key != NULL ? self->roles : self->types;

  if (g_hash_table_size (table) >= MAX_ENTRIES)
    g_hash_table_remove_all (table);

  if (question->key == NULL)
    {
      g_hash_table_replace (table, g_steal_pointer (&question->chat_id), GINT_TO_POINTER (value));
    }
  else if (question->changes == self->changes)
    {
      TrueconfKnownRole *known = g_new (TrueconfKnownRole, 1);

      known->role = value;
      known->since = g_get_monotonic_time ();
      g_hash_table_replace (table, g_steal_pointer (&question->key), known);
    }
}

/* What is not there has no type or role, which is an answer. */
static gboolean
is_answer (const GError *error)
{
  return g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT) ||
         g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfEvent *event = TRUECONF_EVENT (source);
  g_autoptr (GTask) task = G_TASK (user_data);
  TrueconfQuestion *question = g_task_get_task_data (task);
  TrueconfBot *bot = trueconf_event_get_bot (event);
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) answer = g_task_propagate_pointer (G_TASK (result), &error);
  int value = 0;

  if (answer == NULL && !is_answer (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (answer != NULL && TRUECONF_IS_CHAT (answer))
    value = (int) trueconf_chat_get_chat_type (TRUECONF_CHAT (answer));
  else if (answer != NULL)
    value = (int) trueconf_chat_participant_get_role (TRUECONF_CHAT_PARTICIPANT (answer));

  if (bot != NULL)
    keep (get_cache (bot), question, value);
  g_task_return_int (task, value);
}

void
trueconf_chat_cache_ask_async (TrueconfEvent *event,
                               const char *chat_id,
                               const char *user_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (event, cancellable, callback, user_data);
  TrueconfBot *bot = trueconf_event_get_bot (event);
  TrueconfQuestion *question;

  g_task_set_source_tag (task, trueconf_chat_cache_ask_async);
  if (bot == NULL)
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                               _ ("The bot is gone. Keep it for as long as its events are handled"));
      return;
    }

  question = g_new0 (TrueconfQuestion, 1);
  question->chat_id = g_strdup (chat_id);
  question->key = user_id != NULL ? make_key (chat_id, user_id) : NULL;
  question->changes = get_cache (bot)->changes;
  g_task_set_task_data (task, question, question_free);
  if (user_id == NULL)
    {
      trueconf_event_request (event, TRUECONF_BOT_REQUEST_CHAT, NULL, chat_id, trueconf_chat_cache_ask_async,
                              cancellable, answered_cb, g_steal_pointer (&task));
    }
  else
    {
      g_autofree char *user = g_strndup (user_id, strcspn (user_id, "/"));

      trueconf_event_request (event, TRUECONF_BOT_REQUEST_PARTICIPANT, user, chat_id,
                              trueconf_chat_cache_ask_async, cancellable, answered_cb,
                              g_steal_pointer (&task));
    }
}

int
trueconf_chat_cache_ask_finish (TrueconfEvent *event, GAsyncResult *result, GError **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}
