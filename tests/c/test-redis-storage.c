/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dialogs in Redis: several processes share them, and neither a lost process, server nor connection loses or doubles a step. */

#include <string.h>

#include "tc-between.h"
#include "tc-dialog.h"
#include "tc-redis.h"
#include "tc-util.h"

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
      tc_dialog_assert_fails (storage, TRUECONF_ERROR_INVALID_ARGUMENT, "looks like");
    }
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (self->storage, "alice");
  g_autoptr (TrueconfState) state = trueconf_state_new ("asked");
  g_autoptr (TrueconfFsmContext) again = NULL;
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *left = NULL;

  trueconf_fsm_context_set_state_async (dialog, state, NULL, tc_store_result, &set);
  g_assert_true (trueconf_fsm_context_set_state_finish (dialog, tc_dialog_wait (&set), &error));
  g_assert_no_error (error);
  tc_dialog_update (self->storage, "alice", "age", 7);
  tc_dialog_update (self->storage, "bob", "age", 70);

  reopen (self);
  tc_redis_kill (self->redis);
  tc_redis_start (self->redis);
  again = tc_dialog_new (self->storage, "alice");
  trueconf_fsm_context_get_state_async (again, NULL, tc_store_result, &got);
  name = trueconf_fsm_context_get_state_finish (again, tc_dialog_wait (&got), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "asked");
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 7);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "bob", "age"), ==, 70);

  trueconf_fsm_context_clear_async (again, NULL, tc_store_result, &cleared);
  g_assert_true (trueconf_fsm_context_clear_finish (again, tc_dialog_wait (&cleared), &error));
  reopen (self);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 0);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "bob", "age"), ==, 70);
  /* a server that forgets the scripts is told them again */
  left = tc_redis_ask (self->redis, "script flush");
  g_assert_cmpstr (left, ==, "OK");
  tc_dialog_update (self->storage, "alice", "age", 8);
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

      dialogs[i] = tc_dialog_new (self->storage, user);
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
      g_autoptr (JsonObject) all = trueconf_fsm_context_update_data_finish (
          dialogs[i % N_DIALOGS], tc_dialog_wait (&results[i]), &error);

      g_assert_no_error (error);
      g_assert_cmpint (json_object_get_int_member (all, "step"), ==, i / N_DIALOGS);
      g_object_unref (results[i]);
    }
  for (guint i = 0; i < N_DIALOGS; i++)
    g_object_unref (dialogs[i]);
}

static guint
count_expired (TrueconfFsmStorage *storage, gint64 time)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) keys = NULL;

  trueconf_fsm_storage_find_expired_async (storage, time, 2, NULL, tc_store_result, &result);
  keys = trueconf_fsm_storage_find_expired_finish (storage, tc_dialog_wait (&result), &error);
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
  tc_dialog_update (storage, "alice", "age", 7);
  left = ask_number (self, "pttl p:dialog:bot:chat:alice:default");
  g_assert_cmpint (left, <=, 1000);
  g_assert_cmpint (left, !=, -1);
  tc_dialog_update (self->storage, "alice", "age", 70);
  g_assert_cmpint (ask_number (self, "pttl trueconf:dialog:bot:chat:alice:default"), ==, -1);
  TC_WAIT (tc_dialog_get_number (storage, "alice", "age") == 0);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 70);

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *user = g_strdup_printf ("user%u", i);
      g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, NULL);
      g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, 1000 + i, NULL);
      g_autofree char *ttl = g_strdup_printf ("pttl p:dialog:bot:chat:%s:default", user);

      g_assert_true (tc_dialog_store (storage, key, record, NULL, &version));
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

    g_assert_true (tc_dialog_store (storage, key, none, version, &version));
    g_assert_cmpint (ask_number (self, "zcard p:expiry"), ==, 1);
    g_assert_cmpint (ask_number (self, "hlen p:dialog:bot:chat:user5:default"), ==, 1);
    left = ask_number (self, "pttl p:dialog:bot:chat:user5:default");
    g_assert_cmpint (left, >, 0);
    g_assert_cmpint (left, <=, 120000);
  }
}

static void
test_versions (Fixture *self, gconstpointer data)
{
  tc_dialog_check_versions (self->storage);
}

