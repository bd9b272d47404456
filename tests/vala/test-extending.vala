// SPDX-License-Identifier: LGPL-2.1-or-later

// Classes of Vala that the library calls, and what may be left out when it is called.

class AsyncLoud : Trueconf.Filter {
    public override async bool match_async (Trueconf.Event event, Trueconf.Context context, Cancellable? cancellable) throws Error {
        // to go on later, as one does that asks a database
        Idle.add (match_async.callback);
        yield;
        unowned string? text = ((Trueconf.Message) event).text;
        if (text == "break")
            throw new IOError.FAILED ("the filter has failed");
        return text != null && text == text.up ();
    }
}

class Surrounding : Trueconf.Middleware {
    public string log = "";

    public override void process (Trueconf.Event event, Trueconf.Context context, Trueconf.Next next) {
        if (event is Trueconf.Message) {
            context.set_data ("role", "guest");
            surround.begin (next);
        } else {
            // the chat was made
            next.run ();
        }
    }

    private async void surround (Trueconf.Next next) {
        log += "before ";
        try {
            yield next.run_async ();
            log += next.handled ? "handled " : "not handled ";
        } catch (Error error) {
            log += error.message;
        }
        next.end ();
    }
}

class Uppercase : Trueconf.RequestMiddleware {
    public override void process (Trueconf.OutgoingRequest request, Trueconf.RequestNext next) {
        unowned string? text = request.get_string ("content.text");
        if (request.method == "sendMessage" && text != null)
            request.set_string ("content.text", text.up ());
        next.run ();
    }
}

class Notes : Trueconf.Router {
    public int asked;

    public Notes () {
        Object (name: "notes");
    }

    construct {
        add_handler (typeof (Trueconf.Message), new Trueconf.Filter.text_prefix ("note"), on_note);
    }

    private void on_note (Trueconf.Event event, Trueconf.Context context) {
        asked++;
        assert_cmpstr (context.router_name, EQ, "notes");
    }
}

// without find_expired, which is optional
class Shelf : Object, Trueconf.FsmStorage {
    public HashTable<string, Trueconf.FsmRecord> records = new HashTable<string, Trueconf.FsmRecord> (str_hash, str_equal);
    public int fresh;

    public void load (Trueconf.FsmKey key, Task task) {
        (records[key.to_string ()] ?? new Trueconf.FsmRecord (null, null, 0)).answer (task);
    }

    public void store (Trueconf.FsmKey key, Trueconf.FsmRecord record, string? version, Task task) {
        unowned Trueconf.FsmRecord? stored = records[key.to_string ()];
        if (version == null)
            fresh++;
        var fits = (stored != null ? stored.version : null) == version;
        if (fits)
            records[key.to_string ()] = record;
        task.return_boolean (fits);
    }
}

void test_async_filter () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    string[] seen = {}, failed = {};
    bot.dispatcher.add_handler (typeof (Trueconf.Message), new AsyncLoud (), (event, context) => {
        seen += ((Trueconf.Message) event).text;
    });
    bot.dispatcher.add_handler (typeof (Trueconf.Message), new Trueconf.Filter.async_func ((event, context, task) => {
        task.return_boolean (((Trueconf.Message) event).text == "soft");
    }), (event, context) => {
        seen += ((Trueconf.Message) event).text;
    });
    bot.dispatcher.add_error_handler ((error, event, context) => {
        assert_true (error is IOError.FAILED);
        failed += error.message;
        return true;
    });
    start (bot);
    say_all (sandbox, { "neither", "break", "soft", "LOUD" });
    wait_until (() => seen.length > 1);
    assert_cmpstr (string.joinv (" ", seen), EQ, "soft LOUD");
    assert_cmpstr (string.joinv (" ", failed), EQ, "the filter has failed");
    stop (bot);
}

void test_middlewares () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    var surrounding = new Surrounding ();
    string role = "";
    bot.dispatcher.add_outer_middleware (surrounding);
    bot.add_request_middleware (new Uppercase ());
    bot.dispatcher.add_handler (typeof (Trueconf.Message), null, (event, context) => {
        Value value;
        assert_false (context.get_data ("nothing", out value));
        assert_true (context.get_data ("role", out value));
        role = value.get_string ();
        event.bot.send_message_async.begin (((Trueconf.Message) event).chat_id, "answer");
    });
    start (bot);
    say_all (sandbox, { "hello" });
    wait_until (() => sandbox.last_text () == "ANSWER");
    wait_until (() => surrounding.log.has_suffix ("handled "));
    assert_cmpstr (surrounding.log, EQ, "before handled ");
    assert_cmpstr (role, EQ, "guest");
    stop (bot);
}

void test_router () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    var notes = new Notes ();
    bot.dispatcher.include_router (notes);
    start (bot);
    say_all (sandbox, { "nothing", "note this" });
    wait_until (() => notes.asked == 1);
    stop (bot);
}

async void converse (Trueconf.Context context) {
    context.hold ();
    try {
        var name = (Trueconf.Message) yield context.ask_async (new Trueconf.Draft ("Your name?"));
        var sure = (Trueconf.Message) yield context.ask_async (new Trueconf.Draft ("Sure?"),
            new Trueconf.Filter.texts (EQUAL, { "yes", "no" }), new Trueconf.Draft ("Yes or no?"));
        yield name.answer_async (@"$(name.text): $(sure.text)");
        yield context.ask_async (null, null, null, 0.01);
    } catch (Error error) {
        context.fail (error);
    } finally {
        context.release ();
    }
}

