# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a long life brings: exceptions in every place, the collector at any time, thousands of calls, hundreds of bots, two loops."""

import asyncio
import gc
import os
import threading
import weakref

from harness import PATIENCE, BotTest, Sandbox, main, run, wait_for

from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import F, State, StatesGroup

PLACES = ["handler", "coroutine", "filter", "outer", "inner", "request", "storage", "error handler"]


class Broken(Exception):
    pass


class Dialog(StatesGroup):
    name = State()


class BrokenStorage(Trueconf.Storage):
    """Works, but for one user."""

    def __init__(self):
        super().__init__()
        self.records, self.asked = {}, 0

    async def load(self, key):
        self.asked += 1
        if "omar" in key.to_string():
            raise Broken("storage")
        return self.records.get(key.to_string())

    async def store(self, key, record, version):
        self.records[key.to_string()] = record
        return True


class ExceptionsTest(BotTest):
    """Wherever the program raises, the next message finds the bot as it was."""

    def start(self):
        self.caught = []
        dispatcher = Trueconf.Dispatcher(storage=BrokenStorage())
        troubled = Trueconf.Router()
        dispatcher.include_router(troubled)

        @troubled.outer_middleware
        async def outer(message, next):
            if isinstance(message, Trueconf.Message) and message.text == "outer":
                raise Broken("outer")
            await next()

        @troubled.inner_middleware
        async def inner(message, next):
            if message.text == "inner":
                raise Broken("inner")
            await next()

        @troubled.message(F.text == "handler")
        def handler(message):
            raise Broken("handler")

        @troubled.message(F.text == "coroutine")
        async def coroutine(message):
            await Trueconf.sleep(0.001)
            raise Broken("coroutine")

        def faulty(message):
            if message.text == "filter":
                raise Broken("filter")
            return False

        @troubled.message(faulty)
        async def unreachable(message):
            await message.answer("unreachable")

        @troubled.message(F.text == "request")
        async def request(message):
            await message.answer("refused")

        @troubled.message(F.text == "storage")
        async def storage(message, state):
            await state.set_state(Dialog.name)

        @troubled.message(F.text == "error handler")
        async def error_handler(message):
            raise KeyError("error handler")

        @troubled.message(F.text == "inner")
        async def never(message):
            await message.answer("unreachable")

        last = Trueconf.Router()
        dispatcher.include_router(last)

        @last.message(F.text)
        async def echo(message):
            await message.answer(message.text)

        @dispatcher.error(KeyError)
        async def broken_itself(error):
            raise Broken("error handler")

        @dispatcher.error
        async def note(error):
            self.caught.append(str(error))

        self.dispatcher = dispatcher
        self.bot = self.make_bot(dispatcher=dispatcher)

        @self.bot.request_middleware
        async def refuse(request, next):
            if "refused" in str(request.payload):
                raise Broken("request")
            return await next()

        run(self.bot.start())

    def test_each_place(self):
        self.start()
        for number, place in enumerate(PLACES * 3):
            self.sandbox.say(place, "omar" if place == "storage" else "nora")
            self.sandbox.say(f"echo {number}")
            wait_for(lambda: f"echo {number}" in self.sandbox.texts(), what=f"for the echo after {place}")
        wait_for(lambda: sum("storage" in words for words in self.caught) == 3, what="for the storage")
        told = self.caught + [str(error) for error in self.reported]
        for place in PLACES:
            self.assertGreaterEqual(sum(place in words for words in told), 3, f"{place} in {told}")
        # a filter that raises does not match, and the next router is asked
        self.assertEqual([text for text in self.sandbox.texts() if not text.startswith("echo")], ["filter"] * 3)

    def test_each_place_at_once(self):
        self.start()
        people = ["nora", "omar"]
        for number in range(10):
            for place in PLACES:
                self.sandbox.say(place, people[number % 2])
        for person in people:
            self.sandbox.say("the end", person)
        wait_for(lambda: all("the end" in self.sandbox.texts(person) for person in people), 3 * PATIENCE)
        self.assertTrue(self.bot.authorized)

    def test_signal_handlers(self):
        bot = self.echo_bot()
        called = []
        for name in ("message", "event", "status-changed"):
            bot.connect(name, lambda *arguments: called.append(1) or [][0])
        run(bot.start())
        self.sandbox.say("hello")
        wait_for(lambda: "hello" in self.sandbox.texts())
        self.assertGreaterEqual(len(called), 4)
        self.assertTrue(all(isinstance(error, IndexError) for error in self.reported))
        self.assertGreaterEqual(len(self.reported), 4)

    def test_callback_after_the_bot_is_gone(self):
        """What was asked is answered, though the program has let go of everything but its callback."""
        answers = []

        def answered(source, result, *data):
            try:
                answers.append(source.get_chats_finish(result))
            except GLib.Error as error:
                answers.append(error)
            raise Broken("callback")

        for started in (False, True):
            bot = Trueconf.Bot(server="127.0.0.1", port=self.sandbox.port, https=False, username="echo_bot", password="secret",
                               offline_timeout=0.1)
            if started:
                run(bot.start())
            bot.get_chats_async(10, 1, None, answered)
            del bot
            gc.collect()
            wait_for(lambda: len(answers) == 1 + started)
        wait_for(lambda: len(self.reported) == 2)
        self.assertEqual([str(error) for error in self.reported], ["callback"] * 2)

    def test_bot_dropped_in_its_handler(self):
        dropped = []
        dispatcher = Trueconf.Dispatcher()

        @dispatcher.message()
        async def drop(message):
            bots.clear()
            gc.collect()
            try:
                await message.answer("still there")
            except Trueconf.NotConnected as error:
                dropped.append(error)
            else:
                dropped.append(None)

        bots = [Trueconf.Bot(server="127.0.0.1", port=self.sandbox.port, https=False, username="echo_bot", password="secret",
                             dispatcher=dispatcher)]
        run(bots[0].start())
        self.sandbox.say("drop")
        wait_for(lambda: dropped)


