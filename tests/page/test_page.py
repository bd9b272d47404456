#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sandbox's chat page, used as a person would: in a browser, with an echo bot at the other end."""

import base64
import http.server
import json
import os
import pathlib
import struct
import subprocess
import sys
import threading
import traceback
import urllib.request
import zlib

from browser import Browser
from minitap import Tap

SANDBOX, ECHO_BOT = sys.argv[1:3]


def start_bot(ready):
    env = dict(os.environ, SERVER="127.0.0.1", PORT=str(ready["port"]), HTTPS="0", BOT_USER="echo_bot",
               BOT_PASSWORD="secret")
    return subprocess.Popen([ECHO_BOT], env=env)


class Server:
    """A sandbox and its control interface."""

    def __init__(self):
        self.start("--port", "0")

    def start(self, *arguments):
        self.process = subprocess.Popen([SANDBOX, "--quiet", "--exit-with-stdin", *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self.url = self.ready["url"]
        self.key = self.ready["key"]

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def restart(self):
        self.end()
        self.start("--port", str(self.ready["port"]), "--key", self.key)

    def address(self, key):
        return f"{self.url}?user=nora&bot=echo_bot#key={key}"

    def post(self, path, **body):
        request = urllib.request.Request(f"{self.url}sandbox/{path}", json.dumps(body).encode(),
                                         {"X-Sandbox-Key": self.key})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def bot_says(self, **body):
        return self.post("say", **{"from": "echo_bot", "to": "nora"}, **body)


def says_hello(page, _server):
    page.evaluate("document.getElementById('text').focus()")
    page.type("hello from the page")
    page.press_enter()
    page.wait_for("document.getElementById('messages').textContent.split('hello from the page').length >= 3")


def takes_what_is_typed_fast(page, _server):
    page.evaluate("document.getElementById('text').focus()")
    for text in ("first of three", "second of three", "third of three"):
        page.type(text)
        page.press_enter()
    page.wait_for("['first', 'second', 'third'].every(word => messages.textContent.split(`${word} of three`).length === 3)")
    expect(page, "document.getElementById('text').value", "")


def shows_state(page, _server=None):
    page.wait_for("document.getElementById('state-text')?.textContent.includes('authorized')")


def keeps_markup_harmless(page, _server):
    page.evaluate("document.getElementById('text').focus()")
    page.type("<img src=x onerror=\"document.title='owned'\">")
    page.press_enter()
    page.wait_for("document.getElementById('messages').textContent.split('onerror').length >= 3")
    if page.evaluate("document.querySelectorAll('#messages img').length") != 0:
        raise AssertionError("a message has become an image")
    if page.evaluate("document.title") == "owned":
        raise AssertionError("a message has become a script")


def last_bubble(page, text):
    """What the newest message looks like, once it is the one with this text."""
    page.wait_for(f"document.querySelector('.bubble:last-child')?.textContent.includes({json.dumps(text)})")
    return page.evaluate("document.querySelector('.bubble:last-child').innerHTML")


def expect(page, script, wanted):
    found = page.evaluate(script)
    if found != wanted:
        raise AssertionError(f"{script} is {found!r}, not {wanted!r}")


def shows_quotations(page, server):
    first = server.bot_says(text="The backup has failed")["message_id"]
    server.bot_says(text='<quote class="reply">has <b>failed</b></quote><br><br>Again', reply_to=first)
    last_bubble(page, "Again")
    expect(page, "document.querySelector('.bubble:last-child .quotation').innerHTML", "has <b>failed</b>")
    expect(page, "document.querySelector('.bubble:last-child .body').lastChild.data", "Again")
    expect(page, "document.querySelectorAll('.bubble:last-child br, .bubble:last-child .quote').length", 0)
    server.bot_says(text=">has failed\n\nOnce more", parse_mode="markdown", reply_to=first)
    last_bubble(page, "Once more")
    expect(page, "document.querySelector('.bubble:last-child .quotation').textContent", "has failed")
    server.bot_says(text='<quote class="reply">unseen</quote>No reply')
    if "unseen" in last_bubble(page, "No reply"):
        raise AssertionError("a message that is no reply quotes")


def names_what_is_answered(page, server):
    file = server.bot_says(file={"name": "plan.pdf", "size": 10})["message_id"]
    server.bot_says(text="About the plan", reply_to=file)
    last_bubble(page, "About the plan")
    expect(page, "document.querySelector('.bubble:last-child .quote').textContent", "plan.pdf")
    elsewhere = server.post("say", **{"from": "omar", "to": "nora"}, text="Somewhere else")["message_id"]
    server.bot_says(text="About what is gone", reply_to=elsewhere)
    last_bubble(page, "About what is gone")
    expect(page, "document.querySelector('.bubble:last-child .quote').textContent", "a message that is not here")


def shows_markdown(page, server):
    server.bot_says(text="**bold _both_** 2*3*4? ~~old~~ snake_case_name [site](https://example.com/) [x](javascript:1)",
                    parse_mode="markdown")
    last_bubble(page, "snake_case_name")
    expect(page, "document.querySelector('.bubble:last-child b').innerHTML", "bold <i>both</i>")
    expect(page, "document.querySelector('.bubble:last-child s').textContent", "old")
    expect(page, "[...document.querySelectorAll('.bubble:last-child a')].map(a => a.href)", ["https://example.com/"])
    expect(page, "document.querySelector('.bubble:last-child .body').textContent.includes('[x](javascript:1)')", True)


def keeps_keyboards_inside(page, server):
    long = {"type": "url", "url": "https://example.com/" + "long" * 30}
    row = [{"type": "message", "label": f"Button number {i}", "message": "x"} for i in range(8)]
    server.bot_says(text="Press one", buttons=[row, [long, {"type": "url", "url": "https://example.com/", "label": "Open"}]])
    last_bubble(page, "Button number 7")
    for width in (1200, 360):
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=760, deviceScaleFactor=1, mobile=False)
        page.wait_for(f"innerWidth === {width}")
        expect(page, "(() => { const edge = document.querySelector('.bubble:last-child').getBoundingClientRect().right;"
               " return [...document.querySelectorAll('.bubble:last-child .key')]"
               ".filter(key => key.getBoundingClientRect().right > edge).length; })()", 0)
        expect(page, "messages.scrollWidth <= messages.clientWidth && document.body.scrollWidth <= innerWidth", True)
    page.call("Emulation.clearDeviceMetricsOverride")


def tells_how_files_are(page, server):
    server.bot_says(file={"name": "lost.zip", "size": 10, "gone": True})
    last_bubble(page, "the server has lost it")
    slow = server.bot_says(file={"name": "slow.zip", "size": 10, "ready_ms": -1})["file_id"]
    last_bubble(page, "still arriving")
    expect(page, "document.querySelector('.bubble:last-child .name').disabled", True)
    server.post(f"files/{slow}", ready_ms=0)
    page.wait_for("!document.querySelector('.bubble:last-child').textContent.includes('still arriving')")
    expect(page, "document.querySelector('.bubble:last-child .name').disabled", False)


def saves_files(page, server):
    content = b"what is in the file\n" * 1000
    server.bot_says(file={"name": "отчёт 1.txt", "base64": base64.b64encode(content).decode()})
    last_bubble(page, "отчёт 1.txt")
    folder = pathlib.Path(page.profile) / "saved"
    page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    page.evaluate("document.querySelector('.bubble:last-child .name').click()")
    saved = folder / "отчёт 1.txt"
    page.wait_until(lambda: saved.exists() and saved.read_bytes() == content, "the file is saved")


def make_png():
    """One red point."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b""))


def shows_pictures(page, server):
    picture = {"name": "point.png", "mime_type": "image/png", "base64": base64.b64encode(make_png()).decode()}
    server.bot_says(file=picture)
    last_bubble(page, "point.png")
    page.wait_for("document.querySelector('.bubble:last-child img')?.naturalWidth === 1")
    server.bot_says(file={**picture, "name": "none.png", "base64": base64.b64encode(b"no picture").decode()})
    last_bubble(page, "none.png")
    page.wait_for("!document.querySelector('.bubble:last-child img')")


def plays_voice_messages(page, server):
    server.bot_says(voice={"size": 4000, "duration": 7})
    last_bubble(page, "7 s")
    page.evaluate("document.querySelector('.bubble:last-child .play').click()")
    page.wait_for("document.querySelector('.bubble:last-child audio[controls]')?.src.startsWith('blob:')")


def breaks_and_recovers(page, _server):
    # it may last for a moment only
    page.evaluate("window.states = []; new MutationObserver(() => states.push(document.getElementById('state-text').textContent))"
                  ".observe(document.getElementById('state-text'), {childList: true, characterData: true, subtree: true})")
    page.evaluate("[...document.querySelectorAll('#faults button')].find(b => b.textContent === 'Drop').click()")
    page.wait_for("states.some(text => !text.includes('authorized'))")
    shows_state(page)


def keeps_the_key_in_the_tab(page, server):
    expect(page, "location.href.includes(sessionStorage.getItem('sandbox-key'))", False)
    expect(page, "location.hash", "")
    page.reload()
    page.wait_for("document.getElementById('messages')?.childElementCount > 1")
    shows_state(page)
    page.evaluate("location.hash = '#key=wrong'")
    refuses(page)
    page.evaluate(f"location.hash = '#key={server.key}'")
    shows_state(page)


def refuses(page):
    page.wait_for("document.getElementById('state-text')?.textContent.includes('needs the key')")


def says_what_is_missing(page, server):
    page.evaluate("sessionStorage.clear()")
    page.reload()
    refuses(page)
    expect(page, "document.getElementById('user').options.length", 0)
    page.open("about:blank")
    page.open(server.address(server.key))
    shows_state(page)


def comes_back_with_the_sandbox(page, server):
    server.post("say", **{"from": "echo_bot", "to": "nora"}, text="forgotten")
    last_bubble(page, "forgotten")
    server.restart()
    page.wait_for("document.getElementById('messages').childElementCount === 1")
    shows_state(page)
    server.bot_says(text="there again")
    last_bubble(page, "there again")


class Listener(http.server.BaseHTTPRequestHandler):
    """Another program on this machine."""

    def do_GET(self):  # pylint: disable=invalid-name
        self.server.heard.append(self.path + str(self.headers))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>another program</title>")

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        pass


def tells_the_key_to_no_other_port(page, server):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as other:
        other.heard = []
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        page.open(f"http://127.0.0.1:{other.server_port}/")
        try:
            page.wait_for("document.title === 'another program'")
            expect(page, "document.cookie + JSON.stringify({...sessionStorage, ...localStorage})", "{}")
        finally:
            other.shutdown()
            thread.join()
    if any(server.key in what for what in other.heard):
        raise AssertionError("the browser has sent the key to another program")
    if page.call("Network.getCookies", urls=[server.url])["cookies"]:
        raise AssertionError("there is a cookie")


CASES = (shows_state, says_hello, takes_what_is_typed_fast, keeps_markup_harmless, shows_quotations,
         names_what_is_answered, shows_markdown, keeps_keyboards_inside, tells_how_files_are, saves_files, shows_pictures,
         plays_voice_messages, breaks_and_recovers, keeps_the_key_in_the_tab, says_what_is_missing,
         comes_back_with_the_sandbox, tells_the_key_to_no_other_port)


def main():
    tap = Tap()
    server = Server()
    bot = start_bot(server.ready)
    try:
        with Browser() as page:
            page.open(server.address(server.key))
            for case in CASES:
                if len(sys.argv) > 3 and case is keeps_the_key_in_the_tab:
                    page.evaluate("messages.scrollTop = messages.scrollHeight")
                    page.screenshot(sys.argv[3])
                try:
                    case(page, server)
                    tap.case(case.__name__)
                except Exception:  # pylint: disable=broad-except
                    tap.case(case.__name__, [traceback.format_exc()])
    finally:
        bot.terminate()
        bot.wait()
        server.end()
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
