// SPDX-License-Identifier: LGPL-2.1-or-later

// Prints the state of a bot, at each change and on request, as lines of JSON.

void print_health (string why, Trueconf.Health health) {
    print ("{\"why\": \"%s\", \"health\": %s}\n", why, health.to_json ());
    stdout.flush ();
}

int main () {
    Intl.setlocale ();

    var bot = (Trueconf.Bot) Object.new (typeof (Trueconf.Bot),
        "server", Environment.get_variable ("SERVER") ?? "127.0.0.1",
        "port", int.parse (Environment.get_variable ("PORT") ?? "0"),
        "https", Environment.get_variable ("HTTPS") != "0",
        "token", Environment.get_variable ("TOKEN"),
        "username", Environment.get_variable ("BOT_USER"),
        "password", Environment.get_variable ("BOT_PASSWORD"));
    bot.status_changed.connect (health => print_health ("changed", health));

    // needs no request to the server, so it can be called at any time
    Timeout.add_seconds ((uint) int.parse (Environment.get_variable ("INTERVAL") ?? "30"), () => {
        print_health ("asked", bot.health_check ());
        return Source.CONTINUE;
    });

    try {
        bot.run ();
        return 0;
    } catch (Error error) {
        printerr ("%s\n", error.message);
        return 1;
    }
}
