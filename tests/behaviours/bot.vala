// SPDX-License-Identifier: LGPL-2.1-or-later

// The bot of the behaviours in Vala.

class Behaviours : Object {
    private Trueconf.Bot bot;
    private Trueconf.Form amount = new Trueconf.Form ("Amount");
    private Trueconf.Router router = new Trueconf.Router ("behaviours");
    private Trueconf.Router guarded = new Trueconf.Router ("guarded");
    private Trueconf.StatesGroup order = new Trueconf.StatesGroup ("Order");
    private string[] pushed = {};
    private bool waiting;
    private bool released;

    public Behaviours () throws Error {
        var storage = new Trueconf.SqliteStorage (File.new_for_path (Environment.get_variable ("DIALOGS_FILE")));
        var dispatcher = new Trueconf.Dispatcher ();
        dispatcher.storage = storage;
        dispatcher.add_outer_middleware (new Trueconf.DialogCancel (new Trueconf.Filter.text ("/cancel"), "Nothing is ordered."));
        dispatcher.include_router (amount);
        dispatcher.include_router (router);
        dispatcher.include_router (guarded);

        bot = new Trueconf.Bot.from_credentials ("127.0.0.1", "echo_bot", Environment.get_variable ("BOT_PASSWORD"));
        bot.port = int.parse (Environment.get_variable ("PORT"));
        bot.https = false;
        bot.timeout = 2;
        bot.ws_max_retries = 2;
        bot.ws_max_delay = 1;
        bot.dispatcher = dispatcher;
        bot.status_changed.connect (health => {
            pushed += health.status.to_string ().replace ("TRUECONF_STATUS_", "").down ();
        });

        order.add ("dish");
        order.add ("count");
        var count = new Trueconf.FormField.number ("count", "How many?");
        count.integer = true;
        count.minimum = 1;
        amount.add_field (count);
        amount.summary = false;
        amount.finished.connect (result => ordered.begin (result));

        add_handlers ();
    }

    public void run () throws Error {
        bot.run ();
    }

    private void add_handlers () throws Error {
        router.add_inner_middleware (new Trueconf.Middleware.func ((event, context, next) => {
            var message = event as Trueconf.Message;
            if (message != null)
                context.set_data ("who", message.author.id);
            next.run ();
        }));
        router.add_error_handler ((error, event, context) => {
            if (!(error is IOError.FAILED))
                return false;
            tell.begin ((Trueconf.Message) event, @"failed: $(error.message)");
            return true;
        });

        string[] texts = {
            "/slow", "/wait", "/go", "/reply", "/forward", "/long", "/edit", "/remove", "/button", "/history", "/who", "/fail", "/order",
            "/ask", "/form", "/file", "/block", "/offline", "/missing", "/timeout", "/cancelled", "/raw", "/typing", "/health",
        };
        foreach (unowned var text in texts)
            on (router, typeof (Trueconf.Message), new Trueconf.Filter.text (text), text);

        var bold = new Trueconf.CommandFilter ("bold");
        bold.hidden = true;
        on (router, typeof (Trueconf.Message), bold, "/bold");
        var add = new Trueconf.CommandFilter ("add");
        add.set_parameters ("a:int b:int");
        add.description = "adds two numbers";
        on (router, typeof (Trueconf.Message), add, "/add");
        router.add_help (null);

        on (router, typeof (Trueconf.CallbackQuery),
            new Trueconf.Filter.property (typeof (Trueconf.CallbackQuery), "command", Trueconf.Operator.EQUAL, "do"), "pressed");
        on (router, typeof (Trueconf.Message), new Trueconf.Filter.regex ("^order (?<number>\\d+)$"), "number");
        on (router, typeof (Trueconf.Message), new Trueconf.StateFilter (order.find ("Order:dish")), "dish");
        on (router, typeof (Trueconf.Message), new Trueconf.StateFilter (order.find ("Order:count")), "count");
        on (router, typeof (Trueconf.Message),
            new Trueconf.Filter.property (typeof (Trueconf.Message), "document", Trueconf.Operator.SET), "download");
        on (router, typeof (Trueconf.Event), new Trueconf.Filter.method ("futureEvent"), "future");
        on (router, typeof (Trueconf.AddedChatParticipant), null, "welcome");

        var access = new Trueconf.AccessList ();
        access.denied_users = { "mallory" };
        access.notice = "Ask Nora";
        guarded.add_outer_middleware (access);
        on (guarded, typeof (Trueconf.Message), null, "echo");
    }

