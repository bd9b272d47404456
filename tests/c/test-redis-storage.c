/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dialogs in Redis: several processes share them, and neither a lost process, server nor connection loses or doubles a step. */

#include <signal.h>
#include <string.h>

#include "tc-between.h"
#include "tc-bot.h"
#include "tc-redis.h"
#include "tc-util.h"

static const char *program;

typedef struct
{
  TcRedis *redis;
  TrueconfFsmStorage *storage;
} Fixture;

static TrueconfFsmStorage *
open_storage (const char *address)
{
  /* where nothing is expected to time out, a slow machine does not either */
  return g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", address, "timeout", 60, NULL);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->redis = tc_redis_new (data, FALSE);
  self->storage = open_storage (tc_redis_get_address (self->redis));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->storage);
  g_clear_pointer (&self->redis, tc_redis_free);
}

static void
reopen (Fixture *self)
{
  g_object_unref (self->storage);
  self->storage = open_storage (tc_redis_get_address (self->redis));
}

static TrueconfFsmContext *
dialog_new (TrueconfFsmStorage *storage, const char *user)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, NULL);

  return trueconf_fsm_context_new (storage, key);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  TC_WAIT (*result != NULL);
  return *result;
}

static JsonObject *
get_data (TrueconfFsmStorage *storage, const char *user, GError **error)
{
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (storage, user);
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &result);
  return trueconf_fsm_context_get_data_finish (dialog, wait_for (&result), error);
}

static gint64
get_number (TrueconfFsmStorage *storage, const char *user, const char *member)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = get_data (storage, user, &error);

  g_assert_no_error (error);
  return json_object_has_member (data, member) ? json_object_get_int_member (data, member) : 0;
}

static void
update (TrueconfFsmStorage *storage, const char *user, const char *member, gint64 number)
{
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (storage, user);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) updates = json_object_new ();
  g_autoptr (JsonObject) all = NULL;

  json_object_set_int_member (updates, member, number);
  trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &result);
  all = trueconf_fsm_context_update_data_finish (dialog, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (all, member), ==, number);
}

static void
assert_fails (TrueconfFsmStorage *storage, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_data (storage, "alice", &error));
  g_assert_error (error, TRUECONF_ERROR, code);
  tc_assert_contains (error->message, words);
  tc_assert_lacks (error->message, "s3cret");
}

static void
test_properties (void)
{
  g_autoptr (TrueconfRedisStorage) plain = trueconf_redis_storage_new ("redis://localhost");
  g_autoptr (GTlsDatabase) database = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_autoptr (TrueconfRedisStorage) storage = g_object_new (
      TRUECONF_TYPE_REDIS_STORAGE, "address", "rediss://bot:s3cret@[::1]:7000/3", "tls-ca-file", "/ca.pem",
      "tls-database", database, "verify-tls", FALSE, "key-prefix", "p:", "timeout", 7, "expires", 60, NULL);
  g_autoptr (TrueconfRedisStorage) named =
      g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", "unix:///run/redis%20x?db=2", "user-name", "me",
                    "password", "s3cret", NULL);
  g_autofree char *address = NULL;
  g_autofree char *user_name = NULL;
  g_autofree char *file = NULL;
  g_autofree char *prefix = NULL;
  g_autoptr (GTlsDatabase) found = NULL;
  gboolean verify = TRUE;
  guint timeout = 0, expires = 0;

  g_assert_cmpstr (trueconf_redis_storage_get_address (plain), ==, "redis://localhost:6379");
  g_assert_null (trueconf_redis_storage_get_user_name (plain));
  g_assert_null (trueconf_redis_storage_get_tls_ca_file (plain));
  g_assert_null (trueconf_redis_storage_get_tls_database (plain));
  g_assert_true (trueconf_redis_storage_get_verify_tls (plain));
  g_assert_cmpstr (trueconf_redis_storage_get_key_prefix (plain), ==, "trueconf:");
  g_assert_cmpuint (trueconf_redis_storage_get_timeout (plain), ==, 10);
  g_assert_cmpuint (trueconf_redis_storage_get_expires (plain), ==, 0);

  g_object_get (storage, "address", &address, "user-name", &user_name, "tls-ca-file", &file, "tls-database",
                &found, "verify-tls", &verify, "key-prefix", &prefix, "timeout", &timeout, "expires",
                &expires, NULL);
  g_assert_cmpstr (address, ==, "rediss://[::1]:7000/3");
  g_assert_cmpstr (user_name, ==, "bot");
  g_assert_cmpstr (file, ==, "/ca.pem");
  g_assert_true (found == database);
  g_assert_false (verify);
  g_assert_cmpstr (prefix, ==, "p:");
  g_assert_cmpuint (timeout, ==, 7);
  g_assert_cmpuint (expires, ==, 60);

  g_assert_cmpstr (trueconf_redis_storage_get_address (named), ==, "unix:///run/redis%20x?db=2");
  g_assert_cmpstr (trueconf_redis_storage_get_user_name (named), ==, "me");
}

