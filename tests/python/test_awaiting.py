# SPDX-License-Identifier: LGPL-2.1-or-later
"""await: results, errors by class, cancelling, tasks, asyncio."""

import asyncio
import gc
import json
import sys
import time

from harness import BotTest, main, run, wait_for


from gi.repository import Gio, GLib, Json, Trueconf


class CallTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())
        self.chat_id = self.sandbox.say("hello")["chat_id"]

    def last(self):
        return self.sandbox.messages()[-1]

    def test_send_message(self):
        sent = run(self.bot.send_message(self.chat_id, "good <b>morning</b>"))
        self.assertIsInstance(sent, Trueconf.SentMessage)
        self.assertEqual(sent.chat_id, self.chat_id)
        last = self.last()
        self.assertEqual((last["message_id"], last["text"], last["parse_mode"], last["author"]),
                         (sent.message_id, "good <b>morning</b>", "text", "echo_bot"))

    def test_callbacks_between_the_arguments(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "x", "size": 1000}})
        progress = []
        data = run(self.bot.download_file_bytes(said["file_id"], lambda current, total, *_: progress.append((current, total))))
        self.assertEqual(len(data), 1000)
        self.assertEqual(progress[-1], (1000, 1000))

    def test_parse_modes(self):
        for mode, wanted in ((Trueconf.ParseMode.HTML, "html"), ("html", "html"), ("markdown", "markdown"),
                             ("TEXT", "text")):
            run(self.bot.send_message(self.chat_id, "x", parse_mode=mode))
            self.assertEqual(self.last()["parse_mode"], wanted)
        with self.assertRaisesRegex(ValueError, "markdown"):
            self.bot.send_message(self.chat_id, "x", parse_mode="rtf")

    def test_keyword_arguments(self):
        first = run(self.bot.send_message(text="one", chat_id=self.chat_id))
        run(self.bot.send_message(self.chat_id, "two", reply_message_id=first.message_id))
        self.assertEqual(self.last()["reply_message_id"], first.message_id)

    def test_wrong_arguments(self):
        for args, kwargs in (((), {}), (("a", "b", "text", None, "e"), {}), (("a",), {"chat_id": "a"}),
                             (("a", "b"), {"colour": 1})):
            with self.assertRaisesRegex(TypeError, "send_message.*chat_id"):
                self.bot.send_message(*args, **kwargs)

    def test_call(self):
        answer = run(self.bot.call("getChatByID", {"chatId": self.chat_id}))
        self.assertEqual((answer["chatId"], answer["chatType"]), (self.chat_id, 1))
        node = Json.from_string(json.dumps({"userId": "nora@sandbox.local"}))
        self.assertEqual(run(self.bot.call("getUserDisplayName", node))["displayName"], "Nora Berg")

    def test_errors_by_class(self):
        async def ask():
            try:
                await self.bot.call("getChatByID", {"chatId": "nowhere"})
            except Trueconf.ChatNotFound as error:
                return error

        error = run(ask())
        self.assertEqual((error.code, error.domain), (Trueconf.ApiError.CHAT_NOT_FOUND, "trueconf-api-error-quark"))
        self.assertIsInstance(error, Trueconf.ServerError)
        self.assertIsInstance(error, Trueconf.TrueconfError)
        with self.assertRaises(GLib.Error):
            run(self.bot.call("getChatByID", {"chatId": "nowhere"}))

    def test_unknown_code_of_the_server(self):
        self.sandbox.call("/sandbox/faults", {"fault": "error", "method": "getChatByID", "code": 987})
        with self.assertRaises(Trueconf.ServerError) as caught:
            run(self.bot.call("getChatByID", {"chatId": self.chat_id}))
        self.assertEqual(caught.exception.code, 987)

    def test_timeout(self):
        self.sandbox.call("/sandbox/faults", {"fault": "delay", "ms": 3000, "method": "getChatByID"})
        self.bot.timeout = 0.3
        with self.assertRaisesRegex(Trueconf.TimedOut, "getChatByID"):
            run(self.bot.call("getChatByID", {"chatId": self.chat_id}))

    def test_cancelling(self):
        self.sandbox.call("/sandbox/faults", {"fault": "delay", "ms": 3000, "method": "getChatByID"})
        cancellable = Gio.Cancellable()
        operation = self.bot.call("getChatByID", {"chatId": self.chat_id}, cancellable=cancellable)
        self.assertFalse(operation.done())
        cancellable.cancel()
        with self.assertRaises(Trueconf.Cancelled) as raised:
            run(operation)
        self.assertEqual(repr(raised.exception), f"Trueconf.Cancelled({str(raised.exception)!r})")
        self.assertTrue(operation.cancelled())

    def test_the_raw_form_stays(self):
        results = []
        self.bot.send_message_async(self.chat_id, "raw", Trueconf.ParseMode.TEXT, None, None,
                                    lambda bot, result: results.append(bot.send_message_finish(result)))
        wait_for(lambda: results)
        self.assertEqual(self.last()["message_id"], results[0].get_message_id())

    def test_not_awaited_goes_out(self):
        self.bot.send_message(self.chat_id, "no one waits")
        gc.collect()
        wait_for(lambda: "no one waits" in self.sandbox.texts())

    def test_not_awaited_failure_is_reported(self):
        self.bot.send_message(self.chat_id, "")
        wait_for(lambda: gc.collect() + 1 and self.reported)
        self.assertIsInstance(self.reported[0], Trueconf.TrueconfError)

    def test_under_asyncio(self):
        async def serve_glib():
            while True:
                GLib.MainContext.default().iteration(False)
                await asyncio.sleep(0.005)

        async def program():
            server = asyncio.ensure_future(serve_glib())
            try:
                sent = await asyncio.wait_for(self.bot.send_message(self.chat_id, "from asyncio"), 5)
                with self.assertRaises(Trueconf.ChatNotFound):
                    await self.bot.call("getChatByID", {"chatId": "nowhere"})

                async def inner():
                    await asyncio.sleep(0.01)
                    return (await self.bot.call("getChatByID", {"chatId": self.chat_id}))["chatId"]

                return sent.message_id, await Trueconf.spawn(inner())
            finally:
                server.cancel()

        message_id, chat_id = asyncio.run(program())
        self.assertEqual(self.last()["message_id"], message_id)
        self.assertEqual(chat_id, self.chat_id)


