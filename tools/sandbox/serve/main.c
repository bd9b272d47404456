/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include <glib-unix.h>

#include "base/sandbox-json.h"
#include "serve/sandbox-guard.h"
#include "serve/sandbox-site.h"

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
    return g_strdup ("There are arguments too many: everything is given by options.");
  if (options->port < 0 || options->port > G_MAXUINT16)
    return g_strdup ("Give a port from 0 to 65535 with --port; 0 takes any free one.");
  if ((options->tls_cert != NULL) != (options->tls_key != NULL))
    return g_strdup ("Give both --tls-cert and --tls-key, or none of them.");
  if (options->key != NULL &&
      (strlen (options->key) < 8 || options->key[strspn (options->key, KEY_CHARACTERS)] != '\0'))
    return g_strdup ("Give a --key of at least 8 letters, digits, \"-\" and \"_\".");
  if (options->token_lifetime <= 0 || options->token_lifetime > G_MAXINT32)
    return g_strdup ("Give the seconds that a token lives with --token-lifetime, at least 1.");
  if (!(options->ack_timeout > 0 && options->ping_interval >= 0 && options->ping_timeout >= 0) ||
      options->ack_timeout > G_MAXINT32)
    return g_strdup (
        "Give --ack-timeout, --ping-interval and --ping-timeout in seconds; 0 switches the last two off.");
  for (guint i = 0; options->oauth_clients != NULL && options->oauth_clients[i] != NULL; i++)
    {
      if (*options->oauth_clients[i] == '\0' || *options->oauth_clients[i] == ':')
        return g_strdup ("Give an OAuth2 application as ID or ID:SCOPE with --oauth-client.");
    }
  for (guint i = 0; options->users != NULL && options->users[i] != NULL; i++)
    {
      const char *colon = strchr (options->users[i], ':');
      const char *blank = strpbrk (options->users[i], "@/ \t");

      if (colon == NULL || colon == options->users[i] || (blank != NULL && blank < colon))
        return g_strdup ("Give a user as LOGIN:PASSWORD or LOGIN:PASSWORD:Display Name with --user.");
    }
  return NULL;
}

static int
refuse (const char *text)
{
  g_printerr ("trueconf-sandbox: %s\nTry \"trueconf-sandbox --help\".\n", text);
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
      g_printerr (
          "trueconf-sandbox: cannot listen on %s port %d: %s. Choose others with --host and --port.\n",
          options->host, options->port, error->message);
      return EXIT_FAILURE;
    }
  sandbox_site_open (server);
  g_unix_signal_add (SIGTERM, on_stop, server);
  g_unix_signal_add (SIGINT, on_stop, server);
  if (exit_with_stdin)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_stdin, server);
  announce (server);
  if (!sandbox_guard_is_loopback (options->host))
    g_printerr (
        "trueconf-sandbox: Everybody in the network can reach %s. It is made for tests: its passwords are known.\n",
        options->host);
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
    { "host", 0, 0, G_OPTION_ARG_STRING, &options.host, "Address to listen on (127.0.0.1)", "ADDR" },
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, "Port to listen on, 0: any free one (4309)", "N" },
    { "user", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.users, "An account; may be repeated",
      "LOGIN:PASSWORD[:NAME]" },
    { "server-name", 0, 0, G_OPTION_ARG_STRING, &options.server_name, "Server name in ids (sandbox.local)",
      "NAME" },
    { "server-version", 0, 0, G_OPTION_ARG_STRING, &options.server_version, "Version to play (5.5.6.10301)",
      "V" },
    { "token-lifetime", 0, 0, G_OPTION_ARG_INT64, &options.token_lifetime, "Lifetime of tokens (2592000)",
      "SECONDS" },
    { "secret", 0, 0, G_OPTION_ARG_STRING, &options.secret, "Key that signs the tokens", "STRING" },
    { "key", 0, 0, G_OPTION_ARG_STRING, &options.key, "Key to the control interface (a new one each time)",
      "STRING" },
    { "allow-host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.allowed_hosts,
      "Another name of this machine; may be repeated", "NAME" },
    { "switch", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.switches,
      "A difference between servers, or a fault, from the start; may be repeated", "NAME[=VALUE]" },
    { "oauth-client", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.oauth_clients,
      "An OAuth2 application; may be repeated", "ID[:SCOPE...]" },
    { "no-password-auth", 0, 0, G_OPTION_ARG_NONE, &options.no_password_auth,
      "Let nobody log in at the bridge with a password", NULL },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &options.tls_cert, "Certificate, PEM: serve https and wss",
      "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options.tls_key, "Key of the certificate, PEM", "FILE" },
    { "ack-timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.ack_timeout, "Time to acknowledge an event (300)",
      "SECONDS" },
    { "ping-interval", 0, 0, G_OPTION_ARG_DOUBLE, &options.ping_interval, "Time between pings (5)",
      "SECONDS" },
    { "ping-timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.ping_timeout, "Silence that ends a connection (15)",
      "SECONDS" },
    { "exit-with-stdin", 0, 0, G_OPTION_ARG_NONE, &exit_with_stdin, "Exit when standard input ends", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "Log nothing on standard error", NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &options.verbose, "Log every frame on standard error", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, "Print the version and exit", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *mistake = NULL;

  /* not LC_NUMERIC: JSON needs a decimal point */
  setlocale (LC_CTYPE, "");
  g_option_context_set_summary (
      context, "A TrueConf-compatible chat server for development and tests, all in memory.");
  g_option_context_add_main_entries (context, entries, NULL);
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