static void
test_addresses (void)
{
  static const char *const wrong[] = { "",
                                       "localhost",
                                       "localhost:6379",
                                       "http://localhost",
                                       "redis://",
                                       "redis://bot:s3cret@host:port",
                                       "redis://host/first",
                                       "redis://host/-1",
                                       "redis://:s3cret@x@host/99999999",
                                       "unix://host/path",
                                       "unix:path",
                                       "unix:///path?db=s3cret" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (TrueconfFsmStorage) storage = open_storage (wrong[i]);

      g_assert_null (trueconf_redis_storage_get_address (TRUECONF_REDIS_STORAGE (storage)));
      assert_fails (storage, TRUECONF_ERROR_INVALID_ARGUMENT, "looks like");
    }
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (self->storage, "alice");
  g_autoptr (TrueconfState) state = trueconf_state_new ("asked");
  g_autoptr (TrueconfFsmContext) again = NULL;
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *left = NULL;

  trueconf_fsm_context_set_state_async (dialog, state, NULL, tc_store_result, &set);
  g_assert_true (trueconf_fsm_context_set_state_finish (dialog, wait_for (&set), &error));
  g_assert_no_error (error);
  update (self->storage, "alice", "age", 7);
  update (self->storage, "bob", "age", 70);

  reopen (self);
  tc_redis_kill (self->redis);
  tc_redis_start (self->redis);
  again = dialog_new (self->storage, "alice");
  trueconf_fsm_context_get_state_async (again, NULL, tc_store_result, &got);
  name = trueconf_fsm_context_get_state_finish (again, wait_for (&got), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "asked");
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 7);
  g_assert_cmpint (get_number (self->storage, "bob", "age"), ==, 70);

  trueconf_fsm_context_clear_async (again, NULL, tc_store_result, &cleared);
  g_assert_true (trueconf_fsm_context_clear_finish (again, wait_for (&cleared), &error));
  reopen (self);
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 0);
  g_assert_cmpint (get_number (self->storage, "bob", "age"), ==, 70);
  /* a server that forgets the scripts is told them again */
  left = tc_redis_ask (self->redis, "script flush");
  g_assert_cmpstr (left, ==, "OK");
  update (self->storage, "alice", "age", 8);
}

/* Commands of many dialogs are on their way at once; each dialog goes step by step. */
static void
test_many (Fixture *self, gconstpointer data)
{
  enum
  {
    N_DIALOGS = 200,
    N_STEPS = 5
  };
  TrueconfFsmContext *dialogs[N_DIALOGS];
  GAsyncResult *results[N_DIALOGS * N_STEPS] = { NULL };

  for (guint i = 0; i < N_DIALOGS; i++)
    {
      g_autofree char *user = g_strdup_printf ("user %u", i);

      dialogs[i] = dialog_new (self->storage, user);
    }
  for (guint step = 0; step < N_STEPS; step++)
    for (guint i = 0; i < N_DIALOGS; i++)
      {
        g_autoptr (JsonObject) updates = json_object_new ();

        json_object_set_int_member (updates, "step", step);
        trueconf_fsm_context_update_data_async (dialogs[i], updates, NULL, tc_store_result,
                                                &results[step * N_DIALOGS + i]);
      }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) all =
          trueconf_fsm_context_update_data_finish (dialogs[i % N_DIALOGS], wait_for (&results[i]), &error);

      g_assert_no_error (error);
      g_assert_cmpint (json_object_get_int_member (all, "step"), ==, i / N_DIALOGS);
      g_object_unref (results[i]);
    }
  for (guint i = 0; i < N_DIALOGS; i++)
    g_object_unref (dialogs[i]);
}

static gboolean
store (TrueconfFsmStorage *storage,
       TrueconfFsmKey *key,
       TrueconfFsmRecord *record,
       const char *version,
       char **now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFsmRecord) stored = NULL;

  trueconf_fsm_storage_store_async (storage, key, record, version, NULL, tc_store_result, &result);
  stored = trueconf_fsm_storage_store_finish (storage, wait_for (&result), &error);
  if (stored == NULL)
    {
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT);
      return FALSE;
    }
  g_free (*now);
  *now = g_strdup (trueconf_fsm_record_get_version (stored));
  return TRUE;
}

