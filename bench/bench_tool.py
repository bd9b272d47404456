#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How long `trueconf-bot send` takes, from its start to its end, turn by turn with curl, which gets nothing but a token."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

TIME_AIM = 60  # ms
RATIO_AIM = 2  # of the medians: curl makes one request, send makes that one and all the rest
TOKEN_PATH = "/bridge/api/client/v1/oauth/token"


def measure(command, environment):
    """Milliseconds of the clock and of the processor."""
    begin = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return (time.monotonic() - begin) * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("sandbox")
    parser.add_argument("tool")
    args = parser.parse_args()

    sandbox = subprocess.Popen([args.sandbox, "--port", "0", "--quiet", "--exit-with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)
    url = json.loads(sandbox.stdout.readline())["url"].rstrip("/")
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "TRUECONF_SERVER": "127.0.0.1",
                       "TRUECONF_PORT": url.rpartition(":")[2], "TRUECONF_TLS": "false", "TRUECONF_USER": "echo_bot", "TRUECONF_PASSWORD": "secret"}
        body = json.dumps({"client_id": "chat_bot", "grant_type": "password", "username": "echo_bot", "password": "secret"})
        commands = {
            "send": [args.tool, "send", "nora", "Hello"],
            "--version": [args.tool, "--version"],
            "curl, token only": ["curl", "--silent", "--fail", "-H", "Content-Type: application/json", "-d", body, url + TOKEN_PATH],
        }
        results = {name: [] for name in commands}
        for turn in range(args.rounds + 3):
            for name, command in commands.items():
                result = measure(command, environment)
                # the first turns fill the caches of files
                if turn >= 3:
                    results[name].append(result)
    sandbox.stdin.close()
    sandbox.wait(10)

    medians = {}
    print(f"{'':18}{'least':>8}{'median':>8}{'processor':>11}   ms, {args.rounds} runs each, in turn")
    for name, values in results.items():
        clock, processor = zip(*values)
        medians[name] = statistics.median(clock)
        print(f"{name:18}{min(clock):8.1f}{medians[name]:8.1f}{statistics.median(processor):11.1f}")
    ratio = medians["send"] / medians["curl, token only"]
    print(f"send takes {ratio:.2f} times as long as curl (aim: {RATIO_AIM}) and {medians['send']:.0f} ms (aim: {TIME_AIM} ms)")
    # a machine with much else to do is slow at both
    sys.exit(1 if ratio > RATIO_AIM and medians["send"] > TIME_AIM else 0)


if __name__ == "__main__":
    main()
