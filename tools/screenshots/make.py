#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the pictures of the documentation: of the sandbox's page, and of the tool in a terminal.

make.py SANDBOX ECHO_BOT TOOL FOLDER

`./dev screenshots` runs it. Each picture has the text that it shows in it, and the test `screenshots` makes them anew and compares
the texts. Needs Chromium, and browser.py and tool_sites.py on PYTHONPATH.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from browser import Browser
from picture import with_text
from terminal import Terminal
from tool_sites import Certificates

PLAN = """\
<quote class="reply">Is the backup done?</quote><br><br><b>Not yet.</b> It has <i>37 GB</i> to go. \
<a href="https://example.com/backups">The list</a>"""
BUTTONS = [[{"type": "command", "label": "Stop it", "command": "stop", "style": "danger"},
            {"type": "command", "label": "Tell me when it is done", "command": "tell", "style": "primary"}]]


class Sandbox:
    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, "--port", "0", "--quiet", "--exit-with-stdin", *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def post(self, path, **body):
        request = urllib.request.Request(f"{self.ready['url']}sandbox/{path}", json.dumps(body).encode(),
                                         {"X-Sandbox-Key": self.ready["key"]})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


def save(page, path, text):
    page.screenshot(path)
    path.write_bytes(with_text(path.read_bytes(), text))
    print(path.name)


def make_chat_page(page, sandbox, echo_bot, folder):
    """Somebody talks to a bot on the page of the sandbox."""
    environment = {**os.environ, "SERVER": "127.0.0.1", "PORT": str(sandbox.ready["port"]), "HTTPS": "0", "BOT_USER": "echo_bot",
                   "BOT_PASSWORD": "secret"}
    page.call("Emulation.setDeviceMetricsOverride", width=1200, height=760, deviceScaleFactor=1, mobile=False)
    with subprocess.Popen([echo_bot], env=environment) as bot:
        try:
            page.open(f"{sandbox.ready['url']}?user=nora&bot=echo_bot#key={sandbox.ready['key']}")
            page.wait_for("document.getElementById('state-text')?.textContent.includes('authorized')")
            page.evaluate("document.getElementById('text').focus()")
            page.type("Good morning!")
            page.press_enter()
            page.wait_for("messages.textContent.split('Good morning!').length === 3")
            asked = sandbox.post("say", **{"from": "nora", "to": "echo_bot"}, text="Is the backup done?")["message_id"]
            page.wait_for("messages.textContent.split('Is the backup done?').length === 3")
            sandbox.post("say", **{"from": "echo_bot", "to": "nora"}, text=PLAN, reply_to=asked, buttons=BUTTONS)
            page.wait_for("messages.textContent.includes('to go')")
            # both questions are read
            page.wait_for("messages.innerText.split('✓✓').length === 3")
            page.evaluate("messages.scrollTop = messages.scrollHeight")
            save(page, folder / "chat-page.png", page.evaluate("messages.innerText + '\\n' + document.getElementById('faults').innerText"))
        finally:
            bot.terminate()


def show(page, terminal, path):
    """A picture of a terminal, as large as what is on it, for screens with many pixels."""
    page.call("Page.navigate", url="about:blank")
    page.wait_for("document.readyState === 'complete'")
    page.evaluate(f"document.open(); document.write({json.dumps(terminal.to_html())}); document.close()")
    width, height = page.evaluate("(() => { const r = document.querySelector('pre').getBoundingClientRect();"
                                  " return [Math.ceil(r.width), Math.ceil(r.height)]; })()")
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1.5, mobile=False)
    page.wait_for(f"innerWidth === {width} && innerHeight === {height}")
    save(page, path, terminal.text())
    page.call("Emulation.clearDeviceMetricsOverride")


def make_terminals(page, sandbox, tool, folder):
    with tempfile.TemporaryDirectory(prefix="trueconf-pictures-") as home:
        home = Path(home)
        ops = sandbox.post("chats", **{"from": "nora"}, type="group", title="Operations", participants=["echo_bot", "omar"])["chat_id"]
        (home / "password").write_text("secret\n", encoding="utf-8")
        (home / "password").chmod(0o600)
        configuration = home / ".config/trueconf-bot/config.ini"
        configuration.parent.mkdir(parents=True)
        configuration.write_text(f"[profile default]\nserver=127.0.0.1\nport={sandbox.ready['port']}\ntls=false\nuser=echo_bot\n"
                                 f"password-file={home}/password\n[aliases]\nops={ops}\n", encoding="utf-8")
        with open(home / "film.mp4", "wb") as film:
            film.truncate(300_000_000)
        environment = {"PATH": f"{Path(tool).resolve().parent}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "LANGUAGE": "en",
                       **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "GIO_EXTRA_MODULES") if name in os.environ}}

        terminal = Terminal(environment, home)
        terminal.type('trueconf-bot send nora "The backup is done"')
        terminal.type("uptime --pretty | trueconf-bot send @ops")
        terminal.type('trueconf-bot send nobody "Is anybody there?"')
        # the server reads no further, so the picture does not depend on how fast the machine is
        sandbox.post("faults", fault="upload-stall", bytes=180_000_000)
        terminal.type("trueconf-bot send @ops --file film.mp4", until=r"film\.mp4 \[#{10}")
        show(page, terminal, folder / "tool-send.png")


def make_doctor(page, sandbox, tool, certificates, folder):
    """A server that forgets to send the intermediate certificate, and what it is like when this is mended."""
    home = certificates.folder
    (home / "chain.pem").write_text((home / "between.pem").read_text() + (home / "ca.pem").read_text())
    (home / "password").write_text("secret\n", encoding="utf-8")
    (home / "password").chmod(0o600)
    environment = {"PATH": f"{Path(tool).resolve().parent}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "LANGUAGE": "en",
                   "TRUECONF_SERVER": "127.0.0.1", "TRUECONF_PORT": str(sandbox.ready["port"]), "TRUECONF_USER": "echo_bot",
                   "TRUECONF_PASSWORD_FILE": "password",
                   **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "GIO_EXTRA_MODULES") if name in os.environ}}
    terminal = Terminal(environment, home, columns=100)
    terminal.type("trueconf-bot doctor --ca-file ca.pem")
    terminal.type("trueconf-bot doctor --ca-file chain.pem")
    show(page, terminal, folder / "tool-doctor.png")


def main():
    sandbox_program, echo_bot, tool, folder = sys.argv[1:]
    folder = Path(folder)
    with Browser() as page:
        with Sandbox(sandbox_program) as sandbox:
            make_chat_page(page, sandbox, echo_bot, folder)
        with Sandbox(sandbox_program) as sandbox:
            make_terminals(page, sandbox, tool, folder)
        certificates = Certificates()
        try:
            with Sandbox(sandbox_program, "--tls-cert", certificates.folder / "half.pem", "--tls-key", certificates.folder / "half.key") as sandbox:
                make_doctor(page, sandbox, tool, certificates, folder)
        finally:
            certificates.close()


if __name__ == "__main__":
    main()
