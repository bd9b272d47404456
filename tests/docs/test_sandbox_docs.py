#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The guide to the sandbox tells all that there is, nothing that there is not, and its examples work.

test_sandbox_docs.py SANDBOX ECHO_BOT SOURCE
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time
import urllib.request

from minitap import Tap

SANDBOX, ECHO_BOT, SOURCE = sys.argv[1:]
SECONDS = 20
USUAL = "http://127.0.0.1:4309/"
# what stands for an id in the examples, and the member of an earlier answer that it comes from
PLACEHOLDERS = {"CHAT": "chat_id", "MESSAGE": "message_id", "FILE": "file_id"}
# "error" needs two members, a switch sets one
NO_SWITCH = {"error"}


def read(path):
    return (pathlib.Path(SOURCE) / path).read_text(encoding="utf-8")


def rows_of(guide, head):
    """The cells of all rows of the tables that start with this head."""
    for table in re.findall(rf"^\| {re.escape(head)} \|.*\n\| ---.*\n((?:\|.*\n)+)", guide, re.M):
        for line in table.splitlines():
            yield [cell.strip() for cell in line.strip("|").split("|")]


def words(cell):
    """What is set as code in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def both_ways(there, told):
    """Problems, when what there is and what is told differ."""
    if not there or not told:
        return ["nothing was found to compare"]
    return ([f"{name}: the guide does not tell" for name in sorted(there - told)] +
            [f"{name}: only in the guide" for name in sorted(told - there)])


def routes():
    found = re.findall(r'\{ "([A-Z]+)", "(/[a-z]+)", \w+ \}', read("tools/sandbox/serve/sandbox-control.c"))
    return {f"{method} /sandbox{path}" for method, path in found}


def faults():
    """Name: when it happens ("now", "once" or nothing), and the members that the table of the source knows."""
    found = re.findall(r'\[SANDBOX_FAULT_\w+\] = \{ "([a-z0-9-]+)", ([A-Z_ |0]+),\s+"([^"]*)"\s+\}',
                       read("tools/sandbox/base/sandbox-fault-kinds.c"))
    return {name: ("now" if "IMMEDIATE" in flags else "once" if "ONE_SHOT" in flags else "",
                   members.replace("!", "").split()) for name, flags, members in found}


def methods():
    """Version: what came with it."""
    found = re.findall(r'\{ "(\w+)", "([0-9.]+)" \}', read("tools/sandbox/speak/sandbox-protocol.c"))
    oldest = min(version for _, version in found)
    return [(version, name) for name, version in found if version != oldest]


def options():
    text = subprocess.run([SANDBOX, "--help"], capture_output=True, text=True, check=True, timeout=SECONDS).stdout
    return set(re.findall(r"(?<!\S)(--[a-z0-9-]+)", text)) - {"--help"}


def told_faults(guide):
    """As above, from the guide."""
    for name, members, _ in rows_of(guide, "Name"):
        when = re.search(r"\b(now|once)$", members)
        yield words(name)[0], (when[1] if when else "", words(members))


def wrong_rows(guide):
    told = dict(told_faults(guide))
    for name, (when, members) in faults().items():
        told_when, told_members = told.get(name, ("", []))
        if told_when != when:
            yield f"{name}: the guide says “{told_when}” about when it happens, the source “{when}”"
        yield from (f"{name}: its row does not tell `{member}`" for member in members if member not in told_members)


def wrong_scenarios(guide):
    """Each fault belongs to a scenario, and what else is named there are its members."""
    known = faults()
    told = set()
    for scenario, cell, deeds in rows_of(guide, "Scenario"):
        named = [word for word in words(cell) if word in known]
        members = {member for name in named for member in known[name][1]}
        told.update(named)
        if not named or not deeds:
            yield f"{scenario}: nothing causes it, or the bot does nothing"
        yield from (f"{scenario}: “{word}” is no fault, and none of these takes it" for word in words(cell)
                    if word not in known and word not in members)
    yield from both_ways(set(known), told)


def wrong_versions(guide):
    told = {version: words(what) for version, what in rows_of(guide, "Since")}
    return [f"{name} came with {version}" for version, name in methods() if name not in told.get(version, [])]


def wrong_switches(guide):
    """Starts the sandbox with all switches that the guide promises, each with a value for its first member."""
    values = {"what": "events", "status": "500", "pongs": "true"}
    wanted = {}
    for name, (when, members) in told_faults(guide):
        if when != "now" and name not in NO_SWITCH:
            wanted[name] = (members[0], values.get(members[0], "1")) if members else None
    switches = [f"--switch={name}" + (f"={setting[1]}" if setting else "") for name, setting in wanted.items()]
    try:
        with Sandbox(*switches) as sandbox:
            active = {fault["fault"]: fault for fault in sandbox.get("state")["faults"]}
    except ValueError:
        return ["the sandbox does not start with " + " ".join(switches)]
    return [f"{name}: {setting[0]} is not set" if setting else f"{name}: is not on" for name, setting in wanted.items()
            if name not in active or (setting and str(active[name].get(setting[0])).lower() != setting[1])]


class Sandbox:
    """Runs as long as the `with` block."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([SANDBOX, "--port", "0", "--quiet", "--exit-with-stdin", *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            self.ready = json.loads(self.process.stdout.readline())
        except ValueError:
            self.__exit__()
            raise
        self.url = self.ready["url"]
        self.key = self.ready["key"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(SECONDS)

    def get(self, path):
        request = urllib.request.Request(f"{self.url}sandbox/{path}", headers={"X-Sandbox-Key": self.key})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)

    def wait_for_bot(self):
        end = time.monotonic() + SECONDS
        while not any(one["authorized"] for one in self.get("state")["connections"]):
            if time.monotonic() > end:
                raise TimeoutError("the bot does not come back")
            time.sleep(0.02)


