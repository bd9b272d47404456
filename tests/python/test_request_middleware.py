# SPDX-License-Identifier: LGPL-2.1-or-later
"""Request middlewares in Python: functions, coroutines and classes."""

import asyncio

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf

SENT = {"chatId": "c", "messageId": "m1", "timestamp": 7}


class RequestMiddlewareTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()

    def start(self):
        run(self.bot.start())
        return run(self.bot.create_personal_chat("nora"))

    def test_test_double(self):
        self.bot.add_request_middleware(lambda request, next: SENT)
        sent = run(self.bot.send_message("c", "x"))
        self.assertEqual((sent.message_id, sent.timestamp), ("m1", 7))

    def test_look_and_change(self):
        seen = []

        async def footer(request, next):
            payload = request.payload
            payload["content"]["text"] += " (from a bot)"
            request.payload = payload
            answer = await next()
            seen.append((request.method, request.chat_id, answer["messageId"]))

        chat = self.start()
        made = self.bot.add_request_middleware(footer)
        sent = run(self.bot.send_message(chat, "x"))
        self.assertEqual(seen, [("sendMessage", chat, sent.message_id)])
        self.assertIn("x (from a bot)", self.sandbox.texts())
        self.assertTrue(self.bot.remove_request_middleware(made))
        self.assertFalse(self.bot.remove_request_middleware(made))
        run(self.bot.send_message(chat, "y"))
        self.assertIn("y", self.sandbox.texts())

    def test_order_and_answers(self):
        log = []

        @self.bot.request_middleware
        async def outer(request, next):
            log.append("outer")
            answer = await next()
            log.append("back")
            return {**answer, "messageId": "changed"}

        @self.bot.request_middleware
        def inner(request, next):
            log.append("inner")
            next.answer(SENT)

        self.assertEqual(run(self.bot.send_message("c", "x")).message_id, "changed")
        self.assertEqual(log, ["outer", "inner", "back"])

    def test_refuse_by_what_is_no_plain_exception(self):
        def refuse(request, next):
            raise asyncio.CancelledError

        made = self.bot.add_request_middleware(refuse)
        with self.assertRaisesRegex(GLib.Error, "CancelledError"):
            run(self.bot.send_message("c", "x"))
        self.assertTrue(self.bot.remove_request_middleware(made))

    def test_refuse(self):
        async def outer(request, next):
            with self.assertRaises(GLib.Error):
                await next()
            return SENT

        def refuse(request, next):
            raise ValueError("not today")

        self.bot.add_request_middleware(refuse)
        with self.assertRaisesRegex(GLib.Error, "ValueError: not today"):
            run(self.bot.send_message("c", "x"))
        self.bot.remove_request_middleware(self.bot.add_request_middleware(outer))
        fresh = self.make_bot()
        fresh.add_request_middleware(outer)
        fresh.add_request_middleware(refuse)
        self.assertEqual(run(fresh.send_message("c", "x")).message_id, "m1")

    def test_error_of_the_server_passes_through(self):
        async def look(request, next):
            await next()

        self.start()
        self.bot.add_request_middleware(look)
        with self.assertRaises(Trueconf.ChatNotFound):
            run(self.bot.send_message("0" * 40, "x"))

    def test_not_awaited(self):
        def look(request, next):
            next()

        chat = self.start()
        self.bot.add_request_middleware(look)
        self.assertTrue(run(self.bot.send_message(chat, "x")).message_id)

    def test_later(self):
        async def delay(request, next):
            await Trueconf.sleep(0.01)
            return await next()

        chat = self.start()
        self.bot.add_request_middleware(delay)
        run(self.bot.send_message(chat, "later"))
        self.assertIn("later", self.sandbox.texts())

    def test_never(self):
        ended = []

        async def forget(request, next):
            try:
                await Trueconf.sleep(600)
            finally:
                ended.append(next.cancellable.is_cancelled())

        self.bot.add_request_middleware(forget).timeout = 0.05
        with self.assertRaises(Trueconf.TimedOut):
            run(self.bot.send_message("c", "x"))
        self.assertEqual(ended, [True])

    def test_neither(self):
        self.bot.add_request_middleware(lambda request, next: None)
        with self.assertRaisesRegex(GLib.Error, "neither called next nor returned an answer"):
            run(self.bot.send_message("c", "x"))

    def test_cancel(self):
        async def forget(request, next):
            await Trueconf.sleep(600)

        self.bot.add_request_middleware(forget)
        operation = self.bot.send_message("c", "x")
        operation.cancel()
        with self.assertRaises(Trueconf.Cancelled):
            run(operation)

    def test_mistakes(self):
        problems = []

        def twice(request, next):
            next.run()
            for again in (next.run, next, lambda: next.answer(SENT)):
                try:
                    again()
                except RuntimeError as error:
                    problems.append(str(error))

        chat = self.start()
        self.bot.add_request_middleware(twice)
        run(self.bot.send_message(chat, "x"))
        self.assertEqual(len(problems), 3)
        for wrong in (None, "text", 5, Trueconf.Bot, lambda: None, lambda request: None):
            with self.assertRaises(TypeError):
                self.bot.add_request_middleware(wrong)

        def generate(request, next):
            yield next.run()

        with self.assertRaisesRegex(TypeError, "a request middleware returns"):
            self.bot.add_request_middleware(generate)

    def test_classes(self):
        class Plain(Trueconf.RequestMiddleware):
            def do_process(self, request, next):
                request.set_string("content.text", request.get_string("content.text") + "1")
                next.run()

        class Coroutine(Trueconf.RequestMiddleware):
            async def do_process(self, request, next):
                request.set_string("content.text", request.get_string("content.text") + "2")
                return await next()

        chat = self.start()
        self.bot.add_request_middleware(Plain())
        self.bot.add_request_middleware(Coroutine())
        run(self.bot.send_message(chat, "x"))
        self.assertIn("x12", self.sandbox.texts())

    def test_event(self):
        events = []

        def note(request, next):
            events.append(request.event)
            next.run()

        self.bot.add_request_middleware(note)
        router = Trueconf.Router()
        self.bot.dispatcher.include_router(router)
        done = []

        @router.message()
        async def answer(message):
            await message.answer("yes")
            done.append(message)

        self.start()
        events.clear()
        self.sandbox.say("x")
        wait_for(lambda: done)
        self.assertEqual([event.serial for event in events], [done[0].serial])


if __name__ == "__main__":
    main()
