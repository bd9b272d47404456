# SPDX-License-Identifier: LGPL-2.1-or-later
"""Logging in, and the ways in which it can fail."""

import json

from harness import BotTest, free_port, main, run, wait_for

from gi.repository import GLib, Trueconf

NOTHING_SENT = ("token_requests", "upgrades", "auth_requests", "connections", "frames_in")


class LoginTest(BotTest):
    def assert_in_words(self, error):
        self.assertGreaterEqual(len(error.message.split()), 4, error.message)
        self.assertEqual(str(error), error.message)

    def assert_nothing_sent(self):
        counters = self.sandbox.counters()
        self.assertEqual({name: counters[name] for name in NOTHING_SENT}, dict.fromkeys(NOTHING_SENT, 0))

    def test_token(self):
        bot = self.make_bot(token=self.sandbox.token())
        self.assertTrue(run(bot.start()))
        self.assertTrue(bot.authorized)
        self.assertEqual(bot.user_id, "echo_bot@sandbox.local")
        self.assertEqual(bot.me_id, bot.user_id)

    def test_positional_token(self):
        bot = Trueconf.Bot("127.0.0.1", self.sandbox.token(), web_port=self.sandbox.port, https=False)
        self.addCleanup(self.stop, bot)
        self.assertTrue(run(bot.start()))

    def test_password(self):
        bot = self.make_bot()
        self.assertTrue(run(bot.start()))
        self.assertEqual(bot.status, Trueconf.Status.AUTHORIZED)
        self.assertEqual(self.sandbox.counters()["token_requests"], 1)

    def test_from_credentials(self):
        bot = Trueconf.Bot.from_credentials(server="127.0.0.1", username="echo_bot", password="secret",
                                            web_port=self.sandbox.port, https=False)
        self.addCleanup(self.stop, bot)
        self.assertTrue(run(bot.start()))

    def test_wrong_password(self):
        bot = self.make_bot(password="wrong")
        error = self.start_until(bot, Trueconf.InvalidGrant)
        self.assertEqual(error.code, Trueconf.Error.INVALID_GRANT)
        self.assertTrue(error.matches(Trueconf.error_quark(), Trueconf.Error.INVALID_GRANT))
        self.assertIsInstance(error, Trueconf.BotError)
        self.assertIsInstance(error, GLib.Error)
        self.assert_in_words(error)
        self.assertNotIn("wrong", error.message)
        self.assertLessEqual(self.sandbox.counters()["token_requests"], 3)
        self.assertIsInstance(bot.last_error, Trueconf.InvalidGrant)

    def test_strange_servers(self):
        for server in "[127.0.0.1]", "::1%", "fe80::1%eth0%", "[127.0.0.1%lo]":
            bot = Trueconf.Bot(server, "e30.e30.x", port=1, ws_max_retries=1)
            self.assert_in_words(self.start_until(bot, Trueconf.BotError))
            self.assertEqual(bot.last_error.code, Trueconf.Error.INVALID_ARGUMENT, server)
        for server in "::1%lo", "[::1%lo]":
            bot = Trueconf.Bot(server, "e30.e30.x", port=1, ws_max_retries=1)
            self.start_until(bot, Trueconf.BotError)
            self.assertEqual(bot.last_error.code, Trueconf.Error.CONNECTION_FAILED, server)

    def test_empty_token(self):
        bot = self.make_bot(username="echo_bot", password="secret", token="")
        run(bot.start())
        self.assertEqual(self.sandbox.counters()["token_requests"], 1)

    def test_run_raises_wrong_password(self):
        bot = self.make_bot(password="wrong")
        with self.assertRaises(Trueconf.InvalidGrant):
            bot.run()
        self.assertLessEqual(self.sandbox.counters()["token_requests"], 3)

    def test_failed_signal(self):
        bot = self.make_bot(password="wrong")
        failures = []
        bot.connect("failed", lambda bot, error: failures.append(error))
        self.start_until(bot, Trueconf.InvalidGrant)
        self.assertEqual(len(failures), 1)
        self.assertEqual(failures[0].code, Trueconf.Error.INVALID_GRANT)

    def test_token_with_white_space(self):
        for token in (self.sandbox.token() + "\n", "a b c"):
            error = self.start_until(self.make_bot(token=token), Trueconf.InvalidToken)
            self.assertEqual(error.code, Trueconf.Error.INVALID_TOKEN)
            self.assert_in_words(error)
        self.assert_nothing_sent()

    def test_expired_token(self):
        error = self.start_until(self.make_bot(token=self.sandbox.token(-60)), Trueconf.TokenExpired)
        self.assertEqual(error.code, Trueconf.Error.TOKEN_EXPIRED)
        self.assert_in_words(error)
        # the clock of this machine may be wrong: the server is asked, once
        self.assertEqual(self.sandbox.counters()["auth_requests"], 1)

    def test_fetch_token(self):
        token = run(self.make_bot().fetch_token())
        bot = self.make_bot(token=token)
        self.assertTrue(run(bot.start()))
        self.assertEqual(self.sandbox.counters()["token_requests"], 1)
        with self.assertRaises(Trueconf.InvalidGrant):
            run(self.make_bot(password="wrong").fetch_token())

    def test_wrong_address(self):
        bot = self.make_bot(port=free_port(), ws_max_retries=2)
        with self.assertRaises(Trueconf.ConnectionFailed) as caught:
            bot.run()
        self.assert_in_words(caught.exception)
        self.assertEqual(caught.exception.code, Trueconf.Error.CONNECTION_FAILED)
        self.assertEqual(bot.status, Trueconf.Status.DISCONNECTED)


