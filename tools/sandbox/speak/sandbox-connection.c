/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-connection.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-shape.h"

#define DEAF_PONG_INTERVAL G_USEC_PER_SEC

typedef struct
{
  GList link; /* in the connection's deadlines */
  guint32 id;
  gint64 deadline;
  char *message_id; /* NULL: not about a message */
} PendingEvent;

typedef struct
{
  SandboxConnection *connection;
  guint source_id;
  GSourceFunc function;
  gpointer data;
  GDestroyNotify destroy;
} Later;

typedef struct
{
  SandboxConnection *connection;
  guint32 id;
  char *text;
} LateAnswer;

typedef struct
{
  SandboxOpcode opcode;
  GBytes *bytes;
  SandboxSocketManner manner;
} WaitingFrame;

static void
pending_free (gpointer data)
{
  PendingEvent *pending = data;

  g_free (pending->message_id);
  g_free (pending);
}

static void
waiting_free (gpointer data)
{
  WaitingFrame *frame = data;

  g_bytes_unref (frame->bytes);
  g_free (frame);
}

static void
later_free (gpointer data)
{
  Later *later = data;

  g_clear_handle_id (&later->source_id, g_source_remove);
  if (later->destroy != NULL)
    later->destroy (later->data);
  g_free (later);
}

static gboolean
on_later (gpointer user_data)
{
  Later *later = user_data;

  if (later->function (later->data))
    return G_SOURCE_CONTINUE;
  later->source_id = 0;
  g_hash_table_remove (later->connection->delayed, later);
  return G_SOURCE_REMOVE;
}

/* The function is called again as long as it returns G_SOURCE_CONTINUE. */
void
sandbox_connection_later (SandboxConnection *self,
                          guint ms,
                          GSourceFunc function,
                          gpointer data,
                          GDestroyNotify destroy)
{
  Later *later = g_new0 (Later, 1);

  later->connection = self;
  later->function = function;
  later->data = data;
  later->destroy = destroy;
  later->source_id = g_timeout_add (ms, on_later, later);
  g_hash_table_add (self->delayed, later);
}

const char *
sandbox_connection_get_login (SandboxConnection *self)
{
  return self->user != NULL ? self->user->login : NULL;
}

static SandboxShaping
shaping_of (SandboxConnection *self)
{
  return (SandboxShaping){ self->hub->world, self->hub->faults, sandbox_connection_get_login (self) };
}

static void
note (SandboxConnection *self, const char *state, const char *text)
{
  SandboxHub *hub = self->hub;

  sandbox_log_connection (hub->log, self->id, sandbox_connection_get_login (self), text);
  hub->noted (self, state, text, hub->noted_data);
}

static void
on_message (SandboxOpcode opcode, GBytes *payload, gpointer user_data)
{
  SandboxConnection *self = user_data;
  SandboxHub *hub = self->hub;
  g_autoptr (JsonObject) fault = NULL;

  self->frames_in++;
  hub->counters.frames_in++;
  self->last_heard = g_get_monotonic_time ();
  if (opcode != SANDBOX_OPCODE_PONG)
    self->last_used = self->last_heard;
  sandbox_log_frame (hub->log, self->id, sandbox_connection_get_login (self), TRUE,
                     sandbox_opcode_name (opcode), payload);
  if (opcode == SANDBOX_OPCODE_TEXT)
    hub->receive (self, payload);
  else if (opcode == SANDBOX_OPCODE_PING)
    {
      fault =
          sandbox_faults_take (hub->faults, SANDBOX_FAULT_NO_PONG, sandbox_connection_get_login (self), NULL);
      if (fault == NULL)
        sandbox_connection_send_bytes (self, SANDBOX_OPCODE_PONG, payload, NULL);
    }
}

static void
on_closed (guint code, const char *reason, gpointer user_data)
{
  SandboxConnection *self = user_data;
  SandboxHub *hub = self->hub;
  g_autofree char *text = g_strdup_printf ("closed %u%s%s", code, *reason != '\0' ? " " : "", reason);
  g_autoptr (JsonObject) fault = NULL;

  if (self->user != NULL)
    fault = sandbox_faults_take (hub->faults, SANDBOX_FAULT_NOT_REDELIVER, self->user->login, NULL);
  if (fault != NULL)
    sandbox_world_forget_delivered (self->user);
  note (self, "closed", text);
  g_ptr_array_remove (hub->connections, self);
}

static const SandboxSocketHandler socket_handler = { on_message, on_closed };

