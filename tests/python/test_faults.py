# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a bot sees of the faults that the sandbox can be told to have."""

import os
import tempfile
import time
import urllib.error

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf


class FaultTest(BotTest):
    def mend(self):
        self.sandbox.call("/sandbox/faults", method="DELETE")

    def refused(self, **settings):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.sandbox.call("/sandbox/faults", settings)
        return caught.exception.read().decode()

    def connections(self):
        return self.sandbox.counters()["connections"]


class MembersTest(FaultTest):
    def test_what_a_fault_does_not_take_is_named(self):
        self.assertIn("takes no \\\"bites\\\". It takes: bytes, user, count", self.refused(fault="oversize", bites=1))
        self.assertIn("needs \\\"bytes\\\"", self.refused(fault="oversize"))
        self.assertIn("must be a number", self.refused(fault="oversize", bytes="many"))
        self.assertIn("must be true or false", self.refused(fault="no-read", pongs=1))
        self.assertIn("There is no fault \\\"dorp\\\"", self.refused(fault="dorp"))


class SilenceTest(FaultTest):
    def test_no_answer(self):
        bot = self.start_noting_bot(timeout=0.3)
        self.fault("no-answer", method="getUserDisplayName")
        for _ in range(3):
            with self.assertRaises(Trueconf.TimedOut):
                run(bot.get_user_display_name("nora"))
        wait_for(lambda: self.connections() == 2 and bot.authorized)
        self.mend()
        bot.timeout = 10
        self.assertEqual(run(bot.get_user_display_name("nora")), "Nora Berg")

    def test_no_read(self):
        bot = self.start_noting_bot(ping_interval=1, ping_timeout=1)
        self.fault("no-read")
        wait_for(lambda: not bot.websocket_connected)
        self.mend()
        wait_for(lambda: bot.authorized)

    def test_no_read_but_pongs_until_it_is_taken_back(self):
        bot = self.start_noting_bot()
        self.fault("no-read", pongs=True)
        call = Trueconf.spawn(bot.get_user_display_name("nora"))
        self.sandbox.say("hello")
        wait_for(lambda: self.texts == ["hello"])
        self.assertFalse(call.done())
        self.mend()
        wait_for(call.done)
        self.assertEqual(call.result(), "Nora Berg")
        self.assertEqual(self.connections(), 1)


class FlapTest(FaultTest):
    def test_flap(self):
        bot = self.start_noting_bot(max_in_flight=4)
        chat = run(bot.create_personal_chat("nora"))
        self.fault("flap", count=3)
        calls = [Trueconf.spawn(bot.send_message(chat, str(n))) for n in range(20)]
        wait_for(lambda: all(call.done() for call in calls), 30)
        doubtful = [call for call in calls if isinstance(call.exception(), Trueconf.DeliveryUnknown)]
        # those of the first connection were on their way when it was cut, then one at a time is
        self.assertLessEqual(len(doubtful), 4 + 1 + 1)
        self.assertEqual(len(self.sandbox.texts()), 20 - len(doubtful))
        self.assertEqual(self.sandbox.texts(), sorted(self.sandbox.texts(), key=int))
        self.assertEqual(self.connections(), 4)

    def test_203_for_everything(self):
        bot = self.start_noting_bot()
        self.fault("error", code=203, method="*", count=1)
        self.assertEqual(run(bot.get_user_display_name("nora")), "Nora Berg")
        self.assertEqual(self.connections(), 2)


class WaitTest(FaultTest):
    def test_retry_after_of_the_upgrade(self):
        self.fault("refuse-upgrade", status=429, retry_after=1, count=1)
        self.start_noting_bot()
        self.assertEqual(self.sandbox.counters()["upgrades"], 2)

    def test_retry_after_of_an_answer(self):
        bot = self.start_noting_bot()
        chat = run(bot.create_personal_chat("nora"))
        self.fault("retry-after", ms=700, method="sendChatActivity", count=1)
        self.assertEqual(run(bot.send_chat_activity(chat, Trueconf.ChatActivity.TYPING)), 700)

    def test_retry_after_of_an_error(self):
        bot = self.start_noting_bot()
        self.fault("error", code=399, method="getUserDisplayName", retry_after=300, count=1)
        self.assertEqual(run(bot.get_user_display_name("nora")), "Nora Berg")
        self.assertEqual(bot.statistics.requests_repeated, 1)


    def test_retry_after_of_a_token(self):
        self.fault("token-status", status=429, retry_after=1, count=1)
        self.start_noting_bot()
        self.assertEqual(self.sandbox.counters()["token_requests"], 2)


class ElsewhereTest(FaultTest):
    def test_another_host_gets_nothing(self):
        for fault in "token-status", "refuse-upgrade":
            with self.subTest(fault=fault):
                self.fault(fault, status=302, location="http://example.com:81/")
                error = self.start_until(self.make_bot(ws_max_retries=0), Trueconf.ConnectionFailed)
                self.assertIn("http://example.com:81", str(error))
                self.assertEqual(error.cause, Trueconf.ErrorCause.HTTP)
                self.mend()

    def test_another_path_is_followed_once(self):
        self.fault("refuse-upgrade", status=307, location="/websocket/chat_bot/", count=1)
        self.start_noting_bot()
        self.assertEqual((self.sandbox.counters()["upgrades"], self.connections()), (2, 1))