class ConstructorTest(BotTest):
    def test_names_of_the_vendor(self):
        bot = Trueconf.Bot(server="x", token="a.b.c", web_port=99, verify_ssl=False, receive_unread_messages=True)
        self.assertEqual((bot.port, bot.verify_tls, bot.receive_unread_messages), (99, False, True))
        bot = Trueconf.Bot(server="x", token="a.b.c", verify_ssl="/etc/ssl/own.pem")
        self.assertEqual((bot.tls_ca_file, bot.verify_tls), ("/etc/ssl/own.pem", True))

    def test_enumerations_by_name(self):
        bot = Trueconf.Bot("x", "a.b.c", ack_policy="after-handler", ordering="none")
        self.assertEqual(bot.ack_policy, Trueconf.AckPolicy.AFTER_HANDLER)
        self.assertEqual(bot.ordering, Trueconf.Ordering.NONE)
        bot.ordering = "per_chat"
        self.assertEqual(bot.ordering, Trueconf.Ordering.PER_CHAT)
        with self.assertRaisesRegex(ValueError, "per-chat"):
            bot.ordering = "sometimes"

    def test_unknown_names_are_refused(self):
        with self.assertRaisesRegex(TypeError, "tokn"):
            Trueconf.Bot(server="x", tokn="a.b.c")
        with self.assertRaisesRegex(TypeError, "twice"):
            Trueconf.Bot(server="x", port=1, web_port=2)

    def test_the_password_cannot_be_read(self):
        bot = Trueconf.Bot.from_credentials("x", "echo_bot", "hush-hush")
        with self.assertRaises(AttributeError):
            bot.password
        self.assertNotIn("hush-hush", repr(bot))
        self.assertNotIn("a.b.c", repr(Trueconf.Bot("x", "a.b.c")))


class VersionTest(BotTest):
    def requests(self):
        """How often the server was asked what it is."""
        return sum("/api/v4/server" in json.dumps(entry) for entry in self.sandbox.call("/sandbox/log?last=1000")["entries"])

    def test_asked_or_not(self):
        self.assertTrue(Trueconf.Bot().ask_server_version)
        bot = self.make_bot(ask_server_version=False)
        run(bot.start())
        chat_id = run(bot.create_personal_chat("nora"))
        # without the version, line breaks are sent as characters, which every server takes
        run(bot.send_message(chat_id, "<b>a</b><br>b", "html"))
        self.assertEqual(self.sandbox.texts(), ["<b>a</b>\nb"])
        self.assertEqual((bot.server_version, bot.server_name, self.requests()), (None, None, 0))
        version = run(bot.fetch_server_version())
        self.assertEqual((bot.server_version, self.requests()), (version, 1))
        run(bot.send_message(chat_id, "<b>a</b><br>b", "html"))
        self.assertEqual(self.sandbox.texts()[-1], "<b>a</b><br>b")
        asking = self.make_bot()
        run(asking.start())
        wait_for(lambda: asking.server_version == version)
        self.assertEqual(self.requests(), 2)


if __name__ == "__main__":
    main()
