/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dialogs: their states, their data, and whose they are. */

#include "tc-bot.h"
#include "tc-dialog.h"

/* A storage of the application's own, which fails as it is told. */
#define TEST_TYPE_STORAGE (test_storage_get_type ())
G_DECLARE_FINAL_TYPE (TestStorage, test_storage, TEST, STORAGE, GObject)

struct _TestStorage
{
  GObject parent_instance;

  gboolean fails;
  gboolean drops;
  gboolean garbles;
  gboolean answers_text;  /* whether it has stored */
  gboolean answers_value; /* the same */
  GTask *kept;            /* not answered */
  gboolean keeps;
};

static void
test_storage_load (TrueconfFsmStorage *storage, TrueconfFsmKey *key, GTask *task)
{
  TestStorage *self = TEST_STORAGE (storage);
  g_autoptr (TrueconfFsmRecord) record = NULL;

  if (self->drops)
    return;
  if (self->garbles)
    {
      g_task_return_int (task, 5);
      return;
    }
  if (self->keeps)
    {
      g_set_object (&self->kept, task);
      return;
    }

  if (self->fails)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
      return;
    }

  record = trueconf_fsm_record_new ("Form:name", "[1]", 0, "1");
  trueconf_fsm_record_answer (record, task);
}

static void
test_storage_store (TrueconfFsmStorage *storage,
                    TrueconfFsmKey *key,
                    TrueconfFsmRecord *record,
                    const char *version,
                    GTask *task)
{
  TestStorage *self = TEST_STORAGE (storage);

  if (self->answers_text)
    g_task_return_pointer (task, g_strdup ("stored"), g_free);
  else if (self->answers_value)
    {
      g_auto (GValue) no = G_VALUE_INIT;

      g_value_init (&no, G_TYPE_BOOLEAN);
      g_task_return_value (task, &no);
    }
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
}

static void
test_storage_iface_init (TrueconfFsmStorageInterface *iface)
{
  iface->load = test_storage_load;
  iface->store = test_storage_store;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestStorage,
                               test_storage,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TRUECONF_TYPE_FSM_STORAGE, test_storage_iface_init))

static void
test_storage_class_init (TestStorageClass *klass)
{
}

static void
test_storage_init (TestStorage *self)
{
}

typedef struct
{
  TrueconfFsmStorage *storage;
  TrueconfFsmContext *dialog;
  TrueconfStatesGroup *form;
  TrueconfState *name;
  TrueconfState *city;
} FsmFixture;

static void
set_up (FsmFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);

  self->storage = TRUECONF_FSM_STORAGE (trueconf_memory_storage_new ());
  self->dialog = trueconf_fsm_context_new (self->storage, key);
  self->form = trueconf_states_group_new ("Form");
  self->name = trueconf_states_group_add (self->form, "name");
  self->city = trueconf_states_group_add (self->form, "city");
}

static void
tear_down (FsmFixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->dialog);
  g_assert_finalize_object (self->storage);
  g_assert_finalize_object (self->form);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  TC_WAIT (*result != NULL);
  return *result;
}

static char *
get_state (TrueconfFsmContext *dialog, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_fsm_context_get_state_async (dialog, NULL, tc_store_result, &result);
  return trueconf_fsm_context_get_state_finish (dialog, wait_for (&result), error);
}

static gboolean
set_state (TrueconfFsmContext *dialog, TrueconfState *state, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_fsm_context_set_state_async (dialog, state, NULL, tc_store_result, &result);
  return trueconf_fsm_context_set_state_finish (dialog, wait_for (&result), error);
}

static void
assert_state (TrueconfFsmContext *dialog, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *state = get_state (dialog, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (state, ==, expected);
}

static JsonObject *
update (TrueconfFsmContext *dialog, const char *member, gint64 number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) updates = json_object_new ();
  JsonObject *data;

  json_object_set_int_member (updates, member, number);
  trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &result);
  /* the call has its own copy */
  json_object_remove_member (updates, member);
  data = trueconf_fsm_context_update_data_finish (dialog, wait_for (&result), &error);
  g_assert_no_error (error);

  return data;
}

