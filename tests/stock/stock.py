# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the cases with the vendor's client share: one process that runs it, and a test with a bot of each kind."""

import atexit
import itertools
import json
import os
import subprocess
import threading

from harness import PATIENCE, BotTest, run, wait_for

from gi.repository import GLib

VERSION = os.environ["TRUECONF_STOCK_VERSION"]
SERVER_VERSION = os.environ["TRUECONF_STOCK_SERVER"]
PYTHON = os.path.join(os.environ["TRUECONF_STOCK"], VERSION, "bin", "python")

# 1.5 came with server 5.5.6, and reads much that its predecessor passes over
NEW = not VERSION.startswith("1.4.")
NEW_SERVER = SERVER_VERSION.startswith("5.5.6.")

OURS = "echo_bot@sandbox.local"
THEIRS = "stock_bot@sandbox.local"
NORA = "nora@sandbox.local"


class VendorError(Exception):
    """What the vendor's client has raised."""

    def __init__(self, answer):
        super().__init__(f"{answer['error']}: {answer['text']}")
        self.name = answer["error"]
        self.code = answer["code"]


class Vendor:
    """The process in which the vendor's client runs, one bot at a time."""

    def __init__(self):
        script = os.path.join(os.path.dirname(__file__), "driver.py")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GI_"))}
        self.process = subprocess.Popen([PYTHON, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"})
        self.numbers = itertools.count(1)
        self.answers = {}
        self.events = []
        self.health = []
        self.ended = False
        threading.Thread(target=self._read, daemon=True).start()
        atexit.register(self.close)

    def _read(self):
        for line in self.process.stdout:
            line = json.loads(line)
            if "answer" in line:
                self.answers[line["answer"]] = line
            elif "event" in line:
                self.events.append((line["event"], {**line["data"], "number": line["number"]}))
            elif "health" in line:
                self.health.append(line["health"])
            GLib.MainContext.default().wakeup()
        self.ended = True

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def send(self, do, **arguments):
        """Asks for something without waiting for it."""
        number = next(self.numbers)
        self.process.stdin.write(json.dumps({"id": number, "do": do, **arguments}) + "\n")
        self.process.stdin.flush()
        return number

    def receive(self, number, what="an answer"):
        wait_for(lambda: number in self.answers or self.ended, 2 * PATIENCE, f"for {what} of the vendor's client")
        if number not in self.answers:
            raise AssertionError("the process of the vendor's client has ended")
        answer = self.answers.pop(number)
        if "error" in answer:
            raise VendorError(answer)
        return answer["result"]

    def ask(self, do, **arguments):
        return self.receive(self.send(do, **arguments), do)

    def call(self, name, of=None, **arguments):
        """Calls a method of the vendor's bot, or of an event that it has received."""
        number = self.send("call", name=name, of=None if of is None else of["number"], **arguments)
        return self.receive(number, name)

    def start(self, **settings):
        self.events.clear()
        self.health.clear()
        return self.ask("start", **settings)

    def expect(self, kind, **members):
        """Waits for an event with these members, and takes it and all before it."""
        def find():
            for index, (name, data) in enumerate(self.events):
                if name == kind and all(data.get(key) == value for key, value in members.items()):
                    del self.events[:index + 1]
                    return data
            return None
        return wait_for(find, what=f"for {kind} {members}: {self.events}")


class StockTest(BotTest):
    """Our bot, the vendor's, and a person, all at one sandbox."""

    vendor = None
    options = ("--server-version", SERVER_VERSION, "--user", "echo_bot:secret:Echo Bot",
               "--user", "stock_bot:password:Stock Bot", "--user", "nora:x:Nora Berg")
    settings = {}

    def setUp(self):
        super().setUp()
        if StockTest.vendor is None:
            StockTest.vendor = Vendor()
        self.seen = []
        self.ours = self.make_bot(receive_system_messages=True, **self.log_in())
        self.ours.connect("event", lambda bot, event: self.seen.append(event))
        run(self.ours.start())
        self.addCleanup(self.stop_vendor)
        if self.settings is not None:
            self.start_vendor(**self.settings)

    def log_in(self):
        """How ours logs in: with the password, unless told otherwise."""
        return {}

    def start_vendor(self, **settings):
        return self.vendor.start(**{"server": "127.0.0.1", "web_port": self.sandbox.port, "https": False,
                                    "username": "stock_bot", "password": "password",
                                    "receive_system_messages": True, **settings})

    def stop_vendor(self):
        """Nothing of what it was sent may have been a mistake in the eyes of the vendor's client."""
        self.assertEqual(self.vendor.ask("stop"), [])

    def expect(self, kind, condition=lambda event: True):
        """Waits for an event at our bot, and takes it and all before it."""
        def find():
            for index, event in enumerate(self.seen):
                if isinstance(event, kind) and condition(event):
                    del self.seen[:index + 1]
                    return event
            return None
        return wait_for(find, what=f"for {kind}: {self.seen}")

    def refused(self, call, *arguments, **more):
        """The error that something has to end with at the vendor's client."""
        with self.assertRaises(VendorError) as caught:
            call(*arguments, **more)
        return caught.exception

    def group(self, title="Night shift"):
        """A group of the vendor's bot, ours, and Nora."""
        chat_id = self.vendor.call("create_group_chat", title=title)["chat_id"]
        for user in (OURS, NORA):
            self.vendor.call("add_participant_to_chat", chat_id=chat_id, user_id=user, display_history=True)
        return chat_id

    def say_in(self, chat_id, **what):
        return self.sandbox.call("/sandbox/say", {"from": "nora", "chat_id": chat_id, **what})
