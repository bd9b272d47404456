/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#ifdef HAVE_HIREDIS

#  include <gio/gunixsocketaddress.h>
#  include <glib/gi18n-lib.h>
#  include <hiredis/hiredis.h>
#  include <string.h>

#  include "dialogs/trueconf-redis-link-private.h"
#  include "dialogs/trueconf-redis-words-private.h"
#  include "transport/trueconf-backoff-private.h"
#  include "transport/trueconf-io-private.h"
#  include "trueconf-error.h"
#  include "trueconf-string-private.h"

/* A server that is away for longer has so many callers waiting that more of them do not help. */
#  define MAX_COMMANDS 4096

/* As much is written at once, and commands that do not fit wait for what was written. */
#  define WRITE_AHEAD (256 * 1024)

/* A reply that is longer is none: a dialog is text that somebody has typed, and find_expired asks for a page. */
#  define MAX_REPLY (8 * 1024 * 1024)

#  define MAX_ELEMENTS 65536

/* Numbers, lengths and errors are lines. hiredis looks at a line that has not ended from its beginning, each time. */
#  define MAX_LINE (64 * 1024)

/* In seconds. A server that is started again should find its bots back soon. */
#  define MAX_PAUSE 5

typedef struct _TrueconfRedisConnection TrueconfRedisConnection;

struct _TrueconfRedisLink
{
  TrueconfRedisAddress *address;
  TrueconfBackoff backoff;
  TrueconfRedisConnection *connection;
  GSource *timer;
  gint64 wake;       /* when the timer goes off */
  gint64 not_before; /* no attempt to connect before */
  GError *failure;   /* why there is no connection */
  gboolean refused;  /* what `failure` says is not over by waiting */
  GQueue waiting;    /* of TrueconfRedisCommand */
  GQueue sent;
};

typedef struct
{
  const TrueconfRedisScript *script; /* NULL: of the log-in */
  char **arguments;
  TrueconfRedisReplyFunc replied;
  GTask *task; /* NULL: nobody waits any more */
  gint64 deadline;
  gboolean with_text; /* the server does not have the script */
} TrueconfRedisCommand;

struct _TrueconfRedisConnection
{
  grefcount refs;
  TrueconfRedisLink *link; /* NULL once it is given up */
  GSocketConnection *stream;
  GCancellable *cancellable;
  GTlsCertificateFlags problems;
  redisReader *reader;
  redisReplyObjectFunctions functions; /* those of hiredis, but for one */
  redisReplyObjectFunctions *plain;
  GByteArray *output;
  gint64 deadline; /* of the log-in */
  gsize unread;    /* bytes of a reply that has not ended */
  guint n_steps;   /* of the log-in, that have not been answered */
  gboolean connected;
  gboolean writing;
  gboolean answered;
  char input[16 * 1024];
};

static void serve (TrueconfRedisLink *self);
static void lose (TrueconfRedisConnection *connection, GError *error);
static void refuse (TrueconfRedisLink *self, GError *error);

static void
command_free (TrueconfRedisCommand *command)
{
  /* they may be a password */
  for (guint i = 0; command->script == NULL && command->arguments[i] != NULL; i++)
    trueconf_wipe_string (command->arguments[i]);
  g_strfreev (command->arguments);
  g_clear_object (&command->task);
  g_free (command);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfRedisCommand, command_free)

static void
command_fail (TrueconfRedisCommand *command, const GError *error)
{
  if (command->task == NULL)
    return;

  g_task_return_error (command->task, g_error_copy (error));
  g_clear_object (&command->task);
}

/* ---- the connection */

static TrueconfRedisConnection *
connection_ref (TrueconfRedisConnection *self)
{
  g_ref_count_inc (&self->refs);
  return self;
}

static void
connection_unref (gpointer data)
{
  TrueconfRedisConnection *self = data;

  if (!g_ref_count_dec (&self->refs))
    return;

  if (self->stream != NULL)
    {
      /* without this, TLS would wait for the other side when it is closed */
      g_socket_close (g_socket_connection_get_socket (self->stream), NULL);
      g_object_unref (self->stream);
    }
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->reader, redisReaderFree);
  g_byte_array_unref (self->output);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfRedisConnection, connection_unref)

#  if HIREDIS_MAJOR >= 1
typedef size_t TrueconfRedisLength;
#  else
typedef int TrueconfRedisLength;
#  endif

