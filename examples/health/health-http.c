/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a bot is, over HTTP, in the main loop that the bot runs in anyway.
 *
 * For an administrator:
 *
 *   curl http://127.0.0.1:8080/health    always 200, with the state as JSON: for a dashboard
 *   curl http://127.0.0.1:8080/readyz    200 if the bot is authorized, else 503: for a load balancer or Kubernetes
 *
 * HEALTH_PORT changes the port. It listens on this machine only; leave it so, or put a proxy in front. Alert when
 * /readyz has been 503 for some minutes: shorter gaps, such as a restart of the server, the bot bridges by itself.
 */

#include <libsoup/soup.h>
#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  g_autoptr (TrueconfHealth) health = trueconf_bot_health_check (TRUECONF_BOT (user_data));
  char *json = trueconf_health_to_json (health);
  guint status = SOUP_STATUS_OK;

  if (g_str_equal (path, "/readyz") && !trueconf_health_get_authorized (health))
    status = SOUP_STATUS_SERVICE_UNAVAILABLE;
  else if (!g_str_equal (path, "/readyz") && !g_str_equal (path, "/health"))
    status = SOUP_STATUS_NOT_FOUND;

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, json, strlen (json));
}

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
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
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

  soup_server_add_handler (server, NULL, on_request, bot, NULL);
  if (!soup_server_listen_local (
          server, health_port != NULL && health_port[0] != '\0' ? (guint) atoi (health_port) : 8080, 0,
          &error) ||
      !trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
