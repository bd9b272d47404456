// SPDX-License-Identifier: LGPL-2.1-or-later

// A help desk: help-desk --folder FOLDER --desk USER
//
// People report what is broken with /report, which asks what, where, and for a picture. The user at the desk gets a card for
// each request, with a button to press when it is done, and a table of all requests with /export.

errordomain DeskError {
    NOTHING_TO_SEND
}

// The requests, in a file: they outlive the bot.
class Requests {
    private KeyFile requests = new KeyFile ();
    private File folder;
    private string path;

    public Requests (string folder) throws Error {
        if (DirUtils.create_with_parents (folder, 0700) != 0)
            throw new FileError.FAILED ("%s: %s", folder, strerror (errno));
        this.folder = File.new_for_path (folder);
        path = Path.build_filename (folder, "requests.ini");
        if (FileUtils.test (path, FileTest.EXISTS))
            requests.load_from_file (path, KeyFileFlags.NONE);
    }

    public string add (string what, string where, string who, string chat_id) throws Error {
        var number = (requests.get_groups ().length + 1).to_string ();
        requests.set_string (number, "what", what);
        requests.set_string (number, "where", where);
        requests.set_string (number, "who", who);
        requests.set_string (number, "chat", chat_id);
        requests.set_boolean (number, "done", false);
        requests.save_to_file (path);
        return number;
    }

    public bool contains (string? number) {
        return number != null && requests.has_group (number);
    }

    public string get (string number, string key) throws Error {
        return requests.get_string (number, key);
    }

    public bool is_done (string number) throws Error {
        return requests.get_boolean (number, "done");
    }

    public void finish (string number) throws Error {
        requests.set_boolean (number, "done", true);
        requests.save_to_file (path);
    }

    public File picture (string number) {
        return folder.get_child (@"picture-$number");
    }

    public string describe (string number) throws Error {
        return @"No. $number: $(get (number, "what")), $(get (number, "where"))";
    }

    public string list_open () throws Error {
        var list = new StringBuilder ();
        foreach (unowned var number in requests.get_groups ())
            if (!is_done (number))
                list.append_printf ("%s\n", describe (number));
        return list.len > 0 ? list.str.chomp () : "Nothing is broken.";
    }

    public Bytes to_table () throws Error {
        var table = new StringBuilder ("number,what,where,who,done\n");
        if (requests.get_groups ().length == 0)
            throw new DeskError.NOTHING_TO_SEND ("There are no requests yet.");
        foreach (unowned var number in requests.get_groups ())
            table.append_printf ("%s,%s,%s,%s,%s\n", number, quote (get (number, "what")), quote (get (number, "where")),
                quote (get (number, "who")), is_done (number) ? "yes" : "no");
        return new Bytes (table.str.data);
    }

    private string quote (string text) {
        return @"\"$(text.replace ("\"", "\"\""))\"";
    }
}

class HelpDesk : Application {
    private Trueconf.Bot bot;
    private Requests requests;
    private string desk;
    public bool failed;

    public HelpDesk () {
        Object (flags: ApplicationFlags.NON_UNIQUE);
    }

    construct {
        add_main_option ("folder", 'f', OptionFlags.NONE, OptionArg.FILENAME, "Where the requests are kept", "FOLDER");
        add_main_option ("desk", 'd', OptionFlags.NONE, OptionArg.STRING, "Who gets the requests", "USER");
    }

    public override int handle_local_options (VariantDict options) {
        unowned string? folder;
        if (!options.lookup ("folder", "^&ay", out folder) || !options.lookup ("desk", "s", out desk)) {
            printerr ("help-desk needs --folder and --desk, see --help\n");
            return 1;
        }
        try {
            requests = new Requests (folder);
        } catch (Error error) {
            printerr ("%s\n", error.message);
            return 1;
        }
        return -1;
    }

    public override void startup () {
        base.startup ();
        make_bot ();
        Unix.signal_add (ProcessSignal.INT, stop);
        Unix.signal_add (ProcessSignal.TERM, stop);
    }

    public override void activate () {
        serve.begin ();
    }

    private async void serve () {
        hold ();
        try {
            yield bot.run_async ();
        } catch (Error error) {
            printerr ("%s\n", error.message);
            failed = true;
        }
        release ();
    }

    private bool stop () {
        bot.stop_async.begin ();
        return Source.REMOVE;
    }

    private void make_bot () {
        bot = (Trueconf.Bot) Object.new (typeof (Trueconf.Bot),
            "server", Environment.get_variable ("SERVER") ?? "127.0.0.1",
            "port", int.parse (Environment.get_variable ("PORT") ?? "0"),
            "https", Environment.get_variable ("HTTPS") != "0",
            "token", Environment.get_variable ("TOKEN"),
            "username", Environment.get_variable ("BOT_USER"),
            "password", Environment.get_variable ("BOT_PASSWORD"));
        var router = new Trueconf.Router ("help-desk");
        router.add_handler (typeof (Trueconf.Message), command ("report", "reports what is broken"), (event, context) => {
            report.begin ((Trueconf.Message) event, context);
        });
        router.add_handler (typeof (Trueconf.Message), command ("cancel", "stops asking"), (event, context) => {
            var asked = context.cancel_questions ();
            ((Trueconf.Message) event).answer_async.begin (asked ? "Never mind." : "I have asked nothing.");
        });
        router.add_handler (typeof (Trueconf.Message), command ("open", "lists what waits"), (event, context) => {
            try {
                ((Trueconf.Message) event).answer_async.begin (requests.list_open ());
            } catch (Error error) {
                context.fail (error);
            }
        });
        router.add_handler (typeof (Trueconf.Message),
            new Trueconf.Filter.and ({ command ("export", "sends a table"), new Trueconf.Filter.func (is_from_desk) }),
            (event, context) => {
                export.begin ((Trueconf.Message) event, context);
            });
        router.add_help ();
        router.add_handler (typeof (Trueconf.CallbackQuery), null, (event, context) => {
            press.begin ((Trueconf.CallbackQuery) event, context);
        });
        router.add_error_handler (explain);
        bot.dispatcher.include_router (router);
    }

