# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tool as a person or a script starts it: with its environment, its files, its terminal."""

import array
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unittest
from pathlib import Path
from typing import NamedTuple

from harness import Sandbox

# a machine that has much else to do
PATIENCE = 60
TOOL = os.environ["TRUECONF_TOOL"]
SECRET = "s3cret-of-the-test"

OK, FAILED, USAGE, DATA, NO_INPUT, NOT_FOUND, UNAVAILABLE = 0, 1, 64, 65, 66, 67, 69
CANNOT_CREATE, OUTPUT, TRY_AGAIN, UNKNOWN, REFUSED, CONFIG = 73, 74, 75, 76, 77, 78


class Done(NamedTuple):
    status: int
    out: str
    err: str


def wait_for(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE} s in vain for {what}")
        time.sleep(0.02)
    return value


def wait_for_full_pipe(pipe):
    """Until no more fits in: whoever writes to it waits."""
    size = fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ)
    # what is written last may leave less than a page
    wait_for(lambda: array.array("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0] > size - 4096, "the full pipe")


class ToolTest(unittest.TestCase):
    """A home folder, and a sandbox if the test has `options`."""

    options = ("--user", f"echo_bot:{SECRET}", "--user", "nora:secret:Nora", "--user", "max:secret:Max")

    def setUp(self):
        self.home = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.home)
        if self.options is not None:
            self.sandbox = Sandbox(*self.options)
            self.addCleanup(lambda: self.sandbox.close() if self.sandbox.process.poll() is None else None)

    def environment(self, **more):
        """Nothing of the person who runs the tests; None takes a variable away."""
        keep = ("PATH", "LD_LIBRARY_PATH", "G_DEBUG", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS",
                "LLVM_PROFILE_FILE", "GCOV_PREFIX", "G_SLICE")
        env = {name: os.environ[name] for name in keep if name in os.environ}
        env.update(HOME=str(self.home), XDG_CONFIG_HOME=str(self.home / "config"), XDG_CACHE_HOME=str(self.home / "cache"),
                   XDG_STATE_HOME=str(self.home / "state"), XDG_CONFIG_DIRS=str(self.home / "etc"), LC_ALL="C.UTF-8",
                   TMPDIR=str(self.home))
        if self.options is not None:
            env.update(TRUECONF_SERVER="127.0.0.1", TRUECONF_PORT=str(self.sandbox.port), TRUECONF_TLS="false",
                       TRUECONF_USER="echo_bot", TRUECONF_PASSWORD=SECRET)
        env.update(more)
        return {name: value for name, value in env.items() if value is not None}

    def start(self, *arguments, **options):
        """Starts the tool, or another `command`; `env` has variables of its own."""
        env = self.environment(**options.pop("env", {}))
        command = [*options.pop("command", [TOOL]), *(str(argument) if isinstance(argument, Path) else argument for argument in arguments)]
        process = subprocess.Popen(command, env=env, cwd=self.home,
                                   **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
                                      **options})
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def run_tool(self, *arguments, text=None, **options):
        """Runs the tool to its end. `text` is its standard input."""
        if text is not None:
            options["stdin"] = subprocess.PIPE
        process = self.start(*arguments, **options)
        data = text.encode() if isinstance(text, str) else text
        out, err = process.communicate(data, timeout=PATIENCE)
        done = Done(process.returncode, (out or b"").decode(), (err or b"").decode())
        self.assertNotIn(SECRET, done.out + done.err)
        return done

    def succeed(self, *arguments, **options):
        """Runs the tool, which has to succeed without a word on standard error; returns what it prints."""
        done = self.run_tool(*arguments, **options)
        self.assertEqual((done.status, done.err), (OK, ""))
        return done.out

    def fail_with(self, status, *arguments, **options):
        """Runs the tool, which has to fail with this status and one line; returns the line without the name."""
        done = self.run_tool(*arguments, **options)
        self.assertEqual(done.status, status, done)
        self.assertTrue(done.err.startswith("trueconf-bot: "), done)
        self.assertEqual(done.err.count("\n"), 1, done)
        return done.err.removeprefix("trueconf-bot: ").rstrip("\n")

    def write(self, name, text, mode=0o600):
        """A file in the home folder."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)
        return path

    def config(self, text, mode=0o600):
        """The person's configuration."""
        return self.write("config/trueconf-bot/config.ini", text, mode)

    def fault(self, name, **members):
        return self.sandbox.call("/sandbox/faults", {"fault": name, **members})

    def messages(self, peer="nora"):
        return [message for message in self.sandbox.messages(peer) if message["author"] == "echo_bot"]

    def texts(self, peer="nora"):
        return [message["text"] for message in self.messages(peer)]

    def objects(self, text):
        """The objects of lines of JSON."""
        return [json.loads(line) for line in text.splitlines()]

    def interrupt(self, process, number=signal.SIGINT):
        """Interrupts the tool; what it has written."""
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
        return Done(process.returncode, out.decode(), err.decode())


# what runs the tests may be a job in the background or under nohup, and a signal that is ignored there would be ignored by the tool
for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
    if signal.getsignal(ignored) == signal.SIG_IGN:
        signal.signal(ignored, signal.SIG_DFL)


class Terminal:
    """The tool on a terminal of its own, where a test sees and types what a person does."""

    def __init__(self, test, *arguments, columns=80, **options):
        self.seen = ""
        master, slave = pty.openpty()
        self.master = master
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
        streams = {"stdin": slave, "stdout": slave, "stderr": slave}
        options["env"] = {"TERM": "xterm", **options.get("env", {})}
        # a session of its own, whose terminal this is
        self.process = test.start(*arguments, **{**streams, "start_new_session": True,
                                                 "preexec_fn": lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0), **options})
        os.close(slave)
        test.addCleanup(os.close, master)

    def read_until(self, text):
        """Reads until something is on the screen."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            if not self._read(deadline):
                raise AssertionError(f"{text!r} did not come, only {self.seen!r}")

    @classmethod
    def seen_of(cls, test, *arguments, **options):
        """What is on the screen when the tool has ended, which has to be well."""
        terminal = cls(test, *arguments, **options)
        test.assertEqual(terminal.finish(), OK, terminal.seen)
        return terminal.seen

    def type(self, text):
        os.write(self.master, text.encode())

    def finish(self):
        """Reads to the end; returns the status."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        return self.process.wait(PATIENCE)

    def _read(self, deadline):
        ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise AssertionError(f"waited in vain, saw {self.seen!r}")
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)
