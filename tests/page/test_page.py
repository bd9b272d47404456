#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sandbox's chat page, used as a person would: in a browser, with an echo bot at the other end."""

import os
import json
import subprocess
import sys
import traceback

from browser import Browser
from minitap import Tap

SANDBOX, ECHO_BOT = sys.argv[1:3]


def start_bot(ready):
    env = dict(os.environ, SERVER="127.0.0.1", PORT=str(ready["port"]), HTTPS="0", BOT_USER="echo_bot",
               BOT_PASSWORD="secret")
    return subprocess.Popen([ECHO_BOT], env=env)


def says_hello(page):
    page.evaluate("document.getElementById('text').focus()")
    page.type("hello from the page")
    page.press_enter()
    page.wait_for("document.getElementById('messages').textContent.split('hello from the page').length >= 3")


def shows_state(page):
    page.wait_for("document.getElementById('state-text')?.textContent.includes('authorized')")


def keeps_markup_harmless(page):
    page.evaluate("document.getElementById('text').focus()")
    page.type("<img src=x onerror=\"document.title='owned'\">")
    page.press_enter()
    page.wait_for("document.getElementById('messages').textContent.split('onerror').length >= 3")
    if page.evaluate("document.querySelectorAll('#messages img').length") != 0:
        raise AssertionError("a message has become an image")
    if page.evaluate("document.title") == "owned":
        raise AssertionError("a message has become a script")


def breaks_and_recovers(page):
    page.evaluate("[...document.querySelectorAll('#faults button')].find(b => b.textContent === 'Drop').click()")
    page.wait_for("!document.getElementById('state-text').textContent.includes('authorized')")
    shows_state(page)


def main():
    tap = Tap()
    sandbox = subprocess.Popen([SANDBOX, "--port", "0", "--quiet", "--exit-with-stdin"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    ready = json.loads(sandbox.stdout.readline())
    bot = start_bot(ready)
    try:
        with Browser() as page:
            page.open(ready["url"] + "?user=nora&bot=echo_bot")
            for case in (shows_state, says_hello, keeps_markup_harmless, breaks_and_recovers):
                try:
                    case(page)
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
