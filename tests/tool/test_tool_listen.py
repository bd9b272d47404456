# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tool hears: events, filters, lost connections, and whoever reads them."""

import json
import signal

from harness import main
from tool_harness import CONFIG, OK, OUTPUT, PATIENCE, REFUSED, TOOL, USAGE, ToolTest, wait_for, wait_for_full_pipe

LISTENING = b"trueconf-bot: Listening as echo_bot@sandbox.local\n"


class ListenTest(ToolTest):
    def listen(self, *arguments, **options):
        """Starts to listen, and waits until the server knows it."""
        process = self.start("listen", *arguments, **options)
        self.assertEqual(process.stderr.readline(), LISTENING)
        return process

    def finish(self, process):
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out.decode(), err.decode()

    def hear(self, *arguments, texts, **options):
        """The texts of those events that are heard."""
        process = self.listen(*arguments, **options)
        for text in texts:
            self.sandbox.say(text)
        status, out, err = self.finish(process)
        self.assertEqual((status, err), (OK, ""))
        return [event["plain_text"] for event in self.objects(out)]


class EventsTest(ListenTest):
    def test_lines(self):
        process = self.listen("--filter", "event = message", "--count", "2")
        self.sandbox.say("<b>R&amp;D</b>\n\"two\" \u2028 lines", parse_mode="html")
        self.sandbox.say("second", sender="max")
        status, out, err = self.finish(process)
        self.assertEqual((status, err, out.count("\n")), (OK, "", 2))
        first, second = self.objects(out)
        self.assertEqual((first["event"], first["method"]), ("message", "sendMessage"))
        self.assertEqual(first["author"], {"id": "nora@sandbox.local", "type": "user"})
        self.assertEqual(first["plain_text"], 'R&D\n"two" \u2028 lines')
        self.assertEqual((first["message_type"], first["chat_type"], first["is_edited"]), ("plain-message", "p2p", False))
        self.assertEqual(first["raw"]["content"]["text"], first["text"])
        self.assertEqual(second["author"]["id"], "max@sandbox.local")

    def test_terminals_are_not_steered(self):
        """What people write is no sequence that a terminal obeys or by which it turns lines around."""
        text = "\x1b[2J \x7f \x9b2J \x9d0;title\x9c \u202eevil \u2066 \u2029 ж"
        process = self.listen("--filter", "text", "--count", "1")
        self.sandbox.say(text)
        status, out, _ = self.finish(process)
        self.assertEqual((status, self.objects(out)[0]["plain_text"]), (OK, text))
        self.assertEqual({c for c in out if not c.isprintable()}, {"\n"})
        self.assertIn("ж", out)

    def test_files_and_buttons(self):
        process = self.listen("--filter", "not event = changed-file-upload-limits and not event = created-personal-chat",
                              "--count", "3")
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "a.txt", "size": 300}})
        sent = self.sandbox.call("/sandbox/say", {"from": "echo_bot", "to": "nora", "text": "Go on?", "buttons": [
            [{"type": "command", "label": "Yes", "command": "/go", "id": "yes"}]]})
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": sent["message_id"], "button_id": "yes"})
        self.sandbox.call("/sandbox/remove", {"message_id": sent["message_id"]})
        status, out, _ = self.finish(process)
        self.assertEqual(status, OK)
        file, press, removal = self.objects(out)
        self.assertEqual((file["document"]["name"], file["document"]["size"]), ("a.txt", 300))
        # an address with which anybody can download is not for logs
        self.assertNotIn("download_url", json.dumps({**file, "raw": None}))
        self.assertEqual((press["event"], press["command"], press["button_id"]), ("callback-query", "/go", "yes"))
        self.assertEqual(press["message"]["message_id"], sent["message_id"])
        self.assertEqual((removal["event"], removal["message_id"]), ("removed-message", sent["message_id"]))

    def test_unknown_event(self):
        process = self.listen("--filter", "method = futureEvent", "--count", "1")
        self.sandbox.call("/sandbox/send", {"user": "echo_bot", "method": "futureEvent", "payload": {"a": [1, None, "x"]}})
        (event,) = self.objects(self.finish(process)[1])
        self.assertEqual((event["event"], event["raw"]), ("update", {"a": [1, None, "x"]}))

    def test_unread(self):
        self.sandbox.say("while nobody listened")
        self.assertEqual(self.hear("--filter", "text", "--count", "1", "--unread", texts=[]), ["while nobody listened"])
        # and once more to nobody
        self.assertEqual(self.hear("--filter", "text", "--count", "1", "--unread", texts=["now"]), ["now"])

    def test_what_is_not_taken_comes_again(self):
        """With --count, what has come already is left to whoever listens next."""
        for n in range(5):
            self.sandbox.say(f"{n}")
        heard = []
        while len(heard) < 5:
            heard += self.hear("--filter", "text", "--count", "2" if len(heard) < 4 else "1", "--unread", texts=[])
        self.assertEqual(heard, ["0", "1", "2", "3", "4"])

    def test_own_messages(self):
        """Of another program with the same account."""
        self.sandbox.say("before")
        process = self.listen("--filter", "text", "--count", "1", "--own")
        self.run_tool("send", "nora", "of the bot")
        (event,) = self.objects(self.finish(process)[1])
        self.assertEqual(event["plain_text"], "of the bot")

    def test_no_limit(self):
        """--count 0 is what there is without --count, and the help says so."""
        process = self.listen("--filter", "text", "--count", "0")
        for text in ("first", "second"):
            self.sandbox.say(text)
            self.assertEqual(json.loads(process.stdout.readline())["plain_text"], text)
        done = self.interrupt(process)
        self.assertEqual((done.status, done.out, done.err), (-signal.SIGINT, "", ""))
        self.assertIn("End after so many events (0: no limit)", " ".join(self.succeed("listen", "--help").split()))


