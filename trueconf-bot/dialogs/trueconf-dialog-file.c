/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#ifdef HAVE_SQLITE
#  include <sqlite3.h>
#endif

#include "dialogs/trueconf-dialog-file-private.h"
#include "dialogs/trueconf-fsm-record-private.h"
#include "text/trueconf-log-line-private.h"
#include "trueconf-error.h"
#include "trueconf-former-log-private.h"
#include "trueconf-private-file-private.h"

struct _TrueconfDialogFile
{
  char *path;
#ifdef HAVE_SQLITE
  sqlite3 *database;
  guint64 log; /* see trueconf_former_log_find () */
#endif
};

TrueconfDialogFile *
trueconf_dialog_file_new (const char *path)
{
  TrueconfDialogFile *self = g_new0 (TrueconfDialogFile, 1);

  self->path = g_strdup (path);
  return self;
}

#ifdef HAVE_SQLITE

/* How long to wait for another process that writes to the file. */
#  define BUSY_MILLISECONDS 10000

#  define SCHEMA_VERSION 1

/* What makes version n + 1 of version n. The version is not SQLite's user_version, since the file may be the application's own. */
static const char *const migrations[SCHEMA_VERSION] = {
  "CREATE TABLE trueconf_dialogs ("
  "  key TEXT NOT NULL PRIMARY KEY, bot_id TEXT NOT NULL, chat_id TEXT NOT NULL, user_id TEXT NOT NULL, destiny TEXT,"
  "  state TEXT, data TEXT, expires_at INTEGER NOT NULL, version TEXT NOT NULL);"
  "CREATE INDEX trueconf_dialogs_expiry ON trueconf_dialogs (expires_at) WHERE expires_at > 0;",
};

static void
close_database (TrueconfDialogFile *self)
{
  sqlite3_close_v2 (self->database);
  self->database = NULL;
}

void
trueconf_dialog_file_free (TrueconfDialogFile *self)
{
  close_database (self);
  g_free (self->path);
  g_free (self);
}

static const char *
describe (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return _ ("another program keeps it locked");

    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return _ ("it cannot be opened; check that the folder exists and that this user may write to it");

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return _ ("it is damaged");

    case SQLITE_FULL:
      return _ ("the disk is full");

    case SQLITE_READONLY:
      return _ ("it cannot be written; check who may write to it and to its folder");

    default:
      return NULL;
    }
}

static gboolean
fail (TrueconfDialogFile *self, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->path);
  const char *words = describe (code);

  if (words == NULL)
    words = self->database != NULL ? sqlite3_errmsg (self->database) : sqlite3_errstr (code);
  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
               /* Translators: path, what is the matter */
               _ ("The dialogs cannot be kept in “%s”: %s"), shown, words);
  return FALSE;
}

static gboolean
is_damage (int code)
{
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

/* Returns the first column of the first row, or @fallback if there is no row. */
static int
get_number (TrueconfDialogFile *self, const char *sql, int fallback, int *number)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    {
      code = sqlite3_step (statement);
      *number = code == SQLITE_ROW ? sqlite3_column_int (statement, 0) : fallback;
      if (code == SQLITE_ROW || code == SQLITE_DONE)
        code = SQLITE_OK;
    }
  sqlite3_finalize (statement);

  return code;
}

static int
execute (TrueconfDialogFile *self, const char *sql)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL);
}

static int
migrate (TrueconfDialogFile *self, int *version)
{
  int code = execute (self, "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS trueconf_schema "
                            "(part TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)");

  if (code == SQLITE_OK)
    code = get_number (self, "SELECT version FROM trueconf_schema WHERE part = 'dialogs'", 0, version);

  for (int i = *version; code == SQLITE_OK && i < SCHEMA_VERSION; i++)
    {
      g_autofree char *note =
          g_strdup_printf ("INSERT OR REPLACE INTO trueconf_schema VALUES ('dialogs', %d)", i + 1);

      code = execute (self, migrations[i]);
      if (code == SQLITE_OK)
        code = execute (self, note);
    }

  if (code == SQLITE_OK)
    code = execute (self, "COMMIT");
  if (code != SQLITE_OK)
    execute (self, "ROLLBACK");

  return code;
}

static int
check (TrueconfDialogFile *self)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (self->database, "PRAGMA quick_check (1)", -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    code =
        g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
  sqlite3_finalize (statement);

  return code;
}