static void
test_expired (Fixture *self, gconstpointer data)
{
  tc_dialog_check_expired (self->storage);
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  tc_dialog_check_shared (self->storage, tc_redis_get_address (self->redis));
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  tc_dialog_check_killed (&self->storage, tc_redis_get_address (self->redis));
}

/* The server is killed while changes are on their way, and started again. */
static void
test_server_killed (Fixture *self, gconstpointer data)
{
  for (gint64 step = 1; step <= 6; step++)
    {
      g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (self->storage, "alice");
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
      all = trueconf_fsm_context_update_data_finish (dialog, tc_dialog_wait (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpint (json_object_get_int_member (all, "step"), ==, step);
      g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "step"), ==, step);
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
  g_assert_true (tc_dialog_store (storage, key, one, NULL, &version));
  g_assert_cmpint (g_atomic_int_get (&between.n_lost), ==, 0);
  g_assert_cmpint (g_atomic_int_get (&between.n_connections), ==, 2);
  replaced = g_strdup (version);
  g_atomic_int_set (&between.n_lost, 1);
  g_assert_true (tc_dialog_store (storage, key, one, version, &version));
  g_assert_false (tc_dialog_store (storage, key, one, replaced, &version));
  g_atomic_int_set (&between.n_lost, 1);
  g_assert_true (tc_dialog_store (storage, key, none, version, &version));
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
  tc_dialog_assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, words);
  /* who comes at once is not kept waiting, and the server is left alone */
  tc_dialog_assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, words);
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

  tc_dialog_update (self->storage, "alice", "age", 7);
  tc_between_begin (&between, tc_redis_get_folder (self->redis));
  {
    g_autoptr (TrueconfFsmStorage) hasty = storage_with (between.address, 1);

    tc_dialog_assert_fails (hasty, TRUECONF_ERROR_STORAGE_FAILED, "loading its data");
  }

  /* who has time waits until it is over */
  g_atomic_int_set (&between.n_connections, 0);
  storage = storage_with (between.address, 30);
  dialog = tc_dialog_new (storage, "alice");
  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &result);
  TC_WAIT (g_atomic_int_get (&between.n_connections) > 0);
  g_assert_null (result);
  between.redis = tc_redis_get_socket (self->redis);
  found = trueconf_fsm_context_get_data_finish (dialog, tc_dialog_wait (&result), &error);
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
  g_assert_null (trueconf_fsm_storage_store_finish (storage, tc_dialog_wait (&result), &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  tc_assert_contains (error->message, words);
}

/* What another program has written under the same names. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  static const char *const damages[] = {
    "hset trueconf:dialog:bot:chat:alice:default expires_at soon",
    "hset trueconf:dialog:bot:chat:alice:default expires_at -5",
    "hset trueconf:dialog:bot:chat:alice:default state \377",
    "hset trueconf:dialog:bot:chat:alice:default version \377",
    "hdel trueconf:dialog:bot:chat:alice:default expires_at",
    "set trueconf:dialog:bot:chat:alice:default x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *answer = NULL;

      tc_dialog_update (self->storage, "alice", "age", 7);
      answer = tc_redis_ask (self->redis, damages[i]);
      tc_dialog_check_damaged (self->storage, "something else than a dialog");
    }
}

/* A dialog that is damaged, or whose key is, does not keep those behind it from expiring. */
static void
test_damaged_among_expired (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *keyless =
      tc_redis_ask (self->redis, "hset trueconf:dialog:a version 1 bot bot chat chat");
  G_GNUC_UNUSED g_autofree char *stranger = tc_redis_ask (self->redis, "set trueconf:dialog:b x");
  G_GNUC_UNUSED g_autofree char *no_text = tc_redis_ask (
      self->redis, "hset trueconf:dialog:c version 1 bot bot chat \355\240\200 user c destiny x");
  G_GNUC_UNUSED g_autofree char *cut =
      tc_redis_ask (self->redis, "hset trueconf:dialog:d version 1 bot bot chat chat user d\316 destiny x");
  G_GNUC_UNUSED g_autofree char *foreign = tc_redis_ask (
      self->redis, "hset trueconf:dialog:e version 1 bot бот chat 会議 user 🙂é destiny x");
  G_GNUC_UNUSED g_autofree char *listed =
      tc_redis_ask (self->redis, "zadd trueconf:expiry 1 a 1 b 1 c 1 d 2000 e");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) keys = NULL;
  g_autoptr (TrueconfFsmKey) last = NULL;

  tc_dialog_check_expired (self->storage);

  trueconf_fsm_storage_find_expired_async (self->storage, 2000, 100, NULL, tc_store_result, &result);
  keys = trueconf_fsm_storage_find_expired_finish (self->storage, tc_dialog_wait (&result), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (keys), ==, 5);
  last = g_list_model_get_item (keys, 4);
  g_assert_cmpstr (trueconf_fsm_key_get_user_id (last), ==, "🙂é");
}