class CollectorTest(BotTest):
    def test_collecting_during_calls(self):
        """The collector runs after every few allocations, while calls, handlers and objects come and go."""
        bot = self.echo_bot()
        run(bot.start())
        chat = run(bot.create_personal_chat("nora"))
        threshold = gc.get_threshold()
        gc.set_threshold(5, 1, 1)
        try:
            async def one(number):
                await bot.send_message(chat, f"sent {number}")
                draft = Trueconf.Draft(text=f"draft {number}", keyboard=[[Trueconf.Button.new_command("Press", "press")]])
                await bot.send_draft(chat, draft)
                return [item.message_id for item in await bot.get_chat_history(chat, 5)]

            async def all_of_them():
                return await Trueconf.gather(*(one(number) for number in range(50)))

            for number in range(20):
                self.sandbox.say(f"heard {number}")
            pages = run(all_of_them(), 6 * PATIENCE)
            wait_for(lambda: sum(text.startswith("heard") for text in self.sandbox.texts()) == 20, 3 * PATIENCE)
        finally:
            gc.set_threshold(*threshold)
        self.assertTrue(all(len(page) == 5 for page in pages))
        texts = self.sandbox.texts()
        for kind in ("sent", "draft"):
            self.assertEqual(sum(text.startswith(kind) for text in texts), 50)

    def test_what_is_not_kept_is_freed(self):
        """Messages, contexts, tasks and bots die once nobody holds them, coroutines and closures among them."""
        kept = []
        dispatcher = Trueconf.Dispatcher()

        @dispatcher.message()
        async def keep(message, context):
            kept.extend([weakref.ref(message), weakref.ref(context)])
            await message.answer("x")

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        for number in range(10):
            self.sandbox.say(f"{number}")
        wait_for(lambda: len(self.sandbox.texts()) == 10)
        wait_for(lambda: gc.collect() is not None and not any(reference() for reference in kept), what="for messages to be freed")
        self.assertEqual(len(kept), 20)