static gboolean
open_database (TrueconfDialogFile *self, int *code, GError **error)
{
  int version = 0;

  /* Dialogs may hold what users have entrusted to the bot. */
  trueconf_private_file_make (self->path);
  *code = sqlite3_open_v2 (self->path, &self->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (*code == SQLITE_OK)
    *code = sqlite3_busy_timeout (self->database, BUSY_MILLISECONDS);
  if (*code == SQLITE_OK)
    *code = check (self);
  /* readers do not wait for writers; on a file system where that is not possible, the mode stays as it was */
  if (*code == SQLITE_OK)
    *code = execute (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  if (*code == SQLITE_OK)
    *code = migrate (self, &version);

  if (*code != SQLITE_OK)
    {
      fail (self, *code, error);
    }
  else if (version > SCHEMA_VERSION)
    {
      g_autofree char *shown = g_filename_display_name (self->path);

      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
          /* Translators: path, two numbers */
          _ ("The dialogs in “%s” were written by a newer version of this library (format %d, this one "
             "knows up to %d): update the library, or name another file"),
          shown, version, SCHEMA_VERSION);
    }
  else
    {
      self->log = trueconf_former_log_find (self->path);
      return TRUE;
    }

  close_database (self);
  return FALSE;
}

static guint64
get_inode (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_ino : 0;
}

static void
rename_part (const char *path, const char *aside, const char *suffix)
{
  g_autofree char *from = g_strconcat (path, suffix, NULL);
  g_autofree char *to = g_strconcat (aside, suffix, NULL);

  g_rename (from, to);
}

static gboolean
set_aside (TrueconfDialogFile *self, guint64 inode, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *aside = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *shown_aside = NULL;

  /* another process may have done it, and have begun a new file */
  if (get_inode (self->path) != inode)
    return TRUE;

  for (guint i = 1; aside == NULL || g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = i == 1 ? g_strdup_printf ("%s.damaged-%s", self->path, date)
                     : g_strdup_printf ("%s.damaged-%s-%u", self->path, date, i);
    }
  if (g_rename (self->path, aside) != 0)
    return fail (self, SQLITE_CORRUPT, error);
  rename_part (self->path, aside, "-wal");
  rename_part (self->path, aside, "-shm");

  shown = g_filename_display_name (self->path);
  shown_aside = g_filename_display_name (aside);
  trueconf_log (
      G_LOG_LEVEL_WARNING,
      "the file of dialogs “%s” is damaged: it is now “%s”, and the dialogs in it are lost to the bot", shown,
      shown_aside);
  return TRUE;
}

/* What is written to a file without a name would be lost at the end of the program, and nobody would know. */
static void
leave_moved (TrueconfDialogFile *self)
{
  g_autofree char *shown = NULL;
  int moved = 0;

  if (self->database == NULL ||
      sqlite3_file_control (self->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK)
    return;

  if (moved == 0)
    {
      self->log = trueconf_former_log_find (self->path);
      return;
    }

  shown = g_filename_display_name (self->path);
  trueconf_log (
      G_LOG_LEVEL_WARNING,
      "the file of dialogs “%s” was removed or replaced while it was in use: what is there now is used",
      shown);
  /* SQLite would remove the other files by their names, which may be those of the new one */
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  close_database (self);
  trueconf_former_log_leave (self->path, self->log);
}

static gboolean
need_database (TrueconfDialogFile *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint64 inode;
  int code = SQLITE_OK;

  leave_moved (self);
  if (self->database != NULL)
    return TRUE;

  if (self->path == NULL)
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("Dialogs can only be kept in a file of this machine"));
      return FALSE;
    }

  inode = get_inode (self->path);
  if (open_database (self, &code, &failure))
    return TRUE;

  if (is_damage (code) && inode != 0)
    return set_aside (self, inode, error) && open_database (self, &code, error);

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

typedef int (*TrueconfDialogFileStep) (sqlite3_stmt *statement, gpointer data);

/* Runs a statement, with the file opened, and once more if it was damaged while it was open. */
static gboolean
run (TrueconfDialogFile *self, const char *sql, TrueconfDialogFileStep step, gpointer data, GError **error)
{
  for (gboolean again = FALSE;; again = TRUE)
    {
      sqlite3_stmt *statement = NULL;
      int code;

      if (!need_database (self, error))
        return FALSE;

      code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);
      if (code == SQLITE_OK)
        code = step (statement, data);
      sqlite3_finalize (statement);
      if (code == SQLITE_DONE || code == SQLITE_ROW)
        return TRUE;
      if (!is_damage (code) || again)
        {
          fail (self, code, error);
          /* a file that was removed or replaced is opened anew */
          leave_moved (self);
          close_database (self);
          return FALSE;
        }
      leave_moved (self);
      close_database (self);
    }
}