static void
test_versions (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (TrueconfFsmRecord) one = trueconf_fsm_record_new ("one", NULL, 0, NULL);
  g_autoptr (TrueconfFsmRecord) two = trueconf_fsm_record_new ("two", "{\"a\":1}", 0, NULL);
  g_autoptr (TrueconfFsmRecord) none = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
  g_autofree char *version = NULL;
  g_autofree char *old = NULL;
  g_autofree char *gone = NULL;

  /* nothing is replaced by nothing */
  g_assert_true (store (self->storage, key, none, NULL, &gone));
  g_assert_true (store (self->storage, key, one, NULL, &version));
  g_assert_false (store (self->storage, key, two, NULL, &version));
  g_assert_false (store (self->storage, key, two, "another", &version));
  g_assert_false (store (self->storage, key, none, "another", &version));
  old = g_strdup (version);
  g_assert_true (store (self->storage, key, two, old, &version));
  g_assert_cmpstr (version, !=, old);
  g_assert_false (store (self->storage, key, one, old, &version));
  g_assert_true (store (self->storage, key, none, version, &gone));
  g_assert_true (store (self->storage, key, one, NULL, &version));
}

static void
test_expired (Fixture *self, gconstpointer data)
{
  g_autofree char *version = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) keys = NULL;

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *user = g_strdup_printf ("user %u", i);
      g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, "destiny");
      g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, i == 5 ? 0 : 1000 - i, NULL);

      g_assert_true (store (self->storage, key, record, NULL, &version));
    }

  trueconf_fsm_storage_find_expired_async (self->storage, 999, 3, NULL, tc_store_result, &result);
  keys = trueconf_fsm_storage_find_expired_finish (self->storage, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (keys), ==, 3);
  /* the oldest ones first */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TrueconfFsmKey) key = g_list_model_get_item (keys, i);
      g_autofree char *user = g_strdup_printf ("user %u", 4 - i);
      g_autoptr (TrueconfFsmKey) expected = trueconf_fsm_key_new ("bot", "chat", user, "destiny");

      g_assert_true (trueconf_fsm_key_equal (key, expected));
    }
}

static guint
count_expired (TrueconfFsmStorage *storage, gint64 time)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) keys = NULL;

  trueconf_fsm_storage_find_expired_async (storage, time, 2, NULL, tc_store_result, &result);
  keys = trueconf_fsm_storage_find_expired_finish (storage, wait_for (&result), &error);
  g_assert_no_error (error);
  return g_list_model_get_n_items (keys);
}

static gint64
ask_number (Fixture *self, const char *words)
{
  g_autofree char *answer = tc_redis_ask (self->redis, words);

  return g_ascii_strtoll (answer, NULL, 10);
}

/* What nobody needs any more does not stay. */
static void
test_vanishing (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmStorage) storage =
      g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", tc_redis_get_address (self->redis), "key-prefix",
                    "p:", "expires", 1, NULL);
  const gint64 week = G_GINT64_CONSTANT (7) * 24 * 60 * 60 * 1000;
  g_autoptr (TrueconfFsmRecord) none = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
  g_autofree char *version = NULL;
  gint64 left;

  /* without a time-out it is the storage's, or none */
  update (storage, "alice", "age", 7);
  left = ask_number (self, "pttl p:dialog:bot:chat:alice:default");
  g_assert_cmpint (left, <=, 1000);
  g_assert_cmpint (left, !=, -1);
  update (self->storage, "alice", "age", 70);
  g_assert_cmpint (ask_number (self, "pttl trueconf:dialog:bot:chat:alice:default"), ==, -1);
  TC_WAIT (get_number (storage, "alice", "age") == 0);
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 70);

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *user = g_strdup_printf ("user%u", i);
      g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, NULL);
      g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, 1000 + i, NULL);
      g_autofree char *ttl = g_strdup_printf ("pttl p:dialog:bot:chat:%s:default", user);

      g_assert_true (store (storage, key, record, NULL, &version));
      /* it can be found for a week */
      left = ask_number (self, ttl);
      g_assert_cmpint (left, <=, week);
      g_assert_cmpint (left, >, week - 1000 * 60 * 60);
    }
  g_assert_cmpuint (count_expired (storage, 1000), ==, 0);
  g_assert_cmpuint (count_expired (storage, 1001), ==, 1);
  g_assert_cmpuint (count_expired (storage, 1005), ==, 2);
  /* those that have vanished meanwhile do not hide the others */
  g_assert_cmpint (ask_number (self, "del p:dialog:bot:chat:user1:default p:dialog:bot:chat:user2:default "
                                     "p:dialog:bot:chat:user3:default"),
                   ==, 3);
  g_assert_cmpuint (count_expired (storage, 1005), ==, 2);
  g_assert_cmpint (ask_number (self, "zcard p:expiry"), ==, 2);

  /* nothing is left of one that has ended, but for the version of a call that may come again */
  {
    g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "user5", NULL);

    g_assert_true (store (storage, key, none, version, &version));
    g_assert_cmpint (ask_number (self, "zcard p:expiry"), ==, 1);
    g_assert_cmpint (ask_number (self, "hlen p:dialog:bot:chat:user5:default"), ==, 1);
    left = ask_number (self, "pttl p:dialog:bot:chat:user5:default");
    g_assert_cmpint (left, >, 0);
    g_assert_cmpint (left, <=, 120000);
  }
}

