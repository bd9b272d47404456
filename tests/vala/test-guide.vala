// SPDX-License-Identifier: LGPL-2.1-or-later

// The blocks of docs/vala.md, as they stand.

Trueconf.Bot start_guide (Sandbox sandbox, Trueconf.Router router) {
    var bot = make_bot (sandbox);
    bot.dispatcher.include_router (router);
    start (bot);
    return bot;
}

async void wait_for_errors (Sandbox sandbox, Trueconf.Bot bot) throws Error {
    var chat_id = yield bot.create_personal_chat_async ("nora");
    assert_true (yield greet (bot, chat_id));
    assert_false (yield greet (bot, "nowhere"));
    assert_cmpstr (string.joinv ("|", yield read_history (bot, chat_id)), EQ, "<b>Good</b> morning|Good morning");
}

void test_waiting () {
    var sandbox = new_sandbox ();
    var bot = start_guide (sandbox, new Trueconf.Router ());
    run ((callback) => wait_for_errors.begin (sandbox, bot, (owned) callback), (result) => wait_for_errors.end (result));
    stop (bot);
}

void test_handlers () {
    var sandbox = new_sandbox ();
    var router = new Trueconf.Router ();
    add_count (router);
    add_order (router);
    router.add_outer_middleware (new Stopwatch ());
    var bot = start_guide (sandbox, router);
    say_all (sandbox, { "hello", "/count" });
    wait_until (() => sandbox.last_text () == "2 messages");
    try {
        sandbox.call ("/sandbox/faults", "{\"fault\": \"error\", \"method\": \"getChatHistory\", \"code\": 302, \"count\": 1}");
    } catch (Error error) {
        Test.message ("%s", error.message);
        Test.fail ();
    }
    say_all (sandbox, { "/count" });
    wait_until (() => (sandbox.last_text () ?? "").contains ("302"));
    say_all (sandbox, { "/order" });
    wait_until (() => sandbox.last_text () == "Which size?");
    say_all (sandbox, { "huge" });
    wait_until (() => sandbox.last_text () == "Small or large?");
    say_all (sandbox, { "large" });
    wait_until (() => sandbox.last_text () == "For whom?");
    say_all (sandbox, { "Omar" });
    wait_until (() => sandbox.last_text () == "A large one for Omar");
    stop (bot);
}

async string get_chat (Trueconf.Bot bot) throws Error {
    return yield bot.create_personal_chat_async ("nora");
}

async void exchange_file (Trueconf.Bot bot) throws Error {
    var stream = (FileIOStream) null;
    var file = File.new_tmp ("trueconf-guide-XXXXXX.txt", out stream);
    yield file.replace_contents_async ("the plan".data, null, false, FileCreateFlags.NONE, null, null);
    var bytes = yield send_and_get_back (bot, yield get_chat (bot), file);
    assert_cmpmem (bytes.get_data (), "the plan".data);
    yield file.delete_async ();
}

async void show_menu (Trueconf.Bot bot) throws Error {
    yield send_menu (bot, yield get_chat (bot));
}

void test_drafts () {
    var sandbox = new_sandbox ();
    var router = new Trueconf.Router ();
    add_menu (router);
    add_loud (router);
    var bot = start_guide (sandbox, router);
    run ((callback) => show_menu.begin (bot, (owned) callback), (result) => show_menu.end (result));
    try {
        assert_cmpstr (sandbox.last_text (), EQ, "0 so far");
        sandbox.press_last ();
        wait_until (() => sandbox.last_text () == "1 so far");
    } catch (Error error) {
        Test.message ("%s", error.message);
        Test.fail ();
    }
    say_all (sandbox, { "quiet", "LOUD" });
    wait_until (() => sandbox.last_text () == "Not so loud, please.");
    run ((callback) => exchange_file.begin (bot, (owned) callback), (result) => exchange_file.end (result));
    stop (bot);
}

async void keep_state (Trueconf.FsmContext context) throws Error {
    assert_null (yield context.get_state_async ());
    yield context.set_state_async (new Trueconf.State ("waiting"));
    assert_cmpstr (yield context.get_state_async (), EQ, "waiting");
}

void test_storage () {
    var context = new Trueconf.FsmContext (new Shelf (), new Trueconf.FsmKey ("bot", "chat", "nora"));
    run ((callback) => keep_state.begin (context, (owned) callback), (result) => keep_state.end (result));
}

int main (string[] args) {
    Test.init (ref args);
    Test.add_func ("/vala/guide/drafts", test_drafts);
    Test.add_func ("/vala/guide/handlers", test_handlers);
    Test.add_func ("/vala/guide/storage", test_storage);
    Test.add_func ("/vala/guide/waiting", test_waiting);
    return Test.run ();
}
