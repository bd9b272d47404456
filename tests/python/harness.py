# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the Python tests share: the sandbox server, waiting with a limit, and TAP."""

import json
import logging
import os
import socket
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf

from minitap import Tap

PATIENCE = 30
HEALTH_KEYS = ["status", "websocket_connected", "authorized", "user_id", "server", "port", "protocol", "timestamp"]


class Sandbox:
    """The sandbox server, as a process of its own."""

    def __init__(self, *options, port=0):
        command = [os.environ["TRUECONF_SANDBOX"], "--port", str(port), "--quiet", "--exit-with-stdin", *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self.port = self.ready["port"]
        self.key = self.ready["key"]
        self.url = self.ready["url"].rstrip("/")

    def call(self, path, body=None, method=None):
        """Asks the control interface."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json", "X-Sandbox-Key": self.key},
                                         method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def say(self, text, sender="nora", **more):
        """A person writes to the bot."""
        return self.call("/sandbox/say", {"from": sender, "to": "echo_bot", "text": text, "parse_mode": "text", **more})

    def texts(self, peer="nora", author="echo_bot"):
        """What the bot, or somebody else, has written in the chat with a person."""
        return [message["text"] for message in self.messages(peer) if message["author"] == author]

    def messages(self, peer="nora"):
        try:
            return self.call(f"/sandbox/messages?user={peer}&peer=echo_bot")["messages"]
        except urllib.error.HTTPError:
            return []

    def counters(self):
        return self.call("/sandbox/state")["counters"]

    def token(self, lifetime=3600):
        return self.call("/sandbox/token", {"user": "echo_bot", "lifetime": lifetime})["access_token"]

    def kill(self):
        self.process.kill()
        self.close()

    def close(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


def wait_for(condition, seconds=PATIENCE, what=""):
    """Runs the main loop until the condition holds, and returns what it says."""
    context = GLib.MainContext.default()
    # wakes the loop up now and then, for conditions that no source of its own brings about
    tick = GLib.timeout_add(20, lambda: GLib.SOURCE_CONTINUE)
    deadline = time.monotonic() + seconds
    try:
        while not (value := condition()):
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {seconds} s in vain {what or 'for ' + getattr(condition, '__name__', '')}")
            context.iteration(True)
        return value
    finally:
        GLib.source_remove(tick)


def run(awaitable, seconds=PATIENCE):
    """Runs a coroutine, or waits for an operation, on the main loop and returns its result."""
    task = Trueconf.spawn(awaitable)
    wait_for(task.done, seconds, f"for {awaitable!r}")
    return task.result()


def free_port():
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class BotTest(unittest.TestCase):
    """A test with a sandbox of its own."""

    options = ()

    def setUp(self):
        self.sandbox = Sandbox(*self.options)
        self.addCleanup(lambda: self.sandbox.close() if self.sandbox.process.poll() is None else None)
        self.reported = []
        # PyGObject shows exceptions of callbacks itself
        hook = sys.excepthook
        sys.excepthook = lambda kind, error, traceback: self.reported.append(error)
        self.addCleanup(setattr, sys, "excepthook", hook)
        handler = logging.Handler()
        handler.emit = lambda record: record.exc_info and self.reported.append(record.exc_info[1])
        logger = logging.getLogger("trueconf")
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)

    def make_bot(self, **kwargs):
        """A bot for the sandbox that is stopped when the test is over."""
        settings = {"server": "127.0.0.1", "port": self.sandbox.port, "https": False, "ws_max_delay": 1}
        if "token" not in kwargs:
            settings.update(username="echo_bot", password="secret")
        bot = Trueconf.Bot(**{**settings, **kwargs})
        self.addCleanup(self.stop, bot)
        return bot

    def stop(self, bot):
        run(bot.stop())

    def echo_bot(self, **kwargs):
        """A bot that answers with what it gets."""
        dispatcher = Trueconf.Dispatcher()

        @dispatcher.message(Trueconf.F.text)
        async def echo(message):
            await message.answer(message.text)

        return self.make_bot(dispatcher=dispatcher, **kwargs)

    def start_noting_bot(self, **kwargs):
        """A bot that runs and notes the texts that it gets."""
        dispatcher = Trueconf.Dispatcher()
        self.texts = []

        @dispatcher.message()
        async def note(message):
            self.texts.append(message.text)

        bot = self.make_bot(dispatcher=dispatcher, **kwargs)
        run(bot.start())
        return bot

    def fault(self, name, **members):
        """Breaks something in the sandbox."""
        return self.sandbox.call("/sandbox/faults", {"fault": name, **members})

    def assert_echo(self, text, seconds=PATIENCE):
        self.sandbox.say(text)
        wait_for(lambda: text in self.sandbox.texts(), seconds, f"for the echo of {text!r}")

    def start_until(self, bot, error_class):
        """Starts a bot that has to fail with an error, which is returned."""
        with self.assertRaises(error_class) as caught:
            run(bot.start())
        return caught.exception


class TapResult(unittest.TestResult):
    """Reports each case in a line of TAP."""

    def __init__(self):
        super().__init__()
        self.tap = Tap()
        self.problems = []

    def startTest(self, test):
        super().startTest(test)
        self.problems = []

    def addError(self, test, err):
        self.problems.append(self._exc_info_to_string(err, test))
        super().addError(test, err)

    def addFailure(self, test, err):
        self.problems.append(self._exc_info_to_string(err, test))
        super().addFailure(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.problems.append(f"{subtest}\n{self._exc_info_to_string(err, test)}")
        super().addSubTest(test, subtest, err)

    def stopTest(self, test):
        self.tap.case(".".join(test.id().split(".")[-2:]), self.problems)
        super().stopTest(test)


def main():
    """Runs the cases of the program; names of cases may be given."""
    names = sys.argv[1:]
    loader = unittest.TestLoader()
    module = sys.modules["__main__"]
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    result = TapResult()
    suite.run(result)
    sys.exit(result.tap.finish() or (0 if result.wasSuccessful() else 1))