/* hiredis makes room for all elements when it reads their number, which may be anything. Only flat lists are expected. */
static void *
create_array (const redisReadTask *task, TrueconfRedisLength length)
{
  TrueconfRedisConnection *self = task->privdata;

  if (length > MAX_ELEMENTS || task->parent != NULL)
    return NULL;

  return self->plain->createArray (task, length);
}

static TrueconfRedisConnection *
connection_new (TrueconfRedisLink *link)
{
  TrueconfRedisConnection *self = g_new0 (TrueconfRedisConnection, 1);

  g_ref_count_init (&self->refs);
  self->link = link;
  self->cancellable = g_cancellable_new ();
  self->output = g_byte_array_new ();
  self->deadline = trueconf_time_from_now (link->address->timeout);
  self->reader = redisReaderCreate ();
  self->plain = self->reader->fn;
  self->functions = *self->plain;
  self->functions.createArray = create_array;
  self->reader->fn = &self->functions;
  self->reader->privdata = self;

  return self;
}

/* What was sent is sent again on the next connection: the scripts know what they have done. */
static void
give_up (TrueconfRedisConnection *connection)
{
  TrueconfRedisLink *self = connection->link;
  TrueconfRedisCommand *command;

  while ((command = g_queue_pop_tail (&self->sent)) != NULL)
    if (command->task != NULL)
      g_queue_push_head (&self->waiting, command);
    else
      command_free (command);

  connection->link = NULL;
  self->connection = NULL;
  g_cancellable_cancel (connection->cancellable);
  connection_unref (connection);
}

static void
note_answer (TrueconfRedisConnection *connection)
{
  TrueconfRedisLink *self = connection->link;

  connection->answered = TRUE;
  trueconf_backoff_reset (&self->backoff);
  g_clear_error (&self->failure);
  self->refused = FALSE;
}

static void
handle_reply (TrueconfRedisConnection *connection, const redisReply *reply)
{
  TrueconfRedisLink *self = connection->link;
  g_autoptr (TrueconfRedisCommand) command = g_queue_pop_head (&self->sent);
  GError *error = NULL;

  if (reply->type != REDIS_REPLY_ERROR && command != NULL)
    {
      if (command->script == NULL)
        {
          connection->n_steps--;
          return;
        }
      note_answer (connection);
      if (command->task != NULL)
        command->replied (reply, command->task);
      return;
    }

  if (reply->type != REDIS_REPLY_ERROR)
    {
      refuse (self, trueconf_redis_words_for_nonsense (self->address));
      return;
    }

  error = trueconf_redis_words_for_reply (self->address, reply->str);
  switch (trueconf_redis_words_classify (reply->str))
    {
    case TRUECONF_REDIS_TROUBLE_SCRIPT:
      if (command != NULL && command->task != NULL && !command->with_text)
        {
          command->with_text = TRUE;
          g_queue_push_tail (&self->waiting, g_steal_pointer (&command));
          g_error_free (error);
          return;
        }
      G_GNUC_FALLTHROUGH;

    case TRUECONF_REDIS_TROUBLE_COMMAND:
      if (command != NULL && command->script != NULL)
        {
          note_answer (connection);
          command_fail (command, error);
          g_error_free (error);
          return;
        }
      break;

    case TRUECONF_REDIS_TROUBLE_PASSING:
      if (command != NULL && command->task != NULL)
        g_queue_push_head (&self->sent, g_steal_pointer (&command));
      connection->answered = FALSE;
      lose (connection, error);
      return;

    case TRUECONF_REDIS_TROUBLE_MOVED:
      if (command != NULL)
        command_fail (command, error);
      lose (connection, error);
      return;

    case TRUECONF_REDIS_TROUBLE_REFUSED:
    default:
      break;
    }

  if (command != NULL)
    command_fail (command, error);
  refuse (self, error);
}

static gboolean
is_endless (TrueconfRedisConnection *self)
{
  const redisReader *reader = self->reader;

  return self->unread > MAX_REPLY || (reader->len - reader->pos > MAX_LINE &&
                                      memmem (reader->buf + reader->pos, MAX_LINE, "\r\n", 2) == NULL);
}

