/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-redis.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "tc-util.h"

struct _TcRedis
{
  char *folder;
  char *address;
  char *more;
  guint tls_port; /* 0: none */
  GSubprocess *process;
};

static char *
find_server (void)
{
  /* Debian has Valkey besides Redis */
  static const char *const names[] = { "redis-server", "valkey-server", "/usr/bin/redis-server",
                                       "/usr/bin/valkey-server" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *path = g_find_program_in_path (names[i]);

      if (path != NULL)
        return path;
    }

  g_error ("redis-server is missing: install it");
}

static void
run (TcRedis *self, const char *line)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;

  g_subprocess_launcher_set_cwd (launcher, self->folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, NULL);
  if (!g_subprocess_get_successful (process))
    g_error ("%s: %s", line, complaint);
}

static void
write_file (TcRedis *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

#define NEW_KEY "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

static void
make_certificates (TcRedis *self)
{
  write_file (self, "for-localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  run (self, "openssl req -x509 " NEW_KEY " -keyout ca.key -out ca.pem -days 2 -subj /CN=Tests");
  run (self, "openssl req -x509 " NEW_KEY " -keyout other.key -out other.pem -days 2 -subj /CN=Others");
  run (self, "openssl req " NEW_KEY " -keyout redis.key -out redis.csr -subj /CN=localhost");
  run (self, "openssl x509 -req -in redis.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
             "-extfile for-localhost -out redis.pem");
}

static guint
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

/* A test that was killed cannot end its server. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* The socket is there before anybody listens. */
static gboolean
can_connect (const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

void
tc_redis_start (TcRedis *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  const char *argv[] = { NULL, NULL, NULL };
  g_autofree char *server = find_server ();
  g_autofree char *socket = tc_redis_get_socket (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) configuration = g_string_new (NULL);
  g_autofree char *path = g_build_filename (self->folder, "redis.conf", NULL);

  g_unlink (socket);
  g_string_append_printf (configuration,
                          "dir \"%s\"\nunixsocket \"%s\"\nport 0\nsave \"\"\nappendonly yes\n"
                          "appendfsync always\nlogfile \"%s/log\"\ndaemonize no\n",
                          self->folder, socket, self->folder);
  if (self->tls_port != 0)
    g_string_append_printf (configuration,
                            "bind 127.0.0.1\ntls-port %u\ntls-cert-file \"%s/redis.pem\"\ntls-key-file "
                            "\"%s/redis.key\"\ntls-ca-cert-file \"%s/ca.pem\"\ntls-auth-clients no\n",
                            self->tls_port, self->folder, self->folder, self->folder);
  if (self->more != NULL)
    g_string_append (configuration, self->more);
  write_file (self, "redis.conf", configuration->str);

  argv[0] = server;
  argv[1] = path;
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  TC_WAIT_OUTSIDE (can_connect (socket));
}

static gboolean
is_stopped (const char *pid)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *line = NULL;
  const char *name_end;

  g_assert_true (g_file_get_contents (path, &line, NULL, NULL));
  name_end = strrchr (line, ')');

  return g_str_has_prefix (name_end, ") T");
}

/* Returns when the signal has arrived: GSubprocess sends its signals from a thread, later. */
void
tc_redis_signal (TcRedis *self, int number)
{
  const char *pid = g_subprocess_get_identifier (self->process);

  g_assert_no_errno (kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), number));
  if (number == SIGSTOP)
    TC_WAIT_OUTSIDE (is_stopped (pid));
}

void
tc_redis_kill (TcRedis *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

TcRedis *
tc_redis_new (const char *more, gboolean tls)
{
  TcRedis *self = g_new0 (TcRedis, 1);

  self->folder = g_dir_make_tmp ("redis-XXXXXX", NULL);
  self->address = g_strconcat ("unix://", self->folder, "/socket", NULL);
  self->more = g_strdup (more);
  if (tls)
    {
      make_certificates (self);
      self->tls_port = find_port ();
    }
  tc_redis_start (self);

  return self;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        remove_folder (inner);
      else
        g_unlink (inner);
    }
  g_rmdir (path);
}

void
tc_redis_free (TcRedis *self)
{
  if (self->process != NULL)
    tc_redis_kill (self);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->address);
  g_free (self->more);
  g_free (self);
}

const char *
tc_redis_get_folder (TcRedis *self)
{
  return self->folder;
}

const char *
tc_redis_get_address (TcRedis *self)
{
  return self->address;
}

char *
tc_redis_get_socket (TcRedis *self)
{
  return g_build_filename (self->folder, "socket", NULL);
}

guint
tc_redis_get_tls_port (TcRedis *self)
{
  return self->tls_port;
}

char *
tc_redis_get_ca_file (TcRedis *self, gboolean right)
{
  return g_build_filename (self->folder, right ? "ca.pem" : "other.pem", NULL);
}

char *
tc_redis_ask (TcRedis *self, const char *words)
{
  g_autofree char *socket = tc_redis_get_socket (self);
  g_autofree char *cli = g_find_program_in_path ("redis-cli");
  g_autofree char *line = g_strdup_printf ("%s -s %s %s", cli != NULL ? cli : "valkey-cli", socket, words);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      (const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  return g_strchomp (output);
}
