# SPDX-License-Identifier: LGPL-2.1-or-later
"""Middlewares, error handlers and fallbacks that are written in Python, used by the dispatcher in C."""

import asyncio
import contextlib
import json
import os
import tempfile

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import F


@contextlib.contextmanager
def written_to(file):
    """What the process writes to its standard error goes to the file."""
    kept = os.dup(2)
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def log_of(file):
    # reading would move the place where the process writes
    text = os.pread(file.fileno(), 1 << 20, 0).decode()
    # of the other events, nobody knows when they come
    return [line.partition(": event ")[2] for line in text.splitlines() if " sendMessage chat " in line]


class PipelineTest(BotTest):
    def setUp(self):
        super().setUp()
        self.dispatcher = Trueconf.Dispatcher()
        self.parent, self.child, self.other = (Trueconf.Router(name) for name in ("parent", "child", "other"))
        self.dispatcher.include_router(self.parent)
        self.parent.include_router(self.child)
        self.dispatcher.include_router(self.other)
        self.trace = []

    def waiting(self, name):
        async def middleware(event, context, next):
            if not isinstance(event, Trueconf.Message):
                await next()
                return
            self.trace.append(f">{name}")
            try:
                handled = await next()
            except Exception as error:
                self.trace.append(f"<{name}!{error}")
                raise
            self.trace.append(f"<{name}" if handled else f"<{name}?")

        return middleware

    def blocking(self, name):
        def middleware(event, next):
            if not isinstance(event, Trueconf.Message):
                next()
                return
            self.trace.append(f">{name}")

        return middleware

    def handler(self, name):
        async def handle(event):
            await Trueconf.sleep(0.01)
            self.trace.append(name)

        return handle

    def start(self):
        # the event of a new chat comes before
        self.sandbox.say("zero")
        self.bot = self.make_bot(dispatcher=self.dispatcher)
        run(self.bot.start())
        self.trace.clear()

    def expect(self, *wanted):
        """Says two things at once: the second waits until the first is done."""
        if not hasattr(self, "bot"):
            self.start()
        self.trace.clear()
        self.sandbox.say("one")
        self.sandbox.say("two")
        wait_for(lambda: len(self.trace) >= 2 * len(wanted), what=f"for {wanted}: {self.trace}")
        self.assertEqual(self.trace, list(wanted) * 2)


