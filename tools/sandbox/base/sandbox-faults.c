/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "base/sandbox-faults.h"

#include <gio/gio.h>

#include "base/sandbox-json.h"

typedef enum
{
  ONE_SHOT = 1 << 0,
  IMMEDIATE = 1 << 1, /* happens at once and is then removed */
} FaultFlags;

typedef struct
{
  const char *name;
  FaultFlags flags;
  const char *required; /* an integer member that has to be present */
  const char *required_string;
  const char *value; /* the member that NAME=VALUE sets when neither of the two above is set */
} FaultRow;

static const FaultRow rows[SANDBOX_N_FAULTS] = {
  [SANDBOX_FAULT_DROP] = { "drop", ONE_SHOT | IMMEDIATE, NULL, NULL, NULL },
  [SANDBOX_FAULT_CLOSE] = { "close", ONE_SHOT | IMMEDIATE, NULL, NULL, NULL },
  [SANDBOX_FAULT_CLOSE_AFTER_AUTH] = { "close-after-auth", 0, NULL, NULL, "code" },
  [SANDBOX_FAULT_HALF_OPEN] = { "half-open", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_REFUSE_UPGRADE] = { "refuse-upgrade", 0, NULL, NULL, "status" },
  [SANDBOX_FAULT_HANG_UPGRADE] = { "hang-upgrade", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_TOKEN_HANG] = { "token-hang", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_TOKEN_STATUS] = { "token-status", 0, "status", NULL, NULL },
  [SANDBOX_FAULT_REFUSE_AUTH] = { "refuse-auth", ONE_SHOT, "code", NULL, NULL },
  [SANDBOX_FAULT_DELAY_AUTH] = { "delay-auth", 0, "ms", NULL, NULL },
  [SANDBOX_FAULT_ERROR] = { "error", 0, "code", "method", NULL },
  [SANDBOX_FAULT_DELAY] = { "delay", 0, "ms", NULL, NULL },
  [SANDBOX_FAULT_LOSE_ANSWER] = { "lose-answer", ONE_SHOT, NULL, NULL, "method" },
  [SANDBOX_FAULT_DUPLICATE] = { "duplicate", 0, NULL, "what", NULL },
  [SANDBOX_FAULT_NO_PONG] = { "no-pong", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_EXPIRE_TOKEN] = { "expire-token", ONE_SHOT | IMMEDIATE, NULL, NULL, NULL },
  [SANDBOX_FAULT_FRAGMENT] = { "fragment", 0, "bytes", NULL, NULL },
  [SANDBOX_FAULT_GARBAGE] = { "garbage", ONE_SHOT | IMMEDIATE, NULL, NULL, NULL },
  [SANDBOX_FAULT_OVERSIZE] = { "oversize", ONE_SHOT | IMMEDIATE, "bytes", NULL, NULL },
  [SANDBOX_FAULT_LATE_ANSWER] = { "late-answer", ONE_SHOT, "ms", NULL, NULL },
  [SANDBOX_FAULT_UNKNOWN_ANSWER] = { "unknown-answer", ONE_SHOT | IMMEDIATE, NULL, NULL, NULL },
  [SANDBOX_FAULT_NOT_REDELIVER] = { "not-redeliver", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_NUMERIC_ROLES] = { "numeric-roles", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_INFO_HASH] = { "info-hash", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_WRAPPED_CHATS] = { "wrapped-chats", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_ERROR_CODE_ZERO] = { "error-code-zero", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_MISSING_PAYLOAD] = { "missing-payload", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_MEMBER_ORDER] = { "member-order", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_UNKNOWN_MEMBERS] = { "unknown-members", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_UNKNOWN_EVENT] = { "unknown-event", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_UNKNOWN_MESSAGE_TYPE] = { "unknown-message-type", 0, NULL, NULL, "type" },
  [SANDBOX_FAULT_LAST_MESSAGE] = { "last-message", 0, NULL, NULL, "type" },
  [SANDBOX_FAULT_FLAT_FORWARD] = { "flat-forward", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_FOR_ALL_STRING] = { "for-all-string", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_UPLOADING_PROGRESS] = { "uploading-progress", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_PROGRESS_FIRST] = { "progress-first", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_READY_NULL_URL] = { "ready-null-url", 0, NULL, NULL, "count" },
  [SANDBOX_FAULT_FOREIGN_URL] = { "foreign-url", 0, NULL, NULL, "host" },
  [SANDBOX_FAULT_ECHO_OWN] = { "echo-own", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_LIMITS_FLOOD] = { "limits-flood", 0, NULL, NULL, "frames" },
  [SANDBOX_FAULT_EXPIRES_MS] = { "expires-ms", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_EXPIRES_SECONDS] = { "expires-seconds", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_EXPIRES_MISSING] = { "expires-missing", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_P2P_SELF_SILENT] = { "p2p-self-silent", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_P2P_SELF_ANSWER] = { "p2p-self-answer", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_NO_SUBPROTOCOL] = { "no-subprotocol", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_ONLY_SLASH] = { "only-slash", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_ONLY_NO_SLASH] = { "only-no-slash", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_IDLE_FIN] = { "idle-fin", 0, NULL, NULL, "seconds" },
  [SANDBOX_FAULT_COMMAND_ID] = { "command-id", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_FILE_READY] = { "file-ready", 0, "ms", NULL, NULL },
  [SANDBOX_FAULT_FILE_NAME] = { "file-name", 0, NULL, "name", NULL },
  [SANDBOX_FAULT_UPLOAD_STATUS] = { "upload-status", 0, NULL, NULL, "status" },
  [SANDBOX_FAULT_UPLOAD_RESET] = { "upload-reset", 0, NULL, NULL, "bytes" },
  [SANDBOX_FAULT_UPLOAD_STALL] = { "upload-stall", 0, NULL, NULL, "bytes" },
  [SANDBOX_FAULT_UPLOAD_NO_ANSWER] = { "upload-no-answer", 0, NULL, NULL, NULL },
  [SANDBOX_FAULT_DOWNLOAD_STATUS] = { "download-status", 0, NULL, NULL, "status" },
  [SANDBOX_FAULT_DOWNLOAD_SHORT] = { "download-short", 0, NULL, NULL, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_RESET] = { "download-reset", 0, NULL, NULL, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_WRONG_LENGTH] = { "download-wrong-length", 0, NULL, NULL, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_STALL] = { "download-stall", 0, NULL, NULL, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_CHUNKED] = { "download-chunked", 0, NULL, NULL, NULL },
};