void test_questions () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    var timed_out = 0;
    bot.dispatcher.add_handler (typeof (Trueconf.Message), new Trueconf.CommandFilter ("hello"), (event, context) => {
        converse.begin (context);
    });
    bot.dispatcher.add_error_handler ((error, event, context) => {
        if (error is Trueconf.Error.TIMED_OUT)
            timed_out++;
        return true;
    });
    start (bot);
    say_all (sandbox, { "/hello" });
    wait_until (() => sandbox.last_text () == "Your name?");
    say_all (sandbox, { "Nora" });
    wait_until (() => sandbox.last_text () == "Sure?");
    say_all (sandbox, { "perhaps" });
    wait_until (() => sandbox.last_text () == "Yes or no?");
    say_all (sandbox, { "yes" });
    wait_until (() => sandbox.last_text () == "Nora: yes");
    wait_until (() => timed_out == 1);
    stop (bot);
}

async void change_state (Trueconf.FsmContext state, Trueconf.State colour) throws Error {
    assert_null (yield state.get_state_async ());
    yield state.set_state_async (colour);
    assert_cmpstr (yield state.get_state_async (), EQ, "Order:colour");
    var answers = new Json.Object ();
    answers.set_string_member ("colour", "blue");
    answers = yield state.update_data_async (answers);
    assert_cmpstr (answers.get_string_member ("colour"), EQ, "blue");
    assert_null (yield state.get_value_async ("size"));
}

void test_storage () {
    var shelf = new Shelf ();
    var states = new Trueconf.StatesGroup ("Order");
    var state = new Trueconf.FsmContext (shelf, new Trueconf.FsmKey ("bot", "chat", "nora"));
    run ((callback) => change_state.begin (state, states.add ("colour"), (owned) callback), (result) => change_state.end (result));
    assert_cmpint (shelf.fresh, EQ, 1);
    assert_cmpuint (shelf.records.size (), EQ, 1);
    run ((callback) => shelf.find_expired_async.begin (int64.MAX, 10, null, (owned) callback), (result) => {
        assert_cmpuint (shelf.find_expired_async.end (result).get_n_items (), EQ, 0);
    });
}

async void send_with_progress (Sandbox sandbox, Trueconf.Bot bot) throws Error {
    var chat = yield bot.create_personal_chat_async ("nora");
    var file = new Trueconf.InputFile.for_bytes (new Bytes (string.nfill (100000, 'x').data), "x.txt");
    int64 last = 0;
    var sent = yield bot.send_draft_async (chat, new Trueconf.Draft.document (file), (current, total) => {
        last = current;
    });
    assert_cmpint ((int) last, EQ, 100000);
    last = 0;
    var bytes = yield bot.download_file_bytes_async (sent.file_id, (current, total) => {
        last = current;
    });
    assert_cmpuint ((uint) bytes.get_size (), EQ, 100000);
    assert_cmpint ((int) last, EQ, 100000);
}

void test_progress () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    start (bot);
    run ((callback) => send_with_progress.begin (sandbox, bot, (owned) callback), (result) => send_with_progress.end (result));
    stop (bot);
}

async void run_job (Trueconf.Scheduler scheduler) throws Error {
    yield scheduler.start_async ();
    assert_true (scheduler.running);
    yield scheduler.stop_async ();
}

void test_scheduler () {
    var scheduler = new Trueconf.Scheduler ();
    var runs = 0;
    try {
        var job = scheduler.add_job ("report", new Trueconf.Schedule.daily ("07:00"), (job) => {
            assert_cmpstr (job.name, EQ, "report");
            runs++;
        });
        assert_null (job.next_run);
        job.run ();
        wait_until (() => runs == 1);
        run ((callback) => run_job.begin (scheduler, (owned) callback), (result) => run_job.end (result));
        new Trueconf.Schedule.cron ("every day");
        assert_not_reached ();
    } catch (Trueconf.Error.INVALID_ARGUMENT error) {
        assert_true (error.message.length > 20);
    } catch (Error error) {
        Test.message ("%s", error.message);
        Test.fail ();
    }
}

void test_defaults () {
    assert_null (new Trueconf.Router ().name);
    assert_null (new Trueconf.State ().name);
    var text = new Trueconf.Text.list ({ new Trueconf.Text ("one"), new Trueconf.Text.bold ("two") });
    assert_true (text.to_html ().contains ("<b>two</b>"));
    text = new Trueconf.Text.joined ({ new Trueconf.Text ("a"), new Trueconf.Text ("b") });
    assert_cmpstr (text.to_string (), EQ, "ab");
    string[] pieces = Trueconf.split_text_full ("one two", 4);
    assert_cmpstr (string.joinv ("|", pieces), EQ, "one|two");
    var pager = new Trueconf.KeyboardPager.from_strv ("page", { "one", "two" });
    assert_cmpuint (pager.n_pages, EQ, 1);
    try {
        new Trueconf.Filter.regex ("^[0-9]+$");
        new Trueconf.Filter.property (typeof (Trueconf.Message), "text", Trueconf.Operator.SET);
        new Trueconf.Filter.property (typeof (Trueconf.Message), "txet", Trueconf.Operator.SET);
        assert_not_reached ();
    } catch (Error error) {
        assert_true (error is Trueconf.Error.INVALID_ARGUMENT);
        assert_true (Trueconf.Error.get_cause (error) == Trueconf.ErrorCause.UNKNOWN);
    }
}

int main (string[] args) {
    Test.init (ref args);
    Test.add_func ("/vala/extending/async-filter", test_async_filter);
    Test.add_func ("/vala/extending/defaults", test_defaults);
    Test.add_func ("/vala/extending/middlewares", test_middlewares);
    Test.add_func ("/vala/extending/progress", test_progress);
    Test.add_func ("/vala/extending/questions", test_questions);
    Test.add_func ("/vala/extending/router", test_router);
    Test.add_func ("/vala/extending/scheduler", test_scheduler);
    Test.add_func ("/vala/extending/storage", test_storage);
    return Test.run ();
}
