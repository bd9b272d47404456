#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds and runs the echo bots of README.md to the letter, with what is installed and nothing else.

Runs in a root of its own, where video.example.com is this machine and this program may trust a certificate of its own.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PATIENCE = 20
KEY = "a-key-of-this-test"
HOST = "video.example.com"
README = Path("README.md").read_text()
BOTS = {
    "python": ("echo.py", [], ["/usr/bin/python3", "echo.py"]),
    "js": ("echo.js", [], ["gjs", "-m", "echo.js"]),
    "c": ("echo.c", "cc echo.c -o echo-c $(pkg-config --cflags --libs trueconf-bot-1)", ["./echo-c"]),
    "vala": ("echo.vala", "valac --pkg trueconf-bot-1 echo.vala -o echo-vala", ["./echo-vala"]),
}


def shell(command, **kwargs):
    return subprocess.run(["bash", "-euo", "pipefail", "-c", command], check=True, **kwargs)


def make_certificate():
    """One that everything in this root trusts."""
    shell(f"""
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem
openssl req -newkey rsa:2048 -nodes -subj /CN={HOST} -keyout server.key -out server.csr
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
  -extfile <(printf 'subjectAltName=DNS:{HOST}') -out server.pem
mkdir -p /usr/local/share/ca-certificates
cp ca.pem /usr/local/share/ca-certificates/ca.crt
update-ca-certificates
""", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "X-Sandbox-Key": KEY}
    request = urllib.request.Request(f"https://{HOST}{path}", data, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def block(language):
    """The code between the heading of the echo bots and the next one."""
    section = re.search(r"^## An echo bot\n(.*?)^## ", README, re.MULTILINE | re.DOTALL)[1]
    return re.search(rf"^```{language}\n(.*?)^```", section, re.MULTILINE | re.DOTALL)[1]


def fetch_token():
    """By the command of README.md, with the sandbox's password."""
    command = re.search(r"^curl -s https.*?\}'$", README, re.MULTILINE | re.DOTALL)[0].replace("…", "secret")
    return json.loads(shell(command, stdout=subprocess.PIPE, text=True).stdout)["access_token"]


def last_text():
    messages = call("/sandbox/messages?user=nora&peer=echo_bot")["messages"]
    return messages[-1]["text"] if messages and messages[-1]["author"] == "echo_bot" else None


def wait_for(condition, what, bot):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if bot.poll() is not None:
            raise SystemExit(f"the bot ended with {bot.returncode}")
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: not within {PATIENCE} s")
        time.sleep(0.05)


def try_bot(language, token):
    name, build, run = BOTS[language]
    Path(name).write_text(block(language))
    if build:
        shell(build)
    bot = subprocess.Popen(run, env={**os.environ, "TOKEN": token})
    try:
        wait_for(lambda: call("/sandbox/state")["connections"], "a connection", bot)
        call("/sandbox/say", {"from": "nora", "to": "echo_bot", "text": f"in {language}", "parse_mode": "text"})
        wait_for(lambda: last_text() == f"in {language}", "an echo", bot)
        bot.send_signal(signal.SIGTERM)
        if bot.wait(PATIENCE) != 0:
            raise SystemExit(f"the bot ended with {bot.returncode}")
    finally:
        if bot.poll() is None:
            bot.kill()
            bot.wait()
    print(f"the echo bot of README.md in {language} works", flush=True)


def main():
    make_certificate()
    sandbox = subprocess.Popen(
        ["trueconf-sandbox", "--port", "443", "--tls-cert", "server.pem", "--tls-key", "server.key", "--server-name", HOST,
         "--allow-host", HOST, "--key", KEY, "--quiet", "--exit-with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if not sandbox.stdout.readline():
            raise SystemExit("the sandbox does not start")
        for language in BOTS:
            try_bot(language, fetch_token())
    finally:
        sandbox.stdin.close()
        sandbox.wait(PATIENCE)


if __name__ == "__main__":
    sys.exit(main())
