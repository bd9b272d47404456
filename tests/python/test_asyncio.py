# SPDX-License-Identifier: LGPL-2.1-or-later
"""A bot in a program of asyncio: with its own loop, with uvloop, gbulb and, from 3.50 on, that of PyGObject; beside aiohttp, httpx and FastAPI."""

import asyncio
import contextlib
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading

import aiohttp
import aiohttp.web
import gbulb
import httpx
import uvloop
from harness import PATIENCE, BotTest, free_port, main

from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import F

try:
    from gi.events import GLibEventLoopPolicy
except ImportError:
    GLibEventLoopPolicy = None


async def eventually(condition, seconds=PATIENCE):
    """Waits until the condition holds, and returns what it says."""
    async with asyncio.timeout(seconds):
        while not (value := condition()):
            await asyncio.sleep(0.01)
    return value


class AsyncioTest(BotTest):
    policy = None

    def setUp(self):
        super().setUp()
        asyncio.set_event_loop_policy(self.policy() if self.policy else None)
        self.addCleanup(asyncio.set_event_loop_policy, None)
        self.dispatcher = Trueconf.Dispatcher()

    def stop(self, bot):
        """Each test stops its bot in its own loop."""

    def run_loop(self, coroutine):
        return asyncio.run(asyncio.wait_for(coroutine, 3 * PATIENCE))

    @contextlib.asynccontextmanager
    async def running_bot(self, **kwargs):
        async with self.make_bot(dispatcher=self.dispatcher, **kwargs) as bot:
            yield bot

    async def ask(self, text):
        """What the bot answers to a text."""
        before = len(self.sandbox.texts())
        await asyncio.to_thread(self.sandbox.say, text)
        return (await eventually(lambda: self.sandbox.texts()[before:]))[0]


