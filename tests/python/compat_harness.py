# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of trueconf_compat share: programs for python-trueconf-bot with other imports, in a process of their own."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import textwrap

from harness import PATIENCE, BotTest, wait_for


class Program:
    """A program that runs until it ends or is stopped."""

    def __init__(self, test, source, **environment):
        self.output = tempfile.TemporaryFile("w+")
        test.addCleanup(self.output.close)
        env = {**os.environ, "TOKEN": test.sandbox.token(), "SERVER": "127.0.0.1", "PORT": str(test.sandbox.port), "PYTHONUNBUFFERED": "1",
               **environment}
        self.process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(source)], env=env, stdout=self.output, stderr=self.output)
        test.addCleanup(self.stop)

    def said(self):
        """What it has written."""
        # not seek(): the process writes at the place of this very file
        return os.pread(self.output.fileno(), 1 << 20, 0).decode()

    def wait_for(self, text):
        """Waits until it has written something."""
        wait_for(lambda: text in self.said() or self.process.poll() is not None, what=text)
        if text not in self.said():
            raise AssertionError(f"the program has ended without {text!r}:\n{self.said()}")

    def stop(self, number=signal.SIGINT):
        """Ends it as Ctrl-C does, and returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(2 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the program does not end:\n{self.said()}") from None


class CompatTest(BotTest):
    """Tests with a sandbox and programs."""

    def program(self, source, **environment):
        return Program(self, source, **environment)

    def answers(self, text, count=1, sender="nora", **more):
        """What the bot answers to a text."""
        self.connected()
        before = len(self.sandbox.texts(sender))
        self.sandbox.say(text, sender, **more)
        return wait_for(lambda: len(self.sandbox.texts(sender)) >= before + count and self.sandbox.texts(sender)[before:], what=text)

    def connected(self):
        """Waits until a bot is logged in."""
        wait_for(lambda: any(one["authorized"] for one in self.sandbox.call("/sandbox/state")["connections"]), what="a connection")

    @contextlib.asynccontextmanager
    async def running(self, bot):
        """A bot in this process."""
        run = asyncio.create_task(bot.run(handle_signals=False))
        await asyncio.wait_for(bot.authorized_event.wait(), PATIENCE)
        try:
            yield bot
        finally:
            await bot.shutdown()
            await run


async def eventually(condition, seconds=PATIENCE):
    """Waits until the condition holds, and returns what it says."""
    async with asyncio.timeout(seconds):
        while not (value := condition()):
            await asyncio.sleep(0.01)
    return value
