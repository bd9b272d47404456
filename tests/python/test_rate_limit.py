# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rate limit of requests in Python."""

from harness import BotTest, main, run, wait_for

from gi.repository import Trueconf

NEVER = 0.001


class RateLimitTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())
        self.chat = run(self.bot.create_personal_chat("nora"))
        self.limit = self.bot.add_request_middleware(Trueconf.RateLimit(chat_rate=NEVER, chat_burst=2))

    def test_order(self):
        self.assertEqual((self.limit.chat_rate, self.limit.chat_burst, self.limit.n_waiting), (NEVER, 2, 0))
        self.assertEqual((self.limit.total_rate, self.limit.total_burst, self.limit.max_waiting), (0, 30, 1000))
        sends = [self.bot.send_message(self.chat, str(number)) for number in range(6)]
        self.assertEqual(self.limit.get_n_waiting(), 4)
        run(sends[1])
        self.assertEqual(self.sandbox.texts(), ["0", "1"])
        other = run(self.bot.create_personal_chat("omar"))
        run(self.bot.send_message(other, "passes"))
        self.limit.chat_rate = 0
        for send in sends:
            run(send)
        self.assertEqual(self.sandbox.texts(), ["0", "1", "2", "3", "4", "5"])
        self.assertEqual(self.sandbox.texts("omar"), ["passes"])

    def test_total(self):
        self.limit.set_chat_rate(0)
        self.limit.set_total_rate(NEVER)
        self.limit.set_total_burst(1)
        self.assertEqual((self.limit.get_total_rate(), self.limit.get_total_burst()), (NEVER, 1))
        sends = [self.bot.send_message(self.chat, str(number)) for number in range(3)]
        self.assertEqual(self.limit.n_waiting, 2)
        self.limit.total_rate = 0
        for send in sends:
            run(send)
        self.assertEqual(self.sandbox.texts(), ["0", "1", "2"])

    def test_full_and_cancelled(self):
        self.limit.max_waiting = 1
        self.limit.chat_burst = 1
        self.assertEqual((self.limit.get_max_waiting(), self.limit.get_chat_burst(), self.limit.get_chat_rate()), (1, 1, NEVER))
        run(self.bot.send_message(self.chat, "first"))
        second = self.bot.send_message(self.chat, "second")
        with self.assertRaises(Trueconf.OutboxFull):
            run(self.bot.send_message(self.chat, "third"))
        second.cancel()
        with self.assertRaises(Trueconf.Cancelled):
            run(second)
        wait_for(lambda: self.limit.n_waiting == 0)
        self.assertEqual(self.sandbox.texts(), ["first"])

    def test_stop(self):
        self.bot.stop_timeout = 0.1
        sends = [self.bot.send_message(self.chat, str(number)) for number in range(3)]
        run(self.bot.stop())
        with self.assertRaises(Trueconf.NotConnected):
            run(sends[2])
        self.assertEqual(self.limit.n_waiting, 0)


if __name__ == "__main__":
    main()