static int
bind (sqlite3_stmt *statement, int position, const char *text)
{
  return text != NULL ? sqlite3_bind_text (statement, position, text, -1, SQLITE_TRANSIENT)
                      : sqlite3_bind_null (statement, position);
}

static const char *
column (sqlite3_stmt *statement, int position)
{
  return (const char *) sqlite3_column_text (statement, position);
}

typedef struct
{
  const char *path;
  TrueconfFsmKey *key;
  TrueconfFsmRecord *record;
  const char *version;
  int changes;
} TrueconfDialogRow;

/* The file may be the application's own, and others may write to it. */
static gboolean
is_readable (sqlite3_stmt *statement)
{
  for (int i = 0; i < sqlite3_column_count (statement); i++)
    if (column (statement, i) != NULL && !g_utf8_validate (column (statement, i), -1, NULL))
      return FALSE;

  return TRUE;
}

static TrueconfFsmRecord *
read_record (TrueconfDialogRow *row, sqlite3_stmt *statement)
{
  g_autofree char *shown = NULL;
  g_autofree char *words = NULL;

  if (is_readable (statement) && sqlite3_column_type (statement, 2) == SQLITE_INTEGER &&
      sqlite3_column_int64 (statement, 2) >= 0)
    return trueconf_fsm_record_new (column (statement, 0), column (statement, 1),
                                    sqlite3_column_int64 (statement, 2), column (statement, 3));

  shown = g_filename_display_name (row->path);
  /* Translators: path */
  words =
      g_strdup_printf (_ ("A dialog in “%s” is damaged: it cannot be read, and can only be cleared"), shown);
  return trueconf_fsm_record_new_damaged (column (statement, 3), words);
}

static int
load_step (sqlite3_stmt *statement, gpointer data)
{
  TrueconfDialogRow *row = data;
  int code;

  bind (statement, 1, trueconf_fsm_key_to_string (row->key));
  code = sqlite3_step (statement);
  g_clear_object (&row->record);
  if (code == SQLITE_ROW)
    row->record = read_record (row, statement);
  else if (code == SQLITE_DONE)
    row->record = trueconf_fsm_record_new (NULL, NULL, 0, NULL);

  return code;
}

TrueconfFsmRecord *
trueconf_dialog_file_load (TrueconfDialogFile *self, TrueconfFsmKey *key, GError **error)
{
  TrueconfDialogRow row = { .key = key, .path = self->path };

  run (self, "SELECT state, data, expires_at, version FROM trueconf_dialogs WHERE key = ?1", load_step, &row,
       error);
  return row.record;
}

static int
store_step (sqlite3_stmt *statement, gpointer data)
{
  TrueconfDialogRow *row = data;
  int code;

  bind (statement, 1, trueconf_fsm_key_to_string (row->key));
  bind (statement, 2, row->version);
  bind (statement, 3, trueconf_fsm_record_get_version (row->record));
  if (sqlite3_bind_parameter_count (statement) > 3)
    {
      bind (statement, 4, trueconf_fsm_record_get_state (row->record));
      bind (statement, 5, trueconf_fsm_record_get_data (row->record));
      sqlite3_bind_int64 (statement, 6, trueconf_fsm_record_get_expires_at (row->record));
      bind (statement, 7, trueconf_fsm_key_get_bot_id (row->key));
      bind (statement, 8, trueconf_fsm_key_get_chat_id (row->key));
      bind (statement, 9, trueconf_fsm_key_get_user_id (row->key));
      bind (statement, 10, trueconf_fsm_key_get_destiny (row->key));
    }
  code = sqlite3_step (statement);
  row->changes = sqlite3_changes (sqlite3_db_handle (statement));

  return code;
}