class FileTest(FaultTest):
    def test_downloads(self):
        bot = self.start_noting_bot()
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "a.bin", "size": 100_000}})
        for settings, part in (({"name": "download-endless"}, "more than the 100000"),
                               ({"name": "download-status", "status": 503, "retry_after": 60}, "503"),
                               ({"name": "download-status", "status": 302, "location": "http://example.com:81/"}, "302")):
            with self.subTest(**settings), tempfile.TemporaryDirectory() as folder:
                self.fault(**settings, count=1)
                with self.assertRaisesRegex(Trueconf.DownloadFailed, part):
                    run(bot.download_file(said["file_id"], folder))
                self.assertEqual(os.listdir(folder), [])
                run(bot.download_file(said["file_id"], folder))

    def test_uploads(self):
        bot = self.start_noting_bot()
        chat = run(bot.create_personal_chat("nora"))
        file = Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"content"), "b.bin")
        for settings, part in (({"status": 429, "retry_after": 60}, "429"), ({"status": 307, "location": "/"}, "307")):
            with self.subTest(**settings):
                self.fault("upload-status", count=1, **settings)
                with self.assertRaisesRegex(Trueconf.UploadFailed, part):
                    run(bot.send_document(chat, file))
                self.assertEqual(self.sandbox.messages(), [])
        run(bot.send_document(chat, file))
        self.assertEqual(len(self.sandbox.messages()), 1)


class SizeTest(FaultTest):
    def test_dribble(self):
        bot = self.start_noting_bot(ping_interval=1, ping_timeout=1)
        self.sandbox.say("first")
        wait_for(lambda: self.texts == ["first"])
        self.fault("dribble", ms=10)
        self.sandbox.say("bit by bit")
        self.sandbox.say("behind it")
        wait_for(lambda: self.texts == ["first", "bit by bit", "behind it"], 30)
        self.assertEqual(self.connections(), 1)
        self.assertTrue(bot.authorized)

    def test_endless(self):
        bot = self.start_noting_bot(max_message_size=100_000)
        skipped = []
        bot.connect("event-skipped", lambda bot, method, size, error: skipped.append(method))
        self.fault("endless")
        wait_for(lambda: self.connections() == 2 and bot.authorized, 30)
        self.assertEqual(skipped, ["endless"])

    def test_flood(self):
        bot = self.start_noting_bot()
        methods = []
        bot.connect("event", lambda bot, event: (time.sleep(0.0001), methods.append(event.method)))
        self.fault("flood", events=3000)
        wait_for(lambda: methods.count("flood") == 3000, 30)
        self.assertEqual(self.connections(), 1)

    def test_oversize_unread(self):
        self.fault("oversize-unread", bytes=100_000)
        self.sandbox.say("before it came")
        self.sandbox.say("behind it")
        bot = self.make_bot(max_message_size=50_000, receive_unread_messages=True)
        skipped, texts = [], []
        bot.connect("event-skipped", lambda bot, method, size, error: skipped.append((method, size)))
        bot.connect("message", lambda bot, message: texts.append(message.text))
        run(bot.start())
        wait_for(lambda: texts == ["behind it"])
        self.assertEqual(skipped, [("sendMessage", 100_000)])
        wait_for(lambda: self.sandbox.counters()["acknowledgements"] == 3)
        self.fault("drop")
        wait_for(lambda: self.connections() == 2 and bot.authorized)
        self.sandbox.say("later")
        wait_for(lambda: texts == ["behind it", "later"])
        self.assertEqual(len(skipped), 1, skipped)

    def test_oversize_answer(self):
        bot = self.start_noting_bot(max_message_size=50_000)
        self.fault("oversize-answer", bytes=60_000, method="getUserDisplayName", count=1)
        with self.assertRaises(Trueconf.Protocol) as caught:
            run(bot.get_user_display_name("nora"))
        self.assertIn("60000", str(caught.exception))
        self.assertEqual(run(bot.get_user_display_name("nora")), "Nora Berg")


class ClockTest(FaultTest):
    def test_a_token_that_says_it_has_ended(self):
        self.fault("expires-claim", offset=-365 * 86400)
        self.start_noting_bot()
        self.assertEqual(self.sandbox.counters()["token_requests"], 1)

    def test_an_end_far_away(self):
        for value in 0, 2 ** 31, "never":
            with self.subTest(value=value):
                self.fault("expires-at", value=value, count=1)
                self.start_noting_bot()


class DifferencesTest(FaultTest):
    def test_ids_without_a_connection(self):
        self.fault("bare-user-id")
        bot = self.start_noting_bot()
        self.assertEqual(bot.user_id, "echo_bot@sandbox.local")

    def test_ids_with_a_connection(self):
        self.fault("connection-ids")
        bot = self.start_noting_bot()
        authors = []
        bot.connect("message", lambda bot, message: authors.append(message.author.id))
        self.sandbox.say("hello")
        wait_for(lambda: self.texts == ["hello"])
        self.assertEqual(bot.user_id, "echo_bot@sandbox.local")
        self.assertEqual(authors, ["nora@sandbox.local/9f2c51aa"])

    def test_parse_modes(self):
        bot = self.start_noting_bot()
        chat = run(bot.create_personal_chat("nora"))
        message = {"chatId": chat, "content": {"text": "x", "parseMode": "latex"}}
        with self.assertRaises(Trueconf.ServerError):
            run(bot.call("sendMessage", message))
        self.fault("any-parse-mode")
        run(bot.call("sendMessage", message))
        self.assertEqual(self.sandbox.texts(), ["x"])

    def test_chats(self):
        bot = self.start_noting_bot()
        self.sandbox.call("/sandbox/chats", {"type": "system", "title": "News", "from": "nora",
                                             "participants": ["echo_bot"]})
        self.sandbox.call("/sandbox/chats", {"type": "favorites", "title": "My notes", "from": "echo_bot"})
        chats = {chat.title: chat.chat_type for chat in run(bot.get_chats(10, 1))}
        self.assertEqual(chats, {"News": Trueconf.ChatType.SYSTEM, "My notes": Trueconf.ChatType.FAVORITES})


if __name__ == "__main__":
    main()
