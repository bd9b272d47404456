/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a bot is, by HTTP, in the main loop that the bot runs in anyway.
 *
 * For an administrator:
 *
 *   curl http://127.0.0.1:8080/health    always 200, with the state as JSON: for a dashboard
 *   curl http://127.0.0.1:8080/readyz    200 if the bot is authorized, else 503: for a load balancer or Kubernetes
 *   curl http://127.0.0.1:8080/livez     200 as long as the program works
 *   curl http://127.0.0.1:8080/metrics   the numbers, for Prometheus
 *
 * HEALTH_PORT changes the port, HEALTH_ADDRESS the address; it listens on this machine only unless that is set. HEALTH_SOCKET is
 * the path of a Unix socket to listen on instead. A socket unit of systemd with FileDescriptorName=health comes first.
 *
 * Alert when /readyz has been 503 for some minutes: shorter gaps, such as a restart of the server, the bot bridges by itself.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

static void
on_status_changed (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  const GError *error = trueconf_health_get_error (health);
  g_autofree char *status =
      g_enum_to_string (TRUECONF_TYPE_STATUS, (int) trueconf_health_get_status (health));

  g_message ("%s%s%s", status, error != NULL ? ": " : "", error != NULL ? error->message : "");
}

int
main (void)
{
  g_autoptr (TrueconfHealthServer) health = trueconf_health_server_new ();
  g_autoptr (TrueconfBot) bot = NULL;
  g_autoptr (GError) error = NULL;
  const char *host = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");
  const char *health_port = g_getenv ("HEALTH_PORT");

  setlocale (LC_ALL, "");
  bot = g_object_new (TRUECONF_TYPE_BOT, "server", host != NULL ? host : "127.0.0.1", "port",
                      port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                      "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                      g_getenv ("BOT_PASSWORD"), NULL);
  g_signal_connect (bot, "status-changed", G_CALLBACK (on_status_changed), NULL);

  trueconf_health_server_set_address (health, g_getenv ("HEALTH_ADDRESS"));
  trueconf_health_server_set_unix_path (health, g_getenv ("HEALTH_SOCKET"));
  if (health_port != NULL && health_port[0] != '\0')
    trueconf_health_server_set_port (health, CLAMP (atoi (health_port), 0, 65535));

  if (!trueconf_health_server_add_bot (health, bot, "bot", &error) ||
      !trueconf_health_server_start (health, &error) || !trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