void
sandbox_connection_open (SandboxHub *hub, GIOStream *stream, GSocket *socket)
{
  SandboxConnection *self = g_new0 (SandboxConnection, 1);

  self->hub = hub;
  self->id = ++hub->last_connection;
  self->suffix = g_strdup_printf ("%08x", g_random_int ());
  self->last_heard = g_get_monotonic_time ();
  self->last_ping = self->last_heard;
  self->last_used = self->last_heard;
  self->unacknowledged = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->deadlines);
  g_queue_init (&self->waiting);
  self->subscriptions = g_hash_table_new (NULL, NULL);
  self->requests = g_hash_table_new (NULL, NULL);
  self->delayed = g_hash_table_new_full (NULL, NULL, later_free, NULL);
  self->socket = sandbox_socket_new (stream, socket, &socket_handler, self);
  g_ptr_array_add (hub->connections, self);
  hub->counters.connections++;
  note (self, "connected", "opened");
  sandbox_socket_start (self->socket);
}

static void
connection_free (gpointer data)
{
  SandboxConnection *self = data;
  GList *link;

  sandbox_socket_free (self->socket);
  while ((link = g_queue_pop_head_link (&self->deadlines)) != NULL)
    pending_free (link->data);
  g_hash_table_unref (self->unacknowledged);
  g_hash_table_unref (self->subscriptions);
  g_hash_table_unref (self->requests);
  g_hash_table_unref (self->delayed);
  g_queue_clear_full (&self->waiting, waiting_free);
  g_free (self->suffix);
  g_free (self);
}

void
sandbox_connection_authorize (SandboxConnection *self, SandboxUser *user)
{
  g_autoptr (JsonObject) fault = NULL;

  self->user = user;
  self->authorized = TRUE;
  note (self, "authorized", "authorized");
  fault = sandbox_faults_find (self->hub->faults, SANDBOX_FAULT_NO_READ, user->login);
  if (fault != NULL)
    sandbox_connection_set_deaf (self, TRUE, sandbox_json_boolean (fault, "pongs"));
}

static gint64
microseconds (double seconds)
{
  return (gint64) (seconds * G_USEC_PER_SEC);
}

/* Whether a proxy would close it as idle. Pings of the server do not count as traffic, or it would never be idle. */
static gboolean
is_idle (SandboxConnection *self, gint64 now)
{
  g_autoptr (JsonObject) fault = NULL;

  fault =
      sandbox_faults_find (self->hub->faults, SANDBOX_FAULT_IDLE_FIN, sandbox_connection_get_login (self));
  if (fault == NULL)
    return FALSE;
  return now - self->last_used >
         sandbox_json_integer_or (fault, "ms", 1000 * sandbox_json_integer_or (fault, "seconds", 41)) * 1000;
}

static void
tick (SandboxConnection *self, gint64 now)
{
  SandboxHub *hub = self->hub;
  PendingEvent *oldest = g_queue_peek_head (&self->deadlines);

  if (self->half_open)
    return;
  if (self->deaf_pong && now - self->last_pong >= DEAF_PONG_INTERVAL)
    {
      g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

      self->last_pong = now;
      sandbox_connection_send_bytes (self, SANDBOX_OPCODE_PONG, nothing, NULL);
    }
  if (hub->ping_timeout > 0 && !self->deaf && now - self->last_heard > microseconds (hub->ping_timeout))
    {
      sandbox_connection_drop (self);
      return;
    }
  if (is_idle (self, now))
    {
      sandbox_socket_finish (self->socket);
      return;
    }
  if (oldest != NULL && !self->deaf && now > oldest->deadline)
    {
      sandbox_connection_close (self, 1008, "an event was not acknowledged in time");
      return;
    }
  if (hub->ping_interval > 0 && now - self->last_ping >= microseconds (hub->ping_interval))
    {
      g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

      /* counted from the last ping, not from the tick that notices it, so that delays do not add up */
      self->last_ping = MAX (self->last_ping + microseconds (hub->ping_interval), now - G_USEC_PER_SEC);
      sandbox_connection_send_bytes (self, SANDBOX_OPCODE_PING, nothing, NULL);
    }
}

void
sandbox_connection_close (SandboxConnection *self, guint code, const char *reason)
{
  sandbox_socket_close (self->socket, code, reason);
}

void
sandbox_connection_drop (SandboxConnection *self)
{
  sandbox_socket_reset (self->socket);
}

