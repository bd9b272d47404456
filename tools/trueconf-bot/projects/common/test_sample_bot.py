#!/usr/bin/env python3
# SPDX-License-Identifier: CC0-1.0
"""Runs the bot against trueconf-sandbox, a server on this machine, and talks with it as a user.

test_sample_bot.py COMMAND...: the command starts the bot.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

COMMAND = sys.argv[1:]
SANDBOX = os.environ.get("TRUECONF_SANDBOX", "trueconf-sandbox")
PATIENCE = 60  # seconds


class BotTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        password = Path(folder.name, "password")
        password.write_text("secret\n")

        options = ["--port=0", "--quiet", "--exit-with-stdin", "--user=sample-bot:secret", "--user=nora:secret"]
        sandbox = subprocess.Popen([SANDBOX, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, sandbox)
        self.sandbox = json.loads(sandbox.stdout.readline())

        self.next = 0
        self.last = None
        settings = {"TRUECONF_SERVER": "127.0.0.1", "TRUECONF_PORT": str(self.sandbox["port"]), "TRUECONF_TLS": "false",
                    "TRUECONF_USER": "sample-bot", "TRUECONF_PASSWORD_FILE": str(password)}
        self.bot = subprocess.Popen(COMMAND, env={**os.environ, "LC_ALL": "C.UTF-8", **settings})
        self.addCleanup(self.end, self.bot)
        self.wait_for_login()

    @staticmethod
    def end(process):
        process.terminate()
        process.communicate(timeout=PATIENCE)

    def ask(self, path, **body):
        """Asks the sandbox to do something."""
        request = urllib.request.Request(self.sandbox["url"].rstrip("/") + path, json.dumps(body).encode() if body else None,
                                         {"X-Sandbox-Key": self.sandbox["key"]})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def check_time(self, deadline, what):
        self.assertIsNone(self.bot.poll(), "the bot has ended")
        self.assertLess(time.monotonic(), deadline, f"waited for {what} in vain")

    def wait_for_login(self):
        deadline = time.monotonic() + PATIENCE
        while not any(connection["authorized"] for connection in self.ask("/sandbox/state")["connections"]):
            self.check_time(deadline, "the log-in")
            time.sleep(0.05)

    def say(self, text):
        """Writes to the bot, as the user Nora."""
        self.ask("/sandbox/say", **{"from": "nora", "to": "sample-bot", "text": text})

    def press(self, row, column):
        """Presses a button of the last message that was heard."""
        self.ask("/sandbox/press", **{"from": "nora", "message_id": self.last, "row": row, "column": column})

    def hear(self):
        """What the bot says next."""
        deadline = time.monotonic() + PATIENCE
        while True:
            news = self.ask(f"/sandbox/messages?user=nora&peer=sample-bot&after={self.next}&timeout=1")
            for message in news["messages"]:
                self.next += 1
                if message["author"] == "sample-bot":
                    self.last = message["message_id"]
                    return message["text"]
            self.check_time(deadline, "an answer")

    def test_order(self):
        self.say("/start")
        self.assertIn("Hello", self.hear())
        self.press(0, 0)
        self.assertIn("What would you like?", self.hear())
        self.say("Soup")
        self.assertIn("How many?", self.hear())
        self.say("many")
        self.assertIn("from 1 to 20", self.hear())
        self.say("2")
        self.assertIn("check your answers", self.hear())
        self.press(0, 0)
        self.assertEqual(self.hear(), "Ordered: 2 × Soup")

    def test_help(self):
        self.say("/help")
        self.assertIn("/order", self.hear())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
