/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a step of a dialog costs with each storage: what the user has said is added to the data, and the state is moved. Each
 * of the two reads the dialog and stores it. */

#include <glib/gstdio.h>
#include <trueconf-bot.h>

#define ROUNDS      5
#define REPETITIONS 500

typedef struct
{
  TrueconfFsmContext *dialog;
  TrueconfStatesGroup *form;
  JsonObject *updates;
  guint steps_left;
} Walk;

static void step (Walk *self);

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Walk *self = user_data;
  g_autoptr (GError) error = NULL;

  trueconf_fsm_context_set_state_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  g_assert_no_error (error);
  if (--self->steps_left > 0)
    step (self);
}

static void
updated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Walk *self = user_data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (JsonObject) all =
      trueconf_fsm_context_update_data_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  GListModel *states = trueconf_states_group_get_states (self->form);
  g_autoptr (TrueconfState) next = g_list_model_get_item (states, self->steps_left % 2);

  g_assert_no_error (error);
  trueconf_fsm_context_set_state_async (self->dialog, next, NULL, moved_cb, self);
}

static void
step (Walk *self)
{
  trueconf_fsm_context_update_data_async (self->dialog, self->updates, NULL, updated_cb, self);
}

/* Returns microseconds for a step: of several rounds, the best. */
static double
measure (TrueconfFsmStorage *storage)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot@example.com", "chat", "nora@example.com", NULL);
  g_autoptr (TrueconfFsmContext) dialog = trueconf_fsm_context_new (storage, key);
  g_autoptr (TrueconfStatesGroup) form = trueconf_states_group_new ("Form");
  g_autoptr (JsonObject) updates = json_object_new ();
  Walk walk = { dialog, form, updates, 0 };
  gint64 best = G_MAXINT64;

  trueconf_states_group_add (form, "name");
  trueconf_states_group_add (form, "city");
  json_object_set_string_member (updates, "name", "Nora");
  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();

      walk.steps_left = REPETITIONS;
      step (&walk);
      while (walk.steps_left > 0)
        g_main_context_iteration (NULL, TRUE);
      best = MIN (best, g_get_monotonic_time () - start);
    }

  return (double) best / REPETITIONS;
}

static void
report (const char *name, TrueconfFsmStorage *storage)
{
  double cost = measure (storage);

  g_print ("  %-18s %8.0f\n", name, cost);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

static void
measure_sqlite (void)
{
  /* in the folder where it is started, since /tmp may be memory */
  g_autofree char *folder = g_mkdtemp (g_strdup ("bench-dialogs-XXXXXX"));
  g_autofree char *path = g_build_filename (folder, "dialogs.sqlite", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TrueconfSqliteStorage) sqlite = trueconf_sqlite_storage_new (file);

  report ("a file of SQLite", TRUECONF_FSM_STORAGE (sqlite));
  remove_folder (folder);
}

/* A server of its own, which keeps everything in memory. */
static GSubprocess *
start_redis (const char *socket)
{
  /* Debian has Valkey besides Redis */
  static const char *const names[] = { "redis-server", "valkey-server" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GSubprocess *server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, names[i], "--port",
                                              "0", "--unixsocket", socket, "--save", "", NULL);

      if (server != NULL)
        return server;
    }

  return NULL;
}

static void
measure_redis (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bench-dialogs-XXXXXX", NULL);
  g_autofree char *socket = g_build_filename (folder, "redis.sock", NULL);
  g_autofree char *address = g_strconcat ("unix://", socket, NULL);
  g_autoptr (GSubprocess) server = start_redis (socket);
  g_autoptr (TrueconfRedisStorage) redis = NULL;

  if (server == NULL)
    {
      g_print ("  %-18s not measured: redis-server is not installed\n", "Redis");
      g_rmdir (folder);
      return;
    }

  redis = trueconf_redis_storage_new (address);
  report ("Redis", TRUECONF_FSM_STORAGE (redis));
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
  remove_folder (folder);
}

int
main (void)
{
  g_autoptr (TrueconfMemoryStorage) memory = trueconf_memory_storage_new ();

  g_print ("A step of a dialog, in microseconds:\n");
  report ("memory", TRUECONF_FSM_STORAGE (memory));
  if (HAVE_SQLITE)
    measure_sqlite ();
  if (HAVE_REDIS)
    measure_redis ();

  return 0;
}