class LoopTest(AsyncioTest):
    def test_calls(self):
        async def program():
            async with self.running_bot() as bot:
                chat_id = (await asyncio.to_thread(self.sandbox.say, "hello"))["chat_id"]
                sent = await asyncio.gather(*(bot.send_message(chat_id, str(number)) for number in range(5)))
                self.assertEqual([one.chat_id for one in sent], [chat_id] * 5)
                with self.assertRaises(Trueconf.ChatNotFound):
                    await asyncio.wait_for(bot.call("getChatByID", {"chatId": "nowhere"}), PATIENCE)
                async with asyncio.TaskGroup() as group:
                    first = group.create_task(bot.send_message(chat_id, "six"))
                    second = group.create_task(bot.get_chat_by_id(chat_id))
                self.assertEqual((first.result().chat_id, second.result().chat_id), (chat_id, chat_id))
                task = asyncio.ensure_future(bot.send_message(chat_id, "seven"))
                done, _ = await asyncio.wait([task])
                self.assertEqual(done, {task})
                operation = bot.send_message(chat_id, "eight")
                self.assertIs(await operation, await operation)
            return self.sandbox.texts()

        texts = self.run_loop(program())
        self.assertEqual(sorted(texts), sorted(["0", "1", "2", "3", "4", "six", "seven", "eight"]))

    def test_call_before_the_start(self):
        async def program():
            bot = self.make_bot()
            # it begins only when the call below waits
            running = asyncio.create_task(bot.run())
            self.assertEqual(list(await bot.get_chats(10, 1)), [])
            bot.stop()
            await running
            with self.assertRaisesRegex(Trueconf.NotConnected, "never started. Start or run it first"):
                await self.make_bot().get_chats(10, 1)

        self.run_loop(program())

    def test_cancelling(self):
        async def program():
            async with self.running_bot() as bot:
                self.sandbox.call("/sandbox/faults", {"fault": "delay", "ms": 5000, "method": "getChatByID"})
                operation = bot.call("getChatByID", {"chatId": "x"})
                with self.assertRaises(TimeoutError):
                    await asyncio.wait_for(operation, 0.05)
                await eventually(operation.done)
                self.assertTrue(operation.cancelled())
                task = asyncio.create_task(bot.call("getChatByID", {"chatId": "x"}))
                await asyncio.sleep(0.01)
                task.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await task
                bot.timeout = 0.2
                with self.assertRaises(Trueconf.TimedOut):
                    await bot.call("getChatByID", {"chatId": "x"})

        self.run_loop(program())

    def test_handlers_use_asyncio(self):
        queue = None

        @self.dispatcher.message(F.text == "sleep")
        async def sleeps(message):
            await asyncio.sleep(0)
            async with asyncio.timeout(PATIENCE):
                await asyncio.sleep(0.01)
            await message.answer(await asyncio.to_thread(lambda: str(threading.current_thread() is threading.main_thread())))

        @self.dispatcher.message(F.text == "queue")
        async def queues(message):
            self.assertIsNotNone(asyncio.current_task())
            await queue.put(message)

        @self.dispatcher.message(F.text == "group")
        async def groups(message):
            async with asyncio.TaskGroup() as group:
                chat = group.create_task(message.bot.get_chat_by_id(message.chat_id))
                name = group.create_task(message.bot.get_user_display_name(message.author.id))
            await message.answer(f"{name.result()} {chat.result().chat_id == message.chat_id}")

        @self.dispatcher.message(F.text == "fail")
        async def fails(message):
            await asyncio.sleep(0.01)
            raise KeyError("my own")

        async def program():
            nonlocal queue
            queue = asyncio.Queue()
            async with self.running_bot():
                self.assertEqual(await self.ask("sleep"), "False")
                await asyncio.to_thread(self.sandbox.say, "queue")
                message = await asyncio.wait_for(queue.get(), PATIENCE)
                await message.answer("taken")
                self.assertEqual(await self.ask("group"), "Nora Berg True")
                await asyncio.to_thread(self.sandbox.say, "fail")
                await eventually(lambda: gc.collect() + 1 and self.reported)

        self.run_loop(program())
        self.assertIn("taken", self.sandbox.texts())
        self.assertIsInstance(self.reported[0], KeyError)

    def test_middleware(self):
        order = []

        async def outer(event, context, next):
            await asyncio.sleep(0.001)
            # the chat itself is an event, too
            about = order if isinstance(event, Trueconf.Message) else []
            about.append("before")
            await next()
            about.append("after")

        self.dispatcher.add_outer_middleware(outer)

        @self.dispatcher.message()
        async def handle(message):
            await asyncio.sleep(0.001)
            order.append("handler")
            await message.answer("done")

        async def program():
            async with self.running_bot():
                self.assertEqual(await self.ask("x"), "done")
                await eventually(lambda: len(order) == 3)

        self.run_loop(program())
        self.assertEqual(order, ["before", "handler", "after"])

    def test_order_in_a_chat(self):
        seen = []

        @self.dispatcher.message()
        async def note(message):
            await asyncio.sleep(0.02 if message.text == "0" else 0)
            seen.append(message.text)

        async def program():
            async with self.running_bot():
                for number in range(5):
                    await asyncio.to_thread(self.sandbox.say, str(number))
                await eventually(lambda: len(seen) == 5)

        self.run_loop(program())
        self.assertEqual(seen, ["0", "1", "2", "3", "4"])

    def test_run(self):
        async def program():
            @self.dispatcher.message(F.text == "stop")
            async def stop(message):
                await message.answer("bye")
                message.bot.stop()

            bot = self.make_bot(dispatcher=self.dispatcher)
            run = asyncio.create_task(bot.run())
            await eventually(lambda: bot.authorized)
            self.assertFalse(run.done())
            await asyncio.to_thread(self.sandbox.say, "stop")
            await run
            self.assertEqual(bot.status, Trueconf.Status.DISCONNECTED)

        self.run_loop(program())
        self.assertEqual(self.sandbox.texts(), ["bye"])

    def test_run_is_cancelled(self):
        async def program():
            bot = self.make_bot(dispatcher=self.dispatcher)
            run = asyncio.create_task(bot.run())
            await eventually(lambda: bot.authorized)
            run.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await run
            self.assertEqual(bot.status, Trueconf.Status.DISCONNECTED)

        self.run_loop(program())

    def test_run_gives_up(self):
        async def program():
            bot = Trueconf.Bot(server="127.0.0.1", port=free_port(), https=False, username="a", password="b", ws_max_retries=0)
            with self.assertRaises(Trueconf.ConnectionFailed):
                await bot.run()

        self.run_loop(program())

    def test_another_loop_afterwards(self):
        async def program():
            async with self.running_bot() as bot:
                return bot.status.value_nick

        self.assertEqual([self.run_loop(program()) for _ in range(3)], ["authorized"] * 3)
        self.assertFalse(GLib.MainContext.default().is_owner())

    def test_sources_of_the_program(self):
        """What the program itself adds to GLib's main loop runs as well, once the bot is there."""
        async def program():
            async with self.running_bot():
                called = asyncio.Event()
                GLib.timeout_add(10, called.set)
                await Trueconf.sleep(0)
                await asyncio.wait_for(called.wait(), PATIENCE)

        self.run_loop(program())


class UvloopTest(LoopTest):
    policy = uvloop.EventLoopPolicy


# of the two loops on GLib's main loop, PyGObject 3.50 has its own, and breaks gbulb: its MainLoop.run() wants a loop that can do what its own can
if GLibEventLoopPolicy is None:
    class GbulbTest(LoopTest):
        policy = gbulb.GLibEventLoopPolicy
else:
    class PyGObjectTest(LoopTest):
        policy = GLibEventLoopPolicy

        def run_loop(self, coroutine):
            # asyncio.run() makes a loop, and a thread has only that of its main context here
            loop = asyncio.get_event_loop_policy().get_event_loop()
            return loop.run_until_complete(asyncio.wait_for(coroutine, 3 * PATIENCE))


class IdleTest(AsyncioTest):
    def test_idle_takes_no_turns(self):
        async def program():
            async with self.running_bot():
                await Trueconf.sleep(0.1)
                loop = asyncio.get_running_loop()
                turns = 0
                select = loop._selector.select

                def counted(timeout=None):
                    nonlocal turns
                    turns += 1
                    return select(timeout)

                loop._selector.select = counted
                await asyncio.sleep(1)
                loop._selector.select = select
                return turns

        # one to go to sleep, and one or two to wake up
        self.assertLessEqual(self.run_loop(program()), 4)


