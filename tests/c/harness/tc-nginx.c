/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-nginx.h"

#include <glib/gstdio.h>

#define MAX_ATTEMPTS 5

typedef struct
{
  GSocketService *counter;
  guint port;
  guint inner; /* of nginx itself */
  TcNginxSite passed_to;
  guint connections;
} Site;

struct _TcNginx
{
  char *dir;
  char *ca_file;
  GSubprocess *process;
  guint open; /* open connections */
  Site sites[TC_NGINX_N_SITES];
};

/* of certificates */
static const char *const names[] = { "good", "expired", "wrong", "moved", "unknown", "future",
                                     "half", "stale",   "good",  "good",  "named",   "good" };

static char *
find_program (const char *name, const char *fallback)
{
  char *path = g_find_program_in_path (name);

  if (path == NULL && g_file_test (fallback, G_FILE_TEST_IS_EXECUTABLE))
    path = g_strdup (fallback);
  if (path == NULL)
    g_error ("%s is missing: install it", name);

  return path;
}

static void
run_openssl (TcNginx *self, const char *arguments)
{
  g_autofree char *openssl = find_program ("openssl", "/usr/bin/openssl");
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strdup_printf ("%s %s", openssl, arguments);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autofree char *complaint = NULL;

  g_subprocess_launcher_set_cwd (launcher, self->dir);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, NULL);
  if (!g_subprocess_get_successful (process))
    g_error ("%s: %s", line, complaint);
}

static void
write_file (TcNginx *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

#define FOR_LOCALHOST "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
#define NEW_KEY       "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

/* In days from now. */
static char *
make_date (int days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, days);

  return g_date_time_format (then, "%Y%m%d%H%M%SZ");
}

/* "openssl x509" makes no certificate that has expired already */
#define AUTHORITY                                                                                            \
  "[ca]\ndefault_ca = authority\n[authority]\nnew_certs_dir = .\ndatabase = index\nrand_serial = yes\n"      \
  "unique_subject = no\ndefault_md = sha256\npolicy = any\n[any]\ncommonName = supplied\n"

static void
make_certificate (TcNginx *self,
                  const char *name,
                  const char *authority,
                  const char *extension,
                  int first_day,
                  int last_day)
{
  g_autofree char *begin = make_date (first_day);
  g_autofree char *end = make_date (last_day);
  g_autofree char *request =
      g_strdup_printf ("req -new " NEW_KEY " -keyout %s.key -out %s.csr -subj /CN=%s", name, name, name);
  g_autofree char *sign = g_strdup_printf (
      "ca -config authority -batch -notext -cert %s.pem -keyfile %s.key -startdate %s -enddate %s "
      "-extfile extensions -in %s.csr -out %s.pem",
      authority, authority, begin, end, name, name);

  write_file (self, "extensions", extension);
  run_openssl (self, request);
  run_openssl (self, sign);
}

static void
make_certificates (TcNginx *self)
{
  run_openssl (self,
               "req -x509 " NEW_KEY " -keyout ca.key -out ca.pem -days 2 -subj /CN=trueconf-test-authority");
  run_openssl (self, "req -x509 " NEW_KEY " -keyout unknown.key -out unknown.pem -days 2 -subj /CN=unknown "
                     "-addext subjectAltName=DNS:localhost,IP:127.0.0.1");
  run_openssl (self,
               "req -x509 " NEW_KEY " -keyout other.key -out other.pem -days 2 -subj /CN=other-authority");
  write_file (self, "authority", AUTHORITY);
  write_file (self, "index", "");
  make_certificate (self, "between", "ca", "basicConstraints=critical,CA:TRUE\n", -1, 2);
  make_certificate (self, "good", "ca", FOR_LOCALHOST, -1, 2);
  make_certificate (self, "named", "ca", "subjectAltName=DNS:localhost\n", -1, 2);
  make_certificate (self, "moved", "ca", FOR_LOCALHOST, -1, 2);
  make_certificate (self, "expired", "ca", FOR_LOCALHOST, -3, -1);
  make_certificate (self, "future", "ca", FOR_LOCALHOST, 1, 2);
  make_certificate (self, "half", "between", FOR_LOCALHOST, -1, 2);
  make_certificate (self, "stale", "other", FOR_LOCALHOST, -3, -1);
  make_certificate (self, "wrong", "ca", "subjectAltName=DNS:video.example.com\n", -1, 2);
}

static char *
make_configuration (TcNginx *self, TcSandbox *sandbox)
{
  GString *text = g_string_new ("daemon off;\nmaster_process off;\nworker_processes 1;\n");

  g_string_append_printf (
      text,
      "pid %s/nginx.pid;\nerror_log %s/error.log info;\n"
      "events { worker_connections 256; }\n"
      "http {\naccess_log off;\nclient_body_temp_path %s/body;\nproxy_temp_path %s/proxy;\n"
      "fastcgi_temp_path %s/fastcgi;\nuwsgi_temp_path %s/uwsgi;\nscgi_temp_path %s/scgi;\n",
      self->dir, self->dir, self->dir, self->dir, self->dir, self->dir, self->dir);
  for (guint i = 0; i < TC_NGINX_N_SITES; i++)
    {
      g_string_append_printf (text,
                              "server {\nlisten 127.0.0.1:%u%s;\nssl_certificate %s/%s.pem;\n"
                              "ssl_certificate_key %s/%s.key;\n",
                              self->sites[i].inner, i == TC_NGINX_PLAIN ? "" : " ssl", self->dir, names[i],
                              self->dir, names[i]);
      if (i < TC_NGINX_SMALL)
        g_string_append (text, "client_max_body_size 0;\n");
      if (i == TC_NGINX_ABRUPT)
        g_string_append (text, "lingering_close off;\n");
      if (i == TC_NGINX_MOVED)
        g_string_append_printf (text, "return 302 https://localhost:%u$request_uri;\n}\n",
                                self->sites[TC_NGINX_GOOD].port);
      else
        g_string_append_printf (
            text,
            "location / {\nproxy_pass http://127.0.0.1:%u;\nproxy_http_version 1.1;\n"
            "proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection $http_connection;\n"
            "proxy_set_header Host $host;\n}\n}\n",
            tc_sandbox_get_port (sandbox));
    }
  g_string_append (text, "}\n");

  return g_string_free (text, FALSE);
}

