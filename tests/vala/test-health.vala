// SPDX-License-Identifier: LGPL-2.1-or-later

// The health server in Vala, and the block of docs/monitoring.md, as it stands.

uint ask (string uri, out string text) throws Error {
    var session = new Soup.Session ();
    var message = new Soup.Message ("GET", uri);
    var loop = new MainLoop ();
    Bytes? body = null;
    session.send_and_read_async.begin (message, Priority.DEFAULT, null, (object, result) => {
        try {
            body = session.send_and_read_async.end (result);
        } catch (Error error) {
            critical ("%s", error.message);
        }
        loop.quit ();
    });
    loop.run ();
    var builder = new StringBuilder ();
    builder.append_len ((string) body.get_data (), (ssize_t) body.get_size ());
    text = builder.str;
    return message.status_code;
}

void test_guide () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    start (bot);
    try {
        var health = serve_health (bot, 0);
        assert_true (health.running);
        assert_true (health.is_ready ());
        string text;
        assert_cmpuint (ask (@"http://127.0.0.1:$(health.chosen_port)/readyz", out text), EQ, 200);
        assert_cmpstr (text, EQ, "ready\n");
        assert_cmpuint (ask (@"http://127.0.0.1:$(health.chosen_port)/health/echo", out text), EQ, 200);
        assert_true (text.contains ("echo_bot@sandbox.local"));
        assert_true (health.format_metrics ().contains ("trueconf_bot_status{bot=\"echo\",status=\"authorized\"} 1\n"));
        assert_null (health.format_health ("other"));
        assert_nonnull (health.format_health ());
        health.stop ();
        assert_null (health.uris);
        assert_true (health.remove_bot (bot));
    } catch (Error error) {
        critical ("%s", error.message);
    }
    stop (bot);
}

void test_attached () {
    var bot = new Trueconf.Bot ("127.0.0.1");
    var health = new Trueconf.HealthServer ();
    var application = (Soup.Server) Object.new (typeof (Soup.Server));
    try {
        health.add_bot (bot);
        application.listen_local (0, Soup.ServerListenOptions.IPV4_ONLY);
        health.attach (application, "/bots");
        var port = application.get_uris ().data.get_port ();
        string text;
        assert_cmpuint (ask (@"http://127.0.0.1:$port/bots/readyz", out text), EQ, 503);
        assert_cmpstr (text, EQ, "1: disconnected\n");
        health.detach (application, "/bots");
        assert_cmpuint (ask (@"http://127.0.0.1:$port/bots/readyz", out text), EQ, 404);
    } catch (Error error) {
        critical ("%s", error.message);
    }

    try {
        health.address = "example.com";
        health.start ();
        assert_not_reached ();
    } catch (Trueconf.Error.INVALID_ARGUMENT error) {
        assert_true (error.message.contains ("example.com"));
    } catch (Error error) {
        critical ("%s", error.message);
    }
}

void test_statistics () {
    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    start (bot);
    var statistics = bot.statistics;
    assert_cmpuint (statistics.list_methods ().length, EQ, 0);
    var loop = new MainLoop ();
    bot.get_chats_async.begin (10, 1, null, (object, result) => {
        try {
            bot.get_chats_async.end (result);
        } catch (Error error) {
            critical ("%s", error.message);
        }
        loop.quit ();
    });
    loop.run ();
    assert_cmpstr (string.joinv (" ", statistics.list_methods ()), EQ, "getChats");
    assert_cmpuint ((uint) statistics.get_requests_by_method ("getChats", SUCCEEDED), EQ, 1);
    assert_cmpuint ((uint) statistics.get_requests_by_method ("getChats", REFUSED), EQ, 0);
    assert_cmpuint ((uint) statistics.get_answers_by_method ("getChats"), EQ, 1);
    assert_true (statistics.get_answer_time_by_method ("getChats") > 0);
    uint64 events = 0;
    foreach (unowned var method in statistics.list_event_methods ())
        events += statistics.get_events_by_method (method);
    assert_cmpuint ((uint) events, EQ, (uint) statistics.events);
    stop (bot);
}

int main (string[] args) {
    Test.init (ref args);
    Test.add_func ("/vala/health/guide", test_guide);
    Test.add_func ("/vala/health/attached", test_attached);
    Test.add_func ("/vala/health/statistics", test_statistics);
    return Test.run ();
}