gboolean
trueconf_dialog_file_store (TrueconfDialogFile *self,
                            TrueconfFsmKey *key,
                            TrueconfFsmRecord *record,
                            const char *version,
                            gboolean *stored,
                            GError **error)
{
  TrueconfDialogRow row = { .key = key, .record = record, .version = version };
  const char *sql;

  /* Each is one statement, which is done wholly or not at all, whoever else writes. A row that has the new version already is that of the
   * same call, which was repeated: nobody else makes the same version.
   *
   * What another program has written as a version, bytes or a text with a NUL, has to be what it was read as. */
  if (trueconf_fsm_record_is_empty (record))
    sql = "DELETE FROM trueconf_dialogs WHERE key = ?1 AND printf ('%s', version) IN (?2, ?3)";
  else if (version != NULL)
    sql = "UPDATE trueconf_dialogs SET version = ?3, state = ?4, data = ?5, expires_at = ?6, bot_id = ?7, "
          "chat_id = ?8, user_id = ?9, destiny = ?10 WHERE key = ?1 AND printf ('%s', version) IN (?2, ?3)";
  else
    sql =
        "INSERT INTO trueconf_dialogs (key, version, state, data, expires_at, bot_id, chat_id, user_id, destiny) "
        "SELECT ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE ?2 IS NULL "
        "ON CONFLICT (key) DO UPDATE SET state = excluded.state WHERE version = excluded.version";

  if (!run (self, sql, store_step, &row, error))
    return FALSE;

  *stored = row.changes > 0;
  if (!*stored && trueconf_fsm_record_is_empty (record))
    {
      g_autoptr (TrueconfFsmRecord) there = trueconf_dialog_file_load (self, key, error);

      if (there == NULL)
        return FALSE;
      /* nothing replaces nothing; or it was removed by the same call before */
      *stored = trueconf_fsm_record_get_damage (there) == NULL && trueconf_fsm_record_is_empty (there);
    }

  return TRUE;
}

typedef struct
{
  gint64 time;
  guint limit;
  GListStore *keys;
} TrueconfDialogExpiry;

static int
expired_step (sqlite3_stmt *statement, gpointer data)
{
  TrueconfDialogExpiry *expiry = data;
  int code = SQLITE_ROW;

  g_list_store_remove_all (expiry->keys);
  sqlite3_bind_int64 (statement, 1, expiry->time);
  while (g_list_model_get_n_items (G_LIST_MODEL (expiry->keys)) < expiry->limit &&
         (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_autoptr (TrueconfFsmKey) key = NULL;

      /* it stays, so a LIMIT of the statement would let it take the place of one that can expire, each time */
      if (!is_readable (statement))
        continue;

      key = trueconf_fsm_key_new (column (statement, 0), column (statement, 1), column (statement, 2),
                                  column (statement, 3));
      g_list_store_append (expiry->keys, key);
    }

  return code;
}

GListStore *
trueconf_dialog_file_find_expired (TrueconfDialogFile *self, gint64 time, guint limit, GError **error)
{
  g_autoptr (GListStore) keys = g_list_store_new (TRUECONF_TYPE_FSM_KEY);
  TrueconfDialogExpiry expiry = { time, limit, keys };

  if (!run (self,
            "SELECT bot_id, chat_id, user_id, destiny FROM trueconf_dialogs "
            "WHERE expires_at > 0 AND expires_at <= ?1 ORDER BY expires_at",
            expired_step, &expiry, error))
    return NULL;

  return g_steal_pointer (&keys);
}

#else

void
trueconf_dialog_file_free (TrueconfDialogFile *self)
{
  g_free (self->path);
  g_free (self);
}

static gpointer
refuse (GError **error)
{
  g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_SUPPORTED,
                       _ ("The library was built without SQLite, which keeps dialogs in a file"));
  return NULL;
}

TrueconfFsmRecord *
trueconf_dialog_file_load (TrueconfDialogFile *self, TrueconfFsmKey *key, GError **error)
{
  return refuse (error);
}

gboolean
trueconf_dialog_file_store (TrueconfDialogFile *self,
                            TrueconfFsmKey *key,
                            TrueconfFsmRecord *record,
                            const char *version,
                            gboolean *stored,
                            GError **error)
{
  refuse (error);
  return FALSE;
}

GListStore *
trueconf_dialog_file_find_expired (TrueconfDialogFile *self, gint64 time, guint limit, GError **error)
{
  return refuse (error);
}

#endif
