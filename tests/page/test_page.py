#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sandbox's chat page, used as a person would: in a browser, with an echo bot at the other end."""

import json
import os
import subprocess
import sys
import traceback
import urllib.request

from browser import Browser
from minitap import Tap

SANDBOX, ECHO_BOT = sys.argv[1:3]


def start_bot(ready):
    env = dict(os.environ, SERVER="127.0.0.1", PORT=str(ready["port"]), HTTPS="0", BOT_USER="echo_bot",
               BOT_PASSWORD="secret")
    return subprocess.Popen([ECHO_BOT], env=env)


class Server:
    """The control interface."""

    def __init__(self, ready):
        self.url = ready["url"]
        self.key = ready["key"]

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
    expect(page, "document.querySelectorAll('.bubble:last-child a[href]').length", 0)
    server.post(f"files/{slow}", ready_ms=0)
    page.wait_for("!document.querySelector('.bubble:last-child').textContent.includes('still arriving')")
    expect(page, "document.querySelectorAll('.bubble:last-child a[href]').length", 1)


def plays_voice_messages(page, server):
    file = server.bot_says(voice={"size": 4000, "duration": 7})["file_id"]
    last_bubble(page, "7 s")
    expect(page, "document.querySelector('.bubble:last-child audio').getAttribute('src')", f"/sandbox/files/{file}/content")


def breaks_and_recovers(page, _server):
    # it may last for a moment only
    page.evaluate("window.states = []; new MutationObserver(() => states.push(document.getElementById('state-text').textContent))"
                  ".observe(document.getElementById('state-text'), {childList: true, characterData: true, subtree: true})")
    page.evaluate("[...document.querySelectorAll('#faults button')].find(b => b.textContent === 'Drop').click()")
    page.wait_for("states.some(text => !text.includes('authorized'))")
    shows_state(page)


CASES = (shows_state, says_hello, takes_what_is_typed_fast, keeps_markup_harmless, shows_quotations,
         names_what_is_answered, shows_markdown, keeps_keyboards_inside, tells_how_files_are, plays_voice_messages, breaks_and_recovers)


def main():
    tap = Tap()
    sandbox = subprocess.Popen([SANDBOX, "--port", "0", "--quiet", "--exit-with-stdin"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    ready = json.loads(sandbox.stdout.readline())
    server = Server(ready)
    bot = start_bot(ready)
    try:
        with Browser() as page:
            page.open(ready["page"] + "&user=nora&bot=echo_bot")
            for case in CASES:
                try:
                    case(page, server)
                    tap.case(case.__name__)
                except Exception:  # pylint: disable=broad-except
                    tap.case(case.__name__, [traceback.format_exc()])
            if len(sys.argv) > 3:
                page.screenshot(sys.argv[3])
    finally:
        bot.terminate()
        bot.wait()
        sandbox.stdin.close()
        sandbox.wait()
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
