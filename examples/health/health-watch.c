/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Prints the state of a bot, at each change and on request.
 *
 * Each line on standard output is one JSON object, for the journal or a log collector. The bot reconnects by itself, so an
 * administrator only has to act if "disconnected" stays the last line for minutes.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

static void
print_health (const char *why, TrueconfHealth *health)
{
  g_autofree char *json = trueconf_health_to_json (health);

  g_print ("{\"why\": \"%s\", \"health\": %s}\n", why, json);
}

static void
on_status_changed (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  print_health ("changed", health);
}

/* needs no request to the server, so it can be called at any time */
static gboolean
on_timer (gpointer user_data)
{
  g_autoptr (TrueconfHealth) health = trueconf_bot_health_check (TRUECONF_BOT (user_data));

  print_health ("asked", health);

  return G_SOURCE_CONTINUE;
}

int
main (void)
{
  g_autoptr (TrueconfBot) bot = NULL;
  g_autoptr (GError) error = NULL;
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");
  const char *interval = g_getenv ("INTERVAL");
  guint timer;

  setlocale (LC_ALL, "");
  bot = g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                      port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                      "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                      g_getenv ("BOT_PASSWORD"), NULL);
  g_signal_connect (bot, "status-changed", G_CALLBACK (on_status_changed), NULL);
  timer = g_timeout_add_seconds (interval != NULL ? (guint) atoi (interval) : 30, on_timer, bot);

  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);
  g_source_remove (timer);

  return error != NULL;
}
