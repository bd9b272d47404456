// SPDX-License-Identifier: LGPL-2.1-or-later

// What the tests need: a sandbox in a process of its own, and asynchronous functions that are run to their end. All is public,
// since valac warns of what a program has and does not use.

public class Sandbox {
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

    public Json.Array messages () throws Error {
        return call ("/sandbox/messages?user=nora&peer=echo_bot").get_object ().get_array_member ("messages");
    }

    public void press_last () throws Error {
        var last = messages ().get_object_element (messages ().get_length () - 1);
        var id = last.get_string_member ("message_id");
        call ("/sandbox/press", @"{\"from\": \"nora\", \"message_id\": \"$id\", \"row\": 0, \"column\": 0}");
    }

    public string? last_text () throws Error {
        var messages = messages ();
        var last = messages.get_object_element (messages.get_length () - 1);
        return last.get_string_member ("author") == "echo_bot" ? last.get_string_member ("text") : null;
    }
}

public delegate bool Condition () throws Error;

public void wait_until (Condition condition) {
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

public Trueconf.Bot make_bot (Sandbox sandbox, string password = "secret") {
    var bot = new Trueconf.Bot.from_credentials ("127.0.0.1", "echo_bot", password);
    bot.https = false;
    bot.port = sandbox.port;
    return bot;
}

public delegate void Begin (owned AsyncReadyCallback callback);
public delegate void End (AsyncResult result) throws Error;

public void run (Begin begin, End end) {
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

public Sandbox new_sandbox () {
    try {
        return new Sandbox ();
    } catch (Error error) {
        GLib.error ("%s", error.message);
    }
}

public void start (Trueconf.Bot bot) {
    run ((callback) => bot.start_async.begin (null, (owned) callback), (result) => bot.start_async.end (result));
}

public void stop (Trueconf.Bot bot) {
    run ((callback) => bot.stop_async.begin (null, (owned) callback), (result) => bot.stop_async.end (result));
}

public void say_all (Sandbox sandbox, string[] texts) {
    try {
        foreach (unowned var text in texts)
            sandbox.say (text);
    } catch (Error error) {
        Test.message ("%s", error.message);
        Test.fail ();
    }
}
