/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Call this instead of g_test_init(). */
void tc_init (int *argc, char ***argv);

/* Runs the thread's main context until the expression is true. Reaching the generous limit fails the test. */
#define TC_WAIT(expression)                                                                                  \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 tc_limit = tc_wait_begin ();                                                                      \
                                                                                                             \
    while (!(expression))                                                                                    \
      tc_wait_step (tc_limit, G_STRLOC, #expression);                                                        \
  }                                                                                                          \
  G_STMT_END

/* The same without running the main context, for conditions in another process or thread. */
#define TC_WAIT_OUTSIDE(expression)                                                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 tc_limit = tc_wait_begin ();                                                                      \
                                                                                                             \
    while (!(expression))                                                                                    \
      tc_wait_outside_step (tc_limit, G_STRLOC, #expression);                                                \
  }                                                                                                          \
  G_STMT_END

gint64 tc_wait_begin (void);
void tc_wait_outside_step (gint64 limit, const char *place, const char *expression);
void tc_wait_step (gint64 limit, const char *place, const char *expression);

/* Dispatches what is ready now, without waiting. */
void tc_drain (void);

/* Runs the main context for a while, for things that must not happen. */
void tc_linger (guint milliseconds);

/* A GAsyncReadyCallback whose data is the address of a GAsyncResult pointer. */
void tc_store_result (GObject *source, GAsyncResult *result, gpointer user_data);

/* From now on, warnings are kept instead of being fatal. */
void tc_log_begin (void);
GPtrArray *tc_log_end (void);
/* Between the two. */
guint tc_log_count (const char *part);
/* A line for each message: the fields of the library's own. */
char *tc_log_get_fields (void);
gboolean tc_log_has (GPtrArray *messages, const char *part);

/* A property that is set to a value out of its range is told of by a warning, and since GLib 2.84 by a critical message. */
#define TC_ASSERT_OUT_OF_RANGE(name, statement)                                                              \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GPtrArray) tc_log = NULL;                                                                     \
                                                                                                             \
    tc_log_begin ();                                                                                         \
    statement;                                                                                               \
    tc_log = tc_log_end ();                                                                                  \
    g_assert_cmpuint (tc_log->len, ==, 1);                                                                   \
    g_assert_true (tc_log_has (tc_log, name));                                                               \
  }                                                                                                          \
  G_STMT_END

/* Replaces single quotation marks by double ones, since JSON in C is easier to read with single ones. */
char *tc_json (const char *format, ...) G_GNUC_PRINTF (1, 2);
JsonNode *tc_json_find (JsonNode *root, const char *path);
gint64 tc_json_int (JsonNode *root, const char *path);
const char *tc_json_string (JsonNode *root, const char *path);

#define tc_assert_contains(text, part) tc_check_contains (G_STRLOC, text, part, TRUE)
#define tc_assert_lacks(text, part)    tc_check_contains (G_STRLOC, text, part, FALSE)
void tc_check_contains (const char *place, const char *text, const char *part, gboolean wanted);

/* Drops the caller's reference, and waits until the object is finalized. */
#define tc_assert_gone(object) tc_check_gone (G_STRLOC, G_OBJECT (object))
void tc_check_gone (const char *place, GObject *object);

gpointer tc_nth (GListModel *list, guint position);

guint tc_count_open_files (void);
guint tc_count_threads (const char *name);

G_END_DECLS
