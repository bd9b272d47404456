# SPDX-License-Identifier: LGPL-2.1-or-later
"""Servers that are large, fast, slow, silent or gone, as a program in Python sees them."""

import pathlib
import re
import time

from harness import BotTest, main, run, wait_for

from gi.repository import Trueconf

LARGE = 60_000


class SizeTest(BotTest):
    def test_a_busy_connection_stays(self):
        self.start_noting_bot(max_message_size=2 * LARGE)
        for _ in range(3):
            self.sandbox.say("x" * LARGE, count=30)
        wait_for(lambda: len(self.texts) == 90, 30)
        self.assertEqual(self.sandbox.counters()["connections"], 1)

    def test_a_large_event_is_skipped_and_told(self):
        bot = self.start_noting_bot(max_message_size=LARGE // 2, receive_unread_messages=True)
        skipped = []
        bot.connect("event-skipped", lambda bot, method, size, error: skipped.append((method, size, error)))
        self.sandbox.say("first")
        self.sandbox.say("x" * LARGE)
        self.sandbox.say("behind it")
        wait_for(lambda: self.texts == ["first", "behind it"])
        [(method, size, error)] = skipped
        self.assertEqual(method, "sendMessage")
        self.assertGreater(size, LARGE)
        self.assertIn("max-message-size", str(error))
        self.assertEqual(bot.statistics.skipped_events, 1)
        self.fault("drop")
        wait_for(lambda: self.sandbox.counters()["connections"] == 2 and bot.authorized)
        self.sandbox.say("later")
        wait_for(lambda: self.texts[-1] == "later")
        self.assertEqual(len(skipped), 1)

    def test_a_large_answer_ends_the_call(self):
        bot = self.start_noting_bot()
        self.sandbox.say("x" * LARGE, count=3)
        wait_for(lambda: len(self.texts) == 3)
        chat = run(bot.create_personal_chat("nora"))
        bot.max_message_size = LARGE
        with self.assertRaises(Trueconf.Protocol) as caught:
            run(bot.get_chat_history(chat, 10))
        self.assertIn("max-message-size", str(caught.exception))
        self.assertIn(str(LARGE), str(caught.exception))
        self.assertEqual(self.sandbox.counters()["connections"], 1)

    def test_a_handler_that_blocks_holds_the_server_up(self):
        waiting = []
        dispatcher = Trueconf.Dispatcher(blocking_threshold=0)

        @dispatcher.message()
        async def slow(message):
            if not waiting:
                self.sandbox.say("x" * 1000, count=500)
                time.sleep(1)
                waiting.append(bot.statistics.events_waiting)
            else:
                waiting.append(0)

        bot = self.make_bot(dispatcher=dispatcher, max_waiting_events=20)
        run(bot.start())
        self.sandbox.say("begin")
        wait_for(lambda: len(waiting) == 501, 30)
        self.assertLess(waiting[0], 50)
        self.assertGreaterEqual(waiting[0], 20)
        self.assertEqual(self.sandbox.counters()["connections"], 1)

    def test_markup_takes_time_in_proportion(self):
        def cost(text):
            begin = time.process_time()
            Trueconf.visible_length(text)
            return time.process_time() - begin

        for part in "<a", "</", "<b>", "&", "<a href='":
            cost(part * 1000)
            # 16 times as much, which would take 256 times as long if it were quadratic
            self.assertLess(cost(part * 320_000), 64 * max(cost(part * 20_000), 0.001), part)


class ConnectionTest(BotTest):
    def test_a_token_that_the_upgrade_refuses_is_replaced_once(self):
        for status in 401, 403:
            with self.subTest(status=status):
                before = self.sandbox.counters()["token_requests"]
                self.fault("refuse-upgrade", status=status, count=1)
                self.start_noting_bot()
                self.assertEqual(self.sandbox.counters()["token_requests"], before + 2)

    def test_twenty_calls_survive_a_token_that_ends(self):
        bot = self.start_noting_bot()
        chat = run(bot.create_personal_chat("nora"))
        self.fault("expire-token", live=True)
        calls = [Trueconf.spawn(bot.send_message(chat, str(n))) for n in range(20)]
        wait_for(lambda: all(call.done() for call in calls))
        for call in calls:
            call.result()
        self.assertEqual(self.sandbox.texts(), [str(n) for n in range(20)])

    def test_a_server_that_answers_nothing_is_left(self):
        bot = self.start_noting_bot(timeout=0.3)
        self.fault("lose-answer", method="getUserDisplayName", count=3)
        for _ in range(3):
            with self.assertRaises(Trueconf.TimedOut):
                run(bot.get_user_display_name("nora"))
        wait_for(lambda: self.sandbox.counters()["connections"] == 2 and bot.authorized)
        bot.timeout = 10
        self.assertEqual(run(bot.get_user_display_name("nora")), "Nora Berg")

    def test_a_connection_that_is_half_open_is_noticed(self):
        bot = self.start_noting_bot(ping_interval=1, ping_timeout=1)
        causes = []
        bot.connect("notify::websocket-connected", lambda bot, _: causes.append(bot.last_error_cause))
        fault = self.fault("half-open")
        wait_for(lambda: not bot.websocket_connected)
        self.sandbox.call(f"/sandbox/faults/{fault['id']}", method="DELETE")
        wait_for(lambda: bot.authorized)
        self.assertEqual(causes[0], Trueconf.ErrorCause.TIMEOUT)

        # and so a page for Prometheus tells it
        health = Trueconf.HealthServer()
        health.add_bot(bot, "b")
        lines = health.format_metrics().splitlines()
        self.assertIn('trueconf_connections_total{bot="b"} 2', lines)
        self.assertIn('trueconf_reconnections_total{bot="b",cause="timeout"} 1', lines)

    def test_an_outage_leaves_few_sends_in_doubt(self):
        bot = self.start_noting_bot(max_in_flight=8)
        chat = run(bot.create_personal_chat("nora"))
        self.fault("half-open")
        calls = [Trueconf.spawn(bot.send_message(chat, str(n))) for n in range(40)]
        wait_for(lambda: bot.statistics.requests_sent >= 8)
        self.sandbox.call("/sandbox/faults", method="DELETE")
        self.fault("drop")
        wait_for(lambda: all(call.done() for call in calls), 30)
        doubtful = [n for n, call in enumerate(calls) if isinstance(call.exception(), Trueconf.DeliveryUnknown)]
        self.assertLessEqual(len(doubtful), 8)
        self.assertEqual([call.exception() for n, call in enumerate(calls) if n not in doubtful], [None] * (40 - len(doubtful)))
        sent = self.sandbox.texts()
        self.assertEqual(sent, sorted(set(sent), key=int))


if __name__ == "__main__":
    main()