static void
handle_input (TrueconfRedisConnection *connection, gsize length)
{
  connection->unread += length;
  if (redisReaderFeed (connection->reader, connection->input, length) != REDIS_OK)
    {
      refuse (connection->link, trueconf_redis_words_for_nonsense (connection->link->address));
      return;
    }

  while (connection->link != NULL)
    {
      void *reply = NULL;

      if (redisReaderGetReply (connection->reader, &reply) != REDIS_OK)
        {
          refuse (connection->link, trueconf_redis_words_for_nonsense (connection->link->address));
          return;
        }
      if (reply == NULL)
        break;

      connection->unread = 0;
      handle_reply (connection, reply);
      freeReplyObject (reply);
    }

  if (connection->link != NULL && is_endless (connection))
    refuse (connection->link, trueconf_redis_words_for_size (connection->link->address));
}

static void read_more (TrueconfRedisConnection *connection);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrueconfRedisConnection) connection = data;
  g_autoptr (GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (connection->link == NULL)
    return;

  if (length <= 0)
    {
      lose (connection, trueconf_redis_words_for_failure (connection->link->address, error));
      return;
    }

  handle_input (connection, (gsize) length);
  if (connection->link == NULL)
    return;

  read_more (connection);
  serve (connection->link);
}

static void
read_more (TrueconfRedisConnection *connection)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection->stream)),
                             connection->input, sizeof connection->input, G_PRIORITY_DEFAULT,
                             connection->cancellable, read_cb, connection_ref (connection));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrueconfRedisConnection) connection = data;
  g_autoptr (GError) error = NULL;
  gboolean written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);

  /* it may have been a password */
  if (connection->output->len > 0)
    memset (connection->output->data, 0, connection->output->len);
  g_byte_array_set_size (connection->output, 0);
  connection->writing = FALSE;
  if (connection->link == NULL)
    return;

  if (written)
    serve (connection->link);
  else
    lose (connection, trueconf_redis_words_for_failure (connection->link->address, error));
}

/* @command is taken. */
static void
append (TrueconfRedisConnection *connection, TrueconfRedisCommand *command)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *sum = NULL;
  g_autofree char *n_keys = NULL;
  char *formatted = NULL;
  gssize length;

  if (command->script != NULL)
    {
      sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1, command->script->text, -1);
      n_keys = g_strdup_printf ("%u", command->script->n_keys);
      g_ptr_array_add (words, (gpointer) (command->with_text ? "EVAL" : "EVALSHA"));
      g_ptr_array_add (words, command->with_text ? (gpointer) command->script->text : sum);
      g_ptr_array_add (words, n_keys);
    }
  for (guint i = 0; command->arguments[i] != NULL; i++)
    g_ptr_array_add (words, command->arguments[i]);

  length = (gssize) redisFormatCommandArgv (&formatted, (int) words->len, (const char **) words->pdata, NULL);
  if (length < 0)
    g_error ("out of memory");
  g_byte_array_append (connection->output, (const guint8 *) formatted, (guint) length);
  if (command->script == NULL)
    trueconf_wipe_string (formatted);
  redisFreeCommand (formatted);
  g_queue_push_tail (&connection->link->sent, command);
}

static void
write_output (TrueconfRedisConnection *connection)
{
  if (connection->writing || connection->output->len == 0)
    return;

  connection->writing = TRUE;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (connection->stream)),
                                   connection->output->data, connection->output->len, G_PRIORITY_DEFAULT,
                                   connection->cancellable, written_cb, connection_ref (connection));
}

static void
log_in_step (TrueconfRedisConnection *connection, const char *name, const char *first, const char *second)
{
  TrueconfRedisCommand *command = g_new0 (TrueconfRedisCommand, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, name);
  if (first != NULL)
    g_strv_builder_add (builder, first);
  if (second != NULL)
    g_strv_builder_add (builder, second);
  command->arguments = g_strv_builder_end (builder);
  command->deadline = TRUECONF_TIME_NEVER;
  connection->n_steps++;
  append (connection, command);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrueconfRedisConnection) connection = data;
  g_autoptr (GError) error = NULL;
  TrueconfRedisAddress *address;

  connection->stream = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (connection->link == NULL)
    return;

  address = connection->link->address;
  if (connection->stream == NULL)
    {
      if (connection->problems != 0 && address->verify && error->domain == G_TLS_ERROR)
        refuse (connection->link, trueconf_redis_words_for_certificate (address, connection->problems));
      else
        lose (connection, trueconf_redis_words_for_failure (address, error));
      return;
    }

  connection->connected = TRUE;
  g_socket_set_keepalive (g_socket_connection_get_socket (connection->stream), TRUE);
  if (address->password != NULL)
    log_in_step (connection, "AUTH", address->user_name != NULL ? address->user_name : address->password,
                 address->user_name != NULL ? address->password : NULL);
  if (address->database != 0)
    {
      g_autofree char *database = g_strdup_printf ("%u", address->database);

      log_in_step (connection, "SELECT", database, NULL);
    }
  write_output (connection);
  read_more (connection);
  serve (connection->link);
}

