// SPDX-License-Identifier: LGPL-2.1-or-later

// Answers every text with the same text, in C++.

#include <clocale>
#include <cstdlib>
#include <iostream>
#include <string>
#include <trueconf-bot.h>

// What a handler gets: an object of C++, which the router deletes.
class Echo
{
public:
  static void
  add_to (TrueconfRouter *router)
  {
    trueconf_router_add_handler (
      router, TRUECONF_TYPE_MESSAGE, nullptr,
      [] (TrueconfEvent *event, TrueconfContext *, gpointer self)
      { static_cast<Echo *> (self)->answer (TRUECONF_MESSAGE (event)); },
      new Echo, [] (gpointer self) { delete static_cast<Echo *> (self); });
  }

private:
  unsigned n_answers = 0;

  void
  answer (TrueconfMessage *message)
  {
    const char *text = trueconf_message_get_text (message);

    if (text == nullptr)
      return;

    n_answers++;
    // an error is logged where nobody waits for the result
    trueconf_message_answer_async (message, text, trueconf_message_get_parse_mode (message), nullptr, nullptr, nullptr);
  }
};

static const char *
get_environment (const char *name, const char *otherwise = nullptr)
{
  const char *value = g_getenv (name);

  return value != nullptr ? value : otherwise;
}

int
main ()
{
  std::setlocale (LC_ALL, "");

  g_autoptr (GError) error = nullptr;
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("echo");
  g_autoptr (TrueconfBot) bot = TRUECONF_BOT (
    g_object_new (TRUECONF_TYPE_BOT, "server", get_environment ("SERVER", "127.0.0.1"), "port",
                  std::atoi (get_environment ("PORT", "0")), "https", std::string (get_environment ("HTTPS", "1")) != "0",
                  "token", get_environment ("TOKEN"), "username", get_environment ("BOT_USER"), "password",
                  get_environment ("BOT_PASSWORD"), nullptr));

  Echo::add_to (router);
  trueconf_router_include_router (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (bot)), router);

  if (!trueconf_bot_run (bot, nullptr, &error))
    std::cerr << error->message << std::endl;

  return error != nullptr;
}
