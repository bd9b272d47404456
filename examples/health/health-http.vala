// SPDX-License-Identifier: LGPL-2.1-or-later

// How a bot is, by HTTP, in the main loop that the bot runs in anyway: /health, /livez, /readyz and /metrics.
//
// HEALTH_PORT changes the port (8080), HEALTH_ADDRESS the address; it listens on this machine only unless that is set.
// HEALTH_SOCKET is the path of a Unix socket to listen on instead.

int main () {
    Intl.setlocale ();

    var bot = (Trueconf.Bot) Object.new (typeof (Trueconf.Bot),
        "server", Environment.get_variable ("SERVER") ?? "127.0.0.1",
        "port", int.parse (Environment.get_variable ("PORT") ?? "0"),
        "https", Environment.get_variable ("HTTPS") != "0",
        "token", Environment.get_variable ("TOKEN"),
        "username", Environment.get_variable ("BOT_USER"),
        "password", Environment.get_variable ("BOT_PASSWORD"));
    bot.status_changed.connect (health => printerr ("%s\n", health.to_json ()));

    var health = new Trueconf.HealthServer () {
        address = Environment.get_variable ("HEALTH_ADDRESS"),
        port = (uint) int.parse (Environment.get_variable ("HEALTH_PORT") ?? "8080").clamp (0, 65535),
        unix_path = Environment.get_variable ("HEALTH_SOCKET")
    };

    try {
        health.add_bot (bot, "bot");
        health.start ();
        bot.run ();
        return 0;
    } catch (Error error) {
        printerr ("%s\n", error.message);
        return 1;
    }
}