/* ---- other processes */

static GSubprocess *
spawn (const char *what, const char *address, const char *more, GSubprocessFlags flags)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (flags, &error, program, what, address, more, NULL);

  g_assert_no_error (error);
  return child;
}

#define N_COUNTS 40

/* The process stores its own members in the dialog that others change as well. */
static int
child_share (const char *address, const char *name)
{
  g_autoptr (TrueconfFsmStorage) storage = open_storage (address);

  for (guint i = 0; i < N_COUNTS; i++)
    {
      g_autofree char *member = g_strdup_printf ("%s %u", name, i);

      update (storage, "alice", member, i);
    }

  return 0;
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "one", "two", "three" };
  GSubprocess *children[G_N_ELEMENTS (names)];
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    children[i] = spawn ("--share", tc_redis_get_address (self->redis), names[i], 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (g_subprocess_wait_check (children[i], NULL, &error));
      g_assert_no_error (error);
      g_object_unref (children[i]);
    }

  all = get_data (self->storage, "alice", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (all), ==, G_N_ELEMENTS (names) * N_COUNTS);
}

/* The process walks on from the step where the dialog is, and says each one that is stored. */
G_NORETURN static void
child_walk (const char *address)
{
  g_autoptr (TrueconfFsmStorage) storage = open_storage (address);

  for (gint64 step = get_number (storage, "alice", "step") + 1;; step++)
    {
      update (storage, "alice", "step", step);
      g_print ("%" G_GINT64_FORMAT "\n", step);
    }
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  gint64 told = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GSubprocess) child =
          spawn ("--walk", tc_redis_get_address (self->redis), NULL, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      g_autoptr (GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
      guint n_steps = g_test_rand_int_range (1, 12);
      char *line;
      gint64 stored;

      for (guint step = 0; step < n_steps; step++)
        {
          line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
          g_assert_nonnull (line);
          /* none twice, none skipped, whatever was killed before */
          g_assert_cmpint (g_ascii_strtoll (line, NULL, 10), >=, told + 1);
          g_assert_cmpint (g_ascii_strtoll (line, NULL, 10), <=, told + (step == 0 ? 2 : 1));
          told = g_ascii_strtoll (line, NULL, 10);
          g_free (line);
        }
      g_usleep (g_test_rand_int_range (0, 3000));
      g_subprocess_send_signal (child, SIGKILL);
      while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL)
        {
          told = g_ascii_strtoll (line, NULL, 10);
          g_free (line);
        }
      g_subprocess_wait (child, NULL, NULL);

      /* what was told is stored, and at most the step after it */
      reopen (self);
      stored = get_number (self->storage, "alice", "step");
      g_assert_cmpint (stored, >=, told);
      g_assert_cmpint (stored, <=, told + 1);
      told = stored;
    }
}

/* The server is killed while changes are on their way, and started again. */
static void
test_server_killed (Fixture *self, gconstpointer data)
{
  for (gint64 step = 1; step <= 6; step++)
    {
      g_autoptr (TrueconfFsmContext) dialog = dialog_new (self->storage, "alice");
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) updates = json_object_new ();
      g_autoptr (JsonObject) all = NULL;

      json_object_set_int_member (updates, "step", step);
      trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &result);
      for (gint32 i = g_test_rand_int_range (0, 4); i > 0; i--)
        g_main_context_iteration (NULL, FALSE);
      tc_redis_kill (self->redis);
      tc_redis_start (self->redis);
      all = trueconf_fsm_context_update_data_finish (dialog, wait_for (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpint (json_object_get_int_member (all, "step"), ==, step);
      g_assert_cmpint (get_number (self->storage, "alice", "step"), ==, step);
    }
}