static const char *const numbers[] = { "ms",      "bytes", "count",  "status", "code",
                                       "seconds", "type",  "frames", NULL };

struct _SandboxFaults
{
  GPtrArray *active;
  guint64 last_id;
};

static void
fault_free (gpointer data)
{
  SandboxFault *fault = data;

  json_object_unref (fault->settings);
  g_free (fault->user);
  g_free (fault->method);
  g_free (fault);
}

SandboxFaults *
sandbox_faults_new (void)
{
  SandboxFaults *self = g_new0 (SandboxFaults, 1);

  self->active = g_ptr_array_new_with_free_func (fault_free);
  return self;
}

void
sandbox_faults_free (SandboxFaults *self)
{
  g_ptr_array_unref (self->active);
  g_free (self);
}

static int
find_kind (const char *name)
{
  for (int i = 0; i < SANDBOX_N_FAULTS; i++)
    {
      if (g_str_equal (rows[i].name, name))
        return i;
    }
  return -1;
}

static gboolean
check_settings (const FaultRow *row, JsonObject *settings, GError **error)
{
  static const char *const doubled[] = { "answers", "events", "all", NULL };
  gint64 value;

  if (row->required != NULL && !sandbox_json_present (settings, row->required))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "The fault \"%s\" needs the number \"%s\".", row->name, row->required);
      return FALSE;
    }
  if (row->required_string != NULL && sandbox_json_string (settings, row->required_string) == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "The fault \"%s\" needs the string \"%s\".", row->name, row->required_string);
      return FALSE;
    }
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      if (!sandbox_json_present (settings, numbers[i]))
        continue;
      if (!sandbox_json_integer (settings, numbers[i], &value) || value < 0 || value > G_MAXINT32)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "\"%s\" must be a number between 0 and 2147483647.", numbers[i]);
          return FALSE;
        }
    }
  if (sandbox_json_integer (settings, "status", &value) && (value < 200 || value > 599))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "\"status\" must be an HTTP status of 200 to 599.");
      return FALSE;
    }
  if (row == &rows[SANDBOX_FAULT_DUPLICATE] &&
      !g_strv_contains (doubled, sandbox_json_string (settings, "what")))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "\"what\" must be answers, events or all.");
      return FALSE;
    }
  return TRUE;
}

/* The list keeps the fault. The caller carries out an immediate one and removes it. */
SandboxFault *
sandbox_faults_add (SandboxFaults *self, JsonObject *settings, GError **error)
{
  const char *name = sandbox_json_string (settings, "fault");
  SandboxFault *fault;
  const FaultRow *row;
  int kind;

  if (name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Name the fault in \"fault\".");
      return NULL;
    }
  kind = find_kind (name);
  if (kind < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "There is no fault \"%s\".", name);
      return NULL;
    }
  row = &rows[kind];
  if (!check_settings (row, settings, error))
    return NULL;
  fault = g_new0 (SandboxFault, 1);
  fault->id = ++self->last_id;
  fault->kind = kind;
  fault->settings = json_object_ref (settings);
  fault->user = g_strdup (sandbox_json_string (settings, "user"));
  /* "what" restricts this fault as "method" restricts the others */
  if (kind == SANDBOX_FAULT_DUPLICATE)
    fault->method = g_str_equal (sandbox_json_string (settings, "what"), "all")
                        ? NULL
                        : g_strdup (sandbox_json_string (settings, "what"));
  else
    fault->method = g_strdup (sandbox_json_string (settings, "method"));
  if (fault->method != NULL && g_str_equal (fault->method, "*"))
    g_clear_pointer (&fault->method, g_free);
  fault->left = sandbox_json_integer_or (settings, "count", (row->flags & ONE_SHOT) != 0 ? 1 : -1);
  g_ptr_array_add (self->active, fault);
  return fault;
}

