/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "base/sandbox-json.h"
#include "serve/sandbox-guard.h"
#include "serve/sandbox-site.h"
#include "trueconf-localedir.h"

#define EXIT_WRONG_USAGE 2
#define KEY_CHARACTERS   G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"

static gboolean
on_stop (gpointer user_data)
{
  sandbox_server_stop (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stdin (int fd, GIOCondition condition, gpointer user_data)
{
  char buffer[512];
  ssize_t n;

  n = read (fd, buffer, sizeof buffer);
  if (n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN)))
    return G_SOURCE_CONTINUE;
  sandbox_server_stop (user_data);
  return G_SOURCE_REMOVE;
}

/* Returns what is wrong with the options, or NULL. */
static char *
find_mistake (const SandboxOptions *options, int arguments_left)
{
  if (arguments_left > 1)
    return g_strdup (_ ("There are arguments too many: everything is given by options."));
  if (options->port < 0 || options->port > G_MAXUINT16)
    return g_strdup (_ ("Give a port from 0 to 65535 with --port; 0 takes any free one."));
  if ((options->tls_cert != NULL) != (options->tls_key != NULL))
    return g_strdup (_ ("Give both --tls-cert and --tls-key, or none of them."));
  if (options->key != NULL &&
      (strlen (options->key) < 8 || options->key[strspn (options->key, KEY_CHARACTERS)] != '\0'))
    return g_strdup (_ ("Give a --key of at least 8 letters, digits, \"-\" and \"_\"."));
  if (options->token_lifetime <= 0 || options->token_lifetime > G_MAXINT32)
    return g_strdup (_ ("Give the seconds that a token lives with --token-lifetime, at least 1."));
  if (!(options->ack_timeout > 0 && options->ping_interval >= 0 && options->ping_timeout >= 0) ||
      options->ack_timeout > G_MAXINT32)
    return g_strdup (_ (
        "Give --ack-timeout, --ping-interval and --ping-timeout in seconds; 0 switches the last two off."));
  for (guint i = 0; options->oauth_clients != NULL && options->oauth_clients[i] != NULL; i++)
    {
      if (*options->oauth_clients[i] == '\0' || *options->oauth_clients[i] == ':')
        return g_strdup (_ ("Give an OAuth2 application as ID or ID:SCOPE with --oauth-client."));
    }
  for (guint i = 0; options->users != NULL && options->users[i] != NULL; i++)
    {
      const char *colon = strchr (options->users[i], ':');
      const char *blank = strpbrk (options->users[i], "@/ \t");

      if (colon == NULL || colon == options->users[i] || (blank != NULL && blank < colon))
        return g_strdup (_ ("Give a user as LOGIN:PASSWORD or LOGIN:PASSWORD:Display Name with --user."));
    }
  return NULL;
}

static int
refuse (const char *text)
{
  g_printerr ("trueconf-sandbox: %s\n%s\n", text, _ ("Try \"trueconf-sandbox --help\"."));
  return EXIT_WRONG_USAGE;
}

static void
announce (SandboxServer *server)
{
  const SandboxOptions *options = server->options;
  gboolean https = options->tls_cert != NULL;
  g_autoptr (JsonObject) ready = json_object_new ();
  g_autofree char *url = NULL;
  g_autofree char *page = NULL;
  g_autofree char *text = NULL;
  gboolean bracket = strchr (options->host, ':') != NULL;

  url = g_strdup_printf ("%s://%s%s%s:%u/", https ? "https" : "http", bracket ? "[" : "", options->host,
                         bracket ? "]" : "", server->port);
  json_object_set_string_member (ready, "event", "ready");
  json_object_set_string_member (ready, "host", options->host);
  json_object_set_int_member (ready, "port", server->port);
  json_object_set_boolean_member (ready, "https", https);
  json_object_set_string_member (ready, "url", url);
  page = g_strdup_printf ("%s#key=%s", url, options->key);
  json_object_set_string_member (ready, "page", page);
  json_object_set_string_member (ready, "key", options->key);
  json_object_set_string_member (ready, "server_name", options->server_name);
  json_object_set_string_member (ready, "server_version", options->server_version);
  text = sandbox_json_object_text (ready);
  printf ("%s\n", text);
  fflush (stdout);
}

static int
run (const SandboxOptions *options, gboolean exit_with_stdin)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SandboxServer) server = sandbox_server_new (options, loop);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; options->switches != NULL && options->switches[i] != NULL; i++)
    {
      if (sandbox_faults_add_switch (server->hub->faults, options->switches[i], &error) == NULL)
        return refuse (error->message);
    }
  if (!sandbox_server_listen (server, &error))
    {
      g_autofree char *text =
          /* Translators: an address, a port, why */
          g_strdup_printf (_ ("cannot listen on %s port %d: %s. Choose others with --host and --port."),
                           options->host, options->port, error->message);

      g_printerr ("trueconf-sandbox: %s\n", text);
      return EXIT_FAILURE;
    }
  sandbox_site_open (server);
  g_unix_signal_add (SIGTERM, on_stop, server);
  g_unix_signal_add (SIGINT, on_stop, server);
  if (exit_with_stdin)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_stdin, server);
  announce (server);
  if (!sandbox_guard_is_loopback (options->host))
    {
      g_autofree char *text =
          /* Translators: an address */
          g_strdup_printf (
              _ ("Everybody in the network can reach %s. It is made for tests: its passwords are known."),
              options->host);

      g_printerr ("trueconf-sandbox: %s\n", text);
    }
  g_main_loop_run (loop);
  sandbox_site_close (server);
  return EXIT_SUCCESS;
}