/* ---- troubles on the way */

static TrueconfFsmStorage *
storage_with (const char *address, guint timeout)
{
  return g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", address, "timeout", timeout, NULL);
}

/* A change whose answer was lost is made once, and nobody else's is lost by it. */
static void
test_lost_answer (Fixture *self, gconstpointer data)
{
  TcBetween between = { .redis = tc_redis_get_socket (self->redis), .n_lost = 1 };
  g_autoptr (TrueconfFsmStorage) storage = NULL;
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (TrueconfFsmRecord) one = trueconf_fsm_record_new ("one", NULL, 0, NULL);
  g_autoptr (TrueconfFsmRecord) none = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
  g_autofree char *version = NULL;
  g_autofree char *replaced = NULL;

  tc_between_begin (&between, tc_redis_get_folder (self->redis));
  storage = storage_with (between.address, 30);
  /* a conflict here would mean that it does not know what it has stored */
  g_assert_true (store (storage, key, one, NULL, &version));
  g_assert_cmpint (g_atomic_int_get (&between.n_lost), ==, 0);
  g_assert_cmpint (g_atomic_int_get (&between.n_connections), ==, 2);
  replaced = g_strdup (version);
  g_atomic_int_set (&between.n_lost, 1);
  g_assert_true (store (storage, key, one, version, &version));
  g_assert_false (store (storage, key, one, replaced, &version));
  g_atomic_int_set (&between.n_lost, 1);
  g_assert_true (store (storage, key, none, version, &version));
  g_assert_cmpint (g_atomic_int_get (&between.n_lost), ==, 0);
  g_clear_object (&storage);
  tc_between_end (&between);
}

static void
check_answer (Fixture *self, const char *answer, const char *more, const char *words)
{
  TcBetween between = { .answer = answer, .more = more };
  g_autoptr (TrueconfFsmStorage) storage = NULL;

  tc_between_begin (&between, tc_redis_get_folder (self->redis));
  storage = storage_with (between.address, 5);
  assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, words);
  /* who comes at once is not kept waiting, and the server is left alone */
  assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, words);
  g_clear_object (&storage);
  tc_between_end (&between);
}

static void
test_nonsense (Fixture *self, gconstpointer data)
{
  g_autofree char *filler = g_strnfill (50000, 'x');

  check_answer (self, "HTTP/1.1 400 Bad Request\r\n\r\n", NULL, "is not Redis");
  check_answer (self, "*1000000000\r\n", NULL, "is not Redis");
  check_answer (self, "*2\r\n*2\r\n:1\r\n", NULL, "is not Redis");
  check_answer (self, "$2000000000\r\n", filler, "does not end");
  check_answer (self, "+", filler, "does not end");
  check_answer (self, "+PONG\r\n", NULL, "something else than a dialog");
  check_answer (self, "*4\r\n$1\r\nv\r\n$2\r\n\377\377\r\n$-1\r\n$1\r\n0\r\n", NULL,
                "something else than a dialog");
  check_answer (self, "*4\r\n$1\r\nv\r\n$-1\r\n$-1\r\n$1\r\nx\r\n", NULL, "something else than a dialog");
  check_answer (self, "*4\r\n:1\r\n:1\r\n:1\r\n:1\r\n", NULL, "something else than a dialog");
  check_answer (self, "-ERR what it says about \033[31m it\r\n", NULL, "what it says about");
  check_answer (self, "-DENIED Redis is running in protected mode because …\r\n", NULL, "protected mode");
  check_answer (self, "-MOVED 3999 127.0.0.1:6381\r\n", NULL, "Cluster");
  check_answer (self, "-MISCONF Redis is configured to save RDB snapshots …\r\n", NULL, "its disk");
  check_answer (self, "-NOREPLICAS Not enough good replicas to write.\r\n", NULL, "replicas");
}

