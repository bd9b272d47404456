# SPDX-License-Identifier: LGPL-2.1-or-later
"""Exceptions: what they are, what they know, where they come from, and how those are told that nobody catches."""

import asyncio
import datetime
import gc
import inspect
import logging
import os
import subprocess
import sys
import threading
import traceback

from harness import BotTest, main, run, wait_for

from gi.repository import Gio, GLib, GObject, Trueconf


def exception_of(call):
    """The exception of a call. assertRaises() would take the traceback away."""
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError("there was no exception")


def lines(error):
    """The functions of a traceback, the innermost last."""
    return [frame.name for frame in traceback.extract_tb(error.__traceback__)]


class WhatTheyKnow(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())
        self.chat_id = run(self.bot.create_personal_chat("nora"))

    async def fail(self, call, *args, **kwargs):
        try:
            await call(*args, **kwargs)
        except GLib.Error as error:
            return error

    def test_method_and_chat(self):
        error = run(self.fail(self.bot.send_message, "nowhere", "x"))
        self.assertIsInstance(error, (Trueconf.ChatNotFound, GLib.Error))
        self.assertEqual((error.code, error.method, error.chat_id), (Trueconf.ApiError.CHAT_NOT_FOUND, "sendMessage", "nowhere"))
        self.assertTrue(error.matches(Trueconf.api_error_quark(), 304))
        error = run(self.fail(self.bot.get_chat_history, chat_id="nowhere"))
        self.assertEqual((error.method, error.chat_id), ("getChatHistory", "nowhere"))
        error = run(self.fail(self.bot.send_message, self.chat_id, "x" * 5000))
        self.assertIsInstance(error, Trueconf.BotError)
        self.assertEqual((error.method, error.chat_id), (None, self.chat_id))
        error = run(self.fail(self.bot.get_user_display_name, "nobody"))
        self.assertEqual((error.method, error.chat_id), ("getUserDisplayName", None))

    def test_traceback_ends_in_the_line_of_the_user(self):
        async def asks():
            await self.bot.send_message("nowhere", "x")

        async def asks_twice():
            operation = self.bot.send_message("nowhere", "x")
            try:
                await operation
            except Trueconf.ChatNotFound:
                pass
            await operation

        async def within():
            await Trueconf.gather(asks())

        for coroutine in (asks, asks_twice):
            error = exception_of(lambda: run(coroutine()))
            self.assertIsInstance(error, Trueconf.ChatNotFound)
            self.assertEqual(lines(error)[-1], coroutine.__name__)
            self.assertIsNone(error.__cause__)
        self.assertIsNone(exception_of(lambda: run(asks())).__context__)
        self.assertIn("asks", lines(exception_of(lambda: run(within()))))

        async def in_asyncio():
            bot = self.make_bot(token=self.sandbox.token())
            await bot.start()
            try:
                await bot.send_message("nowhere", "x")
            except Trueconf.ChatNotFound as error:
                return error
            finally:
                await bot.stop()

        error = asyncio.run(in_asyncio())
        self.assertEqual(lines(error), ["in_asyncio"])
        self.assertIsNone(error.__context__)


class TimeoutTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())
        self.chat_id = run(self.bot.create_personal_chat("nora"))

    def test_timeout(self):
        self.fault("no-answer")
        moment = datetime.timedelta(milliseconds=20)
        calls = [lambda: self.bot.send_message(self.chat_id, "x", timeout=moment), lambda: self.bot.get_chats(timeout=0.02),
                 lambda: self.bot.send_message(self.chat_id, "x", keyboard=[[Trueconf.Button("A", command="a")]], timeout=moment),
                 lambda: self.bot.edit_message("id", "x", timeout=0), lambda: self.bot.call("getChats", {}, timeout=moment)]
        for call in calls:
            with self.assertRaises(Trueconf.TimedOut) as caught:
                run(call())
            error = caught.exception
            self.assertIsInstance(error, TimeoutError)
            self.assertIsInstance(error, GLib.Error)
            self.assertEqual(error.code, Trueconf.Error.TIMED_OUT)
            self.assertIn("did not answer within", str(error))
        with self.assertRaises(TimeoutError) as caught:
            run(self.bot.send_message(self.chat_id, "x", timeout=0.01))
        self.assertEqual(caught.exception.chat_id, self.chat_id)

    def test_cancellable_is_not_that_of_others(self):
        self.fault("no-answer")
        cancellable = Gio.Cancellable()
        with self.assertRaises(Trueconf.TimedOut):
            run(self.bot.get_chats(timeout=0.01, cancellable=cancellable))
        self.assertFalse(cancellable.is_cancelled())
        operation = self.bot.get_chats(timeout=3600, cancellable=cancellable)
        cancellable.cancel()
        with self.assertRaises(Trueconf.Cancelled):
            run(operation)
        # from the start
        with self.assertRaises(Trueconf.Cancelled):
            run(self.bot.get_chats(timeout=3600, cancellable=cancellable))

    def test_everything_that_is_awaited(self):
        """Each call has the argument, whichever part of the override it is in."""
        names, without = 0, []
        for name in dir(Trueconf):
            cls = getattr(Trueconf, name)
            if not isinstance(cls, type) or not issubclass(cls, (GObject.Object, GObject.GInterface)) or cls.__module__ != "gi.repository.Trueconf":
                continue
            for member in dir(cls):
                function = getattr(cls, member, None)
                if not inspect.isfunction(inspect.unwrap(function)):
                    # of C, and does not wait
                    continue
                if function is Trueconf.RequestNext.run:
                    # not awaited: next() itself is
                    continue
                if (hasattr(cls, f"{member}_async") and hasattr(cls, f"{member}_finish") or inspect.iscoroutinefunction(function)
                        or inspect.isasyncgenfunction(function)) and not member.startswith("__"):
                    names += 1
                    # where an optional argument precedes another one, it is only in the text
                    if "timeout" not in inspect.signature(function).parameters and "timeout=" not in (function.__doc__ or ""):
                        without.append(f"{name}.{member}")
        self.assertEqual(without, [])
        self.assertGreater(names, 70)
        for cls in Trueconf.Next, Trueconf.RequestNext:
            self.assertIn("timeout", inspect.signature(cls.__call__).parameters)

    def test_of_dialogs(self):
        class Slow(Trueconf.Storage):
            async def load(self, key):
                await Trueconf.sleep(3600)

        context = Trueconf.FsmContext.new(Slow(), Trueconf.StorageKey("bot", "chat", "user"))
        for call in (lambda: context.update_data({"a": 1}, timeout=0.01), lambda: context.update_data(a=1, timeout=datetime.timedelta(0)),
                     lambda: context.get_data(timeout=0.01), lambda: context.get_state(timeout=0.01)):
            with self.assertRaises(Trueconf.TimedOut):
                run(call())
        context = Trueconf.FsmContext.new(Trueconf.MemoryStorage(), Trueconf.StorageKey("bot", "chat", "user"))
        # what has the name of an argument can be in a dictionary
        self.assertEqual(run(context.update_data({"timeout": 5}, b=2, timeout=60)), {"timeout": 5, "b": 2})

    def test_of_middlewares(self):
        """A middleware may stop waiting; what it has begun goes on."""
        dispatcher, late, done, seen = Trueconf.Dispatcher(), Trueconf.Flag(), [], []

        @dispatcher.outer_middleware
        async def impatient(event, next):
            if not isinstance(event, Trueconf.Message):
                await next()
                return
            try:
                await next(timeout=0.01)
            except Trueconf.TimedOut as error:
                seen.append(str(error))
                late.set()

        @dispatcher.message()
        async def slow(message):
            await late.wait()
            done.append(message.text)

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        self.sandbox.say("one")
        wait_for(lambda: done)
        self.assertEqual(seen, ["next: the handler has not ended within 0.01 s"])

        @self.bot.request_middleware
        async def hasty(request, next):
            with self.assertRaises(Trueconf.TimedOut):
                await next(timeout=0.01)
            return {"chats": "late"}

        self.fault("no-answer")
        self.assertEqual(run(self.bot.call("getChats", {})), {"chats": "late"})

    def test_of_run(self):
        for moment in 0.2, datetime.timedelta(milliseconds=200):
            bot = self.make_bot()
            bot.connect("status-changed", lambda bot, health: states.append(health.status))
            states = []
            with self.assertRaises(Trueconf.TimedOut) as caught:
                bot.run(timeout=moment)
            self.assertEqual(str(caught.exception), "run: the bot was stopped after 0.2 s, as its timeout says")
            self.assertEqual(bot.status, Trueconf.Status.DISCONNECTED)
        with self.assertRaisesRegex(ValueError, "timeout cannot be"):
            self.make_bot().run(timeout=-1)

        async def in_asyncio(bot, timeout):
            await bot.run(timeout=timeout)

        with self.assertRaises(TimeoutError):
            asyncio.run(in_asyncio(self.make_bot(), 0.2))
        # one that is stopped before, without an error
        for timeout in 3600, None:
            bot = self.make_bot()
            bot.connect("status-changed", lambda bot, health: health.authorized and bot.stop())
            bot.run(timeout=timeout)
            bot = self.make_bot()
            bot.connect("status-changed", lambda bot, health: health.authorized and bot.stop())
            asyncio.run(in_asyncio(bot, timeout))

    def test_in_time(self):
        for timeout in (3600, datetime.timedelta(hours=1), float("inf"), None):
            self.assertEqual(len(run(self.bot.get_chats(timeout=timeout))), 1)
        for timeout in (-1, float("nan")):
            with self.assertRaisesRegex(ValueError, "timeout cannot be"):
                self.bot.get_chats(timeout=timeout)