void
sandbox_connection_freeze (SandboxConnection *self)
{
  if (self->half_open)
    return;
  self->half_open = TRUE;
  sandbox_socket_freeze (self->socket);
  note (self, "half-open", "half-open");
}

/* What the peer says is not read until this is taken back, and counts as said then. */
void
sandbox_connection_set_deaf (SandboxConnection *self, gboolean deaf, gboolean with_pongs)
{
  self->deaf_pong = deaf && with_pongs;
  if (self->deaf == deaf)
    return;
  self->deaf = deaf;
  self->last_heard = g_get_monotonic_time ();
  sandbox_socket_set_deaf (self->socket, deaf);
  note (self, deaf ? "deaf" : "authorized", deaf ? "reads no more" : "reads again");
}

/* Sends what had to wait for the end of a message. */
void
sandbox_connection_send_waiting (SandboxConnection *self)
{
  WaitingFrame *frame;

  while (!self->dripping && (frame = g_queue_pop_head (&self->waiting)) != NULL)
    {
      sandbox_connection_send_bytes (self, frame->opcode, frame->bytes, &frame->manner);
      waiting_free (frame);
    }
}

static void
let_wait (SandboxConnection *self, SandboxOpcode opcode, GBytes *bytes, const SandboxSocketManner *manner)
{
  WaitingFrame *frame = g_new0 (WaitingFrame, 1);

  frame->opcode = opcode;
  frame->bytes = g_bytes_ref (bytes);
  if (manner != NULL)
    frame->manner = *manner;
  g_queue_push_tail (&self->waiting, frame);
}

/* All frames are sent here. */
void
sandbox_connection_send_bytes (SandboxConnection *self,
                               SandboxOpcode opcode,
                               GBytes *bytes,
                               const SandboxSocketManner *manner)
{
  SandboxHub *hub = self->hub;
  const char *login = sandbox_connection_get_login (self);
  gboolean is_message = opcode == SANDBOX_OPCODE_TEXT || opcode == SANDBOX_OPCODE_BINARY;
  SandboxSocketManner cut = { 0 };
  g_autoptr (JsonObject) fault = NULL;
  g_autoptr (JsonObject) drip = NULL;

  if (self->half_open || !sandbox_socket_is_open (self->socket))
    return;
  if (is_message && self->dripping)
    {
      let_wait (self, opcode, bytes, manner);
      return;
    }
  if (is_message && self->authorized)
    drip = sandbox_faults_take (hub->faults, SANDBOX_FAULT_DRIBBLE, login, NULL);
  if (manner == NULL && is_message && drip == NULL)
    fault = sandbox_faults_take (hub->faults, SANDBOX_FAULT_FRAGMENT, login, NULL);
  if (fault != NULL)
    {
      cut.fragment_size = (gsize) MAX (sandbox_json_integer_or (fault, "bytes", 1), 1);
      manner = &cut;
    }
  self->frames_out++;
  hub->counters.frames_out++;
  sandbox_log_frame (hub->log, self->id, login, FALSE, sandbox_opcode_name (opcode), bytes);
  if (drip != NULL)
    hub->dribble (self, opcode, bytes, drip);
  else
    sandbox_socket_send (self->socket, opcode, bytes, manner);
}

void
sandbox_connection_send_text (SandboxConnection *self, const char *text, const SandboxSocketManner *manner)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  sandbox_connection_send_bytes (self, SANDBOX_OPCODE_TEXT, bytes, manner);
}

static gboolean
is_duplicated (SandboxConnection *self, const char *what)
{
  SandboxFaults *faults = self->hub->faults;
  const char *login = sandbox_connection_get_login (self);
  g_autoptr (JsonObject) fault = NULL;

  fault = sandbox_faults_take (faults, SANDBOX_FAULT_DUPLICATE, login, what);
  return fault != NULL;
}

/* Adds an event that the client has to acknowledge. */
static guint32
add_pending (SandboxConnection *self, const char *message_id)
{
  PendingEvent *pending = g_new0 (PendingEvent, 1);

  pending->id = ++self->last_event;
  pending->deadline = g_get_monotonic_time () + microseconds (self->hub->ack_timeout);
  pending->message_id = g_strdup (message_id);
  pending->link.data = pending;
  g_queue_push_tail_link (&self->deadlines, &pending->link);
  g_hash_table_insert (self->unacknowledged, GUINT_TO_POINTER (pending->id), pending);
  return pending->id;
}