class OrderTest(PipelineTest):
    def test_outer_and_inner(self):
        self.dispatcher.outer_middleware(self.waiting("D"))
        self.parent.outer_middleware(self.waiting("P"))
        self.child.outer_middleware(self.waiting("C"))
        self.dispatcher.inner_middleware(self.waiting("d"))
        self.child.inner_middleware(self.waiting("c"))
        self.parent.message(F.text == "never")(self.handler("h1"))
        self.child.message()(self.handler("h2"))
        self.other.message()(self.handler("h3"))

        self.expect(">D", ">P", ">C", ">d", ">c", "h2", "<c", "<d", "<C", "<P", "<D")

    def test_nobody(self):
        self.dispatcher.outer_middleware(self.waiting("D"))
        self.other.outer_middleware(self.waiting("O"))
        self.dispatcher.inner_middleware(self.waiting("d"))

        self.expect(">D", ">O", "<O?", "<D?")

    def test_blocked(self):
        self.dispatcher.outer_middleware(self.waiting("D"))
        self.parent.outer_middleware(self.blocking("P"))
        self.parent.message()(self.handler("h1"))
        self.child.message()(self.handler("h2"))
        self.other.message()(self.handler("h3"))

        self.expect(">D", ">P", "<D")

    def test_blocked_by_a_coroutine(self):
        async def block(event, next):
            await Trueconf.sleep(0)
            self.trace.append(">B")

        self.child.inner_middleware(block)
        self.child.message()(self.handler("h2"))
        self.expect(">B")

    def test_blocked_and_an_error_at_each_place(self):
        path = os.path.join(os.path.dirname(__file__), "..", "data", "pipeline.json")
        with open(path, encoding="utf-8") as file:
            table = json.load(file)
        self.assertEqual(len(table), 16)

        def go_to(name, text):
            self.trace.append(name)
            if text == f"fail {name}":
                raise ValueError("no")
            return text != f"block {name}"

        def middleware(name):
            async def process(event, next):
                if not isinstance(event, Trueconf.Message):
                    await next()
                elif go_to(name, event.text):
                    try:
                        self.trace.append(f"/{name}" if await next() else f"/{name}?")
                    except ValueError:
                        self.trace.append(f"/{name}!")
                        raise

            return process

        for router, outer, inner in (self.dispatcher, "D", "d"), (self.parent, "P", "p"), (self.child, "C", "c"):
            router.outer_middleware(middleware(outer))
            router.inner_middleware(middleware(inner))

        async def matches(message):
            await Trueconf.sleep(0)
            return go_to("filter", message.text)

        @self.child.message(matches)
        async def handle(message):
            await Trueconf.sleep(0)
            go_to("handler", message.text)

        @self.dispatcher.error
        def failed(error, context):
            self.trace.append(f"error({context.get_router_name() or ''})")

        @self.dispatcher.fallback(Trueconf.Message)
        def nobody(message):
            self.trace.append("fallback")

        self.start()
        for text, wanted in table.items():
            self.trace.clear()
            self.sandbox.say(text)
            wait_for(lambda wanted=wanted: len(" ".join(self.trace)) >= len(wanted), what=f"for {wanted}: {self.trace}")
            self.assertEqual((text, " ".join(self.trace)), (text, wanted))

    def test_every_root(self):
        self.dispatcher.props.route_to_all = True
        self.parent.message()(self.handler("h1"))
        self.child.message()(self.handler("h2"))
        self.other.message()(self.handler("h3"))
        self.expect("h1", "h3")

    def test_allow_child(self):
        self.parent.props.allow_child_on_event = True
        self.parent.message()(self.handler("h1"))
        self.child.message()(self.handler("h2"))
        self.other.message()(self.handler("h3"))
        self.expect("h1", "h2")

    def test_later(self):
        """A plain function that keeps `next` lets the event go on when it likes."""
        kept = []

        @self.dispatcher.outer_middleware
        def later(event, next):
            def go_on():
                kept.pop()()
                return GLib.SOURCE_REMOVE

            kept.append(next)
            GLib.idle_add(go_on)

        self.child.message()(self.handler("h"))
        self.expect("h")

    def test_fallback(self):
        @self.child.fallback(Trueconf.Message)
        async def nobody(message):
            self.trace.append(f"nobody:{message.text}")

        @self.dispatcher.fallback
        def any_event(event):
            self.trace.append(event.get_method())

        self.other.message(F.text == "two")(self.handler("two"))
        self.start()
        self.sandbox.say("one")
        self.sandbox.say("two")
        wait_for(lambda: "two" in self.trace)
        self.assertEqual([word for word in self.trace if word in ("nobody:one", "nobody:two", "two")],
                         ["nobody:one", "two"])

    def test_skip(self):
        @self.parent.message()
        async def not_mine(message, context):
            self.trace.append("not-mine")
            await Trueconf.sleep(0)
            context.skip()

        self.child.message()(self.handler("h"))
        self.expect("not-mine", "h")

    def test_removed(self):
        middleware = self.dispatcher.add_outer_middleware(self.waiting("D"))
        inner = self.dispatcher.add_inner_middleware(self.blocking("d"))
        self.parent.message()(self.handler("h"))
        self.expect(">D", ">d", "<D")
        self.assertTrue(self.dispatcher.remove_outer_middleware(middleware))
        self.assertTrue(self.dispatcher.remove_inner_middleware(inner))
        self.assertFalse(self.dispatcher.remove_inner_middleware(inner))
        self.expect("h")


