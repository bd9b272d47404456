#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Takes the webhooks of Alertmanager and Grafana, and has `trueconf-bot send` tell people.

    trueconf_alerts.py --to @ops --to nora --token-file /etc/trueconf-alerts/token

The address of the webhook ends in who is told: http://127.0.0.1:9099/@ops. Only those given with --to can be, and only by who sends
the token, as "Authorization: Bearer …".

A group of alerts is one message. A reminder edits it, and so does its end; only alerts that are new make another message, which is a reply
to the one before. Which message belongs to which group is kept in --state, so that a restart repeats nothing.
"""

import argparse
import contextlib
import hmac
import html
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.parse
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import Any

MAX_BODY = 4 * 1024 * 1024
SHOWN = 10  # alerts in a message; the others are counted
LONGEST = 300  # characters of a name or a summary
ROOM = 3800  # characters for all of it: a message that is one, and not several, can be edited
KEPT_DAYS = 30
# what trueconf-bot exits with when it may help to try again: the server cannot be reached, is busy, or its answer was lost
TRY_AGAIN = (69, 75, 76)


class Failed(Exception):
    """Nobody was told."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def send(to: str, text: str, *options: str) -> str:
    """Sends or edits a message; returns its id."""
    try:
        done = subprocess.run(["trueconf-bot", "send", "--html", *options, "--", to], input=text, text=True, capture_output=True,
                              timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failed(75, str(error)) from None
    if done.returncode:
        raise Failed(done.returncode, done.stderr.strip())
    # a text that was split has several; the first one is edited
    return done.stdout.split()[0]


# ---- what is said

def words(*values: Any) -> str:
    """The first of several values that says something, as HTML. Whoever posts may leave out what they want, or send numbers."""
    for value in values:
        if isinstance(value, (str, int, float)) and str(value):
            # a text with these cannot be sent
            text = html.escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "\ufffd", str(value)), quote=False)
            # not in the middle of &amp;
            return text if len(text) <= LONGEST else re.sub("&[^;]*$", "", text[:LONGEST]) + "…"
    return ""


def table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def describe(alert: dict[str, Any]) -> str:
    """One alert in a line."""
    labels, annotations = table(alert.get("labels")), table(alert.get("annotations"))
    text = words(annotations.get("summary"), annotations.get("description"), labels.get("alertname"), "an alert")
    where = words(labels.get("instance"), labels.get("host"))
    line = text + (f" ({where})" if where and where not in text else "")
    if alert.get("status") == "resolved":
        return f"• <s>{line}</s>"
    links = [alert.get("panelURL"), alert.get("dashboardURL"), alert.get("generatorURL")]
    link = next((link for link in links if isinstance(link, str) and re.fullmatch(r"https?://[!-~]{1,2000}", link)), "")
    return f"• {line}" + (f' <a href="{html.escape(link)}">show</a>' if link else "")


def compose(group: dict[str, Any], reminders: int) -> str:
    alerts, truncated = group["alerts"], group.get("truncatedAlerts")
    firing = [alert for alert in alerts if alert.get("status") != "resolved"]
    labels = {**table(group.get("groupLabels")), **table(group.get("commonLabels"))}
    name, severity = words(labels.get("alertname"), group.get("receiver"), "Alert"), words(labels.get("severity"))
    now = f"{datetime.now():%d.%m. %H:%M}"

    head = f"🔴 <b>{name}</b>" + (f", {severity}" if severity else "") if firing else f"🟢 <b>{name}</b>: resolved, {now}"
    lines = [head]
    for alert in sorted(alerts, key=lambda alert: alert.get("status") == "resolved")[:SHOWN]:
        line = describe(alert)
        if sum(map(len, lines)) + len(line) > ROOM:
            break
        lines.append(line)
    hidden = len(alerts) - len(lines) + 1 + (truncated if isinstance(truncated, int) and truncated > 0 else 0)
    if hidden:
        lines.append(f"and {hidden} more")
    if firing and reminders:
        lines.append(f"<i>still so, reminded {reminders} ×, last {now}</i>")
    return "<br>".join(lines)


# ---- what was said

class Memory:
    """Which message a group of alerts has, in a file of SQLite.

    If the disk is full, people are told all the same: who posts must not repeat what was sent because it cannot be remembered.
    """

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.database.execute("CREATE TABLE IF NOT EXISTS groups (receiver TEXT, name TEXT, message TEXT, alerts TEXT, reminders INTEGER, "
                              "changed REAL, PRIMARY KEY (receiver, name))")

    def load(self, to: str, name: str) -> tuple[str, set[str], int] | None:
        rows = self.execute("SELECT message, alerts, reminders FROM groups WHERE receiver = ? AND name = ?", to, name)
        return (rows[0][0], set(json.loads(rows[0][1])), rows[0][2]) if rows else None

    def store(self, to: str, name: str, message: str, alerts: set[str], reminders: int) -> None:
        now = datetime.now(timezone.utc).timestamp()
        self.execute("REPLACE INTO groups VALUES (?, ?, ?, ?, ?, ?)", to, name, message, json.dumps(sorted(alerts)), reminders, now)
        self.execute("DELETE FROM groups WHERE changed < ?", now - KEPT_DAYS * 86400)

    def forget(self, to: str, name: str) -> None:
        self.execute("DELETE FROM groups WHERE receiver = ? AND name = ?", to, name)

    def execute(self, statement: str, *values: str | int | float) -> list[tuple[Any, ...]]:
        try:
            return self.database.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            print(f"What was said cannot be remembered: {error}", file=sys.stderr, flush=True)
            return []