static gboolean
accept_certificate_cb (GTlsConnection *tls,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags problems,
                       gpointer data)
{
  TrueconfRedisConnection *connection = data;

  connection->problems = problems;
  return connection->link != NULL && !connection->link->address->verify;
}

static void
drop_connection (gpointer data, GClosure *closure)
{
  connection_unref (data);
}

static void
event_cb (GSocketClient *client,
          GSocketClientEvent event,
          GSocketConnectable *connectable,
          GIOStream *stream,
          gpointer data)
{
  TrueconfRedisConnection *connection = data;

  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKING || connection->link == NULL)
    return;

  if (connection->link->address->authorities != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (stream), connection->link->address->authorities);
  g_signal_connect_data (stream, "accept-certificate", G_CALLBACK (accept_certificate_cb),
                         connection_ref (connection), drop_connection, 0);
}

static void
connect_to_server (TrueconfRedisLink *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) place = NULL;
  TrueconfRedisConnection *connection = connection_new (self);

  self->connection = connection;
  if (self->address->path != NULL)
    place = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (self->address->path));
  else
    place = g_network_address_new (self->address->host, self->address->port);

  /* proxies are for the way to the server of TrueConf */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_tls (client, self->address->tls);
  g_signal_connect_data (client, "event", G_CALLBACK (event_cb), connection_ref (connection), drop_connection,
                         0);
  g_socket_client_connect_async (client, place, connection->cancellable, connected_cb,
                                 connection_ref (connection));
}

/* ---- what there is to do */

static void
set_failure (TrueconfRedisLink *self, GError *error, gboolean refused)
{
  g_clear_error (&self->failure);
  self->failure = error;
  self->refused = refused;
}

/* @error is taken. A connection that has been of use is made again at once. */
static void
lose (TrueconfRedisConnection *connection, GError *error)
{
  TrueconfRedisLink *self = connection->link;

  if (!connection->answered)
    self->not_before = trueconf_time_from_now (trueconf_backoff_next (&self->backoff, MAX_PAUSE, 0));
  set_failure (self, error, FALSE);
  give_up (connection);
  serve (self);
}

/* @error is taken. Waiting does not help, so nobody does; somebody who comes soon is told the same. */
static void
refuse (TrueconfRedisLink *self, GError *error)
{
  TrueconfRedisCommand *command;

  self->not_before = trueconf_time_from_now (trueconf_backoff_next (&self->backoff, MAX_PAUSE, 0));
  set_failure (self, error, TRUE);
  if (self->connection != NULL)
    give_up (self->connection);

  while ((command = g_queue_pop_head (&self->waiting)) != NULL)
    {
      command_fail (command, error);
      command_free (command);
    }
}

/* Does what can be done now, and sees to it that it is called when there will be something. */
static void
serve (TrueconfRedisLink *self)
{
  TrueconfRedisConnection *connection = self->connection;
  gint64 wake = TRUECONF_TIME_NEVER;

  if (connection == NULL && !g_queue_is_empty (&self->waiting))
    {
      if (g_get_monotonic_time () >= self->not_before)
        connect_to_server (self);
      else
        wake = self->not_before;
    }

  if (connection != NULL && connection->connected && connection->n_steps == 0 && !connection->writing)
    {
      TrueconfRedisCommand *command;

      while (connection->output->len < WRITE_AHEAD && (command = g_queue_pop_head (&self->waiting)) != NULL)
        if (g_task_return_error_if_cancelled (command->task))
          command_free (command);
        else
          append (connection, command);
      write_output (connection);
    }

  if (self->connection != NULL && (!self->connection->connected || self->connection->n_steps > 0))
    wake = MIN (wake, self->connection->deadline);
  /* each has the same time, so those that have waited longest are at the head */
  if (!g_queue_is_empty (&self->waiting))
    wake = MIN (wake, ((TrueconfRedisCommand *) g_queue_peek_head (&self->waiting))->deadline);
  if (!g_queue_is_empty (&self->sent))
    wake = MIN (wake, ((TrueconfRedisCommand *) g_queue_peek_head (&self->sent))->deadline);

  if (wake < self->wake)
    {
      self->wake = wake;
      trueconf_io_timer_set (self->timer, wake);
    }
}