/* Ports of the ephemeral range are avoided, since the system may use them for connections. All are kept taken until each
 * site has one: nginx takes two sites for one where they share a port. */
static void
find_free_ports (TcNginx *self)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  for (guint i = 0; i < TC_NGINX_N_SITES;)
    {
      guint port = (guint) g_random_int_range (10000, 32000);

      if (g_socket_listener_add_inet_port (listener, (guint16) port, NULL, NULL))
        self->sites[i++].inner = port;
    }
  g_socket_listener_close (listener);
}

static GSocketConnection *
connect_to (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  return g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, NULL);
}

static void
passed_on (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TcNginx *self = user_data;

  g_io_stream_splice_finish (result, NULL);
  self->open--;
}

static gboolean
pass_on (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  TcNginx *self = user_data;
  g_autoptr (GSocketConnection) nginx = NULL;

  for (guint i = 0; i < TC_NGINX_N_SITES; i++)
    if (self->sites[i].counter == service)
      {
        self->sites[i].connections++;
        nginx = connect_to (self->sites[self->sites[i].passed_to].inner);
      }
  g_assert_nonnull (nginx);

  self->open++;
  g_io_stream_splice_async (G_IO_STREAM (connection), G_IO_STREAM (nginx),
                            G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                            G_PRIORITY_DEFAULT, NULL, passed_on, self);
  return TRUE;
}

static gboolean
has_file (TcNginx *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Returns FALSE if another process has taken one of the ports. */
static gboolean
start (TcNginx *self, TcSandbox *sandbox)
{
  g_autofree char *nginx = find_program ("nginx", "/usr/sbin/nginx");
  g_autofree char *path = g_build_filename (self->dir, "nginx.conf", NULL);
  g_autofree char *errors = g_build_filename (self->dir, "error.log", NULL);
  g_autofree char *configuration = NULL;
  g_autoptr (GError) error = NULL;

  find_free_ports (self);
  configuration = make_configuration (self, sandbox);
  write_file (self, "nginx.conf", configuration);
  self->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, nginx, "-c", path, "-e", errors, NULL);
  g_assert_no_error (error);

  /* the file exists once nginx listens on all ports */
  TC_WAIT (has_file (self, "nginx.pid") || g_subprocess_get_identifier (self->process) == NULL);
  if (g_subprocess_get_identifier (self->process) != NULL)
    return TRUE;

  g_clear_object (&self->process);
  return FALSE;
}

TcNginx *
tc_nginx_new (TcSandbox *sandbox)
{
  TcNginx *self = g_new0 (TcNginx, 1);
  g_autoptr (GError) error = NULL;
  guint attempts = 0;

  self->dir = g_dir_make_tmp ("trueconf-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->ca_file = g_build_filename (self->dir, "ca.pem", NULL);
  make_certificates (self);

  for (guint i = 0; i < TC_NGINX_N_SITES; i++)
    {
      Site *site = &self->sites[i];

      site->passed_to = i;
      site->counter = g_socket_service_new ();
      site->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (site->counter), NULL, &error);
      g_assert_no_error (error);
      g_signal_connect (site->counter, "incoming", G_CALLBACK (pass_on), self);
    }

  while (!start (self, sandbox))
    if (++attempts == MAX_ATTEMPTS)
      g_error ("nginx does not start: see %s/error.log", self->dir);

  return self;
}

void
tc_nginx_pass_to (TcNginx *self, TcNginxSite site, TcNginxSite other)
{
  self->sites[site].passed_to = other;
}

void
tc_nginx_free (TcNginx *self)
{
  g_autofree char *remove = g_strdup_printf ("rm -rf %s", self->dir);

  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  TC_WAIT (self->open == 0);
  for (guint i = 0; i < TC_NGINX_N_SITES; i++)
    {
      g_socket_service_stop (self->sites[i].counter);
      g_socket_listener_close (G_SOCKET_LISTENER (self->sites[i].counter));
      g_object_unref (self->sites[i].counter);
    }
  g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
  g_free (self->dir);
  g_free (self->ca_file);
  g_free (self);
}

guint
tc_nginx_get_port (TcNginx *self, TcNginxSite site)
{
  return self->sites[site].port;
}

guint
tc_nginx_get_inner_port (TcNginx *self, TcNginxSite site)
{
  return self->sites[site].inner;
}

guint
tc_nginx_count_connections (TcNginx *self, TcNginxSite site)
{
  return self->sites[site].connections;
}

const char *
tc_nginx_get_ca_file (TcNginx *self)
{
  return self->ca_file;
}

GTlsCertificate *
tc_nginx_load_certificate (TcNginx *self, TcNginxSite site)
{
  g_autofree char *certificate = g_strdup_printf ("%s/%s.pem", self->dir, names[site]);
  g_autofree char *key = g_strdup_printf ("%s/%s.key", self->dir, names[site]);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *loaded = g_tls_certificate_new_from_files (certificate, key, &error);

  g_assert_no_error (error);
  return loaded;
}