static void
test_troubles (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *full = tc_redis_ask (self->redis, "config set maxmemory 1");
  g_autofree char *wide = NULL;
  g_autofree char *replica = NULL;
  g_autofree char *master = NULL;
  g_autofree char *other = NULL;
  g_autofree char *stranger = NULL;
  g_autofree char *gone = NULL;
  g_autoptr (GAsyncResult) half = NULL;
  g_autofree char *large = g_strnfill (5 * 1024 * 1024, 'x');
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (self->storage, "bob");
  g_autoptr (JsonObject) updates = json_object_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  assert_cannot_store (self->storage, "memory is full");
  wide = tc_redis_ask (self->redis, "config set maxmemory 0");
  replica = tc_redis_ask (self->redis, "replicaof 127.0.0.1 1");
  assert_cannot_store (self->storage, "a replica");
  master = tc_redis_ask (self->redis, "replicaof no one");
  tc_dialog_update (self->storage, "alice", "age", 7);
  other = tc_redis_ask (self->redis, "set trueconf:dialog:bot:chat:alice:default x");
  assert_cannot_store (self->storage, "set another one");

  /* the dialog does not move when half of the change cannot be made */
  stranger = tc_redis_ask (self->redis, "set trueconf:expiry x");
  json_object_set_int_member (updates, "age", 7);
  trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &half);
  g_assert_null (trueconf_fsm_context_update_data_finish (dialog, tc_dialog_wait (&half), &error));
  tc_assert_contains (error->message, "set another one");
  g_clear_error (&error);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "bob", "age"), ==, 0);
  gone = tc_redis_ask (self->redis, "del trueconf:expiry");

  json_object_set_string_member (updates, "text", large);
  trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &result);
  g_assert_null (trueconf_fsm_context_update_data_finish (dialog, tc_dialog_wait (&result), &error));
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
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (self->storage, "alice");
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree GAsyncResult **results = g_new0 (GAsyncResult *, N_CALLS);

  tc_dialog_update (self->storage, "alice", "age", 7);
  tc_redis_signal (self->redis, SIGSTOP);
  trueconf_fsm_context_get_data_async (dialog, cancellable, tc_store_result, &cancelled);
  tc_drain ();
  g_cancellable_cancel (cancellable);
  g_assert_null (trueconf_fsm_context_get_data_finish (dialog, tc_dialog_wait (&cancelled), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tc_dialog_assert_fails (storage, TRUECONF_ERROR_TIMED_OUT, "has not answered for 1 s");

  /* nor does it hold more of them than it can serve; the others get their answers, when there are any */
  for (guint i = 0; i < N_CALLS; i++)
    trueconf_fsm_storage_load_async (patient, key, NULL, tc_store_result, &results[i]);
  for (guint i = N_CALLS - N_REFUSED; i < N_CALLS; i++)
    {
      g_autoptr (GError) reason = NULL;

      g_assert_null (trueconf_fsm_storage_load_finish (patient, tc_dialog_wait (&results[i]), &reason));
      tc_assert_contains (reason->message, "wait for it already");
      g_object_unref (results[i]);
    }
  tc_redis_signal (self->redis, SIGCONT);
  for (guint i = 0; i < N_CALLS - N_REFUSED; i++)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (TrueconfFsmRecord) record =
          trueconf_fsm_storage_load_finish (patient, tc_dialog_wait (&results[i]), &reason);

      g_assert_no_error (reason);
      g_assert_nonnull (record);
      g_object_unref (results[i]);
    }
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 7);
}