/* Returns whether there was one. */
static gboolean
end_overdue (TrueconfRedisLink *self, GQueue *queue, gint64 now)
{
  gboolean found = FALSE;

  for (GList *link = queue->head; link != NULL; link = link->next)
    {
      TrueconfRedisCommand *command = link->data;
      g_autoptr (GError) silence = NULL;

      if (command->task == NULL || command->deadline > now)
        continue;

      found = TRUE;
      if (self->failure == NULL || queue == &self->sent)
        silence = trueconf_redis_words_for_silence (self->address);
      command_fail (command, silence != NULL ? silence : self->failure);
    }

  return found;
}

static gboolean
timer_cb (gpointer data)
{
  TrueconfRedisLink *self = data;
  gint64 now = g_get_monotonic_time ();
  TrueconfRedisConnection *connection = self->connection;
  gboolean silent = end_overdue (self, &self->sent, now);

  self->wake = TRUECONF_TIME_NEVER;
  if (connection != NULL && (!connection->connected || connection->n_steps > 0))
    silent = silent || connection->deadline <= now;
  if (connection != NULL && silent)
    {
      connection->answered = FALSE;
      lose (connection, trueconf_redis_words_for_silence (self->address));
    }

  if (end_overdue (self, &self->waiting, now))
    for (guint i = g_queue_get_length (&self->waiting); i > 0; i--)
      {
        TrueconfRedisCommand *command = g_queue_pop_head (&self->waiting);

        if (command->task != NULL)
          g_queue_push_tail (&self->waiting, command);
        else
          command_free (command);
      }

  serve (self);
  return G_SOURCE_CONTINUE;
}

/* ---- in any thread */

typedef struct
{
  TrueconfRedisLink *link;
  TrueconfRedisCommand *command;
} TrueconfRedisPosted;

static void
post_free (gpointer data)
{
  TrueconfRedisPosted *posted = data;

  g_clear_pointer (&posted->command, command_free);
  g_free (posted);
}

static void
run_posted (gpointer data)
{
  TrueconfRedisPosted *posted = data;
  TrueconfRedisLink *self = posted->link;
  guint n_commands = g_queue_get_length (&self->waiting) + g_queue_get_length (&self->sent);

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->timer == NULL)
    self->timer = trueconf_io_timer_new (timer_cb, self, "trueconf-redis");

  if (self->refused && g_get_monotonic_time () < self->not_before)
    {
      command_fail (posted->command, self->failure);
    }
  else if (n_commands >= MAX_COMMANDS)
    {
      g_autoptr (GError) error = trueconf_redis_words_for_crowd (self->address, n_commands);

      command_fail (posted->command, error);
    }
  else
    {
      posted->command->deadline = trueconf_time_from_now (self->address->timeout);
      g_queue_push_tail (&self->waiting, g_steal_pointer (&posted->command));
      serve (self);
    }
}

TrueconfRedisLink *
trueconf_redis_link_new (TrueconfRedisAddress *address)
{
  TrueconfRedisLink *self = g_new0 (TrueconfRedisLink, 1);

  self->address = trueconf_redis_address_ref (address);
  self->wake = TRUECONF_TIME_NEVER;
  return self;
}

void
trueconf_redis_link_run (TrueconfRedisLink *self,
                         const TrueconfRedisScript *script,
                         char **arguments,
                         TrueconfRedisReplyFunc replied,
                         GTask *task)
{
  TrueconfRedisPosted *posted = g_new0 (TrueconfRedisPosted, 1);

  posted->link = self;
  posted->command = g_new0 (TrueconfRedisCommand, 1);
  posted->command->script = script;
  posted->command->arguments = arguments;
  posted->command->replied = replied;
  posted->command->task = g_object_ref (task);
  trueconf_io_post (run_posted, posted, post_free);
}

static void
close_posted (gpointer data)
{
  TrueconfRedisLink *self = data;

  if (self->connection != NULL)
    give_up (self->connection);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) command_free);
  g_clear_pointer (&self->timer, trueconf_io_timer_free);
  g_clear_error (&self->failure);
  trueconf_redis_address_unref (self->address);
  g_free (self);
}

void
trueconf_redis_link_free (TrueconfRedisLink *self)
{
  trueconf_io_post (close_posted, self, NULL);
}

#endif