def tell(memory: Memory, to: str, group: dict[str, Any]) -> None:
    """Sends a message about a group, or edits the one that there is."""
    # JSON, which has no characters that SQLite cannot store
    name = json.dumps(group.get("groupKey") or group.get("groupLabels") or group.get("commonLabels"), sort_keys=True)
    firing = {json.dumps(alert.get("fingerprint") or alert.get("labels"), sort_keys=True)
              for alert in group["alerts"] if alert.get("status") != "resolved"}
    known = memory.load(to, name)

    if known is not None and firing <= known[1]:
        message, before, reminders = known
        reminders += firing == before
        message = edit_or_send(to, compose(group, reminders), message)
        if firing:
            memory.store(to, name, message, firing, reminders)
        else:
            memory.forget(to, name)
    else:
        reply = ["--reply-to", known[0]] if known is not None else []
        message = send(to, compose(group, 0), *reply)
        if firing:
            memory.store(to, name, message, firing, 0)


def edit_or_send(to: str, text: str, message: str) -> str:
    try:
        return send(to, text, "--edit", message)
    except Failed as error:
        if error.status in TRY_AGAIN:
            raise
        # somebody has removed the message
        return send(to, text)


# ---- HTTP

class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], memory: Memory, recipients: list[str], token: str) -> None:
        super().__init__(address, Handler)
        self.memory, self.recipients, self.token = memory, recipients, token
        # one at a time: two notifications of a group must not both be its first
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    timeout = 30

    def do_POST(self) -> None:  # pylint: disable=invalid-name
        server = self.server
        assert isinstance(server, Server)
        to = urllib.parse.unquote(self.path.partition("?")[0].strip("/"))
        # HTTP takes bytes for letters of Latin-1
        given = self.headers.get("Authorization", "").encode("latin-1", "replace")
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,9}", length) or int(length) > MAX_BODY:
            return self.answer(413, "the body is too large, or has no length")
        # whoever is refused reads the answer only after the whole body was taken
        body = self.rfile.read(int(length))
        if not hmac.compare_digest(given, f"Bearer {server.token}".encode()):
            return self.answer(401, "the token is missing or wrong")
        if to not in server.recipients:
            return self.answer(404, "nobody of this name was given with --to")
        try:
            group = json.loads(body)
            alerts = group["alerts"]
            if not isinstance(alerts, list) or not all(isinstance(alert, dict) for alert in alerts):
                raise TypeError
        except (ValueError, KeyError, TypeError, RecursionError):
            return self.answer(400, "this is no notification of Alertmanager or Grafana")
        try:
            with server.lock:
                tell(server.memory, to, group)
        except Failed as error:
            print(error, file=sys.stderr, flush=True)
            # what has failed with 503 is repeated
            return self.answer(503 if error.status in TRY_AGAIN else 422, "trueconf-bot could not send it, see the log")
        return self.answer(200, "sent")

    def answer(self, status: int, text: str) -> None:
        body = f"{text}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # pylint: disable=redefined-builtin
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description="Tells people what Alertmanager and Grafana report.")
    parser.add_argument("--to", action="append", required=True, help="somebody who may be told; may be repeated")
    parser.add_argument("--token-file", required=True, type=Path, help="the file with the token that senders need")
    parser.add_argument("--state", default=os.path.join(os.environ.get("STATE_DIRECTORY", "."), "alerts.sqlite"),
                        help="the file that remembers messages (alerts.sqlite in systemd's state directory, or here)")
    parser.add_argument("--address", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", default=9099, type=int, help="the port to listen on (9099); 0: any, which is printed")
    arguments = parser.parse_args()

    try:
        token = arguments.token_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        sys.exit(f"{arguments.token_file}: {error}")
    if not token:
        sys.exit(f"{arguments.token_file} is empty: without a token everybody on this machine could send")
    try:
        memory = Memory(arguments.state)
    except sqlite3.Error as error:
        sys.exit(f"{arguments.state}: {error}")
    try:
        server = Server((arguments.address, arguments.port), memory, arguments.to, token)
    except (OSError, OverflowError) as error:
        sys.exit(f"{arguments.address}, port {arguments.port}: {error}")

    def end(_number: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    with contextlib.suppress(KeyboardInterrupt), server:
        print(f"listening on http://{arguments.address}:{server.server_port}/", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
