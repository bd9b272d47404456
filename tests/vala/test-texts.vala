// SPDX-License-Identifier: LGPL-2.1-or-later

// Formatted texts in Vala, and the blocks of docs/text.md, as they stand.

void test_making () {
    var text = Trueconf.Text.format ("%d <i>%s</i>", 5, "<5>").concat (new Trueconf.Text.bold ("\nb"));
    assert_cmpstr (text.to_html (), EQ, "5 <i>&lt;5&gt;</i><b><br>b</b>");
    assert_cmpstr (text.to_markdown (), EQ, "5 *<5>*\n**b**");
    assert_cmpstr (text.to_string (), EQ, "5 <5>\nb");
    assert_true (text.equal (new Trueconf.Text.from_html (text.to_html ())));
    assert_true (text.hash () == new Trueconf.Text.from_markdown (text.to_markdown ()).hash ());
    assert_false (text.equal (new Trueconf.Text.italic ("b").with_style (Trueconf.TextStyle.BOLD)));
    assert_true (new Trueconf.Text ("").is_empty ());

    var list = new Trueconf.Text.list ({ new Trueconf.Text.underline ("a"), new Trueconf.Text.strikethrough ("b") }, true);
    assert_cmpstr (list.to_html (), EQ, "1. <u>a</u><br>2. <s>b</s>");
    var joined = new Trueconf.Text.joined ({ new Trueconf.Text ("a"), new Trueconf.Text ("b") }, new Trueconf.Text (", "));
    assert_cmpstr (joined.to_string (), EQ, "a, b");
    assert_cmpstr (new Trueconf.Text.quote ("q").concat (new Trueconf.Text.mention_all ()).to_html (), EQ,
        "<quote class=\"reply\">q</quote><br><br>@all");
}

// What may be null is, and the rest is not.
void test_parts () {
    var text = new Trueconf.Text ("a").concat (new Trueconf.Text.link (null, "https://e.org/"))
        .concat (new Trueconf.Text.mention (null, "nora@e.org")).concat (new Trueconf.Text ("x").with_mention ("omar@e.org"))
        .concat (new Trueconf.Text ("y").with_link ("javascript:1"));
    string[] parts = {};
    var spans = text.get_spans ();
    for (uint i = 0; i < spans.get_n_items (); i++) {
        var span = (Trueconf.TextSpan) spans.get_item (i);
        string? address = span.address;
        string? user_id = span.user_id;
        parts += @"$(span.text) $(address ?? "-") $(user_id ?? "-")";
    }
    assert_cmpstr (string.joinv ("|", parts), EQ,
        "a - -|https://e.org/ https://e.org/ -|nora@e.org trueconf:nora@e.org nora@e.org|x trueconf:omar@e.org omar@e.org|y (javascript:1) - -");
    assert_cmpstr (string.joinv (" ", text.get_mentions ()), EQ, "nora@e.org omar@e.org");
    assert_true (new Trueconf.Text ("").get_mentions ().length == 0);

    var draft = new Trueconf.Draft.formatted (text);
    assert_true (draft.formatted_text.equal (text));
    draft.formatted_text = null;
    assert_null (draft.formatted_text);
    assert_null (draft.text);
}

void test_splitting () {
    assert_cmpstr (string.joinv ("|", Trueconf.split_text ("<b>one two</b> three", 7)), EQ, "<b>one two</b>|three");
    assert_cmpstr (string.joinv ("|", Trueconf.split_text_full ("**one two**", 5, Trueconf.ParseMode.MARKDOWN)), EQ, "**one**|**two**");
    assert_true (Trueconf.split_text ("", 7).length == 0);
    assert_true (Trueconf.split_text (string.nfill (5000, '-')).length == 2);
    assert_true (Trueconf.split_text_full (string.nfill (5000, '-')).length == 2);
    assert_true (Trueconf.visible_length ("<b>one</b>") == 3);
}

async void check_guide (Sandbox sandbox, Trueconf.Message message) throws Error {
    yield on_hello (message);
    assert_cmpstr (sandbox.last_text (), EQ, make_greeting ("<Eve>").to_html ());
    assert_true ((yield on_report (message)) == 3);
    assert_cmpstr (sandbox.last_text (), EQ, string.nfill (10000 - 2 * 4096, '-'));
}

void test_guide () {
    assert_cmpstr (make_greeting ("<Eve>").to_string (), EQ, "Hello <Eve>! Ask Nora or read the plan.");
    assert_cmpstr (quote_user ("**x** <script>").to_html (), EQ, "Somebody wrote: <b>x</b> &lt;script&gt;");

    var sandbox = new_sandbox ();
    var bot = make_bot (sandbox);
    Trueconf.Message[] messages = {};
    bot.dispatcher.add_handler (typeof (Trueconf.Message), null, (event, context) => {
        messages += (Trueconf.Message) event;
    });
    start (bot);
    say_all (sandbox, { "hello", "<a href=\\\"trueconf:omar@sandbox.local\\\">Omar</a>" });
    wait_until (() => messages.length == 2);
    assert_cmpstr (describe (messages[0]), EQ, "nobody");
    run ((callback) => check_guide.begin (sandbox, messages[0], (owned) callback), (result) => check_guide.end (result));
    stop (bot);
}

int main (string[] args) {
    Test.init (ref args);
    Test.add_func ("/vala/texts/making", test_making);
    Test.add_func ("/vala/texts/parts", test_parts);
    Test.add_func ("/vala/texts/splitting", test_splitting);
    Test.add_func ("/vala/texts/guide", test_guide);
    return Test.run ();
}