static void
test_names (void)
{
  g_autoptr (TrueconfStatesGroup) registration = trueconf_states_group_new ("Registration");
  g_autoptr (TrueconfStatesGroup) address = trueconf_states_group_new ("Address");
  g_autoptr (TrueconfState) given = trueconf_state_new ("other");
  g_autoptr (TrueconfState) loose = trueconf_state_new (NULL);
  g_autoptr (GListModel) all = NULL;
  TrueconfState *name = trueconf_states_group_add (registration, "name");
  TrueconfState *city = trueconf_states_group_add (address, "city");

  g_assert_cmpstr (trueconf_state_get_name (city), ==, "Address:city");
  trueconf_states_group_add_group (registration, address);
  trueconf_states_group_add_state (address, "given", given);
  g_assert_cmpstr (trueconf_state_get_name (name), ==, "Registration:name");
  g_assert_cmpstr (trueconf_state_get_name (city), ==, "Registration.Address:city");
  g_assert_cmpstr (trueconf_state_get_name (given), ==, "other");
  g_assert_null (trueconf_state_get_name (loose));
  g_assert_cmpstr (trueconf_states_group_get_name (address), ==, "Address");
  g_assert_cmpstr (trueconf_states_group_get_full_name (address), ==, "Registration.Address");
  g_assert_true (trueconf_states_group_get_parent (address) == registration);
  g_assert_true (trueconf_states_group_get_root (address) == registration);
  g_assert_true (trueconf_state_get_group (city) == address);
  g_assert_cmpuint (g_list_model_get_n_items (trueconf_states_group_get_states (registration)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (trueconf_states_group_get_groups (registration)), ==, 1);

  all = trueconf_states_group_list_all_states (registration);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, 3);
  g_assert_true (trueconf_states_group_find (registration, "other") == given);
  g_assert_true (trueconf_states_group_contains (registration, "Registration.Address:city"));
  g_assert_false (trueconf_states_group_contains (registration, "Address:city"));
  g_assert_false (trueconf_states_group_contains (registration, NULL));
  g_assert_true (trueconf_states_group_get_next (registration, "Registration:name") == city);
  g_assert_true (trueconf_states_group_get_previous (registration, "other") == city);
  g_assert_null (trueconf_states_group_get_next (registration, "other"));
  g_assert_null (trueconf_states_group_get_previous (registration, "Registration:name"));

  g_assert_true (trueconf_state_matches (trueconf_state_get_any (), NULL));
  g_assert_true (trueconf_state_matches (trueconf_state_get_any (), "x"));
  g_assert_true (trueconf_state_matches (trueconf_state_get_none (), NULL));
  g_assert_false (trueconf_state_matches (trueconf_state_get_none (), "x"));
  g_assert_true (trueconf_state_matches (given, "other"));
}

static void
test_keys (void)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("b", "c:d", "u", NULL);
  g_autoptr (TrueconfFsmKey) same = trueconf_fsm_key_new ("b", "c:d", "u", "default");
  g_autoptr (TrueconfFsmKey) other = trueconf_fsm_key_new ("b:c", "d", "u", NULL);

  g_assert_true (trueconf_fsm_key_equal (key, same));
  g_assert_cmpuint (trueconf_fsm_key_hash (key), ==, trueconf_fsm_key_hash (same));
  g_assert_false (trueconf_fsm_key_equal (key, other));
  g_assert_cmpstr (trueconf_fsm_key_to_string (key), ==, "b:c\\:d:u:default");
  g_assert_cmpstr (trueconf_fsm_key_to_string (other), ==, "b\\:c:d:u:default");
  g_assert_cmpstr (trueconf_fsm_key_get_bot_id (key), ==, "b");
  g_assert_cmpstr (trueconf_fsm_key_get_chat_id (key), ==, "c:d");
  g_assert_cmpstr (trueconf_fsm_key_get_user_id (key), ==, "u");
  g_assert_cmpstr (trueconf_fsm_key_get_destiny (key), ==, "default");
}