/* Takes over the text of a frame, and returns one with so many bytes, or the fewest possible. The blanks at its end mean
 * nothing in JSON. */
static char *
pad (char *text, gsize bytes)
{
  gsize length = strlen (text);

  if (length >= bytes)
    return text;
  text = g_realloc (text, bytes + 1);
  memset (text + length, ' ', bytes - length);
  text[bytes] = '\0';
  return text;
}

static void
send_once_or_twice (SandboxConnection *self, const char *text, const SandboxSocketManner *manner)
{
  self->last_used = g_get_monotonic_time ();
  sandbox_connection_send_text (self, text, manner);
  if (is_duplicated (self, "events"))
    sandbox_connection_send_text (self, text, manner);
}

/* Sends a request of the server with the payload unchanged. Returns its id. */
guint32
sandbox_connection_send_request (SandboxConnection *self,
                                 const char *method,
                                 const char *payload,
                                 const SandboxSocketManner *manner)
{
  guint32 id = add_pending (self, NULL);
  g_autofree char *name = sandbox_json_quote (method);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{\"type\":1,\"id\":%u,\"method\":%s,\"payload\":%s}", id, name, payload);
  send_once_or_twice (self, text, manner);
  return id;
}

guint32
sandbox_connection_send_event (SandboxConnection *self,
                               const char *method,
                               JsonObject *payload,
                               SandboxMessage *message)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), payload);
  guint32 id = add_pending (self, message != NULL ? message->id : NULL);
  SandboxShaping shaping = shaping_of (self);
  g_autofree char *text = sandbox_shape_request (&shaping, id, method, node);

  if (message != NULL)
    sandbox_world_mark_delivered (self->user, message);
  if (message != NULL)
    text = pad (g_steal_pointer (&text), message->wire_size);
  send_once_or_twice (self, text, NULL);
  return id;
}

/* Sends a request whose frame has exactly this number of bytes, or the fewest possible. */
guint32
sandbox_connection_send_padded (SandboxConnection *self,
                                const char *method,
                                gsize bytes,
                                const SandboxSocketManner *manner)
{
  g_autofree char *name = sandbox_json_quote (method);
  g_autofree char *bare = NULL;
  g_autofree char *filler = NULL;
  g_autofree char *payload = NULL;
  gsize length;

  bare = g_strdup_printf ("{\"type\":1,\"id\":%u,\"method\":%s,\"payload\":{\"filler\":\"\"}}",
                          self->last_event + 1, name);
  length = bytes > strlen (bare) ? bytes - strlen (bare) : 0;
  filler = g_strnfill (length, 'x');
  payload = g_strconcat ("{\"filler\":\"", filler, "\"}", NULL);
  return sandbox_connection_send_request (self, method, payload, manner);
}

void
sandbox_connection_acknowledge (SandboxConnection *self, guint32 id)
{
  PendingEvent *pending = g_hash_table_lookup (self->unacknowledged, GUINT_TO_POINTER (id));

  if (pending == NULL)
    return;
  self->hub->counters.acknowledgements++;
  g_hash_table_remove (self->unacknowledged, GUINT_TO_POINTER (id));
  g_queue_unlink (&self->deadlines, &pending->link);
  if (pending->message_id != NULL && self->user != NULL)
    sandbox_world_mark_read (self->hub->world, self->user, pending->message_id);
  pending_free (pending);
}

static gboolean
on_late_answer (gpointer data)
{
  LateAnswer *late = data;

  g_hash_table_remove (late->connection->requests, GUINT_TO_POINTER (late->id));
  sandbox_connection_send_text (late->connection, late->text, NULL);
  if (is_duplicated (late->connection, "answers"))
    sandbox_connection_send_text (late->connection, late->text, NULL);
  return G_SOURCE_REMOVE;
}

static void
late_answer_free (gpointer data)
{
  LateAnswer *late = data;

  g_free (late->text);
  g_free (late);
}

static guint
answer_delay (SandboxConnection *self, const char *method)
{
  static const SandboxFaultKind kinds[] = { SANDBOX_FAULT_DELAY, SANDBOX_FAULT_LATE_ANSWER };
  gint64 ms = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (JsonObject) fault = NULL;

      fault = sandbox_faults_take (self->hub->faults, kinds[i], sandbox_connection_get_login (self), method);
      if (fault != NULL)
        ms += sandbox_json_integer_or (fault, "ms", 0);
    }
  return (guint) ms;
}