static void
test_passing (Fixture *self, gconstpointer data)
{
  TcBetween between = { .answer = "-LOADING Redis is loading the dataset in memory\r\n" };
  g_autoptr (TrueconfFsmStorage) storage = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFsmContext) dialog = NULL;
  g_autoptr (JsonObject) found = NULL;

  update (self->storage, "alice", "age", 7);
  tc_between_begin (&between, tc_redis_get_folder (self->redis));
  {
    g_autoptr (TrueconfFsmStorage) hasty = storage_with (between.address, 1);

    assert_fails (hasty, TRUECONF_ERROR_STORAGE_FAILED, "loading its data");
  }

  /* who has time waits until it is over */
  g_atomic_int_set (&between.n_connections, 0);
  storage = storage_with (between.address, 30);
  dialog = dialog_new (storage, "alice");
  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &result);
  TC_WAIT (g_atomic_int_get (&between.n_connections) > 0);
  g_assert_null (result);
  between.redis = tc_redis_get_socket (self->redis);
  found = trueconf_fsm_context_get_data_finish (dialog, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (found, "age"), ==, 7);
  g_clear_object (&result);
  g_clear_object (&dialog);
  g_clear_object (&storage);
  tc_between_end (&between);
}

/* ---- troubles of the real server */

static void
assert_cannot_store (TrueconfFsmStorage *storage, const char *words)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, 0, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_fsm_storage_store_async (storage, key, record, NULL, NULL, tc_store_result, &result);
  g_assert_null (trueconf_fsm_storage_store_finish (storage, wait_for (&result), &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  tc_assert_contains (error->message, words);
}

static void
test_troubles (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *full = tc_redis_ask (self->redis, "config set maxmemory 1");
  g_autofree char *wide = NULL;
  g_autofree char *replica = NULL;
  g_autofree char *master = NULL;
  g_autofree char *other = NULL;
  g_autofree char *large = g_strnfill (5 * 1024 * 1024, 'x');
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (self->storage, "bob");
  g_autoptr (JsonObject) updates = json_object_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  assert_cannot_store (self->storage, "memory is full");
  wide = tc_redis_ask (self->redis, "config set maxmemory 0");
  replica = tc_redis_ask (self->redis, "replicaof 127.0.0.1 1");
  assert_cannot_store (self->storage, "a replica");
  master = tc_redis_ask (self->redis, "replicaof no one");
  update (self->storage, "alice", "age", 7);
  other = tc_redis_ask (self->redis, "set trueconf:dialog:bot:chat:alice:default x");
  assert_cannot_store (self->storage, "set another one");

  json_object_set_string_member (updates, "text", large);
  trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &result);
  g_assert_null (trueconf_fsm_context_update_data_finish (dialog, wait_for (&result), &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  tc_assert_contains (error->message, "larger than");
}

/* A server that says nothing holds nobody for longer than the time-out. */
static void
test_silent (Fixture *self, gconstpointer data)
{
  enum
  {
    N_CALLS = 5000,
    N_REFUSED = N_CALLS - 4096,
  };
  g_autoptr (TrueconfFsmStorage) storage = storage_with (tc_redis_get_address (self->redis), 1);
  g_autoptr (TrueconfFsmStorage) patient = storage_with (tc_redis_get_address (self->redis), 60);
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (self->storage, "alice");
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree GAsyncResult **results = g_new0 (GAsyncResult *, N_CALLS);

  update (self->storage, "alice", "age", 7);
  tc_redis_signal (self->redis, SIGSTOP);
  trueconf_fsm_context_get_data_async (dialog, cancellable, tc_store_result, &cancelled);
  tc_drain ();
  g_cancellable_cancel (cancellable);
  g_assert_null (trueconf_fsm_context_get_data_finish (dialog, wait_for (&cancelled), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_fails (storage, TRUECONF_ERROR_TIMED_OUT, "has not answered for 1 s");

  /* nor does it hold more of them than it can serve; the others get their answers, when there are any */
  for (guint i = 0; i < N_CALLS; i++)
    trueconf_fsm_storage_load_async (patient, key, NULL, tc_store_result, &results[i]);
  for (guint i = N_CALLS - N_REFUSED; i < N_CALLS; i++)
    {
      g_autoptr (GError) reason = NULL;

      g_assert_null (trueconf_fsm_storage_load_finish (patient, wait_for (&results[i]), &reason));
      tc_assert_contains (reason->message, "wait for it already");
      g_object_unref (results[i]);
    }
  tc_redis_signal (self->redis, SIGCONT);
  for (guint i = 0; i < N_CALLS - N_REFUSED; i++)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (TrueconfFsmRecord) record =
          trueconf_fsm_storage_load_finish (patient, wait_for (&results[i]), &reason);

      g_assert_no_error (reason);
      g_assert_nonnull (record);
      g_object_unref (results[i]);
    }
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 7);
}

static void
test_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmStorage) storage = storage_with (tc_redis_get_address (self->redis), 1);
  g_autoptr (TrueconfFsmStorage) patient = storage_with (tc_redis_get_address (self->redis), 60);
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (patient, "alice");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) found = NULL;

  tc_redis_kill (self->redis);
  assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, "unix://");
  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &result);
  tc_drain ();
  g_assert_null (result);
  tc_redis_start (self->redis);
  found = trueconf_fsm_context_get_data_finish (dialog, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (found), ==, 0);
}

