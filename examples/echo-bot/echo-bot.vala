// SPDX-License-Identifier: LGPL-2.1-or-later

async void answer (Trueconf.Message message, Trueconf.Context context) {
    context.hold ();
    try {
        yield message.answer_async (message.text, message.parse_mode);
    } catch (Error error) {
        context.fail (error);
    } finally {
        context.release ();
    }
}

int main () {
    Intl.setlocale ();

    var router = new Trueconf.Router ("echo");
    router.add_handler (typeof (Trueconf.Message), null, (event, context) => {
        var message = (Trueconf.Message) event;
        if (message.text != null)
            answer.begin (message, context);
    });

    var dispatcher = new Trueconf.Dispatcher ();
    dispatcher.include_router (router);

    var bot = (Trueconf.Bot) Object.new (typeof (Trueconf.Bot),
        "server", Environment.get_variable ("SERVER") ?? "127.0.0.1",
        "port", int.parse (Environment.get_variable ("PORT") ?? "0"),
        "https", Environment.get_variable ("HTTPS") != "0",
        "token", Environment.get_variable ("TOKEN"),
        "username", Environment.get_variable ("BOT_USER"),
        "password", Environment.get_variable ("BOT_PASSWORD"),
        "dispatcher", dispatcher);

    try {
        bot.run ();
        return 0;
    } catch (Error error) {
        printerr ("%s\n", error.message);
        return 1;
    }
}