static gint64
take_number (SandboxConnection *self, SandboxFaultKind kind, const char *method, const char *member)
{
  g_autoptr (JsonObject) fault = NULL;

  fault = sandbox_faults_take_request (self->hub->faults, kind, sandbox_connection_get_login (self), method);
  return fault != NULL ? sandbox_json_integer_or (fault, member, 0) : -1;
}

/* Tells in an answer when the next request of its kind may come. */
static void
add_retry_after (SandboxConnection *self, const char *method, JsonNode *payload)
{
  gint64 ms = take_number (self, SANDBOX_FAULT_RETRY_AFTER, method, "ms");

  if (ms >= 0 && JSON_NODE_HOLDS_OBJECT (payload))
    json_object_set_int_member (json_node_get_object (payload), "retryAfter", ms);
}

/* Takes over the payload. */
void
sandbox_connection_answer (SandboxConnection *self, guint32 id, const char *method, JsonNode *payload)
{
  g_autoptr (JsonNode) owned = payload;
  SandboxShaping shaping = shaping_of (self);
  g_autoptr (JsonObject) lost = NULL;
  LateAnswer *late;
  gint64 size;
  guint ms;

  lost = sandbox_faults_take (self->hub->faults, SANDBOX_FAULT_LOSE_ANSWER,
                              sandbox_connection_get_login (self), method);
  if (lost != NULL)
    {
      g_hash_table_remove (self->requests, GUINT_TO_POINTER (id));
      if (sandbox_json_boolean (lost, "drop"))
        sandbox_connection_drop (self);
      return;
    }
  add_retry_after (self, method, owned);
  size = take_number (self, SANDBOX_FAULT_OVERSIZE_ANSWER, method, "bytes");
  late = g_new0 (LateAnswer, 1);
  late->connection = self;
  late->id = id;
  late->text = pad (sandbox_shape_answer (&shaping, id, owned), (gsize) MAX (size, 0));
  ms = answer_delay (self, method);
  if (ms > 0)
    sandbox_connection_later (self, ms, on_late_answer, late, late_answer_free);
  else
    {
      on_late_answer (late);
      late_answer_free (late);
    }
}

void
sandbox_connection_answer_error (SandboxConnection *self,
                                 guint32 id,
                                 const char *method,
                                 int code,
                                 const char *description,
                                 JsonNode *retry_after)
{
  JsonObject *payload = json_object_new ();
  JsonNode *node;

  json_object_set_int_member (payload, "errorCode", code);
  if (description != NULL)
    json_object_set_string_member (payload, "errorDescription", description);
  if (retry_after != NULL)
    json_object_set_member (payload, "retryAfter", json_node_copy (retry_after));
  node = json_node_alloc ();
  json_node_init_object (node, payload);
  json_object_unref (payload);
  sandbox_connection_answer (self, id, method, node);
}

static void
ignore_note (SandboxConnection *connection, const char *state, const char *text, gpointer user_data)
{
}

SandboxHub *
sandbox_hub_new (const char *server_name, const char *server_version)
{
  SandboxHub *self = g_new0 (SandboxHub, 1);

  self->world = sandbox_world_new (server_name, server_version);
  self->files = sandbox_files_new ();
  self->faults = sandbox_faults_new ();
  self->log = sandbox_log_new ();
  self->connections = g_ptr_array_new_with_free_func (connection_free);
  self->arriving = g_ptr_array_new ();
  self->noted = ignore_note;
  return self;
}

void
sandbox_hub_free (SandboxHub *self)
{
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->arriving);
  sandbox_log_free (self->log);
  sandbox_faults_free (self->faults);
  sandbox_world_free (self->world);
  sandbox_files_free (self->files);
  g_free (self->secret);
  g_free (self->address);
  g_free (self);
}

/* Handles the timeouts of all connections. To be called several times a second. */
void
sandbox_hub_tick (SandboxHub *self)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->connections->len; i++)
    tick (g_ptr_array_index (self->connections, i), now);
}

void
sandbox_hub_close (SandboxHub *self, guint code, const char *reason)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (self->connections, i);

      if (connection->half_open)
        sandbox_connection_drop (connection);
      else
        sandbox_connection_close (connection, code, reason);
    }
}

/* Half-open connections do not count: for the client they are gone. */
guint
sandbox_hub_count_authorized (SandboxHub *self)
{
  guint count = 0;

  for (guint i = 0; i < self->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (self->connections, i);

      if (connection->authorized && !connection->half_open)
        count++;
    }
  return count;
}