static void
test_state_and_data (FsmFixture *self, gconstpointer data)
{
  g_autoptr (JsonObject) first = NULL;
  g_autoptr (JsonObject) second = NULL;
  g_autoptr (JsonObject) replaced = json_object_new ();
  g_autoptr (JsonObject) all = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (JsonNode) missing = NULL;
  g_autoptr (GAsyncResult) get = NULL;
  g_autoptr (GAsyncResult) none = NULL;
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;

  assert_state (self->dialog, NULL);
  g_assert_true (set_state (self->dialog, self->name, NULL));
  assert_state (self->dialog, "Form:name");

  first = update (self->dialog, "age", 7);
  second = update (self->dialog, "size", 8);
  g_assert_cmpint (json_object_get_int_member (second, "age"), ==, 7);
  g_assert_cmpuint (json_object_get_size (first), ==, 1);

  trueconf_fsm_context_get_value_async (self->dialog, "size", NULL, tc_store_result, &get);
  value = trueconf_fsm_context_get_value_finish (self->dialog, wait_for (&get), NULL);
  g_assert_cmpint (json_node_get_int (value), ==, 8);
  trueconf_fsm_context_get_value_async (self->dialog, "none", NULL, tc_store_result, &none);
  missing = trueconf_fsm_context_get_value_finish (self->dialog, wait_for (&none), NULL);
  g_assert_null (missing);

  json_object_set_boolean_member (replaced, "new", TRUE);
  trueconf_fsm_context_set_data_async (self->dialog, replaced, NULL, tc_store_result, &set);
  g_assert_true (trueconf_fsm_context_set_data_finish (self->dialog, wait_for (&set), NULL));
  trueconf_fsm_context_get_data_async (self->dialog, NULL, tc_store_result, &read);
  all = trueconf_fsm_context_get_data_finish (self->dialog, wait_for (&read), NULL);
  g_assert_cmpuint (json_object_get_size (all), ==, 1);
  g_assert_true (json_object_get_boolean_member (all, "new"));
  assert_state (self->dialog, "Form:name");

  trueconf_fsm_context_clear_async (self->dialog, NULL, tc_store_result, &cleared);
  g_assert_true (trueconf_fsm_context_clear_finish (self->dialog, wait_for (&cleared), NULL));
  assert_state (self->dialog, NULL);
  g_assert_true (trueconf_fsm_context_get_storage (self->dialog) == self->storage);
}

static void
test_steps (FsmFixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) on = NULL;
  g_autoptr (GAsyncResult) end = NULL;
  g_autoptr (GAsyncResult) back = NULL;
  g_autoptr (TrueconfState) there = NULL;
  g_autoptr (TrueconfState) beyond = NULL;
  g_autoptr (TrueconfState) here = NULL;

  g_assert_true (set_state (self->dialog, self->name, NULL));
  trueconf_fsm_context_go_on_async (self->dialog, self->form, NULL, tc_store_result, &on);
  there = trueconf_fsm_context_go_on_finish (self->dialog, wait_for (&on), NULL);
  g_assert_true (there == self->city);
  trueconf_fsm_context_go_on_async (self->dialog, self->form, NULL, tc_store_result, &end);
  beyond = trueconf_fsm_context_go_on_finish (self->dialog, wait_for (&end), NULL);
  g_assert_null (beyond);
  assert_state (self->dialog, "Form:city");
  trueconf_fsm_context_go_back_async (self->dialog, self->form, NULL, tc_store_result, &back);
  here = trueconf_fsm_context_go_back_finish (self->dialog, wait_for (&back), NULL);
  g_assert_true (here == self->name);
  assert_state (self->dialog, "Form:name");
}

