#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Shows the library at work, with a server, a bot, and a user who says hello.

Best run by ./dev demo, which builds what it needs.
"""

import argparse
import codecs
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "examples/echo-bot/echo_bot.py"
WATCH = ROOT / "tools/demo/watch_bot.py"
DEFAULT_PORT = 4309
PATIENCE = 15
USER, PASSWORD = "echo_bot", "secret"
PLAIN = {"…": "...", "“": '"', "”": '"', "’": "'", "–": "-"}


class Trouble(Exception):
    """An error message."""


def write_plainly(error):
    """For a terminal that does not know all characters."""
    return "".join(PLAIN.get(character, "?") for character in error.object[error.start:error.end]), error.end


def say(text=""):
    print(text, flush=True)


def find_sandbox(given):
    candidates = [given] if given else []
    if not given and "MESON_BUILD_ROOT" in os.environ:
        candidates.append(Path(os.environ["MESON_BUILD_ROOT"]) / "tools/sandbox/trueconf-sandbox")
    if not given:
        candidates += [ROOT / "_build/tools/sandbox/trueconf-sandbox", shutil.which("trueconf-sandbox")]
    for candidate in candidates:
        if candidate and os.access(candidate, os.X_OK):
            return str(candidate)
    raise Trouble("The sandbox server is not there. Run ./dev demo, which builds it, or name it with --sandbox.")


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def pick_port(arguments):
    if arguments.port is not None:
        return arguments.port
    if arguments.once:
        return 0
    if port_is_free(DEFAULT_PORT):
        return DEFAULT_PORT
    say(f"Port {DEFAULT_PORT} is in use, so the server takes another one.")
    return 0


class Process:
    """A program whose output goes into a queue, line by line."""

    def __init__(self, command, lines, tag, **options):
        # in a session of its own, so that only the demo gets Ctrl-C, and ends its programs in order
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", errors="replace",
                                        start_new_session=True, **options)
        threading.Thread(target=self._read, args=(lines, tag), daemon=True).start()

    def _read(self, lines, tag):
        for line in self.process.stdout:
            lines.put((tag, line.strip()))
        lines.put((tag, None))

    def stop(self, patience=5):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Demo:
    def __init__(self, arguments):
        self.arguments = arguments
        self.lines = queue.Queue()
        self.sandbox = None
        self.bot = None
        self.url = None
        self.key = None
        self.states = []

    def wait_line(self, tag, deadline):
        """The next line of a program."""
        while True:
            try:
                source, line = self.lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise Trouble(f"The {tag} has printed nothing for {PATIENCE} seconds.") from None
            if line is None and source == tag:
                raise Trouble(f"The {tag} has ended too early.")
            if source == "bot" and line is not None:
                self.show_state(line)
            if source == tag:
                return line

    def show_state(self, line):
        try:
            health = json.loads(line)
        except ValueError:
            return
        status = health.get("status")
        self.states.append(status)
        text = {
            "connected": "the WebSocket is open, the token is on its way",
            "authorized": f"logged in as {health.get('user_id')}",
            "disconnected": health.get("error") or "the connection is closed",
        }.get(status, "")
        say(f"  bot is {status}: {text}")

    def control(self, path, body=None, timeout=PATIENCE):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "X-Sandbox-Key": self.key}
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            # a proxy in the environment is not for this machine
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=timeout) as answer:
                return json.load(answer)
        except (urllib.error.URLError, OSError) as error:
            raise Trouble(f"The sandbox server does not answer: {error}") from None

    def start_sandbox(self):
        command = [find_sandbox(self.arguments.sandbox), "--port", str(pick_port(self.arguments)), "--quiet",
                   "--exit-with-stdin"]
        say("Starting the sandbox, a server to try bots on …")
        self.sandbox = Process(command, self.lines, "sandbox server", stdin=subprocess.PIPE)
        ready = json.loads(self.wait_line("sandbox server", time.monotonic() + PATIENCE))
        self.url = ready["url"].rstrip("/")
        self.key = ready["key"]
        say(f"  it listens at {self.url}/")
        return ready

    def start_bot(self, ready):
        environment = dict(os.environ, SERVER=ready["host"], PORT=str(ready["port"]), HTTPS="0",
                           BOT_USER=USER, BOT_PASSWORD=PASSWORD)
        environment.pop("TOKEN", None)
        say(f"Starting the echo bot, {BOT.relative_to(ROOT)} …")
        self.bot = Process([sys.executable, str(WATCH), str(BOT)], self.lines, "bot", env=environment)
        deadline = time.monotonic() + PATIENCE
        while "authorized" not in self.states:
            self.wait_line("bot", deadline)

    def talk(self, text):
        """Sends a text to the bot; returns whether the same comes back."""
        said = self.control("/sandbox/say", {"from": "nora", "to": USER, "text": text, "parse_mode": "text"})
        say(f"  nora: {text}")
        after, deadline = 0, time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self.control(f"/sandbox/messages?chat_id={said['chat_id']}&after={after}&timeout=2")
            after = answer["next"]
            for message in answer["messages"]:
                if message["author"] == USER and message["timestamp"] >= said["timestamp"]:
                    say(f"  {USER}: {message['text']}")
                    return message["text"] == text
        return False

    def run(self):
        self.start_bot(self.start_sandbox())
        say("Nora says hello …")
        echoed = self.talk("Hello!")
        if not echoed:
            raise Trouble("The echo did not come back.")
        if not self.arguments.once:
            say()
            say(f"Now you: open {self.url}/?user=nora&bot={USER}#key={self.key}")
            say("Ctrl-C ends it.")
            self.stay()
        return echoed

    def stay(self):
        while True:
            source, line = self.lines.get()
            if line is None:
                raise Trouble(f"The {source} has ended.")
            if source == "bot":
                self.show_state(line)

    def end(self):
        if self.bot is not None:
            say("Stopping the bot …")
            self.bot.stop()
            self.drain()
        if self.sandbox is not None:
            say("Stopping the sandbox …")
            self.sandbox.stop()

    def drain(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                source, line = self.lines.get(timeout=1)
            except queue.Empty:
                return
            if source == "bot" and line is None:
                return
            if source == "bot":
                self.show_state(line)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./dev demo", description="A server, a bot, and somebody who says hello.")
    parser.add_argument("--once", action="store_true", help="end after the conversation; status 0 if it worked")
    parser.add_argument("--port", type=int, help=f"where the server listens (default {DEFAULT_PORT}, 0: anywhere)")
    parser.add_argument("--sandbox", help="the server's program, if it is not where it was built")
    return parser.parse_args(arguments)


def interrupted(_number, _frame):
    raise KeyboardInterrupt


def main():
    codecs.register_error("plainly", write_plainly)
    sys.stdout.reconfigure(errors="plainly")
    demo = Demo(parse(sys.argv[1:]))
    signal.signal(signal.SIGTERM, interrupted)
    echoed, status = False, 0
    try:
        echoed = demo.run()
    except KeyboardInterrupt:
        say()
    except Trouble as trouble:
        say(f"demo: {trouble}")
        status = 1
    # a second Ctrl-C does not leave programs behind
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    demo.end()
    if demo.arguments.once and status == 0:
        wanted = ["connected", "authorized", "disconnected"]
        if not echoed or demo.states != wanted:
            say(f"demo: the bot's states were {', '.join(demo.states)} instead of {', '.join(wanted)}")
            status = 1
        else:
            say("It works.")
    return status


if __name__ == "__main__":
    sys.exit(main())