    private void on (Trueconf.Router router, Type type, Trueconf.Filter? filter, string name) {
        router.add_handler (type, filter, (event, context) => handle.begin (name, event, context));
    }

    private async void handle (string name, Trueconf.Event event, Trueconf.Context context) {
        context.hold ();
        try {
            if (event is Trueconf.Message)
                yield on_message (name, (Trueconf.Message) event, context);
            else
                yield on_event (event);
        } catch (Error error) {
            context.fail (error);
        }
        context.release ();
    }

    private async void tell (Trueconf.Message message, string text) {
        try {
            yield message.answer_async (text);
        } catch (Error error) {
            warning ("%s", error.message);
        }
    }

    private async void sleep (uint milliseconds) {
        Timeout.add (milliseconds, sleep.callback);
        yield;
    }

    private async void on_event (Trueconf.Event event) throws Error {
        if (event is Trueconf.CallbackQuery) {
            var query = (Trueconf.CallbackQuery) event;
            yield query.edit_message_async (@"Done: $(query.custom_data)");
        } else if (event is Trueconf.AddedChatParticipant) {
            var added = (Trueconf.AddedChatParticipant) event;
            if (added.user_id != bot.user_id)
                yield bot.send_message_async (added.chat_id, @"Welcome, $(added.user_id)");
        } else {
            var chat_id = yield bot.create_personal_chat_async ("nora");
            yield bot.send_message_async (chat_id, @"futureEvent: $(event.raw.get_object ().get_int_member ("a"))");
        }
    }

    private async void ordered (Trueconf.FormResult result) {
        result.hold ();
        try {
            yield bot.send_message_async (result.chat_id, @"$(result.get_value ("count").get_int64 ()) ordered");
        } catch (Error error) {
            result.fail (error);
        }
        result.release ();
    }

    private async void on_message (string name, Trueconf.Message message, Trueconf.Context context) throws Error {
        switch (name) {
        case "/slow":
            yield sleep (300);
            yield message.answer_async ("slow");
            break;
        case "/wait":
            waiting = true;
            while (!released)
                yield sleep (10);
            yield message.answer_async ("waited");
            break;
        case "/go":
            while (!waiting)
                yield sleep (10);
            yield message.answer_async ("gone");
            released = true;
            break;
        case "/reply":
            yield message.reply_async ("a reply");
            break;
        case "/forward":
            yield message.forward_async (message.chat_id);
            break;
        case "/bold":
            var text = new Trueconf.Text.bold ("bold").concat (new Trueconf.Text (" " + context.command.arguments));
            yield message.answer_draft_async (new Trueconf.Draft.formatted (text));
            break;
        case "/long":
            yield message.answer_long_async (string.nfill (5000, 'x').replace ("x", "x "));
            break;
        case "/edit":
            var sent = yield message.answer_async ("one");
            yield bot.edit_message_async (sent.message_id, "two");
            break;
        case "/remove":
            var sent = yield message.answer_async ("not for long");
            yield bot.remove_message_async (sent.message_id, true);
            break;
        case "/button":
            var button = new Trueconf.Button.command ("Yes", "do");
            button.custom_data = "7";
            var draft = new Trueconf.Draft ("Shall I?");
            draft.keyboard = new Trueconf.Keyboard ();
            draft.keyboard.add_row ({ button });
            yield message.answer_draft_async (draft);
            break;
        case "/history":
            var page = yield bot.get_chat_history_async (message.chat_id, 3);
            string[] texts = {};
            for (uint i = 0; i < page.get_n_items (); i++)
                texts += ((Trueconf.Message) page.get_item (i)).text;
            yield message.answer_async (string.joinv (", ", texts));
            break;
        case "/add":
            yield message.answer_async (@"$(context.command.get_int64 ("a") + context.command.get_int64 ("b"))");
            break;
        case "number":
            Value number;
            context.get_data ("number", out number);
            yield message.answer_async (@"order number $((string) number)");
            break;
        case "/who":
            Value who;
            context.get_data ("who", out who);
            yield message.answer_async (@"who: $((string) who)");
            break;
        case "/fail":
            throw new IOError.FAILED ("on purpose");
        case "/ask":
            var name_message = (Trueconf.Message) yield context.ask_async (new Trueconf.Draft ("Your name?"));
            yield name_message.answer_async (@"Hello, $(name_message.text)");
            break;
        case "/form":
            yield amount.begin_async (context);
            break;
        case "/file":
            var file = new Trueconf.InputFile.for_bytes (new Bytes ("plan\n".data), "plan.txt");
            yield message.answer_draft_async (new Trueconf.Draft.document (file));
            break;
        case "download":
            yield download (message);
            break;
        case "/block":
            Thread.usleep (4000000);
            yield message.answer_async ("unblocked");
            break;
        case "/offline":
            yield bot.get_chats_async (1, 1);
            while (bot.authorized)
                yield sleep (10);
            yield message.answer_async ("said offline");
            break;
        case "/typing":
            var activity = bot.begin_chat_activity (message.chat_id, Trueconf.ChatActivity.TYPING);
            yield sleep (200);
            activity.end ();
            yield message.answer_async ("typed");
            break;
        case "/health":
            var status = bot.health_check ().status.to_string ().replace ("TRUECONF_STATUS_", "").down ();
            yield message.answer_async (@"$(string.joinv (", ", pushed)); $status");
            break;
        case "/order":
        case "dish":
        case "count":
            yield talk (name, message, context.state);
            break;
        case "/raw":
            var payload = Json.from_string ("{\"count\": 10, \"page\": 1}");
            var chats = yield bot.call_async ("getChats", payload);
            yield message.answer_async (@"getChats: $(chats.get_array ().get_length ())");
            break;
        case "/missing":
        case "/timeout":
        case "/cancelled":
            yield trouble (name, message);
            break;
        default:
            if (message.text != null)
                yield message.answer_async (message.text);
            break;
        }
    }