/* Changes that are under way at the same time are all made. */
static void
test_conflicts (FsmFixture *self, gconstpointer data)
{
  GAsyncResult *results[20] = { NULL };
  g_autoptr (JsonObject) last = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (JsonObject) updates = json_object_new ();
      g_autofree char *member = g_strdup_printf ("%u", i);

      json_object_set_int_member (updates, member, i);
      trueconf_fsm_context_update_data_async (self->dialog, updates, NULL, tc_store_result, &results[i]);
    }

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      G_GNUC_UNUSED g_autoptr (JsonObject) all =
          trueconf_fsm_context_update_data_finish (self->dialog, wait_for (&results[i]), &error);

      g_assert_no_error (error);
      g_clear_object (&results[i]);
    }

  last = update (self->dialog, "0", 0);
  g_assert_cmpuint (json_object_get_size (last), ==, G_N_ELEMENTS (results));
}

static void
test_versions (FsmFixture *self, gconstpointer data)
{
  TrueconfFsmKey *key = trueconf_fsm_context_get_key (self->dialog);
  g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, 0, NULL);
  g_autoptr (TrueconfFsmRecord) stored = NULL;
  g_autoptr (TrueconfFsmRecord) again = NULL;
  g_autoptr (TrueconfFsmRecord) loaded = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_fsm_storage_store_async (self->storage, key, record, NULL, NULL, tc_store_result, &first);
  stored = trueconf_fsm_storage_store_finish (self->storage, wait_for (&first), &error);
  g_assert_no_error (error);
  g_assert_nonnull (trueconf_fsm_record_get_version (stored));
  trueconf_fsm_storage_store_async (self->storage, key, record, NULL, NULL, tc_store_result, &second);
  again = trueconf_fsm_storage_store_finish (self->storage, wait_for (&second), &error);
  g_assert_null (again);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT);
  trueconf_fsm_storage_load_async (self->storage, key, NULL, tc_store_result, &read);
  loaded = trueconf_fsm_storage_load_finish (self->storage, wait_for (&read), NULL);
  g_assert_cmpstr (trueconf_fsm_record_get_version (loaded), ==, trueconf_fsm_record_get_version (stored));
  g_assert_cmpstr (trueconf_fsm_record_get_state (loaded), ==, "x");
  g_assert_cmpstr (trueconf_fsm_record_get_data (loaded), ==, "{}");
  g_assert_false (trueconf_fsm_record_is_empty (loaded));
}

/* A dialog whose time is over is in no state, and is found by those who look for it. */
static void
test_expiry (FsmFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmRecord) over = trueconf_fsm_record_new ("x", "{\"a\":1}", 1, NULL);
  g_autoptr (TrueconfFsmRecord) stored = NULL;
  g_autoptr (GListModel) keys = NULL;
  g_autoptr (TrueconfFsmKey) found = NULL;
  g_autoptr (GAsyncResult) store = NULL;
  g_autoptr (GAsyncResult) find = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (TrueconfFsmRecord) fresh = NULL;
  g_autoptr (JsonObject) now = NULL;
  TrueconfFsmKey *key = trueconf_fsm_context_get_key (self->dialog);

  g_assert_true (trueconf_fsm_record_is_expired (over));
  trueconf_fsm_storage_store_async (self->storage, key, over, NULL, NULL, tc_store_result, &store);
  stored = trueconf_fsm_storage_store_finish (self->storage, wait_for (&store), NULL);
  g_assert_nonnull (stored);
  trueconf_fsm_storage_find_expired_async (self->storage, 2, 10, NULL, tc_store_result, &find);
  keys = trueconf_fsm_storage_find_expired_finish (self->storage, wait_for (&find), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (keys), ==, 1);
  found = g_list_model_get_item (keys, 0);
  g_assert_true (trueconf_fsm_key_equal (found, key));

  assert_state (self->dialog, NULL);
  now = update (self->dialog, "b", 2);
  g_assert_cmpuint (json_object_get_size (now), ==, 1);

  trueconf_state_set_timeout (self->name, 3600.0);
  g_assert_cmpfloat (trueconf_state_get_timeout (self->name), >, 3599.0);
  g_assert_true (set_state (self->dialog, self->name, NULL));
  trueconf_fsm_storage_load_async (self->storage, key, NULL, tc_store_result, &read);
  fresh = trueconf_fsm_storage_load_finish (self->storage, wait_for (&read), NULL);
  g_assert_cmpint (trueconf_fsm_record_get_expires_at (fresh), >, 0);
  g_assert_false (trueconf_fsm_record_is_expired (fresh));
  assert_state (self->dialog, "Form:name");
}

