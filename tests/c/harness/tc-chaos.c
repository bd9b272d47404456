/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-chaos.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef enum
{
  FAULT_NONE,
  FAULT_CUT,
  FAULT_HALF_CLOSE,
  FAULT_SILENCE,
  FAULT_LOSE,
  FAULT_REPEAT,
  FAULT_REORDER,
  FAULT_DELAY,
  FAULT_GARBAGE,
  FAULT_SPLIT,
  N_FAULTS,
} Fault;

static const struct
{
  const char *name;
  guint per_mille; /* of all frames */
} faults[N_FAULTS] = {
  { "none", 0 },    { "cut", 8 },      { "half-close", 4 }, { "silence", 4 },  { "lose", 15 },
  { "repeat", 30 }, { "reorder", 30 }, { "delay", 60 },     { "garbage", 10 }, { "split", 60 },
};

/* A connection: a thread for each direction. */
typedef struct
{
  TcChaos *chaos;
  int sockets[2]; /* of the bot, of the server */
  GThread *threads[2];
} Link;

struct _TcChaos
{
  int listener;
  guint port;
  guint server_port;
  GThread *thread;

  GMutex lock; /* for what follows */
  GRand *rand;
  GPtrArray *links;
  gboolean calm;
  gboolean ended;
  guint counts[N_FAULTS];
};

static int
open_socket (void)
{
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
  return fd;
}

static struct sockaddr_in
make_address (guint port)
{
  return (struct sockaddr_in){
    .sin_family = AF_INET,
    .sin_port = htons ((guint16) port),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
}

static gboolean
write_all (int fd, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gssize n = send (fd, data, length, MSG_NOSIGNAL);

      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static guint
roll (TcChaos *self, guint end)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = (guint) g_rand_int_range (self->rand, 0, (gint32) end);
  g_mutex_unlock (&self->lock);

  return n;
}

/* What a server or a network does not do to a client's requests, such as repeating them, is left out. */
static Fault
choose (TcChaos *self, gboolean to_bot, guint opcode)
{
  guint number = roll (self, 1000);
  Fault fault = FAULT_NONE;
  gboolean calm;

  for (guint i = 0; i < N_FAULTS; i++)
    {
      if (number < faults[i].per_mille)
        {
          fault = (Fault) i;
          break;
        }
      number -= faults[i].per_mille;
    }

  if ((fault == FAULT_REPEAT || fault == FAULT_REORDER) && (!to_bot || opcode > 2))
    fault = FAULT_NONE;

  g_mutex_lock (&self->lock);
  calm = self->calm;
  if (!calm)
    self->counts[fault]++;
  g_mutex_unlock (&self->lock);

  return calm ? FAULT_NONE : fault;
}

/* How long the first frame is; 0: it is not complete. */
static gsize
get_frame_length (const GByteArray *buffer)
{
  gsize head = 2;
  guint64 length;

  if (buffer->len < head)
    return 0;

  length = buffer->data[1] & 0x7f;
  if (length >= 126)
    {
      gsize bytes = length == 126 ? 2 : 8;

      head += bytes;
      if (buffer->len < head)
        return 0;
      length = 0;
      for (gsize i = 0; i < bytes; i++)
        length = length << 8 | buffer->data[2 + i];
    }
  if ((buffer->data[1] & 0x80) != 0)
    head += 4;

  return buffer->len - head >= length && buffer->len >= head ? head + (gsize) length : 0;
}

static gboolean
send_garbage (TcChaos *self, int fd, gboolean to_bot)
{
  /* text that is not JSON, JSON that is no frame, text that is not UTF-8, reserved bits, a frame without an end */
  static const char *const garbage[] = {
    "\x81\x05hello",    "\x81\x02[]", "\x81\x08{\"type\":",
    "\x81\x02\xff\xfe", "\xf1\x01x",  "\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff",
  };
  const char *bytes = garbage[roll (self, to_bot ? G_N_ELEMENTS (garbage) : 1)];

  /* a server closes the connection for any frame of a client that is not masked */
  return write_all (fd, (const guint8 *) bytes, strlen (bytes));
}

static gboolean
send_split (int fd, const guint8 *data, gsize length)
{
  gsize i;

  for (i = 0; i < MIN (length, 40); i++)
    if (!write_all (fd, data + i, 1))
      return FALSE;

  return write_all (fd, data + i, length - i);
}

/* Returns whether the direction goes on. */
static gboolean
pass_frame (Link *link, gboolean to_bot, const guint8 *data, gsize length, GByteArray *held)
{
  TcChaos *self = link->chaos;
  int fd = link->sockets[to_bot ? 0 : 1];

  switch (choose (self, to_bot, data[0] & 0x0f))
    {
    case FAULT_CUT:
      return FALSE;

    case FAULT_HALF_CLOSE:
      shutdown (fd, SHUT_WR);
      G_GNUC_FALLTHROUGH;
    case FAULT_SILENCE:
      /* what comes from now on is read and goes nowhere */
      while (recv (link->sockets[to_bot ? 1 : 0], (char[4096]){ 0 }, 4096, 0) > 0)
        ;
      return FALSE;

    case FAULT_LOSE:
      return TRUE;

    case FAULT_REPEAT:
      return write_all (fd, data, length) && write_all (fd, data, length);

    case FAULT_REORDER:
      g_byte_array_append (held, data, (guint) length);
      return TRUE;

    case FAULT_DELAY:
      g_usleep (1000 * roll (self, 50));
      break;

    case FAULT_GARBAGE:
      if (!send_garbage (self, fd, to_bot))
        return FALSE;
      break;

    case FAULT_SPLIT:
      return send_split (fd, data, length);

    case FAULT_NONE:
    case N_FAULTS:
    default:
      break;
    }

  if (!write_all (fd, data, length))
    return FALSE;
  if (held->len > 0 && !write_all (fd, held->data, held->len))
    return FALSE;
  g_byte_array_set_size (held, 0);

  return TRUE;
}

static void
pump (Link *link, gboolean to_bot)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_autoptr (GByteArray) held = g_byte_array_new ();
  gboolean head = TRUE;
  gboolean alive = TRUE;
  guint8 bytes[16384];

  while (alive)
    {
      gssize n = recv (link->sockets[to_bot ? 1 : 0], bytes, sizeof bytes, 0);
      gsize length;

      if (n <= 0)
        break;
      g_byte_array_append (buffer, bytes, (guint) n);

      if (head)
        {
          const char *end = g_strstr_len ((const char *) buffer->data, buffer->len, "\r\n\r\n");

          if (end == NULL)
            continue;
          length = (gsize) (end + 4 - (const char *) buffer->data);
          alive = write_all (link->sockets[to_bot ? 0 : 1], buffer->data, length);
          g_byte_array_remove_range (buffer, 0, (guint) length);
          head = FALSE;
        }

      while (alive && (length = get_frame_length (buffer)) > 0)
        {
          alive = pass_frame (link, to_bot, buffer->data, length, held);
          g_byte_array_remove_range (buffer, 0, (guint) length);
        }
    }

  shutdown (link->sockets[0], SHUT_RDWR);
  shutdown (link->sockets[1], SHUT_RDWR);
}

