// SPDX-License-Identifier: LGPL-2.1-or-later

// The library as Vala sees it: yield, closures as handlers, errors by code.

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
        assert_cmpstr (Trueconf.Error.get_method (error), EQ, "getChatByID");
        assert_cmpstr (Trueconf.Error.get_chat_id (error), EQ, "nowhere");
        found++;
    }
    try {
        yield bot.call_async ("noSuchMethod");
    } catch (Trueconf.ApiError error) {
        assert_true (error is Trueconf.ApiError.ROUTE_NOT_FOUND);
        assert_cmpstr (Trueconf.Error.get_method (error), EQ, "noSuchMethod");
        assert_null (Trueconf.Error.get_chat_id (error));
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

class Loud : Trueconf.Filter {
    public override bool match (Trueconf.Event event, Trueconf.Context context) {
        unowned string? text = ((Trueconf.Message) event).text;
        return text != null && text == text.up ();
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
    start (bot);
    say_all (sandbox, { "soft", "LOUD" });
    wait_until (() => seen.length > 0);
    assert_cmpstr (seen[0], EQ, "LOUD");
    stop (bot);
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

void test_fetch_token () {
    var sandbox = new_sandbox ();
    var asking = make_bot (sandbox);
    string? token = null;
    run ((callback) => asking.fetch_token_async.begin (null, (owned) callback), (result) => token = asking.fetch_token_async.end (result));
    var bot = new Trueconf.Bot ("127.0.0.1", token);
    bot.https = false;
    bot.port = sandbox.port;
    start (bot);
    assert_true (bot.authorized);
    stop (bot);

    var refused = make_bot (sandbox, "wrong");
    var told = false;
    run ((callback) => refused.fetch_token_async.begin (null, (owned) callback), (result) => {
        try {
            refused.fetch_token_async.end (result);
        } catch (Trueconf.Error.INVALID_GRANT error) {
            told = true;
        }
    });
    assert_true (told);
}

int main (string[] args) {
    Test.init (ref args);
    Test.add_func ("/vala/echo", test_echo);
    Test.add_func ("/vala/errors", test_errors);
    Test.add_func ("/vala/filter", test_filter);
    Test.add_func ("/vala/keyboard", test_keyboard);
    Test.add_func ("/vala/run", test_run);
    Test.add_func ("/vala/fetch-token", test_fetch_token);
    return Test.run ();
}