class ThousandsTest(BotTest):
    def test_ten_thousand_calls(self):
        bot = self.make_bot()
        run(bot.start())

        async def call(times):
            for _ in range(times):
                await bot.get_chats(1, 1)

        def count():
            gc.collect()
            return len(gc.get_objects())

        run(call(200))
        before = count()
        run(call(10_000), 12 * PATIENCE)
        # a few belong to the machinery of the loop, none to a call
        self.assertLess(count() - before, 100)
        self.assertEqual(bot.statistics.requests_in_flight, 0)
        self.assertEqual(bot.statistics.requests, 10_200)

    def test_a_thousand_bots(self):
        """Bots that were never started, that were started, and that had a call waiting, are all gone when they are dropped."""
        references = []

        def make(number):
            dispatcher = Trueconf.Dispatcher()

            @dispatcher.message(F.text)
            async def echo(message):
                await message.answer(message.text)

            bot = Trueconf.Bot(server="127.0.0.1", port=self.sandbox.port, https=False, username="echo_bot", password="secret",
                               dispatcher=dispatcher)
            bot.connect("status-changed", lambda bot, health: None)
            references.extend([weakref.ref(bot), weakref.ref(dispatcher)])
            if number % 50 == 0:
                run(bot.start())
                if number % 100 == 0:
                    run(bot.stop())
            elif number % 50 == 1:
                bot.get_chats_async(1, 1, None, None)

        make(0)
        threads = len(self.threads())
        for number in range(1000):
            make(number)
        wait_for(lambda: gc.collect() is not None and not any(reference() for reference in references), what="for the bots to go")
        wait_for(lambda: not self.sandbox.call("/sandbox/state")["connections"], what="for the connections to go")
        self.assertLessEqual(len(self.threads()), threads + 2)

    @staticmethod
    def threads():
        return os.listdir("/proc/self/task")


class TwoLoopsTest(BotTest):
    """A bot on the program's main loop, and one in a thread with a loop of its own, in the same process."""

    def in_thread(self, body):
        outcome = []

        def work():
            context = GLib.MainContext.new()
            context.push_thread_default()
            try:
                outcome.append(body(context))
            except BaseException as error:
                outcome.append(error)
            finally:
                context.pop_thread_default()

        thread = threading.Thread(target=work)
        thread.start()
        self.addCleanup(thread.join)
        return thread, outcome

    def test_side_by_side(self):
        other = Sandbox()
        self.addCleanup(other.close)
        enough = threading.Event()
        seen = {"main": [], "thread": []}

        def thread_body(context):
            dispatcher = Trueconf.Dispatcher()

            @dispatcher.message(F.text)
            async def echo(message):
                seen["thread"].append(threading.get_ident())
                await message.answer(f"thread: {message.text}")

            bot = Trueconf.Bot(server="127.0.0.1", port=other.port, https=False, username="echo_bot", password="secret",
                               dispatcher=dispatcher)
            started = Trueconf.spawn(bot.start())
            while not started.done():
                context.iteration(True)
            started.result()
            ready.set()
            alarm = GLib.timeout_source_new(20)
            alarm.set_callback(lambda *_: GLib.SOURCE_CONTINUE)
            alarm.attach(context)
            while not enough.is_set():
                context.iteration(True)
            alarm.destroy()
            stopped = Trueconf.spawn(bot.stop())
            while not stopped.done():
                context.iteration(True)
            stopped.result()
            return threading.get_ident()

        ready = threading.Event()
        thread, outcome = self.in_thread(thread_body)
        dispatcher = Trueconf.Dispatcher()

        @dispatcher.message(F.text)
        async def echo(message):
            seen["main"].append(threading.get_ident())
            await message.answer(f"main: {message.text}")

        run(self.make_bot(dispatcher=dispatcher).start())
        wait_for(lambda: ready.is_set() or outcome)
        for number in range(50):
            self.sandbox.say(f"{number}")
            other.say(f"{number}")
        for sandbox, name in ((self.sandbox, "main"), (other, "thread")):
            wait_for(lambda: len(sandbox.texts()) == 50, 3 * PATIENCE, f"for the answers of {name}")
            self.assertEqual(sandbox.texts(), [f"{name}: {number}" for number in range(50)])
        enough.set()
        wait_for(lambda: not thread.is_alive())
        self.assertEqual(set(seen["thread"]), set(outcome))
        self.assertEqual(set(seen["main"]), {threading.get_ident()})

    def test_one_after_the_other(self):
        """asyncio, then GLib's main loop, then asyncio again, with a bot each."""
        def answers():
            return len(self.sandbox.texts())

        async def once():
            async with self.echo_bot():
                before = answers()
                self.sandbox.say("asyncio")
                while answers() == before:
                    await asyncio.sleep(0.01)

        for number in range(2):
            asyncio.run(asyncio.wait_for(once(), PATIENCE))
            bot = self.echo_bot()
            run(bot.start())
            before = answers()
            self.sandbox.say("main loop")
            wait_for(lambda: answers() > before)
            run(bot.stop())


if __name__ == "__main__":
    main()