/* A storage that is gone leaves no connection. */
static void
test_gone (Fixture *self, gconstpointer data)
{
  g_autofree char *clients = NULL;

  update (self->storage, "alice", "age", 7);
  clients = tc_redis_ask (self->redis, "client list");
  g_assert_nonnull (strchr (clients, '\n'));
  tc_assert_gone (g_steal_pointer (&self->storage));
  do
    {
      g_free (clients);
      clients = tc_redis_ask (self->redis, "client list");
    }
  while (strchr (clients, '\n') != NULL);
}

/* ---- who may come in */

static TrueconfFsmStorage *
storage_of (const char *address, const char *user_name, const char *password)
{
  return g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", address, "user-name", user_name, "password",
                       password, NULL);
}

/* The user “bot” may do no more than what the documentation says. */
static const char passwords[] =
    "user default on >s3cret ~* &* +@all\n"
    "user bot on >ano:ther ~trueconf:* -@all +eval +evalsha +select +hmget +hset +hdel +del "
    "+pexpire +pexpireat +persist +zadd +zrem +zrangebyscore\n"
    "user poor on >poor ~none:* +@all\n";

static void
test_password (Fixture *self, gconstpointer data)
{
  const char *address = tc_redis_get_address (self->redis);
  g_autofree char *with = g_strconcat ("unix://:s3cret@", address + strlen ("unix://"), NULL);
  g_autofree char *with_user =
      g_strconcat ("unix://bot:ano%3Ather@", address + strlen ("unix://"), "?db=2", NULL);
  g_autofree char *too_far = g_strconcat ("unix://:s3cret@", address + strlen ("unix://"), "?db=1000", NULL);
  g_autoptr (TrueconfFsmStorage) right = storage_of (address, NULL, "s3cret");
  g_autoptr (TrueconfFsmStorage) uri = open_storage (with);
  g_autoptr (TrueconfFsmStorage) wrong = storage_of (address, NULL, "not s3cret");
  g_autoptr (TrueconfFsmStorage) wrong_user = storage_of (address, "bot", "s3cret");
  g_autoptr (TrueconfFsmStorage) far = open_storage (too_far);
  g_autoptr (TrueconfFsmStorage) poor = storage_of (address, "poor", "poor");
  g_autoptr (TrueconfFsmStorage) user = open_storage (with_user);

  assert_fails (self->storage, TRUECONF_ERROR_STORAGE_FAILED, "wants a password");
  assert_fails (wrong, TRUECONF_ERROR_STORAGE_FAILED, "does not know this user name and password");
  assert_fails (wrong_user, TRUECONF_ERROR_STORAGE_FAILED, "does not know this user name and password");
  assert_fails (far, TRUECONF_ERROR_STORAGE_FAILED, "no database of this number");
  assert_fails (poor, TRUECONF_ERROR_STORAGE_FAILED, "may not do this");
  update (right, "alice", "age", 7);
  g_assert_cmpint (get_number (uri, "alice", "age"), ==, 7);
  /* another database */
  g_assert_cmpint (get_number (user, "alice", "age"), ==, 0);
  update (user, "alice", "age", 8);
  g_assert_cmpint (get_number (uri, "alice", "age"), ==, 7);
}

static void
test_no_password (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmStorage) storage = storage_of (tc_redis_get_address (self->redis), NULL, "s3cret");

  assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, "it has no password");
}

static void
set_up_tls (Fixture *self, gconstpointer data)
{
  self->redis = tc_redis_new ("requirepass s3cret\n", TRUE);
}

static TrueconfFsmStorage *
tls_storage (Fixture *self, const char *host, const char *ca_file, gboolean verify)
{
  g_autofree char *address =
      g_strdup_printf ("rediss://:s3cret@%s:%u/1", host, tc_redis_get_tls_port (self->redis));

  return g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", address, "tls-ca-file", ca_file, "verify-tls",
                       verify, NULL);
}