static void
test_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmStorage) storage = storage_with (tc_redis_get_address (self->redis), 1);
  g_autoptr (TrueconfFsmStorage) patient = storage_with (tc_redis_get_address (self->redis), 60);
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (patient, "alice");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) found = NULL;

  tc_redis_kill (self->redis);
  tc_dialog_assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, "unix://");
  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &result);
  tc_drain ();
  g_assert_null (result);
  tc_redis_start (self->redis);
  found = trueconf_fsm_context_get_data_finish (dialog, tc_dialog_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (found), ==, 0);
}

/* A storage that is gone leaves no connection. */
static void
test_gone (Fixture *self, gconstpointer data)
{
  g_autofree char *clients = NULL;

  tc_dialog_update (self->storage, "alice", "age", 7);
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

  tc_dialog_assert_fails (self->storage, TRUECONF_ERROR_STORAGE_FAILED, "wants a password");
  tc_dialog_assert_fails (wrong, TRUECONF_ERROR_STORAGE_FAILED, "does not know this user name and password");
  tc_dialog_assert_fails (wrong_user, TRUECONF_ERROR_STORAGE_FAILED,
                          "does not know this user name and password");
  tc_dialog_assert_fails (far, TRUECONF_ERROR_STORAGE_FAILED, "no database of this number");
  tc_dialog_assert_fails (poor, TRUECONF_ERROR_STORAGE_FAILED, "may not do this");
  tc_dialog_update (right, "alice", "age", 7);
  g_assert_cmpint (tc_dialog_get_number (uri, "alice", "age"), ==, 7);
  /* another database */
  g_assert_cmpint (tc_dialog_get_number (user, "alice", "age"), ==, 0);
  tc_dialog_update (user, "alice", "age", 8);
  g_assert_cmpint (tc_dialog_get_number (uri, "alice", "age"), ==, 7);
}

static void
test_no_password (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmStorage) storage = storage_of (tc_redis_get_address (self->redis), NULL, "s3cret");

  tc_dialog_assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, "it has no password");
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

  tc_dialog_update (trusted, "alice", "age", 7);
  g_assert_cmpint (tc_dialog_get_number (by_number, "alice", "age"), ==, 7);
  g_assert_cmpint (tc_dialog_get_number (by_database, "alice", "age"), ==, 7);
  g_assert_cmpint (tc_dialog_get_number (careless, "alice", "age"), ==, 7);
  tc_dialog_assert_fails (untrusted, TRUECONF_ERROR_STORAGE_FAILED, "tls-ca-file");
  tc_dialog_assert_fails (of_system, TRUECONF_ERROR_STORAGE_FAILED, "tls-ca-file");
  tc_dialog_assert_fails (missing, TRUECONF_ERROR_INVALID_ARGUMENT, "/nonexistent.pem");
  tc_dialog_assert_fails (without, TRUECONF_ERROR_STORAGE_FAILED, "");
  /* the server comes back, and so does the connection */
  tc_redis_kill (self->redis);
  tc_redis_start (self->redis);
  g_assert_cmpint (tc_dialog_get_number (trusted, "alice", "age"), ==, 7);
}

int
main (int argc, char *argv[])
{
  if (tc_dialog_is_other_process (argc, argv, open_storage))
    return 0;

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
  g_test_add ("/redis-storage/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/redis-storage/damaged-among-expired", Fixture, NULL, set_up, test_damaged_among_expired,
              tear_down);
  g_test_add ("/redis-storage/troubles", Fixture, NULL, set_up, test_troubles, tear_down);
  g_test_add ("/redis-storage/silent", Fixture, NULL, set_up, test_silent, tear_down);
  g_test_add ("/redis-storage/nobody", Fixture, NULL, set_up, test_nobody, tear_down);
  g_test_add ("/redis-storage/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/redis-storage/password", Fixture, passwords, set_up, test_password, tear_down);
  g_test_add ("/redis-storage/no-password", Fixture, NULL, set_up, test_no_password, tear_down);
  g_test_add ("/redis-storage/tls", Fixture, NULL, set_up_tls, test_tls, tear_down);

  return g_test_run ();
}