/* The oldest ones first; one that was stored anew has its new time, and one that was cleared has none. */
static void
test_expired (FsmFixture *self, gconstpointer data)
{
  static const gint64 times[] = { 5, 3, 4 };
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "user 2", "destiny");
  g_autofree char *version = NULL;

  tc_dialog_check_expired (self->storage);
  for (guint i = 0; i <= G_N_ELEMENTS (times); i++)
    {
      gint64 time = i < G_N_ELEMENTS (times) ? times[i] : 0;
      g_autoptr (TrueconfFsmRecord) record =
          trueconf_fsm_record_new (time > 0 ? "x" : NULL, NULL, time, NULL);
      g_autoptr (TrueconfFsmRecord) stored = NULL;
      g_autoptr (GAsyncResult) load = NULL;
      g_autoptr (GAsyncResult) find = NULL;
      g_autoptr (GListModel) keys = NULL;

      trueconf_fsm_storage_load_async (self->storage, key, NULL, tc_store_result, &load);
      stored = trueconf_fsm_storage_load_finish (self->storage, wait_for (&load), NULL);
      g_free (version);
      version = g_strdup (trueconf_fsm_record_get_version (stored));
      g_assert_true (tc_dialog_store (self->storage, key, record, version, &version));
      trueconf_fsm_storage_find_expired_async (self->storage, time, 10, NULL, tc_store_result, &find);
      keys = trueconf_fsm_storage_find_expired_finish (self->storage, wait_for (&find), NULL);
      g_assert_cmpuint (g_list_model_get_n_items (keys), ==, time > 0 ? 1 : 0);
    }
}

