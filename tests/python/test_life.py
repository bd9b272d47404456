# SPDX-License-Identifier: LGPL-2.1-or-later
"""The states of a bot, as told and as asked, and how it comes back."""

import contextlib
import gc
import io
import json
import os
import pathlib
import re
import signal
import time

from harness import HEALTH_KEYS, BotTest, Sandbox, main, run, wait_for

from gi.repository import Gio, GLib, GObject, Trueconf


class Application(GObject.Object):
    status = GObject.Property(type=Trueconf.Status, default=Trueconf.Status.DISCONNECTED)


class HealthTest(BotTest):
    def test_pushed_in_order(self):
        bot = self.make_bot()
        pushed = []
        bot.connect("status-changed", lambda bot, health: pushed.append((health, bot.health_check())))
        run(bot.start())
        run(bot.stop())
        self.assertEqual([health.to_dict()["status"] for health, _ in pushed], ["connected", "authorized", "disconnected"])
        for health, pulled in pushed:
            told, asked = health.to_dict(), pulled.to_dict()
            told.pop("timestamp"), asked.pop("timestamp")
            self.assertEqual(told, asked)

    def test_payload(self):
        bot = self.make_bot()
        run(bot.start())
        health = bot.health_check()
        payload = health.to_dict()
        self.assertEqual(list(payload), HEALTH_KEYS)
        timestamp = payload.pop("timestamp")
        self.assertRegex(timestamp, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")
        self.assertEqual(payload, {
            "status": "authorized", "websocket_connected": True, "authorized": True,
            "user_id": "echo_bot@sandbox.local", "server": "127.0.0.1", "port": self.sandbox.port, "protocol": "http"})
        self.assertEqual(health.to_variant().unpack(), {**payload, "timestamp": timestamp})
        self.assertEqual(json.loads(health.to_json()), {**payload, "timestamp": timestamp})
        self.assertEqual(health.timestamp.isoformat(timespec="seconds"), timestamp)
        self.assertIn("authorized", repr(health))

    def test_payload_before_and_after(self):
        bot = self.make_bot(password="wrong")
        before = bot.health_check().to_dict()
        self.assertEqual(list(before), [key for key in HEALTH_KEYS if key != "user_id"])
        self.assertEqual(before["status"], "disconnected")
        self.start_until(bot, Trueconf.InvalidGrant)
        after = bot.health_check().to_dict()
        self.assertEqual(sorted(after), sorted([*before, "cause", "error"]))
        self.assertEqual(after["error"], bot.last_error.message)
        self.assertEqual(after["cause"], "auth")
        self.assertEqual(bot.health_check().cause, Trueconf.ErrorCause.AUTH)
        self.assertEqual(bot.last_error_cause, Trueconf.ErrorCause.AUTH)

    def test_cause(self):
        bot = self.make_bot(port=1, ws_max_retries=1)
        causes = []
        bot.connect("notify::last-error-cause", lambda bot, _: causes.append(bot.last_error_cause.value_nick))
        error = self.start_until(bot, Trueconf.BotError)
        self.assertEqual(error.cause, Trueconf.ErrorCause.REFUSED)
        self.assertEqual(causes, ["refused"])
        self.assertEqual(bot.health_check().to_dict()["cause"], "refused")

    def test_cause_of_exceptions(self):
        with self.assertRaises(Trueconf.BotError) as caught:
            self.make_bot(port=1, ws_max_retries=1).run()
        self.assertEqual(caught.exception.cause, Trueconf.ErrorCause.REFUSED)
        error = self.start_until(self.make_bot(password="wrong"), Trueconf.InvalidGrant)
        self.assertEqual(error.cause, Trueconf.ErrorCause.AUTH)
        bot = self.make_bot()
        run(bot.start())
        with self.assertRaises(Trueconf.ServerError) as caught:
            run(bot.get_chat_by_id("nobody"))
        self.assertEqual(caught.exception.cause, Trueconf.ErrorCause.UNKNOWN)
        self.assertEqual(Trueconf.BotError().cause, Trueconf.ErrorCause.UNKNOWN)

    def test_notifications(self):
        bot = self.make_bot()
        seen = []
        for name in ("status", "websocket-connected", "authorized", "user-id"):
            bot.connect(f"notify::{name}", lambda bot, pspec: seen.append((pspec.name, bot.get_property(pspec.name))))
        run(bot.start())
        run(bot.stop())
        self.assertEqual([value for name, value in seen if name == "status"], [
            Trueconf.Status.CONNECTED, Trueconf.Status.AUTHORIZED, Trueconf.Status.DISCONNECTED])
        self.assertEqual([value for name, value in seen if name == "websocket-connected"], [True, False])
        self.assertEqual([value for name, value in seen if name == "authorized"], [True, False])
        self.assertIn(("user-id", "echo_bot@sandbox.local"), seen)

    def test_bound_application(self):
        bot, application, states = self.make_bot(), Application(), []
        application.connect("notify::status", lambda application, _: states.append(application.status))
        bot.bind_property("status", application, "status", GObject.BindingFlags.SYNC_CREATE)
        run(bot.start())
        self.assertEqual(application.status, Trueconf.Status.AUTHORIZED)
        run(bot.stop())
        self.assertEqual(states[-3:], [Trueconf.Status.CONNECTED, Trueconf.Status.AUTHORIZED,
                                       Trueconf.Status.DISCONNECTED])


class StatisticsTest(BotTest):
    def test_numbers(self):
        bot = self.echo_bot(max_in_flight=2)
        run(bot.start())
        self.assert_echo("hello")
        statistics = bot.statistics
        self.assertIs(statistics, bot.statistics)
        wait_for(lambda: statistics.requests_succeeded == 1, what="the answer")
        self.assertEqual((statistics.connections, statistics.logins, statistics.reconnections), (1, 1, 0))
        self.assertEqual((statistics.requests, statistics.requests_sent, statistics.requests_in_flight), (1, 1, 0))
        self.assertGreaterEqual(statistics.events, 1)
        self.assertGreater(statistics.bytes_received, statistics.frames_received)
        self.sandbox.call("/sandbox/faults", {"fault": "drop"})
        wait_for(lambda: statistics.logins == 2, what="the return")
        self.assertEqual(statistics.reconnections, 1)
        causes = list(Trueconf.ErrorCause)
        self.assertEqual(sum(statistics.get_reconnections_by_cause(cause) for cause in causes), 1)

    def test_by_method(self):
        bot = self.echo_bot()
        run(bot.start())
        statistics = bot.statistics
        self.assertEqual(statistics.list_methods(), [])
        self.assert_echo("hello")
        wait_for(lambda: statistics.requests_succeeded == 1, what="the answer")
        with self.assertRaises(Trueconf.ChatNotFound):
            run(bot.get_chat_by_id("nowhere"))
        self.assertEqual(sorted(statistics.list_methods()), ["getChatByID", "sendMessage"])
        self.assertEqual(statistics.get_requests_by_method("sendMessage", "succeeded"), 1)
        self.assertEqual(statistics.get_requests_by_method("getChatByID", Trueconf.RequestResult.REFUSED), 1)
        self.assertEqual(statistics.get_answers_by_method("getChatByID"), 1)
        self.assertGreater(statistics.get_answer_time_by_method("getChatByID"), 0)
        self.assertIn("sendMessage", statistics.list_event_methods())
        self.assertEqual(sum(map(statistics.get_events_by_method, statistics.list_event_methods())), statistics.events)

        guide = (pathlib.Path(__file__).parents[2] / "docs" / "health.md").read_text(encoding="utf-8")
        (block,) = re.findall(r"^```python\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(block, {"bot": bot})
        self.assertRegex(printed.getvalue(), r"(?m)^sendMessage: 1 answers, 0 refused, \d+\.\d{3} s each$")
        self.assertRegex(printed.getvalue(), r"(?m)^getChatByID: 1 answers, 1 refused, \d+\.\d{3} s each$")

    def test_getters(self):
        statistics = self.make_bot().statistics
        for spec in statistics.list_properties():
            getter = getattr(statistics, "get_" + spec.name.replace("-", "_"))
            self.assertEqual(getter(), statistics.get_property(spec.name), spec.name)


class KeptMessageTest(BotTest):
    def test_keeps_no_bot(self):
        bot = Trueconf.Bot(server="127.0.0.1", port=self.sandbox.port, https=False, username="echo_bot", password="secret")
        kept = []
        bot.connect("message", lambda bot, message: kept.append(message))
        run(bot.start())
        self.sandbox.say("hello")
        wait_for(lambda: kept)
        self.assertIs(kept[0].bot, bot)
        del bot
        gc.collect()
        wait_for(lambda: not any(connection["authorized"] for connection in
                                 self.sandbox.call("/sandbox/state")["connections"]), what="for the bot to go")
        self.assertIsNone(kept[0].bot)
        for method in (kept[0].answer, kept[0].reply, kept[0].copy_to, kept[0].forward):
            with self.assertRaises(Trueconf.NotConnected):
                run(method("x"))


class ReconnectTest(BotTest):
    def test_restarted_server(self):
        bot = self.echo_bot()
        run(bot.start())
        self.assert_echo("before")
        self.sandbox.kill()
        wait_for(lambda: bot.status == Trueconf.Status.DISCONNECTED)
        self.sandbox = Sandbox(port=self.sandbox.port)
        wait_for(lambda: bot.authorized)
        self.assert_echo("after")

    def test_dropped_connection(self):
        bot = self.echo_bot()
        run(bot.start())
        self.sandbox.call("/sandbox/faults", {"fault": "drop"})
        wait_for(lambda: not bot.authorized)
        wait_for(lambda: bot.authorized)
        self.assert_echo("again")

    def test_no_storm(self):
        # at 0, 1, 3 and 7 s, or up to a quarter earlier
        bot = self.make_bot(ws_max_delay=60)
        self.sandbox.call("/sandbox/faults", {"fault": "close-after-auth", "code": 1011})
        bot.start().add_done_callback(lambda operation: operation.exception())
        end = time.monotonic() + 5
        wait_for(lambda: time.monotonic() > end)
        connections = self.sandbox.counters()["connections"]
        self.assertGreaterEqual(connections, 2)
        self.assertLessEqual(connections, 4)

    def test_cancelled_start(self):
        self.sandbox.call("/sandbox/faults", {"fault": "token-hang"})
        bot = self.make_bot()
        operation = bot.start()
        wait_for(lambda: self.sandbox.counters()["token_requests"] == 1)
        operation.cancel()
        with self.assertRaises(Trueconf.Cancelled):
            run(operation)


class SlowHandlerTest(BotTest):
    # drops whoever is silent for two seconds
    options = ("--ping-interval", "0.5", "--ping-timeout", "2")

    def test_blocking_handler(self):
        dispatcher, seen = Trueconf.Dispatcher(), []

        @dispatcher.message()
        def block(message):
            if message.text == "block":
                time.sleep(5)
            seen.append(message.text)

        bot = self.make_bot(dispatcher=dispatcher)
        states = []
        bot.connect("status-changed", lambda bot, health: states.append(health.status))
        run(bot.start())
        for text in ("block", "one", "two"):
            self.sandbox.say(text)
        wait_for(lambda: len(seen) == 3)
        self.assertEqual(seen, ["block", "one", "two"])
        self.assertEqual(states, [Trueconf.Status.CONNECTED, Trueconf.Status.AUTHORIZED])
        self.assertEqual(self.sandbox.counters()["connections"], 1)


class RunTest(BotTest):
    def test_signals_end_run(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(number)
            bot = self.make_bot()
            bot.connect("notify::authorized",
                        lambda bot, _, number=number: bot.authorized and os.kill(os.getpid(), number))
            self.assertTrue(bot.run())
            self.assertEqual(bot.status, Trueconf.Status.DISCONNECTED)
            self.assertIs(signal.getsignal(number), handler)
        with self.assertRaises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)

    def test_stop_ends_run(self):
        bot = self.make_bot()
        bot.connect("notify::authorized", lambda bot, _: bot.authorized and bot.stop())
        self.assertTrue(bot.run())

    def test_cancellable_ends_run(self):
        bot, cancellable = self.make_bot(), Gio.Cancellable()
        bot.connect("notify::authorized", lambda bot, _: bot.authorized and cancellable.cancel())
        with self.assertRaises(Trueconf.Cancelled):
            bot.run(cancellable)
        with self.assertRaises(GLib.Error):
            bot.run(cancellable=cancellable)


if __name__ == "__main__":
    main()
