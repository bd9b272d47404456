/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-dialog.h"

#include <signal.h>

/* The program and its storages, for other processes. */
static const char *program;
static TcDialogOpen open_storage;

TrueconfFsmContext *
tc_dialog_new (TrueconfFsmStorage *storage, const char *user)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, NULL);

  return trueconf_fsm_context_new (storage, key);
}

GAsyncResult *
tc_dialog_wait (GAsyncResult **result)
{
  TC_WAIT (*result != NULL);
  return *result;
}

JsonObject *
tc_dialog_get_data (TrueconfFsmStorage *storage, const char *user, GError **error)
{
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (storage, user);
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &result);
  return trueconf_fsm_context_get_data_finish (dialog, tc_dialog_wait (&result), error);
}

gint64
tc_dialog_get_number (TrueconfFsmStorage *storage, const char *user, const char *member)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = tc_dialog_get_data (storage, user, &error);

  g_assert_no_error (error);
  return json_object_has_member (data, member) ? json_object_get_int_member (data, member) : 0;
}

void
tc_dialog_update (TrueconfFsmStorage *storage, const char *user, const char *member, gint64 number)
{
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (storage, user);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) updates = json_object_new ();
  g_autoptr (JsonObject) all = NULL;

  json_object_set_int_member (updates, member, number);
  trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &result);
  all = trueconf_fsm_context_update_data_finish (dialog, tc_dialog_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (all, member), ==, number);
}

void
tc_dialog_assert_fails (TrueconfFsmStorage *storage, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_dialog_get_data (storage, "alice", &error));
  g_assert_error (error, TRUECONF_ERROR, code);
  tc_assert_contains (error->message, words);
  tc_assert_lacks (error->message, "s3cret");
}

void
tc_dialog_check_damaged (TrueconfFsmStorage *storage, const char *words)
{
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (storage, "alice");
  g_autoptr (TrueconfState) state = trueconf_state_new ("x");
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GError) error = NULL;

  tc_dialog_assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, words);
  trueconf_fsm_context_set_state_async (dialog, state, NULL, tc_store_result, &set);
  g_assert_false (trueconf_fsm_context_set_state_finish (dialog, tc_dialog_wait (&set), &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED);
  g_clear_error (&error);
  trueconf_fsm_context_clear_async (dialog, NULL, tc_store_result, &cleared);
  g_assert_true (trueconf_fsm_context_clear_finish (dialog, tc_dialog_wait (&cleared), &error));
  g_assert_no_error (error);

  tc_dialog_update (storage, "alice", "size", 8);
  g_assert_cmpint (tc_dialog_get_number (storage, "alice", "age"), ==, 0);
  g_assert_cmpint (tc_dialog_get_number (storage, "alice", "size"), ==, 8);
}

gboolean
tc_dialog_store (TrueconfFsmStorage *storage,
                 TrueconfFsmKey *key,
                 TrueconfFsmRecord *record,
                 const char *version,
                 char **now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFsmRecord) stored = NULL;

  trueconf_fsm_storage_store_async (storage, key, record, version, NULL, tc_store_result, &result);
  stored = trueconf_fsm_storage_store_finish (storage, tc_dialog_wait (&result), &error);
  if (stored == NULL)
    {
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT);
      return FALSE;
    }
  g_free (*now);
  *now = g_strdup (trueconf_fsm_record_get_version (stored));
  return TRUE;
}

void
tc_dialog_check_versions (TrueconfFsmStorage *storage)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (TrueconfFsmRecord) one = trueconf_fsm_record_new ("one", NULL, 0, NULL);
  g_autoptr (TrueconfFsmRecord) two = trueconf_fsm_record_new ("two", "{\"a\":1}", 0, NULL);
  g_autoptr (TrueconfFsmRecord) none = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
  g_autofree char *version = NULL;
  g_autofree char *old = NULL;
  g_autofree char *gone = NULL;

  /* nothing is replaced by nothing */
  g_assert_true (tc_dialog_store (storage, key, none, NULL, &gone));
  g_assert_true (tc_dialog_store (storage, key, one, NULL, &version));
  g_assert_false (tc_dialog_store (storage, key, two, NULL, &version));
  g_assert_false (tc_dialog_store (storage, key, two, "another", &version));
  g_assert_false (tc_dialog_store (storage, key, none, "another", &version));
  old = g_strdup (version);
  g_assert_true (tc_dialog_store (storage, key, two, old, &version));
  g_assert_cmpstr (version, !=, old);
  g_assert_false (tc_dialog_store (storage, key, one, old, &version));
  g_assert_true (tc_dialog_store (storage, key, none, version, &gone));
  g_assert_true (tc_dialog_store (storage, key, one, NULL, &version));
}

void
tc_dialog_check_expired (TrueconfFsmStorage *storage)
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

      g_assert_true (tc_dialog_store (storage, key, record, NULL, &version));
    }

  trueconf_fsm_storage_find_expired_async (storage, 999, 3, NULL, tc_store_result, &result);
  keys = trueconf_fsm_storage_find_expired_finish (storage, tc_dialog_wait (&result), &error);
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

/* ---- other processes */

static GSubprocess *
spawn (const char *what, const char *place, const char *more, GSubprocessFlags flags)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (flags, &error, program, what, place, more, NULL);

  g_assert_no_error (error);
  return child;
}

#define N_COUNTS 40

/* The process stores its own members in the dialog that others change as well. */
static void
share (const char *place, const char *name)
{
  g_autoptr (TrueconfFsmStorage) storage = open_storage (place);

  for (guint i = 0; i < N_COUNTS; i++)
    {
      g_autofree char *member = g_strdup_printf ("%s %u", name, i);

      tc_dialog_update (storage, "alice", member, i);
    }
}

void
tc_dialog_check_shared (TrueconfFsmStorage *storage, const char *place)
{
  static const char *const names[] = { "one", "two", "three" };
  GSubprocess *children[G_N_ELEMENTS (names)];
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    children[i] = spawn ("--share", place, names[i], 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (g_subprocess_wait_check (children[i], NULL, &error));
      g_assert_no_error (error);
      g_object_unref (children[i]);
    }

  all = tc_dialog_get_data (storage, "alice", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (all), ==, G_N_ELEMENTS (names) * N_COUNTS);
}

/* The process walks on from the step where the dialog is, and says each one that is stored. */
G_NORETURN static void
walk (const char *place)
{
  g_autoptr (TrueconfFsmStorage) storage = open_storage (place);

  for (gint64 step = tc_dialog_get_number (storage, "alice", "step") + 1;; step++)
    {
      tc_dialog_update (storage, "alice", "step", step);
      g_print ("%" G_GINT64_FORMAT "\n", step);
    }
}

void
tc_dialog_check_killed (TrueconfFsmStorage **storage, const char *place)
{
  gint64 told = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GSubprocess) child = spawn ("--walk", place, NULL, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
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
      g_object_unref (*storage);
      *storage = open_storage (place);
      stored = tc_dialog_get_number (*storage, "alice", "step");
      g_assert_cmpint (stored, >=, told);
      g_assert_cmpint (stored, <=, told + 1);
      told = stored;
    }
}

gboolean
tc_dialog_is_other_process (int argc, char **argv, TcDialogOpen open)
{
  program = argv[0];
  open_storage = open;
  if (argc == 3 && g_str_equal (argv[1], "--walk"))
    walk (argv[2]);
  if (argc != 4 || !g_str_equal (argv[1], "--share"))
    return FALSE;

  share (argv[2], argv[3]);
  return TRUE;
}
