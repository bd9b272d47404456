/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "base/sandbox-fault-kinds.h"

#include <gio/gio.h>
#include <string.h>

#include "base/sandbox-json.h"

#define ONE_SHOT  SANDBOX_FAULT_ONE_SHOT
#define IMMEDIATE SANDBOX_FAULT_IMMEDIATE
#define LASTING   SANDBOX_FAULT_LASTING

typedef struct
{
  const char *name;
  SandboxFaultFlags flags;
  const char *members; /* "!" marks those that have to be present; NAME=VALUE sets the first one */
} FaultRow;

/* Every fault takes "user" and "count" as well. */
static const FaultRow rows[SANDBOX_N_FAULTS] = {
  [SANDBOX_FAULT_DROP] = { "drop", ONE_SHOT | IMMEDIATE, "" },
  [SANDBOX_FAULT_CLOSE] = { "close", ONE_SHOT | IMMEDIATE, "code reason" },
  [SANDBOX_FAULT_CLOSE_AFTER_AUTH] = { "close-after-auth", 0, "code" },
  [SANDBOX_FAULT_HALF_OPEN] = { "half-open", LASTING, "" },
  [SANDBOX_FAULT_REFUSE_UPGRADE] = { "refuse-upgrade", 0, "status retry_after location body content_type" },
  [SANDBOX_FAULT_HANG_UPGRADE] = { "hang-upgrade", 0, "" },
  [SANDBOX_FAULT_TOKEN_HANG] = { "token-hang", 0, "" },
  [SANDBOX_FAULT_TOKEN_STATUS] = { "token-status", 0, "status! retry_after location body content_type" },
  [SANDBOX_FAULT_REFUSE_AUTH] = { "refuse-auth", ONE_SHOT, "code!" },
  [SANDBOX_FAULT_DELAY_AUTH] = { "delay-auth", 0, "ms!" },
  [SANDBOX_FAULT_ERROR] = { "error", 0, "code! method! description retry_after" },
  [SANDBOX_FAULT_DELAY] = { "delay", 0, "ms! method" },
  [SANDBOX_FAULT_LOSE_ANSWER] = { "lose-answer", ONE_SHOT, "method drop" },
  [SANDBOX_FAULT_DUPLICATE] = { "duplicate", 0, "what!" },
  [SANDBOX_FAULT_NO_PONG] = { "no-pong", 0, "" },
  [SANDBOX_FAULT_EXPIRE_TOKEN] = { "expire-token", ONE_SHOT | IMMEDIATE, "live" },
  [SANDBOX_FAULT_FRAGMENT] = { "fragment", 0, "bytes!" },
  [SANDBOX_FAULT_GARBAGE] = { "garbage", ONE_SHOT | IMMEDIATE, "text" },
  [SANDBOX_FAULT_OVERSIZE] = { "oversize", ONE_SHOT | IMMEDIATE, "bytes!" },
  [SANDBOX_FAULT_LATE_ANSWER] = { "late-answer", ONE_SHOT, "ms! method" },
  [SANDBOX_FAULT_UNKNOWN_ANSWER] = { "unknown-answer", ONE_SHOT | IMMEDIATE, "" },
  [SANDBOX_FAULT_NOT_REDELIVER] = { "not-redeliver", 0, "" },
  [SANDBOX_FAULT_NO_ANSWER] = { "no-answer", 0, "method" },
  [SANDBOX_FAULT_FLAP] = { "flap", 0, "requests" },
  [SANDBOX_FAULT_NO_READ] = { "no-read", LASTING, "pongs" },
  [SANDBOX_FAULT_DRIBBLE] = { "dribble", ONE_SHOT, "ms bytes" },
  [SANDBOX_FAULT_ENDLESS] = { "endless", ONE_SHOT | IMMEDIATE, "bytes ms" },
  [SANDBOX_FAULT_FLOOD] = { "flood", ONE_SHOT | IMMEDIATE, "events bytes ms" },
  [SANDBOX_FAULT_OVERSIZE_UNREAD] = { "oversize-unread", ONE_SHOT, "bytes!" },
  [SANDBOX_FAULT_OVERSIZE_ANSWER] = { "oversize-answer", 0, "bytes! method" },
  [SANDBOX_FAULT_RETRY_AFTER] = { "retry-after", 0, "ms! method" },
  [SANDBOX_FAULT_NUMERIC_ROLES] = { "numeric-roles", 0, "" },
  [SANDBOX_FAULT_INFO_HASH] = { "info-hash", 0, "" },
  [SANDBOX_FAULT_WRAPPED_CHATS] = { "wrapped-chats", 0, "" },
  [SANDBOX_FAULT_ERROR_CODE_ZERO] = { "error-code-zero", 0, "" },
  [SANDBOX_FAULT_MISSING_PAYLOAD] = { "missing-payload", 0, "" },
  [SANDBOX_FAULT_MEMBER_ORDER] = { "member-order", 0, "" },
  [SANDBOX_FAULT_UNKNOWN_MEMBERS] = { "unknown-members", 0, "" },
  [SANDBOX_FAULT_UNKNOWN_EVENT] = { "unknown-event", 0, "" },
  [SANDBOX_FAULT_UNKNOWN_MESSAGE_TYPE] = { "unknown-message-type", 0, "type" },
  [SANDBOX_FAULT_LAST_MESSAGE] = { "last-message", 0, "type" },
  [SANDBOX_FAULT_FLAT_FORWARD] = { "flat-forward", 0, "" },
  [SANDBOX_FAULT_FOR_ALL_STRING] = { "for-all-string", 0, "" },
  [SANDBOX_FAULT_UPLOADING_PROGRESS] = { "uploading-progress", 0, "" },
  [SANDBOX_FAULT_PROGRESS_FIRST] = { "progress-first", 0, "" },
  [SANDBOX_FAULT_READY_NULL_URL] = { "ready-null-url", 0, "count" },
  [SANDBOX_FAULT_FOREIGN_URL] = { "foreign-url", 0, "host" },
  [SANDBOX_FAULT_ECHO_OWN] = { "echo-own", 0, "" },
  [SANDBOX_FAULT_LIMITS_FLOOD] = { "limits-flood", 0, "frames" },
  [SANDBOX_FAULT_EXPIRES_MS] = { "expires-ms", 0, "" },
  [SANDBOX_FAULT_EXPIRES_SECONDS] = { "expires-seconds", 0, "" },
  [SANDBOX_FAULT_EXPIRES_MISSING] = { "expires-missing", 0, "" },
  [SANDBOX_FAULT_EXPIRES_AT] = { "expires-at", 0, "value!" },
  [SANDBOX_FAULT_EXPIRES_CLAIM] = { "expires-claim", 0, "offset!" },
  [SANDBOX_FAULT_P2P_SELF_SILENT] = { "p2p-self-silent", 0, "" },
  [SANDBOX_FAULT_P2P_SELF_ANSWER] = { "p2p-self-answer", 0, "" },
  [SANDBOX_FAULT_NO_SUBPROTOCOL] = { "no-subprotocol", 0, "" },
  [SANDBOX_FAULT_ONLY_SLASH] = { "only-slash", 0, "" },
  [SANDBOX_FAULT_ONLY_NO_SLASH] = { "only-no-slash", 0, "" },
  [SANDBOX_FAULT_IDLE_FIN] = { "idle-fin", 0, "seconds ms" },
  [SANDBOX_FAULT_COMMAND_ID] = { "command-id", 0, "" },
  [SANDBOX_FAULT_BARE_USER_ID] = { "bare-user-id", 0, "" },
  [SANDBOX_FAULT_CONNECTION_IDS] = { "connection-ids", 0, "" },
  [SANDBOX_FAULT_ANY_PARSE_MODE] = { "any-parse-mode", 0, "" },
  [SANDBOX_FAULT_FILE_READY] = { "file-ready", 0, "ms!" },
  [SANDBOX_FAULT_FILE_NAME] = { "file-name", 0, "name!" },
  [SANDBOX_FAULT_UPLOAD_STATUS] = { "upload-status", 0,
                                    "status early retry_after location body content_type" },
  [SANDBOX_FAULT_UPLOAD_RESET] = { "upload-reset", 0, "bytes" },
  [SANDBOX_FAULT_UPLOAD_STALL] = { "upload-stall", 0, "bytes" },
  [SANDBOX_FAULT_UPLOAD_NO_ANSWER] = { "upload-no-answer", 0, "" },
  [SANDBOX_FAULT_DOWNLOAD_STATUS] = { "download-status", 0, "status retry_after location body content_type" },
  [SANDBOX_FAULT_DOWNLOAD_SHORT] = { "download-short", 0, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_RESET] = { "download-reset", 0, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_WRONG_LENGTH] = { "download-wrong-length", 0, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_STALL] = { "download-stall", 0, "bytes" },
  [SANDBOX_FAULT_DOWNLOAD_CHUNKED] = { "download-chunked", 0, "" },
  [SANDBOX_FAULT_DOWNLOAD_ENDLESS] = { "download-endless", 0, "" },
};