static void
test_failures (FsmFixture *self, gconstpointer data)
{
  g_autoptr (TestStorage) storage = g_object_new (TEST_TYPE_STORAGE, NULL);
  g_autoptr (TrueconfFsmContext) dialog =
      trueconf_fsm_context_new (TRUECONF_FSM_STORAGE (storage), trueconf_fsm_context_get_key (self->dialog));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) damaged = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *state = NULL;

  g_assert_false (set_state (dialog, self->city, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  assert_state (dialog, "Form:name");

  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &damaged);
  object = trueconf_fsm_context_get_data_finish (dialog, wait_for (&damaged), &error);
  g_assert_null (object);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  g_clear_error (&error);

  /* what is no boolean does not tell that anything was stored */
  storage->answers_text = TRUE;
  g_assert_false (set_state (dialog, self->city, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  tc_assert_contains (error->message, "has not answered with a gboolean");
  g_clear_error (&error);
  storage->answers_text = FALSE;
  storage->answers_value = TRUE;
  g_assert_false (set_state (dialog, self->city, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  g_clear_error (&error);

  storage->fails = TRUE;
  state = get_state (dialog, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);

  storage->drops = TRUE;
  /* newer versions of GLib tell of the dropped task as well */
  tc_log_begin ();
  state = get_state (dialog, &error);
  g_ptr_array_unref (tc_log_end ());
  g_assert_null (state);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  g_clear_error (&error);

  /* GLib says more of this */
  storage->drops = FALSE;
  storage->garbles = TRUE;
  tc_log_begin ();
  state = get_state (dialog, &error);
  g_ptr_array_unref (tc_log_end ());
  g_assert_null (state);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  tc_assert_contains (error->message, "has not answered with a TrueconfFsmRecord");
  g_clear_error (&error);

  storage->garbles = FALSE;
  storage->keeps = TRUE;
  trueconf_fsm_context_get_state_async (dialog, cancellable, tc_store_result, &cancelled);
  g_cancellable_cancel (cancellable);
  state = trueconf_fsm_context_get_state_finish (dialog, wait_for (&cancelled), &error);
  g_assert_null (state);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* an answer after the end is not an answer */
  g_task_return_new_error (storage->kept, G_IO_ERROR, G_IO_ERROR_FAILED, "late");
  g_clear_object (&storage->kept);
  tc_drain ();
}

#define STEPS 20

typedef struct
{
  TrueconfStatesGroup *form;
  GString *order;
} Walk;

/* The handler does not hold its event: the dialog does. */
static void
on_step (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Walk *walk = user_data;
  TrueconfFsmContext *dialog = trueconf_context_get_state (context);
  const char *state = trueconf_fsm_context_get_raw_state (dialog);
  TrueconfState *next = state != NULL ? trueconf_states_group_get_next (walk->form, state)
                                      : trueconf_states_group_find (walk->form, "Walk:0");

  g_string_append_printf (walk->order, "%s=%s ", state != NULL ? state : "-",
                          trueconf_message_get_text (TRUECONF_MESSAGE (event)));
  trueconf_fsm_context_set_state_async (dialog, next, NULL, NULL, NULL);
}

static void
test_fast_typing (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (bot);
  g_autoptr (TrueconfFsmStorage) storage = TRUECONF_FSM_STORAGE (trueconf_memory_storage_new ());
  g_autoptr (TrueconfStatesGroup) form = trueconf_states_group_new ("Walk");
  g_autoptr (TrueconfStateFilter) none = trueconf_state_filter_new (NULL);
  g_autoptr (TrueconfStateFilter) group = trueconf_state_filter_new_group (form);
  g_autoptr (TrueconfStateFilter) some = trueconf_state_filter_new_some ();
  g_autoptr (GString) expected = g_string_new (NULL);
  Walk walk = { form, g_string_new (NULL) };

  for (guint i = 0; i <= STEPS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      trueconf_states_group_add (form, name);
    }

  trueconf_dispatcher_set_storage (dispatcher, storage);
  g_assert_true (trueconf_dispatcher_get_storage (dispatcher) == storage);
  trueconf_dispatcher_set_fsm_strategy (dispatcher, TRUECONF_FSM_STRATEGY_CHAT);
  g_assert_cmpint (trueconf_dispatcher_get_fsm_strategy (dispatcher), ==, TRUECONF_FSM_STRATEGY_CHAT);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (none),
                               on_step, &walk, NULL);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (group),
                               on_step, &walk, NULL);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (some),
                               on_step, &walk, NULL);
  tc_bot_start (bot);

  for (guint i = 0; i < STEPS; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      tc_sandbox_say (sandbox, "nora", text);
      if (i == 0)
        g_string_append (expected, "-=0 ");
      else
        g_string_append_printf (expected, "Walk:%u=%u ", i - 1, i);
    }

  TC_WAIT (walk.order->len >= expected->len);
  g_assert_cmpstr (walk.order->str, ==, expected->str);

  tc_bot_stop (bot);
  tc_bot_end (bot);
  g_string_free (walk.order, TRUE);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

#define ADD(path, test) g_test_add ("/fsm/" path, FsmFixture, NULL, set_up, test, tear_down)
  g_test_add_func ("/fsm/names", test_names);
  g_test_add_func ("/fsm/keys", test_keys);
  ADD ("state-and-data", test_state_and_data);
  ADD ("steps", test_steps);
  ADD ("conflicts", test_conflicts);
  ADD ("versions", test_versions);
  ADD ("expiry", test_expiry);
  ADD ("expired", test_expired);
  ADD ("failures", test_failures);
  g_test_add_func ("/fsm/fast-typing", test_fast_typing);
#undef ADD

  return g_test_run ();
}