class TaskTest(BotTest):
    def test_result(self):
        async def work():
            await Trueconf.sleep(0.01)
            return 7

        seen = []
        task = Trueconf.spawn(work())
        task.add_done_callback(seen.append)
        self.assertFalse(task.done())
        with self.assertRaises(RuntimeError):
            task.result()
        wait_for(task.done)
        self.assertEqual((task.result(), task.exception(), seen), (7, None, [task]))

    def test_it_starts_at_once(self):
        steps = []

        async def work():
            steps.append(1)

        self.assertTrue(Trueconf.spawn(work()).done())
        self.assertEqual(steps, [1])

    def test_exception(self):
        async def work():
            await Trueconf.sleep(0)
            raise KeyError("x")

        task = Trueconf.spawn(work())
        wait_for(task.done)
        self.assertIsInstance(task.exception(), KeyError)
        with self.assertRaises(KeyError):
            task.result()
        self.assertEqual(self.reported, [])

    def test_forgotten_exception_is_reported(self):
        async def work():
            await Trueconf.sleep(0)
            raise KeyError("x")

        Trueconf.spawn(work())
        wait_for(lambda: gc.collect() + 1 and self.reported)
        self.assertIsInstance(self.reported[0], KeyError)

    def test_cancel(self):
        steps = []

        async def work():
            try:
                await Trueconf.sleep(60)
            finally:
                steps.append("cleaned up")

        async def outer():
            await Trueconf.spawn(work())

        task = Trueconf.spawn(outer())
        self.assertTrue(task.cancel())
        wait_for(task.done)
        self.assertTrue(task.cancelled())
        self.assertEqual(steps, ["cleaned up"])
        self.assertFalse(task.cancel())
        with self.assertRaises(Trueconf.Cancelled):
            task.result()

    def test_side_by_side(self):
        async def work():
            await Trueconf.sleep(0.2)

        start = time.monotonic()
        tasks = [Trueconf.spawn(work()) for _ in range(20)]
        wait_for(lambda: all(task.done() for task in tasks))
        self.assertLess(time.monotonic() - start, 2)

    def test_what_cannot_be_awaited(self):
        class Strange:
            def __await__(self):
                yield 7

        async def work():
            await Strange()

        with self.assertRaisesRegex(TypeError, "cannot wait for 7"):
            run(work())
        with self.assertRaisesRegex(TypeError, "call the async function"):
            Trueconf.spawn(work)


class NamesTest(BotTest):
    def test_each_async_method_has_its_bare_name(self):
        pairs = 0
        for name in dir(Trueconf):
            cls = getattr(Trueconf, name)
            if name.endswith("Class"):
                continue
            for method in [method for method in dir(cls) if method.endswith("_async") and method[0] != "_"]:
                pairs += 1
                self.assertTrue(callable(getattr(cls, method[:-len("_async")], None)), f"{name}.{method}")
        self.assertGreaterEqual(pairs, 7)

    def test_exceptions_of_all_codes(self):
        codes = [(Trueconf.Error, Trueconf.BotError), (Trueconf.ApiError, Trueconf.ServerError)]
        for enum, base in codes:
            for value in enum:
                words = value.value_nick.split("-")
                name = "".join(word.capitalize() for word in words)
                cls = getattr(Trueconf, name)
                if not issubclass(cls, base):
                    cls = getattr(Trueconf, "Server" + name)
                self.assertTrue(issubclass(cls, base) and issubclass(cls, GLib.Error), name)
        self.assertIsNot(Trueconf.FileTooLarge, Trueconf.ServerFileTooLarge)
        self.assertIs(sys.modules["gi.repository.Trueconf"].F, Trueconf.F)


if __name__ == "__main__":
    main()