    private async void talk (string name, Trueconf.Message message, Trueconf.FsmContext state) throws Error {
        if (name == "/order") {
            yield state.set_state_async (order.find ("Order:dish"));
            yield message.answer_async ("Which dish?");
        } else if (name == "dish") {
            var updates = new Json.Object ();
            updates.set_string_member ("dish", message.text);
            yield state.update_data_async (updates);
            yield state.set_state_async (order.find ("Order:count"));
            yield message.answer_async ("How many?");
        } else {
            var data = yield state.get_data_async ();
            yield state.clear_async ();
            yield message.answer_async (@"$(message.text) × $(data.get_string_member ("dish"))");
        }
    }

    private async void download (Trueconf.Message message) throws Error {
        var folder = File.new_for_path (DirUtils.make_tmp ("behaviours-XXXXXX"));
        var written = yield bot.download_file_async (message.document.file_id, folder);
        var size = written.query_info (FileAttribute.STANDARD_SIZE, FileQueryInfoFlags.NONE).get_size ();
        yield message.answer_async (@"$(written.get_basename ()): $size bytes");
        written.delete ();
        folder.delete ();
    }

    private async void trouble (string name, Trueconf.Message message) throws Error {
        var cancellable = new Cancellable ();
        if (name == "/cancelled")
            Timeout.add (50, () => {
                cancellable.cancel ();
                return Source.REMOVE;
            });
        try {
            if (name == "/missing")
                yield bot.get_chat_by_id_async ("nowhere");
            else
                yield bot.get_chats_async (1, 1, cancellable);
        } catch (Trueconf.ApiError.CHAT_NOT_FOUND error) {
            yield message.answer_async ("CHAT_NOT_FOUND");
        } catch (Trueconf.Error.TIMED_OUT error) {
            yield message.answer_async ("TIMED_OUT");
        } catch (IOError.CANCELLED error) {
            yield message.answer_async ("CANCELLED");
        }
    }
}

int main () {
    Intl.setlocale ();

    try {
        new Behaviours ().run ();
        return 0;
    } catch (Error error) {
        printerr ("%s\n", error.message);
        return 1;
    }
}