/* Takes `NAME` and `NAME=VALUE`, as on the command line. */
SandboxFault *
sandbox_faults_add_switch (SandboxFaults *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  g_autoptr (JsonObject) settings = json_object_new ();
  int kind = find_kind (parts[0] != NULL ? parts[0] : "");
  const char *member = NULL;
  gint64 number;

  if (kind >= 0)
    member = rows[kind].required != NULL ? rows[kind].required : rows[kind].required_string;
  if (kind >= 0 && member == NULL)
    member = rows[kind].value;
  if (kind >= 0 && (rows[kind].flags & IMMEDIATE) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "\"%s\" happens at once and cannot be switched on beforehand.", parts[0]);
      return NULL;
    }
  if (kind >= 0 && parts[1] != NULL && member == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "\"%s\" takes no value.", parts[0]);
      return NULL;
    }
  json_object_set_string_member (settings, "fault", parts[0] != NULL ? parts[0] : "");
  if (parts[1] != NULL && member != NULL)
    {
      if (g_strv_contains (numbers, member) &&
          g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT32, &number, NULL))
        json_object_set_int_member (settings, member, number);
      else
        json_object_set_string_member (settings, member, parts[1]);
    }
  return sandbox_faults_add (self, settings, error);
}

gboolean
sandbox_faults_remove (SandboxFaults *self, guint64 id)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->active, i);

      if (fault->id == id)
        {
          g_ptr_array_remove_index (self->active, i);
          return TRUE;
        }
    }
  return FALSE;
}

void
sandbox_faults_clear (SandboxFaults *self)
{
  g_ptr_array_set_size (self->active, 0);
}

gboolean
sandbox_fault_is_immediate (SandboxFault *fault)
{
  return (rows[fault->kind].flags & IMMEDIATE) != 0;
}

gboolean
sandbox_fault_hits (SandboxFault *fault, const char *user)
{
  return fault->user == NULL || (user != NULL && g_ascii_strcasecmp (fault->user, user) == 0);
}

/* Returns the settings of the first fault that matches, and counts it as having happened. */
JsonObject *
sandbox_faults_take (SandboxFaults *self, SandboxFaultKind kind, const char *user, const char *method)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->active, i);
      JsonObject *settings;

      if (fault->kind != kind || fault->left == 0 || !sandbox_fault_hits (fault, user))
        continue;
      if (fault->method != NULL && method != NULL && !g_str_equal (fault->method, method))
        continue;
      settings = json_object_ref (fault->settings);
      if (fault->left > 0 && --fault->left == 0)
        g_ptr_array_remove_index (self->active, i);
      return settings;
    }
  return NULL;
}

/* The same without counting. */
JsonObject *
sandbox_faults_find (SandboxFaults *self, SandboxFaultKind kind, const char *user)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->active, i);

      if (fault->kind == kind && fault->left != 0 && sandbox_fault_hits (fault, user))
        return json_object_ref (fault->settings);
    }
  return NULL;
}

gboolean
sandbox_faults_is_empty (SandboxFaults *self)
{
  return self->active->len == 0;
}

/* Takes a fault that has no settings. Returns whether there was one. */
gboolean
sandbox_faults_happens (SandboxFaults *self, SandboxFaultKind kind, const char *user)
{
  g_autoptr (JsonObject) settings = sandbox_faults_take (self, kind, user, NULL);

  return settings != NULL;
}

gboolean
sandbox_faults_has (SandboxFaults *self, SandboxFaultKind kind)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      if (((SandboxFault *) g_ptr_array_index (self->active, i))->kind == kind)
        return TRUE;
    }
  return FALSE;
}

JsonObject *
sandbox_fault_to_object (SandboxFault *fault)
{
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_set_int_member (object, "id", (gint64) fault->id);
  json_object_iter_init (&iter, fault->settings);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (object, name, json_node_copy (value));
  if (fault->left >= 0)
    json_object_set_int_member (object, "left", fault->left);
  else
    json_object_set_null_member (object, "left");
  return object;
}

JsonArray *
sandbox_faults_list (SandboxFaults *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->active->len; i++)
    json_array_add_object_element (array, sandbox_fault_to_object (g_ptr_array_index (self->active, i)));
  return array;
}