class DataTest(PipelineTest):
    def test_python_values_reach_the_handler(self):
        thing = {"any": ["Python", object()]}

        @self.dispatcher.outer_middleware
        async def outer(event, context, next):
            context.set_data("thing", thing)
            context.set_data("number", 5)
            await next()

        @self.parent.inner_middleware
        async def inner(event, context, next):
            context.set_data("word", "from inside")
            await next()

        @self.parent.message()
        async def handle(message, context):
            self.trace.append((context.get_data("thing") is thing, context.get_data("number"),
                               context.get_data("word"), context.get_data("nothing")))

        self.expect((True, 5, "from inside", None))


class ErrorTest(PipelineTest):
    def test_the_chat_goes_on(self):
        """Whatever is raised, and whether or not a middleware waits for its handler."""
        @self.dispatcher.error
        def failed(error):
            self.trace.append(type(error).__name__)

        @self.dispatcher.outer_middleware
        def goes_on(event, next):
            next()

        @self.parent.outer_middleware
        async def waits(event, next):
            await next()

        @self.parent.inner_middleware
        def fails(event, next):
            if event.text == "middleware":
                raise asyncio.CancelledError
            next()

        @self.parent.message()
        async def handle(message):
            if message.text == "cancelled":
                # of what it has waited for
                raise asyncio.CancelledError
            if message.text == "wrong":
                raise ValueError
            self.trace.append(message.text)

        self.start()
        self.trace.clear()
        for text in ("cancelled", "wrong", "middleware", "end"):
            self.sandbox.say(text)
        wait_for(lambda: "end" in self.trace)
        self.assertEqual(self.trace, ["CancelledError", "ValueError", "CancelledError", "end"])

    def test_exceptions_are_the_handler_s_own(self):
        problem = ValueError("too small")

        @self.dispatcher.error
        def everything(error, event, context):
            self.trace.append(("dispatcher", error is problem, context.get_handler_name(), context.get_router_name()))

        @self.child.error(ZeroDivisionError)
        async def division(error, event):
            await event.answer(f"cannot do it: {error}")
            self.trace.append("answered")

        @self.dispatcher.inner_middleware
        async def see(event, next):
            try:
                await next()
            except (ValueError, ZeroDivisionError) as error:
                self.trace.append(type(error).__name__)
                raise

        @self.child.message(F.text == "one")
        async def small(message):
            raise problem

        @self.child.message()
        def divide(message):
            return 1 // 0

        self.start()
        self.sandbox.say("one")
        self.sandbox.say("two")
        wait_for(lambda: "answered" in self.trace)
        self.assertEqual(self.trace[0][:2], ("dispatcher", True))
        self.assertTrue(self.trace[0][2].endswith("small"))
        self.assertEqual(self.trace[0][3], "child")
        self.assertEqual(self.trace[1:], ["ValueError", "answered", "ZeroDivisionError"]
                         if self.trace[-1] == "ZeroDivisionError" else ["ValueError", "ZeroDivisionError", "answered"])

    def test_a_middleware_that_fails_blocks(self):
        @self.dispatcher.error
        def everything(error, event):
            self.trace.append(str(error))

        @self.dispatcher.outer_middleware
        async def fails(event, next):
            if not isinstance(event, Trueconf.Message):
                return
            raise RuntimeError("no way")

        self.parent.message()(self.handler("h"))
        self.expect("no way")

    def test_one_that_returns_false_has_not_dealt_with_it(self):
        @self.dispatcher.error
        def last(error, event):
            self.trace.append("last")

        @self.parent.error
        def first(error, event):
            self.trace.append("first")
            return False

        @self.parent.message()
        def fail(message):
            raise ValueError("x")

        self.expect("first", "last")

    def test_a_coroutine_is_not_waited_for(self):
        @self.dispatcher.error
        def never(error):
            self.trace.append("never")

        @self.parent.error
        async def deal(error):
            self.trace.append(str(error))
            if str(error) == "worse":
                raise RuntimeError("another")
            return str(error) != "bad"

        @self.parent.message()
        def fail(message):
            raise ValueError(message.text)

        self.start()
        for text in ("fine", "bad", "worse"):
            self.sandbox.say(text)
        wait_for(lambda: len(self.reported) >= 3)
        self.assertEqual(self.trace, ["fine", "bad", "worse"])
        self.assertEqual([repr(error) for error in self.reported],
                         ["ValueError('bad')", "RuntimeError('another')", "ValueError('worse')"])
        self.reported.clear()


