/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "base/sandbox-log.h"

#define MAX_ENTRIES    20000
#define URL_TOKEN      "?token="
#define MAX_CHARACTERS 4096

struct _SandboxLog
{
  GQueue entries;
  guint64 last_seq;
  SandboxLogFunc added;
  gpointer user_data;
};

static void
entry_free (gpointer data)
{
  SandboxLogEntry *entry = data;

  g_clear_pointer (&entry->user, g_ref_string_release);
  g_clear_pointer (&entry->payload, g_bytes_unref);
  g_free (entry->path);
  g_free (entry);
}

SandboxLog *
sandbox_log_new (void)
{
  SandboxLog *self = g_new0 (SandboxLog, 1);

  g_queue_init (&self->entries);
  return self;
}

/* A second call replaces the first watcher. */
void
sandbox_log_watch (SandboxLog *self, SandboxLogFunc added, gpointer user_data)
{
  self->added = added;
  self->user_data = user_data;
}

void
sandbox_log_clear (SandboxLog *self)
{
  g_queue_clear_full (&self->entries, entry_free);
}

void
sandbox_log_free (SandboxLog *self)
{
  sandbox_log_clear (self);
  g_free (self);
}

static void
add (SandboxLog *self, SandboxLogEntry *entry)
{
  entry->seq = ++self->last_seq;
  entry->time = g_get_real_time () / 1000;
  g_queue_push_tail (&self->entries, entry);
  if (g_queue_get_length (&self->entries) > MAX_ENTRIES)
    entry_free (g_queue_pop_head (&self->entries));
  if (self->added != NULL)
    self->added (entry, self->user_data);
}

void
sandbox_log_frame (SandboxLog *self,
                   guint64 connection,
                   const char *user,
                   gboolean incoming,
                   const char *opcode,
                   GBytes *payload)
{
  SandboxLogEntry *entry = g_new0 (SandboxLogEntry, 1);

  entry->kind = SANDBOX_LOG_FRAME;
  entry->connection = connection;
  entry->user = user != NULL ? g_ref_string_new_intern (user) : NULL;
  entry->incoming = incoming;
  entry->opcode = opcode;
  /* a copy of the beginning of a big frame, so that the rest of the frame can be freed */
  if (g_bytes_get_size (payload) > MAX_CHARACTERS)
    entry->payload =
        g_bytes_new (g_bytes_get_data (payload, NULL), MIN (g_bytes_get_size (payload), 4 * MAX_CHARACTERS));
  else
    entry->payload = g_bytes_ref (payload);
  add (self, entry);
}

void
sandbox_log_http (SandboxLog *self, const char *method, const char *path, guint status)
{
  SandboxLogEntry *entry = g_new0 (SandboxLogEntry, 1);

  entry->kind = SANDBOX_LOG_HTTP;
  entry->incoming = TRUE;
  entry->method = g_intern_string (method);
  entry->path = g_strdup (path);
  entry->status = status;
  add (self, entry);
}

void
sandbox_log_connection (SandboxLog *self, guint64 connection, const char *user, const char *text)
{
  SandboxLogEntry *entry = g_new0 (SandboxLogEntry, 1);

  entry->kind = SANDBOX_LOG_CONNECTION;
  entry->connection = connection;
  entry->user = user != NULL ? g_ref_string_new_intern (user) : NULL;
  entry->incoming = TRUE;
  entry->payload = g_bytes_new (text, strlen (text));
  add (self, entry);
}

guint64
sandbox_log_get_last_seq (SandboxLog *self)
{
  return self->last_seq;
}

const char *
sandbox_log_kind_name (SandboxLogKind kind)
{
  switch (kind)
    {
    case SANDBOX_LOG_FRAME:
      return "frame";
    case SANDBOX_LOG_HTTP:
      return "http";
    case SANDBOX_LOG_CONNECTION:
    default:
      return "connection";
    }
}

static gboolean
is_token_character (char c)
{
  return g_ascii_isalnum (c) || strchr ("-_.", c) != NULL;
}

