# SPDX-License-Identifier: LGPL-2.1-or-later
"""A terminal with a person at it: runs commands as if they were typed, and is a page of HTML that shows what was on the screen."""

import fcntl
import html
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

SECONDS = 20
COLOURS = {31: "#f66151", 32: "#57e389", 33: "#f8e45c", 34: "#62a0ea", 35: "#dc8add", 36: "#5bc8af", 90: "#9a9996"}
STYLE = """
body { margin: 0; background: #1e1e1e; }
pre { margin: 0; padding: 16px 18px; width: max-content; color: #f0f0f0; font: 15px/1.35 "DejaVu Sans Mono", monospace; }
.typed { color: #ffffff; font-weight: bold; }
.prompt { color: #57e389; }
"""
SEQUENCE = re.compile(r"\033\[([0-9;?]*)([A-Za-z])|\033[()][A-Z0-9]|([\r\n\b])|([^\033\r\n\b])")


class Terminal:
    """So much of a terminal as line-oriented programs need: colours, returns, and erasing to the end of a line."""

    def __init__(self, environment, folder, columns=80):
        self.environment = {**environment, "TERM": "xterm-256color", "COLUMNS": str(columns)}
        self.folder, self.columns = folder, columns
        self.lines, self.column, self.style = [[]], 0, ""
        self.pending = ""

    def type(self, command, until=None):
        """Runs a command of a shell to its end, or until something is on the screen; then it is ended."""
        self.write("$ ", "prompt")
        self.write(command, "typed")
        self.feed("\r\n")
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, self.columns, 0, 0))
        process = subprocess.Popen(["sh", "-c", command], env=self.environment, cwd=self.folder, stdin=slave, stdout=slave, stderr=slave,
                                   start_new_session=True)
        os.close(slave)
        try:
            self._follow(master, until)
        finally:
            if until:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(SECONDS)
            os.close(master)

    def _follow(self, master, until):
        deadline = time.monotonic() + SECONDS
        while not (until and re.search(until, self.text())):
            ready, _, _ = select.select([master], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError(f"the screen has only\n{self.text()}")
            try:
                data = os.read(master, 65536)
            except OSError:
                return
            if not data:
                return
            self.feed(data.decode(errors="replace"))

    def write(self, text, style):
        for letter in text:
            if self.column == self.columns:
                self.lines.append([])
                self.column = 0
            self.lines[-1][self.column:self.column + 1] = [(letter, style)]
            self.column += 1

    def feed(self, text):
        text, self.pending = self.pending + text, ""
        if (start := text.rfind("\033")) >= 0 and not SEQUENCE.match(text, start):
            text, self.pending = text[:start], text[start:]
        for parameters, kind, control, letter in SEQUENCE.findall(text):
            if letter:
                self.write(letter, self.style)
            elif control == "\n":
                self.lines.append([])
                self.column = 0
            elif control == "\r":
                self.column = 0
            elif control == "\b":
                self.column = max(0, self.column - 1)
            elif kind == "K":
                del self.lines[-1][self.column:]
            elif kind == "m":
                self._colour([int(number or 0) for number in parameters.split(";")])

    def _colour(self, numbers):
        for number in numbers:
            if number == 0:
                self.style = ""
            elif number == 1:
                self.style += "font-weight: bold; "
            elif number == 2:
                self.style += "opacity: 0.7; "
            elif number in COLOURS:
                self.style += f"color: {COLOURS[number]}; "
            elif number - 60 in COLOURS:
                self.style += f"color: {COLOURS[number - 60]}; "

    def text(self):
        return "\n".join("".join(letter for letter, _ in line).rstrip() for line in self.lines).rstrip()

    def to_html(self):
        """A page with what is on the screen."""
        rows = []
        for line in self.lines:
            row, last = "", None
            for letter, style in line:
                if style != last:
                    row += ("</span>" if last is not None else "") + self._open(style)
                    last = style
                row += html.escape(letter)
            rows.append(row + ("</span>" if last is not None else ""))
        body = "\n".join(rows).rstrip()
        return f"<!DOCTYPE html><meta charset='utf-8'><style>{STYLE}</style><pre style='min-width: {self.columns}ch'>{body}</pre>"

    @staticmethod
    def _open(style):
        return f"<span class='{style}'>" if style in ("prompt", "typed") else f"<span style='{style}'>"
