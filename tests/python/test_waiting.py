# SPDX-License-Identifier: LGPL-2.1-or-later
"""Coroutines without asyncio: running one, waiting for several, for a time, for threads and for each other."""

import asyncio
import datetime
import math
import signal
import subprocess
import sys
import textwrap
import threading
import unittest

from harness import PATIENCE, BotTest, main

from gi.repository import GLib, Trueconf


class RunTest(unittest.TestCase):
    def test_result(self):
        async def program():
            await Trueconf.sleep(0.01)
            return 7

        self.assertEqual(Trueconf.run(program()), 7)
        self.assertEqual(Trueconf.run(program()), 7)

    def test_exception(self):
        async def at_once():
            raise KeyError("x")

        async def later():
            await Trueconf.sleep(0)
            sys.exit(3)

        with self.assertRaises(KeyError):
            Trueconf.run(at_once())
        with self.assertRaises(SystemExit) as caught:
            Trueconf.run(later())
        self.assertEqual(caught.exception.code, 3)
        self.assertFalse(GLib.MainContext.default().is_owner())

    def test_beside_asyncio(self):
        async def program():
            with self.assertRaisesRegex(RuntimeError, "asyncio.run"):
                Trueconf.run(Trueconf.sleep(0))

        asyncio.run(program())

    def test_gather(self):
        async def one(number):
            await Trueconf.sleep(0.02 if number == 1 else 0)
            if number > 2:
                raise ValueError(number)
            return number

        async def program():
            self.assertEqual(await Trueconf.gather(), [])
            self.assertEqual(await Trueconf.gather(one(1), one(2), Trueconf.sleep(0)), [1, 2, None])
            with self.assertRaisesRegex(ValueError, "3"):
                await Trueconf.gather(one(1), one(3))
            results = await Trueconf.gather(one(1), one(3), return_exceptions=True)
            self.assertEqual((results[0], str(results[1])), (1, "3"))
            waiting = Trueconf.gather(Trueconf.sleep(60), Trueconf.sleep(60))
            waiting.cancel()
            with self.assertRaises(Trueconf.Cancelled):
                await waiting

        Trueconf.run(program())

    def test_wait_for(self):
        ended = []

        async def long():
            try:
                await Trueconf.sleep(60)
            finally:
                ended.append("long")

        async def program():
            self.assertIsNone(await Trueconf.wait_for(Trueconf.sleep(0), 10))
            self.assertIsNone(await Trueconf.wait_for(Trueconf.sleep(0), None))
            with self.assertRaises(TimeoutError):
                await Trueconf.wait_for(long(), 0.02)
            with self.assertRaises(KeyError):
                await Trueconf.wait_for(self.fails(), 10)
            waiting = Trueconf.wait_for(long(), 60)
            waiting.cancel()
            with self.assertRaises(Trueconf.Cancelled):
                await waiting

        Trueconf.run(program())
        self.assertEqual(ended, ["long", "long"])

    async def fails(self):
        await Trueconf.sleep(0)
        raise KeyError("x")

    def test_timeout(self):
        async def program():
            async with Trueconf.timeout(60):
                await Trueconf.sleep(0)
            with self.assertRaises(TimeoutError):
                async with Trueconf.timeout(0.02):
                    await Trueconf.sleep(60)
            with self.assertRaises(KeyError):
                async with Trueconf.timeout(60):
                    await self.fails()
            # the task goes on afterwards
            await Trueconf.sleep(0)
            return "end"

        self.assertEqual(Trueconf.run(program()), "end")
        self.assertEqual(asyncio.run(program()), "end")

    def test_long_times(self):
        """More than GLib's time-outs can count, which is 49 days."""
        bot = Trueconf.Bot("127.0.0.1", "no-token")

        async def program(seconds):
            self.assertIsNone(await Trueconf.wait_for(Trueconf.sleep(0), seconds))
            async with Trueconf.timeout(seconds):
                await Trueconf.sleep(0)
            with self.assertRaises(TimeoutError):
                await Trueconf.wait_for(Trueconf.sleep(seconds), 0.02)
            with self.assertRaises(Trueconf.InvalidToken):
                await bot.start(timeout=seconds)

        for seconds in (5_000_000, datetime.timedelta(days=100), datetime.timedelta.max, 1e300, 10**400, math.inf):
            with self.subTest(seconds=seconds):
                Trueconf.run(program(seconds))
                with self.assertRaises(Trueconf.InvalidToken):
                    bot.run(timeout=seconds)

    def test_no_time(self):
        async def program():
            with self.assertRaisesRegex(ValueError, "^nothing can take nan seconds: it has to be a number$"):
                await Trueconf.sleep(math.nan)
            with self.assertRaisesRegex(ValueError, "nothing can take nan seconds"):
                await Trueconf.wait_for(Trueconf.sleep(0), math.nan)
            with self.assertRaisesRegex(ValueError, "nothing can take nan seconds"):
                async with Trueconf.timeout(math.nan):
                    pass
            async with Trueconf.timeout(None):
                await Trueconf.sleep(-1)

        Trueconf.run(program())

    def test_to_thread(self):
        async def program():
            self.assertEqual(await Trueconf.to_thread(divmod, 7, 2), (3, 1))
            self.assertIsNot(await Trueconf.to_thread(threading.current_thread), threading.main_thread())
            with self.assertRaises(ZeroDivisionError):
                await Trueconf.to_thread(divmod, 7, 0)
            blocked = threading.Event()
            waiting = Trueconf.to_thread(blocked.wait)
            with self.assertRaises(TimeoutError):
                await Trueconf.wait_for(waiting, 0.02)
            blocked.set()

        Trueconf.run(program())
        asyncio.run(program())

    def test_flag(self):
        async def program():
            flag, order = Trueconf.Flag(), []

            async def waits(name):
                order.append(name if await flag.wait() else None)

            tasks = [Trueconf.spawn(waits("one")), Trueconf.spawn(waits("two"))]
            await Trueconf.sleep(0)
            self.assertEqual((order, flag.is_set()), ([], False))
            flag.set()
            await Trueconf.gather(*tasks)
            self.assertEqual((order, flag.is_set()), (["one", "two"], True))
            self.assertTrue(await flag.wait())
            flag.clear()
            with self.assertRaises(TimeoutError):
                await Trueconf.wait_for(flag.wait(), 0.01)

            async def again():
                await flag.wait()
                flag.clear()
                await flag.wait()

            # one set() is for those who wait now, not for who waits again because of it
            task = Trueconf.spawn(again())
            await Trueconf.sleep(0)
            flag.set()
            await Trueconf.sleep(0)
            self.assertFalse(task.done())
            flag.set()
            await task

        Trueconf.run(program())
        asyncio.run(program())

    def test_queue(self):
        async def program():
            queue, taken = Trueconf.Queue(maxsize=2), []

            async def takes():
                while (item := await queue.get()) is not None:
                    taken.append(item)

            with self.assertRaises(Trueconf.QueueEmpty):
                queue.get_nowait()
            queue.put_nowait(1)
            await queue.put(2)
            self.assertEqual((queue.qsize(), queue.full(), queue.empty()), (2, True, False))
            with self.assertRaises(Trueconf.QueueFull):
                queue.put_nowait(3)
            task = Trueconf.spawn(takes())
            for item in (3, 4, 5, None):
                await queue.put(item)
            await task
            self.assertEqual((taken, queue.empty()), ([1, 2, 3, 4, 5], True))
            # one who does not wait any more takes nothing
            with self.assertRaises(TimeoutError):
                await Trueconf.wait_for(queue.get(), 0.01)
            queue.put_nowait(6)
            self.assertEqual(await queue.get(), 6)

        Trueconf.run(program())
        asyncio.run(program())