/* Copies a JSON string value as `***`, also when its end was cut off. Returns the text behind it. */
static const char *
mask_value (const char *p, GString *out)
{
  while (*p != '\0' && strchr (" \t\r\n:", *p) != NULL)
    g_string_append_c (out, *p++);
  if (*p != '"')
    return p;
  p++;
  while (*p != '\0' && *p != '"')
    {
      if (p[0] == '\\' && p[1] != '\0')
        p++;
      p++;
    }
  g_string_append (out, "\"***\"");
  return *p == '"' ? p + 1 : p;
}

/* Masks the values of secret members, the tokens in download addresses, and everything that looks like a JWT. */
char *
sandbox_log_mask (const char *text)
{
  static const char *const members[] = { "\"token\"", "\"access_token\"", "\"password\"",
                                         "\"client_secret\"" };
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      gboolean found = FALSE;

      for (guint i = 0; *p == '"' && i < G_N_ELEMENTS (members) && !found; i++)
        {
          if (!g_str_has_prefix (p, members[i]))
            continue;
          g_string_append (out, members[i]);
          p = mask_value (p + strlen (members[i]), out);
          found = TRUE;
        }
      if (!found && g_str_has_prefix (p, URL_TOKEN))
        {
          p += strlen (URL_TOKEN);
          while (*p != '\0' && is_token_character (*p))
            p++;
          g_string_append (out, URL_TOKEN "***");
          found = TRUE;
        }
      if (!found && g_str_has_prefix (p, "eyJ"))
        {
          const char *stop = p;

          while (*stop != '\0' && is_token_character (*stop))
            stop++;
          if (stop - p >= 16)
            {
              g_string_append (out, "***");
              p = stop;
              found = TRUE;
            }
        }
      if (!found)
        g_string_append_c (out, *p++);
    }
  return g_string_free (out, FALSE);
}

static char *
entry_text (const SandboxLogEntry *entry)
{
  gsize length;
  const char *data = g_bytes_get_data (entry->payload, &length);
  g_autofree char *valid = NULL;
  g_autofree char *cut = NULL;

  if (length == 0)
    return g_strdup ("");
  valid = g_utf8_make_valid (data, (gssize) length);
  cut = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_CHARACTERS));
  return sandbox_log_mask (cut);
}

JsonObject *
sandbox_log_entry_to_object (const SandboxLogEntry *entry)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "seq", (gint64) entry->seq);
  json_object_set_string_member (object, "kind", sandbox_log_kind_name (entry->kind));
  json_object_set_int_member (object, "time", entry->time);
  if (entry->connection != 0)
    json_object_set_int_member (object, "connection", (gint64) entry->connection);
  else
    json_object_set_null_member (object, "connection");
  if (entry->user != NULL)
    json_object_set_string_member (object, "user", entry->user);
  else
    json_object_set_null_member (object, "user");
  json_object_set_string_member (object, "direction", entry->incoming ? "in" : "out");
  if (entry->opcode != NULL)
    json_object_set_string_member (object, "opcode", entry->opcode);
  if (entry->payload != NULL)
    {
      g_autofree char *text = entry_text (entry);

      json_object_set_string_member (object, "text", text);
    }
  if (entry->kind == SANDBOX_LOG_HTTP)
    {
      json_object_set_string_member (object, "method", entry->method);
      json_object_set_string_member (object, "path", entry->path);
      json_object_set_int_member (object, "status", entry->status);
    }
  return object;
}

JsonArray *
sandbox_log_list (SandboxLog *self, guint64 after)
{
  JsonArray *array = json_array_new ();
  GList *link = self->entries.tail;

  while (link != NULL && ((SandboxLogEntry *) link->data)->seq > after)
    link = link->prev;
  link = link == NULL ? self->entries.head : link->next;
  for (; link != NULL; link = link->next)
    json_array_add_object_element (array, sandbox_log_entry_to_object (link->data));
  return array;
}
