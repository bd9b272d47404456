/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

static void
on_message (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  if (trueconf_message_get_text (message) != NULL)
    trueconf_message_answer_async (message, trueconf_message_get_text (message),
                                   trueconf_message_get_parse_mode (message), NULL, NULL, NULL);
}

static TrueconfBot *
bot_from_environment (TrueconfDispatcher *dispatcher)
{
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");

  return g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                       port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                       "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                       g_getenv ("BOT_PASSWORD"), "dispatcher", dispatcher, NULL);
}

int
main (void)
{
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("echo");
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  g_autoptr (GError) error = NULL;

  /* without it, error messages are not translated, and characters that are not ASCII become “?” */
  setlocale (LC_ALL, "");
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, on_message, NULL, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);

  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
