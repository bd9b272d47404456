// SPDX-License-Identifier: LGPL-2.1-or-later

// The library as Vala sees it: yield, closures as handlers, errors by code.

class Sandbox {
    public uint port;
    private string key;
    private Subprocess process;
    private Soup.Session session = new Soup.Session ();

    public Sandbox () throws Error {
        process = new Subprocess (SubprocessFlags.STDIN_PIPE | SubprocessFlags.STDOUT_PIPE,
            Environment.get_variable ("TRUECONF_SANDBOX"), "--port", "0", "--quiet", "--exit-with-stdin");
        var line = new DataInputStream (process.get_stdout_pipe ()).read_line ();
        var ready = Json.from_string (line).get_object ();
        port = (uint) ready.get_int_member ("port");
        key = ready.get_string_member ("key");
    }

    ~Sandbox () {
        process.force_exit ();
    }

    public Json.Node call (string path, string? body = null) throws Error {
        var message = new Soup.Message (body == null ? "GET" : "POST", @"http://127.0.0.1:$port$path");
        message.request_headers.replace ("X-Sandbox-Key", key);
        if (body != null)
            message.set_request_body_from_bytes ("application/json", new Bytes (body.data));
        var answer = session.send_and_read (message);
        // not terminated
        var text = new StringBuilder ();
        text.append_len ((string) answer.get_data (), (ssize_t) answer.get_size ());
        return Json.from_string (text.str);
    }

    public string say (string text) throws Error {
        var answer = call ("/sandbox/say", @"{\"from\": \"nora\", \"to\": \"echo_bot\", \"text\": \"$text\"}");
        return answer.get_object ().get_string_member ("chat_id");
    }

    public string? last_text () throws Error {
        var messages = call ("/sandbox/messages?user=nora&peer=echo_bot").get_object ().get_array_member ("messages");
        var last = messages.get_object_element (messages.get_length () - 1);
        return last.get_string_member ("author") == "echo_bot" ? last.get_string_member ("text") : null;
    }
}

delegate bool Condition () throws Error;

void wait_until (Condition condition) {
    var deadline = get_monotonic_time () + 10 * TimeSpan.SECOND;
    var tick = Timeout.add (20, () => Source.CONTINUE);
    try {
        while (!condition ()) {
            assert_true (get_monotonic_time () < deadline);
            MainContext.default ().iteration (true);
        }
    } catch (Error error) {
        Test.message ("%s", error.message);
        Test.fail ();
    }
    Source.remove (tick);
}

Trueconf.Bot make_bot (Sandbox sandbox, string password = "secret") {
    var bot = new Trueconf.Bot.from_credentials ("127.0.0.1", "echo_bot", password);
    bot.https = false;
    bot.port = sandbox.port;
    return bot;
}

async void check_echo (Sandbox sandbox, Trueconf.Bot bot) throws Error {
    yield bot.start_async ();
    assert_true (bot.authorized);
    assert_cmpstr (bot.user_id, EQ, "echo_bot@sandbox.local");
    var chat_id = sandbox.say ("hello");
    wait_until (() => sandbox.last_text () == "hello");

    Trueconf.SentMessage sent = yield bot.send_message_async (chat_id, "<b>bold</b>", Trueconf.ParseMode.HTML);
    assert_cmpstr (sent.chat_id, EQ, chat_id);
    assert_null (sent.file_id);

    ListModel history = yield bot.get_chat_history_async (chat_id, 2);
    assert_true (history.get_n_items () == 2);
    var newest = (Trueconf.Message) history.get_item (0);
    history = null;
    assert_cmpstr (newest.text, EQ, "<b>bold</b>");

    yield bot.stop_async ();
    assert_true (bot.status == Trueconf.Status.DISCONNECTED);
}

async void check_errors (Sandbox sandbox) throws Error {
    var found = 0;
    try {
        yield make_bot (sandbox, "wrong").start_async ();
    } catch (Trueconf.Error.INVALID_GRANT error) {
        found++;
    }

    var bot = make_bot (sandbox);
    yield bot.start_async ();
    try {
        yield bot.call_async ("getChatByID", Json.from_string ("{\"chatId\": \"nowhere\"}"));
    } catch (Trueconf.ApiError.CHAT_NOT_FOUND error) {
        found++;
    }
    try {
        yield bot.call_async ("noSuchMethod");
    } catch (Trueconf.ApiError error) {
        assert_true (error is Trueconf.ApiError.ROUTE_NOT_FOUND);
        found++;
    }
    assert_cmpint (found, EQ, 3);
    yield bot.stop_async ();
}