class MistakeTest(PipelineTest):
    def test_what_is_no_middleware(self):
        for wrong in (lambda event: None, lambda event, what, next: None, 5, Trueconf.Middleware, lambda: None):
            with self.assertRaises(TypeError):
                self.dispatcher.outer_middleware(wrong)

        async def generate(event, next):
            yield await next()

        class Generating(Trueconf.Middleware):
            __gtype_name__ = "GeneratingMiddleware"

            def do_process(self, event, context, next):
                yield next.run()

        for wrong in (generate, Generating()):
            with self.assertRaisesRegex(TypeError, "is a generator, of which nothing would run: a middleware returns"):
                self.dispatcher.inner_middleware(wrong)

    def test_what_is_no_error_handler(self):
        def generate(error):
            yield True

        with self.assertRaisesRegex(TypeError, "an error handler returns"):
            self.dispatcher.error(generate)
        with self.assertRaises(TypeError):
            self.dispatcher.error(5)
        with self.assertRaises(TypeError):
            self.dispatcher.error(int)(lambda error: None)
        with self.assertRaises(TypeError):
            self.dispatcher.error(lambda: None)
        with self.assertRaises(TypeError):
            self.dispatcher.error(lambda error, what: None)

    def test_an_event_goes_on_once(self):
        @self.dispatcher.outer_middleware
        async def twice(event, next):
            await next()
            try:
                await next()
            except RuntimeError as error:
                if isinstance(event, Trueconf.Message):
                    self.trace.append(str(error))

        self.parent.message()(self.handler("h"))
        self.expect("h", "next() was called before: an event goes on once")

    def test_an_event_does_not_go_on_after_its_middleware_has_ended(self):
        kept = []

        @self.dispatcher.outer_middleware
        async def keeps(event, next):
            if isinstance(event, Trueconf.Message):
                kept.append(next)
                Trueconf.spawn(late(next))

        async def late(next):
            await Trueconf.sleep(0.001)
            for call in (next, next.run, lambda: next.fail(GLib.Error("no"))):
                try:
                    call()
                except RuntimeError as error:
                    self.trace.append(str(error).partition(":")[0])
            # this may be called again
            next.end()

        self.parent.message()(self.handler("h"))
        self.expect("next() comes too late", "next() comes too late", "fail() comes too late")

    def test_routers_that_are_included_twice(self):
        with self.assertRaisesRegex(ValueError, "already included"):
            self.other.include_router(self.child)
        with self.assertRaisesRegex(ValueError, "cannot include itself"):
            self.child.include_router(self.dispatcher)
        with self.assertRaisesRegex(ValueError, "cannot include itself"):
            self.dispatcher.include_router(self.dispatcher)
        with self.assertRaisesRegex(TypeError, "no router includes it"):
            self.other.include_router(Trueconf.Dispatcher())
        self.assertIs(self.child.get_parent(), self.parent)


class ClassTest(PipelineTest):
    def test_subclass(self):
        trace = self.trace

        class Counting(Trueconf.Middleware):
            def __init__(self):
                super().__init__()
                self.count = 0

            async def do_process(self, event, context, next):
                self.count += 1
                await next()
                trace.append(f"after {self.count}")

        counting = Counting()
        self.dispatcher.outer_middleware(counting)
        self.parent.message()(self.handler("h"))
        self.start()
        before = counting.count
        self.sandbox.say("one")
        wait_for(lambda: "h" in self.trace and self.trace[-1].startswith("after"))
        self.assertGreater(counting.count, before)

    def test_virtual_function_with_names_of_its_own(self):
        trace = self.trace

        class Stamp(Trueconf.Middleware):
            def do_process(self, update, ctx, next_):
                ctx.set_data("stamp", update.text)
                next_.run()

        self.parent.inner_middleware(Stamp())

        @self.parent.message()
        async def handler(message, stamp):
            trace.append(stamp)

        self.start()
        self.sandbox.say("one")
        wait_for(lambda: trace == ["one"])

    def test_waiting_can_be_cancelled(self):
        @self.dispatcher.outer_middleware
        async def impatient(event, next):
            operation = next.run()
            if not isinstance(event, Trueconf.Message):
                return
            operation.cancel()
            try:
                await operation
            except Trueconf.Cancelled:
                self.trace.append("cancelled")

        self.parent.message()(self.handler("h"))
        self.expect("cancelled", "h")


