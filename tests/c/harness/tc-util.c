/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-util.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* long enough for a sanitizer on a busy machine */
#define LIMIT (60 * G_TIME_SPAN_SECOND)

/* not a GMutex, which the thread sanitizer cannot see */
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static GPtrArray *log_messages = NULL;
static GString *log_fields = NULL;
static GLogLevelFlags log_fatal;
static GLogFunc log_of_gtest;
static gboolean debug = FALSE; /* GTest prints everything by itself */

static gboolean
keep (GLogLevelFlags level, const char *message)
{
  const GLogLevelFlags kept = G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL;
  gboolean done = FALSE;

  pthread_mutex_lock (&log_lock);
  if (log_messages != NULL && (level & kept) != 0)
    {
      g_ptr_array_add (log_messages, g_strdup (message));
      done = TRUE;
    }
  pthread_mutex_unlock (&log_lock);

  return done;
}

/* A line for each message that has fields of the library's own. */
static void
keep_fields (const GLogField *fields, gsize n_fields)
{
  gboolean any = FALSE;

  pthread_mutex_lock (&log_lock);
  for (gsize i = 0; log_fields != NULL && i < n_fields; i++)
    if (g_str_has_prefix (fields[i].key, "TRUECONF_"))
      {
        g_assert_cmpint (fields[i].length, ==, -1);
        g_string_append_printf (log_fields, "%s%s=%s", any ? " " : "", fields[i].key,
                                (const char *) fields[i].value);
        any = TRUE;
      }
  if (any)
    g_string_append_c (log_fields, '\n');
  pthread_mutex_unlock (&log_lock);
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  gboolean kept = (level & G_LOG_LEVEL_DEBUG) != 0 && !debug;

  /* GLib would end it with _exit(), which loses what the process has covered */
  if ((level & G_LOG_LEVEL_ERROR) != 0 && g_test_subprocess ())
    {
      g_log_writer_standard_streams (level, fields, n_fields, user_data);
      exit (EXIT_FAILURE);
    }

  keep_fields (fields, n_fields);
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0 && keep (level, fields[i].value))
      kept = TRUE;

  return kept ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n_fields, user_data);
}

/* What GLib says itself, which GTest does not hand on to the writer when it prints TAP. */
static void
handle_log (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if (!keep (level, message))
    log_of_gtest (domain, level, message, user_data);
}

void
tc_init (int *argc, char ***argv)
{
  debug = g_getenv ("G_MESSAGES_DEBUG") != NULL;
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  log_of_gtest = g_log_set_default_handler (handle_log, NULL);
}

gint64
tc_wait_begin (void)
{
  return g_get_monotonic_time () + LIMIT;
}

static gboolean
wake_up (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static void
iterate (guint milliseconds)
{
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);

  g_source_set_callback (source, wake_up, NULL, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_source_destroy (source);
}

static void
check_limit (gint64 limit, const char *place, const char *expression)
{
  if (g_get_monotonic_time () > limit)
    g_error ("%s: waited in vain for: %s", place, expression);
}

void
tc_wait_outside_step (gint64 limit, const char *place, const char *expression)
{
  check_limit (limit, place, expression);
  g_usleep (10000);
}

void
tc_wait_step (gint64 limit, const char *place, const char *expression)
{
  check_limit (limit, place, expression);

  /* the condition may depend on another process, so check it regularly */
  iterate (10);
}

void
tc_drain (void)
{
  while (g_main_context_iteration (g_main_context_get_thread_default (), FALSE))
    ;
}

void
tc_linger (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    iterate (10);
}

void
tc_store_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

void
tc_log_begin (void)
{
  pthread_mutex_lock (&log_lock);
  g_assert_null (log_messages);
  log_messages = g_ptr_array_new_with_free_func (g_free);
  log_fields = g_string_new (NULL);
  pthread_mutex_unlock (&log_lock);
  log_fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
}

GPtrArray *
tc_log_end (void)
{
  GPtrArray *messages;

  g_log_set_always_fatal (log_fatal);
  pthread_mutex_lock (&log_lock);
  messages = g_steal_pointer (&log_messages);
  if (log_fields != NULL)
    g_string_free (g_steal_pointer (&log_fields), TRUE);
  pthread_mutex_unlock (&log_lock);

  g_assert_nonnull (messages);
  return messages;
}

char *
tc_log_get_fields (void)
{
  char *text;

  pthread_mutex_lock (&log_lock);
  text = g_strdup (log_fields->str);
  pthread_mutex_unlock (&log_lock);

  return text;
}

guint
tc_log_count (const char *part)
{
  guint n = 0;

  pthread_mutex_lock (&log_lock);
  for (guint i = 0; log_messages != NULL && i < log_messages->len; i++)
    n += strstr (g_ptr_array_index (log_messages, i), part) != NULL;
  pthread_mutex_unlock (&log_lock);

  return n;
}

gboolean
tc_log_has (GPtrArray *messages, const char *part)
{
  for (guint i = 0; i < messages->len; i++)
    if (strstr (g_ptr_array_index (messages, i), part) != NULL)
      return TRUE;

  return FALSE;
}

char *
tc_json (const char *format, ...)
{
  va_list args;
  char *text;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  return g_strdelimit (text, "'", '"');
}

/* Returns NULL if there is no such member. */
JsonNode *
tc_json_find (JsonNode *root, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = root;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (node == NULL)
        return NULL;
      if (JSON_NODE_HOLDS_ARRAY (node))
        {
          guint index = (guint) g_ascii_strtoull (names[i], NULL, 10);
          JsonArray *array = json_node_get_array (node);

          node = index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;
        }
      else
        {
          node = JSON_NODE_HOLDS_OBJECT (node)
                     ? json_object_get_member (json_node_get_object (node), names[i])
                     : NULL;
        }
    }

  return node;
}

gint64
tc_json_int (JsonNode *root, const char *path)
{
  JsonNode *node = tc_json_find (root, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    g_error ("no number “%s” in the answer", path);

  return json_node_get_int (node);
}

const char *
tc_json_string (JsonNode *root, const char *path)
{
  JsonNode *node = tc_json_find (root, path);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

void
tc_check_contains (const char *place, const char *text, const char *part, gboolean wanted)
{
  if ((text != NULL && strstr (text, part) != NULL) != wanted)
    g_error ("%s: “%s” %s “%s”", place, text, wanted ? "should contain" : "must not contain", part);
}

void
tc_check_gone (const char *place, GObject *object)
{
  gpointer alive = object;
  gint64 limit = tc_wait_begin ();

  g_object_add_weak_pointer (object, &alive);
  g_object_unref (object);
  while (alive != NULL)
    tc_wait_step (limit, place, "the object is gone");
}

static guint
count_entries (const char *path, const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *entry;
  guint count = 0;

  g_assert_nonnull (dir);
  while ((entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_strdup_printf ("%s/%s/comm", path, entry);
      g_autofree char *text = NULL;

      if (name != NULL &&
          (!g_file_get_contents (file, &text, NULL, NULL) || strcmp (g_strchomp (text), name) != 0))
        continue;
      count++;
    }

  return count;
}

guint
tc_count_open_files (void)
{
  return count_entries ("/proc/self/fd", NULL);
}

/* `name` is NULL for all threads. */
guint
tc_count_threads (const char *name)
{
  return count_entries ("/proc/self/task", name);
}

gpointer
tc_nth (GListModel *list, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (list, position);

  g_assert_nonnull (item);
  return item;
}