    private Trueconf.Filter command (string name, string description) {
        return new Trueconf.CommandFilter (name) { description = description };
    }

    // an ID has the server's name, which nobody types
    private bool is_from_desk (Trueconf.Event event, Trueconf.Context context) {
        unowned string? id = ((Trueconf.Message) event).author != null ? ((Trueconf.Message) event).author.id : null;
        return id != null && (id == desk || id.has_prefix (@"$desk@"));
    }

    // what goes wrong in a handler, for the user who has caused it
    private bool explain (Error error, Trueconf.Event event, Trueconf.Context context) {
        var message = event as Trueconf.Message;
        if (error is IOError.CANCELLED)
            return true;
        if (message == null || !(error is Trueconf.ApiError || error is Trueconf.Error || error is DeskError))
            return false;
        var late = error is Trueconf.Error.TIMED_OUT;
        message.answer_async.begin (late ? "That took too long. Say /report when you have time." : error.message);
        return true;
    }

    private async string ask (Trueconf.Context context, string question) throws Error {
        // a command is not an answer: it goes to its handler, and the question goes on waiting
        var answer = yield context.ask_async (new Trueconf.Draft (question), new Trueconf.Filter.regex ("^[^/]"), null, 600);
        return ((Trueconf.Message) answer).plain_text;
    }

    private async Trueconf.Attachment? ask_for_picture (Trueconf.Context context) throws Error {
        var keyboard = new Trueconf.Keyboard ();
        keyboard.add_row ({ new Trueconf.Button.command ("No picture", "none") });
        var question = new Trueconf.Draft ("Do you have a picture of it?") { keyboard = keyboard };
        var filter = new Trueconf.Filter.func ((event, context) => {
            if (event is Trueconf.CallbackQuery)
                return ((Trueconf.CallbackQuery) event).command == "none";
            return event is Trueconf.Message && ((Trueconf.Message) event).photo != null;
        });
        var answer = yield context.ask_async (question, filter, null, 600);
        if (answer is Trueconf.Message)
            return ((Trueconf.Message) answer).photo;
        // without its button
        var query = (Trueconf.CallbackQuery) answer;
        yield query.edit_draft_async (new Trueconf.Draft ("No picture.") { keyboard = new Trueconf.Keyboard () });
        return null;
    }

    private async void report (Trueconf.Message message, Trueconf.Context context) {
        // until it is released, the message is not done, and the errors of this function are those of its handler
        context.hold ();
        try {
            unowned string? said = context.command.arguments;
            var what = said != null && said != "" ? said : yield ask (context, "What is broken?");
            var where = yield ask (context, "In which room?");
            var picture = yield ask_for_picture (context);
            var who = yield message.lookup_author_name_async ();

            var number = requests.add (what, where, who, message.chat_id);
            if (picture != null)
                yield bot.download_file_async (picture.file_id, requests.picture (number));
            yield send_card (number);
            yield bot.send_message_async (message.chat_id, @"Thank you. This is request no. $number.");
        } catch (Error error) {
            context.fail (error);
        } finally {
            context.release ();
        }
    }

    private async void send_card (string number) throws Error {
        var chat_id = yield bot.create_personal_chat_async (desk);
        var picture = requests.picture (number);
        if (picture.query_exists ())
            yield bot.send_draft_async (chat_id, new Trueconf.Draft.photo (new Trueconf.InputFile.for_file (picture)));
        var done = new Trueconf.Button.command ("Done", "done") { custom_data = number, style = SUCCESS };
        var keyboard = new Trueconf.Keyboard ();
        keyboard.add_row ({ done });
        var text = @"$(requests.describe (number)) ($(requests.get (number, "who")))";
        yield bot.send_draft_async (chat_id, new Trueconf.Draft (text) { keyboard = keyboard });
    }

    private async void press (Trueconf.CallbackQuery query, Trueconf.Context context) {
        context.hold ();
        try {
            // a press comes over the network: it may be that of a button that was never sent
            unowned string? number = query.custom_data;
            var chat_id = yield bot.create_personal_chat_async (desk);
            if (!requests.contains (number) || query.message == null || query.message.chat_id != chat_id)
                return;
            var was_done = requests.is_done (number);
            requests.finish (number);
            yield query.edit_draft_async (new Trueconf.Draft (@"$(requests.describe (number)): done") {
                keyboard = new Trueconf.Keyboard ()
            });
            if (!was_done)
                yield bot.send_message_async (requests.get (number, "chat"), @"$(requests.describe (number)) is repaired.");
        } catch (Error error) {
            context.fail (error);
        } finally {
            context.release ();
        }
    }

    private async void export (Trueconf.Message message, Trueconf.Context context) {
        context.hold ();
        try {
            var table = new Trueconf.InputFile.for_bytes (requests.to_table (), "requests.csv");
            yield message.answer_draft_async (new Trueconf.Draft.document (table));
        } catch (Error error) {
            context.fail (error);
        } finally {
            context.release ();
        }
    }
}

int main (string[] args) {
    Intl.setlocale ();
    var desk = new HelpDesk ();
    var status = desk.run (args);
    return desk.failed ? 1 : status;
}
