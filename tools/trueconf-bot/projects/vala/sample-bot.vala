// SPDX-License-Identifier: CC0-1.0

// Orders lunch: /order asks what and how much, and so does the button below the answer to /start.

class SampleBot {
    private Trueconf.Dispatcher dispatcher = new Trueconf.Dispatcher ();
    private Trueconf.Form order = new Trueconf.Form ("Order");

    public SampleBot () {
        add_order ();
        add_command ("start", "says hello", (event, context) => greet.begin ((Trueconf.Message) event, context));
        add_command ("order", "orders lunch", (event, context) => begin_order.begin (context));
        dispatcher.add_handler (typeof (Trueconf.CallbackQuery), new Trueconf.Filter.func (is_order),
            (event, context) => begin_order.begin (context));
        dispatcher.add_help ();
    }

    public void run () throws Error {
        var bot = (Trueconf.Bot) Object.new (typeof (Trueconf.Bot),
            "server", Environment.get_variable ("TRUECONF_SERVER"),
            "port", int.parse (Environment.get_variable ("TRUECONF_PORT") ?? "0"),
            "https", Environment.get_variable ("TRUECONF_TLS") != "false",
            "tls-ca-file", Environment.get_variable ("TRUECONF_CA_FILE"),
            "username", Environment.get_variable ("TRUECONF_USER"),
            "password", read_password (),
            "dispatcher", dispatcher);
        bot.run ();
    }

    private static string read_password () throws Error {
        string password;
        FileUtils.get_contents (Environment.get_variable ("TRUECONF_PASSWORD_FILE") ?? "password", out password);
        return password.chomp ();
    }

    // ---- the dialog: what it asks, and what becomes of the answers

    private void add_order () {
        var count = new Trueconf.FormField.number ("count", "How many?");
        count.set_integer (true);
        count.set_minimum (1);
        count.set_maximum (20);
        order.add_field (new Trueconf.FormField.choice ("dish", "What would you like?", { "Soup", "Salad", "Pasta" }));
        order.add_field (count);
        order.finished.connect (result => confirm.begin (result));
        dispatcher.include_router (order);
    }

    private async void confirm (Trueconf.FormResult result) {
        var dish = result.values.lookup_value ("dish", VariantType.STRING).get_string ();
        var count = result.values.lookup_value ("count", VariantType.INT64).get_int64 ();
        result.hold ();
        try {
            yield result.bot.send_message_async (result.chat_id, @"Ordered: $count × $dish");
        } catch (Error error) {
            // the user is told, and can send the answers again
            result.fail (error);
        } finally {
            result.release ();
        }
    }

    // ---- commands and buttons

    private void add_command (string name, string description, owned Trueconf.HandlerFunc handler) {
        var filter = new Trueconf.CommandFilter (name) { description = description };
        dispatcher.add_handler (typeof (Trueconf.Message), filter, (owned) handler);
    }

    // presses of other buttons are for the form
    private static bool is_order (Trueconf.Event event, Trueconf.Context context) {
        return ((Trueconf.CallbackQuery) event).get_command () == "order";
    }

    private async void greet (Trueconf.Message message, Trueconf.Context context) {
        context.hold ();
        try {
            var keyboard = new Trueconf.Keyboard ();
            keyboard.add_row ({ new Trueconf.Button.command ("Order lunch", "order") });
            var draft = new Trueconf.Draft ("Hello! I order lunch. /help lists what I can do.") { keyboard = keyboard };
            yield message.answer_draft_async (draft);
        } catch (Error error) {
            context.fail (error);
        } finally {
            context.release ();
        }
    }

    private async void begin_order (Trueconf.Context context) {
        context.hold ();
        try {
            yield order.begin_async (context);
        } catch (Error error) {
            context.fail (error);
        } finally {
            context.release ();
        }
    }
}

int main () {
    Intl.setlocale ();
    try {
        new SampleBot ().run ();
        return 0;
    } catch (Error error) {
        printerr ("sample-bot: %s\n", error.message);
        return 1;
    }
}