class ScriptTest(BotTest):
    def start(self, text):
        program = textwrap.dedent("""
            import sys
            import gi
            gi.require_version("Trueconf", "1")
            from gi.repository import Trueconf

            bot = Trueconf.Bot("127.0.0.1", port=int(sys.argv[1]), https=False, username="echo_bot", password="secret")
        """) + textwrap.dedent(text)
        return subprocess.Popen([sys.executable, "-c", program, str(self.sandbox.port)], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def test_one_shot(self):
        process = self.start("""
            async def main():
                async with bot:
                    chat_id = await bot.create_personal_chat("nora")
                    await bot.send_message(chat_id, "The backup is done")
                return 5

            sys.exit(Trueconf.run(main()))
        """)
        _output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, errors), (5, ""))
        self.assertEqual(self.sandbox.texts(), ["The backup is done"])

    def test_one_shot_that_fails(self):
        process = self.start("""
            async def main():
                async with bot:
                    await bot.send_message("nowhere", "x")

            Trueconf.run(main())
        """)
        _output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 1)
        self.assertIn("ChatNotFound", errors)

    def test_interrupted(self):
        process = self.start("""
            async def main():
                async with bot:
                    print("ready", flush=True)
                    try:
                        await Trueconf.sleep(60)
                    finally:
                        print("tidied", flush=True)

            Trueconf.run(main())
        """)
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, output), (-signal.SIGINT, "tidied\n"), errors)
        self.assertTrue(errors.endswith("KeyboardInterrupt\n"), errors)


if __name__ == "__main__":
    main()
