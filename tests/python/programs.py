# SPDX-License-Identifier: LGPL-2.1-or-later
"""Programs that are started as a user starts them, against a sandbox, and what they leave on the other side."""

import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from harness import PATIENCE, Sandbox

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
BUILT = Path(os.environ["TRUECONF_BUILD_ROOT"]) / "examples"


def wait_for(condition, what, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.02)
    return value


def example(folder, name):
    """The commands of the two programs of an example, in C and in Python."""
    return [BUILT / name], [sys.executable, EXAMPLES / folder / (name.replace("-", "_") + ".py")]


def in_three_languages(cases, base):
    """A class of tests for the C, the Python and the JavaScript version of an example; `base` has what they need."""
    name = cases.example
    script = EXAMPLES / name / name.replace("-", "_")
    commands = {"C": [BUILT / name], "Python": [sys.executable, script.with_suffix(".py")],
                "JavaScript": [shutil.which("gjs"), "-m", EXAMPLES / name / f"{name}.js"]}
    names = {language: cases.__name__.replace("Cases", "") + language for language in commands}
    return {names[language]: type(names[language], (cases, base), {"command": command})
            for language, command in commands.items()}


class ExampleTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox()
        self.addCleanup(self.sandbox.close)

    def environment(self, **more):
        return {**os.environ, "SERVER": "127.0.0.1", "PORT": str(self.sandbox.port), "HTTPS": "0", "LC_ALL": "C.UTF-8",
                **more}

    def start(self, *command, **environment):
        process = subprocess.Popen([str(part) for part in command], env=self.environment(**environment), text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def end(self, process, number=signal.SIGTERM):
        """Ends a program in an orderly way; what it has written."""
        process.send_signal(number)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0, errors)
        return output, errors

    def assert_authorized(self):
        wait_for(lambda: any(connection["authorized"] for connection in self.sandbox.call("/sandbox/state")["connections"]),
                 "the log-in")

    def run_to_end(self, *command, **environment):
        """Runs a program that ends by itself: its status, what it has written, and its complaints."""
        if "TOKEN" not in environment:
            environment = {"BOT_USER": "echo_bot", "BOT_PASSWORD": "secret", **environment}
        process = self.start(*command, **environment)
        output, errors = process.communicate(timeout=PATIENCE)
        return process.returncode, output, errors