def run_example(sandbox, line, known):
    """One line of a shell, as a reader would paste it, with the ids of earlier answers. Returns what is wrong."""
    for name, member in PLACEHOLDERS.items():
        line = re.sub(rf"\b{name}\b", lambda _, member=member: known[member], line)
    command = shlex.split(line.replace(USUAL, sandbox.url).replace("$KEY", sandbox.key))
    done = subprocess.run([*command, "--silent", "--show-error", "--fail-with-body", "--max-time", str(SECONDS)],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return [line, done.stdout + done.stderr]
    answer = json.loads(done.stdout)
    known.update({member: answer[member] for member in PLACEHOLDERS.values() if member in answer})
    return []


def examples(guide):
    for block in re.findall(r"^```sh\n(.*?)^```", guide, re.M | re.S):
        yield from (line for line in block.splitlines() if line.startswith("curl "))


def run_examples(tap, guide):
    known = {}
    with Sandbox() as sandbox:
        env = dict(os.environ, SERVER="127.0.0.1", PORT=str(sandbox.ready["port"]), HTTPS="0", BOT_USER="echo_bot",
                   BOT_PASSWORD="secret")
        bot = subprocess.Popen([ECHO_BOT], env=env)
        try:
            for number, line in enumerate(examples(guide), 1):
                if "/sandbox/send" in line:
                    sandbox.wait_for_bot()
                tap.case(f"example {number}", run_example(sandbox, line, known))
        finally:
            bot.terminate()
            bot.wait(SECONDS)


def main():
    guide = read("docs/sandbox.md")
    told = [name for name, _ in told_faults(guide)]
    tap = Tap()
    tap.case("all routes are told", both_ways(routes(), {word for row in rows_of(guide, "Request")
                                                        for word in words(row[0])}))
    tap.case("all options are told", both_ways(options(), set(re.findall(r"--[a-z0-9-]+", " ".join(
        row[0] for row in rows_of(guide, "Option"))))))
    tap.case("all faults are told", both_ways(set(faults()), set(told)))
    tap.case("no fault is told twice", sorted({name for name in told if told.count(name) > 1}))
    tap.case("when a fault happens and what it takes is told", wrong_rows(guide))
    tap.case("each fault has its scenario", list(wrong_scenarios(guide)))
    tap.case("what came with which version is told", wrong_versions(guide))
    tap.case("all switches can be switched on", wrong_switches(guide))
    run_examples(tap, guide)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