typedef enum
{
  NUMBER,
  OFFSET, /* may be negative */
  STATUS,
  STRING,
  BOOLEAN,
  EITHER, /* a number or a string */
  DOUBLED,
} MemberType;

typedef struct
{
  const char *name;
  MemberType type;
} MemberRow;

static const MemberRow members[] = {
  { "body", STRING },        { "bytes", NUMBER },   { "code", NUMBER },   { "content_type", STRING },
  { "count", NUMBER },       { "drop", BOOLEAN },   { "early", BOOLEAN }, { "description", STRING },
  { "events", NUMBER },      { "frames", NUMBER },  { "host", STRING },   { "live", BOOLEAN },
  { "location", STRING },    { "method", STRING },  { "ms", NUMBER },     { "name", STRING },
  { "offset", OFFSET },      { "pongs", BOOLEAN },  { "reason", STRING }, { "requests", NUMBER },
  { "retry_after", EITHER }, { "seconds", NUMBER }, { "status", STATUS }, { "text", STRING },
  { "type", NUMBER },        { "user", STRING },    { "value", EITHER },  { "what", DOUBLED },
};

gboolean
sandbox_fault_kind_find (const char *name, SandboxFaultKind *kind)
{
  for (guint i = 0; i < SANDBOX_N_FAULTS; i++)
    {
      if (g_str_equal (rows[i].name, name))
        {
          *kind = i;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
sandbox_fault_kind_get_name (SandboxFaultKind kind)
{
  return rows[kind].name;
}

SandboxFaultFlags
sandbox_fault_kind_get_flags (SandboxFaultKind kind)
{
  return rows[kind].flags;
}

static const MemberRow *
find_member (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (g_str_equal (members[i].name, name))
        return &members[i];
    }
  g_assert_not_reached ();
}

/* What the fault takes, without the marks, and for everybody. */
static GStrv
get_members (const FaultRow *row)
{
  g_autofree char *text = g_strconcat (row->members, *row->members != '\0' ? " " : "", "user count", NULL);
  GStrv names;

  names = g_strsplit (text, " ", -1);
  for (guint i = 0; names[i] != NULL; i++)
    names[i][strcspn (names[i], "!")] = '\0';
  return names;
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
  return FALSE;
}

static gboolean
check_number (const MemberRow *member, gint64 value, GError **error)
{
  if (member->type == STATUS && (value < 200 || value > 599))
    return refuse (error, "\"%s\" must be an HTTP status of 200 to 599.", member->name);
  if (member->type == NUMBER && (value < 0 || value > G_MAXINT32))
    return refuse (error, "\"%s\" must be a number between 0 and 2147483647.", member->name);
  if (member->type == OFFSET && ABS (value) > G_MAXINT32)
    return refuse (error, "\"%s\" must be a number between -2147483647 and 2147483647.", member->name);
  return TRUE;
}

static gboolean
check_member (const MemberRow *member, JsonNode *node, GError **error)
{
  static const char *const doubled[] = { "answers", "events", "all", NULL };
  gboolean is_number = sandbox_json_node_is_type (node, G_TYPE_INT64);
  gboolean is_string = sandbox_json_node_is_type (node, G_TYPE_STRING);

  switch (member->type)
    {
    case STATUS:
    case NUMBER:
    case OFFSET:
      return check_number (member, is_number ? json_node_get_int (node) : G_MAXINT64, error);
    case BOOLEAN:
      return sandbox_json_node_is_type (node, G_TYPE_BOOLEAN) ||
             refuse (error, "\"%s\" must be true or false.", member->name);
    case EITHER:
      return is_number || is_string || refuse (error, "\"%s\" must be a number or a string.", member->name);
    case DOUBLED:
      return (is_string && g_strv_contains (doubled, json_node_get_string (node))) ||
             refuse (error, "\"%s\" must be answers, events or all.", member->name);
    case STRING:
    default:
      return is_string || refuse (error, "\"%s\" must be a string.", member->name);
    }
}

static gboolean
check_required (const FaultRow *row, JsonObject *settings, GError **error)
{
  g_auto (GStrv) names = g_strsplit (row->members, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      char *mark = strchr (names[i], '!');

      if (mark == NULL)
        continue;
      *mark = '\0';
      if (!sandbox_json_present (settings, names[i]))
        return refuse (error, "The fault \"%s\" needs \"%s\".", row->name, names[i]);
    }
  return TRUE;
}

gboolean
sandbox_fault_kind_check (SandboxFaultKind kind, JsonObject *settings, GError **error)
{
  const FaultRow *row = &rows[kind];
  g_auto (GStrv) names = get_members (row);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, settings);
  while (json_object_iter_next (&iter, &name, &node))
    {
      if (g_str_equal (name, "fault") || JSON_NODE_HOLDS_NULL (node))
        continue;
      if (!g_strv_contains ((const char *const *) names, name))
        {
          g_autofree char *known = g_strjoinv (", ", names);

          return refuse (error, "The fault \"%s\" takes no \"%s\". It takes: %s.", row->name, name, known);
        }
      if (!check_member (find_member (name), node, error))
        return FALSE;
    }
  return check_required (row, settings, error);
}

/* Sets the member that the value of NAME=VALUE is for. */
gboolean
sandbox_fault_kind_set_value (SandboxFaultKind kind, JsonObject *settings, const char *text, GError **error)
{
  g_auto (GStrv) names = get_members (&rows[kind]);
  const MemberRow *member = find_member (names[0]);
  gint64 number;

  if (*rows[kind].members == '\0')
    return refuse (error, "\"%s\" takes no value.", rows[kind].name);
  if (member->type == BOOLEAN && (g_str_equal (text, "true") || g_str_equal (text, "false")))
    json_object_set_boolean_member (settings, member->name, *text == 't');
  else if (member->type != STRING && member->type != DOUBLED &&
           g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    json_object_set_int_member (settings, member->name, number);
  else
    json_object_set_string_member (settings, member->name, text);
  return TRUE;
}
