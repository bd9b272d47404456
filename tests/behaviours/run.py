# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tries each behaviour with the bot of each language, and compares docs/behaviours.md with what comes out.

Usage: run.py [--write] [--only TEXT] LANGUAGE=COMMAND...
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request

from minitap import Tap

HERE = pathlib.Path(__file__).parent
PAGE = HERE.parents[1] / "docs/behaviours.md"
PATIENCE = 30
TITLES = {"c": "C", "python": "Python", "asyncio": "Python with asyncio", "javascript": "JavaScript", "vala": "Vala"}
INTRODUCTION = """Title: Behaviours
Slug: behaviours

# What every language can do

Each line of this table is tried with a bot in each language, against the [sandbox](sandbox.html). The bots are in
`tests/behaviours/`, and `behaviours.toml` beside them says for each line what is said to the bot, and what has to come of it.
`./dev test behaviours` makes the table and compares it with this page.
"""


class Unexpected(Exception):
    """The bot has done something else."""


class Trial:
    """A sandbox and a bot for one behaviour."""

    def __init__(self, behaviour, command):
        self.behaviour, self.command = behaviour, command
        self.folder = tempfile.TemporaryDirectory()
        self.sandbox = subprocess.Popen(
            [os.environ["TRUECONF_SANDBOX"], "--port", "0", "--quiet", "--exit-with-stdin", *behaviour.get("options", [])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.sandbox.stdout.readline())
        self.port, self.key = ready["port"], ready["key"]
        self.bot, self.chat, self.taken, self.said = None, None, {}, None

    def close(self):
        self.end()
        self.sandbox.stdin.close()
        self.sandbox.wait()
        self.sandbox.stdout.close()
        self.folder.cleanup()

    def end(self):
        if self.bot.poll() is None:
            self.bot.kill()
            self.bot.wait()

    def words(self):
        """What the bot has written to its standard error."""
        return pathlib.Path(self.folder.name, "words").read_text(encoding="utf-8")

    def call(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, {"X-Sandbox-Key": self.key}, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def wait(self, condition, what, running=True):
        deadline = time.monotonic() + PATIENCE
        while not (value := condition()):
            if running and self.bot.poll() is not None:
                raise Unexpected("the bot has ended")
            if time.monotonic() > deadline:
                raise Unexpected(f"waited in vain for {what() if callable(what) else what}")
            time.sleep(0.02)
        return value

    def run(self):
        self.start()
        if "environment" not in self.behaviour:
            self.wait(lambda: self.bot.poll() is not None or any(one["authorized"] for one in self.state()["connections"]),
                      "the bot to log in")
        for step in self.behaviour["steps"]:
            name = next(iter(step))
            getattr(self, f"step_{name}")(step[name], step)
        if "exit" not in [next(iter(step)) for step in self.behaviour["steps"]] and self.bot.poll() is not None:
            raise Unexpected("the bot has ended")

    def start(self):
        environment = {**os.environ, "PORT": str(self.port), "BOT_PASSWORD": "secret", "LC_ALL": "C.UTF-8", "LANGUAGE": "en",
                       "DIALOGS_FILE": f"{self.folder.name}/dialogs.sqlite", **self.behaviour.get("environment", {})}
        if environment["PORT"] == "FREE":
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                environment["PORT"] = str(probe.getsockname()[1])
        with open(f"{self.folder.name}/words", "w", encoding="utf-8") as words:
            self.bot = subprocess.Popen(self.command, env=environment, stdin=subprocess.DEVNULL, stdout=words, stderr=words,
                                        cwd=self.folder.name)

    # ---- looking

    def state(self):
        return self.call("/sandbox/state")

    def messages(self, peer="nora"):
        try:
            messages = self.call(f"/sandbox/messages?user={peer}&peer=echo_bot")["messages"]
        except urllib.error.HTTPError:
            return []
        return [message for message in messages if message["author"] == "echo_bot"]

    def texts(self, peer="nora"):
        return [message.get("text") for message in self.messages(peer)]

    def following(self, peer):
        number = self.taken.get(peer, 0)
        self.wait(lambda: len(self.messages(peer)) > number, lambda: f"an answer after {self.texts(peer)}")
        self.taken[peer] = number + 1
        return self.texts(peer)[number]

    def last(self, condition, what):
        self.wait(lambda: (messages := self.messages()) and condition(messages[-1]), lambda: f"{what} in {self.messages()[-1:]}")
        self.taken["nora"] = len(self.messages())

    # ---- the steps

    def step_say(self, text, step):
        sender = step.get("from", "nora")
        said = self.call("/sandbox/say", {"from": sender, "to": "echo_bot", "text": text, "parse_mode": "text"})
        self.said, self.chat = said["message_id"], said["chat_id"]

    def step_answer(self, text, step):
        if (answer := self.following(step.get("to", "nora"))) != text:
            raise Unexpected(f"the answer is {answer!r}, not {text!r}")

    def step_match(self, pattern, step):
        if not re.search(pattern, answer := self.following(step.get("to", "nora")), re.DOTALL):
            raise Unexpected(f"the answer is {answer!r}, which does not match {pattern!r}")

    def step_answers(self, number, step):
        texts = self.texts(step.get("to", "nora"))
        if len(texts) != number:
            raise Unexpected(f"there are {len(texts)} answers: {texts}")

    def step_press(self, label, step):
        message = self.messages()[-1]
        for row, buttons in enumerate(message["envelope"]["content"]["buttons"]):
            for column, button in enumerate(buttons):
                if button["label"] == label:
                    self.call("/sandbox/press", {"from": "nora", "message_id": message["message_id"], "row": row, "column": column})
                    return
        raise Unexpected(f"no button {label} in {message}")

    def step_edited(self, text, step):
        self.last(lambda message: message.get("text") == text, f"{text!r}")

    def step_removed(self, _, step):
        self.wait(lambda: any("removeMessage" in str(line) for line in self.call("/sandbox/log")["entries"]), "removeMessage")
        self.wait(lambda: not self.messages(), lambda: f"no answer but {self.texts()}")

    def step_replies(self, _, step):
        self.last(lambda message: message["reply_message_id"] == self.said, "a reply")

    def step_forwarded(self, _, step):
        self.last(lambda message: message["envelope"]["content"].get("messageId") == self.said, "a forwarded message")

    def step_file(self, file, step):
        self.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": file})

    def step_document(self, wanted, step):
        files = self.wait(lambda: self.call("/sandbox/files")["files"], "a file")
        found = {name: files[-1][name] for name in wanted}
        if found != wanted:
            raise Unexpected(f"the file is {files[-1]}")

    def step_post(self, path, step):
        body = json.loads(json.dumps(step["body"]).replace("CHAT", self.chat or ""))
        self.chat = self.call(path, body).get("chat_id", self.chat)

    def step_chat(self, text, step):
        self.wait(lambda: [one["text"] for one in self.call(f"/sandbox/messages?chat_id={self.chat}&user=nora")["messages"]
                           if one["author"] == "echo_bot"][-1:] == [text], f"{text!r} in the chat")

    def step_fault(self, fault, step):
        self.call("/sandbox/faults", fault)

    def step_mend(self, _, step):
        self.call("/sandbox/faults", method="DELETE")

    def step_frame(self, method, step):
        self.wait(lambda: any(f'"{method}"' in json.dumps(line).replace("\\", "") for line in self.call("/sandbox/log")["entries"]),
                  f"the request {method}")

    def step_connections(self, number, step):
        self.wait(lambda: sum(one["authorized"] for one in self.state()["connections"]) == 1
                  and self.state()["counters"]["connections"] >= number, f"{number} connections")
        if (made := self.state()["counters"]["connections"]) != number:
            raise Unexpected(f"there were {made} connections")

    def step_upgrades(self, number, step):
        self.wait(lambda: self.state()["counters"]["upgrades"] >= number, f"{number} upgrades")

    def step_kill(self, _, step):
        self.end()

    def step_start(self, _, step):
        self.wait(lambda: not self.state()["connections"], "the connection to end", running=False)
        self.start()
        self.wait(lambda: any(one["authorized"] for one in self.state()["connections"]), "the bot to log in")

    def step_terminate(self, _, step):
        self.bot.send_signal(signal.SIGTERM)

    def step_exit(self, code, step):
        if (status := self.bot.wait(PATIENCE)) != code:
            raise Unexpected(f"the bot ended with {status}")

    def step_error(self, patterns, step):
        lines = self.words().strip().splitlines()
        if len(lines) != len(patterns) or not all(map(re.search, patterns, lines)):
            raise Unexpected("the bot has said something else")

    def step_closed(self, code, step):
        self.wait(lambda: any(f"{code}" in str(line) for line in self.call("/sandbox/log")["entries"] if "close" in str(line)),
                  f"a close with {code}", running=False)


def attempt(behaviour, command):
    trial = Trial(behaviour, command)
    try:
        trial.run()
    except (Unexpected, OSError, subprocess.TimeoutExpired, LookupError) as error:
        return f"{type(error).__name__}: {error}\n{trial.words()}"
    finally:
        trial.close()
    return None


def page(behaviours, languages, results):
    lines = [INTRODUCTION, "| A bot | " + " | ".join(TITLES[name] for name in languages) + " |", "| --- |" + " --- |" * len(languages)]
    for number, behaviour in enumerate(behaviours):
        marks = ["✓" if results[name, number] is None else "✗" for name in languages]
        lines.append(f"| {behaviour['title']} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("bots", nargs="+")
    arguments = parser.parse_args()
    bots = {name: shlex.split(command) for name, command in (bot.split("=", 1) for bot in arguments.bots)}
    with open(HERE / "behaviours.toml", "rb") as file:
        behaviours = [one for one in tomllib.load(file)["behaviour"] if arguments.only in one["title"]]

    tap = Tap()
    with concurrent.futures.ThreadPoolExecutor(2) as workers:
        trials = {(name, number): workers.submit(attempt, behaviour, command)
                  for number, behaviour in enumerate(behaviours) for name, command in bots.items()}
        results = {}
        for (name, number), trial in trials.items():
            results[name, number] = trial.result()
            tap.case(f"{name}: {behaviours[number]['title']}", [results[name, number]] if results[name, number] else [])

    if not arguments.only and list(bots) == list(TITLES):
        made = page(behaviours, bots, results)
        if arguments.write:
            PAGE.write_text(made, encoding="utf-8")
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == made
        tap.case("docs/behaviours.md", [] if same else ["The page is not what the run has given; './dev behaviours' writes it anew"])
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