static void
options_clear (SandboxOptions *options)
{
  g_free (options->host);
  g_strfreev (options->users);
  g_strfreev (options->switches);
  g_strfreev (options->oauth_clients);
  g_free (options->server_name);
  g_free (options->server_version);
  g_free (options->secret);
  g_free (options->key);
  g_strfreev (options->allowed_hosts);
  g_free (options->tls_cert);
  g_free (options->tls_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SandboxOptions, options_clear)

int
main (int argc, char **argv)
{
  g_auto (SandboxOptions) options = {
    .port = 4309,
    .token_lifetime = 2592000,
    .ack_timeout = 300,
    .ping_interval = 5,
    .ping_timeout = 15,
  };
  gboolean exit_with_stdin = FALSE;
  gboolean show_version = FALSE;
  const GOptionEntry entries[] = {
    { "host", 0, 0, G_OPTION_ARG_STRING, &options.host, N_ ("Address to listen on (127.0.0.1)"),
      N_ ("ADDR") },
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, N_ ("Port to listen on, 0: any free one (4309)"),
      N_ ("N") },
    { "user", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.users, N_ ("An account; may be repeated"),
      N_ ("LOGIN:PASSWORD[:NAME]") },
    { "server-name", 0, 0, G_OPTION_ARG_STRING, &options.server_name,
      N_ ("Server name in ids (sandbox.local)"), N_ ("NAME") },
    { "server-version", 0, 0, G_OPTION_ARG_STRING, &options.server_version,
      N_ ("Version to play (5.5.6.10301)"), N_ ("V") },
    { "token-lifetime", 0, 0, G_OPTION_ARG_INT64, &options.token_lifetime,
      N_ ("Lifetime of tokens (2592000)"), N_ ("SECONDS") },
    { "secret", 0, 0, G_OPTION_ARG_STRING, &options.secret, N_ ("Key that signs the tokens"), N_ ("STRING") },
    { "key", 0, 0, G_OPTION_ARG_STRING, &options.key,
      N_ ("Key to the control interface (a new one each time)"), N_ ("STRING") },
    { "allow-host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.allowed_hosts,
      N_ ("Another name of this machine; may be repeated"), N_ ("NAME") },
    { "switch", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.switches,
      N_ ("A difference between servers, or a fault, from the start; may be repeated"), N_ ("NAME[=VALUE]") },
    { "oauth-client", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.oauth_clients,
      N_ ("An OAuth2 application; may be repeated"), N_ ("ID[:SCOPE...]") },
    { "no-password-auth", 0, 0, G_OPTION_ARG_NONE, &options.no_password_auth,
      N_ ("Let nobody log in at the bridge with a password"), NULL },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &options.tls_cert,
      N_ ("Certificate, PEM: serve https and wss"), N_ ("FILE") },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options.tls_key, N_ ("Key of the certificate, PEM"),
      N_ ("FILE") },
    { "ack-timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.ack_timeout,
      N_ ("Time to acknowledge an event (300)"), N_ ("SECONDS") },
    { "ping-interval", 0, 0, G_OPTION_ARG_DOUBLE, &options.ping_interval, N_ ("Time between pings (5)"),
      N_ ("SECONDS") },
    { "ping-timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.ping_timeout,
      N_ ("Silence that ends a connection (15)"), N_ ("SECONDS") },
    { "exit-with-stdin", 0, 0, G_OPTION_ARG_NONE, &exit_with_stdin, N_ ("Exit when standard input ends"),
      NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, N_ ("Log nothing on standard error"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &options.verbose, N_ ("Log every frame on standard error"),
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, N_ ("Print the version and exit"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *mistake = NULL;

  /* not LC_NUMERIC: JSON needs a decimal point */
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, N_ ("A TrueConf-compatible chat server for development and tests, all in memory."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return refuse (error->message);
  if (show_version)
    {
      g_print ("trueconf-sandbox %s\n", SANDBOX_VERSION);
      return EXIT_SUCCESS;
    }
  mistake = find_mistake (&options, argc);
  if (mistake != NULL)
    return refuse (mistake);
  if (options.host == NULL)
    options.host = g_strdup ("127.0.0.1");
  if (options.server_name == NULL)
    options.server_name = g_strdup ("sandbox.local");
  if (options.server_version == NULL)
    options.server_version = g_strdup ("5.5.6.10301");
  if (options.secret == NULL)
    options.secret = g_strdup ("trueconf-sandbox");
  if (options.key == NULL)
    options.key = sandbox_guard_make_key ();
  return run (&options, exit_with_stdin);
}