async void check_keyboard (Sandbox sandbox) throws Error {
    var bot = make_bot (sandbox);
    yield bot.start_async ();
    var chat = yield bot.create_personal_chat_async ("nora");

    var keyboard = new Trueconf.Keyboard ();
    var help = new Trueconf.Button.command ("Help", "menu:help");
    help.style = Trueconf.ButtonStyle.PRIMARY;
    keyboard.add_row ({ help, new Trueconf.Button.url (null, "https://example.org/") });
    var draft = new Trueconf.Draft ("Which one?", Trueconf.ParseMode.TEXT);
    draft.keyboard = keyboard;

    var sent = yield bot.send_draft_async (chat, draft);
    yield bot.edit_message_async (sent.message_id, "Well?");
    var message = yield bot.get_message_by_id_async (sent.message_id);
    assert_cmpstr (message.text, EQ, "Well?");
    assert_cmpuint (message.keyboard.n_buttons, EQ, 2);
    var row = (ListModel) message.keyboard.rows.get_item (0);
    assert_cmpstr (((Trueconf.Button) row.get_item (0)).get_command (), EQ, "menu:help");
    var copy = message.keyboard.copy ();
    copy.add_row ({ help });
    assert_cmpuint (copy.n_buttons, EQ, 3);
    assert_cmpuint (message.keyboard.n_buttons, EQ, 2);
    message = null;

    var file = new Trueconf.InputFile.for_bytes (new Bytes ("text".data), "a.txt");
    sent = yield bot.send_draft_async (chat, new Trueconf.Draft.document (file, "read"));
    assert_nonnull (sent.file_id);

    try {
        keyboard.add_row ({ new Trueconf.Button.copy ("", "x") });
        assert_not_reached ();
    } catch (Trueconf.Error.INVALID_ARGUMENT error) {
        assert_true (error.message.length > 20);
    }
    yield bot.stop_async ();
}

delegate void Begin (owned AsyncReadyCallback callback);
delegate void End (AsyncResult result) throws Error;

void run (Begin begin, End end) {
    var done = false;
    begin ((_, result) => {
        done = true;
        try {
            end (result);
        } catch (Error error) {
            Test.message ("%s", error.message);
            Test.fail ();
        }
    });
    wait_until (() => done);
}

class Loud : Trueconf.Filter {
    public override bool match (Trueconf.Event event, Trueconf.Context context) {
        unowned string? text = ((Trueconf.Message) event).text;
        return text != null && text == text.up ();
    }
}

Sandbox new_sandbox () {
    try {
        return new Sandbox ();
    } catch (Error error) {
        GLib.error ("%s", error.message);
    }
}

void test_echo () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    string[] states = {};
    bot.status_changed.connect ((health) => {
        states += health.to_variant ().lookup_value ("status", VariantType.STRING).get_string ();
    });
    bot.dispatcher.add_handler (typeof (Trueconf.Message), null, (event, context) => {
        var message = (Trueconf.Message) event;
        message.answer_async.begin (message.text);
    });
    run ((callback) => check_echo.begin (sandbox, bot, (owned) callback), (result) => check_echo.end (result));
    assert_cmpstr (string.joinv (" ", states), EQ, "connected authorized disconnected");
}

void test_errors () {
    var sandbox = new_sandbox ();
    run ((callback) => check_errors.begin (sandbox, (owned) callback), (result) => check_errors.end (result));
}

void test_keyboard () {
    var sandbox = new_sandbox ();
    run ((callback) => check_keyboard.begin (sandbox, (owned) callback), (result) => check_keyboard.end (result));
}

void test_filter () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    string[] seen = {};
    bot.dispatcher.add_handler (typeof (Trueconf.Message), new Loud (), (event, context) => {
        seen += ((Trueconf.Message) event).text;
    });
    run ((callback) => bot.start_async.begin (null, (owned) callback), (result) => bot.start_async.end (result));
    try {
        sandbox.say ("soft");
        sandbox.say ("LOUD");
    } catch (Error error) {
        Test.fail ();
    }
    wait_until (() => seen.length > 0);
    assert_cmpstr (seen[0], EQ, "LOUD");
    run ((callback) => bot.stop_async.begin (null, (owned) callback), (result) => bot.stop_async.end (result));
}

void test_run () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    bot.notify["authorized"].connect (() => {
        if (bot.authorized)
            bot.stop_async.begin ();
    });
    try {
        assert_true (bot.run ());
        make_bot (sandbox, "wrong").run ();
        assert_not_reached ();
    } catch (Trueconf.Error.INVALID_GRANT error) {
        assert_true (error.message.length > 20);
    } catch (Error error) {
        Test.message ("%s", error.message);
        Test.fail ();
    }
}

int main (string[] args) {
    Test.init (ref args);
    Test.add_func ("/vala/echo", test_echo);
    Test.add_func ("/vala/errors", test_errors);
    Test.add_func ("/vala/filter", test_filter);
    Test.add_func ("/vala/keyboard", test_keyboard);
    Test.add_func ("/vala/run", test_run);
    return Test.run ();
}