class WrongThreadTest(AsyncioTest):
    def test_context_of_another_thread(self):
        """The main thread runs GLib's main loop: a thread with asyncio cannot serve it, and says so."""
        said = []

        async def program():
            try:
                await Trueconf.sleep(0)
            except RuntimeError as error:
                said.append(str(error))

        main_loop = GLib.MainLoop()
        thread = threading.Thread(target=lambda: (asyncio.run(program()), GLib.idle_add(main_loop.quit)))
        GLib.idle_add(thread.start)
        main_loop.run()
        thread.join()
        self.assertRegex(said[0], "another thread")


class LibrariesTest(AsyncioTest):
    async def serve(self):
        async def weather(request):
            return aiohttp.web.json_response({"sky": "blue"})

        application = aiohttp.web.Application()
        application.router.add_get("/weather", weather)
        runner = aiohttp.web.AppRunner(application)
        await runner.setup()
        site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/weather"

    def test_aiohttp_and_httpx(self):
        async def program():
            runner, url = await self.serve()

            @self.dispatcher.message(F.text == "aiohttp")
            async def with_aiohttp(message):
                async with aiohttp.ClientSession() as session, session.get(url) as answer:
                    await message.answer((await answer.json())["sky"])

            @self.dispatcher.message(F.text == "httpx")
            async def with_httpx(message):
                async with httpx.AsyncClient() as client:
                    await message.answer((await client.get(url)).json()["sky"] + "!")

            async with self.running_bot():
                answers = await self.ask("aiohttp"), await self.ask("httpx")
            await runner.cleanup()
            return answers

        self.assertEqual(self.run_loop(program()), ("blue", "blue!"))


class ProgramTest(BotTest):
    """Programs as people write them, as processes of their own."""

    HEAD = """
        import asyncio, sys
        import gi
        gi.require_version("Trueconf", "1")
        from gi.repository import Trueconf
        from gi.repository.Trueconf import F

        dp = Trueconf.Dispatcher()

        @dp.message(F.text)
        async def echo(message):
            await asyncio.sleep(0)
            await message.answer(message.text)

        bot = Trueconf.Bot("127.0.0.1", port=int(sys.argv[1]), https=False, username="echo_bot", password="secret", dispatcher=dp)
    """

    def start(self, text, *arguments):
        process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(self.HEAD) + textwrap.dedent(text),
                                    str(self.sandbox.port), *arguments],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   # newer versions of FastAPI have another way to say what to do at the start
                                   env={**os.environ, "PYTHONWARNINGS": "ignore::DeprecationWarning"})
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def wait_until(self, condition):
        async def wait():
            await eventually(condition)

        asyncio.run(wait())

    def echo(self):
        before = len(self.sandbox.texts())
        self.wait_until(lambda: any(one["authorized"] for one in self.sandbox.call("/sandbox/state")["connections"]))
        self.sandbox.say("hello")
        self.wait_until(lambda: self.sandbox.texts()[before:] == ["hello"])

    def test_signals(self):
        for number, status in ((signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT)):
            process = self.start("""
                async def main():
                    await bot.run()
                    print("stopped")

                asyncio.run(main())
            """)
            self.echo()
            process.send_signal(number)
            output, errors = process.communicate(timeout=PATIENCE)
            self.assertEqual(process.returncode, status, errors)
            self.assertEqual(output, "stopped\n" if status == 0 else "")
            self.assertEqual(errors.strip().rpartition("\n")[2], "" if status == 0 else "KeyboardInterrupt")

    def test_fastapi(self):
        port = free_port()
        for loop in ("asyncio", "uvloop"):
            process = self.start("""
                import contextlib
                import fastapi, uvicorn

                app = fastapi.FastAPI()

                @app.on_event("startup")
                async def start():
                    await bot.start()

                @app.on_event("shutdown")
                async def stop():
                    await bot.stop()

                @app.get("/health")
                async def health():
                    return bot.health_check().to_dict()

                @app.get("/members/{user}")
                async def name(user: str):
                    return {"name": await bot.get_user_display_name(user)}

                uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), loop=sys.argv[3], log_level="warning")
            """, str(port), loop)
            self.echo()

            def get(path):
                with contextlib.suppress(httpx.TransportError):
                    return httpx.get(f"http://127.0.0.1:{port}{path}").json()

            self.wait_until(lambda: get("/health"))
            self.assertEqual((get("/health")["status"], get("/members/nora@sandbox.local")), ("authorized", {"name": "Nora Berg"}))
            process.send_signal(signal.SIGINT)
            _output, errors = process.communicate(timeout=PATIENCE)
            # newer versions of uvicorn hand the signal on when they have ended, and say so
            self.assertIn(process.returncode, (0, -signal.SIGINT, 128 + signal.SIGINT))
            self.assertNotIn("Trueconf", errors)
            self.wait_until(lambda: not self.sandbox.call("/sandbox/state")["connections"])


if __name__ == "__main__":
    main()