class LoggingTest(BotTest):
    def test_failures_go_to_the_logger(self):
        records = []
        handler = logging.Handler()
        handler.emit = records.append
        logging.getLogger("trueconf").addHandler(handler)
        self.addCleanup(logging.getLogger("trueconf").removeHandler, handler)

        async def fails():
            await Trueconf.sleep(0)
            raise KeyError("nobody asks")

        Trueconf.spawn(fails())
        # it is told when the task goes, which may be in a cycle
        wait_for(lambda: gc.collect() is not None and records)
        self.assertEqual((records[0].name, records[0].levelno, records[0].exc_info[0]), ("trueconf", logging.ERROR, KeyError))
        self.assertEqual(lines(records[0].exc_info[1])[-1], "fails")

    def test_handlers_and_their_error_handler(self):
        dispatcher, caught = Trueconf.Dispatcher(), []

        @dispatcher.message(Trueconf.F.text == "divide")
        async def divide(message):
            await Trueconf.sleep(0)
            return 1 // 0

        @dispatcher.message
        async def send(message):
            await message.bot.send_message("nowhere", "x")

        @dispatcher.error(ArithmeticError)
        async def arithmetic(error, event):
            caught.append((type(error), event.text))

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        self.sandbox.say("divide")
        wait_for(lambda: caught)
        self.assertEqual(caught, [(ZeroDivisionError, "divide")])
        self.assertEqual(self.reported, [])
        self.sandbox.say("send")
        wait_for(lambda: self.reported, what="for what nobody handles")
        self.assertIsInstance(self.reported[0], Trueconf.ChatNotFound)
        self.assertEqual(lines(self.reported[0])[-1], "send")


class OtherThreads(BotTest):
    def in_thread(self, function):
        outcome = []
        loop = GLib.MainLoop()

        def work():
            try:
                outcome.append(function())
            except Exception as error:
                outcome.append(error)
            GLib.idle_add(loop.quit)

        thread = threading.Thread(target=work, name="worker")
        GLib.idle_add(thread.start)
        loop.run()
        thread.join()
        return outcome[0]

    def test_call_soon_threadsafe(self):
        bot = self.make_bot()
        run(bot.start())
        chat_id = run(bot.create_personal_chat("nora"))
        main_thread, where = threading.current_thread(), []

        def there(number):
            where.append(threading.current_thread())
            return number + 1

        self.assertEqual(self.in_thread(lambda: bot.call_soon_threadsafe(there, 1).result(10)), 2)
        self.assertEqual(where, [main_thread])
        sent = self.in_thread(lambda: bot.call_soon_threadsafe(bot.send_message, chat_id, "from afar").result(10))
        self.assertIsInstance(sent, Trueconf.SentMessage)
        self.assertEqual(self.sandbox.texts(), ["from afar"])
        self.assertIsInstance(self.in_thread(lambda: bot.call_soon_threadsafe(bot.send_message, "nowhere", "x").result(10)),
                              Trueconf.ChatNotFound)
        self.assertIsInstance(self.in_thread(lambda: bot.call_soon_threadsafe(lambda: 1 // 0).result(10)), ZeroDivisionError)

    def test_wrong_thread_names_it(self):
        bot = self.make_bot()
        run(bot.start())
        error = self.in_thread(lambda: bot.send_message("x", "y"))
        self.assertIsInstance(error, RuntimeError)
        self.assertIn("bot.call_soon_threadsafe(", str(error))

    def test_under_asyncio(self):
        async def serve():
            async with self.make_bot() as bot:
                chat_id = await bot.create_personal_chat("nora")
                return await asyncio.to_thread(lambda: bot.call_soon_threadsafe(bot.send_message, chat_id, "from afar").result(10))

        self.assertIsInstance(asyncio.run(serve()), Trueconf.SentMessage)


SCRIPT = """
import sys
import gi
gi.require_version("Trueconf", "1")
from gi.repository import Trueconf

async def main():
    bot = Trueconf.Bot("127.0.0.1", port=int(sys.argv[1]), https=False, username="echo_bot", password="secret")
    async with bot:
        Trueconf.spawn(Trueconf.sleep(3600))
        if sys.argv[2] == "fail":
            await bot.send_message("nowhere", "x")
        if sys.argv[2] == "exit":
            sys.exit(4)
    return {"words": "all is well, but…", "three": 3}.get(sys.argv[2])

sys.exit(Trueconf.run(main()))
"""


class ScriptTest(BotTest):
    def script(self, what):
        return subprocess.run([sys.executable, "-c", SCRIPT, str(self.sandbox.port), what], stderr=subprocess.PIPE, text=True, timeout=30,
                              env=os.environ)

    def test_ends(self):
        for what, code in (("ok", 0), ("three", 3), ("exit", 4), ("words", 1)):
            self.assertEqual(self.script(what).returncode, code, what)

    def test_ends_with_an_exception(self):
        ended = self.script("fail")
        self.assertEqual(ended.returncode, 1)
        written = ended.stderr.strip().splitlines()
        self.assertIn("ChatNotFound: sendMessage: ", written[-1])
        # newer versions of Python show the line as well
        self.assertIn("in main", [line for line in written if line.startswith("  File ")][-1])


if __name__ == "__main__":
    main()