static void
test_tls (Fixture *self, gconstpointer data)
{
  g_autofree char *right = tc_redis_get_ca_file (self->redis, TRUE);
  g_autofree char *other = tc_redis_get_ca_file (self->redis, FALSE);
  g_autofree char *plain = g_strdup_printf ("redis://127.0.0.1:%u", tc_redis_get_tls_port (self->redis));
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = G_TLS_DATABASE (g_tls_file_database_new (right, &error));
  g_autofree char *address =
      g_strdup_printf ("rediss://:s3cret@localhost:%u/1", tc_redis_get_tls_port (self->redis));
  g_autoptr (TrueconfFsmStorage) trusted = tls_storage (self, "localhost", right, TRUE);
  g_autoptr (TrueconfFsmStorage) by_number = tls_storage (self, "127.0.0.1", right, TRUE);
  g_autoptr (TrueconfFsmStorage) by_database =
      g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", address, "tls-database", database, NULL);
  g_autoptr (TrueconfFsmStorage) untrusted = tls_storage (self, "localhost", other, TRUE);
  g_autoptr (TrueconfFsmStorage) of_system = tls_storage (self, "localhost", NULL, TRUE);
  g_autoptr (TrueconfFsmStorage) careless = tls_storage (self, "localhost", NULL, FALSE);
  g_autoptr (TrueconfFsmStorage) missing = tls_storage (self, "localhost", "/nonexistent.pem", TRUE);
  g_autoptr (TrueconfFsmStorage) without = storage_with (plain, 1);

  update (trusted, "alice", "age", 7);
  g_assert_cmpint (get_number (by_number, "alice", "age"), ==, 7);
  g_assert_cmpint (get_number (by_database, "alice", "age"), ==, 7);
  g_assert_cmpint (get_number (careless, "alice", "age"), ==, 7);
  assert_fails (untrusted, TRUECONF_ERROR_STORAGE_FAILED, "tls-ca-file");
  assert_fails (of_system, TRUECONF_ERROR_STORAGE_FAILED, "tls-ca-file");
  assert_fails (missing, TRUECONF_ERROR_INVALID_ARGUMENT, "/nonexistent.pem");
  assert_fails (without, TRUECONF_ERROR_STORAGE_FAILED, "");
  /* the server comes back, and so does the connection */
  tc_redis_kill (self->redis);
  tc_redis_start (self->redis);
  g_assert_cmpint (get_number (trusted, "alice", "age"), ==, 7);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 4 && g_str_equal (argv[1], "--share"))
    return child_share (argv[2], argv[3]);
  if (argc == 3 && g_str_equal (argv[1], "--walk"))
    child_walk (argv[2]);

  tc_init (&argc, &argv);

  g_test_add_func ("/redis-storage/properties", test_properties);
  g_test_add_func ("/redis-storage/addresses", test_addresses);
  g_test_add ("/redis-storage/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/redis-storage/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/redis-storage/versions", Fixture, NULL, set_up, test_versions, tear_down);
  g_test_add ("/redis-storage/expired", Fixture, NULL, set_up, test_expired, tear_down);
  g_test_add ("/redis-storage/vanishing", Fixture, NULL, set_up, test_vanishing, tear_down);
  g_test_add ("/redis-storage/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/redis-storage/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/redis-storage/server-killed", Fixture, NULL, set_up, test_server_killed, tear_down);
  g_test_add ("/redis-storage/lost-answer", Fixture, NULL, set_up, test_lost_answer, tear_down);
  g_test_add ("/redis-storage/nonsense", Fixture, NULL, set_up, test_nonsense, tear_down);
  g_test_add ("/redis-storage/passing", Fixture, NULL, set_up, test_passing, tear_down);
  g_test_add ("/redis-storage/troubles", Fixture, NULL, set_up, test_troubles, tear_down);
  g_test_add ("/redis-storage/silent", Fixture, NULL, set_up, test_silent, tear_down);
  g_test_add ("/redis-storage/nobody", Fixture, NULL, set_up, test_nobody, tear_down);
  g_test_add ("/redis-storage/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/redis-storage/password", Fixture, passwords, set_up, test_password, tear_down);
  g_test_add ("/redis-storage/no-password", Fixture, NULL, set_up, test_no_password, tear_down);
  g_test_add ("/redis-storage/tls", Fixture, NULL, set_up_tls, test_tls, tear_down);

  return g_test_run ();
}