class ReadyMadeTest(PipelineTest):
    def expect_texts(self, middlewares, said, wanted):
        self.child.message()(lambda message: self.trace.append(message.text))
        self.start()
        for middleware in middlewares:
            self.dispatcher.add_outer_middleware(middleware)
        for text in said:
            self.sandbox.say(text)
        wait_for(lambda: self.trace[-1:] == wanted[-1:], what=f"for {wanted}: {self.trace}")
        self.assertEqual(self.trace, wanted)

    def test_all(self):
        deduplicator = Trueconf.Deduplicator(interval=3600)
        guard = Trueconf.LoopGuard(max_messages=100, window=3600)
        middlewares = [
            Trueconf.LoggingMiddleware(),
            Trueconf.SkipSelf(),
            Trueconf.Debounce(interval=3600),
            guard,
            deduplicator,
            Trueconf.AccessList(allowed_users=["nora"], denied_users=["omar"]),
        ]
        self.expect_texts(middlewares, ["1", "1", "2", "1", "3"], ["1", "2", "3"])
        self.assertEqual((guard.props.max_messages, guard.get_window()), (100, 3600))
        self.assertEqual(deduplicator.get_interval(), 3600)

    def test_log(self):
        requests = []

        @self.child.message(F.text == "thanks")
        async def thank(message):
            await message.answer("you are welcome")

        @self.other.message(F.text == "divide")
        def divide(message):
            return 1 // 0

        @self.dispatcher.error()
        def expected(error):
            pass

        self.dispatcher.add_outer_middleware(Trueconf.LoggingMiddleware())
        self.start()

        @self.bot.request_middleware
        async def note(request, next):
            requests.append((request.event.serial, request.method))
            await next()

        with tempfile.TemporaryFile("w+") as log, written_to(log):
            for text in ("thanks", "divide", "nothing"):
                self.sandbox.say(text)
            # the message of the start may come before
            wait_for(lambda: any("handler divide" in line for line in log_of(log)[-3:-2]))
            lines = log_of(log)[-6:]
        serials = [int(line.split()[0]) for line in lines]
        self.assertEqual(requests, [(serials[0], "sendMessage")])
        self.assertEqual(serials[::2], serials[1::2])
        self.assertEqual(len(set(serials)), 3)
        for line, wanted in zip(lines, ("begin", "handled after .* ms, router child, handler thank",
                                        "begin", "failed after .* ms, router other, handler divide: ZeroDivisionError: .*",
                                        "begin", "not handled after .* ms, router -, handler -")):
            self.assertRegex(line, rf"^\d+ sendMessage chat [0-9a-f]{{8}}: {wanted}$")

    def test_throttle(self):
        throttle = Trueconf.Throttle(rate=0, burst=2, notice="slow")
        self.expect_texts([throttle], ["1", "2"], ["1", "2"])
        self.sandbox.say("3")
        throttle.set_burst(5)
        self.assertEqual((throttle.get_rate(), throttle.get_burst(), throttle.get_per_chat()), (0, 5, False))
        self.assertEqual(throttle.get_notice(), "slow")

    def test_access_list(self):
        people = Trueconf.AccessList(denied_chats=["a"], allowed_chats=["b"], notice="no")
        people.allow_role(Trueconf.ParticipantRole.OWNER)
        people.deny_role(Trueconf.ParticipantRole.UNKNOWN)
        self.assertEqual((people.get_denied_chats(), people.get_allowed_chats()), (["a"], ["b"]))
        self.assertEqual((people.get_denied_users(), people.get_allowed_users()), ([], []))
        self.assertEqual(people.get_notice(), "no")


if __name__ == "__main__":
    main()