class InterruptedTest(ListenTest):
    def test_nohup(self):
        """SIGHUP that is ignored when it starts is ignored."""
        process = self.listen("--count", "1", "--filter", "text", command=["sh", "-c", "trap '' HUP; exec \"$0\" \"$@\"", TOOL])
        process.send_signal(signal.SIGHUP)
        self.sandbox.say("x")
        status, out, _ = self.finish(process)
        self.assertEqual((status, self.objects(out)[0]["plain_text"]), (OK, "x"))

    def test_reader_that_does_not_read(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                process = self.listen("--filter", "text")
                self.sandbox.say("x" * 500_000)
                wait_for_full_pipe(process.stdout)
                process.send_signal(number)
                self.assertEqual((process.wait(PATIENCE), process.stderr.read()), (-number, b""))


class FilterTest(ListenTest):
    def test_expressions(self):
        texts = ["/go now", "go", "7 lives", "don't", "end"]
        for expression, heard in {
                "text ^= /go or text = end": ["/go now", "end"],
                "text ~= '^[0-9]+ ' or text=end": ["7 lives", "end"],
                'text *= "n\'t" or text $= nd': ["don't", "end"],
                "not (text = go or text ^= /) and event=message": ["7 lives", "don't", "end"],
                "text != go and author = nora and not author=max AND chat-type = p2p and type = plain-message and not mention":
                    ["/go now", "7 lives", "don't", "end"],
                "timestamp > 1000 and is-edited = false and text >= don": ["go", "don't", "end"],
                "author.id = nora@sandbox.local and text and not document": texts}.items():
            with self.subTest(expression):
                # the last one is always heard, so that nothing more is to come
                self.assertEqual(self.hear("--filter", expression, "--count", str(len(heard)), texts=texts), heard)

    def test_several(self):
        self.assertEqual(self.hear("-f", "text ^= a", "-f", "text $= z", "-n", "1", texts=["a", "z", "abz"]), ["abz"])

    def test_chat(self):
        chat = self.sandbox.say("first")["chat_id"]
        self.config(f"[aliases]\nops={chat}\n")
        process = self.listen("--filter", "chat = @ops and event = message", "--count", "1")
        self.sandbox.say("elsewhere", sender="max")
        self.sandbox.say("here")
        (event,) = self.objects(self.finish(process)[1])
        self.assertEqual((event["plain_text"], event["chat_id"]), ("here", chat))
        self.assertIn("@nobody", self.fail_with(CONFIG, "listen", "-f", "chat = @nobody"))

    def test_mistakes(self):
        """Each is told of before anything is sent, at its place."""
        for expression, words in {
                "": "not complete",
                "text =": "value is missing",
                "text = a b": "“b”",
                "(text = a": "closing parenthesis",
                "text = a)": "“)”",
                'text = "a': "quotation mark",
                "and": "“and”",
                "txet = a": "no property “txet”",
                "document.sise > 5": "there is: size",
                "text ~= '('": "missing terminating )",
                "event = mesage": "one of update, message",
                "chat-type < group": "compared with = or !=",
                "event": "compared with = or !=",
                "box.id = first": "box",
                "(" * 200: "too many parentheses"}.items():
            with self.subTest(expression):
                self.assertIn(words, self.fail_with(USAGE, "listen", "--filter", expression))
        self.assertEqual(self.sandbox.counters()["connections"], 0)

    def test_not_utf8(self):
        self.assertIn("UTF-8", self.fail_with(USAGE, "listen", "--filter", b"text = \xff".decode(errors="surrogateescape")))


class ConnectionTest(ListenTest):
    def test_lost(self):
        """It comes back by itself, says so, and misses nothing."""
        process = self.listen("--filter", "text", "--unread", "--count", "2")
        self.sandbox.say("before")
        self.assertEqual(json.loads(process.stdout.readline())["plain_text"], "before")
        self.fault("drop")
        self.assertIn(b"The connection is lost, and is made again: ", process.stderr.readline())
        self.sandbox.say("after")
        status, out, err = self.finish(process)
        self.assertEqual((status, self.objects(out)[0]["plain_text"]), (OK, "after"))
        self.assertEqual(err, "trueconf-bot: The connection is there again\n")

    def test_expired_token(self):
        """Without a password there is nothing more to be hoped for."""
        token = self.write("token", self.sandbox.token())
        process = self.listen("--token-file", token, env={"TRUECONF_PASSWORD": None, "TRUECONF_USER": None})
        self.fault("expire-token")
        self.fault("drop")
        status, _, err = self.finish(process)
        self.assertEqual(status, REFUSED)
        self.assertIn("expired", err.splitlines()[-1])

    def test_quiet(self):
        process = self.start("listen", "-q", "--count", "1", "--filter", "text", "--unread")
        self.sandbox.say("x")
        status, out, err = self.finish(process)
        self.assertEqual((status, err, len(self.objects(out))), (OK, "", 1))

    def test_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                process = self.listen()
                done = self.interrupt(process, number)
                self.assertEqual((done.status, done.err), (-number, ""))
        wait_for(lambda: not self.sandbox.call("/sandbox/state")["connections"], "the good-byes")

    def test_reader_goes(self):
        """It ends when its reader does, not only with the next event."""
        process = self.listen("--filter", "text")
        process.stdout.close()
        self.assertEqual(process.wait(PATIENCE), OUTPUT)
        self.assertEqual(process.stderr.read(), b"trueconf-bot: Nobody reads standard output any more\n")

    def test_full_disk(self):
        with open("/dev/full", "w") as full:
            process = self.listen("--filter", "text", stdout=full)
            self.sandbox.say("x")
            self.assertEqual(process.wait(PATIENCE), OUTPUT)
        self.assertIn(b"No space left", process.stderr.read())
        # what was not written is not acknowledged
        self.assertEqual(self.hear("--filter", "text", "--count", "1", "--unread", texts=[]), ["x"])

    def test_full_disk_at_the_log_in(self):
        """The server tells of its limits before the log-in has ended, and that cannot be written already."""
        with open("/dev/full", "w") as full:
            process = self.start("listen", stdout=full)
            self.assertEqual(process.wait(PATIENCE), OUTPUT)
        lines = process.stderr.read().decode().splitlines()
        self.assertIn("No space left", lines[-1])
        self.assertIn(lines[:-1], ([], ["trueconf-bot: Listening as echo_bot@sandbox.local"]))

    def test_usage(self):
        self.assertIn("“x” without --exec", self.fail_with(USAGE, "listen", "x"))
        for option in ("--reply", "--html", "--markdown", "--jobs=2", "--exec-timeout=5"):
            self.assertIn("is for --exec", self.fail_with(USAGE, "listen", option))
        self.fail_with(USAGE, "listen", "--count", "-1")


if __name__ == "__main__":
    main()