static gpointer
to_bot_thread (gpointer data)
{
  pump (data, TRUE);
  return NULL;
}

static gpointer
to_server_thread (gpointer data)
{
  pump (data, FALSE);
  return NULL;
}

static void
link_free (gpointer data)
{
  Link *link = data;

  for (guint i = 0; i < 2; i++)
    shutdown (link->sockets[i], SHUT_RDWR);
  for (guint i = 0; i < 2; i++)
    g_thread_join (link->threads[i]);
  for (guint i = 0; i < 2; i++)
    close (link->sockets[i]);
  g_free (link);
}

static void
begin_link (TcChaos *self, int bot)
{
  struct sockaddr_in address = make_address (self->server_port);
  int server = open_socket ();
  Link *link;

  if (connect (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      close (server);
      close (bot);
      return;
    }

  link = g_new0 (Link, 1);
  link->chaos = self;
  link->sockets[0] = bot;
  link->sockets[1] = server;
  link->threads[0] = g_thread_new ("chaos-to-bot", to_bot_thread, link);
  link->threads[1] = g_thread_new ("chaos-to-server", to_server_thread, link);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->links, link);
  g_mutex_unlock (&self->lock);
}

static gpointer
accept_thread (gpointer data)
{
  TcChaos *self = data;
  int bot;

  while ((bot = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    {
      setsockopt (bot, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
      begin_link (self, bot);
    }

  return NULL;
}

TcChaos *
tc_chaos_new (guint port, guint32 seed)
{
  TcChaos *self = g_new0 (TcChaos, 1);
  struct sockaddr_in address = make_address (0);
  socklen_t length = sizeof address;

  g_mutex_init (&self->lock);
  self->server_port = port;
  self->rand = g_rand_new_with_seed (seed);
  self->links = g_ptr_array_new_with_free_func (link_free);
  self->listener = open_socket ();
  g_assert_no_errno (bind (self->listener, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (self->listener, 16));
  g_assert_no_errno (getsockname (self->listener, (struct sockaddr *) &address, &length));
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("chaos", accept_thread, self);

  return self;
}

guint
tc_chaos_get_port (TcChaos *self)
{
  return self->port;
}

void
tc_chaos_calm (TcChaos *self)
{
  g_mutex_lock (&self->lock);
  self->calm = TRUE;
  for (guint i = 0; i < self->links->len; i++)
    {
      Link *link = g_ptr_array_index (self->links, i);

      shutdown (link->sockets[0], SHUT_RDWR);
      shutdown (link->sockets[1], SHUT_RDWR);
    }
  g_mutex_unlock (&self->lock);
}

char *
tc_chaos_describe (TcChaos *self)
{
  GString *text = g_string_new (NULL);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < N_FAULTS; i++)
    g_string_append_printf (text, "%s%s %u", i > 0 ? ", " : "", faults[i].name, self->counts[i]);
  g_mutex_unlock (&self->lock);

  return g_string_free (text, FALSE);
}

void
tc_chaos_free (TcChaos *self)
{
  shutdown (self->listener, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->listener);
  g_ptr_array_unref (self->links);
  g_rand_free (self->rand);
  g_mutex_clear (&self->lock);
  g_free (self);
}
