# SPDX-License-Identifier: LGPL-2.1-or-later
"""Bots as services: what systemd hears of programs in each language."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from harness import BotTest, main, run, wait_for
from programs import BUILT, EXAMPLES, PATIENCE, ROOT, ExampleTest
from programs import wait_for as wait_outside

from gi.repository import Trueconf

PROGRAM = """
import asyncio, os, subprocess, sys, time
import gi
gi.require_version("Trueconf", "1")
from gi.repository import Trueconf

dispatcher = Trueconf.Dispatcher()
bot = Trueconf.Bot("127.0.0.1", username="echo_bot", password="secret", port=int(os.environ["PORT"]), https=False, dispatcher=dispatcher)


@dispatcher.message(Trueconf.F.text == "environment")
async def environment(message):
    inherited = subprocess.run(["env"], capture_output=True, text=True).stdout
    handed_on = subprocess.run(["env"], capture_output=True, text=True, env={**os.environ}).stdout
    await message.answer(str([name in text for text in (inherited, handed_on) for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC")]))


@dispatcher.message(Trueconf.F.text == "block")
def block(message):
    sys.stdin.readline()
"""

WAYS = {
    "main loop": PROGRAM + "bot.run()\n",
    "asyncio": PROGRAM + """
async def main():
    await bot.run()


asyncio.run(main())
""",
    "trueconf_compat": PROGRAM + """
from trueconf_compat import Bot
compat = Bot.from_credentials("127.0.0.1", "echo_bot", "secret", web_port=int(os.environ["PORT"]), https=False)
compat.library.dispatcher = dispatcher
asyncio.run(compat.run())
""",
}


class Manager:
    """The socket of a service manager, and what has come so far."""

    def __init__(self, test, abstract=False):
        folder = tempfile.TemporaryDirectory(prefix="tc-service-")
        test.addCleanup(folder.cleanup)
        self.address = f"{'@' if abstract else ''}{folder.name}/notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        test.addCleanup(self.socket.close)
        self.socket.bind(self.address.replace("@", "\0"))
        self.socket.setblocking(False)
        self.heard = []

    def hear(self):
        """The messages since the last call."""
        new = []
        while True:
            try:
                new.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                break
        self.heard += new
        return new

    def lines(self):
        self.hear()
        return "".join(self.heard).splitlines()


class ProgramTest(ExampleTest):
    def start_service(self, *command, abstract=False, watchdog=None, **environment):
        self.manager = Manager(self, abstract)
        if watchdog is not None:
            environment["WATCHDOG_USEC"] = str(watchdog)
        return self.start(*command, NOTIFY_SOCKET=self.manager.address, **environment)

    def wait_for_line(self, start, count=1):
        deadline = time.monotonic() + PATIENCE
        while len([line for line in self.manager.lines() if line.startswith(start)]) < count:
            self.assertLess(time.monotonic(), deadline, f"waited in vain for {start!r}: {self.manager.heard}")
            time.sleep(0.02)

    def assert_life(self, process):
        """A log-in, an outage, and the end by a signal."""
        self.wait_for_line("READY=1")
        self.wait_for_line("STATUS=Logged in to 127.0.0.1 as echo_bot@sandbox.local")
        self.sandbox.call("/sandbox/faults", {"fault": "refuse-upgrade"})
        self.sandbox.call("/sandbox/faults", {"fault": "drop"})
        self.wait_for_line("STATUS=Connecting to 127.0.0.1 again: ")
        self.sandbox.call("/sandbox/faults", method="DELETE")
        self.wait_for_line("STATUS=Logged in to 127.0.0.1", 2)
        process.send_signal(signal.SIGTERM)
        self.wait_for_line("STOPPING=1")
        process.communicate(timeout=PATIENCE)
        lines = self.manager.lines()
        self.assertEqual([line for line in lines if line in ("READY=1", "STOPPING=1")], ["READY=1", "STOPPING=1"])
        self.assertEqual([line for line in lines if line.startswith("STATUS=")][-1], "STATUS=Stopping")


class LifeTest(ProgramTest):
    def test_languages(self):
        credentials = {"BOT_USER": "echo_bot", "BOT_PASSWORD": "secret"}
        for command in ([BUILT / "echo-bot"], [sys.executable, EXAMPLES / "echo-bot" / "echo_bot.py"],
                        [shutil.which("gjs"), "-m", EXAMPLES / "echo-bot" / "echo-bot.js"], [BUILT / "echo-bot-vala"]):
            with self.subTest(command=command):
                self.assert_life(self.start_service(*command, TOKEN=self.sandbox.token(), **credentials))

    def test_ways_of_python(self):
        for name, program in WAYS.items():
            with self.subTest(way=name):
                self.assert_life(self.start_service(sys.executable, "-c", program, abstract=True))

    def test_notifier_of_their_own(self):
        """A bot that was added to a notifier of the program stays with it, whoever runs it."""
        own = 'Trueconf.ServiceNotifier(address=os.environ["MANAGER"]).add_bot({})\n'
        for name, bot in (("main loop", "bot"), ("asyncio", "bot"), ("trueconf_compat", "compat.library")):
            with self.subTest(way=name):
                self.manager, default = Manager(self), Manager(self)
                # the last statement runs the bot
                program = re.sub(r"(?m)^(bot\.run|asyncio\.run)", lambda run: own.format(bot) + run[0], WAYS[name])
                process = self.start(sys.executable, "-c", program, MANAGER=self.manager.address, NOTIFY_SOCKET=default.address)
                self.wait_for_line("READY=1")
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=PATIENCE)
                lines = self.manager.lines()
                self.assertEqual([line for line in lines if line in ("READY=1", "STOPPING=1")], ["READY=1", "STOPPING=1"])
                self.assertEqual([line for line in lines if line.startswith("STATUS=")][-1], "STATUS=Stopping")
                self.assertEqual(default.lines(), [])

    def test_environment(self):
        process = self.start_service(sys.executable, "-c", WAYS["main loop"], watchdog=30_000_000)
        self.wait_for_line("READY=1")
        self.sandbox.say("environment")
        self.wait_for_line("READY=1")
        deadline = time.monotonic() + PATIENCE
        while not (texts := self.sandbox.texts()):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        # the library changes no environment while there are threads; systemd hears the process of the service alone
        self.assertEqual(texts, [str([True] * 4)])
        self.end(process)

    def test_blocked_loop(self):
        for name in ("main loop", "asyncio"):
            with self.subTest(way=name):
                process = self.start_blockable(WAYS[name])
                self.wait_for_line("READY=1")
                self.wait_for_line("WATCHDOG=1", 3)
                self.sandbox.say("block")
                # until a whole period is without a sign of life
                deadline = time.monotonic() + PATIENCE
                self.manager.hear()
                time.sleep(0.2)
                while self.manager.hear():
                    self.assertLess(time.monotonic(), deadline, "a blocked loop shows signs of life")
                    time.sleep(0.2)
                before = self.manager.lines().count("WATCHDOG=1")
                process.stdin.write("go on\n")
                process.stdin.flush()
                self.wait_for_line("WATCHDOG=1", before + 2)
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=PATIENCE)

    def start_blockable(self, program):
        self.manager = Manager(self)
        process = subprocess.Popen([sys.executable, "-c", program], text=True, stdin=subprocess.PIPE,
                                   env=self.environment(NOTIFY_SOCKET=self.manager.address, WATCHDOG_USEC="40000"))
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def test_watchdog_of_another_process(self):
        process = self.start_service(sys.executable, "-c", WAYS["main loop"], watchdog=1000, WATCHDOG_PID="1")
        self.wait_for_line("READY=1")
        self.end(process)
        self.assertNotIn("WATCHDOG=1", self.manager.lines())

    def test_refused(self):
        process = self.start_service(sys.executable, "-c", PROGRAM.replace('"secret"', '"wrong-secret"') + "bot.run()\n")
        _, errors = process.communicate(timeout=PATIENCE)
        self.assertNotEqual(process.returncode, 0)
        lines = self.manager.lines()
        self.assertTrue(lines[-1].startswith("STATUS=Given up: "), lines)
        self.assertNotIn("READY=1", lines)
        self.assertNotIn("wrong-secret", "".join(lines))

    def test_in_russian(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        subprocess.run(["localedef", "-i", "ru_RU", "-f", "UTF-8", os.path.join(folder, "ru_RU.UTF-8")], check=True)
        catalogues = os.path.join(os.environ["TRUECONF_BUILD_ROOT"], "po")
        program = PROGRAM + f"""
import locale
locale.setlocale(locale.LC_ALL, "")
locale.bindtextdomain("trueconf-bot-1", {catalogues!r})
bot.run()
"""
        process = self.start_service(sys.executable, "-c", program, LOCPATH=folder, LC_ALL="ru_RU.UTF-8", LANGUAGE="")
        self.wait_for_line("READY=1")
        self.end(process)
        for words in (line.partition("=")[2] for line in self.manager.lines() if line.startswith("STATUS=")):
            self.assertRegex(words, "[а-яё]{3}")

    def test_without_a_manager(self):
        process = self.start(sys.executable, "-c", WAYS["main loop"])
        self.assert_authorized()
        self.end(process)


class GuideTest(ProgramTest):
    def test_program(self):
        program, middlewares, logger = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / "services.md").read_text(),
                                                  re.MULTILINE | re.DOTALL)
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        Path(folder, "password").write_text("secret\n")
        # a handler that fails, and what the blocks say about it
        program = program.replace("    await message.answer", "    1 / (message.text != 'fail')\n    await message.answer")
        program = program.replace("bot.run()", middlewares + logger + "bot.run()")
        process = self.start_service(sys.executable, "-c", program, CREDENTIALS_DIRECTORY=folder, BOT_USER="echo_bot")
        self.wait_for_line("READY=1")
        self.sandbox.say("hello")
        wait_outside(self.sandbox.texts, "an answer")
        chat = self.sandbox.say("fail")["chat_id"]
        self.sandbox.say("bye")
        wait_outside(lambda: "bye" in self.sandbox.texts(), "an answer")
        output, errors = self.end(process)
        self.assertRegex(errors, rf"(?m)^ERROR event=\d+ chat={chat} ZeroDivisionError: division by zero$")
        number = re.search(r"event (\d+) sendMessage chat .*: handled after", output + errors)[1]
        self.assertIn(f"request sendMessage for event {number}: answered after", output + errors)
        self.assertEqual(self.manager.lines()[-1], "STATUS=Stopping")


# What a filter of systemd does with sched_setattr, which belongs to @resources, and then GLib's threads, which call it.
FILTERED = """
import ctypes, platform, struct, sys

number = {"x86_64": 314, "aarch64": 274, "riscv64": 274}[platform.machine()]
steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, int(sys.argv[1], 0)), (0x06, 0, 0, 0x7fff0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, program, 0, 0) == 0

from gi.repository import Gio, GLib
loop = GLib.MainLoop()
Gio.File.new_for_path("/").query_info_async("standard::type", 0, 0, None, lambda *_: loop.quit())
loop.run()
"""
KILL, EPERM = "0x80000000", "0x00050001"


class UnitTest(unittest.TestCase):
    """The unit itself, as systemd reads it."""

    def setUp(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        self.unit = Path(folder, "trueconf-bot@echo.service")
        self.text = (ROOT / "tools" / "service" / "trueconf-bot@.service").read_text()
        # the bot itself is not installed here
        self.unit.write_text(self.text.replace("ExecStart=/usr/local/lib/trueconf-bots/%i", "ExecStart=/bin/true"))

    def ask_systemd(self, *arguments):
        answer = subprocess.run(["systemd-analyze", *arguments, self.unit], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(answer.returncode, 0, answer.stdout)
        return answer.stdout

    def test_valid(self):
        self.assertEqual(self.ask_systemd("verify", "--man=no"), "")

    def test_forbids(self):
        # 13 of 100 with systemd 252, of which five are for the network
        self.ask_systemd("security", "--offline=true", "--no-pager", "--threshold=20")

    def test_refused_calls_are_errors(self):
        """Without SystemCallErrorNumber= the first call that is filtered kills the program, and threads of GLib make one."""
        for path in ("tools/service/trueconf-bot@.service", "tools/trueconf-bot/projects/common/sample-bot.service"):
            text = (ROOT / path).read_text()
            self.assertIn("@resources", text)
            action = EPERM if "\nSystemCallErrorNumber=EPERM\n" in text else KILL
            self.assertEqual(subprocess.run([sys.executable, "-c", FILTERED, action], timeout=PATIENCE).returncode, 0, path)

    def test_what_is_wrong_is_found(self):
        self.unit.write_text(self.text.replace("ProtectSystem=strict", "ProtectSystem=stict"))
        answer = subprocess.run(["systemd-analyze", "verify", "--man=no", self.unit], stderr=subprocess.PIPE, text=True)
        self.assertIn("stict", answer.stderr)
        self.unit.write_text(re.sub("^(Protect|Private|Capability|System).*$", "", self.text, flags=re.MULTILINE))
        answer = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", self.unit], stdout=subprocess.PIPE)
        self.assertNotEqual(answer.returncode, 0)

    def test_guide(self):
        guide = (ROOT / "docs" / "services.md").read_text()
        for written, read in (("/usr/local/lib/trueconf-bots/echo", "ExecStart=/usr/local/lib/trueconf-bots/%i"),
                              ("/etc/trueconf-bots/echo.conf", "EnvironmentFile=-/etc/trueconf-bots/%i.conf"),
                              ("/etc/credstore/trueconf-bot.echo.password", "LoadCredential=password:trueconf-bot.%i.password"),
                              ("trueconf-bot.echo.token", "LoadCredential=token:trueconf-bot.%i.token"),
                              ("/var/lib/trueconf-bots/NAME", "StateDirectory=trueconf-bots/%i")):
            self.assertIn(written, guide)
            self.assertIn(read, self.text.splitlines())


class NotifierTest(BotTest):
    def test_several_bots(self):
        manager = Manager(self)
        notifier = Trueconf.ServiceNotifier(address=manager.address)
        self.assertTrue(notifier.props.active)
        self.assertEqual(notifier.props.address, manager.address)
        self.assertEqual(notifier.props.watchdog, 0)
        one, other = self.make_bot(), self.make_bot()
        notifier.add_bot(one)
        notifier.add_bot(other)
        run(one.start())
        wait_for(lambda: "STATUS=1 of 2 bots are logged in. Not running" in manager.lines())
        self.assertNotIn("READY=1", manager.lines())
        run(other.start())
        self.assertEqual([line for line in manager.lines() if line == "READY=1" or line.startswith("STATUS=2")],
                         ["READY=1", "STATUS=2 bots are logged in"])
        notifier.remove_bot(other)
        notifier.stopping()
        self.assertEqual(manager.lines()[-1], "STATUS=Stopping")

    def test_started_again(self):
        manager = Manager(self)
        notifier = Trueconf.ServiceNotifier(address=manager.address)
        bot = self.make_bot()
        notifier.add_bot(bot)
        for _ in range(2):
            run(bot.start())
            notifier.stopping()
            run(bot.stop())
        self.assertEqual([line for line in manager.lines() if line in ("READY=1", "STOPPING=1")], ["READY=1", "STOPPING=1"] * 2)

    def test_default(self):
        notifier = Trueconf.ServiceNotifier.get_default()
        self.assertIs(notifier, Trueconf.ServiceNotifier.get_default())
        self.assertFalse(notifier.get_active())
        self.assertIsNone(notifier.get_address())
        self.assertEqual(notifier.get_watchdog(), 0)
        self.assertFalse(Trueconf.ServiceNotifier.new(None, 5).get_active())


if __name__ == "__main__":
    main()
